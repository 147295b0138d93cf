package storagetest

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"testing"

	"tributary/node"
	"tributary/vocab"
)

var writerTests = map[string]func(*testing.T, Database){
	"a failing update takes nothing else with it": failsAlone,
	"a panic is its caller's error":               panics,
	"an update that ends its goroutine is undone": exits,
	"64 callers at once":                          concurrent,
	"a caller may withdraw before its turn":       withdraws,
	"two programs write without losing positions": twoPrograms,
	"a change is told":                            tells,
	"several in order, each with its outcome":     inOrder,
}

// together holds the writer back until all updates wait, so that they become one group, and returns
// their errors.
func (h handle) together(updates ...func(node.Tx) error) []error {
	h.t.Helper()
	hold, held := make(chan struct{}), make(chan struct{})
	var all sync.WaitGroup
	all.Go(func() {
		h.Update(context.Background(), func(node.Tx) error { close(held); <-hold; return nil })
	})
	<-held
	errs := make([]error, len(updates))
	for i, f := range updates {
		queued := h.Waiting()
		all.Go(func() { errs[i] = h.Update(context.Background(), f) })
		for h.Waiting() == queued {
			runtime.Gosched()
		}
	}
	close(hold)
	all.Wait()
	return errs
}

func appending(v node.Version, after func(node.Tx) error) func(node.Tx) error {
	return func(tx node.Tx) error {
		if _, err := tx.Append(v); err != nil {
			return err
		}
		return after(tx)
	}
}

func failsAlone(t *testing.T, d Database) {
	db := d.open(t)
	fine := func(node.Tx) error { return nil }
	looks := func(tx node.Tx) error { _, err := tx.Count(node.Query{}); return err }
	fails := func(node.Tx) error { return errNo }
	looksAndFails := func(tx node.Tx) error { return errors.Join(looks(tx), errNo) }
	relatesAndFails := func(tx node.Tx) error {
		return errors.Join(tx.Relate(node.Relation{From: "https://n.example/new", Kind: node.Follows, To: ana}, true), errNo)
	}
	good, bad := thing("https://n.example/1", link("provider", "https://n.example/p")), thing("https://n.example/2", link("provider", "https://n.example/q"))

	errs := db.together(
		appending(good, fine),
		appending(bad, fails),
		appending(next(good), looks),
		appending(bad, looksAndFails),
		appending(bad, relatesAndFails),
		appending(next(next(good)), looks),
		appending(thing("https://n.example/3", link("provider", "https://n.example/q")), fine),
		appending(next(next(next(good))), fine),
	)

	for i, err := range errs {
		if fails := i == 1 || i == 3 || i == 4; errors.Is(err, errNo) != fails || (err != nil) != fails {
			t.Errorf("update %d: %v", i, err)
		}
	}
	db.view(func(view node.View) {
		equal(t, "log", titles(t, view.Log(0)), []string{
			"https://n.example/1 v1", "https://n.example/1 v2", "https://n.example/1 v3",
			"https://n.example/3 v1", "https://n.example/1 v4",
		})
		equal(t, "refers", titles(t, view.Find(node.Query{Refers: []node.Link{link("provider", "https://n.example/q")}})),
			[]string{"https://n.example/3 v1"})
		end, err := view.Position()
		equal(t, "no position is left out", fmt.Sprint(end, err), "5 <nil>")
		for range view.Relations(node.Relation{}) {
			t.Error("a relation remained of an update that failed")
		}
	})
}

func panics(t *testing.T, d Database) {
	db := d.open(t)
	errs := db.together(
		appending(thing("https://n.example/1"), func(node.Tx) error { return nil }),
		appending(thing("https://n.example/2"), func(node.Tx) error { panic("no") }),
	)
	equal(t, "the other", errs[0], nil)
	wantKind(t, errs[1], node.Internal)
	equal(t, "found", db.find(node.Query{}), []string{"https://n.example/1 v1"})
}

func exits(t *testing.T, d Database) {
	db := d.open(t)
	err := db.Update(context.Background(), appending(thing("https://n.example/1"), func(node.Tx) error {
		runtime.Goexit()
		return nil
	}))
	wantKind(t, err, node.Internal)
	db.put(thing("https://n.example/2"))
	equal(t, "found", db.find(node.Query{}), []string{"https://n.example/2 v1"})
}

func concurrent(t *testing.T, d Database) {
	db := d.open(t)
	const callers, each = 64, 10
	shared := vocab.IRI("https://n.example/shared")
	db.put(thing(shared))
	var all sync.WaitGroup
	for c := range callers {
		all.Go(func() {
			for i := range each {
				err := db.Update(context.Background(), func(tx node.Tx) error {
					latest, err := tx.Latest(shared)
					if err != nil {
						return err
					}
					_, err = tx.Append(thing(vocab.IRI(fmt.Sprintf("https://n.example/%d/%d", c, i))), next(latest))
					return err
				})
				if err != nil {
					t.Errorf("caller %d: %v", c, err)
				}
			}
		})
	}
	all.Wait()
	equal(t, "versions of the shared thing", db.latest(shared).N, callers*each+1)
	noGaps(db, 2*callers*each+1)
}

