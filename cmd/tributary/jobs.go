package main

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"tributary/federation"
	"tributary/federation/policy"
	"tributary/node"
	"tributary/node/server"
	"tributary/storage"
	"tributary/vocab"
)

type jobs struct {
	List  jobsList  `cmd:"" help:"List the lanes of background work: one for each destination of each kind."`
	Show  jobsShow  `cmd:"" help:"Show a lane, and the jobs in it."`
	Retry jobsRetry `cmd:"" help:"Have a lane or a job tried at once, with what was buried of it."`
	Drop  jobsDrop  `cmd:"" help:"Remove a lane with all its jobs, or one job. What has begun is not called back."`
	Hold  jobsHold  `cmd:"" help:"Let a lane wait until it is retried."`

	Replay jobsReplay `cmd:"" help:"Send again what went to a peer since a time, in its order, for one that went back to an old backup."`
}

// laneView is a lane as programs read it.
type laneView struct {
	Lane    string    `json:"lane"`
	Waiting int       `json:"waiting"`
	Buried  int       `json:"buried"`
	Oldest  time.Time `json:"oldest,omitzero"`
	Working bool      `json:"working,omitempty"` // a worker is at it
	Next    time.Time `json:"next,omitzero"`
	Fails   int       `json:"fails,omitempty"` // in a row
	Since   time.Time `json:"since,omitzero"`
	Held    node.Hold `json:"held,omitempty"`
	Note    string    `json:"note,omitempty"`
	Jobs    []jobView `json:"jobs,omitempty"`
}

// jobView is a job as programs read it.
type jobView struct {
	ID       int64     `json:"id"`
	Ref      string    `json:"ref,omitempty"`
	Key      string    `json:"key,omitempty"`
	Made     time.Time `json:"made"`
	Due      time.Time `json:"due,omitzero"`
	Attempts int       `json:"attempts,omitempty"`
	Buried   time.Time `json:"buried,omitzero"`
	Note     string    `json:"note,omitempty"`
}

func viewLane(l node.Lane) laneView {
	return laneView{
		Lane: l.Name, Waiting: l.Waiting, Buried: l.Buried, Oldest: l.Oldest, Working: l.Worker != "", Next: l.Next,
		Fails: l.Fails, Since: l.Since, Held: l.Held, Note: l.Note,
	}
}

func viewJob(j node.Job) jobView {
	return jobView{ID: j.ID, Ref: string(j.Ref), Key: j.Key, Made: j.Made, Due: j.Due, Attempts: j.Attempts}
}

// holds are why a lane is not worked as usual, in words.
var holds = map[node.Hold]string{
	node.Dead:       "held, for it has failed for a week: tried once a day",
	node.ByOperator: "held: tributary jobs retry releases it",
}

// say writes a lane on one line.
func (l laneView) say(a *app) {
	line := []string{l.Lane, strconv.Itoa(l.Waiting) + " waiting"}
	if l.Buried > 0 {
		line = append(line, strconv.Itoa(l.Buried)+" buried")
	}
	if l.Fails > 0 {
		line = append(line, "failed "+count(l.Fails, "time", "times")+" since "+stamp(l.Since))
	}
	switch {
	case l.Held != "":
		line = append(line, holds[l.Held])
	case l.Working:
		line = append(line, "being worked on")
	case !l.Next.IsZero():
		line = append(line, "next "+stamp(l.Next))
	}
	if l.Note != "" {
		line = append(line, l.Note)
	}
	a.say("%s", strings.Join(line, "\t"))
}

