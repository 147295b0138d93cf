package node

import (
	"context"

	"tributary/vocab"
	"tributary/vocab/exchange"
	"tributary/vocab/vf"
)

// maxProposalsRead bounds how many proposals of an actor are looked at for those that are live.
const maxProposalsRead = 64

// LiveProposals are the proposals of an actor that may be taken up now and that the caller may see, the newest
// first, at most so many.
//
// Spec: FEP-0837, "Discovery".
func (n *Node) LiveProposals(ctx context.Context, who Caller, actor vocab.IRI, most int) (live []Version, err error) {
	found, err := n.Find(ctx, who, Query{Classes: []string{vf.Proposal.Name}, Owner: actor, Limit: maxProposalsRead, Descending: true})
	if err != nil || len(found) == 0 {
		return nil, err
	}
	err = n.store.View(ctx, func(v View) error {
		live = nil
		for _, one := range found {
			if len(live) == most {
				break
			}
			proposal, err := one.Resource()
			if err != nil {
				return err
			}
			whole, _ := exchange.Gather(proposal, func(id vocab.IRI) *vocab.Resource { return current(v, id) })
			if exchange.Live(whole, n.now()) {
				live = append(live, one)
			}
		}
		return nil
	})
	return live, err
}
