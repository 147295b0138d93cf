package jobs

import (
	"cmp"
	"context"
	"time"

	"tributary/node"
)

// Handler does the jobs of one kind. The zero limits stand for what their comments say.
type Handler struct {
	Kind     string
	Lanes    int           // worked at the same time; 64
	InFlight int           // jobs of one lane at the same time; 4
	Take     int           // jobs of one lane in memory; 8 times InFlight, and 256 for Batch
	Patience time.Duration // how long a call may take before its context ends; a minute

	// Do does one job. It runs beside others, returns when ctx ends, and may be called again with a
	// job that was done. Its error's kind says what happens:
	//   - nil: the job is done and goes.
	//   - Unreachable, Busy, Limited: it stays and its lane pauses. An error in the chain with a
	//     method RetryAfter() time.Duration says how long at least. With node.ErrParty in the chain, a job that has
	//     a party makes that party's jobs wait in a lane of their own, and this one goes on.
	//   - Internal: the same, but after some attempts the job is buried.
	//   - any other: the job is buried, with the error as note, and the lane goes on.
	Do func(ctx context.Context, job node.Job) error

	// Batch, when there is one, is handed all that is due in a lane, in order, instead of Do, and gives each
	// its outcome, as Do would, or node.ErrLeft. It keeps those with one key in order itself: when one of them may
	// be tried again, those after it are left.
	Batch func(ctx context.Context, jobs []node.Job) []error
}

func (h Handler) withDefaults() Handler {
	h.Lanes = cmp.Or(h.Lanes, 64)
	h.InFlight = cmp.Or(h.InFlight, 4)
	h.Patience = cmp.Or(h.Patience, time.Minute)
	if h.Batch != nil {
		h.Take = cmp.Or(h.Take, 256)
	}
	h.Take = cmp.Or(h.Take, 8*h.InFlight)
	return h
}

// Queue keeps lanes and jobs. It is what storage.DB gives.
type Queue interface {
	// Turn keeps what a worker tells, and leases it what it wants, in one transaction.
	Turn(context.Context, node.Turn) (node.Turned, error)
	// NextDue is when there is something to do in a lane of one of the kinds; zero when never.
	NextDue(ctx context.Context, kinds []string) (time.Time, error)
	// Recover frees the lanes that a worker of this name had when it crashed.
	Recover(ctx context.Context, worker string, now time.Time) error
	// Backlog is the work that waits.
	Backlog(context.Context) (node.Backlog, error)
}
