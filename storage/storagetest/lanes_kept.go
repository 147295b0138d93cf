package storagetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"tributary/node"
	"tributary/storage"
)

func operates(t *testing.T, d Database) {
	q := d.queue(t)
	ctx := context.Background()
	q.ask(send("a", "1"), send("a", "2"), send("b", "3"))
	_, turned := q.turn(node.Turn{})
	q.turn(node.Turn{
		Done:     []int64{2},
		Setbacks: []node.Setback{{Job: 1, Note: "gone for good", Bury: true}},
		Left:     []node.Leaving{{Lane: "send a"}, {Lane: "send b"}},
		Wants:    []node.Want{},
	})
	equal(t, "leased before", len(turned.Leased), 2)
	equal(t, "lanes", q.lanes(), []string{
		"send a waiting=0 buried=1 fails=0 held= note=", "send b waiting=1 buried=0 fails=0 held= note=",
	})
	lane, buried, err := q.Lane(ctx, "send a", 10)
	equal(t, "buried", fmt.Sprint(len(lane.Jobs), len(buried), err), "0 1 <nil>")
	equal(t, "why", fmt.Sprintf("%d %s %t", buried[0].Job.ID, buried[0].Note, buried[0].At.Equal(noon)), "1 gone for good true")

	wantKind(t, q.HoldLane(ctx, "send b"), "")
	q.ask(send("b", "4"))
	leased, _ := q.turn(node.Turn{})
	equal(t, "held", leased, []string{})
	equal(t, "nothing is due", q.due(), "never")
	wantKind(t, q.RetryLane(ctx, "send b"), "")
	wantKind(t, q.RetryJob(ctx, 1), "")
	leased, turned = q.turn(node.Turn{})
	equal(t, "retried", leased, []string{"send a: 1", "send b: 3 4"})

	wantKind(t, q.HoldLane(ctx, "send b"), "") // while a worker is at it
	q.finish(turned)
	q.ask(send("b", "5"), send("c", "6"))
	equal(t, "held in the midst", q.lanes(), []string{
		"send b waiting=1 buried=0 fails=0 held=operator note=", "send c waiting=1 buried=0 fails=0 held= note=",
	})
	wantKind(t, q.DropLane(ctx, "send b"), "")
	lane, _, err = q.Lane(ctx, "send c", 10)
	wantKind(t, err, "")
	wantKind(t, q.DropJob(ctx, lane.Jobs[0].ID), "")
	equal(t, "dropped", q.lanes(), []string{})
	_, _, err = q.Lane(ctx, "send c", 10)
	for what, err := range map[string]error{
		"show": err, "retry": q.RetryLane(ctx, "\x00"), "drop": q.DropLane(ctx, "send c"),
		"retry a job": q.RetryJob(ctx, 99), "drop a job": q.DropJob(ctx, 99),
	} {
		if node.KindOf(err) != node.NotFound {
			t.Errorf("%s what is not there: %v", what, err)
		}
	}
}

// What a peer is held from comes to wait although nothing did when it was held.
func holdsAhead(t *testing.T, d Database) {
	q := d.queue(t)
	ctx := context.Background()
	wantKind(t, q.HoldLane(ctx, "send a"), "")
	wantKind(t, q.HoldLane(ctx, "send a"), "")
	wantKind(t, q.HoldLane(ctx, "send \x00"), node.Invalid)
	wantKind(t, q.HoldLane(ctx, ""), node.Invalid)
	empty := []string{"send a waiting=0 buried=0 fails=0 held=operator note="}
	equal(t, "held", q.lanes(), empty)
	q.moved()
	equal(t, "held after a restore", q.lanes(), empty)

	first := send("a", "1")
	first.Party = "p"
	q.ask(first, send("b", "2"))
	leased, turned := q.turn(node.Turn{})
	equal(t, "what is not held", leased, []string{"send b: 2"})
	q.finish(turned)
	wantKind(t, q.RetryLane(ctx, "send a"), "")
	leased, turned = q.turn(node.Turn{})
	equal(t, "released", leased, []string{"send a: 1"})
	q.finish(turned)

	wantKind(t, q.HoldLane(ctx, "send a"), "")
	wantKind(t, q.RetryLane(ctx, "send a"), "")
	equal(t, "released with nothing in it", q.lanes(), []string{})
}

