package publish

import (
	"context"
	"slices"

	"tributary/node"
)

// residents are the groups of this node, or its people who want to be listed, newest first.
type residents struct {
	who func(context.Context, node.Caller) ([]node.Version, error)
}

func (s residents) all(q *request) (members []member, err error) {
	found, err := s.who(q, q.who)
	for _, g := range slices.Backward(found) {
		members = append(members, member{at: g.Created, iri: g.IRI, version: g})
	}
	return members, err
}

func (s residents) count(q *request) (int, error) {
	all, err := s.all(q)
	return len(all), err
}

func (s residents) read(q *request, at cursor, size int) ([]member, bool, error) {
	all, err := s.all(q)
	shown, more := cut(all, at, size)
	return shown, more, err
}
