package storage

import (
	"context"
	"database/sql"
	"iter"
	"strings"

	"tributary/node"
)

const backlog = `
SELECT (SELECT COUNT(*) FROM lane),
	(SELECT COUNT(*) FROM lane WHERE fails > 0),
	(SELECT COUNT(*) FROM lane WHERE held = 'dead'),
	(SELECT COUNT(*) FROM lane WHERE held = 'operator'),
	(SELECT COUNT(*) FROM job WHERE buried = 0),
	(SELECT COUNT(*) FROM job WHERE buried > 0),
	(SELECT COALESCE(MIN(made), 0) FROM job WHERE buried = 0)`

// Backlog is the work that waits.
func (db *DB) Backlog(ctx context.Context) (node.Backlog, error) {
	var b node.Backlog
	var oldest int64
	err := db.row(ctx, db.engine.Reader, backlog, nil,
		&b.Lanes, &b.Failing, &b.Dead, &b.Held, &b.Waiting, &b.Buried, &oldest)
	if err != nil {
		return b, db.failed(ctx, "count the work that waits", err)
	}
	b.Oldest = fromMicros(oldest)
	return b, nil
}

const (
	laneColumns = `
SELECT l.name, l.kind, l.next_at, l.worker, l.fails, l.since, l.held, l.note,
	(SELECT COUNT(*) FROM job j WHERE j.lane = l.name AND j.buried = 0),
	(SELECT COUNT(*) FROM job j WHERE j.lane = l.name AND j.buried > 0),
	COALESCE((SELECT MIN(j.made) FROM job j WHERE j.lane = l.name AND j.buried = 0), 0)
FROM lane l `
	getLane    = laneColumns + `WHERE l.name = ?1`
	pageOfLane = laneColumns + `WHERE l.name > ?1 ORDER BY l.name LIMIT ?2`
)

func scanLane(rows *sql.Rows) (l node.Lane, err error) {
	var next, since, oldest int64
	err = rows.Scan(&l.Name, &l.Kind, &next, &l.Worker, &l.Fails, &since, &l.Held, &l.Note,
		&l.Waiting, &l.Buried, &oldest)
	l.Next, l.Since, l.Oldest = fromNext(next), fromMicros(since), fromMicros(oldest)
	return l, err
}

// Lanes are all lanes, by name, without their jobs.
func (db *DB) Lanes(ctx context.Context) iter.Seq2[node.Lane, error] {
	return func(yield func(node.Lane, error) bool) {
		for last, more := "", true; more; {
			var page []node.Lane
			err := db.each(ctx, db.engine.Reader, pageOfLane, []any{last, lastPage}, func(rows *sql.Rows) error {
				l, err := scanLane(rows)
				page = append(page, l)
				return err
			})
			if err != nil {
				yield(node.Lane{}, db.failed(ctx, "read the lanes", err))
				return
			}
			for _, l := range page {
				if last = l.Name; !yield(l, nil) {
					return
				}
			}
			more = len(page) == lastPage
		}
	}
}

const lanesOfKind = `
SELECT l.name, l.fails, l.held, COUNT(j.id), COALESCE(MIN(j.made), 0)
FROM lane l LEFT JOIN job j ON j.lane = l.name AND j.buried = 0
WHERE l.kind = ?1 GROUP BY l.name, l.fails, l.held ORDER BY l.name`

// LanesOf are the lanes of a kind, by name, with what waits in each: without their jobs, and without who is at them.
func (db *DB) LanesOf(ctx context.Context, kind string) (lanes []node.Lane, err error) {
	err = db.each(ctx, db.engine.Reader, lanesOfKind, []any{kind}, func(rows *sql.Rows) error {
		l := node.Lane{Kind: kind}
		var oldest int64
		err := rows.Scan(&l.Name, &l.Fails, &l.Held, &l.Waiting, &oldest)
		l.Oldest = fromMicros(oldest)
		lanes = append(lanes, l)
		return err
	})
	if err != nil {
		return nil, db.failed(ctx, "read the lanes of a kind", err)
	}
	return lanes, nil
}