// The jobs of a party that a destination refuses wait in a lane of their own, in order, and its new ones with them;
// those of others go on.
func setsAside(t *testing.T, d Database) {
	q := d.queue(t)
	ctx := context.Background()
	by := func(party, ref string) node.Job {
		j := send("a", ref)
		j.Party = party
		return j
	}
	q.ask(by("p", "1"), by("r", "2"), by("p", "3"), by("", "4"), by("p", "5"))
	_, turned := q.turn(node.Turn{Wants: []node.Want{{Kind: "send", Lanes: 1, Jobs: 2}}, Jobs: 2})
	ids := turned.Leased[0].Jobs
	aside := node.Aside{Lane: "send a", Party: "p", Since: noon, Next: noon.Add(time.Minute), Note: "not p"}

	q.as("another").turn(node.Turn{Aside: []node.Aside{aside}, Wants: []node.Want{}})
	equal(t, "at the word of who does not have the lane", q.lanes(), []string{"send a waiting=5 buried=0 fails=0 held= note="})

	q.turn(node.Turn{
		Done: []int64{ids[1].ID}, Setbacks: []node.Setback{{Job: ids[0].ID, Note: "not p"}}, Wants: []node.Want{},
		Aside: []node.Aside{aside}, Left: []node.Leaving{{Lane: "send a"}},
	})
	q.ask(by("p", "6"), by("r", "7"))
	equal(t, "lanes", q.lanes(), []string{
		"send a waiting=2 buried=0 fails=0 held= note=", "send a p waiting=4 buried=0 fails=1 held= note=not p",
	})
	leased, turned := q.turn(node.Turn{})
	equal(t, "others go on", leased, []string{"send a: 4 7"})
	q.finish(turned)
	equal(t, "the pause", q.due(), "1m0s")

	// when the operator holds the destination, then its parties too
	wantKind(t, q.HoldLane(ctx, "send a"), "")
	equal(t, "held", q.due(), "never")
	wantKind(t, q.RetryLane(ctx, "send a"), "")
	leased, turned = q.turn(node.Turn{})
	equal(t, "retried, in order", leased, []string{"send a p: 1 3 5 6"})
	q.ask(by("p", "8"))
	q.finish(turned)
	leased, turned = q.turn(node.Turn{})
	equal(t, "what came meanwhile does not overtake", leased, []string{"send a p: 8"})
	q.finish(turned)
	q.ask(by("p", "9"))
	equal(t, "as before", q.lanes(), []string{"send a waiting=1 buried=0 fails=0 held= note="})

	// when a destination is held while somebody is at it, then a party that it refuses is held
	_, turned = q.turn(node.Turn{})
	wantKind(t, q.HoldLane(ctx, "send a"), "")
	q.turn(node.Turn{Aside: []node.Aside{aside}, Left: []node.Leaving{{Lane: "send a"}}, Wants: []node.Want{}})
	equal(t, "both held", q.lanes(), []string{
		"send a waiting=0 buried=0 fails=0 held=operator note=", "send a p waiting=1 buried=0 fails=1 held=operator note=not p",
	})
	// when something is sent again, then in place of what waits apart
	wantKind(t, q.SendAgain(ctx, nil, []node.Job{by("p", "9"), by("r", "10")}), "")
	equal(t, "sent again", q.lanes(), []string{
		"send a waiting=1 buried=0 fails=0 held=operator note=", "send a p waiting=1 buried=0 fails=1 held=operator note=not p",
	})
	wantKind(t, q.DropLane(ctx, "send a"), "")
	equal(t, "dropped", q.lanes(), []string{})
}

