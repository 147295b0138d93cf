package graph

import "tributary/vocab"

// Node is what a document says about one thing at one place. Names are absolute IRIs, or blank
// ("_:x"); nothing is interpreted yet.
type Node struct {
	ID    vocab.IRI // empty: the document gives none
	Types []vocab.IRI
	Said  []Said
	Path  string // where it stands in the document, for messages
}

// Said is one statement of a Node: a reference, a literal, or a thing described in place.
type Said struct {
	Property vocab.IRI
	Value    vocab.Value // a reference or a literal, when Node is nil
	Node     *Node
}

// Say adds a statement.
func (n *Node) Say(property vocab.IRI, v vocab.Value) {
	n.Said = append(n.Said, Said{Property: property, Value: v})
}

// Describe adds a statement about a thing that is described in place.
func (n *Node) Describe(property vocab.IRI, about *Node) {
	n.Said = append(n.Said, Said{Property: property, Node: about})
}

// described says whether the node says more than a name.
func (n *Node) described() bool { return len(n.Types) > 0 || len(n.Said) > 0 }

func (n *Node) blank() bool { return n.ID == "" || isBlank(n.ID) }

func isBlank(id vocab.IRI) bool { return len(id) >= 2 && id[:2] == "_:" }
