package federation

import (
	"context"
	"slices"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"tributary/federation/fetch"
	"tributary/federation/proof"
	"tributary/federation/wire"
	"tributary/node"
)

// What another node shows of its agents' activities is filed like what it sends: as letters.

// fileAll takes what is on a page, which is newest first, for letters.
func (f *Federation) fileAll(ctx context.Context, client *fetch.Client, actor *Actor, page *sheet) error {
	for _, item := range slices.Backward(page.items) {
		if _, err := f.file(ctx, client, actor, page.context, item); err != nil {
			return err
		}
	}
	return nil
}

// file takes an activity that another node shows for a letter, unless it came before. What is not the
// actor's, and not proven, is passed over, and so is what was between the actor and others.
func (f *Federation) file(ctx context.Context, client *fetch.Client, actor *Actor, context jsontext.Value, item wire.Item) (taken bool, err error) {
	if !wire.SameOrigin(item.ID, actor.IRI) || item.Raw != nil && !ofHistory(item.Types) {
		return false, nil
	}
	if held, err := f.store.Letter(ctx, item.ID); err == nil && held.State != node.LetterRefused {
		return false, nil
	}
	body, err := f.bodyOf(ctx, client, context, item)
	if err != nil || body == nil {
		return false, err
	}
	m, err := wire.Read(body, wire.Limits{Bytes: f.max})
	if err != nil || m.ID != item.ID || m.Actor != actor.IRI || !ofHistory(m.Types) {
		return false, nil
	}
	evidence := node.Evidence{Fetched: true}
	if len(m.Proof) > 0 {
		proven, err := f.proven(ctx, body, m.Actor)
		switch node.KindOf(err) {
		case "":
			evidence.Proof, evidence.Multikey = proven.Proof, proven.Multikey
		case node.Internal, node.Busy, node.Unreachable:
			return false, err
		default:
			return false, nil
		}
	}
	origin, _ := node.Origin(m.Actor)
	taken, err = f.store.TakeLetter(ctx, node.Letter{
		ID: m.ID, Actor: m.Actor, At: f.now().UTC().Truncate(time.Microsecond), Body: body, Proof: evidence,
	}, node.Job{Lane: node.LaneOf(Receiving, origin), Kind: Receiving, Key: string(m.Actor), Ref: m.ID})
	if err == nil {
		f.stats.received(taken)
	}
	return taken, err
}

// bodyOf is an activity as a document; nil when it cannot be had.
func (f *Federation) bodyOf(ctx context.Context, client *fetch.Client, context jsontext.Value, item wire.Item) ([]byte, error) {
	if item.Raw != nil {
		body, err := alone(context, item)
		if err != nil {
			return nil, nil
		}
		if proofs, err := proof.Read(body); err != nil || len(proofs) == 0 || len(body) == len(item.Raw) {
			return body, nil
		}
		// The proof is of a document that has its own @context: that one is at its address.
	}
	doc, err := client.Document(ctx, item.ID)
	switch node.KindOf(err) {
	case "":
	case node.Internal, node.Busy, node.Unreachable:
		return nil, err
	default:
		return nil, nil
	}
	if doc.IRI != item.ID {
		return nil, nil
	}
	return doc.Raw, nil
}

// ofHistory says whether an activity is one that followers are told of. What is between two sides is told
// to the other side, when it happens.
func ofHistory(types []string) bool {
	verb := verbOf(types)
	return verb != "" && inLog(verb)
}
