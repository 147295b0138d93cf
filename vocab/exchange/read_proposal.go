package exchange

import (
	"slices"
	"strings"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

// unitOnly is said of an intent that names a unit and leaves the number open.
const unitOnly vocab.IRI = quantity.OM2 + "hasUnit"

// ReadProposal reads a proposal as peers write it: the object itself, not the activity around it.
//
// Taken are strings and numbers; units by name or IRI; plain, prefixed and full keys of either
// ValueFlows namespace; one intent or an array of it; an intent that is only named (see
// Document.Missing); an ActivityStreams type such as Note in place of Proposal; a missing
// unitBased, which is false; the person under seller, who is then the provider or receiver.
//
// Errors: ErrTooLarge, ErrTooDeep, ErrSyntax; vocab.Violations for what is missing or is no value
// of its term.
//
// Spec: FEP-0837, "Proposals"; ValueFlows 1.0, vf:Proposal.
func ReadProposal(raw []byte) (Document, error) {
	o, err := open(raw)
	if err != nil {
		return Document{}, err
	}
	return o.proposal()
}

func (o object) proposal() (Document, error) {
	types := o.types()
	if !slices.Contains(types, "Proposal") && !(o.has("publishes") && o.has("purpose")) {
		return Document{}, vocab.Violations{{Path: o.at("type"), Term: "type", Message: "is no Proposal"}}
	}
	d := Document{}
	id, proposer := o.iri("id"), o.iri("attributedTo")
	if id == "" {
		o.refuse(o.at("id"), "id", "is required on a proposal")
	}
	if proposer == "" {
		o.refuse(o.at("attributedTo"), "attributedTo", "is required on a proposal: who answers offers")
	}
	if !o.has("publishes") {
		o.refuse(o.at("publishes"), "publishes", "is required on a proposal")
	}
	purpose := o.purpose()
	party := o.party(proposer)
	offers := purpose == vf.ValueOffer
	primary, missing := o.intents("publishes", id, "#primary", party, offers)
	back, alsoMissing := o.intents("reciprocal", id, "#reciprocal", party, !offers)
	d.Missing = append(missing, alsoMissing...)

	d.Resource = vocab.New(vf.Proposal, id).WithAll(o.said(
		field(as.AttributedTo, vocab.Ref(proposer)),
		field(vf.UnitBased, vocab.Bool(o.flag("unitBased"))),
		field(vf.Publishes, primary...),
		field(vf.Reciprocal, back...),
		field(vf.EligibleLocation, o.place(id)),
		field(vf.HasBeginning, o.deadline("hasBeginning", "startTime")),
		field(vf.HasEnd, o.deadline("hasEnd", "endTime")),
		field(vf.ProposedTo, o.refs("proposedTo")...),
	)...)
	if purpose != nil {
		d.Resource = d.Resource.With(vf.Purpose, vocab.Ref(purpose.IRI))
	}
	return o.finish(d)
}

func field(p *vocab.Property, values ...vocab.Value) vocab.Field {
	return vocab.Field{Property: p, Values: values}
}

// said adds what any object of an exchange may have: a name, a text, and when it was published.
func (o object) said(fields ...vocab.Field) []vocab.Field {
	if name := o.text("name"); name != "" {
		fields = append(fields, field(vf.Name, vocab.Text(name)))
	}
	return o.noted(fields...)
}

// noted adds a text and when it was published.
func (o object) noted(fields ...vocab.Field) []vocab.Field {
	if note := o.text("note"); note != "" {
		fields = append(fields, field(vf.Note, vocab.Text(note)))
	} else if note := plain(o.text("content")); note != "" {
		fields = append(fields, field(vf.Note, vocab.Text(note)))
	}
	return append(fields, field(vf.Created, o.time("published", "created")))
}

func (o object) purpose() *vocab.Individual {
	text := o.text("purpose")
	if text == "" {
		text = o.name(o.members["purpose"])
	}
	// Where contexts are processed, the plain word may come back as the activity of that name.
	switch strings.ToLower(o.scope.word(text)) {
	case vf.ValueOffer.Name:
		return vf.ValueOffer
	case vf.ValueRequest.Name:
		return vf.ValueRequest
	}
	o.refuse(o.at("purpose"), "purpose", "takes %s or %s", vf.ValueOffer.Name, vf.ValueRequest.Name)
	return nil
}

// party is who gives or gets what the proposal is about: its actor, or, at markets that speak for
// their members, the seller.
func (o object) party(proposer vocab.IRI) vocab.IRI {
	seller := o.iri("seller")
	if seller == "" || seller == proposer {
		return proposer
	}
	if !sameOrigin(seller, proposer) {
		o.refuse(o.at("seller"), "seller", "is an agent of another origin than attributedTo, which cannot speak for it")
	}
	return seller
}

// intents reads one side of a proposal. gives says whether the proposer's party is the provider.
func (o object) intents(term string, proposal vocab.IRI, fragment string, party vocab.IRI, gives bool) (values []vocab.Value, missing []vocab.IRI) {
	described, named := o.children(term)
	for _, id := range named {
		id = onto(proposal, id)
		if !sameOrigin(id, proposal) {
			o.refuse(o.at(term), term, "names an intent of another origin than the proposal")
		}
		values, missing = append(values, vocab.Ref(id)), append(missing, id)
	}
	for i, child := range described {
		child.kind("Intent")
		id := onto(proposal, child.iri("id"))
		if id == "" {
			id = numbered(proposal+vocab.IRI(fragment), i+len(named))
		}
		if !sameOrigin(id, proposal) {
			child.refuse(child.at("id"), "id", "is of another origin than the proposal")
		}
		values = append(values, vocab.Inside(child.intent(id, party, gives)))
	}
	return values, missing
}

// kind refuses an object that says it is something else.
func (o object) kind(name string) {
	if types := o.types(); len(types) > 0 && !slices.Contains(types, name) {
		o.refuse(o.at("type"), "type", "takes %s", name)
	}
}

func (o object) intent(id, party vocab.IRI, gives bool) *vocab.Resource {
	amount, unit := o.measure("resourceQuantity")
	effort, effortUnit := o.measure("effortQuantity")
	fields := append(o.flow(), o.said(
		field(vf.ResourceQuantity, amount),
		field(vf.EffortQuantity, effort),
		field(vf.AvailableQuantity, o.quantity("availableQuantity")),
		field(vf.MinimumQuantity, o.quantity("minimumQuantity")),
	)...)
	// Intents were never "created" on their own.
	fields = slices.DeleteFunc(fields, func(f vocab.Field) bool { return f.Property == vf.Created })
	r := vocab.New(vf.Intent, id).WithAll(fields...)
	own := vf.Receiver
	if gives {
		own = vf.Provider
	}
	switch stated := r.Get(own).IRI(); {
	case stated == "":
		r = r.With(own, vocab.Ref(party))
	case !sameOrigin(stated, party):
		o.refuse(o.at(own.Term), own.Term, "is an agent of another origin than attributedTo, which cannot speak for it")
	}
	if unit == "" {
		unit = effortUnit
	}
	if amount.IsZero() && effort.IsZero() && unit != "" {
		r = r.WithExtra(vocab.Statement{Property: unitOnly, Value: vocab.Ref(unit)})
	}
	return r
}

// flow reads what intents, commitments and events have in common: what flows, between whom, when.
func (o object) flow() []vocab.Field {
	fields := []vocab.Field{
		field(vf.Provider, o.ref("provider")),
		field(vf.Receiver, o.ref("receiver")),
		field(vf.ResourceConformsTo, o.ref("resourceConformsTo")),
		field(vf.ResourceClassifiedAs, o.tags("resourceClassifiedAs")...),
		field(vf.ResourceInventoriedAs, o.ref("resourceInventoriedAs")),
		field(vf.HasBeginning, o.time("hasBeginning", "startTime")),
		field(vf.HasEnd, o.time("hasEnd", "endTime")),
		field(vf.HasPointInTime, o.time("hasPointInTime")),
	}
	if text := o.name(o.members["action"]); text != "" {
		if action := o.scope.action(text); action != nil {
			fields = append(fields, field(vf.HasAction, vocab.Ref(action.IRI)))
		} else {
			o.refuse(o.at("action"), "action", "%q is no action", text)
		}
	}
	return fields
}

// ref is the reference under a term, or nothing.
func (o object) ref(term string) vocab.Value {
	if id := o.iri(term); id != "" {
		return vocab.Ref(id)
	}
	return vocab.Value{}
}

// place reads a Place or a SpatialThing, or the IRI of one.
func (o object) place(owner vocab.IRI) vocab.Value {
	for _, term := range []string{"location", "eligibleLocation"} {
		described, named := o.children(term)
		if len(named) > 0 {
			return vocab.Ref(named[0])
		}
		if len(described) == 0 {
			continue
		}
		p := described[0]
		id := p.iri("id")
		if id == "" {
			id = owner + "#" + vocab.IRI(vf.EligibleLocation.Term)
		}
		place := vocab.New(vf.SpatialThing, id).WithAll(
			field(vf.Lat, p.number("latitude", "lat")),
			field(vf.Long, p.number("longitude", "long")),
		)
		if name := p.text("name"); name != "" {
			place = place.With(vf.Name, vocab.Text(name))
		}
		if address := p.text("mappableAddress"); address != "" {
			place = place.With(vf.MappableAddress, vocab.Text(address))
		}
		return vocab.Inside(place)
	}
	return vocab.Value{}
}

// number is the first number under the terms, as written; what is none is noted and left out.
func (o object) number(terms ...string) vocab.Value {
	for _, term := range terms {
		v := o.literal(o.members[term])
		if v.kind != '0' && v.kind != '"' {
			continue
		}
		d, err := quantity.ParseDecimal(v.text)
		if err != nil {
			o.notice("%s: %v", o.at(term), err)
			continue
		}
		return vocab.Number(d.String())
	}
	return vocab.Value{}
}