func movesLanes(t *testing.T, d Database) {
	q := d.queue(t)
	later := send("later", "1")
	later.Due, later.Key, later.Party, later.Data = noon.Add(time.Hour), "k", "p", []byte{1}
	q.ask(later, send("a", "2"), send("a", "3"))
	q.turn(node.Turn{})
	q.turn(node.Turn{
		Setbacks: []node.Setback{{Job: 2, Note: "no", Bury: true}, {Job: 3, Note: "not yet"}}, Wants: []node.Want{},
		Left: []node.Leaving{{Lane: "send a", Fails: 3, Since: noon, Next: noon.Add(time.Minute), Held: node.Dead, Note: "not yet"}},
	})
	ctx := context.Background()
	copied := func(db *storage.DB) (all []string) {
		err := db.Snapshot(ctx, func(s storage.Snapshot) error {
			return errors.Join(
				s.Lanes(func(l node.Lane) error { all = append(all, fmt.Sprintf("%+v", l)); return nil }),
				s.Jobs(func(b node.Burial) error { all = append(all, fmt.Sprintf("%+v", b)); return nil }),
			)
		})
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	want := copied(q.DB)
	equal(t, "lanes and jobs", len(want), 5)

	q.moved()
	equal(t, "what came out", copied(q.DB), want)
	q.ask(send("a", "4"))
	_, turned := q.as("new").turn(node.Turn{Wants: []node.Want{{Kind: "send", Lanes: 1, Jobs: 1}}, Jobs: 1})
	equal(t, "a lane that pauses still pauses", len(turned.Leased), 0)
}

// moved takes all lanes and jobs out and brings them in again.
func (q *queue) moved() {
	q.t.Helper()
	ctx := context.Background()
	var lanes []node.Lane
	var jobs []node.Burial
	err := q.DB.Snapshot(ctx, func(s storage.Snapshot) error {
		return errors.Join(
			s.Lanes(func(l node.Lane) error { lanes = append(lanes, l); return nil }),
			s.Jobs(func(b node.Burial) error { jobs = append(jobs, b); return nil }),
		)
	})
	for _, l := range lanes {
		err = errors.Join(err, q.DropLane(ctx, l.Name))
	}
	equal(q.t, "emptied", q.lanes(), []string{})
	none := func([]byte) ([]node.Link, error) { return nil, nil }
	err = errors.Join(err, q.Restore(ctx, none, nil, func(into *storage.Loader) (err error) {
		for _, l := range lanes {
			err = errors.Join(err, into.AddLane(l))
		}
		for _, j := range jobs {
			err = errors.Join(err, into.AddJob(j))
		}
		return err
	}))
	if err != nil {
		q.t.Fatal(err)
	}
}

func sharesWork(t *testing.T, d Database) {
	one, two := d.queue(t), d.queue(t)
	const lanes, each = 40, 10
	for i := range lanes * each {
		one.ask(send(fmt.Sprint(i%lanes), fmt.Sprint(i)))
	}
	var mu sync.Mutex
	seen := map[string]int{}
	var all sync.WaitGroup
	for name, q := range map[string]*queue{"one": one, "two": two} {
		q.worker = name
		all.Go(func() {
			for {
				_, turned := q.turn(node.Turn{Wants: []node.Want{{Kind: "send", Lanes: 3, Jobs: 4}}, Jobs: 100})
				if len(turned.Leased) == 0 {
					return
				}
				mu.Lock()
				for _, l := range turned.Leased {
					for _, j := range l.Jobs {
						seen[string(j.Ref)]++
					}
				}
				mu.Unlock()
				q.finish(turned)
			}
		})
	}
	all.Wait()
	equal(t, "jobs", len(seen), lanes*each)
	for ref, n := range seen {
		equal(t, ref, n, 1)
	}
	equal(t, "left", one.lanes(), []string{})
}

func manyAsk(t *testing.T, d Database) {
	q := d.queue(t)
	var updates []func(node.Tx) error
	for i := range 64 {
		updates = append(updates, func(tx node.Tx) error {
			var jobs []node.Job
			for l := range 20 {
				jobs = append(jobs, send(fmt.Sprint(l), fmt.Sprint(i)))
			}
			return tx.Enqueue(jobs...)
		})
	}
	for _, err := range q.together(updates...) {
		wantKind(t, err, "")
	}
	_, turned := q.turn(node.Turn{Wants: []node.Want{{Kind: "send", Lanes: 99, Jobs: 99}}, Jobs: 9999})
	equal(t, "lanes", len(turned.Leased), 20)
	for _, l := range turned.Leased {
		equal(t, "jobs of "+l.Name, len(l.Jobs), 64)
	}
}
