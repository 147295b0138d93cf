package fedtest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// whole is how many things of some classes a group's record has, as somebody sees it.
func whole(t *testing.T, n *fedtest.Node, sight node.Sight, group vocab.IRI, classes ...*vocab.Class) int {
	t.Helper()
	var names []string
	for _, c := range classes {
		names = append(names, n.Server.Node.Kinds(c)...)
	}
	count := 0
	err := n.Server.Node.Store().View(context.Background(), func(v node.View) (err error) {
		count, err = v.Count(node.Query{Classes: names, Owner: group, Sight: sight})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return count
}

func everything(n *fedtest.Node) (at node.Position) {
	_ = n.Server.Node.Store().View(context.Background(), func(v node.View) (err error) {
		at, err = v.Position()
		return err
	})
	return at
}

func TestAFollowerComesToTheWholeHistory(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	apples, bread := garden.Group("apples"), bakery.Group("bread")
	stock := garden.Stock(apples, "Apples", "1000", "kilogram")
	for i := range 299 {
		garden.Do(forFollowers(node.Create(apples, garden.Read(fmt.Sprintf(`{"type": "EconomicEvent", "action": "consume", "provider": %q,
			"receiver": %q, "resourceInventoriedAs": %q, "note": "day %d",
			"resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "1"}}`, apples, apples, stock, i))...)))
	}
	plan := garden.Create(apples, `{"type": "Plan", "name": "Spring 0"}`)
	for i := range 5 {
		garden.Do(node.Update(apples, garden.Read(fmt.Sprintf(`{"id": %q, "type": "Plan", "name": "Spring %d"}`, plan, i+1))...))
	}
	state := garden.Create(apples, `{"type": "State", "name": "State 0"}`)
	for i := range 5 {
		garden.Do(node.Update(apples, garden.Read(fmt.Sprintf(`{"id": %q, "type": "State", "name": "State %d"}`, state, i+1))...))
	}
	secret := garden.Do(forMembers(node.Create(apples, garden.Read(`{"type": "Plan", "name": "Secret"}`)...))).Objects[0]
	gone := garden.Create(apples, `{"type": "Plan", "name": "Gone"}`)
	garden.Do(node.Delete(apples, gone))

	bakery.Do(fedtest.Naming("Follow", bread, apples))
	net.Settle()

	follower := node.Sight{Follows: []vocab.IRI{apples}}
	if got := whole(t, bakery, follower, apples, vf.EconomicEvent); got != 300 {
		t.Errorf("a follower sees %d events of 300\n%.4000s", got, bakery.Log)
	}
	if got := whole(t, bakery, node.Sight{}, apples, vf.EconomicEvent); got != 1 {
		t.Errorf("a stranger sees %d events; one was for everyone", got)
	}
	for id, name := range map[vocab.IRI]string{plan: "Spring", state: "State"} {
		if got := names(t, bakery, id); got[len(got)-1] != name+" 5" || !inOrder(got) || len(got) < 5 {
			t.Errorf("%s was called %q, in this order", id, got)
		}
	}
	if bakery.Knows(secret) {
		t.Error("the bakery has what is for members")
	}
	if bakery.Knows(gone) {
		t.Error("the bakery has what was deleted")
	}
	if r := bakery.Thing(state); !r.Class().IsA(pf.State) {
		t.Errorf("the state is a %s", r.Class())
	}

	before := everything(bakery)
	if err := bakery.Federation.Backfill(context.Background(), bread, apples); err != nil {
		t.Fatal(err)
	}
	net.Settle()
	if after := everything(bakery); after != before {
		t.Errorf("reading the history again wrote %d versions", after-before)
	}
	bakery.Sound()
}

func TestWhatHappensDuringABackfillIsNotOverwritten(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	apples, bread := garden.Group("apples"), bakery.Group("bread")
	plan := garden.Create(apples, `{"type": "Plan", "name": "Old"}`)
	net.Settle()
	// The follow is accepted and the plan changed before the bakery reads anything.
	bakery.Do(fedtest.Naming("Follow", bread, apples))
	if err := bakery.Federation.Distribute(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := bakery.Runner().Settle(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := garden.Runner().Settle(context.Background()); err != nil {
		t.Fatal(err)
	}
	garden.Do(node.Update(apples, garden.Read(fmt.Sprintf(`{"id": %q, "type": "Plan", "name": "New"}`, plan))...))
	net.Settle()

	if got := bakery.Thing(plan).Get(vf.Name).Text(); got != "New" {
		t.Errorf("the plan is called %q", got)
	}
}

func TestAnOutboxShowsAFollowerWhatIsForFollowers(t *testing.T) {
	n := fedtest.Start(t, t.TempDir(), nil)
	apples := n.Group("apples")
	ben := fedtest.NewStranger(t).Persona("ben", 0)
	if status := ben.Send(n, ben.Act("follow", "Follow", apples, nil)); status != http.StatusAccepted {
		t.Fatal(status)
	}
	n.Settle()
	n.Create(apples, `{"type": "Plan", "name": "Open"}`)
	n.Do(forFollowers(node.Create(apples, n.Read(`{"type": "Plan", "name": "Followers"}`)...)))
	n.Do(forMembers(node.Create(apples, n.Read(`{"type": "Plan", "name": "Members"}`)...)))

	outbox := apples + "/outbox"
	for range 2 { // what a stranger was told is remembered
		_, stranger := fedtest.Get(t, outbox, fedtest.ActivityJSON)
		_, follower := ben.Get(outbox)
		for _, c := range []struct{ who, told, sees, misses string }{
			{"a stranger", stranger, `"Open"`, `"Followers"`},
			{"a follower", follower, `"Followers"`, `"Members"`},
		} {
			if !strings.Contains(c.told, c.sees) || strings.Contains(c.told, c.misses) {
				t.Errorf("%s is shown %s", c.who, c.told)
			}
		}
		// The follower is also shown the answer to its own Follow, which is nobody else's business.
		if one, other := total(t, stranger), total(t, follower); other != one+2 {
			t.Errorf("a stranger is told of %d activities, a follower of %d", one, other)
		}
		if !strings.Contains(follower, `"outboxOf":"`+string(apples)+`"`) {
			t.Error("the outbox does not say whose it is")
		}
	}
}

func TestThingsInAFetchedActivityAreForAllWhoMayReadIt(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	apples, bread := garden.Group("apples"), bakery.Group("bread")
	plan := garden.Do(forFollowers(node.Create(apples, garden.Read(`{"type": "Plan", "name": "Spring"}`)...))).Objects[0]
	// What is announced to everyone names a thing that is not for everyone.
	open := fedtest.Naming("Announce", apples, plan)
	open.To = []vocab.IRI{as.Public}
	garden.Do(open)

	bakery.Do(fedtest.Naming("Follow", bread, apples))
	net.Settle()

	if got := whole(t, bakery, node.Sight{Follows: []vocab.IRI{apples}}, apples, vf.Plan); got != 1 {
		t.Errorf("a follower sees %d plans\n%.2000s", got, bakery.Log)
	}
	if got := whole(t, bakery, node.Sight{}, apples, vf.Plan); got != 0 {
		t.Errorf("a stranger sees %d plans", got)
	}
}

func TestThingsThatALargeActivityOnlyNamesAreRead(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	apples, bread := garden.Group("apples"), bakery.Group("bread")
	large := func() node.Activity {
		var plans []string
		for i := range 300 {
			plans = append(plans, fmt.Sprintf(`{"type": "Plan", "name": "Plan %d"}`, i))
		}
		return forFollowers(node.Create(apples, garden.Read("["+strings.Join(plans, ",")+"]")...))
	}
	bakery.Do(fedtest.Naming("Follow", bread, apples))
	net.Settle()
	garden.Do(large())
	net.Settle()

	if got := whole(t, bakery, node.Sight{Follows: []vocab.IRI{apples}}, apples, vf.Plan); got != 300 {
		t.Errorf("a follower sees %d plans of 300\n%.2000s", got, bakery.Log)
	}
}

func total(t *testing.T, collection string) int {
	t.Helper()
	var c struct{ TotalItems int }
	if err := json.Unmarshal([]byte(collection), &c); err != nil {
		t.Fatalf("%v in %s", err, collection)
	}
	return c.TotalItems
}

func names(t *testing.T, n *fedtest.Node, id vocab.IRI) (all []string) {
	t.Helper()
	versions, err := n.Server.Node.History(context.Background(), node.Operator, id)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range versions {
		r, err := v.Resource()
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, r.Get(vf.Name).Text())
	}
	return all
}

func inOrder(names []string) bool {
	for i := range names[1:] {
		if names[i] >= names[i+1] {
			return false
		}
	}
	return true
}

func forFollowers(act node.Activity) node.Activity {
	act.To = append(act.To, act.Actor+"/followers")
	return act
}

func forMembers(act node.Activity) node.Activity {
	act.To = append(act.To, act.Actor+"/members")
	return act
}

// A peer of another kind: pages lead only to older ones, things are Notes, and not all is as it should be.
func TestTheHistoryOfAnotherKindOfNode(t *testing.T) {
	n := fedtest.Start(t, t.TempDir(), nil)
	bread := n.Group("bread")
	stranger := fedtest.NewStranger(t)
	ben := stranger.Persona("ben", 0)
	note := func(i int) vocab.IRI { return stranger.IRI(fmt.Sprintf("/notes/%d", i)) }
	create := func(id, i int, content string) fedtest.Doc {
		doc := ben.Act(fmt.Sprint(id), "Create", fedtest.Doc{"id": note(i), "type": "Note", "summary": content, "attributedTo": ben.IRI}, nil)
		return doc.With(fedtest.Doc{"@context": nil, "published": fmt.Sprintf("2025-01-%02dT00:00:00Z", id)})
	}
	update := create(4, 1, "second").With(fedtest.Doc{"type": "Update"})
	alone := stranger.Serve("/activities/3", fedtest.ActivityJSON, create(3, 3, "alone").With(fedtest.Doc{"@context": "https://www.w3.org/ns/activitystreams"}))
	foreign := create(5, 5, "foreign").With(fedtest.Doc{"actor": stranger.IRI("/users/eve")})
	theirs := create(6, 6, "theirs").With(fedtest.Doc{"id": "https://elsewhere.example/6"})
	page := func(path, next string, items ...any) {
		doc := fedtest.Doc{"@context": "https://www.w3.org/ns/activitystreams", "id": stranger.IRI(path), "type": "OrderedCollectionPage", "orderedItems": items}
		if next != "" {
			doc["next"] = stranger.IRI(next)
		}
		stranger.Serve(path, fedtest.ActivityJSON, doc)
	}
	follow := ben.Act("7", "Follow", stranger.IRI("/users/eve"), fedtest.Doc{"@context": nil})
	page("/users/ben/outbox/1", "/users/ben/outbox/2", follow, theirs, foreign, update)
	page("/users/ben/outbox/2", "/users/ben/outbox/3", alone, create(2, 2, "middle"))
	page("/users/ben/outbox/3", "/users/ben/outbox/4", create(1, 1, "first"))
	page("/users/ben/outbox/4", "/users/ben/outbox/5")
	stranger.Serve("/users/ben/outbox/5", "text/html", "an error that looks well") // and there it ends
	stranger.Serve("/users/ben/outbox", fedtest.ActivityJSON, fedtest.Doc{
		"@context": "https://www.w3.org/ns/activitystreams", "id": ben.IRI + "/outbox", "type": "OrderedCollection",
		"totalItems": 4, "first": stranger.IRI("/users/ben/outbox/1"),
	})

	follows := n.Do(fedtest.Naming("Follow", bread, ben.IRI)).Activity
	n.Settle()
	if status := ben.Send(n, ben.Act("accept", "Accept", follows, nil)); status != 202 {
		t.Fatal(status)
	}
	n.Settle()

	if got := contents(t, n, note(1)); len(got) != 2 || got[0] != "first" || got[1] != "second" {
		t.Errorf("the first note said %q\n%.3000s", got, n.Log)
	}
	for _, i := range []int{2, 3} {
		if !n.Knows(note(i)) {
			t.Errorf("note %d is missing", i)
		}
	}
	if n.Knows(note(5)) || n.Knows(note(6)) || n.Knows(stranger.IRI("/activities/7")) {
		t.Error("what others did, or what was between others, was taken")
	}
	if hits := stranger.Hits(); hits["/users/ben/outbox/3"] > 2 {
		t.Errorf("the pages were asked for %v", hits)
	}
	n.Sound()
}

func contents(t *testing.T, n *fedtest.Node, id vocab.IRI) (all []string) {
	t.Helper()
	versions, err := n.Server.Node.History(context.Background(), node.Operator, id)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range versions {
		r, err := v.Resource()
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, r.Get(as.Summary).Text())
	}
	return all
}

func TestAnOutboxThatLeadsInACircleIsReadOnce(t *testing.T) {
	n := fedtest.Start(t, t.TempDir(), nil)
	bread := n.Group("bread")
	stranger := fedtest.NewStranger(t)
	ben := stranger.Persona("ben", 0)
	for _, direction := range []string{"next", "prev"} {
		for i := range 3 {
			stranger.Serve(fmt.Sprintf("/%s/%d", direction, i), fedtest.ActivityJSON, fedtest.Doc{
				"id": stranger.IRI(fmt.Sprintf("/%s/%d", direction, i)), "type": "OrderedCollectionPage", "orderedItems": []any{},
				direction: stranger.IRI(fmt.Sprintf("/%s/%d", direction, (i+1)%3)),
			})
		}
	}
	outbox := fedtest.Doc{"id": ben.IRI + "/outbox", "type": "OrderedCollection", "first": stranger.IRI("/next/0")}
	stranger.Serve("/users/ben/outbox", fedtest.ActivityJSON, outbox)
	follows := n.Do(fedtest.Naming("Follow", bread, ben.IRI)).Activity
	n.Settle()
	ben.Send(n, ben.Act("accept", "Accept", follows, nil))
	n.Settle()
	stranger.Serve("/users/ben/outbox", fedtest.ActivityJSON, outbox.With(fedtest.Doc{"last": stranger.IRI("/prev/0")}))
	if err := n.Federation.Backfill(context.Background(), bread, ben.IRI); err != nil {
		t.Fatal(err)
	}
	n.Settle()

	for path, hits := range stranger.Hits() {
		if strings.Contains(path, "/next/") && hits != 2 || strings.Contains(path, "/prev/") && hits > 2 {
			t.Errorf("%s was asked for %d times", path, hits)
		}
	}
}

func TestABackfillWaitsWhereThePeerAsksForIt(t *testing.T) {
	n := fedtest.Start(t, t.TempDir(), nil)
	bread := n.Group("bread")
	stranger := fedtest.NewStranger(t)
	ben := stranger.Persona("ben", 0)
	stranger.Handle("/users/ben/outbox", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "120")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	follows := n.Do(fedtest.Naming("Follow", bread, ben.IRI)).Activity
	n.Settle()
	ben.Send(n, ben.Act("accept", "Accept", follows, nil))
	n.Settle()

	left, err := n.DB.Backlog(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if left.Waiting != 1 || left.Failing != 1 || left.Buried != 0 {
		t.Errorf("what is left to do: %+v", left)
	}
}
