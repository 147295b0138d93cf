package storage

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"tributary/node"
)

// Turn keeps what a worker tells, and leases it what it wants.
func (db *DB) Turn(ctx context.Context, t node.Turn) (turned node.Turned, err error) {
	err = db.alone(ctx, "turn over the work", func(q querier) error {
		turned = node.Turned{} // of this attempt
		w := turn{db: db, ctx: ctx, q: q, Turn: t}
		for _, step := range [...]func() error{w.dropDone, w.noteSetbacks, w.setAside, w.free, w.pause} {
			if err := step(); err != nil {
				return err
			}
		}
		if turned.Lost, err = w.keep(); err != nil {
			return err
		}
		turned.Leased, err = w.lease()
		return err
	})
	return turned, err
}

// turn is one turn in the writer's transaction.
type turn struct {
	db  *DB
	ctx context.Context
	q   querier
	node.Turn
}

func (w *turn) exec(statement string, args ...any) (int, error) {
	return w.db.exec(w.ctx, w.q, statement, args...)
}

// inChunks runs a statement that ends in a list of what is given, after its own args.
func inChunks[T any](w *turn, statement string, args []any, all []T) error {
	for len(all) > 0 {
		n := chunk(len(all))
		these := slices.Clone(args)
		for _, one := range all[:n] {
			these = append(these, one)
		}
		if _, err := w.exec(statement+list(len(args)+1, n)+")", these...); err != nil {
			return err
		}
		all = all[n:]
	}
	return nil
}

const dropJobs = `DELETE FROM job WHERE id IN (`

func (w *turn) dropDone() error { return inChunks(w, dropJobs, nil, w.Done) }

const (
	noteJob = `UPDATE job SET attempts = attempts + 1, note = ?2 WHERE id = ?1`
	buryJob = `UPDATE job SET attempts = attempts + 1, note = ?2, buried = ?3 WHERE id = ?1`
)

func (w *turn) noteSetbacks() error {
	for _, s := range w.Setbacks {
		statement, args := noteJob, []any{s.Job, asNote(s.Note)}
		if s.Bury {
			statement, args = buryJob, append(args, micros(w.Now))
		}
		if _, err := w.exec(statement, args...); err != nil {
			return err
		}
	}
	return nil
}

// maxNote is how much of an error is kept, in bytes.
const maxNote = 500

// asNote is text as both engines take it.
func asNote(text string) string {
	if len(text) > maxNote {
		text = text[:maxNote]
	}
	return strings.ReplaceAll(strings.ToValidUTF8(text, ""), "\x00", "")
}

const (
	moveJobs = `
UPDATE job SET lane = ?4 WHERE lane = ?2 AND party = ?3 AND buried = 0
AND EXISTS (SELECT 1 FROM lane l WHERE l.name = ?2 AND l.worker = ?1)`
	// One that is there already, pauses or is held stays as it is. What the operator holds is held with its parties.
	openApart = `
INSERT INTO lane (name, kind, next_at, fails, since, held, note)
SELECT ?2, l.kind, CASE WHEN l.held = 'operator' THEN 9223372036854775807 ELSE ?3 END, 1, ?4,
	CASE WHEN l.held = 'operator' THEN l.held ELSE '' END, ?5
FROM lane l WHERE l.name = ?1
ON CONFLICT (name) DO UPDATE SET next_at = excluded.next_at, fails = excluded.fails, since = excluded.since,
	held = excluded.held, note = excluded.note
WHERE lane.worker = '' AND lane.fails = 0 AND lane.held = ''`
)

// setAside moves the jobs of parties that are refused to lanes of their own, which begin with a pause.
func (w *turn) setAside() error {
	for _, a := range w.Aside {
		apart := node.LaneOf(a.Lane, a.Party)
		moved, err := w.exec(moveJobs, w.Worker, a.Lane, a.Party, apart)
		if err != nil {
			return err
		}
		if moved == 0 {
			continue
		}
		if _, err := w.exec(openApart, a.Lane, apart, micros(a.Next), micros(a.Since), asNote(a.Note)); err != nil {
			return err
		}
	}
	return nil
}

const (
	freeLanes = `
UPDATE lane AS l SET worker = '', fails = 0, since = 0, note = '',
	held = CASE WHEN l.held = 'operator' THEN l.held ELSE '' END,
	next_at = CASE WHEN l.held = 'operator' THEN 9223372036854775807 ELSE COALESCE((
		SELECT CASE WHEN j.due > ?2 THEN j.due ELSE ?2 END FROM job j
		WHERE j.lane = l.name AND j.buried = 0 ORDER BY j.due LIMIT 1
	), 9223372036854775807) END
WHERE l.worker = ?1 AND l.name IN (`
	dropEmpty = `
DELETE FROM lane AS l
WHERE l.worker = '' AND l.fails = 0 AND l.held = '' AND l.next_at = 9223372036854775807
AND NOT EXISTS (SELECT 1 FROM job j WHERE j.lane = l.name) AND l.name IN (`
)

// free gives back the lanes where all is well. One with more to do goes behind those that wait.
func (w *turn) free() error {
	var names []string
	for _, l := range w.Left {
		if l.Fails == 0 {
			names = append(names, l.Lane)
		}
	}
	return w.freeAll(names)
}

func (w *turn) freeAll(names []string) error {
	slices.Sort(names)
	if err := inChunks(w, freeLanes, []any{w.Worker, micros(w.Now)}, names); err != nil {
		return err
	}
	return inChunks(w, dropEmpty, nil, names)
}

