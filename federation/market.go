package federation

import (
	"cmp"

	"github.com/go-json-experiment/json/jsontext"

	"tributary/contexts"
	"tributary/federation/wire"
	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/exchange"
	"tributary/vocab/vf"
)

// Proposals, offers and agreements are written and read as FEP-0837 has them, to and from whoever speaks
// it: nodes of our kind too, so that there is one form of them.

// traded are the classes that federated marketplaces exchange.
var traded = map[string]bool{"Proposal": true, "Agreement": true, "Plan": true, "Commitment": true}

// trades says whether a message is one of a marketplace, in the form of other software: nodes of our kind
// name our context, and mean everything by it.
func trades(m wire.Message) bool {
	objects := m.Objects()
	if len(objects) != 1 || objects[0].Raw == nil {
		return false
	}
	market := false
	for _, t := range objects[0].Types {
		market = market || traded[t[len(prefixOf(t)):]]
	}
	switch verbOf(m.Types) {
	case "Offer":
		return market
	case "Create", "Update", "Announce":
		return market && !ours(m.Context)
	}
	return false
}

// prefixOf is what stands before the local name of a type: "vf:", or a namespace.
func prefixOf(t string) string {
	for i := len(t) - 1; i >= 0; i-- {
		if t[i] == ':' || t[i] == '#' || t[i] == '/' {
			return t[:i+1]
		}
	}
	return ""
}

// ours says whether a @context names one of the node's own kind.
func ours(context jsontext.Value) bool {
	for _, name := range stringsOf(context) {
		if _, known := contexts.ByURL(name); known {
			return true
		}
	}
	return false
}

// trade takes the things of a marketplace out of a message.
//
// Errors: Invalid with violations, Unreadable, TooLarge.
func trade(m wire.Message, act *node.Activity) error {
	read, err := exchange.ReadMessage(m.Raw)
	if err != nil {
		return readable("object", err)
	}
	if d := read.Object.Document; d != nil && act.Verb != "Accept" {
		act.Objects = spread(m.ID, d)
	}
	if d := read.Result.Document; d != nil {
		act.Results = spread(m.ID, d)
	}
	if act.Verb == "Offer" && !read.Until.IsZero() {
		act.Until = read.Until // also where the term is written otherwise
	}
	if act.About == "" && len(read.InReplyTo) > 0 {
		act.About = read.InReplyTo[0]
	}
	return nil
}

func spread(message vocab.IRI, d *exchange.Document) (objects []node.Object) {
	whole := d.Resource
	if whole.ID() == "" || anonymousWithin(whole) {
		whole = exchange.Identified(whole, cmp.Or(whole.ID(), message+"#agreement"), message)
	}
	for _, r := range append(exchange.Detach(whole), d.Others...) {
		if r.ID() != "" {
			objects = append(objects, node.Object{IRI: r.ID(), Resource: r, Partial: d.Partial})
		}
	}
	return objects
}

// exchanged writes a thing as FEP-0837, FEP-3264 and FEP-c5a1 have it, with as much of what belongs to it as
// somebody may see; nothing for what they have no form of.
func (f *Federation) exchanged(v node.View, sight node.Sight) func(*vocab.Resource) []byte {
	return func(r *vocab.Resource) []byte {
		if kept, err := v.Latest(r.ID()); err == nil && !r.Has(as.AttributedTo) {
			r = r.With(as.AttributedTo, vocab.Ref(kept.Owner)) // peers look for whose it is
		}
		var body []byte
		var err error
		switch c := r.Class(); {
		case c.IsA(vf.Proposal):
			body, err = writeProposal(v, sight, r)
		case c.IsA(vf.Plan):
			body, err = writePlan(v, sight, r)
		case c.IsA(vf.Commitment) && !r.Has(vf.ClauseOf) && !r.Has(vf.ReciprocalClauseOf):
			body, err = exchange.WriteTodo(r)
		case c.IsA(vf.EconomicEvent) && r.Has(vf.Fulfills):
			body, err = exchange.WriteReport(r, planOf(v, sight, r))
		}
		if err != nil {
			return nil
		}
		return body
	}
}

// writeProposal writes a proposal with its intents, as far as somebody may see them: anybody can publish what is
// another's, by its address.
func writeProposal(v node.View, sight node.Sight, r *vocab.Resource) ([]byte, error) {
	whole, _ := exchange.Gather(r, func(id vocab.IRI) *vocab.Resource {
		kept, err := v.Latest(id)
		if err != nil || !sight.Sees(kept) {
			return nil
		}
		found, _ := kept.Resource()
		return found
	})
	body, _, err := exchange.WriteProposal(whole, as.Public)
	return body, err
}

// anonymousWithin says whether an agreement has a commitment without an id.
func anonymousWithin(agreement *vocab.Resource) bool {
	for _, p := range []*vocab.Property{vf.Stipulates, vf.StipulatesReciprocal} {
		for _, v := range agreement.All(p) {
			if part := v.Part(); part != nil && part.ID() == "" {
				return true
			}
		}
	}
	return false
}

// bargain writes an Offer of an agreement, or the Accept of one, as FEP-0837 has it, with the conversation that
// it is within; nil for anything else.
func bargain(v node.View, act *vocab.Resource, within vocab.IRI) ([]byte, error) {
	offer := act
	if act.Class() == as.Accept {
		kept, err := v.Latest(act.Get(as.HasObject).IRI())
		if err != nil || !act.Has(as.Result) {
			return nil, nil
		}
		if offer, err = kept.Resource(); err != nil || offer == nil {
			return nil, err
		}
	}
	if offer.Class() != as.Offer {
		return nil, nil
	}
	sent, proposal, err := node.OfferOf(v, offer)
	if err != nil {
		return nil, nil // an offer of something else
	}
	sent.Within = within
	if act == offer {
		return exchange.WriteOffer(sent, proposal)
	}
	if sent.To == "" || sent.To != act.Get(as.Actor).IRI() {
		sent.To = act.Get(as.Actor).IRI()
	}
	agreement, err := node.AgreementOf(v, act.Get(as.Result).IRI())
	if err != nil {
		return nil, err
	}
	return exchange.WriteAccept(sent, act.ID(), agreement, proposal)
}
