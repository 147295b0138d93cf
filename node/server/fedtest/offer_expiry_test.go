package fedtest_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"tributary/federation"
	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
	"tributary/vocab/as"
)

// turned is a clock that a test turns. It goes on by itself, too: what is asked again meets another moment.
type turned struct {
	mu    sync.Mutex
	ahead time.Duration
}

func (c *turned) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().Add(c.ahead)
}

func (c *turned) turn(by time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead += by
}

// fair is a market of two nodes on one clock.
type fair struct {
	net            *fedtest.Network
	garden, bakery *fedtest.Node
	apples, bread  vocab.IRI
	give, take     vocab.IRI
	ours, theirs   *turned // the garden's clock and the bakery's
}

func openFair(t *testing.T) fair {
	t.Helper()
	f := fair{net: fedtest.New(t, 0), ours: new(turned), theirs: new(turned)}
	f.garden, f.bakery = fedtest.StartAt(t, t.TempDir(), nil, f.ours.now), fedtest.StartAt(t, t.TempDir(), nil, f.theirs.now)
	f.net.Nodes = []*fedtest.Node{f.garden, f.bakery}
	f.apples, f.bread = f.garden.Group("apples"), f.bakery.Group("bread")
	f.bakery.Do(fedtest.Naming("Follow", f.bread, f.apples))
	f.net.Settle()
	made := f.garden.Do(node.Create(f.apples, f.garden.Read(fmt.Sprintf(`[
		{"id": "_:p", "type": "Proposal", "name": "Apples for flour", "purpose": "offer", "unitBased": true, "publishes": ["_:give"], "reciprocal": ["_:take"]},
		{"id": "_:give", "type": "Intent", "action": "transfer", "provider": %q, "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "5"}},
		{"id": "_:take", "type": "Intent", "action": "transfer", "receiver": %q, "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "2"}}]`, f.apples, f.apples))...)).Objects
	f.net.Settle()
	f.give, f.take = made[1], made[2]
	return f
}

// offer has the bakery post an Offer that holds for an hour to its outbox, as a program would.
func (f fair) offer(t *testing.T, body string) vocab.IRI {
	t.Helper()
	act, err := federation.ReadActivity([]byte(body), f.bread)
	if err != nil {
		t.Fatal(err)
	}
	made := f.bakery.Do(act).Activity
	f.net.Settle()
	return made
}

func (f fair) body(until time.Time) string {
	return fmt.Sprintf(`{"type": "Offer", "endTime": %q, "object": %s}`, until.UTC().Format(time.RFC3339), offering(f.give, f.take, "10", "4"))
}

func TestAnOfferIsAcceptedWhileItHolds(t *testing.T) {
	f := openFair(t)
	until := time.Now().Add(time.Hour).UTC().Truncate(time.Second)
	offer := f.offer(t, f.body(until))
	for _, n := range f.net.Nodes {
		if got := n.Thing(offer).Get(as.EndTime).Time(); !got.Equal(until) {
			t.Errorf("at %s it holds until %s, not %s", n.URL, got, until)
		}
	}
	if status, page := readAs(t, f.garden, f.apples, offer, f.theirs.now()); status != http.StatusOK || strings.Contains(page, "has expired") {
		t.Errorf("its page says that it has expired: %d %s", status, page)
	}
	f.ours.turn(59 * time.Minute)
	f.theirs.turn(59 * time.Minute)
	f.garden.Do(fedtest.Naming("Accept", f.apples, offer))
	f.net.Settle()
	for _, n := range f.net.Nodes {
		if !n.Related(node.Relation{Kind: node.Binds, To: f.bread}) {
			t.Errorf("%s knows of no agreement\n%s", n.URL, n.Log)
		}
		n.Sound()
	}
	// What was concluded does not expire.
	f.theirs.turn(time.Hour)
	if until, err := f.bakery.Server.Node.Expired(t.Context(), f.bakery.Thing(offer)); err != nil || !until.IsZero() {
		t.Errorf("an accepted offer expired at %s, %v", until, err)
	}
}

func TestAnOfferIsNotAcceptedAfterItsEnd(t *testing.T) {
	f := openFair(t)
	offer := f.offer(t, f.body(time.Now().Add(time.Hour)))
	f.ours.turn(2 * time.Hour)

	_, err := f.garden.Try(fedtest.Naming("Accept", f.apples, offer))

	if node.KindOf(err) != node.Conflict || !strings.Contains(err.Error(), "could be accepted until") {
		t.Errorf("accepted after its end: %v", err)
	}
	f.theirs.turn(2 * time.Hour)
	for _, n := range f.net.Nodes {
		if until, err := n.Server.Node.Expired(t.Context(), n.Thing(offer)); err != nil || until.IsZero() {
			t.Errorf("at %s it has not expired: %v", n.URL, err)
		}
	}
	reminders, err := f.garden.Server.Node.Reminders(t.Context(), node.Operator, f.apples)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range reminders {
		if r.Kind == node.AwaitsAnswer {
			t.Errorf("somebody is reminded of what cannot be accepted: %s", r.Text)
		}
	}
	if _, page := readAs(t, f.garden, f.apples, offer, f.theirs.now()); !strings.Contains(page, "This offer has expired. It could be accepted until") {
		t.Error("its page does not say that it has expired")
	}
	f.garden.Do(fedtest.Naming("Reject", f.apples, offer))
	f.net.Settle()
	if f.bakery.Related(node.Relation{Kind: node.Offered}) {
		t.Error("the offer still waits")
	}
}

