package jobs

import (
	"context"
	"errors"
	"time"

	"tributary/node"
)

// outcome is what an error means for a job and its lane.
type outcome int

const (
	done  outcome = iota
	wait          // the destination cannot take it now: the lane pauses
	doubt         // maybe it passes, maybe it is the job: the lane pauses, but not for ever
	bury          // it will never work: the job is set aside, the lane goes on
)

// outcomes are those of the kinds that may pass. All others bury.
var outcomes = map[node.Kind]outcome{
	"":               done,
	node.Unreachable: wait,
	node.Busy:        wait,
	node.Limited:     wait,
	node.Internal:    doubt,
}

func outcomeOf(err error) outcome {
	if errors.Is(err, context.DeadlineExceeded) && node.KindOf(err) == node.Internal {
		return wait // our own patience ended
	}
	if o, ok := outcomes[node.KindOf(err)]; ok {
		return o
	}
	return bury
}

const (
	firstPause   = 10 * time.Second
	longestPause = 6 * time.Hour
	deadAfter    = 7 * 24 * time.Hour // of nothing but failures
	deadPause    = 24 * time.Hour

	doubts = 8 // attempts after which a job that fails us is buried

	// A job that fails again and again while others of its lane are done is not its destination's
	// trouble: so many attempts, over so long.
	aloneAttempts = 16
	aloneFor      = time.Hour
)

// pause is how long a lane waits after so many failures in a row: twice as long each time, and up to
// a quarter more by chance, so that lanes that failed together do not come back together.
func pause(fails int, chance float64) time.Duration {
	d := longestPause
	if shift := fails - 1; shift < 12 {
		d = min(d, firstPause<<shift)
	}
	return d + time.Duration(chance*float64(d)/4)
}

// retryAfter is how long the destination asks to be left alone; not longer than a day.
func retryAfter(err error) time.Duration {
	var asks interface{ RetryAfter() time.Duration }
	if !errors.As(err, &asks) {
		return 0
	}
	return min(max(asks.RetryAfter(), 0), deadPause)
}

// failure is why a lane stops.
type failure struct {
	err   error
	after time.Duration // at least
}

// leave is how a lane is given back at now. l is as it was leased; progress says that something in it
// was done since.
func leave(l node.Lane, f *failure, progress bool, now time.Time, chance float64) node.Leaving {
	left := node.Leaving{Lane: l.Name}
	switch {
	case f == nil && progress:
		return left
	case f == nil && l.Fails == 0:
		return left
	case f == nil: // nothing was found out: as before, and soon
		left.Fails, left.Since, left.Held, left.Next = l.Fails, l.Since, l.Held, now
		return left
	}
	left.Fails, left.Since, left.Note = l.Fails+1, l.Since, f.err.Error()
	if progress || l.Fails == 0 {
		left.Fails, left.Since = 1, now
	}
	wait := pause(left.Fails, chance)
	if now.Sub(left.Since) >= deadAfter {
		left.Held = node.Dead
		wait = pauseOfDead(chance)
	}
	left.Next = now.Add(max(wait, f.after))
	return left
}

func pauseOfDead(chance float64) time.Duration {
	return deadPause + time.Duration(chance*float64(time.Hour))
}
