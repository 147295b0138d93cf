package node

import (
	"sync"
	"time"

	"tributary/vocab"
	"tributary/vocab/model"
)

// Options are what a node is made of. Base and Store are needed; the zero values of the rest work.
type Options struct {
	Base       string // the node's URL, without a slash at the end
	Store      Store
	Vocabulary *vocab.Vocabulary      // nil: model.Vocabulary
	Now        func() time.Time       // nil: time.Now
	Mint       func(time.Time) string // nil: Mint()
	// Identity gives an actor of the node its public keys; nil: it has none.
	Identity func(actor vocab.IRI) ([]vocab.Field, error)
}

// Node is the application: what agents do through any door, and what they may see.
type Node struct {
	Addresses
	store      Store
	vocabulary *vocab.Vocabulary
	now        func() time.Time
	mint       func(time.Time) string
	identity   func(vocab.IRI) ([]vocab.Field, error)

	clock struct {
		sync.Mutex
		last time.Time
	}
}

// New makes a node over a store.
func New(o Options) *Node {
	n := &Node{Addresses: Addresses{Base: o.Base}, store: o.Store, vocabulary: o.Vocabulary, now: o.Now, mint: o.Mint, identity: o.Identity}
	if n.vocabulary == nil {
		n.vocabulary = model.Vocabulary
	}
	if n.now == nil {
		n.now = time.Now
	}
	if n.mint == nil {
		n.mint = Mint()
	}
	if n.identity == nil {
		n.identity = func(vocab.IRI) ([]vocab.Field, error) { return nil, nil }
	}
	return n
}

// Vocabulary is what the node knows the meaning of.
func (n *Node) Vocabulary() *vocab.Vocabulary { return n.vocabulary }

// Store is where the node keeps what it knows.
func (n *Node) Store() Store { return n.store }

// notBefore holds the clock to what the log ends with: this process may have started, or another
// written, before the machine's clock was set back.
func (n *Node) notBefore(recorded time.Time) {
	n.clock.Lock()
	defer n.clock.Unlock()
	if recorded.After(n.clock.last) {
		n.clock.last = recorded
	}
}

// stamp is the record time of a change. It never runs backwards, whatever the machine's clock does.
func (n *Node) stamp() time.Time {
	n.clock.Lock()
	defer n.clock.Unlock()
	now := n.now().UTC().Truncate(time.Microsecond)
	if now.Before(n.clock.last) {
		return n.clock.last
	}
	n.clock.last = now
	return now
}
