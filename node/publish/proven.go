package publish

import (
	"fmt"
	"strings"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/exchange"
	"tributary/vocab/jsonld"
	"tributary/vocab/vf"
)

// integrity is the context that says what a proof means.
const integrity = "https://w3id.org/security/data-integrity/v1"

// message writes the ActivityStreams form of one thing with the proof of whose record it is, and so
// every object inside it: whoever has it can show it to others.
//
// Spec: FEP-8b32.
func (w *writing) message() ([]byte, error) {
	if w.p.thing.market != nil {
		return w.prove(w.p.owner, w.p.thing.market)
	}
	t := w.p.thing
	b := jsonld.AppendActivityStreams(w.begun(), asActor(t.resource.With(as.HasObject)))
	objects := t.resource.All(as.HasObject)
	if len(objects) == 0 {
		return w.prove(w.p.owner, append(b, '}'))
	}
	b = append(b, `,"object":`...)
	if len(objects) > 1 {
		b = append(b, '[')
	}
	for i, o := range objects {
		if i > 0 {
			b = append(b, ',')
		}
		r := t.objects[o.IRI()]
		if r == nil {
			b = append(b, quoted(string(o.IRI()))...)
			continue
		}
		inner, err := w.prove(w.p.owner, append(jsonld.AppendActivityStreams(w.begun(), asActor(r)), '}'))
		if err != nil {
			return nil, err
		}
		b = append(b, inner...)
	}
	if len(objects) > 1 {
		b = append(b, ']')
	}
	return w.prove(w.p.owner, append(b, '}'))
}

// begun is a document up to the end of its contexts.
func (w *writing) begun() []byte {
	return []byte(`{"@context":["` + asProfile + `","` + integrity + `",` + quoted(w.d.extended) + `]`)
}

func (w *writing) prove(owner vocab.IRI, doc []byte) ([]byte, error) {
	if w.d.prover == nil || w.d.node.Handle(owner) == "" && owner != w.d.node.Node() {
		return doc, nil
	}
	proven, err := w.d.prover(owner, doc, w.p.modified)
	if err != nil {
		return nil, fmt.Errorf("prove %s: %w", w.p.iri, err)
	}
	return proven, nil
}

// enclose adds to a proposal or an agreement what it consists of: intents and commitments that stand
// under its own address, for everyone; and all of them in the one form that marketplaces read.
//
// Spec: FEP-0837.
func (d *Documents) enclose(q *request, v node.Version, t *told, bodies [][]byte) ([][]byte, error) {
	class := t.resource.Class()
	if class != vf.Proposal && class != vf.Agreement {
		return bodies, nil
	}
	parts := map[vocab.IRI]*vocab.Resource{}
	note := func(found node.Version) error {
		r, err := found.Resource()
		if err != nil || r == nil || parts[found.IRI] != nil {
			return err
		}
		parts[found.IRI] = r
		bodies = append(bodies, found.Body)
		if strings.HasPrefix(string(found.IRI), string(v.IRI)+"#") {
			t.inside = append(t.inside, r)
		}
		return nil
	}
	for _, p := range []*vocab.Property{vf.Publishes, vf.Reciprocal} {
		for _, ref := range t.resource.All(p) {
			found, err := d.node.Get(q, q.who, ref.IRI())
			if k := node.KindOf(err); k == node.NotFound || k == node.Gone {
				continue
			}
			if err != nil {
				return nil, err
			}
			if err := note(found); err != nil {
				return nil, err
			}
		}
	}
	whole, _ := exchange.Gather(t.resource, func(id vocab.IRI) *vocab.Resource { return parts[id] })
	for _, p := range []*vocab.Property{vf.ClauseOf, vf.ReciprocalClauseOf} {
		if class != vf.Agreement {
			break
		}
		clauses, err := d.node.Find(q, q.who, node.Query{Classes: []string{vf.Commitment.Name}, Refers: []node.Link{{Property: p.IRI, To: v.IRI}}, Limit: maxTold})
		if err != nil {
			return nil, err
		}
		for _, found := range clauses {
			if err := note(found); err != nil {
				return nil, err
			}
			whole = exchange.Enclose(whole, parts[found.IRI])
		}
	}
	if !q.message() {
		return bodies, nil
	}
	if !whole.Has(as.AttributedTo) {
		whole = whole.With(as.AttributedTo, vocab.Ref(v.Owner))
	}
	t.market = market(whole, v)
	return bodies, nil
}

// market is a proposal or an agreement as FEP-0837 has it; nil where it has no words for it.
func market(whole *vocab.Resource, v node.Version) []byte {
	var body []byte
	var err error
	if whole.Class() == vf.Proposal {
		to := []vocab.IRI{as.Public}
		if v.Audience.Level != node.Public {
			to = v.Audience.Names
		}
		body, _, err = exchange.WriteProposal(whole, to...)
	} else {
		body, err = exchange.WriteAgreement(whole, nil)
	}
	if err != nil {
		return nil
	}
	return body
}
