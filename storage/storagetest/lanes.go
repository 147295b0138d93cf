package storagetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"tributary/node"
	"tributary/storage"
	"tributary/vocab"
)

var laneTests = map[string]func(*testing.T, Database){
	"jobs are leased in order and go when done":        leases,
	"what fails to commit asks for nothing":            asksNothing,
	"a job that nobody could do is refused":            refusesJobs,
	"ids of jobs are never given twice":                newIDs,
	"a lane is one worker's, until its lease ends":     oneWorker,
	"a lane that failed pauses, and is tried with one": pauses,
	"jobs are due when they say":                       dueLater,
	"a worker that crashed finds its lanes free":       recovers,
	"who waited longest comes first":                   fair,
	"no more is leased than there is room for":         bounded,
	"the operator retries, holds and drops":            operates,
	"a lane is held before there is work in it":        holdsAhead,
	"a party that is refused waits on its own":         setsAside,
	"lanes move to another database":                   movesLanes,
	"two programs share the work":                      sharesWork,
	"work is asked for from many updates at once":      manyAsk,
}

// queue is a database with a clock of its own and one worker's habits.
type queue struct {
	handle
	worker string
	now    time.Time
}

func (d Database) queue(t testing.TB) *queue {
	return &queue{d.openWith(t, storage.Options{Now: func() time.Time { return noon }}), "one", noon}
}

func (q *queue) as(worker string) *queue { return &queue{q.handle, worker, q.now} }

func (q *queue) ask(jobs ...node.Job) {
	q.t.Helper()
	q.update(func(tx node.Tx) error { return tx.Enqueue(jobs...) })
}

const leaseTime = 30 * time.Second

// turn tells, and leases up to ten jobs of up to ten lanes of kind send. It gives what it leased as
// "send a: ref ref" for each lane.
func (q *queue) turn(t node.Turn) (leased []string, turned node.Turned) {
	q.t.Helper()
	t.Worker, t.Now, t.Until = q.worker, q.now, q.now.Add(leaseTime)
	if t.Wants == nil {
		t.Wants, t.Jobs = []node.Want{{Kind: "send", Lanes: 10, Jobs: 10}}, 100
	}
	turned, err := q.Turn(context.Background(), t)
	if err != nil {
		q.t.Fatalf("turn: %v", err)
	}
	leased = []string{}
	for _, l := range turned.Leased {
		line := l.Name + ":"
		for _, j := range l.Jobs {
			line += " " + string(j.Ref)
		}
		leased = append(leased, line)
	}
	return leased, turned
}

// finish tells that all that was leased is done and leases nothing.
func (q *queue) finish(t node.Turned) {
	q.t.Helper()
	tell := node.Turn{Wants: []node.Want{}}
	for _, l := range t.Leased {
		for _, j := range l.Jobs {
			tell.Done = append(tell.Done, j.ID)
		}
		tell.Left = append(tell.Left, node.Leaving{Lane: l.Name})
	}
	q.turn(tell)
}

func (q *queue) due() string {
	q.t.Helper()
	next, err := q.NextDue(context.Background(), []string{"send", "other"})
	switch {
	case err != nil:
		q.t.Fatal(err)
	case next.IsZero():
		return "never"
	}
	return next.Sub(noon).String()
}

func (q *queue) lanes() []string {
	q.t.Helper()
	all := []string{}
	for l, err := range q.Lanes(context.Background()) {
		if err != nil {
			q.t.Fatal(err)
		}
		all = append(all, fmt.Sprintf("%s waiting=%d buried=%d fails=%d held=%s note=%s", l.Name, l.Waiting, l.Buried, l.Fails, l.Held, l.Note))
	}
	return all
}

func send(lane, ref string) node.Job {
	return node.Job{Lane: "send " + lane, Kind: "send", Ref: vocab.IRI(ref)}
}

