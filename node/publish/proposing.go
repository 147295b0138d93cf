package publish

import (
	"fmt"
	"slices"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/exchange"
	"tributary/vocab/vf"
)

// maxProposals is how many of an actor's proposals its document links to.
const maxProposals = 16

// propose adds to the message about an actor of the node links to what it proposes and that the caller may
// see, the newest first, so that whoever meets it can deal with it. What was read for them is added to bodies.
// A proposal that runs out stays until something is recorded; whoever reads it sees that it has ended.
//
// Spec: FEP-0837, "Discovery"; FEP-0ea0.
func (d *Documents) propose(q *request, v node.Version, t *told, bodies [][]byte) ([][]byte, error) {
	if !q.message() || d.node.Handle(v.IRI) == "" {
		return bodies, nil
	}
	live, err := d.node.LiveProposals(q, q.who, v.IRI, maxProposals)
	if err != nil {
		return nil, fmt.Errorf("find what %s proposes: %w", v.IRI, err)
	}
	for _, one := range live {
		proposal, err := one.Resource()
		if err != nil {
			return nil, err
		}
		link := vocab.New(as.Link, "").With(vf.Name, proposal.All(vf.Name)...).With(as.Href, vocab.Ref(one.IRI)).
			With(as.MediaType, vocab.Text(`application/ld+json; profile="`+asProfile+`"`))
		for _, rel := range exchange.ProposalRels() {
			link = link.Plus(as.Rel, vocab.Text(rel))
		}
		if slices.ContainsFunc(t.resource.All(as.Attachment), func(v vocab.Value) bool { return leadsTo(v, one.IRI) }) {
			continue // the actor links to it itself
		}
		t.resource = t.resource.Plus(as.Attachment, vocab.Inside(link))
		bodies = append(bodies, one.Body)
	}
	return bodies, nil
}

// leadsTo says whether what is attached is a thing, or a link to it.
func leadsTo(attached vocab.Value, id vocab.IRI) bool {
	if link := attached.Part(); link != nil {
		return link.Get(as.Href).IRI() == id
	}
	return attached.IRI() == id
}
