package exchange

import (
	"encoding/json"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/vf"
)

type wirePlace struct {
	Type      string      `json:"type"`
	ID        vocab.IRI   `json:"id,omitempty"`
	Name      string      `json:"name,omitempty"`
	Longitude json.Number `json:"longitude,omitempty"`
	Latitude  json.Number `json:"latitude,omitempty"`
}

type wireProposal struct {
	Context      context   `json:"@context,omitempty"`
	Type         string    `json:"type"`
	ID           vocab.IRI `json:"id"`
	Purpose      string    `json:"purpose"`
	AttributedTo vocab.IRI `json:"attributedTo"`
	Name         string    `json:"name,omitempty"`
	Content      string    `json:"content,omitempty"`
	Published    string    `json:"published,omitempty"`
	Location     any       `json:"location,omitempty"`
	Publishes    *wireFlow `json:"publishes"`
	Reciprocal   *wireFlow `json:"reciprocal,omitempty"`
	UnitBased    bool      `json:"unitBased"`
	StartTime    string    `json:"startTime,omitempty"`
	EndTime      string    `json:"endTime,omitempty"`
	To           any       `json:"to,omitempty"`
}

// WriteProposal is a proposal in the exact form of FEP-0837, with its context inline, for peers that
// read keys as they stand: quantities are strings, intents PROPOSAL#primary and #reciprocal.
//
// proposal has one primary intent and one reciprocal at most, inside; see Split and Gather. to is
// its audience. lost says, in words, what the form has no place for.
//
// Errors: vocab.Violations for what the form requires and the proposal has not.
//
// Spec: FEP-0837, "Proposals".
func WriteProposal(proposal *vocab.Resource, to ...vocab.IRI) (body []byte, lost []string, err error) {
	w := writer{}
	purpose := w.word(proposal, vf.Purpose)
	proposer := w.required(proposal, as.AttributedTo)
	out := wireProposal{
		Context: proposalContext, Type: vf.Proposal.Name, ID: proposal.ID(),
		Purpose: purpose, AttributedTo: proposer,
		Name: proposal.Get(vf.Name).Text(), Content: markup(proposal.Get(vf.Note).Text()),
		Published: proposal.Get(vf.Created).Text(),
		Location:  w.place(proposal),
		UnitBased: proposal.Get(vf.UnitBased).Bool(),
		StartTime: proposal.Get(vf.HasBeginning).Text(), EndTime: proposal.Get(vf.HasEnd).Text(),
		To: single(to),
	}
	for i, target := range []**wireFlow{&out.Publishes, &out.Reciprocal} {
		s := sides[i]
		intents := proposal.All(s.intents)
		if len(intents) == 0 && i > 0 {
			continue
		}
		if len(intents) != 1 || intents[0].Part() == nil {
			w.refuse(s.intents, "takes one intent, inside the proposal, in this form; it has %d", len(intents))
			continue
		}
		*target = w.intent(s, proposal.ID(), intents[0].Part(), proposer)
	}
	if proposal.Has(vf.ProposedTo) {
		w.lose("%s of the proposal", vf.ProposedTo.Term)
	}
	if len(w.found) > 0 {
		return nil, nil, w.found
	}
	return marshal(out), w.lost, nil
}

func (w *writer) intent(s side, proposal vocab.IRI, r *vocab.Resource, proposer vocab.IRI) *wireFlow {
	out := &wireFlow{
		Type: vf.Intent.Name, ID: s.wireID(proposal, 0), Action: w.word(r, vf.HasAction),
		Name: r.Get(vf.Name).Text(), Content: markup(r.Get(vf.Note).Text()),
		ResourceConformsTo: r.Get(vf.ResourceConformsTo).IRI(),
		ResourceQuantity:   wire(r.Get(vf.ResourceQuantity)), EffortQuantity: wire(r.Get(vf.EffortQuantity)),
		AvailableQuantity: wire(r.Get(vf.AvailableQuantity)), MinimumQuantity: wire(r.Get(vf.MinimumQuantity)),
		StartTime: r.Get(vf.HasBeginning).Text(), EndTime: r.Get(vf.HasEnd).Text(),
		Finished: r.Get(vf.Finished).Bool(),
	}
	// The roles follow from the purpose; only others than the proposer are told.
	if p := r.Get(vf.Provider).IRI(); p != proposer {
		out.Provider = p
	}
	if p := r.Get(vf.Receiver).IRI(); p != proposer {
		out.Receiver = p
	}
	for _, x := range r.Extra() {
		if x.Property == unitOnly && out.ResourceQuantity == nil && out.EffortQuantity == nil {
			out.ResourceQuantity = &wireMeasure{HasUnit: wireUnit(x.Value.IRI())}
		}
	}
	switch {
	case out.ResourceQuantity == nil && out.EffortQuantity == nil:
		w.refuse(vf.ResourceQuantity, "is required in this form on the %s intent", s.name)
	case out.ResourceQuantity == nil:
		w.lose("%s of the %s intent, for peers that read resourceQuantity alone", vf.EffortQuantity.Term, s.name)
	}
	for p := range r.Fields() {
		switch p {
		case vf.ResourceClassifiedAs, vf.ResourceInventoriedAs, vf.HasPointInTime, vf.Due, vf.Stage, vf.State, vf.Image, vf.ImageList:
			w.lose("%s of the %s intent", p.Term, s.name)
		}
	}
	return out
}

// place is where the proposal holds: described, or its IRI.
func (w *writer) place(proposal *vocab.Resource) any {
	v := proposal.Get(vf.EligibleLocation)
	part := v.Part()
	if part == nil {
		if v.IsZero() {
			return nil
		}
		return v.IRI()
	}
	return wirePlace{
		Type: as.Place.Name, ID: part.ID(), Name: part.Get(vf.Name).Text(),
		Longitude: jsonNumber(part.Get(vf.Long)), Latitude: jsonNumber(part.Get(vf.Lat)),
	}
}
