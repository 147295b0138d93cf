package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"tributary/node"
	"tributary/node/jobs"
)

var errDead = node.Errorf(node.Unreachable, "no answer")

func TestALaneThatFailsIsTriedWithOneJobLaterAndLater(t *testing.T) {
	b := newBench(t)
	for i := range 20 {
		b.ask(send("a", fmt.Sprint(i)))
	}
	dead := true
	r := jobs.New(b.options(sender(func(_ context.Context, _ string, j node.Job) error {
		b.say("%s", j.Ref)
		if dead {
			return errDead
		}
		return nil
	})))
	b.settle(r)
	if n := len(b.heard()); n > 7 { // when the fourth fails, three more may be under way
		t.Errorf("%d jobs were tried at first, with four in flight", n)
	}
	var pauses []time.Duration
	for range 14 {
		l, _ := b.lane("send a")
		pauses = append(pauses, l.Next.Sub(b.now()))
		b.advance(l.Next.Sub(b.now()) - time.Microsecond)
		b.settle(r)
		equal(t, "during the pause", b.heard(), nil)
		b.advance(time.Microsecond)
		b.settle(r)
		equal(t, "then one", len(b.heard()), 1)
	}
	s, h := time.Second, time.Hour
	equal(t, "pauses", pauses, []time.Duration{
		10 * s, 20 * s, 40 * s, 80 * s, 160 * s, 320 * s, 640 * s, 1280 * s, 2560 * s, 5120 * s, 10240 * s, 20480 * s, 6 * h, 6 * h,
	})

	dead = false
	b.advance(6 * h)
	b.settle(r)
	equal(t, "when it answers again, all at once", len(b.heard()), 20)
	equal(t, "left", b.backlog(), node.Backlog{})
}

func TestALaneThatFailsForAWeekIsTriedOnceADay(t *testing.T) {
	b := newBench(t)
	b.ask(send("a", "1"))
	var tries atomic.Int64 // the two letters of the end go out side by side
	dead := true
	r := jobs.New(b.options(sender(func(context.Context, string, node.Job) error {
		tries.Add(1)
		if dead {
			return errDead
		}
		return nil
	})))
	for b.now().Before(noon.Add(8 * 24 * time.Hour)) {
		b.settle(r)
		b.advance(10 * time.Minute)
	}
	equal(t, "backlog", b.backlog(), node.Backlog{Lanes: 1, Failing: 1, Dead: 1, Waiting: 1, Oldest: noon})
	b.ask(send("a", "2"))
	before := tries.Load()
	for range 5 * 24 * 6 {
		b.settle(r)
		b.advance(10 * time.Minute)
	}
	equal(t, "tries in five days", tries.Load()-before, int64(5))

	dead = false
	if err := b.db.RetryLane(context.Background(), "send a"); err != nil {
		t.Fatal(err)
	}
	b.settle(r)
	equal(t, "retried by the operator", b.backlog(), node.Backlog{})
}

// later asks to be left alone.
type later time.Duration

func (l later) Error() string             { return "too many" }
func (l later) RetryAfter() time.Duration { return time.Duration(l) }

func TestADestinationSaysHowLongToWait(t *testing.T) {
	for asks, want := range map[time.Duration]time.Duration{
		time.Second: 10 * time.Second, time.Hour: time.Hour, 1000 * time.Hour: 24 * time.Hour, -time.Hour: 10 * time.Second,
	} {
		b := newBench(t)
		b.ask(send("a", "1"))
		err := &node.Error{Kind: node.Limited, Message: "429", Err: later(asks)}
		b.settle(jobs.New(b.options(sender(func(context.Context, string, node.Job) error { return err }))))
		l, _ := b.lane("send a")
		equal(t, "asked for "+asks.String(), l.Next.Sub(noon), want)
		equal(t, "note", l.Note, "429: too many")
	}
}

func TestEachKindOfErrorHasItsOutcome(t *testing.T) {
	stays := map[node.Kind]bool{node.Unreachable: true, node.Busy: true, node.Limited: true, node.Internal: true}
	for _, kind := range node.Kinds {
		b := newBench(t)
		b.ask(send("a", "bad"), send("a", "good"))
		h := sender(func(_ context.Context, _ string, j node.Job) error {
			if j.Ref == "bad" {
				return node.Errorf(kind, "no: %s", kind)
			}
			return nil
		})
		h.InFlight = 1
		b.settle(jobs.New(b.options(h)))
		want := node.Backlog{Lanes: 1, Buried: 1}
		if stays[kind] {
			want = node.Backlog{Lanes: 1, Failing: 1, Waiting: 2, Oldest: noon}
		}
		equal(t, string(kind), b.backlog(), want)
		l, buried := b.lane("send a")
		if stays[kind] {
			equal(t, "why it pauses", l.Note, "no: "+string(kind))
		} else {
			equal(t, "why it was buried", buried[0].Note, "no: "+string(kind))
		}
	}
}

