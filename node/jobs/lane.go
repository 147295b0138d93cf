package jobs

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"tributary/node"
)

// lane is a leased lane and what is going on in it.
type lane struct {
	node.Lane
	handler  Handler
	ctx      context.Context // of its jobs
	cancel   context.CancelFunc
	waiting  []node.Job          // leased and not begun, in order
	busy     map[string]bool     // keys of jobs that are being done
	flying   int                 // calls
	progress bool                // something was done
	failed   []failed            // jobs that may be tried again
	inRow    int                 // of them, since something was done
	aside    map[string]*failure // why the jobs of a party are to wait on their own
	failure  *failure            // why the lane is to pause
	stopped  bool                // nothing more is begun
	lost     bool                // another may have it
}

type failed struct {
	job node.Job
	err error
}

// result is what became of the jobs of one call, one error for each.
type result struct {
	lane *lane
	jobs []node.Job
	errs []error
}

// next takes what is to be begun now: all for a batch, or the first job whose key is free. Nil: nothing.
func (l *lane) next() []node.Job {
	switch {
	case len(l.waiting) == 0 || l.stopped || l.lost:
		return nil
	case l.handler.Batch != nil:
		all := l.waiting
		l.waiting = nil
		return all
	case l.flying >= l.handler.InFlight:
		return nil
	}
	for i, j := range l.waiting {
		if j.Key != "" && l.busy[j.Key] || l.aside[j.Party] != nil {
			continue
		}
		if j.Key != "" {
			l.busy[j.Key] = true
		}
		if i == 0 {
			l.waiting = l.waiting[1:]
		} else {
			l.waiting = append(l.waiting[:i:i], l.waiting[i+1:]...)
		}
		return []node.Job{j}
	}
	return nil
}

// succeed notes that something was done.
func (l *lane) succeed() { l.progress, l.inRow = true, 0 }

// refuse notes that a job may be tried again, and that until then all jobs of its party wait on their own: the
// destination answers, and takes what others bring.
func (l *lane) refuse(job node.Job, err error) {
	if l.aside == nil {
		l.aside = map[string]*failure{}
	}
	if l.aside[job.Party] == nil {
		l.aside[job.Party] = &failure{err: err}
	}
	f := l.aside[job.Party]
	f.after = max(f.after, retryAfter(err))
	l.succeed()
}

// partys says whether a failure concerns a job's party alone, in a lane that has others' jobs too.
func (l *lane) partys(job node.Job, err error) bool {
	return job.Party != "" && errors.Is(err, node.ErrParty) && !strings.HasSuffix(l.Name, " "+job.Party)
}

// fail notes that a job may be tried again, and that those with its key have to wait for it. It may
// be the job's own trouble: the lane stops when as many fail in a row as are tried at once.
func (l *lane) fail(job node.Job, err error) {
	l.failed = append(l.failed, failed{job, err})
	if job.Key != "" {
		l.busy[job.Key] = true
	}
	l.blame(err)
	if l.inRow++; l.inRow >= l.handler.InFlight || retryAfter(err) > 0 || node.KindOf(err) == node.Limited {
		l.stopped = true
	}
}

// blame notes why the lane is to pause; the longest wait that is asked for counts.
func (l *lane) blame(err error) {
	if l.failure == nil {
		l.failure = &failure{err: err}
	}
	l.failure.after = max(l.failure.after, retryAfter(err))
}

// setbacks are what is told of jobs that may be tried again, and of those among them that were tried
// enough.
func (l *lane) setbacks(now time.Time) (told []node.Setback) {
	alive := l.progress || l.Fails == 0 // others were done: the destination answers
	for _, f := range l.failed {
		attempts := f.job.Attempts + 1
		hopeless := outcomeOf(f.err) == doubt && attempts >= doubts ||
			alive && attempts >= aloneAttempts && now.Sub(f.job.Made) >= aloneFor
		told = append(told, node.Setback{Job: f.job.ID, Note: f.err.Error(), Bury: hopeless})
	}
	return told
}

// asides are what is told of parties that are refused.
func (l *lane) asides(now time.Time, chance float64) (told []node.Aside) {
	for _, party := range slices.Sorted(maps.Keys(l.aside)) {
		f := l.aside[party]
		told = append(told, node.Aside{
			Lane: l.Name, Party: party, Since: now, Next: now.Add(max(pause(1, chance), f.after)), Note: f.err.Error(),
		})
	}
	return told
}

// call hands jobs to the handler.
func (l *lane) call(jobs []node.Job) (errs []error) {
	ctx, cancel := context.WithTimeout(l.ctx, l.handler.Patience)
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			errs = make([]error, len(jobs))
			errs[0] = fmt.Errorf("a job of %s panicked: %v\n%s", l.Kind, p, debug.Stack())
			for i := 1; i < len(jobs); i++ {
				errs[i] = node.ErrLeft
			}
		}
	}()
	if l.handler.Batch == nil {
		return []error{l.handler.Do(ctx, jobs[0])}
	}
	if errs = l.handler.Batch(ctx, jobs); len(errs) != len(jobs) {
		panic(fmt.Sprintf("%d outcomes of %d jobs", len(errs), len(jobs)))
	}
	return errs
}
