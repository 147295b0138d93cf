// Package fedtest is several whole nodes that federate inside a test: real databases, real keys and
// signatures, real connections on loopback. Only time is the test's own.
package fedtest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"tributary/federation"
	"tributary/node"
	"tributary/node/config"
	"tributary/node/server"
	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/jsonld"
)

// Network is a few nodes that can reach each other.
type Network struct {
	Nodes []*Node
	t     testing.TB
}

// Node is one of them.
type Node struct {
	*server.Server
	URL string
	Log *bytes.Buffer

	t     testing.TB
	log   *guarded
	front *httptest.Server
	ready chan struct{} // closed when the server answers
	serve http.Handler
	once  sync.Once
	runs  interface{ Settle(context.Context) error }
}

// New starts n nodes.
func New(t testing.TB, n int) *Network {
	t.Helper()
	net := &Network{t: t}
	for range n {
		net.Nodes = append(net.Nodes, Start(t, t.TempDir(), nil))
	}
	return net
}

// Of is the network of nodes that were started one by one.
func Of(t testing.TB, nodes ...*Node) *Network { return &Network{Nodes: nodes, t: t} }

// Start starts one node in a folder.
func Start(t testing.TB, dir string, change func(*config.Config)) *Node {
	t.Helper()
	return StartAt(t, dir, change, nil)
}

