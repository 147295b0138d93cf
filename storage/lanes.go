package storage

import (
	"context"
	"database/sql"
	"maps"
	"slices"
	"time"

	"tributary/node"
)

// never is when there is something to do in a lane without jobs, or held.
const never = 1<<63 - 1

// Enqueue keeps jobs until the group is laid down: those of many closures go out together.
func (t *tx) Enqueue(jobs ...node.Job) error {
	kept := make([]node.Job, len(jobs))
	for i, j := range jobs {
		if err := j.Check(); err != nil {
			return err
		}
		if err := checkTexts("a job's lane", j.Lane, "a job's key", j.Key, "a job's party", j.Party, "a job's reference", string(j.Ref)); err != nil {
			return err
		}
		if j.Made.IsZero() {
			j.Made = t.db.opt.Now()
		}
		kept[i] = j
	}
	t.own.enqueue(kept)
	return nil
}

// jobBytes is about what a job takes in memory beside its data.
const jobBytes = 256

func (b *batch) enqueue(jobs []node.Job) {
	for i := range jobs {
		b.bytes += jobBytes + len(jobs[i].Data)
	}
	b.jobs = append(b.jobs, jobs...)
}

const (
	giveIDs = `UPDATE last_job SET id = id + ?1 RETURNING id`
	putJob  = `INSERT INTO job (id, lane, key, party, ref, data, due, made) VALUES `
	putLane = `INSERT INTO lane (name, kind, next_at) VALUES `
	// A lane that a worker has, that pauses or is held finds its new jobs in time.
	wakeLane = `
ON CONFLICT (name) DO UPDATE SET next_at = excluded.next_at
WHERE lane.next_at > excluded.next_at AND lane.worker = '' AND lane.fails = 0 AND lane.held = ''`
)

func (v *view) putJobs(b *batch, _ map[string]int64) error {
	if len(b.jobs) == 0 {
		return nil
	}
	var last int64
	if err := v.row(giveIDs, []any{len(b.jobs)}, &last); err != nil {
		return err
	}
	type wake struct {
		kind string
		at   int64
	}
	apart, err := v.apart(b.jobs)
	if err != nil {
		return err
	}
	lanes := map[string]wake{}
	jobs := make([]any, 0, 8*len(b.jobs))
	for i := range b.jobs {
		j := &b.jobs[i]
		id := last - int64(len(b.jobs)-1-i)
		due, made := micros(j.Due), micros(j.Made)
		lane := j.Lane
		if j.Party != "" && apart[j.Apart()] {
			lane = j.Apart()
		}
		jobs = append(jobs, id, lane, j.Key, j.Party, string(j.Ref), append([]byte{}, j.Data...), due, made)
		at := max(due, made)
		if known, ok := lanes[lane]; ok {
			at = min(at, known.at)
		}
		lanes[lane] = wake{j.Kind, at}
	}
	var wakes []any
	for _, name := range slices.Sorted(maps.Keys(lanes)) { // in the order of the tree
		wakes = append(wakes, name, lanes[name].kind, lanes[name].at)
	}
	if err := v.insert(putJob, 8, "", jobs); err != nil {
		return err
	}
	return v.insert(putLane, 3, wakeLane, wakes)
}

const lanesNamed = `SELECT name FROM lane WHERE name IN (`

// apart are the lanes that parties of jobs have of their own: as long as there is one, it has their new jobs too.
func (v *view) apart(jobs []node.Job) (apart map[string]bool, err error) {
	asked := map[string]bool{}
	for _, j := range jobs {
		if j.Party != "" {
			asked[j.Apart()] = true
		}
	}
	apart = map[string]bool{}
	for names := slices.Sorted(maps.Keys(asked)); len(names) > 0; {
		n := chunk(len(names))
		these := make([]any, n)
		for i, name := range names[:n] {
			these[i] = name
		}
		if err := v.each(lanesNamed+list(1, n)+")", these, func(rows *sql.Rows) error {
			var name string
			err := rows.Scan(&name)
			apart[name] = true
			return err
		}); err != nil {
			return nil, err
		}
		names = names[n:]
	}
	return apart, nil
}

const nextOfKind = `SELECT MIN(next_at) FROM lane WHERE kind = ?1`

// NextDue is when there is something to do in a lane of one of the kinds; zero when never. It may be
// past.
func (db *DB) NextDue(ctx context.Context, kinds []string) (time.Time, error) {
	next := int64(never)
	for _, kind := range kinds {
		var at sql.NullInt64
		if err := db.row(ctx, db.engine.Reader, nextOfKind, []any{kind}, &at); err != nil {
			return time.Time{}, db.failed(ctx, "look for work", err)
		}
		if at.Valid {
			next = min(next, at.Int64)
		}
	}
	return fromNext(next), nil
}

func fromNext(at int64) time.Time {
	if at == never {
		return time.Time{}
	}
	return fromMicros(at)
}

const freeWorker = `UPDATE lane SET worker = '', next_at = ?2 WHERE worker = ?1`

// Recover frees the lanes that a worker of this name left behind when it crashed.
func (db *DB) Recover(ctx context.Context, worker string, now time.Time) error {
	return db.alone(ctx, "take up what was left", func(q querier) error {
		_, err := db.exec(ctx, q, freeWorker, worker, micros(now))
		return err
	})
}
