package storage

import (
	"database/sql"

	"tributary/node"
)

const (
	allLanes = `SELECT name, kind, next_at, fails, since, held, note FROM lane ORDER BY name`
	allJobs  = `
SELECT j.id, j.key, j.party, j.ref, j.data, j.due, j.made, j.attempts, j.buried, j.note, j.lane, l.kind
FROM job j JOIN lane l ON l.name = j.lane ORDER BY j.id`
)

// Lanes are the lanes, by name, as if no worker was at any.
func (s Snapshot) Lanes(f func(node.Lane) error) error {
	return s.rows("read the lanes", allLanes, func(rows *sql.Rows) error {
		var l node.Lane
		var next, since int64
		if err := rows.Scan(&l.Name, &l.Kind, &next, &l.Fails, &since, &l.Held, &l.Note); err != nil {
			return err
		}
		l.Next, l.Since = fromNext(next), fromMicros(since)
		return f(l)
	})
}

// Jobs are the jobs in the order they were asked for. At is zero for those that were not buried.
func (s Snapshot) Jobs(f func(node.Burial) error) error {
	return s.rows("read the jobs", allJobs, func(rows *sql.Rows) error {
		var b node.Burial
		var at int64
		var lane, kind string
		j, err := scanJob(rows, "", "", &at, &b.Note, &lane, &kind)
		if err != nil {
			return err
		}
		j.Lane, j.Kind = lane, kind
		b.Job, b.At = j, fromMicros(at)
		return f(b)
	})
}

const (
	restoreLane = `INSERT INTO lane (name, kind, next_at, fails, since, held, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)`
	restoreJob  = `
INSERT INTO job (id, lane, key, party, ref, data, due, made, attempts, buried, note)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)`
	raiseLast = `UPDATE last_job SET id = ?1 WHERE id < ?1`
)

// AddLane adds a lane.
func (l *Loader) AddLane(lane node.Lane) error {
	if err := checkTexts("a lane", lane.Name, "its kind", lane.Kind, "its hold", string(lane.Held)); err != nil {
		return err
	}
	next := int64(never)
	if !lane.Next.IsZero() {
		next = micros(lane.Next)
	}
	_, err := l.tx.exec(restoreLane, lane.Name, lane.Kind, next, lane.Fails, micros(lane.Since), string(lane.Held), asNote(lane.Note))
	return l.done("write a lane", err)
}

// AddJob adds a job with its id; its lane was added before.
func (l *Loader) AddJob(b node.Burial) error {
	j := b.Job
	if err := j.Check(); err != nil {
		return err
	}
	if err := checkTexts("a job's lane", j.Lane, "a job's key", j.Key, "a job's party", j.Party, "a job's reference", string(j.Ref)); err != nil {
		return err
	}
	_, err := l.tx.exec(restoreJob, j.ID, j.Lane, j.Key, j.Party, string(j.Ref), append([]byte{}, j.Data...), micros(j.Due), micros(j.Made),
		j.Attempts, micros(b.At), asNote(b.Note))
	if err == nil {
		_, err = l.tx.exec(raiseLast, j.ID)
	}
	return l.done("write a job", err)
}
