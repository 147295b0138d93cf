package publish

import (
	"cmp"
	"slices"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/pf"
)

// standing is who belongs to a group and as what, as far as the caller may read the records of it: member
// groups, delegate seats, roles that are held. Each is a Relationship that stands under its record's address.
// What kind it is, the vocabulary's own terms say; peers that do not know them read "member".
//
// Spec: FEP-5219, "Affiliation".
type standing struct {
	*Documents
	group vocab.IRI
}

// stands are the records that say so, with the term for whom they are about.
var stands = map[*vocab.Class]*vocab.Property{
	pf.Affiliation: pf.Member, pf.DelegateSeat: pf.RepresentsGroup, pf.RoleAssignment: pf.Member,
}

func (s standing) all(q *request) (members []member, err error) {
	for class, whom := range stands {
		found, err := s.node.Find(q, q.who, node.Query{Classes: s.node.Kinds(class), Owner: s.group, Limit: tableSize})
		if err != nil {
			return nil, err
		}
		for _, v := range found {
			r, err := v.Resource()
			if err != nil {
				return nil, err
			}
			shown, err := s.relationship(q, r, r.Get(whom).IRI())
			if err != nil {
				return nil, err
			}
			if shown != nil {
				members = append(members, member{at: v.Created, iri: shown.ID(), made: shown})
			}
		}
	}
	slices.SortFunc(members, func(a, b member) int {
		return cmp.Or(cmp.Compare(b.at, a.at), cmp.Compare(a.iri, b.iri))
	})
	return members, nil
}

// relationship is what one record says; nil when it does not hold, or is about a group that the caller may
// not know of.
func (s standing) relationship(q *request, r *vocab.Resource, whom vocab.IRI) (*vocab.Resource, error) {
	kind := r.Class().IRI
	switch r.Class() {
	case pf.Affiliation:
		if status := r.Get(pf.AffiliationStatus).IRI(); r.Get(pf.Organization).IRI() != s.group ||
			status != pf.AffilActive.IRI && status != pf.AffilProvisional.IRI {
			return nil, nil
		}
		if said := r.Get(pf.AffiliationKind).IRI(); said != "" {
			kind = said
		}
	case pf.RoleAssignment:
		if status := r.Get(pf.AssignmentStatus).IRI(); status != "" && status != pf.AssignActive.IRI {
			return nil, nil
		}
		if role := r.Get(pf.HasRole).IRI(); role != "" {
			kind = role
		} else if seat := r.Get(pf.FillsSeat).IRI(); seat != "" {
			kind = seat
		}
	}
	if hidden, err := (relations{Documents: s.Documents, group: s.group}).hidden(q, whom); err != nil || hidden || whom == "" {
		return nil, err
	}
	related := vocab.New(as.Relationship, r.ID()+"#relationship").
		With(as.AttributedTo, vocab.Ref(s.group)).With(as.Subject, vocab.Ref(whom)).With(as.HasObject, vocab.Ref(s.group)).
		With(as.HasRelationship, vocab.Ref(kind))
	if q.message() {
		related = related.Plus(as.HasRelationship, vocab.Ref("member"))
	}
	return related, nil
}

func (s standing) count(q *request) (int, error) {
	all, err := s.all(q)
	return len(all), err
}

func (s standing) read(q *request, at cursor, size int) ([]member, bool, error) {
	all, err := s.all(q)
	shown, more := cut(all, at, size)
	return shown, more, err
}
