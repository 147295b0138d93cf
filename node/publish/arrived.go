package publish

import (
	"bytes"
	"slices"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
)

// arrived is what came to a group's inbox from agents of other nodes: what was addressed to it, and what
// those it follows told their followers. Whoever does not read in the group's name is shown an empty
// inbox.
//
// Spec: ActivityPub 5.2.
type arrived struct {
	*Documents
	group vocab.IRI
}

// reader is the group as a caller, when the one who asks reads in its name.
func (s arrived) reader(q *request) (node.Caller, bool, error) {
	if !q.who.May(s.group, node.Reader) {
		return node.Stranger, false, nil
	}
	who, err := s.node.ReaderOf(q, s.group)
	return who, true, err
}

// concerns says whether an activity came for the group: others of the node may be followed, and told, too.
func (s arrived) concerns(who node.Caller, v node.Version) bool {
	if v.Activity != v.IRI {
		return false
	}
	if s.node.Owns(v.IRI) { // of a person's asked here too: an invitation by a group of this node
		return s.node.IsPublicPerson(s.group) && v.Owner != s.group && slices.Contains(v.Audience.Names, s.group)
	}
	if slices.Contains(v.Audience.Names, s.group) || slices.Contains(who.Follows, v.Owner) {
		return true
	}
	return v.Audience.Level == node.Public && s.addressed(v)
}

// addressed says whether what everybody may read was meant for the group, too.
func (s arrived) addressed(v node.Version) bool {
	if !bytes.Contains(v.Body, []byte(s.group)) {
		return false // most are not, and reading them takes time
	}
	r, err := v.Resource()
	if err != nil || r == nil {
		return false
	}
	meant := func(to vocab.Value) bool { return to.IRI() == s.group || to.IRI() == s.group+"/followers" }
	return slices.ContainsFunc(r.All(as.To), meant) || slices.ContainsFunc(r.All(as.CC), meant)
}

func (s arrived) query() node.Query { return node.Query{Classes: s.node.Kinds(as.Activity)} }

func (s arrived) count(q *request) (n int, err error) {
	who, may, err := s.reader(q)
	if err != nil || !may {
		return 0, err
	}
	err = s.node.Each(q, who, s.query(), func(v node.Version) error {
		if s.concerns(who, v) {
			n++
		}
		return nil
	})
	return n, err
}

func (s arrived) read(q *request, at cursor, size int) (shown []member, more bool, err error) {
	who, may, err := s.reader(q)
	if err != nil || !may {
		return nil, false, err
	}
	query := s.query()
	query.Limit, query.After, query.Descending = 4*size, at.after, true
	if at.newer {
		query.After, query.Descending = at.before, false
	}
	for {
		found, err := s.node.Find(q, who, query)
		if err != nil {
			return nil, false, err
		}
		for _, v := range found {
			if !s.concerns(who, v) {
				continue
			}
			if len(shown) == size {
				more = true
				break
			}
			shown = append(shown, member{at: v.Created, iri: v.IRI, version: v})
		}
		if more || len(found) < query.Limit {
			break
		}
		query.After = found[len(found)-1].Created
	}
	if at.newer {
		slices.Reverse(shown)
	}
	return shown, more, nil
}