// noGaps reads the whole log and wants each position once, and each history in order.
func noGaps(db handle, want int) {
	db.t.Helper()
	db.view(func(view node.View) {
		end, seen := node.Position(0), map[vocab.IRI]int{}
		for v, err := range view.Log(0) {
			if err != nil {
				db.t.Fatal(err)
			}
			if v.Position != end+1 || v.N != seen[v.IRI]+1 {
				db.t.Fatalf("%s v%d at %d follows position %d and v%d", v.IRI, v.N, v.Position, end, seen[v.IRI])
			}
			end, seen[v.IRI] = v.Position, v.N
		}
		equal(db.t, "end of the log", int(end), want)
	})
}

func withdraws(t *testing.T, d Database) {
	db := d.open(t)
	ctx, cancel := context.WithCancel(context.Background())
	hold, held := make(chan struct{}), make(chan struct{})
	first := make(chan error, 1)
	go func() {
		first <- db.Update(context.Background(), func(node.Tx) error { close(held); <-hold; return nil })
	}()
	<-held
	second := make(chan error, 1)
	go func() {
		second <- db.Update(ctx, func(node.Tx) error { t.Error("a withdrawn update ran"); return nil })
	}()
	for db.Waiting() == 0 {
		runtime.Gosched()
	}
	cancel()
	equal(t, "withdrawn", <-second, context.Canceled)
	close(hold)
	equal(t, "the other", <-first, nil)
	db.put(thing("https://n.example/1"))
	equal(t, "before it began", db.Update(ctx, func(node.Tx) error { return nil }), context.Canceled)
}

func twoPrograms(t *testing.T, d Database) {
	one, two := d.open(t), d.open(t)
	const each = 150
	shared := vocab.IRI("https://n.example/shared")
	one.put(thing(shared))
	var writers sync.WaitGroup
	for name, db := range map[string]handle{"one": one, "two": two} {
		for c := range 3 {
			writers.Go(func() {
				for i := range each {
					err := db.Update(context.Background(), func(tx node.Tx) error {
						latest, err := tx.Latest(shared)
						if err != nil {
							return err
						}
						_, err = tx.Append(thing(vocab.IRI(fmt.Sprintf("https://n.example/%s/%d/%d", name, c, i))), next(latest))
						return err
					})
					if err != nil {
						t.Errorf("%s: %v", name, err)
						return
					}
				}
			})
		}
	}
	done := make(chan struct{})
	go func() { writers.Wait(); close(done) }()

	// A reader that pages by position never misses one.
	end := node.Position(0)
	for reading := true; reading; {
		select {
		case <-done:
			reading = false
		default:
		}
		two.view(func(view node.View) {
			for v, err := range view.Log(end) {
				if err != nil {
					t.Error(err)
					return
				}
				if v.Position != end+1 {
					t.Errorf("position %d follows %d", v.Position, end)
				}
				end = v.Position
			}
		})
	}
	equal(t, "read along", int(end), 2*3*2*each+1)
	noGaps(one, 2*3*2*each+1)
	equal(t, "versions of the shared thing", one.latest(shared).N, 3*2*each+1)
}

func tells(t *testing.T, d Database) {
	one, two := d.open(t), d.open(t)
	own := one.Changed()
	one.put(thing("https://n.example/1"))
	select {
	case <-own:
	default:
		t.Error("an own commit is told only later")
	}
	for n := 1; ; n++ { // another program's: until it is heard of
		foreign := two.Changed()
		v := one.latest("https://n.example/1")
		one.put(next(v))
		<-foreign
		if n == 2 {
			return
		}
	}
}

func inOrder(t *testing.T, d Database) {
	db := d.open(t)
	first := thing("https://n.example/1", link("provider", "https://n.example/p"))
	all := make([]func(node.Tx) error, 0, 100)
	for i := range cap(all) {
		all = append(all, func(tx node.Tx) error {
			latest, err := tx.Latest(first.IRI)
			if err != nil && node.KindOf(err) != node.NotFound {
				return err
			}
			v := first
			v.N = latest.N + 1
			if v.N > 1 {
				v.Link = nil
			}
			if _, err := tx.Append(v); err != nil {
				return err
			}
			if i%10 == 9 {
				return errNo
			}
			if want := i - i/10 + 1; latest.N+1 != want {
				return fmt.Errorf("update %d finds version %d, want %d", i, latest.N, want-1)
			}
			return nil
		})
	}
	for i, err := range db.UpdateAll(context.Background(), all) {
		switch {
		case i%10 == 9 && !errors.Is(err, errNo), i%10 != 9 && err != nil:
			t.Errorf("update %d: %v", i, err)
		}
	}
	if got := db.latest(first.IRI).N; got != 90 {
		t.Errorf("there are %d versions, want 90", got)
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if errs := db.UpdateAll(ended, all[:2]); !errors.Is(errs[0], context.Canceled) || !errors.Is(errs[1], context.Canceled) {
		t.Errorf("after the end: %v", errs)
	}
}
