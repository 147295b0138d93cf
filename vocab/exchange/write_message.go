package exchange

import (
	"tributary/vocab"
)

type wireActivity struct {
	Context   context   `json:"@context"`
	Type      string    `json:"type"`
	ID        vocab.IRI `json:"id"`
	Actor     vocab.IRI `json:"actor"`
	Object    any       `json:"object"`
	Result    any       `json:"result,omitempty"`
	InReplyTo vocab.IRI `json:"inReplyTo,omitempty"`
	Within    vocab.IRI `json:"context,omitempty"`
	Content   string    `json:"content,omitempty"`
	EndTime   string    `json:"endTime,omitempty"`
	To        vocab.IRI `json:"to"`
}

// WriteOffer is the Offer of an agreement, or a counter-offer: the ids of the agreement and its
// commitments are left out, for whoever accepts gives them.
//
// Errors: vocab.Violations, as WriteAgreement.
//
// Spec: FEP-0837, "Agreements".
func WriteOffer(o Offer, proposal *vocab.Resource) ([]byte, error) {
	w := writer{}
	agreement := w.agreement(o.Agreement.WithID(""), proposal)
	agreement.AttributedTo = ""
	if len(w.found) > 0 {
		return nil, w.found
	}
	return marshal(wireActivity{
		Context: agreementContext, Type: "Offer", ID: o.ID, Actor: o.Actor,
		Object: agreement, InReplyTo: o.InReplyTo, Within: o.Within, EndTime: stamp(o.Until), To: o.To,
	}), nil
}

// WriteAccept is the acceptance of an offer, under id: agreement, which Conclude made, is its result.
//
// Errors: vocab.Violations, as WriteAgreement.
//
// Spec: FEP-0837, "Accepting an agreement".
func WriteAccept(o Offer, id vocab.IRI, agreement, proposal *vocab.Resource) ([]byte, error) {
	w := writer{}
	result := w.agreement(agreement, proposal)
	if len(w.found) > 0 {
		return nil, w.found
	}
	return marshal(wireActivity{
		Context: agreementContext, Type: "Accept", ID: id, Actor: o.To,
		Object: o.ID, Result: result, Within: o.Within, To: o.Actor,
	}), nil
}

// WriteReject is the rejection of an offer, under id. reason is text for whoever offered: what an
// error of CheckOffer says, or anything else; empty: none.
//
// Spec: FEP-0837, "Rejecting an agreement".
func WriteReject(o Offer, id vocab.IRI, reason string) []byte {
	return marshal(wireActivity{
		Context: plainContext, Type: "Reject", ID: id, Actor: o.To,
		Object: o.ID, Content: markup(reason), To: o.Actor,
	})
}

// WriteUndo takes an open offer back, under id.
func WriteUndo(o Offer, id vocab.IRI) []byte {
	return marshal(wireActivity{
		Context: plainContext, Type: "Undo", ID: id, Actor: o.Actor, Object: o.ID, To: o.To,
	})
}