func leases(t *testing.T, d Database) {
	q := d.queue(t)
	equal(t, "nothing to do", q.due(), "never")
	whole := node.Job{
		Lane: "send a", Kind: "send", Key: "k", Ref: "1", Data: []byte{0, 1, 255}, Made: noon.Add(-time.Minute),
	}
	q.ask(whole, send("b", "2"))
	q.ask(send("a", "3"), node.Job{Lane: "other", Kind: "other", Ref: "4"})
	equal(t, "due", q.due(), "-1m0s")

	leased, turned := q.turn(node.Turn{})
	equal(t, "leased", leased, []string{"send a: 1 3", "send b: 2"})
	whole.ID = 1
	got := turned.Leased[0].Jobs[0]
	equal(t, "all of a job", got, whole)
	equal(t, "asked for now", turned.Leased[1].Jobs[0].Made, noon)
	q.ask(send("a", "5"))
	again, _ := q.turn(node.Turn{})
	equal(t, "leased lanes are nobody else's", again, []string{})

	q.finish(turned)
	left, turned := q.turn(node.Turn{})
	equal(t, "what came meanwhile", left, []string{"send a: 5"})
	q.finish(turned)
	equal(t, "lanes without jobs go", q.lanes(), []string{"other waiting=1 buried=0 fails=0 held= note="})
	backlog, err := q.Backlog(context.Background())
	equal(t, "backlog", fmt.Sprint(backlog, err), fmt.Sprint(node.Backlog{Lanes: 1, Waiting: 1, Oldest: noon}, nil))
}

func asksNothing(t *testing.T, d Database) {
	q := d.queue(t)
	asks := func(ref string, err error) func(node.Tx) error {
		return func(tx node.Tx) error { return errors.Join(tx.Enqueue(send("a", ref)), err) }
	}
	errs := q.together(
		asks("1", nil),
		asks("2", errNo),
		func(tx node.Tx) error {
			_, counting := tx.Count(node.Query{})
			asking := tx.Enqueue(send("a", "3"), send("b", "3"))
			_, again := tx.Count(node.Query{}) // by now it is in the database
			return errors.Join(counting, asking, again, errNo)
		},
		appending(thing("https://n.example/1"), asks("4", nil)),
	)
	for i, err := range errs {
		equal(t, fmt.Sprint("update ", i), err != nil, i == 1 || i == 2)
	}
	leased, _ := q.turn(node.Turn{})
	equal(t, "asked for", leased, []string{"send a: 1 4"})
}

