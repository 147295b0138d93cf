package federation

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"tributary/federation/dialect"
	"tributary/node"
	"tributary/node/problem"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/jsonld"
	"tributary/vocab/model"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

var update = flag.Bool("update", false, "write the tables of FEDERATION.md")

// What FEDERATION.md says in tables is what the code does.
func TestWhatPeersReadAboutUsIsTrue(t *testing.T) {
	const path = "../FEDERATION.md"
	kept, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	page := kept
	for name, table := range map[string]string{
		"verbs": verbTable(t), "features": featureTable(), "refusals": refusalTable(), "levels": levelTable(),
	} {
		if page, err = between(page, name, table); err != nil {
			t.Fatal(err)
		}
	}
	if *update {
		if err := os.WriteFile(path, page, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(kept, page) {
		t.Error("FEDERATION.md is stale: go test ./federation -run TestWhatPeersRead -update")
	}
}

// between puts a table between its two marks.
func between(page []byte, name, table string) ([]byte, error) {
	begin, end := "<!-- "+name+" -->\n", "<!-- end of "+name+" -->"
	i, j := bytes.Index(page, []byte(begin)), bytes.Index(page, []byte(end))
	if i < 0 || j < i {
		return nil, errors.New("FEDERATION.md has no marks for " + name)
	}
	return slices.Concat(page[:i+len(begin)], []byte(table), page[j:]), nil
}

// meanings say what an activity of a peer does here. Verbs without a row, and rows without a verb, fail
// the test.
var meanings = map[string]string{
	"Accept":   "the answer to a Follow, Invite, Join or Offer of ours; of an event that names the sender as a side: it is confirmed; of a commitment of ours that is open or for the sender: it is the sender's (FEP-3264, FEP-c5a1)",
	"Add":      "kept; on the `/standing` of a group here it gives a role or seat, by the word of the group's admins",
	"Announce": "kept; an embedded activity that proves itself, or that its own address repeats, is carried out as if it had been sent",
	"Block":    "nothing more goes from the blocked group to the sender, and neither follows the other",
	"Create":   "the things are kept as the sender's; an event that names a group of this node as a side waits for that group's word; a commitment for one of this node asks it to do that, one in a plan of ours waits to be added; an event that fulfils a commitment of ours is checked against it",
	"Delete":   "the sender's things become tombstones; of the actor itself: all dealings with it end, and its Notes go; of a person also what concerns nobody else, and the words of the rest",
	"Flag":     "kept, for the operator and the group to read",
	"Follow":   "answered at once with Accept, or when the group's editors, or the person, have decided (`manuallyApprovesFollowers`)",
	"Invite":   "waits for the answer of the group or person; `summary` may name a role: reader, member, editor, delegate, admin",
	"Join":     "accepted at once where the sender was invited; else waits for the group's admins",
	"Leave":    "the sender belongs no more",
	"Like":     "kept",
	"Move":     "followers here ask to follow the target, when it names the old actor in `alsoKnownAs`",
	"Offer":    "waits for the group's answer: of a vf:Agreement to a vf:Proposal (FEP-0837), or a counter-offer",
	"Read":     "kept",
	"Reject":   "the no to a Follow, Invite, Join or Offer of ours; of an event: it is disputed; of a commitment of ours that is for the sender: it is open again; `problem` says why (FEP-c180)",
	"Remove":   "kept; on the `/standing` of a group here it ends an assignment, by the word of the group's admins or of whoever holds it",
	"Undo":     "takes back a Follow, Block or Offer; of a Create: its things go, but not events",
	"Update":   "a new version of the sender's things, of a commitment also where it tells only what changes; of the actor itself: its document is read anew at its address",
}

func verbTable(t *testing.T) string {
	var b strings.Builder
	b.WriteString("| activity | received: what it does here | sent to | sent as (carrier) | sent as (full) | a refusal is answered |\n|---|---|---|---|---|---|\n")
	for _, verb := range node.Verbs() {
		meaning, ok := meanings[verb]
		if !ok {
			t.Errorf("the verb %s has no row", verb)
		}
		to := "followers, and whom it names"
		switch {
		case kept[verb]:
			to = "nobody"
		case node.Between[verb]:
			to = "whom it concerns"
		}
		plain, full := "", ""
		if !kept[verb] {
			plain, full = sentAs(t, dialect.Carrier, verb), sentAs(t, dialect.Full, verb)
		}
		answer := ""
		if answered[verb] {
			answer = "Reject"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", verb, meaning, to, plain, full, answer)
	}
	for verb := range meanings {
		if !slices.Contains(node.Verbs(), verb) {
			t.Errorf("there is no verb %s", verb)
		}
	}
	return b.String()
}

// sentAs writes an activity, about a Follow where it answers something and else about an event that peers
// know by a Note where they can, and says what came out.
func sentAs(t *testing.T, d dialect.Dialect, verb string) string {
	t.Helper()
	const group, id, about vocab.IRI = "https://node.example/groups/garden", "https://node.example/id/activity/1", "https://node.example/id/thing/2"
	at := time.Date(2026, 3, 21, 9, 0, 0, 0, time.UTC)
	thing := vocab.New(vf.EconomicEvent, about).
		With(vf.HasAction, vocab.Ref(vf.Raise.IRI)).With(vf.Provider, vocab.Ref(group)).With(vf.Receiver, vocab.Ref(group)).
		With(vf.ResourceQuantity, vocab.Inside(vocab.New(vf.Measure, "").
			With(vf.HasUnit, vocab.Ref(quantity.OM2+"kilogram")).With(vf.HasNumericalValue, vocab.Number("1"))))
	switch verb {
	case "Delete":
		thing = nil
	case "Accept", "Reject", "Undo":
		thing = vocab.New(as.Follow, about).With(as.Actor, vocab.Ref(group)).With(as.HasObject, vocab.Ref("https://peer.example/users/carol"))
	case "Offer":
		thing = vocab.New(vf.Agreement, about)
	}
	part := dialect.Part{IRI: about, Resource: thing}
	if verb == "Update" || verb == "Delete" {
		part.Note = dialect.Note{ID: about + "/note", Published: at}
	}
	r := vocab.New(model.Vocabulary.Class(verb), id).With(as.Actor, vocab.Ref(group)).With(as.HasObject, vocab.Ref(about)).
		With(as.Published, vocab.Moment(at))
	body, err := dialect.Compose(d, node.Version{IRI: id, N: 1, Author: group, Owner: group, At: at, Class: verb, Body: jsonld.Append(nil, r), Content: r},
		[]dialect.Part{part}, dialect.Options{Base: "https://node.example"})
	if err != nil {
		t.Fatalf("compose %s: %v", verb, err)
	}
	var sent struct {
		Type   string          `json:"type"`
		Object json.RawMessage `json:"object"`
	}
	if err := json.Unmarshal(body, &sent); err != nil {
		t.Fatal(err)
	}
	var object struct {
		Type string `json:"type"`
	}
	if json.Unmarshal(sent.Object, &object) != nil {
		return sent.Type + " of an address"
	}
	if object.Type == "EconomicEvent" || object.Type == "vf:EconomicEvent" {
		object.Type = "the thing"
	}
	return sent.Type + " of " + object.Type
}

func featureTable() string {
	var b strings.Builder
	b.WriteString("| feature | name |\n|---|---|\n")
	for _, f := range dialect.Features {
		fmt.Fprintf(&b, "| `%s` | %s |\n", f.Href, f.Name)
	}
	return b.String()
}

func refusalTable() string {
	var b strings.Builder
	b.WriteString("| status | type | title |\n|---|---|---|\n")
	for _, kind := range node.Kinds {
		p := problem.Of(node.Errorf(kind, "why"))
		fmt.Fprintf(&b, "| %d | `%s` | %s |\n", p.Status, p.Type, p.Title)
	}
	return b.String()
}

func levelTable() string {
	words := map[node.PolicyLevel]string{
		node.PolicyAllow: "as with anyone",
		node.PolicyLimit: "followers only: hidden from strangers' lists, no media",
		node.PolicyBlock: "not at all: what it sends is answered with 403, nothing is fetched from it or sent to it",
		node.PolicyClear: "there is no rule any more: what is more general decides",
	}
	var b strings.Builder
	b.WriteString("| level | meaning |\n|---|---|\n")
	for _, level := range node.PolicyLevels {
		fmt.Fprintf(&b, "| %s | %s |\n", level, words[level])
	}
	return b.String()
}
