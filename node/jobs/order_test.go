package jobs_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tributary/node"
	"tributary/node/jobs"
)

// Whatever fails, and however often: jobs of a lane with one key begin one after the other, in the
// order they were asked for, until each is done; and each is done.
func TestJobsOfOneKeyAreDoneInOrder(t *testing.T) {
	b := newBench(t)
	rapid.Check(t, func(rt *rapid.T) {
		lanes := rapid.IntRange(1, 4).Draw(rt, "lanes")
		keys := rapid.SampledFrom([]string{"", "x", "y", "z"})
		count := rapid.IntRange(1, 60).Draw(rt, "jobs")
		fails := map[string]int{} // how often the job fails, by what it is about
		var all []node.Job
		for i := range count {
			j := send(fmt.Sprint(rapid.IntRange(1, lanes).Draw(rt, "lane")), fmt.Sprint(i))
			j.Key = keys.Draw(rt, "key")
			fails[string(j.Ref)] = max(rapid.IntRange(-6, 3).Draw(rt, "fails"), 0)
			all = append(all, j)
		}
		var mu sync.Mutex
		flying := map[string]bool{}
		last := map[string]int64{} // done, by lane and key
		done := map[string]int{}
		check := func(_ context.Context, to string, j node.Job) error {
			mu.Lock()
			defer mu.Unlock()
			place := to + " " + j.Key
			if j.Key != "" {
				if j.ID <= last[place] {
					rt.Errorf("job %d of %s began after %d was done", j.ID, place, last[place])
				}
			}
			if fails[string(j.Ref)] > 0 {
				fails[string(j.Ref)]--
				return errDead
			}
			done[string(j.Ref)]++
			last[place] = max(last[place], j.ID)
			return nil
		}
		h := sender(func(ctx context.Context, to string, j node.Job) error {
			place := to + " " + j.Key
			if j.Key != "" {
				mu.Lock()
				if flying[place] {
					rt.Errorf("two jobs of %s at once", place)
				}
				flying[place] = true
				mu.Unlock()
				defer func() { mu.Lock(); delete(flying, place); mu.Unlock() }()
			}
			return check(ctx, to, j)
		})
		h.Take = rapid.IntRange(1, 20).Draw(rt, "take")
		h.InFlight = rapid.IntRange(1, 6).Draw(rt, "in flight")
		r := jobs.New(b.options(h))
		b.ask(all...)
		for range 60 * 4 {
			if err := r.Settle(context.Background()); err != nil {
				rt.Fatal(err)
			}
			if b.backlog().Lanes == 0 {
				break
			}
			b.advance(6 * time.Hour)
		}
		for _, j := range all {
			if done[string(j.Ref)] != 1 {
				rt.Errorf("job %s was done %d times", j.Ref, done[string(j.Ref)])
			}
		}
	})
}
