package exchange

import (
	"slices"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/vf"
)

// ReadAgreement reads an agreement as peers write it, offered (without ids) or concluded.
//
// Commitments without id stay without; those of markets that name the proposal in basedOn and no
// intents are taken to satisfy its #primary and #reciprocal. Provider and receiver of the agreement
// itself, which some state, are those of its first side.
//
// A commitment whose action the peer leaves out, as FEP-0837 does, has none; Conclude takes it from
// the intent. Since vocab.Check asks for one, the commitments inside are checked without it.
//
// Errors: as ReadProposal.
//
// Spec: FEP-0837, "Agreements"; ValueFlows 1.0, vf:Agreement.
func ReadAgreement(raw []byte) (Document, error) {
	o, err := open(raw)
	if err != nil {
		return Document{}, err
	}
	return o.agreement()
}

func (o object) agreement() (Document, error) {
	if !slices.Contains(o.types(), "Agreement") {
		return Document{}, vocab.Violations{{Path: o.at("type"), Term: "type", Message: "is no Agreement"}}
	}
	if !o.has("stipulates") {
		o.refuse(o.at("stipulates"), "stipulates", "is required on an agreement")
	}
	id := o.iri("id")
	primary, missing := o.commitments("stipulates", id, "#primary", "provider", "receiver")
	back, alsoMissing := o.commitments("stipulatesReciprocal", id, "#reciprocal", "receiver", "provider")
	d := Document{Missing: append(missing, alsoMissing...)}
	d.Resource = vocab.New(vf.Agreement, id).WithAll(o.said(
		field(as.AttributedTo, o.ref("attributedTo")),
		field(vf.Stipulates, primary...),
		field(vf.StipulatesReciprocal, back...),
		field(as.URL, o.linkValues("url")...),
	)...)
	return o.finishAgreement(d)
}

// finishAgreement checks an agreement as if its commitments had the action they leave to the intent.
func (o object) finishAgreement(d Document) (Document, error) {
	asGiven := d.Resource
	d.Resource = mapFlows(d.Resource, func(c *vocab.Resource) *vocab.Resource {
		if c.Has(vf.HasAction) {
			return c
		}
		return c.With(vf.HasAction, vocab.Ref(vf.Transfer.IRI))
	})
	d, err := o.finish(d)
	if err == nil {
		d.Resource = asGiven
	}
	return d, err
}

func (o object) commitments(term string, agreement vocab.IRI, fragment vocab.IRI, provider, receiver string) (values []vocab.Value, missing []vocab.IRI) {
	described, named := o.children(term)
	for _, id := range named {
		id = onto(agreement, id)
		values, missing = append(values, vocab.Ref(id)), append(missing, id)
	}
	for i, child := range described {
		child.kind("Commitment")
		satisfies := child.refs("satisfies")
		if proposal := o.iri("basedOn"); len(satisfies) == 0 && proposal != "" {
			satisfies = []vocab.Value{vocab.Ref(numbered(proposal+fragment, i))}
			o.notice("%s: the intent was taken from basedOn", child.at("satisfies"))
		}
		c := child.commitment(onto(agreement, child.iri("id"))).With(vf.Satisfies, satisfies...)
		if v := o.ref(provider); !c.Has(vf.Provider) {
			c = c.With(vf.Provider, v)
		}
		if v := o.ref(receiver); !c.Has(vf.Receiver) {
			c = c.With(vf.Receiver, v)
		}
		values = append(values, vocab.Inside(c))
	}
	return values, missing
}

// commitment reads a promised flow.
func (o object) commitment(id vocab.IRI) *vocab.Resource {
	return vocab.New(vf.Commitment, id).WithAll(append(o.flow(), o.noted(
		field(vf.ResourceQuantity, o.quantity("resourceQuantity")),
		field(vf.EffortQuantity, o.quantity("effortQuantity")),
		field(vf.Due, o.time("due")),
	)...)...)
}

// linkValues keeps links with the resource: a bare IRI as reference, others as parts.
func (o object) linkValues(term string) (values []vocab.Value) {
	for _, l := range o.links(term) {
		if origin(vocab.IRI(l.Href)) == "" {
			o.notice("%s: %q is no link", o.at(term), l.Href)
			continue
		}
		link := vocab.New(as.Link, "").With(as.Href, vocab.Ref(vocab.IRI(l.Href)))
		for _, rel := range l.Rel {
			link = link.Plus(as.Rel, vocab.Text(rel))
		}
		if l.MediaType != "" {
			link = link.With(as.MediaType, vocab.Text(l.MediaType))
		}
		if len(l.Rel) == 0 && l.MediaType == "" {
			values = append(values, vocab.Ref(vocab.IRI(l.Href)))
			continue
		}
		values = append(values, vocab.Inside(link))
	}
	return values
}
