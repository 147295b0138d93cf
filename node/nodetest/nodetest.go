// Package nodetest is a whole node inside a test: real SQLite, a fixed clock, counted ids.
package nodetest

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"tributary/node"
	"tributary/storage"
	"tributary/storage/sqlite"
	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/jsonld"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// Base is the address of the node in tests.
const Base = "https://node.example"

// Begin is when tests happen; each reading of the clock is a second later.
var Begin = time.Date(2026, 3, 21, 9, 0, 0, 0, time.UTC)

// Node is a node inside a test.
type Node struct {
	*node.Node
	DB *storage.DB
	t  testing.TB
}

// New opens a node over a private database, which goes with the test.
func New(t testing.TB) *Node {
	t.Helper()
	db, err := sqlite.Open(context.Background(), ":memory:", storage.Options{Now: func() time.Time { return Begin }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return Over(t, db)
}

// Over makes a node over a store.
func Over(t testing.TB, db *storage.DB) *Node {
	var ticks, ids atomic.Int64
	n := node.New(node.Options{
		Base: Base, Store: db,
		Now:  func() time.Time { return Begin.Add(time.Duration(ticks.Add(1)) * time.Second) },
		Mint: func(time.Time) string { return fmt.Sprintf("%026d", ids.Add(1)) },
	})
	return &Node{Node: n, DB: db, t: t}
}

// Group makes a group and gives its address.
func (n *Node) Group(handle string) vocab.IRI {
	n.t.Helper()
	n.Must(node.Operator, node.Create(n.Node.Node(), n.Read(fmt.Sprintf(
		`{"type": "Cell", "name": %q, "preferredUsername": %q}`, handle, handle))...))
	return n.Node.Group(handle)
}

// Speaking is a caller who is an admin of groups; the first is the one that acts.
func Speaking(groups ...vocab.IRI) node.Caller {
	who := node.Caller{Agent: groups[0], Roles: map[vocab.IRI]node.Role{}}
	for _, g := range groups {
		who.Roles[g] = node.Admin
	}
	return who
}

// Read makes resources of JSON in the node's own context.
func (n *Node) Read(document string) []*vocab.Resource {
	n.t.Helper()
	doc, err := jsonld.Read([]byte(document), jsonld.Options{})
	if err != nil {
		n.t.Fatalf("read %s: %v", document, err)
	}
	return doc.Resources
}

// Create creates what a document describes, as a group, and gives the first thing's address.
func (n *Node) Create(group vocab.IRI, document string) vocab.IRI {
	n.t.Helper()
	return n.Must(Speaking(group), node.Create(group, n.Read(document)...)).Objects[0]
}

// Must submits what has to succeed.
func (n *Node) Must(who node.Caller, act node.Activity) node.Receipt {
	n.t.Helper()
	receipt, err := n.Submit(context.Background(), who, act)
	if err != nil {
		n.t.Fatalf("%s: %v", act.Verb, explain(err))
	}
	return receipt
}

// Refused submits what has to be refused with a kind, and gives the error.
func (n *Node) Refused(kind node.Kind, who node.Caller, act node.Activity) error {
	n.t.Helper()
	before := n.Position()
	_, err := n.Submit(context.Background(), who, act)
	if node.KindOf(err) != kind {
		n.t.Fatalf("%s: got %v (%s), want %s", act.Verb, explain(err), node.KindOf(err), kind)
	}
	if after := n.Position(); after != before {
		n.t.Fatalf("%s was refused and left something: the log went from %d to %d", act.Verb, before, after)
	}
	return err
}

// Position is the end of the log.
func (n *Node) Position() (at node.Position) {
	n.t.Helper()
	err := n.Store().View(context.Background(), func(v node.View) (err error) {
		at, err = v.Position()
		return err
	})
	if err != nil {
		n.t.Fatal(err)
	}
	return at
}

// Thing is the newest version of something.
func (n *Node) Thing(id vocab.IRI) *vocab.Resource {
	n.t.Helper()
	v, err := n.Get(context.Background(), node.Operator, id)
	if err != nil {
		n.t.Fatal(err)
	}
	r, err := v.Resource()
	if err != nil {
		n.t.Fatal(err)
	}
	return r
}

// Holds says what a resource holds: "10 kg (9 kg on hand)".
func (n *Node) Holds(id vocab.IRI) string {
	n.t.Helper()
	h := flow.HoldingOf(n.Thing(id))
	return fmt.Sprintf("%s (%s on hand)", h.Accounting, h.Onhand)
}

// Sound verifies the whole log.
func (n *Node) Sound() {
	n.t.Helper()
	faults, err := n.Verify(context.Background(), nil)
	if err != nil {
		n.t.Fatal(err)
	}
	for _, f := range faults {
		n.t.Error(f)
	}
}

// Stock makes a resource of a group with an opening balance.
func (n *Node) Stock(group vocab.IRI, name, amount, unit string) vocab.IRI {
	n.t.Helper()
	return n.Create(group, fmt.Sprintf(`[
		{"id": "_:stock", "type": "EconomicResource", "name": %q},
		{"type": "EconomicEvent", "action": "raise", "provider": %q, "receiver": %q,
		 "resourceInventoriedAs": "_:stock",
		 "resourceQuantity": {"hasUnit": %q, "hasNumericalValue": %q}}]`, name, group, group, unit, amount))
}

func explain(err error) error {
	if v := node.ViolationsOf(err); len(v) > 0 {
		return errors.Join(err, v)
	}
	return err
}

// Classes used by tests to ask for collections.
var (
	Group = pf.Group
	Event = vf.EconomicEvent
)