const (
	jobsOfLane = `
SELECT id, key, party, ref, data, due, made, attempts FROM job WHERE lane = ?1 AND buried = 0 ORDER BY due, id LIMIT ?2`
	buriedOfLane = `
SELECT id, key, party, ref, data, due, made, attempts, buried, note FROM job
WHERE lane = ?1 AND buried > 0 ORDER BY buried, id LIMIT ?2`
)

// Lane is one lane with the jobs that come first, up to most, and those that were buried, up to most.
//
// Errors: NotFound when there is no such lane.
func (db *DB) Lane(ctx context.Context, name string, most int) (l node.Lane, buried []node.Burial, err error) {
	if checkText("", name) != nil {
		return l, nil, noLane(name)
	}
	err = db.View(ctx, func(v node.View) error {
		s := v.(*view)
		err := s.each(getLane, []any{name}, func(rows *sql.Rows) (err error) {
			l, err = scanLane(rows)
			return err
		})
		if err == nil && l.Name == "" {
			return noLane(name)
		}
		if err == nil {
			err = s.each(jobsOfLane, []any{name, most}, func(rows *sql.Rows) error {
				j, err := scanJob(rows, l.Name, l.Kind)
				l.Jobs = append(l.Jobs, j)
				return err
			})
		}
		if err == nil {
			err = s.each(buriedOfLane, []any{name, most}, func(rows *sql.Rows) error {
				var b node.Burial
				var at int64
				j, err := scanJob(rows, l.Name, l.Kind, &at, &b.Note)
				b.Job, b.At = j, fromMicros(at)
				buried = append(buried, b)
				return err
			})
		}
		if err != nil {
			return s.failed("read a lane", err)
		}
		return nil
	})
	return l, buried, err
}

const (
	makeHeld = `
INSERT INTO lane (name, kind, next_at, held) VALUES (?1, ?2, 9223372036854775807, 'operator') ON CONFLICT (name) DO NOTHING`
	// A worker that is at it ends what it has begun.
	holdLanes = `
UPDATE lane SET held = 'operator', next_at = CASE WHEN worker = '' THEN 9223372036854775807 ELSE next_at END
WHERE name = ?1 OR name > ?2 AND name < ?3`
	exhume = `
UPDATE job SET buried = 0, attempts = 0, note = '' WHERE (lane = ?1 OR lane > ?2 AND lane < ?3) AND attempts > 0`
	exhumeOne  = `UPDATE job SET buried = 0, attempts = 0, note = '', due = 0 WHERE buried > 0 AND id = ?1`
	retryLanes = `
UPDATE lane SET held = '', fails = 0, since = 0, next_at = CASE WHEN worker = '' THEN ?4 ELSE next_at END
WHERE name = ?1 OR name > ?2 AND name < ?3`
	dropRetried = `
DELETE FROM lane AS l WHERE l.worker = '' AND (l.name = ?1 OR l.name > ?2 AND l.name < ?3)
AND NOT EXISTS (SELECT 1 FROM job j WHERE j.lane = l.name)`
	dropJobsOf = `DELETE FROM job WHERE lane = ?1 OR lane > ?2 AND lane < ?3`
	dropLanes  = `DELETE FROM lane WHERE name = ?1 OR name > ?2 AND name < ?3`
	laneOfJob  = `SELECT lane FROM job WHERE id = ?1`
	dropJob    = `DELETE FROM job WHERE id = ?1`
)

// withParties are the arguments that stand for a lane and those of the parties which its destination refuses: its
// name, and between what the names of the others lie.
func withParties(name string) []any {
	if !strings.Contains(name, " ") {
		return []any{name, name, name} // it has no destination
	}
	return []any{name, name + " ", name + "!"} // which is the next sign after the blank
}

