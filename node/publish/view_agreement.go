package publish

import (
	"slices"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/vf"
)

// agreed is what an agreement binds its sides to, as far as the caller may see it, and how far each clause
// is fulfilled.
func (d *Documents) agreed(q *request, agreement vocab.IRI) (section, error) {
	s := section{Heading: "What was agreed"}
	for _, p := range []*vocab.Property{vf.ClauseOf, vf.ReciprocalClauseOf} {
		found, err := d.node.Find(q, q.who, node.Query{
			Classes: []string{vf.Commitment.Name}, Refers: []node.Link{{Property: p.IRI, To: agreement}}, Limit: maxTold,
		})
		if err != nil {
			return s, err
		}
		for _, v := range found {
			r, err := v.Resource()
			if err != nil {
				return s, err
			}
			but := append(slices.Clone(plumbing), vf.HasAction, vf.ClauseOf, vf.ReciprocalClauseOf, vf.Satisfies)
			s.Entries = append(s.Entries, entry{Heading: d.call(q, r), Facts: d.facts(q, r, but...)})
		}
	}
	return s, nil
}
