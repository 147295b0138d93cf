package federation

import (
	"context"
	"slices"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"tributary/federation/dialect"
	"tributary/federation/wire"
	"tributary/node"
	"tributary/vocab"
)

// passedOn carries out what an Announce embeds, when it proves itself or its own address says the same.
//
// Spec: FEP-1b12, "Group actors: announcing activities".
func (f *Federation) passedOn(ctx context.Context, m wire.Message) error {
	for _, item := range m.Objects() {
		if f.node.Owns(item.ID) {
			continue
		}
		if item.Raw == nil {
			raw, err := f.passedOnBefore(ctx, m, item.ID)
			if err != nil {
				return err
			}
			if item.Raw = raw; raw == nil {
				continue
			}
		}
		inner, err := wire.Read(item.Raw, wire.Limits{Bytes: f.max})
		if err != nil || verbOf(inner.Types) == "" || storable(item.Raw) != nil {
			continue
		}
		if inner.Actor == "" || !wire.SameOrigin(inner.ID, inner.Actor) {
			continue // it stays a name
		}
		if err := f.policy.Refuse(ctx, string(inner.Actor), ""); err != nil {
			continue
		}
		l := node.Letter{ID: inner.ID, Actor: inner.Actor, At: f.now().UTC().Truncate(time.Microsecond), Body: slices.Clone(item.Raw)}
		evidence, err := f.proven(ctx, item.Raw, inner.Actor)
		if err != nil || evidence.Proof == "" {
			if origin, _ := node.Origin(m.Actor); !f.passing.draw(origin) {
				continue // nobody else is asked as often as somebody likes
			}
			doc, err := f.client.Document(ctx, inner.ID)
			if err != nil || doc.IRI != inner.ID {
				continue
			}
			// Who did it is what the address says, not what was announced.
			said, err := wire.Read(doc.Raw, wire.Limits{Bytes: f.max})
			if err != nil || said.Actor != inner.Actor || storable(doc.Raw) != nil {
				continue
			}
			l.Body, evidence = doc.Raw, node.Evidence{Fetched: true}
		}
		l.Proof = evidence
		origin, _ := node.Origin(l.Actor)
		if _, err := f.store.TakeLetter(ctx, l, node.Job{
			Lane: node.LaneOf(Receiving, origin), Kind: Receiving, Key: string(l.Actor), Ref: l.ID,
		}); err != nil {
			return err
		}
	}
	return nil
}

// maxPassedOnReads is how many activities and things a minute are read because agents of one origin, which is
// not theirs, named them.
const maxPassedOnReads = 120

// passedOnBefore is what an Announce only names, at its own address: so stand those in the history of a group.
// It is read for groups of our kind that somebody here follows, and when it is not known; else it is nil and
// stays a name.
func (f *Federation) passedOnBefore(ctx context.Context, m wire.Message, id vocab.IRI) (jsontext.Value, error) {
	who := f.remembered(ctx, m.Actor)
	if who == nil || who.Dialect != dialect.Full {
		return nil, nil
	}
	followers, err := f.followersHere(ctx, m.Actor)
	if err != nil || len(followers) == 0 {
		return nil, err
	}
	if _, err := f.store.Letter(ctx, id); node.KindOf(err) != node.NotFound {
		return nil, nil
	}
	origin, _ := node.Origin(m.Actor)
	if f.policy.Refuse(ctx, string(id), "") != nil || !f.passing.draw(origin) {
		return nil, nil
	}
	doc, err := f.client.Document(ctx, id)
	if node.KindOf(err) == node.Internal {
		return nil, err
	}
	if err != nil || doc.IRI != id {
		return nil, nil
	}
	return doc.Raw, nil
}