const pauseLane = `
UPDATE lane AS l SET worker = '', fails = ?3, since = ?4, note = ?5,
	held = CASE WHEN l.held = 'operator' THEN l.held ELSE ?6 END,
	next_at = CASE WHEN l.held = 'operator' THEN 9223372036854775807 ELSE ?7 END
WHERE l.worker = ?1 AND l.name = ?2`

// pause gives back the lanes that failed.
func (w *turn) pause() error {
	for _, l := range w.Left {
		if l.Fails == 0 {
			continue
		}
		_, err := w.exec(pauseLane, w.Worker, l.Lane, l.Fails, micros(l.Since), asNote(l.Note), string(l.Held), micros(l.Next))
		if err != nil {
			return err
		}
	}
	return nil
}

const keepLane = `UPDATE lane SET next_at = ?3 WHERE worker = ?1 AND name = ?2`

// keep extends leases, and tells which were lost.
func (w *turn) keep() (lost []string, err error) {
	for _, name := range w.Keep {
		n, err := w.exec(keepLane, w.Worker, name, micros(w.Until))
		if err != nil {
			return nil, err
		}
		if n == 0 {
			lost = append(lost, name)
		}
	}
	return lost, nil
}

const (
	dueLanes = `
SELECT name, kind, fails, since, held FROM lane WHERE kind = ?1 AND next_at <= ?2 ORDER BY next_at, name LIMIT ?3`
	takeLanes = `UPDATE lane SET worker = ?1, next_at = ?2 WHERE name IN (`
)

// maxLeasedBytes bounds what the jobs of one turn carry. One lane may be beyond it.
const maxLeasedBytes = 16 << 20

// lease takes lanes in which something is due, longest first. Among them are those of workers that
// crashed: their leases have ended. What is in a lane without a due job was dropped meanwhile.
func (w *turn) lease() (leased []node.Lane, err error) {
	jobs, bytes := w.Jobs, maxLeasedBytes
	var taken, vain []string
	for _, want := range w.Wants {
		due, err := w.due(want)
		if err != nil {
			return nil, err
		}
		for _, l := range due {
			if jobs <= 0 || bytes <= 0 {
				break
			}
			if l.Jobs, err = w.jobs(l, min(want.Jobs, jobs)); err != nil {
				return nil, err
			}
			taken = append(taken, l.Name)
			if len(l.Jobs) == 0 {
				vain = append(vain, l.Name)
				continue
			}
			jobs -= len(l.Jobs)
			for _, j := range l.Jobs {
				bytes -= len(j.Data)
			}
			leased = append(leased, l)
		}
	}
	if err := inChunks(w, takeLanes, []any{w.Worker, micros(w.Until)}, taken); err != nil {
		return nil, err
	}
	return leased, w.freeAll(vain)
}

func (w *turn) due(want node.Want) (due []node.Lane, err error) {
	args := []any{want.Kind, micros(w.Now), want.Lanes}
	err = w.db.each(w.ctx, w.q, dueLanes, args, func(rows *sql.Rows) error {
		var l node.Lane
		var since int64
		err := rows.Scan(&l.Name, &l.Kind, &l.Fails, &since, &l.Held)
		l.Since = fromMicros(since)
		due = append(due, l)
		return err
	})
	return due, err
}

const dueJobs = `
SELECT id, key, party, ref, data, due, made, attempts FROM job
WHERE lane = ?1 AND buried = 0 AND due <= ?2 ORDER BY due, id LIMIT ?3`

// maxLaneBytes bounds what the jobs of one lane carry in one turn. One job may be beyond it.
const maxLaneBytes = 4 << 20

// probes is among how many jobs the one is chosen that a lane is tried with.
const probes = 16

var errEnough = errors.New("enough")

// jobs reads what is due in a lane. Of one that failed before, the job that was tried least: its
// first may be all that is wrong with it.
func (w *turn) jobs(l node.Lane, most int) (jobs []node.Job, err error) {
	if l.Fails > 0 {
		most = probes
	}
	bytes := 0
	err = w.db.each(w.ctx, w.q, dueJobs, []any{l.Name, micros(w.Now), most}, func(rows *sql.Rows) error {
		j, err := scanJob(rows, l.Name, l.Kind)
		if err != nil {
			return err
		}
		jobs = append(jobs, j)
		if bytes += len(j.Data); bytes > maxLaneBytes {
			return errEnough
		}
		return nil
	})
	if err != nil && err != errEnough {
		return nil, err
	}
	if l.Fails == 0 || len(jobs) == 0 {
		return jobs, nil
	}
	return []node.Job{leastTried(jobs)}, nil
}

// leastTried is the job that was tried least, among the first of each key.
func leastTried(jobs []node.Job) node.Job {
	seen := map[string]bool{}
	var first []node.Job
	for _, j := range jobs {
		if j.Key == "" || !seen[j.Key] {
			first = append(first, j)
		}
		seen[j.Key] = true
	}
	return slices.MinFunc(first, func(a, b node.Job) int { return cmp.Compare(a.Attempts, b.Attempts) })
}

func scanJob(rows *sql.Rows, lane, kind string, more ...any) (node.Job, error) {
	j := node.Job{Lane: lane, Kind: kind}
	var due, made int64
	err := rows.Scan(append([]any{&j.ID, &j.Key, &j.Party, &j.Ref, &j.Data, &due, &made, &j.Attempts}, more...)...)
	j.Due, j.Made = fromMicros(due), fromMicros(made)
	return j, err
}
