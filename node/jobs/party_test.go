package jobs_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"tributary/node"
	"tributary/node/jobs"
)

var errOneParty = &node.Error{Kind: node.Busy, Message: "no key of yours is known", Err: node.ErrParty}

func by(party, ref string) node.Job {
	j := send("a", ref)
	j.Party, j.Key = party, "key of "+party
	return j
}

// A party that its destination refuses waits on its own, longer each time, and nobody waits with it; then its jobs
// are done in their order, and it is as all others.
func TestAPartyThatIsRefusedKeepsNobodyElseWaiting(t *testing.T) {
	b := newBench(t)
	for i := range 40 {
		b.ask(by([]string{"p", "q"}[i%2], fmt.Sprint(i)))
	}
	refused := true
	r := jobs.New(b.options(sender(func(_ context.Context, _ string, j node.Job) error {
		if refused && j.Party == "p" {
			b.say("refused %s", j.Ref)
			return errOneParty
		}
		b.say("%s", j.Ref)
		return nil
	})))
	b.settle(r)
	var others []string
	for i := 1; i < 40; i += 2 {
		others = append(others, fmt.Sprint(i))
	}
	heard := b.heard()
	at := slices.Index(heard, "refused 0") // the two go side by side
	if at < 0 {
		t.Fatalf("the party was not tried: %q", heard)
	}
	equal(t, "the other's are done in their order, and one of the party's was tried", slices.Delete(heard, at, at+1), others)
	l, _ := b.lane("send a p")
	equal(t, "its own lane", fmt.Sprintf("%d %d %s %s", l.Waiting, l.Fails, l.Next.Sub(b.now()), l.Note), "20 1 10s no key of yours is known: what others send goes on")

	b.ask(by("p", "40"), by("q", "41"))
	b.settle(r)
	equal(t, "new ones of both", b.heard(), []string{"41"})
	b.advance(10 * time.Second)
	b.settle(r)
	equal(t, "after the pause", b.heard(), []string{"refused 0"})
	l, _ = b.lane("send a p")
	equal(t, "longer each time", fmt.Sprint(l.Fails, l.Next.Sub(b.now())), "2 20s")

	refused = false
	b.advance(20 * time.Second)
	b.settle(r)
	var own []string
	for i := 0; i <= 40; i += 2 {
		own = append(own, fmt.Sprint(i))
	}
	equal(t, "once it is taken, in order", b.heard(), own)
	equal(t, "left", b.backlog(), node.Backlog{})
}

// A destination that refuses whoever comes is asked no more often than one that does not answer, for each party.
func TestEachPartyThatIsRefusedIsTriedWithOneJob(t *testing.T) {
	b := newBench(t)
	for i := range 100 {
		b.ask(by(fmt.Sprint("p", i%5), fmt.Sprint(i)))
	}
	r := jobs.New(b.options(sender(func(_ context.Context, _ string, j node.Job) error { b.say("%s", j.Party); return errOneParty })))
	for range 3 {
		b.settle(r)
		equal(t, "one of each", sorted(b.heard()), []string{"p0", "p1", "p2", "p3", "p4"})
		b.advance(6 * time.Hour)
	}
	equal(t, "waiting", b.backlog().Waiting, 100)
}

// Whichever parties are refused, however often, and whenever their jobs come: those of one key begin in the order
// they were asked for, and each is done.
func TestJobsOfARefusedPartyAreDoneInOrder(t *testing.T) {
	b := newBench(t)
	rapid.Check(t, func(rt *rapid.T) {
		var mu sync.Mutex
		fails, last, done := map[string]int{}, map[string]int64{}, map[string]int{}
		h := sender(func(_ context.Context, _ string, j node.Job) error {
			mu.Lock()
			defer mu.Unlock()
			if j.ID <= last[j.Key] {
				rt.Errorf("job %d of %s began after %d was done", j.ID, j.Key, last[j.Key])
			}
			if fails[string(j.Ref)] > 0 {
				fails[string(j.Ref)]--
				return errOneParty
			}
			done[string(j.Ref)]++
			last[j.Key] = j.ID
			return nil
		})
		h.Take = rapid.IntRange(1, 8).Draw(rt, "take")
		h.InFlight = rapid.IntRange(1, 6).Draw(rt, "in flight")
		r := jobs.New(b.options(h))
		var asked []string
		for round := range rapid.IntRange(1, 4).Draw(rt, "rounds") {
			for i := range rapid.IntRange(0, 12).Draw(rt, "jobs") {
				j := by(rapid.SampledFrom([]string{"p", "q", "r", ""}).Draw(rt, "party"), fmt.Sprint(round, ".", i))
				j.Key += rapid.SampledFrom([]string{"x", "y"}).Draw(rt, "key")
				if j.Party != "" {
					fails[string(j.Ref)] = max(rapid.IntRange(-4, 2).Draw(rt, "fails"), 0)
				}
				asked = append(asked, string(j.Ref))
				b.ask(j)
			}
			if err := r.Settle(context.Background()); err != nil {
				rt.Fatal(err)
			}
			b.advance(time.Duration(rapid.IntRange(0, 20).Draw(rt, "seconds")) * time.Second)
		}
		for range 200 {
			if err := r.Settle(context.Background()); err != nil {
				rt.Fatal(err)
			}
			if b.backlog().Lanes == 0 {
				break
			}
			b.advance(6 * time.Hour)
		}
		if i := slices.IndexFunc(asked, func(ref string) bool { return done[ref] != 1 }); i >= 0 {
			rt.Errorf("job %s was done %d times", asked[i], done[asked[i]])
		}
	})
}
