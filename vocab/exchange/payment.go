package exchange

import (
	"slices"
	"strings"

	"tributary/vocab"
	"tributary/vocab/as"
)

// ProposalRels are the roles of a link from an actor to a proposal of its own.
//
// Spec: FEP-0837, "Discovery".
func ProposalRels() []string { return []string{as.RelPayment, proposalRels[0]} }

// PaymentLink is a link by which its owner is paid.
func PaymentLink(address vocab.IRI) *vocab.Resource {
	return vocab.New(as.Link, "").With(as.Href, vocab.Ref(address)).With(as.Rel, vocab.Text(as.RelPayment))
}

// Payments are the addresses at which the owner of a thing says that it is paid: what its attachment has under
// the role payment, without the links to proposals.
//
// Spec: FEP-0ea0.
func Payments(r *vocab.Resource) (addresses []vocab.IRI) {
	for _, v := range r.All(as.Attachment) {
		link := v.Part()
		if link != nil && link.Class() == as.Link && as.HasRole(link, as.RelPayment) && !as.HasRole(link, proposalRels...) {
			addresses = append(addresses, link.Get(as.Href).IRI())
		}
	}
	return addresses
}

// maxPaid is how many links of one agreement count.
const maxPaid = 8

// Believed are those of the links of a concluded agreement that count as the word of accepter, who gave them:
// pages of its own origin, those that its own document states for payments, and payment targets, which lead to
// no page. A page elsewhere could be anybody's.
//
// stated is the accepter as its own document has it; nil: nothing is known of it.
//
// Spec: FEP-0837, "Accepting an agreement"; FEP-0ea0.
func Believed(links []vocab.Value, accepter vocab.IRI, stated *vocab.Resource) (kept []vocab.Value) {
	var known []vocab.IRI
	if stated != nil {
		known = Payments(stated)
	}
	for _, v := range links {
		address := v.IRI()
		if part := v.Part(); part != nil {
			address = part.Get(as.Href).IRI()
		}
		page := strings.HasPrefix(string(address), "https:") || strings.HasPrefix(string(address), "http:")
		if page && !sameOrigin(address, accepter) && !slices.Contains(known, address) || !page && !as.Payable(address) {
			continue
		}
		if kept = append(kept, v); len(kept) == maxPaid {
			break
		}
	}
	return kept
}
