package as

import (
	"net/url"
	"slices"
	"strings"

	"tributary/vocab"
	"tributary/vocab/vf"
)

// RelPayment is the role of a link by which its owner is paid.
//
// Spec: FEP-0ea0.
const RelPayment = "payment"

// payable are the addresses that one can be paid at, up to what differs: pages, payment targets, and accounts
// on a chain.
//
// Spec: RFC 8905 (payto); CAIP-10, as FEP-0837's implementers write it.
var payable = []string{"https://", "payto://", "caip:10:"}

const maxPayments = 16 // of one agent

// Payable says whether an address is one that somebody can be paid at: https, payto or caip:10.
func Payable(address vocab.IRI) bool {
	text := string(address)
	if len(text) > 2048 || strings.ContainsAny(text, " \t\r\n<>\"") {
		return false
	}
	for _, scheme := range payable {
		if rest, ok := strings.CutPrefix(text, scheme); ok && rest != "" {
			u, err := url.Parse(text)
			return err == nil && u.User == nil
		}
	}
	return false
}

// HasRole says whether a link has one of the roles.
func HasRole(link *vocab.Resource, roles ...string) bool {
	return slices.ContainsFunc(link.All(Rel), func(v vocab.Value) bool { return slices.Contains(roles, v.Text()) })
}

var _ = Schema.Rule(vf.Agent, "payment links", paidAt)

// paidAt asks that what an agent attaches as payment is an address to pay at.
func paidAt(agent *vocab.Resource) (found []vocab.Violation) {
	n := 0
	for _, v := range agent.All(Attachment) {
		link := v.Part()
		if link == nil || link.Class() != Link || !HasRole(link, RelPayment) {
			continue
		}
		if n++; n > maxPayments {
			return append(found, vocab.Violation{Path: Attachment.Term, Term: Attachment.Term, Message: "takes at most 16 links for payments"})
		}
		if !Payable(link.Get(Href).IRI()) {
			found = append(found, vocab.Violation{Path: Attachment.Term + "." + Href.Term, Term: Href.Term, Message: "of a link for payments begins https://, payto:// or caip:10:"})
		}
	}
	return found
}
