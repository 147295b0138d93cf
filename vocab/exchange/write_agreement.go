package exchange

import (
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/vf"
)

type wireAgreement struct {
	Context              context   `json:"@context,omitempty"`
	Type                 string    `json:"type"`
	ID                   vocab.IRI `json:"id,omitempty"`
	AttributedTo         vocab.IRI `json:"attributedTo,omitempty"`
	Name                 string    `json:"name,omitempty"`
	Content              string    `json:"content,omitempty"`
	Published            string    `json:"published,omitempty"`
	Stipulates           any       `json:"stipulates"`
	StipulatesReciprocal any       `json:"stipulatesReciprocal,omitempty"`
	URL                  any       `json:"url,omitempty"`
}

type wireLink struct {
	Type      string `json:"type"`
	Href      string `json:"href"`
	Rel       any    `json:"rel,omitempty"`
	MediaType string `json:"mediaType,omitempty"`
}

// WriteAgreement is an agreement in the form of FEP-0837: offered without ids, concluded with
// AGREEMENT#primary and #reciprocal. Commitments satisfy the intents of proposal under the ids that
// peers know; a nil proposal leaves the ids as they are.
//
// Errors: vocab.Violations.
//
// Spec: FEP-0837, "Agreements".
func WriteAgreement(agreement, proposal *vocab.Resource) ([]byte, error) {
	w := writer{}
	out := w.agreement(agreement, proposal)
	if len(w.found) > 0 {
		return nil, w.found
	}
	out.Context = agreementContext
	return marshal(out), nil
}

func (w *writer) agreement(agreement, proposal *vocab.Resource) wireAgreement {
	out := wireAgreement{
		Type: vf.Agreement.Name, ID: agreement.ID(), AttributedTo: agreement.Get(as.AttributedTo).IRI(),
		Name: agreement.Get(vf.Name).Text(), Content: markup(agreement.Get(vf.Note).Text()),
		Published: agreement.Get(vf.Created).Text(),
	}
	for i, target := range []*any{&out.Stipulates, &out.StipulatesReciprocal} {
		s := sides[i]
		commitments := agreement.All(s.commitments)
		var written []*wireFlow
		for n, v := range commitments {
			if v.Part() == nil {
				w.refuse(s.commitments, "takes commitments inside the agreement in this form")
				continue
			}
			written = append(written, w.commitment(s, agreement.ID(), proposal, v.Part(), n))
		}
		if *target = single(written); len(written) == 0 && i == 0 {
			w.refuse(s.commitments, "is required in this form")
		}
	}
	var links []*wireLink
	for _, v := range agreement.All(as.URL) {
		links = append(links, link(v))
	}
	out.URL = single(links)
	return out
}

func (w *writer) commitment(s side, agreement vocab.IRI, proposal, r *vocab.Resource, n int) *wireFlow {
	out := &wireFlow{
		Type: vf.Commitment.Name, Satisfies: w.required(r, vf.Satisfies), Content: markup(r.Get(vf.Note).Text()),
		ResourceQuantity: wire(r.Get(vf.ResourceQuantity)), EffortQuantity: wire(r.Get(vf.EffortQuantity)),
	}
	if agreement != "" {
		out.ID = s.wireID(agreement, n)
	}
	if proposal != nil {
		if i := s.satisfied(proposal, r); i >= 0 {
			out.Satisfies = s.wireID(proposal.ID(), i)
		}
	}
	return out
}

func link(v vocab.Value) *wireLink {
	part := v.Part()
	if part == nil {
		return &wireLink{Type: as.Link.Name, Href: string(v.IRI())}
	}
	out := &wireLink{Type: as.Link.Name, Href: string(part.Get(as.Href).IRI()), MediaType: part.Get(as.MediaType).Text()}
	var roles []string
	for _, rel := range part.All(as.Rel) {
		roles = append(roles, rel.Text())
	}
	out.Rel = single(roles)
	return out
}