func refusesJobs(t *testing.T, d Database) {
	q := d.queue(t)
	for name, j := range map[string]node.Job{
		"no kind":         {Lane: "send a"},
		"two words":       {Lane: "send a", Kind: "send a"},
		"another's lane":  {Lane: "sender a", Kind: "send"},
		"no lane":         {Kind: "send"},
		"a long key":      {Lane: "send", Kind: "send", Key: strings.Repeat("x", 2049)},
		"no text":         {Lane: "send \x00", Kind: "send"},
		"too much to say": {Lane: "send", Kind: "send", Data: make([]byte, node.MaxJobData+1)},
	} {
		err := q.Update(context.Background(), func(tx node.Tx) error { return tx.Enqueue(send("a", "1"), j) })
		if node.KindOf(err) != node.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	equal(t, "lanes", q.lanes(), []string{})
}

func newIDs(t *testing.T, d Database) {
	q := d.queue(t)
	last := int64(0)
	for range 3 {
		q.ask(send("a", "1"), send("a", "2"))
		_, turned := q.turn(node.Turn{})
		for _, j := range turned.Leased[0].Jobs {
			equal(t, "id", j.ID, last+1)
			last = j.ID
		}
		q.finish(turned)
	}
}

func oneWorker(t *testing.T, d Database) {
	one := d.queue(t)
	one.ask(send("a", "1"), send("b", "2"))
	_, turned := one.turn(node.Turn{})
	two := one.as("two")
	two.now = noon.Add(leaseTime - 1000)
	leased, _ := two.turn(node.Turn{})
	equal(t, "while the lease runs", leased, []string{})
	equal(t, "the end of the lease is when to look", two.due(), "30s")

	one.now = noon.Add(20 * time.Second)
	_, kept := one.turn(node.Turn{Keep: []string{"send a", "send none"}})
	equal(t, "lost", kept.Lost, []string{"send none"})
	two.now = noon.Add(leaseTime)
	leased, _ = two.turn(node.Turn{})
	equal(t, "when it has ended", leased, []string{"send b: 2"})
	_, kept = one.turn(node.Turn{Keep: []string{"send a", "send b"}})
	equal(t, "lost", kept.Lost, []string{"send b"})

	one.finish(turned) // late: the job was done, but the lane is another's
	leased, _ = one.turn(node.Turn{})
	equal(t, "still another's", leased, []string{})
	equal(t, "lanes", one.lanes(), []string{"send b waiting=0 buried=0 fails=0 held= note="})
}

func pauses(t *testing.T, d Database) {
	q := d.queue(t)
	first, second := send("a", "1"), send("a", "2")
	first.Key, second.Key = "k", "k"
	q.ask(first, second, send("a", "3"))
	_, turned := q.turn(node.Turn{})
	failing := node.Leaving{Lane: "send a", Fails: 1, Since: noon, Next: noon.Add(time.Minute), Note: "no answer\x00 \xff"}
	q.turn(node.Turn{
		Setbacks: []node.Setback{{Job: turned.Leased[0].Jobs[0].ID, Note: "no answer"}}, Left: []node.Leaving{failing},
	})
	q.ask(send("a", "4"))
	equal(t, "a new job does not end the pause", q.due(), "1m0s")
	equal(t, "lanes", q.lanes(), []string{"send a waiting=4 buried=0 fails=1 held= note=no answer "})

	q.now = noon.Add(time.Minute)
	leased, turned := q.turn(node.Turn{})
	equal(t, "the one tried least, first of its key", leased, []string{"send a: 3"})
	equal(t, "failing since", turned.Leased[0].Since, noon)
	equal(t, "fails", turned.Leased[0].Fails, 1)
	q.finish(turned)
	leased, turned = q.turn(node.Turn{})
	equal(t, "all is well", leased, []string{"send a: 1 2 4"})
	equal(t, "attempts", turned.Leased[0].Jobs[0].Attempts, 1)
}

func dueLater(t *testing.T, d Database) {
	q := d.queue(t)
	later, soon := send("a", "later"), send("a", "soon")
	later.Due, soon.Due = noon.Add(time.Hour), noon.Add(time.Minute)
	q.ask(later, soon)
	equal(t, "due", q.due(), "1m0s")
	leased, _ := q.turn(node.Turn{})
	equal(t, "before", leased, []string{})
	q.now = noon.Add(time.Minute)
	leased, turned := q.turn(node.Turn{})
	equal(t, "then", leased, []string{"send a: soon"})
	q.finish(turned)
	equal(t, "the other", q.due(), "1h0m0s")
	q.ask(send("a", "at once"))
	equal(t, "at once", q.due(), "0s")
	q.now = noon.Add(time.Hour)
	leased, _ = q.turn(node.Turn{})
	equal(t, "in order", leased, []string{"send a: at once later"})
}

func recovers(t *testing.T, d Database) {
	q := d.queue(t)
	q.ask(send("a", "1"))
	q.turn(node.Turn{}) // and crashed
	ctx := context.Background()
	wantKind(t, q.Recover(ctx, "another", q.now), "")
	leased, _ := q.turn(node.Turn{})
	equal(t, "of another", leased, []string{})
	wantKind(t, q.Recover(ctx, q.worker, q.now), "")
	leased, _ = q.turn(node.Turn{})
	equal(t, "of this name", leased, []string{"send a: 1"})
}

func fair(t *testing.T, d Database) {
	q := d.queue(t)
	for i, lane := range []string{"c", "b", "a"} {
		j := send(lane, "1")
		j.Made = noon.Add(time.Duration(i-5) * time.Second)
		q.ask(j, send(lane, "2"))
	}
	var order []string
	for range 6 {
		leased, turned := q.turn(node.Turn{Wants: []node.Want{{Kind: "send", Lanes: 1, Jobs: 1}}, Jobs: 100})
		order = append(order, leased...)
		q.now = q.now.Add(time.Second)
		q.finish(turned)
	}
	equal(t, "order", order, []string{"send c: 1", "send b: 1", "send a: 1", "send c: 2", "send b: 2", "send a: 2"})
}

func bounded(t *testing.T, d Database) {
	q := d.queue(t)
	for _, lane := range []string{"a", "b", "c"} {
		q.ask(send(lane, "1"), send(lane, "2"), send(lane, "3"))
	}
	leased, _ := q.turn(node.Turn{Wants: []node.Want{{Kind: "send", Lanes: 9, Jobs: 2}}, Jobs: 3})
	equal(t, "leased", leased, []string{"send a: 1 2", "send b: 1"})
	big := make([]node.Job, 40)
	for i := range big {
		big[i] = send(fmt.Sprint("d", i%4), fmt.Sprint(i))
		big[i].Data = make([]byte, node.MaxJobData)
	}
	q.ask(big...)
	_, turned := q.turn(node.Turn{Wants: []node.Want{{Kind: "send", Lanes: 99, Jobs: 99}}, Jobs: 99})
	bytes := 0
	for _, l := range turned.Leased {
		for _, j := range l.Jobs {
			bytes += len(j.Data)
		}
	}
	if bytes == 0 || bytes > 24<<20 {
		t.Errorf("%d bytes were leased", bytes)
	}
}
