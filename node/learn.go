package node

import (
	"context"
	"slices"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/jsonld"
)

// Learn keeps a document of another node that was read at its own address: an actor, a proposal, a state.
// A document that says what is known already makes no new version.
//
// Errors: Forbidden for what is this node's own.
func (n *Node) Learn(ctx context.Context, r *vocab.Resource, owner vocab.IRI, audience Audience) error {
	if n.Owns(r.ID()) || !SameOrigin(r.ID(), owner) {
		return Errorf(Forbidden, "%s is not another node's to tell", r.ID())
	}
	if r.Class() == nil || r.Class().Kind != vocab.Entity {
		return nil
	}
	return n.store.Update(ctx, func(tx Tx) error {
		n.notBefore(tx.Recorded())
		kept, err := tx.Latest(r.ID())
		var before *vocab.Resource
		switch KindOf(err) {
		case NotFound:
		case "":
			if before, err = kept.Resource(); err != nil {
				return err
			}
			if before != nil && before.Equal(r) {
				return nil
			}
		default:
			return err
		}
		link, unlink := differingLinks(Links(before), Links(r))
		_, err = tx.Append(Version{
			IRI: r.ID(), N: kept.N + 1, Activity: r.ID(), Author: owner, Owner: owner, At: n.stamp(),
			Class: r.Class().Name, Audience: audience, Body: jsonld.Append(nil, r), Content: r, Link: link, Unlink: unlink,
		})
		return err
	})
}

// Identify gives a group or person of the node the keys that are its now: after keys were made anew, or in a
// database from before actors had any. It says whether the actor changed.
func (n *Node) Identify(ctx context.Context, actor vocab.IRI) (changed bool, err error) {
	keys, err := n.identity(actor)
	if err != nil {
		return false, err
	}
	err = n.store.Update(ctx, func(tx Tx) error {
		n.notBefore(tx.Recorded())
		kept, err := tx.Latest(actor)
		if err != nil || kept.Deleted {
			return err
		}
		before, err := kept.Resource()
		if err != nil {
			return err
		}
		next := before.WithAll(keys...)
		if !next.Has(as.Discoverable) && !next.Has(as.Indexable) {
			next = presented(nil, next)
		}
		if changed = !next.Equal(before); !changed {
			return nil
		}
		act := Activity{Verb: "Update", Actor: actor, Summary: "The keys of the actor were made anew."}
		d := n.draft(tx, Operator, act)
		d.ids = append(d.ids, actor)
		if err := d.Put(next); err != nil {
			return err
		}
		_, err = n.commit(tx, d)
		return err
	})
	return changed, err
}

// Keys are the public keys that an actor of this node shows, though it be gone.
func (n *Node) Keys(actor vocab.IRI) ([]vocab.Field, error) {
	shown, err := n.identity(actor)
	return slices.DeleteFunc(slices.Clone(shown), func(f vocab.Field) bool {
		return f.Property != as.PublicKey && f.Property != as.AssertionMethod && f.Property != as.Authentication
	}), err
}

// Forget ends every standing relation with an agent of another node that is no more.
func (n *Node) Forget(ctx context.Context, agent vocab.IRI) error {
	return n.store.Update(ctx, func(tx Tx) error {
		d := n.draft(tx, Caller{Agent: agent}, Activity{})
		if err := d.forget(agent); err != nil {
			return err
		}
		for _, r := range d.relations {
			if err := tx.Relate(r.Relation, r.on); err != nil {
				return err
			}
		}
		return nil
	})
}