// StartAt is Start with a clock; nil is the real one.
func StartAt(t testing.TB, dir string, change func(*config.Config), now func() time.Time) *Node {
	t.Helper()
	n := &Node{t: t, ready: make(chan struct{}), Log: new(bytes.Buffer)}
	n.front = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		<-n.ready
		n.serve.ServeHTTP(w, r)
	}))
	n.URL = n.front.URL
	cfg := config.Default()
	cfg.URL, cfg.AllowPrivateAddresses = n.URL, true
	cfg.Limits.RequestsPerMinute, cfg.Limits.BadSignaturesPerMinute = 0, 0
	if change != nil {
		change(&cfg)
	}
	made, err := config.Init(dir, cfg)
	if err != nil {
		t.Fatal(err)
	}
	n.log = &guarded{to: n.Log}
	n.Server, err = server.Open(context.Background(), made, server.Options{Version: "test", Now: now, Log: slog.New(slog.NewTextHandler(n.log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	if n.serve, err = n.Handler(); err != nil {
		t.Fatal(err)
	}
	n.runs = n.Runner()
	close(n.ready)
	t.Cleanup(func() {
		n.front.Close()
		n.Server.Close()
	})
	// What was recorded before anybody listens goes nowhere.
	if err := n.Federation.Distribute(context.Background()); err != nil {
		t.Fatal(err)
	}
	return n
}

type guarded struct {
	mu sync.Mutex
	to io.Writer
}

func (g *guarded) Write(b []byte) (int, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.to.Write(b)
}

// Logged is what the node wrote to its log so far, while it may go on writing.
func (n *Node) Logged() string {
	n.log.mu.Lock()
	defer n.log.mu.Unlock()
	return n.Log.String()
}

// Settle lets everything that is under way between the nodes come to its end.
func (net *Network) Settle() {
	net.t.Helper()
	ctx, stop := context.WithTimeout(context.Background(), time.Minute)
	defer stop()
	before := -1
	for {
		moved := 0
		for _, n := range net.Nodes {
			if err := n.Federation.Distribute(ctx); err != nil {
				net.t.Fatal(err)
			}
			if err := n.runs.Settle(ctx); err != nil {
				net.t.Fatal(err)
			}
			moved += n.moved()
		}
		if moved == before {
			return
		}
		before = moved
	}
}

// moved counts what happened so far.
func (n *Node) moved() int {
	s := n.Federation.Stats()
	var at node.Position
	n.view(func(v node.View) (err error) {
		at, err = v.Position()
		return err
	})
	return int(s.Taken.Load()+s.Delivered.Load()+s.Accepted.Load()+s.RefusedAfter.Load()) + int(at)
}

func (n *Node) view(f func(node.View) error) {
	n.t.Helper()
	if err := n.Server.Node.Store().View(context.Background(), f); err != nil {
		n.t.Fatal(err)
	}
}

// Group makes a group and gives its address.
func (n *Node) Group(handle string, more ...string) vocab.IRI {
	n.t.Helper()
	extra := ""
	for _, m := range more {
		extra += ", " + m
	}
	doc := fmt.Sprintf(`{"type": "Cell", "name": %q, "preferredUsername": %q%s}`, handle, handle, extra)
	if _, err := n.Server.Node.Submit(context.Background(), node.Operator, node.Create(n.Server.Node.Node(), n.Read(doc)...)); err != nil {
		n.t.Fatal(err)
	}
	return n.Server.Node.Group(handle)
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

// Do has a group do something, as its admin.
func (n *Node) Do(act node.Activity) node.Receipt {
	n.t.Helper()
	receipt, err := n.Try(act)
	if err != nil {
		n.t.Fatalf("%s: %v %v", act.Verb, err, node.ViolationsOf(err))
	}
	return receipt
}

// Try is Do that may be refused.
func (n *Node) Try(act node.Activity) (node.Receipt, error) {
	who := node.Caller{Agent: act.Actor, Roles: map[vocab.IRI]node.Role{act.Actor: node.Admin}}
	return n.Server.Node.Submit(context.Background(), who, act)
}

// Create creates what a document describes, as a group, and gives the first thing's address.
func (n *Node) Create(group vocab.IRI, document string) vocab.IRI {
	n.t.Helper()
	return n.Do(node.Create(group, n.Read(document)...)).Objects[0]
}

// Naming is an activity about things that are there.
func Naming(verb string, actor vocab.IRI, things ...vocab.IRI) node.Activity {
	act := node.Activity{Verb: verb, Actor: actor}
	for _, id := range things {
		act.Objects = append(act.Objects, node.Object{IRI: id})
	}
	return act
}

// Thing is the newest version of something that the node knows.
func (n *Node) Thing(id vocab.IRI) *vocab.Resource {
	n.t.Helper()
	v, err := n.Server.Node.Get(context.Background(), node.Operator, id)
	if err != nil {
		n.t.Fatalf("%s: %v\n%s", n.URL, err, n.Log)
	}
	r, err := v.Resource()
	if err != nil {
		n.t.Fatal(err)
	}
	return r
}

// Knows says whether the node knows a thing.
func (n *Node) Knows(id vocab.IRI) bool {
	_, err := n.Server.Node.Get(context.Background(), node.Operator, id)
	return err == nil
}

// Related says whether a standing relation holds.
func (n *Node) Related(like node.Relation) bool {
	n.t.Helper()
	found, err := n.Server.Node.Relations(context.Background(), like)
	if err != nil {
		n.t.Fatal(err)
	}
	return len(found) > 0
}

// Holds says what a resource holds: "10 kg (9 kg on hand)".
func (n *Node) Holds(id vocab.IRI) string {
	n.t.Helper()
	h := flow.HoldingOf(n.Thing(id))
	return fmt.Sprintf("%s (%s on hand)", h.Accounting, h.Onhand)
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

// Letter is what came from another node under an address.
func (n *Node) Letter(id vocab.IRI) node.Letter {
	n.t.Helper()
	l, err := n.DB.Letter(context.Background(), id)
	if err != nil {
		n.t.Fatal(err)
	}
	return l
}

// Sound verifies the node's whole record, and what others sent.
func (n *Node) Sound() {
	n.t.Helper()
	faults, err := n.Server.Node.Verify(context.Background(), nil)
	if err != nil {
		n.t.Fatal(err)
	}
	foreign, _, err := federation.Verify(context.Background(), n.DB, n.Server.Node)
	if err != nil {
		n.t.Fatal(err)
	}
	for _, f := range append(faults, foreign...) {
		n.t.Error(f)
	}
}

// Member makes a member of a group, or of none for "", and gives its private address.
func (n *Node) Member(email string, group vocab.IRI, role node.Role) vocab.IRI {
	n.t.Helper()
	_, member, err := n.Accounts.Invite(context.Background(), email, group, role)
	if err != nil {
		n.t.Fatal(err)
	}
	return member
}

// Person makes a member that is known by a handle, and gives the person's address.
func (n *Node) Person(handle string, asks bool) vocab.IRI {
	n.t.Helper()
	member := n.Member(handle+"@people.example", "", "")
	person, err := n.Server.Node.BeKnown(context.Background(), member, node.Chosen{Handle: handle, Name: "Known as " + handle, Asks: asks})
	if err != nil {
		n.t.Fatal(err)
	}
	return person
}