func TestAJobThatFailsUsIsBuriedAfterSomeAttempts(t *testing.T) {
	for name, fail := range map[string]func() error{
		"an error of ours": func() error { return errors.New("broken") },
		"a panic":          func() error { panic("broken") },
	} {
		b := newBench(t)
		b.ask(send("a", "poison"))
		for i := range 20 {
			b.ask(send("a", fmt.Sprint(i)))
		}
		r := jobs.New(b.options(sender(func(_ context.Context, _ string, j node.Job) error {
			if j.Ref == "poison" {
				return fail()
			}
			return nil
		})))
		for range 100 {
			b.settle(r)
			b.advance(time.Hour)
		}
		equal(t, name, b.backlog(), node.Backlog{Lanes: 1, Buried: 1})
		_, buried := b.lane("send a")
		equal(t, name+": attempts", buried[0].Job.Attempts, 8)
		if !strings.Contains(buried[0].Note, "broken") {
			t.Errorf("%s: the note is %q", name, buried[0].Note)
		}
		stats, err := r.Stats(context.Background())
		equal(t, name+": counts", fmt.Sprint(stats.Kinds["send"], err), fmt.Sprint(jobs.Count{Done: 20, Failed: 7, Buried: 1}, nil))
	}
}

func TestOneBadAddressDoesNotStopItsHost(t *testing.T) {
	b := newBench(t)
	for i := range 100 {
		j := send("a", "good")
		if i%50 == 0 {
			j.Ref, j.Key = "bad", "bad"
		}
		b.ask(j)
	}
	r := jobs.New(b.options(sender(func(_ context.Context, _ string, j node.Job) error {
		if j.Ref == "bad" {
			return errDead
		}
		return nil
	})))
	b.settle(r)
	l, _ := b.lane("send a")
	if l.Waiting > 72 {
		t.Errorf("%d of 100 wait after the first turn", l.Waiting)
	}
	for range 240 {
		b.advance(time.Minute)
		b.settle(r)
		b.ask(send("a", "good")) // life goes on
	}
	l, buried := b.lane("send a")
	equal(t, "after four hours: waiting and set aside", fmt.Sprint(l.Waiting, len(buried)), "1 2")
}

func TestABatchIsHandedOverTogether(t *testing.T) {
	b := newBench(t)
	for i := range 5 {
		b.ask(send("a", fmt.Sprint(i)), send("b", fmt.Sprint(i)))
	}
	h := jobs.Handler{Kind: "send", Batch: func(_ context.Context, all []node.Job) []error {
		line := all[0].Lane
		for _, j := range all {
			line += " " + string(j.Ref)
		}
		b.say("%s", line)
		return make([]error, len(all))
	}}
	b.settle(jobs.New(b.options(h)))
	equal(t, "batches", sorted(b.heard()), []string{"send a 0 1 2 3 4", "send b 0 1 2 3 4"})
	equal(t, "left", b.backlog(), node.Backlog{})
}

func TestEachJobOfABatchHasItsOutcome(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		left node.Backlog
	}{
		"refused":     {node.Errorf(node.Invalid, "no"), node.Backlog{Lanes: 1, Waiting: 0, Buried: 1}},
		"broken":      {errors.New("no"), node.Backlog{Lanes: 1, Failing: 1, Waiting: 1, Oldest: noon}},
		"unreachable": {errDead, node.Backlog{Lanes: 1, Failing: 1, Waiting: 1, Oldest: noon}},
	} {
		b := newBench(t)
		for i := range 5 {
			b.ask(send("a", fmt.Sprint(i)))
		}
		h := jobs.Handler{Kind: "send", Batch: func(_ context.Context, all []node.Job) []error {
			errs := make([]error, len(all))
			for i, j := range all {
				if j.Ref == "2" {
					errs[i] = c.err
				}
			}
			return errs
		}}
		b.settle(jobs.New(b.options(h)))
		equal(t, name, b.backlog(), c.left)
	}
}

// A batch that comes to its end early leaves the rest in its place, without a failure.
func TestWhatABatchLeavesIsHandedOverAgain(t *testing.T) {
	b := newBench(t)
	for i := range 5 {
		b.ask(send("a", fmt.Sprint(i)))
	}
	h := jobs.Handler{Kind: "send", Batch: func(_ context.Context, all []node.Job) []error {
		line, errs := fmt.Sprint(len(all), ":"), make([]error, len(all))
		for i, j := range all {
			if i >= 2 {
				errs[i] = node.ErrLeft
				continue
			}
			line += " " + string(j.Ref)
		}
		b.say("%s", line)
		return errs
	}}
	b.settle(jobs.New(b.options(h)))
	equal(t, "batches", b.heard(), []string{"5: 0 1", "3: 2 3", "1: 4"})
	equal(t, "left", b.backlog(), node.Backlog{})
}

// A batch that panics is tried again, and blamed on its first job.
func TestABatchThatPanicsFails(t *testing.T) {
	b := newBench(t)
	b.ask(send("a", "0"), send("a", "1"))
	h := jobs.Handler{Kind: "send", Batch: func(context.Context, []node.Job) []error { return nil }}
	b.settle(jobs.New(b.options(h)))
	equal(t, "left", b.backlog(), node.Backlog{Lanes: 1, Failing: 1, Waiting: 2, Oldest: noon})
}
