package federation_test

import (
	"net/http"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
)

// accounts has a stranger say whose accounts are which actors.
func accounts(s *fedtest.Stranger, actors map[string]vocab.IRI) (host string) {
	host = strings.TrimPrefix(s.URL, "http://")
	s.Handle("/.well-known/webfinger", func(w http.ResponseWriter, r *http.Request) {
		account := r.URL.Query().Get("resource")
		actor, ok := actors[strings.TrimSuffix(strings.TrimPrefix(account, "acct:"), "@"+host)]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/jrd+json")
		w.Write([]byte(`{"subject": "` + account + `", "links": [{"rel": "self", "type": "` + fedtest.ActivityJSON + `", "href": "` + string(actor) + `"}]}`))
	})
	return host
}

func TestAnActorIsFoundByAddressAliasAndAccount(t *testing.T) {
	n := fedtest.New(t, 1).Nodes[0]
	apples := n.Group("apples")
	mill := fedtest.NewStranger(t)
	ana := mill.Persona("ana", 0)
	host := accounts(mill, map[string]vocab.IRI{"ana": ana.IRI})
	alias := mill.Redirect("/@ana", ana.IRI)

	for text, want := range map[string]vocab.IRI{
		string(ana.IRI):    ana.IRI,
		string(alias):      ana.IRI,
		"@ana@" + host:     ana.IRI,
		"ana@" + host:      ana.IRI,
		"acct:ana@" + host: ana.IRI,
		string(apples):     apples,
		"@apples@" + strings.TrimPrefix(n.URL, "http://"): apples,
	} {
		if got, err := n.Federation.Resolve(t.Context(), text); got != want || err != nil {
			t.Errorf("%s leads to %q (%v), not %s", text, got, err, want)
		}
	}
}

func TestWhoeverIsCalledOtherwiseIsNotFound(t *testing.T) {
	n := fedtest.New(t, 1).Nodes[0]
	mill := fedtest.NewStranger(t)
	ana, bram := mill.Persona("ana", 0), mill.Persona("bram", 1)
	ana.Publish(fedtest.Doc{"id": string(bram.IRI)})
	host := accounts(mill, map[string]vocab.IRI{"ana": ana.IRI, "elsewhere": "http://127.0.0.1:1/users/ana"})
	note := mill.Serve("/notes/1", fedtest.ActivityJSON, fedtest.Doc{"@context": "https://www.w3.org/ns/activitystreams", "id": mill.URL + "/notes/1", "type": "Note"})

	for text, kind := range map[string]node.Kind{
		"@ana@" + host:       node.Invalid, // calls itself bram
		"@nobody@" + host:    node.NotFound,
		"@elsewhere@" + host: node.Unreachable,
		"apples":             node.Invalid,
		"":                   node.Invalid,
		"@a b@" + host:       node.Invalid,
		string(note):         node.Invalid, // no actor
		n.URL + "/groups/no": node.NotFound,
		"@no@" + strings.TrimPrefix(n.URL, "http://"): node.NotFound,
	} {
		if got, err := n.Federation.Resolve(t.Context(), text); node.KindOf(err) != kind {
			t.Errorf("%q leads to %q: %v, which is no %s", text, got, err, kind)
		}
	}
}

func TestWhoIsKeptOutIsNotAskedFor(t *testing.T) {
	n := fedtest.New(t, 1).Nodes[0]
	mill := fedtest.NewStranger(t)
	ana := mill.Persona("ana", 0)
	host := accounts(mill, map[string]vocab.IRI{"ana": ana.IRI})
	if err := n.Policy.Record(t.Context(), node.PolicyRule{Subject: host, Level: node.PolicyBlock, Author: n.Server.Node.Node()}); err != nil {
		t.Fatal(err)
	}

	for _, text := range []string{string(ana.IRI), "@ana@" + host} {
		if _, err := n.Federation.Resolve(t.Context(), text); node.KindOf(err) != node.Forbidden {
			t.Errorf("%s: %v", text, err)
		}
	}
	if hits := mill.Hits(); len(hits) > 0 {
		t.Errorf("it was asked for %v", hits)
	}
}
