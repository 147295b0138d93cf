package jobs_test

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"tributary/node"
	"tributary/node/jobs"
)

func TestWhatIsAskedForIsDoneOnce(t *testing.T) {
	b := newBench(t)
	for i := range 300 {
		b.ask(send(fmt.Sprint(i%7), fmt.Sprint(i)))
	}
	r := jobs.New(b.options(sender(func(_ context.Context, to string, j node.Job) error { b.say("%s %s", to, j.Ref); return nil })))
	b.settle(r)
	seen := map[string]bool{}
	for _, s := range b.heard() {
		if seen[s] {
			t.Errorf("%s was done twice", s)
		}
		seen[s] = true
	}
	equal(t, "done", len(seen), 300)
	equal(t, "left", b.backlog(), node.Backlog{})
	stats, err := r.Stats(context.Background())
	equal(t, "counts", fmt.Sprint(stats.Kinds, err), fmt.Sprint(map[string]jobs.Count{"send": {Done: 300}}, nil))
}

func TestAJobIsBegunWhenItIsAskedFor(t *testing.T) {
	b := newBench(t)
	begun := make(chan string)
	r := jobs.New(b.options(sender(func(_ context.Context, to string, _ node.Job) error { begun <- to; return nil })))
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- r.Run(ctx) }()
	for i := range 20 {
		to := fmt.Sprint(i % 3)
		b.ask(send(to, "x"))
		equal(t, "begun", <-begun, to)
	}
	stop()
	equal(t, "ended", <-ended, nil)
	equal(t, "left", b.backlog(), node.Backlog{})
}

// network is many hosts that take their time, by a clock that passes when everyone waits.
func network(t *testing.T, hosts, each int, answer func(ctx context.Context, host string) error) (took map[string]time.Duration, b *bench) {
	b = newBench(t)
	var all []node.Job
	for i := range hosts * each {
		all = append(all, send(fmt.Sprint(i%hosts), fmt.Sprint(i)))
	}
	b.ask(all...)
	took = map[string]time.Duration{}
	begun := time.Now()
	r := jobs.New(b.options(sender(func(ctx context.Context, to string, _ node.Job) error {
		err := answer(ctx, to)
		b.mu.Lock()
		took[to] = time.Since(begun)
		b.mu.Unlock()
		return err
	})))
	b.settle(r)
	return took, b
}

func TestSlowHostsAreServedBesideEachOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		took, b := network(t, 20, 10, func(context.Context, string) error { time.Sleep(time.Second); return nil })
		for host, d := range took { // ten inboxes, four at a time
			if d < 3*time.Second || d > 3200*time.Millisecond {
				t.Errorf("%s took %s", host, d)
			}
		}
		equal(t, "left", b.backlog(), node.Backlog{})
		b.db.Close()
	})
}

func TestADeadHostDelaysNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		took, b := network(t, 20, 10, func(ctx context.Context, host string) error {
			if host != "7" {
				return nil
			}
			<-ctx.Done() // until our patience ends
			return ctx.Err()
		})
		for host, d := range took {
			if host != "7" && d > 100*time.Millisecond {
				t.Errorf("%s took %s", host, d)
			}
		}
		l, _ := b.lane("send 7")
		equal(t, "the dead one's jobs stay", l.Waiting, 10)
		equal(t, "fails", l.Fails, 1)
		equal(t, "pause", l.Next.Sub(noon), 10*time.Second)
		equal(t, "waiting", b.backlog().Waiting, 10)
		b.db.Close()
	})
}

func TestManyLanesAreServedInTurn(t *testing.T) {
	b := newBench(t)
	var all []node.Job
	for i := range 3000 {
		all = append(all, send(fmt.Sprint(i), "first"))
	}
	for i := range 3 { // and some that never have enough
		for range 500 {
			all = append(all, send(fmt.Sprint(i), "more"))
		}
	}
	b.ask(all...)
	h := sender(func(_ context.Context, to string, j node.Job) error { b.say("%s", j.Ref); return nil })
	h.Lanes, h.Take = 16, 4
	opt := b.options(h)
	opt.Now = func() time.Time { b.advance(time.Microsecond); return b.now() }
	b.settle(jobs.New(opt))
	more := 0
	for i, what := range b.heard() {
		if what == "more" {
			more++
		}
		if i == 3000 && more > 50 {
			t.Errorf("%d of the first 3000 were of the three long lanes", more)
		}
	}
	equal(t, "more", more, 1500)
}

func TestAFanOutCostsAHandfulOfCommits(t *testing.T) {
	b := newBench(t)
	var all []node.Job
	for i := range 400 {
		all = append(all, send(fmt.Sprint(i%20), fmt.Sprint(i)))
	}
	b.ask(all...)
	opt := b.options(sender(func(context.Context, string, node.Job) error { return nil }))
	q := &counting{Queue: b.db}
	opt.Queue = q
	b.settle(jobs.New(opt))
	equal(t, "left", b.backlog(), node.Backlog{})
	if n := q.turns.Load(); n > 12 {
		t.Errorf("it took %d commits", n)
	}
}

func TestARunnerWithoutWorkWritesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		opt := b.options(sender(func(context.Context, string, node.Job) error { return nil }))
		q := &counting{Queue: b.db}
		opt.Queue = q
		ctx, stop := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		go func() { ended <- jobs.New(opt).Run(ctx) }()
		synctest.Wait()
		looks := q.looks.Load()
		for range 5 {
			if err := b.db.SetMeta(ctx, "other", []byte("x")); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
		}
		equal(t, "commits", q.turns.Load(), 0)
		if n := q.looks.Load() - looks; n > 5 {
			t.Errorf("it looked %d times at 5 commits of others", n)
		}
		looks = q.looks.Load()
		time.Sleep(time.Hour)
		if n := q.looks.Load() - looks; n > 61 {
			t.Errorf("it looked %d times in an hour without any", n)
		}
		stop()
		equal(t, "ended", <-ended, nil)
		b.db.Close()
	})
}
