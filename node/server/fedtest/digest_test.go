package fedtest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"tributary/federation"
	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
	"tributary/vocab/vf"
)

// following is two nodes of which the second's group follows the first's.
func following(t *testing.T) (net *fedtest.Network, garden, bakery *fedtest.Node, apples, bread vocab.IRI) {
	t.Helper()
	net = fedtest.New(t, 2)
	garden, bakery = net.Nodes[0], net.Nodes[1]
	apples, bread = garden.Group("apples"), bakery.Group("bread")
	bakery.Do(fedtest.Naming("Follow", bread, apples))
	net.Settle()
	return net, garden, bakery, apples, bread
}

// lose has everything that waits to be delivered from a node forgotten.
func lose(t *testing.T, n *fedtest.Node) (lost int) {
	t.Helper()
	ctx := context.Background()
	if err := n.Federation.Distribute(ctx); err != nil {
		t.Fatal(err)
	}
	turned, err := n.DB.Turn(ctx, node.Turn{
		Worker: "thief", Now: time.Now(), Until: time.Now(), Jobs: 10_000,
		Wants: []node.Want{{Kind: federation.Delivering, Lanes: 100, Jobs: 10_000}},
	})
	if err != nil {
		t.Fatal(err)
	}
	var done []int64
	var left []node.Leaving
	for _, lane := range turned.Leased {
		for _, job := range lane.Jobs {
			done = append(done, job.ID)
		}
		left = append(left, node.Leaving{Lane: lane.Name})
	}
	if _, err := n.DB.Turn(ctx, node.Turn{Worker: "thief", Now: time.Now(), Until: time.Now(), Done: done, Left: left}); err != nil {
		t.Fatal(err)
	}
	return len(done)
}

func TestWhatGotLostIsFoundAndFetched(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	apples, bread := garden.Group("apples"), bakery.Group("bread")
	for i := range 400 {
		garden.Create(apples, fmt.Sprintf(`{"type": "Plan", "name": "Plan %d"}`, i))
	}
	bakery.Do(fedtest.Naming("Follow", bread, apples))
	net.Settle()
	var missing []vocab.IRI
	for i := range 50 {
		missing = append(missing, garden.Do(forFollowers(node.Create(apples, garden.Read(fmt.Sprintf(`{"type": "Plan", "name": "Lost %d"}`, i))...))).Objects[0])
	}
	if lost := lose(t, garden); lost != 50 {
		t.Fatalf("%d deliveries were lost", lost)
	}
	later := garden.Create(apples, `{"type": "Plan", "name": "Later"}`)
	net.Settle()
	if bakery.Knows(missing[0]) || !bakery.Knows(later) {
		t.Fatal("nothing was lost")
	}

	taken := bakery.Federation.Stats().Taken.Load()
	if err := bakery.Federation.Repair(context.Background(), bread, apples); err != nil {
		t.Fatal(err)
	}
	net.Settle()

	for _, id := range missing {
		if !bakery.Knows(id) {
			t.Fatalf("%s is still missing\n%.3000s", id, bakery.Log)
		}
	}
	if got := bakery.Federation.Stats().Taken.Load() - taken; got != 50 {
		t.Errorf("%d activities were fetched for 50 that were missing", got)
	}
	if got := whole(t, bakery, node.Sight{}, apples, vf.Plan); got != 401 {
		t.Errorf("a stranger sees %d plans of 401", got)
	}
	before := everything(bakery)
	if err := bakery.Federation.Repair(context.Background(), bread, apples); err != nil {
		t.Fatal(err)
	}
	net.Settle()
	if after := everything(bakery); after != before {
		t.Errorf("a second repair wrote %d versions", after-before)
	}
	bakery.Sound()
}