func TestAnAcceptThatComesTooLateIsRefusedWithItsReason(t *testing.T) {
	f := openFair(t)
	offer := f.offer(t, f.body(time.Now().Add(2*time.Minute)))
	f.theirs.turn(4 * time.Minute) // the bakery's clock is ahead: the garden takes the offer for open

	f.garden.Do(fedtest.Naming("Accept", f.apples, offer))
	f.net.Settle()

	if f.bakery.Related(node.Relation{Kind: node.Binds}) {
		t.Error("the bakery is bound by an offer that had ended")
	}
	told := ""
	for _, r := range rejects(t, f.garden) {
		told += r.Get(as.Summary).Text()
	}
	if !strings.Contains(told, "could be accepted until") {
		t.Errorf("the garden is told %q\n%s", told, f.bakery.Log)
	}
}

func TestAnOfferThatArrivesAfterItsEndIsRejected(t *testing.T) {
	f := openFair(t)
	f.ours.turn(4 * time.Minute)
	offer := f.offer(t, f.body(time.Now().Add(2*time.Minute)))
	if f.garden.Knows(offer) {
		t.Error("the garden took an offer that had ended")
	}
	told := ""
	for _, r := range rejects(t, f.bakery) {
		told += r.Get(as.Summary).Text()
	}
	if !strings.Contains(told, "could be accepted until") {
		t.Errorf("the bakery is told %q\n%s", told, f.garden.Log)
	}
}

// rejects are all that a node has of one kind of answer.
func rejects(t *testing.T, n *fedtest.Node) (all []*vocab.Resource) {
	t.Helper()
	found, err := n.Server.Node.Find(t.Context(), node.Operator, node.Query{Classes: []string{as.Reject.Name}})
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range found {
		r, err := v.Resource()
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	return all
}

func TestAnEndThatIsNoneIsRefused(t *testing.T) {
	f := openFair(t)
	for _, end := range []string{`"tomorrow"`, `7`, `["2030-01-01T00:00:00Z"]`, `"2030-01-01"`, `"2030-01-01T00:00:00"`} {
		body := strings.Replace(f.body(time.Now()), `"endTime": "`, `"endTime": `+end+`, "was": "`, 1)
		if _, err := federation.ReadActivity([]byte(body), f.bread); node.KindOf(err) != node.Invalid || !strings.Contains(err.Error(), "endTime") {
			t.Errorf("%s: %v", end, err)
		}
	}
	act, err := federation.ReadActivity([]byte(f.body(time.Now().Add(-time.Hour))), f.bread)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.bakery.Try(act); node.KindOf(err) != node.Invalid || !strings.Contains(err.Error(), "endTime") {
		t.Errorf("an offer that has ended before it was made: %v", err)
	}
}

func TestAStrangersOfferEndsAsItSays(t *testing.T) {
	f := openFair(t)
	mallory := fedtest.NewStranger(t).Persona("mallory", 0)
	send := func(id, until string) vocab.IRI {
		doc := mallory.Act(id, "Offer", fedtest.Doc{"type": "Agreement",
			"stipulates":           fedtest.Doc{"type": "Commitment", "satisfies": f.give, "resourceQuantity": fedtest.Doc{"hasUnit": "kilogram", "hasNumericalValue": "10"}},
			"stipulatesReciprocal": fedtest.Doc{"type": "Commitment", "satisfies": f.take, "resourceQuantity": fedtest.Doc{"hasUnit": "kilogram", "hasNumericalValue": "4"}},
		}, fedtest.Doc{"to": []any{f.apples}, "endTime": until})
		if status := mallory.Send(f.garden, doc); status != http.StatusAccepted {
			t.Fatalf("%s is answered %d", id, status)
		}
		f.garden.Settle()
		return vocab.IRI(fmt.Sprint(doc["id"]))
	}
	offer, unread := send("one", time.Now().Add(time.Minute).UTC().Format(time.RFC3339)), send("two", "tomorrow")
	if !f.garden.Knows(offer) || f.garden.Knows(unread) {
		t.Errorf("the garden knows them %v %v\n%s", f.garden.Knows(offer), f.garden.Knows(unread), f.garden.Log)
	}
	f.ours.turn(2 * time.Minute)
	if _, err := f.garden.Try(fedtest.Naming("Accept", f.apples, offer)); node.KindOf(err) != node.Conflict {
		t.Errorf("accepted after its end: %v", err)
	}
	// And ours says to anybody until when it holds, in the words of ActivityStreams.
	ours := f.offer(t, f.body(time.Now().Add(time.Hour)))
	if body, err := f.bakery.DB.Parcel(t.Context(), ours, "full "+string(f.apples)); err != nil || !strings.Contains(string(body), `"endTime":"`) || strings.Contains(string(body), "/contexts/") {
		t.Errorf("it is sent as %s, %v", body, err)
	}
}
