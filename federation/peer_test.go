package federation_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	ap "github.com/go-ap/activitypub"

	"tributary/node"
	"tributary/node/nodetest"
	"tributary/node/problem"
	"tributary/node/publish"
)

// A peer that reads with go-ap understands our actors and activities, as far as it knows their types.
func TestAGoAPPeerReadsWhatWePublish(t *testing.T) {
	n := nodetest.New(t)
	garden := n.Group("garden")
	receipt := n.Must(nodetest.Speaking(garden), node.Create(garden, n.Read(`{"type": "Plan", "name": "Spring"}`)...))
	documents := publish.New(publish.Options{Node: n.Node, Problems: problem.Writer{}})
	read := func(id string) ap.Item {
		r := httptest.NewRequest(http.MethodGet, id[len(nodetest.Base):], nil)
		r.Header.Set("Accept", "application/activity+json")
		w := httptest.NewRecorder()
		documents.ServeHTTP(w, r)
		item, err := ap.UnmarshalJSON(w.Body.Bytes())
		if err != nil || item == nil {
			t.Fatalf("%s: %v, %v of %s", id, item, err, w.Body)
		}
		return item
	}

	if err := ap.OnActivity(read(string(receipt.Activity)), func(a *ap.Activity) error {
		if !ap.CreateType.Match(a.GetType()) || a.Actor.GetLink() != ap.IRI(garden) || a.Published.IsZero() {
			t.Errorf("the peer reads a %s by %s at %s", a.GetType(), a.Actor, a.Published)
		}
		return nil
	}); err != nil {
		t.Error(err)
	}
	if err := ap.OnOrderedCollection(read(string(garden)+"/outbox"), func(c *ap.OrderedCollection) error {
		if c.TotalItems == 0 {
			t.Error("the peer reads an empty outbox")
		}
		return nil
	}); err != nil {
		t.Error(err)
	}
	group := read(string(garden))
	if got := group.GetID(); got != ap.IRI(garden) {
		t.Errorf("the peer reads the group as %s", got)
	}
	if err := ap.OnActor(group, func(a *ap.Actor) error {
		if a.Inbox.GetLink() != ap.IRI(garden+"/inbox") || a.PreferredUsername.String() != "garden" {
			t.Errorf("inbox %s, name %s", a.Inbox, a.PreferredUsername)
		}
		return nil
	}); err != nil {
		t.Errorf("the group is no actor to the peer: %v", err)
	}
}