func TestLogsThatAreFollowedAreComparedEveryDay(t *testing.T) {
	_, _, bakery, _, _ := following(t)
	before, err := bakery.DB.Backlog(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	changed := bakery.DB.Changed()
	ended := make(chan error, 1)
	go func() { ended <- bakery.Federation.Rounds(ctx) }()
	<-changed
	stop()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	after, err := bakery.DB.Backlog(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if after.Waiting != before.Waiting+1 {
		t.Errorf("%d jobs wait, and before %d", after.Waiting, before.Waiting)
	}
}

func TestADigestTellsWhatItsReaderMaySee(t *testing.T) {
	net := fedtest.New(t, 1)
	garden := net.Nodes[0]
	apples := garden.Group("apples")
	open := garden.Do(node.Create(apples, garden.Read(`{"type": "Plan", "name": "Open"}`)...)).Activity
	garden.Do(forFollowers(node.Create(apples, garden.Read(`{"type": "Plan", "name": "Followers'"}`)...)))

	var d federation.Digest
	if status := read(t, string(apples)+"/digest", &d); status != http.StatusOK {
		t.Fatal(status)
	}
	if d.Count != 1 || len(d.Activities) != 1 || d.Activities[0] != open || d.Group != apples {
		t.Errorf("a stranger is told %+v", d)
	}
	follower, err := garden.Federation.Digest(context.Background(), node.Caller{Agent: "https://b.example/x", Follows: []vocab.IRI{apples}}, apples, "")
	if err != nil || follower.Count != 2 || follower.Hash == d.Hash {
		t.Errorf("a follower is told %+v, %v", follower, err)
	}
	if status := read(t, string(apples)+"/digest?in=2026-1", nil); status != http.StatusBadRequest {
		t.Errorf("half a month is answered with %d", status)
	}
	if status := read(t, garden.URL+"/groups/pears/digest", nil); status != http.StatusNotFound {
		t.Errorf("a group that is not there is answered with %d", status)
	}
}

func TestALongLogIsToldInParts(t *testing.T) {
	net := fedtest.New(t, 1)
	garden := net.Nodes[0]
	apples := garden.Group("apples")
	for i := range 300 {
		garden.Create(apples, fmt.Sprintf(`{"type": "Plan", "name": "Plan %d"}`, i))
	}
	var all federation.Digest
	read(t, string(apples)+"/digest", &all)
	if all.Count != 300 || len(all.Activities) != 0 || len(all.Parts) == 0 {
		t.Fatalf("%+v", all)
	}
	// Down to where the activities are named.
	named := 0
	var descend func(d federation.Digest)
	descend = func(d federation.Digest) {
		named += len(d.Activities)
		for _, part := range d.Parts {
			var inner federation.Digest
			if status := read(t, string(apples)+"/digest?in="+part.In, &inner); status != http.StatusOK || inner.Count != part.Count || inner.Hash != part.Hash {
				t.Fatalf("%s: %d %+v", part.In, status, inner)
			}
			descend(inner)
		}
	}
	descend(all)
	if named != 300 {
		t.Errorf("%d activities are named", named)
	}
}

func TestAFollowThatOnlyTheFollowerBelievesInEnds(t *testing.T) {
	net, garden, bakery, apples, bread := following(t)
	cream := bakery.Group("cream")
	bakery.Do(fedtest.Naming("Follow", cream, apples))
	net.Settle()
	relate(t, garden, node.Relation{From: cream, Kind: node.Follows, To: apples}, false)

	garden.Create(apples, `{"type": "Plan", "name": "Spring"}`)
	net.Settle()

	if bakery.Related(node.Relation{From: cream, Kind: node.Follows, To: apples}) {
		t.Errorf("cream still follows\n%.2000s", bakery.Log)
	}
	if !bakery.Related(node.Relation{From: bread, Kind: node.Follows, To: apples}) || !garden.Related(node.Relation{From: bread, Kind: node.Follows, To: apples}) {
		t.Error("bread does not follow any more")
	}
}

func TestAFollowThatOnlyTheFollowedBelievesInEnds(t *testing.T) {
	net, garden, bakery, apples, bread := following(t)
	relate(t, bakery, node.Relation{From: bread, Kind: node.Follows, To: apples}, false)

	garden.Create(apples, `{"type": "Plan", "name": "Spring"}`)
	net.Settle()

	if garden.Related(node.Relation{From: bread, Kind: node.Follows, To: apples}) {
		t.Errorf("the garden still believes that bread follows\n%.2000s", bakery.Log)
	}
}

func TestFollowersOfAHostAreForThatHost(t *testing.T) {
	_, garden, bakery, apples, bread := following(t)
	host := strings.TrimPrefix(bakery.URL, "http://")
	if status := read(t, string(apples)+"/followers?domain="+host, nil); status != http.StatusForbidden {
		t.Errorf("a stranger is answered with %d", status)
	}
	for who, want := range map[vocab.IRI]node.Kind{bread: "", bakery.Server.Node.Node(): "", "https://c.example/x": node.Forbidden} {
		listed, err := garden.Federation.FollowersAt(context.Background(), node.Caller{Agent: who}, apples, host)
		if node.KindOf(err) != want || want == "" && (len(listed) != 1 || listed[0] != bread) {
			t.Errorf("%s is told %v, %v", who, listed, err)
		}
	}
}

func relate(t *testing.T, n *fedtest.Node, r node.Relation, on bool) {
	t.Helper()
	if err := n.DB.Update(context.Background(), func(tx node.Tx) error { return tx.Relate(r, on) }); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, address string, into any) int {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "application/json, application/activity+json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if into != nil && answer.StatusCode == http.StatusOK {
		if err := json.Unmarshal(body, into); err != nil {
			t.Fatalf("%s: %v", body, err)
		}
	}
	return answer.StatusCode
}
