package federation

import (
	"context"

	"tributary/federation/wire"
	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/exchange"
)

// An actor's document links to what the actor proposes. Whoever begins to follow it, or looks it up, reads that
// at its own address, and can take it up.
//
// Spec: FEP-0837, "Discovery"; FEP-0ea0.

// maxLinkedProposals bounds how many proposals of one actor are read at a time.
const maxLinkedProposals = 16

// Proposals reads an actor of another node anew, and what it proposes by the links of its document; and keeps
// it. A link to another origin, and a proposal that does not name the actor as its own, are not believed.
//
// Errors: those of reading the actor; Forbidden for a node that is kept out by the policy.
func (f *Federation) Proposals(ctx context.Context, actor vocab.IRI) ([]vocab.IRI, error) {
	if err := f.policy.Refuse(ctx, string(actor), ""); err != nil {
		return nil, err
	}
	if _, err := f.readActor(ctx, actor); err != nil {
		return nil, err
	}
	return f.proposed(ctx, actor)
}

// proposed reads the proposals that an actor's document, as it was read last, links to.
func (f *Federation) proposed(ctx context.Context, actor vocab.IRI) (proposals []vocab.IRI, err error) {
	kept, err := f.store.Letter(ctx, actor)
	if err != nil || !kept.Proof.Fetched {
		return nil, err
	}
	addresses, _, err := exchange.Attached(kept.Body)
	if err != nil {
		return nil, node.Errorf(node.Unreadable, "what %s has attached cannot be read: %s", actor, err)
	}
	read := 0
	for _, id := range addresses {
		if !wire.SameOrigin(id, actor) || f.node.Owns(id) {
			continue
		}
		if read++; read > maxLinkedProposals {
			break
		}
		known, err := f.learnProposal(ctx, id, actor)
		if err != nil {
			return proposals, err
		}
		if known {
			proposals = append(proposals, id)
		}
	}
	return proposals, nil
}

// learnProposal keeps a proposal as its own address has it, when it is the actor's. What was told in an activity
// counts for more, and what was deleted stays so.
//
// Errors: Unreachable and Busy while the peer does not answer; Internal.
func (f *Federation) learnProposal(ctx context.Context, id, actor vocab.IRI) (known bool, err error) {
	there, err := f.node.Get(ctx, node.Operator, id)
	switch node.KindOf(err) {
	case "":
		if there.Activity != id {
			return there.Owner == actor, nil
		}
	case node.NotFound:
	case node.Gone:
		return false, nil
	default:
		return false, err
	}
	doc, err := f.client.Document(ctx, id)
	switch node.KindOf(err) {
	case "":
	case node.Internal, node.Busy, node.Unreachable:
		return false, err
	default:
		return false, nil
	}
	d, err := exchange.ReadProposal(doc.Raw)
	if err != nil || doc.IRI != id || d.Resource.ID() != id || d.Resource.Get(as.AttributedTo).IRI() != actor || storable(doc.Raw) != nil {
		return false, nil
	}
	for _, o := range spread(id, &d) {
		if !wire.SameOrigin(o.IRI, actor) {
			continue
		}
		if err := f.node.Learn(ctx, o.Resource, actor, node.Audience{Level: node.Public}); err != nil {
			return false, err
		}
	}
	return true, nil
}
