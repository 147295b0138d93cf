package fedtest_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tributary/node"
	"tributary/node/config"
	"tributary/node/server/fedtest"
	"tributary/storage"
	"tributary/vocab"
	"tributary/vocab/vf"
)

// A peer that lost what came since its backup gets it again, in its order, as far as it may still see it.
func TestAPeerThatWentBackToABackupGetsAgainWhatWentToIt(t *testing.T) {
	ctx := context.Background()
	net := fedtest.New(t, 3)
	garden, bakery, mill := net.Nodes[0], net.Nodes[1], net.Nodes[2]
	apples, pears, bread, flour := garden.Group("apples"), garden.Group("pears"), bakery.Group("bread"), mill.Group("flour")
	for _, group := range []vocab.IRI{apples, pears} {
		bakery.Do(fedtest.Naming("Follow", bread, group))
		mill.Do(fedtest.Naming("Follow", flour, group))
	}
	kept := garden.Create(apples, `{"type": "Plan", "name": "kept"}`)
	net.Settle()
	restore := moveInto(t, bakery)
	since := time.Now()

	plan := garden.Create(apples, `{"type": "Plan", "name": "Spring"}`)
	other := garden.Create(pears, `{"type": "Plan", "name": "of another group"}`)
	gone := garden.Create(apples, `{"type": "Plan", "name": "taken back"}`)
	hidden := garden.Create(apples, `{"type": "Plan", "name": "not for everybody any more"}`)
	for i := range 3 {
		garden.Do(update(apples, garden.Read(fmt.Sprintf(`{"id": %q, "type": "Plan", "name": "Spring %d"}`, plan, i+1))[0]))
	}
	event := garden.Create(apples, transfer(apples, bread, garden.Stock(apples, "Apples", "10", "kilogram"), "3"))
	net.Settle()
	garden.Do(fedtest.Naming("Delete", apples, gone))
	narrow := update(apples, garden.Read(fmt.Sprintf(`{"id": %q, "type": "Plan", "name": "narrowed"}`, hidden))[0])
	narrow.To = []vocab.IRI{apples + "/members"}
	garden.Do(narrow)
	net.Settle()
	if !bakery.Knows(plan) || !bakery.Knows(event) {
		t.Fatal("the bakery does not know what it is to lose")
	}

	bakery.Replace(filepath.Join(t.TempDir(), "again"), func(*config.Config) {}, restore)
	if bakery.Knows(plan) || !bakery.Knows(kept) {
		t.Fatal("the backup is not from before")
	}
	taken := mill.Federation.Stats()
	before := taken.Taken.Load() + taken.Repeated.Load()
	sent, err := garden.Federation.Replay(ctx, strings.TrimPrefix(bakery.URL, "http://"), since, apples)
	if err != nil {
		t.Fatal(err)
	}
	again, err := garden.Federation.Replay(ctx, bakery.URL, since, apples) // asked for twice, it still goes once
	if err != nil || fmt.Sprint(again) != fmt.Sprint(sent) {
		t.Errorf("the second time %+v is sent, at first %+v: %v", again, sent, err)
	}
	if waits := jobsOf(t, garden.DB); waits != sent.Deliveries || sent.Deliveries == 0 {
		t.Errorf("%d deliveries wait; %d were queued", waits, sent.Deliveries)
	}
	net.Settle()

	if got := bakery.Thing(plan).Get(vf.Name).Text(); got != "Spring 3" {
		t.Errorf("the plan is called %q", got)
	}
	if !bakery.Knows(event) || bakery.Knows(other) {
		t.Errorf("the event is known: %t; what another group did: %t", bakery.Knows(event), bakery.Knows(other))
	}
	for _, id := range []vocab.IRI{gone, hidden} {
		if v, err := bakery.Server.Node.Get(ctx, node.Operator, id); err == nil && !v.Deleted {
			t.Errorf("%s was told again: %s", id, v.Body)
		}
	}
	if after := taken.Taken.Load() + taken.Repeated.Load(); after != before {
		t.Errorf("the mill got %d letters of it", after-before)
	}
	if sent, err = garden.Federation.Replay(ctx, bakery.URL, since, ""); err != nil {
		t.Fatal(err)
	}
	net.Settle()
	if !bakery.Knows(other) || bakery.Thing(plan).Get(vf.Name).Text() != "Spring 3" {
		t.Error("sent once more, for all groups, it is not what it was")
	}
	garden.Sound()
	bakery.Sound()

	if _, err := garden.Federation.Replay(ctx, "no host", since, ""); node.KindOf(err) != node.Invalid {
		t.Errorf("to no host: %v", err)
	}
	if sent, err := garden.Federation.Replay(ctx, "never.example", since, ""); err != nil || sent.Deliveries != 0 {
		t.Errorf("to a host that nobody follows from: %+v %v", sent, err)
	}
}

// What a person did that was closed since is not sent again: no peer could check its signature.
func TestOfAPersonThatIsClosedAPeerIsToldAgainThatItIsGoneAndNoMore(t *testing.T) {
	ctx := context.Background()
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	ana, apples, bread := garden.Person("ana", false), garden.Group("apples"), bakery.Group("bread")
	since := time.Now()
	bakery.Do(fedtest.Naming("Follow", bread, apples))
	garden.Do(fedtest.Naming("Follow", ana, bread))
	plan := garden.Create(apples, `{"type": "Plan", "name": "Spring"}`)
	net.Settle()
	if err := garden.Server.Node.Close(ctx, ana); err != nil {
		t.Fatal(err)
	}
	net.Settle()

	sent, err := garden.Federation.Replay(ctx, bakery.URL, since, "")
	if err != nil {
		t.Fatal(err)
	}
	net.Settle()

	if waits := jobsOf(t, garden.DB); waits != 0 || sent.Deliveries == 0 {
		t.Errorf("of %d deliveries %d are refused and wait\n%s", sent.Deliveries, waits, bakery.Log)
	}
	if bakery.Knows(ana) || !bakery.Knows(plan) {
		t.Errorf("the bakery knows who is gone: %t; what the apples plan: %t", bakery.Knows(ana), bakery.Knows(plan))
	}
	if sent, err = garden.Federation.Replay(ctx, bakery.URL, since, ana); err != nil || sent.Activities > 1 {
		t.Errorf("of who is gone %d activities are sent again: %v", sent.Activities, err)
	}
}

func update(group vocab.IRI, r *vocab.Resource) node.Activity {
	return node.Activity{Verb: "Update", Actor: group, Objects: []node.Object{{Resource: r}}}
}

// jobsOf is how many deliveries wait.
func jobsOf(t *testing.T, db *storage.DB) (n int) {
	t.Helper()
	err := db.Snapshot(t.Context(), func(s storage.Snapshot) error {
		return errors.Join(s.Jobs(func(b node.Burial) error {
			if b.Job.Kind == "deliver" {
				n++
			}
			return nil
		}))
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}