func noLane(name string) error {
	return node.Errorf(node.NotFound, "there is no lane %q with work to do", name)
}

func noJob(id int64) error { return node.Errorf(node.NotFound, "there is no job %d", id) }

// HoldLane lets a lane wait until it is retried, with those of the parties that its destination refuses. One in
// which nothing is waits for what comes.
//
// Errors: Invalid for what is no name of a lane.
func (db *DB) HoldLane(ctx context.Context, name string) error {
	kind, _, _ := strings.Cut(name, " ")
	if err := (node.Job{Lane: name, Kind: kind}).Check(); err != nil {
		return err
	}
	if err := checkText("a lane", name); err != nil {
		return err
	}
	return db.alone(ctx, "hold a lane", func(q querier) error {
		_, err := db.exec(ctx, q, makeHeld, name, kind)
		if err == nil {
			_, err = db.exec(ctx, q, holdLanes, withParties(name)...)
		}
		return err
	})
}

// RetryLane has a lane tried at once, with what was buried of it and with those of the parties that its destination
// refuses. NotFound when there is no such lane.
func (db *DB) RetryLane(ctx context.Context, name string) error {
	if checkText("", name) != nil {
		return noLane(name)
	}
	return db.alone(ctx, "retry a lane", func(q querier) error {
		these := withParties(name)
		if _, err := db.exec(ctx, q, exhume, these...); err != nil {
			return err
		}
		n, err := db.exec(ctx, q, retryLanes, append(these, micros(db.opt.Now()))...)
		if err == nil && n == 0 {
			return noLane(name)
		}
		if err == nil {
			_, err = db.exec(ctx, q, dropRetried, these...)
		}
		return err
	})
}

// DropLane removes a lane and all its jobs, with those of the parties that its destination refuses. What a worker has
// begun is not called back. NotFound when there is no such lane.
func (db *DB) DropLane(ctx context.Context, name string) error {
	if checkText("", name) != nil {
		return noLane(name)
	}
	return db.alone(ctx, "drop a lane", func(q querier) error {
		these := withParties(name)
		if _, err := db.exec(ctx, q, dropJobsOf, these...); err != nil {
			return err
		}
		n, err := db.exec(ctx, q, dropLanes, these...)
		if err == nil && n == 0 {
			return noLane(name)
		}
		return err
	})
}

// RetryJob puts a buried job back into its lane, at its old place, and has the lane tried at once.
// NotFound when there is no such job.
func (db *DB) RetryJob(ctx context.Context, id int64) error {
	return db.alone(ctx, "retry a job", func(q querier) error {
		lane, err := db.laneOf(ctx, q, id)
		if err != nil {
			return err
		}
		if _, err := db.exec(ctx, q, exhumeOne, id); err != nil {
			return err
		}
		_, err = db.exec(ctx, q, retryLanes, lane, lane, lane, micros(db.opt.Now()))
		return err
	})
}

// DropJob removes a job. NotFound when there is no such job.
func (db *DB) DropJob(ctx context.Context, id int64) error {
	return db.alone(ctx, "drop a job", func(q querier) error {
		lane, err := db.laneOf(ctx, q, id)
		if err != nil {
			return err
		}
		if _, err := db.exec(ctx, q, dropJob, id); err != nil {
			return err
		}
		w := turn{db: db, ctx: ctx, q: q}
		return inChunks(&w, dropIdle, nil, []string{lane})
	})
}

// dropIdle removes lanes that nobody is at, that are not held and have nothing left.
const dropIdle = `
DELETE FROM lane AS l WHERE l.worker = '' AND l.held = '' AND NOT EXISTS (SELECT 1 FROM job j WHERE j.lane = l.name)
AND l.name IN (`

func (db *DB) laneOf(ctx context.Context, q querier, id int64) (lane string, err error) {
	err = db.row(ctx, q, laneOfJob, []any{id}, &lane)
	if isNone(err) {
		return "", noJob(id)
	}
	return lane, err
}
