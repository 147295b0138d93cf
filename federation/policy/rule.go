package policy

import (
	"strings"

	"tributary/node"
)

// Rule is one decision; its type is the node's, so that storage can keep it.
type Rule = node.PolicyRule

// Level is how far this node deals with somebody.
type Level = node.PolicyLevel

const (
	Allow = node.PolicyAllow // as with anyone
	Limit = node.PolicyLimit // followers only: hidden from strangers' lists, no media
	Block = node.PolicyBlock // not at all, in neither direction
	Clear = node.PolicyClear // there is no rule any more
)

// Everyone is the subject of the rule for whom no other is.
const Everyone = "*"

// Subject is what a rule is about, in its one spelling: "peer.example" with all beneath it,
// "*.peer.example" for all beneath it alone, "peer.example:8443" for that port alone, an actor's IRI,
// or "*". Hosts are lower-case ASCII without a dot at the end.
//
// Errors: Invalid for what is none of these.
func Subject(text string) (string, error) {
	text = strings.TrimSpace(text)
	if text == Everyone {
		return text, nil
	}
	domain, beneath := strings.CutPrefix(text, "*.")
	p, err := placeOf(domain)
	switch {
	case err != nil:
		return "", node.Errorf(node.Invalid, "a rule is about a domain, *.domain, host:port, an actor's address or *; not %.100q", text)
	case !beneath:
		return p.subject(), nil
	case p.actor != "" || p.written || p.numeric():
		return "", node.Errorf(node.Invalid, "after *. stands a domain, without a port; not %.100q", text)
	}
	return "*." + p.host, nil
}
