package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"tributary/node"
	"tributary/node/jobs"
	"tributary/storage"
	"tributary/storage/postgres"
	"tributary/storage/storagetest"
)

func TestWhatACrashedProgramLeftIsDone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "node.db")
	b := openBench(t, newClock(), path)
	b.ask(send("a", "1"), send("a", "2"), send("b", "3"))
	// given a program that leased everything and crashed
	if _, err := b.db.Turn(context.Background(), node.Turn{
		Worker: "test", Now: b.now(), Until: b.now().Add(30 * time.Second), Jobs: 10,
		Wants: []node.Want{{Kind: "send", Lanes: 10, Jobs: 10}},
	}); err != nil {
		t.Fatal(err)
	}
	if err := b.db.Close(); err != nil {
		t.Fatal(err)
	}
	do := func(b *bench) jobs.Handler {
		return sender(func(_ context.Context, to string, j node.Job) error { b.say("%s %s", to, j.Ref); return nil })
	}

	// when one of another name starts, then it waits for the lease to end
	again := openBench(t, b.clock, path)
	opt := again.options(do(again))
	opt.Worker = "another"
	again.settle(jobs.New(opt))
	equal(t, "while the lease runs", again.heard(), nil)

	// when one of its name starts, then it goes on at once
	again.settle(jobs.New(again.options(do(again))))
	equal(t, "done", sorted(again.heard()), []string{"a 1", "a 2", "b 3"})
}

func TestARunEndsWhatItBeganAndLeavesTheRest(t *testing.T) {
	b := newBench(t)
	for i := range 8 {
		b.ask(send("a", fmt.Sprint(i)))
	}
	begun, goOn := make(chan struct{}), make(chan struct{})
	h := sender(func(_ context.Context, _ string, j node.Job) error {
		begun <- struct{}{}
		<-goOn
		b.say("%s", j.Ref)
		return nil
	})
	h.InFlight = 2
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- jobs.New(b.options(h)).Run(ctx) }()
	<-begun
	<-begun
	stop()
	close(goOn)
	equal(t, "ended", <-ended, nil)
	equal(t, "done", sorted(b.heard()), []string{"0", "1"})
	equal(t, "left", b.backlog().Waiting, 6)
	l, _ := b.lane("send a")
	equal(t, "free", l.Worker, "")
	equal(t, "not to be blamed", l.Fails, 0)
}

func TestWhatDoesNotEndInTimeIsDoneAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		b.ask(send("a", "1"))
		begun := make(chan struct{})
		ctx, stop := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		go func() {
			ended <- jobs.New(b.options(sender(func(ctx context.Context, _ string, _ node.Job) error {
				close(begun)
				<-ctx.Done()
				return ctx.Err()
			}))).Run(ctx)
		}()
		<-begun
		start := time.Now()
		stop()
		equal(t, "ended", <-ended, nil)
		equal(t, "after the grace", time.Since(start), 20*time.Second)
		l, _ := b.lane("send a")
		equal(t, "as if it was never begun", fmt.Sprintf("%d %d %d %q", l.Waiting, l.Fails, l.Jobs[0].Attempts, l.Worker), `1 0 0 ""`)
		b.db.Close()
	})
}

func TestLeasesOfLongJobsAreRenewed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		b.ask(send("a", "1"))
		begun := time.Now()
		opt := b.options(sender(func(context.Context, string, node.Job) error { b.say("done"); time.Sleep(55 * time.Second); return nil }))
		opt.Now = func() time.Time { return noon.Add(time.Since(begun)) }
		ended := make(chan error, 1)
		holder := jobs.New(opt)
		go func() { ended <- holder.Settle(context.Background()) }()
		time.Sleep(45 * time.Second)
		opt.Worker = "another"
		if err := jobs.New(opt).Settle(context.Background()); err != nil {
			t.Error(err)
		}
		equal(t, "ended", <-ended, nil)
		equal(t, "once", b.heard(), []string{"done"})
		equal(t, "left", b.backlog(), node.Backlog{})
		b.db.Close()
	})
}

func TestAQueueThatFailsForAWhileLosesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBench(t)
		for i := range 50 {
			b.ask(send(fmt.Sprint(i%5), fmt.Sprint(i)))
		}
		opt := b.options()
		q := &counting{Queue: b.db}
		opt.Queue = q
		opt.Handlers = []jobs.Handler{sender(func(_ context.Context, _ string, j node.Job) error {
			if j.ID == 7 {
				q.fail.Store(3) // in the midst
			}
			b.say("%s", j.Ref)
			return nil
		})}
		q.fail.Store(2)
		ctx, stop := context.WithCancel(context.Background())
		ended := make(chan error, 1)
		go func() { ended <- jobs.New(opt).Run(ctx) }()
		time.Sleep(time.Minute)
		stop()
		equal(t, "ended", <-ended, nil)
		equal(t, "done once each", len(b.heard()), 50)
		equal(t, "left", b.backlog(), node.Backlog{})
		b.db.Close()
	})
}

func TestSettleTellsThatTheQueueFailed(t *testing.T) {
	b := newBench(t)
	b.ask(send("a", "1"))
	opt := b.options(sender(func(context.Context, string, node.Job) error { return nil }))
	q := &counting{Queue: b.db}
	q.fail.Store(1)
	opt.Queue = q
	if err := jobs.New(opt).Settle(context.Background()); node.KindOf(err) != node.Busy {
		t.Error(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	opt.Queue = b.db
	opt.Handlers = []jobs.Handler{sender(func(ctx context.Context, _ string, _ node.Job) error { stop(); <-ctx.Done(); return ctx.Err() })}
	if err := jobs.New(opt).Settle(ctx); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func TestTwoProgramsShareTheWork(t *testing.T) {
	dsn := storagetest.Postgres(t)
	open := func() *storage.DB {
		db, err := postgres.Open(context.Background(), dsn, storage.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		return db
	}
	const lanes, each = 30, 20
	var mu sync.Mutex
	order := map[string][]int64{}
	left := make(chan struct{})
	var done atomic.Int64
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	var all sync.WaitGroup
	first := open()
	for _, db := range []*storage.DB{first, open()} {
		h := sender(func(_ context.Context, to string, j node.Job) error {
			mu.Lock()
			order[to] = append(order[to], j.ID)
			mu.Unlock()
			if done.Add(1) == lanes*each {
				close(left)
			}
			return nil
		})
		h.Lanes, h.Take = 4, 3
		all.Go(func() {
			if err := jobs.New(jobs.Options{Queue: db, Handlers: []jobs.Handler{h}, Changed: db.Changed}).Run(ctx); err != nil {
				t.Error(err)
			}
		})
	}
	for i := range each {
		var some []node.Job
		for l := range lanes {
			j := send(fmt.Sprint(l), fmt.Sprint(i))
			j.Key = "one"
			some = append(some, j)
		}
		if err := first.Update(ctx, func(tx node.Tx) error { return tx.Enqueue(some...) }); err != nil {
			t.Fatal(err)
		}
	}
	<-left
	stop()
	all.Wait()
	equal(t, "done", done.Load(), lanes*each)
	for to, ids := range order {
		for i := 1; i < len(ids); i++ {
			if ids[i] <= ids[i-1] {
				t.Errorf("lane %s: job %d after %d", to, ids[i], ids[i-1])
			}
		}
	}
}
