package publish

import (
	"cmp"
	"slices"

	"tributary/node"
	"tributary/vocab"
)

// source is where the members of a collection come from, newest first.
type source interface {
	count(*request) (int, error)
	// read gives the page of some size at a cursor, and says whether there is more beyond it.
	read(q *request, at cursor, size int) (shown []member, more bool, err error)
}

// member is one entry of a collection at its place.
type member struct {
	at      node.Position
	iri     vocab.IRI
	version node.Version    // zero: only the name is known
	made    *vocab.Resource // what stands there, when it is no record; nil: the version
}

// records are the things of some classes, at the places where they were created.
type records struct {
	*Documents
	query node.Query
}

func (s records) count(q *request) (int, error) { return s.node.Count(q, q.who, s.query) }

func (s records) read(q *request, at cursor, size int) ([]member, bool, error) {
	query := s.query
	query.Limit, query.After, query.Descending = size+1, at.after, true
	if at.newer {
		query.After, query.Descending = at.before, false
	}
	found, err := s.node.Find(q, q.who, query)
	if err != nil {
		return nil, false, err
	}
	more := len(found) > size
	found = found[:min(size, len(found))]
	members := make([]member, len(found))
	for i, v := range found {
		members[i] = member{at: v.Created, iri: v.IRI, version: v}
	}
	if at.newer {
		slices.Reverse(members)
	}
	return members, more, nil
}

// relations are the agents to which a group stands in a relation, at the times when it began.
type relations struct {
	*Documents
	agents relatedAgents
	group  vocab.IRI
}

// all are the relations that the caller may know, newest first. Which people of this node follow a
// group is for its members to know; groups of this node that the caller may not see are not there.
func (s relations) all(q *request) ([]member, error) {
	found, err := s.node.Relations(q, s.agents.like(s.group))
	if err != nil {
		return nil, err
	}
	var members []member
	for _, r := range found {
		agent := s.agents.other(r)
		if s.node.IsMember(agent) {
			// People appear in a group under their pseudonym, to its members.
			if agent, err = s.pseudonym(q, agent); err != nil {
				return nil, err
			}
			if agent == "" || !q.who.May(s.group, node.Reader) {
				continue
			}
		}
		hidden, err := s.hidden(q, agent)
		if err != nil {
			return nil, err
		}
		if hidden {
			continue
		}
		members = append(members, member{at: node.Position(r.Since.UnixMicro()), iri: agent})
	}
	slices.SortFunc(members, func(a, b member) int {
		return cmp.Or(cmp.Compare(b.at, a.at), cmp.Compare(a.iri, b.iri))
	})
	return members, nil
}

// hidden says whether an agent is a group of this node that the caller may not know of.
func (s relations) hidden(q *request, agent vocab.IRI) (bool, error) {
	if s.node.Handle(agent) == "" {
		return false, nil
	}
	_, err := s.node.Get(q, q.who, agent)
	switch node.KindOf(err) {
	case node.NotFound:
		return true, nil
	case node.Gone:
		return false, nil // its tombstone is there to see
	}
	return false, err
}

// pseudonym is the agent as which a person appears in the group; empty while it has done nothing.
func (s relations) pseudonym(q *request, person vocab.IRI) (vocab.IRI, error) {
	ties, err := s.node.Relations(q, node.Relation{From: person, Kind: node.AppearsAs, Value: string(s.group)})
	if err != nil || len(ties) == 0 {
		return "", err
	}
	return ties[0].To, nil
}

func (s relations) count(q *request) (int, error) {
	all, err := s.all(q)
	return len(all), err
}

// read cuts a page out of all relations. Those that began at the same time stand on one page, so
// that a time is a place.
func (s relations) read(q *request, at cursor, size int) ([]member, bool, error) {
	all, err := s.all(q)
	shown, more := cut(all, at, size)
	return shown, more, err
}

// cut is the page of some size, and of all that stand at its last place, out of members that stand
// newest first; more says whether there are others beyond it.
func cut(all []member, at cursor, size int) (shown []member, more bool) {
	if at.newer {
		end := 0
		for end < len(all) && all[end].at > at.before {
			end++
		}
		start := max(0, end-size)
		for start > 0 && all[start-1].at == all[start].at {
			start--
		}
		return all[start:end], start > 0
	}
	start := 0
	for start < len(all) && at.after > 0 && all[start].at >= at.after {
		start++
	}
	end := min(len(all), start+size)
	for end < len(all) && all[end].at == all[end-1].at {
		end++
	}
	return all[start:end], end < len(all)
}