func (j jobView) say(a *app) {
	line := []string{strconv.FormatInt(j.ID, 10), "asked for " + stamp(j.Made), j.Ref}
	if j.Attempts > 0 {
		line = append(line, count(j.Attempts, "attempt", "attempts"))
	}
	if !j.Buried.IsZero() {
		line = append(line, "buried "+stamp(j.Buried))
	}
	if j.Note != "" {
		line = append(line, j.Note)
	}
	a.say("%s", strings.Join(line, "\t"))
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

type jobsList struct {
	JSON bool `help:"Print JSON."`
}

func (c *jobsList) Run(a *app) error {
	return a.with(func(s *server.Server) error {
		all := []laneView{}
		for l, err := range s.DB.Lanes(a.ctx) {
			if err != nil {
				return err
			}
			all = append(all, viewLane(l))
		}
		if c.JSON {
			return a.json(all)
		}
		for _, l := range all {
			l.say(a)
		}
		if len(all) == 0 {
			a.note("nothing waits")
		}
		return nil
	})
}

// maxShown jobs of a lane are shown, of those that wait and of those that were buried.
const maxShown = 100

type jobsShow struct {
	Lane []string `arg:"" help:"A lane, as jobs list names it, or a host: what is sent to it."`
	JSON bool     `help:"Print JSON."`
}

func (c *jobsShow) Run(a *app) error {
	return a.with(func(s *server.Server) error {
		l, buried, err := s.DB.Lane(a.ctx, laneNamed(a, s, c.Lane), maxShown)
		if err != nil {
			return err
		}
		shown := viewLane(l)
		for _, j := range l.Jobs {
			shown.Jobs = append(shown.Jobs, viewJob(j))
		}
		for _, b := range buried {
			j := viewJob(b.Job)
			j.Buried, j.Note = b.At, b.Note
			shown.Jobs = append(shown.Jobs, j)
		}
		if c.JSON {
			return a.json(shown)
		}
		shown.say(a)
		for _, j := range shown.Jobs {
			j.say(a)
		}
		return nil
	})
}

type jobsRetry struct {
	What []string `arg:"" name:"lane|job" help:"A lane, as jobs list names it, or a host: what is sent to it; or the number of a job."`
}

func (c *jobsRetry) Run(a *app) error {
	return onLaneOrJob(a, c.What, (*storage.DB).RetryLane, (*storage.DB).RetryJob)
}

type jobsDrop struct {
	What []string `arg:"" name:"lane|job" help:"A lane, as jobs list names it, or a host: what is sent to it; or the number of a job."`
}

func (c *jobsDrop) Run(a *app) error {
	return onLaneOrJob(a, c.What, (*storage.DB).DropLane, (*storage.DB).DropJob)
}

type jobsHold struct {
	Lane []string `arg:"" help:"A lane, as jobs list names it, or a host: what is sent to it. Nothing needs to wait in it yet."`
}

func (c *jobsHold) Run(a *app) error {
	return a.with(func(s *server.Server) error {
		name := laneNamed(a, s, c.Lane)
		if _, _, err := s.DB.Lane(a.ctx, name, 0); node.KindOf(err) == node.NotFound {
			if err := mayBecomeLane(s, name); err != nil {
				return err
			}
		} else if err != nil {
			return err
		}
		return s.DB.HoldLane(a.ctx, name)
	})
}

// laneNamed is the lane that words name: one with this name, else that of what is sent to a host.
func laneNamed(a *app, s *server.Server, words []string) string {
	name := strings.Join(words, " ")
	host, err := policy.Host(name)
	if _, _, none := s.DB.Lane(a.ctx, name, 0); len(words) != 1 || none == nil || err != nil || !strings.ContainsAny(name, ".:") {
		return name
	}
	schemes := []string{"https://", "http://"}
	if strings.HasPrefix(s.Config.URL, "http:") {
		slices.Reverse(schemes)
	}
	for _, scheme := range schemes {
		there := node.LaneOf(federation.Delivering, scheme+host)
		if _, _, err := s.DB.Lane(a.ctx, there, 0); err == nil {
			return there
		}
	}
	return node.LaneOf(federation.Delivering, schemes[0]+host)
}

// mayBecomeLane refuses names that no lane will ever have: a hold of it would hold nothing.
func mayBecomeLane(s *server.Server, name string) error {
	kind, destination, _ := strings.Cut(name, " ")
	if !slices.Contains(s.Kinds(), kind) {
		return node.Errorf(node.Invalid, "there is no lane %q, and no work of the kind %q: give the host of a peer, or KIND and its address, as deliver https://peer.example", name, kind)
	}
	if origin, web := node.Origin(vocab.IRI(destination)); !web || origin != destination {
		return node.Errorf(node.Invalid, "there is no lane %q: after %s comes the address of a peer and no more, as in deliver https://peer.example", name, kind)
	}
	return nil
}

// onLaneOrJob does something to what is named: a number is a job's.
func onLaneOrJob(
	a *app, what []string, lane func(*storage.DB, context.Context, string) error, job func(*storage.DB, context.Context, int64) error,
) error {
	return a.with(func(s *server.Server) error {
		if id, err := strconv.ParseInt(strings.Join(what, " "), 10, 64); err == nil {
			return job(s.DB, a.ctx, id)
		}
		return lane(s.DB, a.ctx, laneNamed(a, s, what))
	})
}

type jobsReplay struct {
	Peer  string    `arg:"" help:"The peer's host, as peer list names it."`
	Since time.Time `required:"" placeholder:"TIME" format:"2006-01-02T15:04:05Z07:00" help:"From when: the time of the backup, or earlier, as 2026-03-21T09:00:00Z. What the peer has it takes no second time."`
	Group string    `placeholder:"HANDLE" help:"Only what this group did."`
}

func (c *jobsReplay) Run(a *app) error {
	return a.with(func(s *server.Server) error {
		var group vocab.IRI
		if c.Group != "" {
			var err error
			if group, err = a.group(s, c.Group); err != nil {
				return err
			}
		}
		sent, err := s.Federation.Replay(a.ctx, c.Peer, c.Since, group)
		if err != nil {
			return err
		}
		a.say("%d deliveries of %d activities wait for %s", sent.Deliveries, sent.Activities, c.Peer)
		for _, name := range sent.Lanes {
			l, _, err := s.DB.Lane(a.ctx, name, 0)
			if err == nil && l.Held != "" {
				a.note("The lane %s is %s.", name, holds[l.Held])
			}
		}
		return nil
	})
}
