package publish

import "slices"

// residents are the groups of this node, newest first.
type residents struct{ *Documents }

func (s residents) all(q *request) (members []member, err error) {
	groups, err := s.node.Groups(q, q.who)
	for _, g := range slices.Backward(groups) {
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
