package node

import (
	"context"
	"slices"
	"strings"

	"tributary/vocab"
	"tributary/vocab/as"
)

// maxObjects is how many things one activity may be about. Importers split larger ones.
const maxObjects = 10_000

// Submit carries out what one of this node's agents does. When it returns nil, the activity and all
// it changes are on disk.
//
// Errors: Invalid with violations (paths begin "object" or "object[i]"), Forbidden, NotFound, Gone,
// Conflict (a stale version, a rule of the group, a reused idempotency key).
func (n *Node) Submit(ctx context.Context, who Caller, act Activity) (Receipt, error) {
	v, err := verbNamed(act.Verb)
	if err != nil {
		return Receipt{}, err
	}
	if err := n.check(who, act); err != nil {
		return Receipt{}, err
	}
	member := who.Agent
	who = who.facing(act.Actor)
	var receipt Receipt
	err = n.store.Update(ctx, func(tx Tx) error {
		n.notBefore(tx.Recorded())
		d := n.draft(tx, who, act)
		d.unmask(member)
		if err := v.May(d, act); err != nil {
			return err
		}
		// Only who may do it learns that it was done before.
		receipt, err = n.replay(tx, who, act)
		if err != nil || receipt.Replayed {
			return err
		}
		if err := v.Local(d, act); err != nil {
			return err
		}
		if err := d.republish(act); err != nil {
			return err
		}
		if receipt, err = n.commit(tx, d); err != nil {
			return err
		}
		return n.carryOut(tx, d.answers, &receipt)
	})
	return receipt, err
}

// Try decides what Submit would do, and changes nothing.
func (n *Node) Try(ctx context.Context, who Caller, act Activity) (receipt Receipt, err error) {
	v, err := verbNamed(act.Verb)
	if err != nil {
		return Receipt{}, err
	}
	if err := n.check(who, act); err != nil {
		return Receipt{}, err
	}
	member := who.Agent
	who = who.facing(act.Actor)
	err = n.store.View(ctx, func(view View) error {
		d := n.draft(view, who, act)
		d.unmask(member)
		if err := v.May(d, act); err != nil {
			return err
		}
		if err := v.Local(d, act); err != nil {
			return err
		}
		receipt = Receipt{Objects: d.ids, Warnings: d.warnings}
		return nil
	})
	return receipt, err
}

// check refuses what needs no look at the store.
func (n *Node) check(who Caller, act Activity) error {
	if who.ReadOnly {
		return Errorf(Forbidden, "this token only reads")
	}
	if who.For != "" && act.Actor != who.For {
		return Errorf(Forbidden, "this token acts for %s alone", who.For)
	}
	if act.Actor == "" || !n.Owns(act.Actor) {
		return Errorf(Invalid, "actor: an activity here is done by an agent of this node")
	}
	if n.IsMember(act.Actor) {
		for _, to := range slices.Concat(act.To, act.CC, act.Blind) {
			if to != act.Actor {
				return Errorf(Forbidden, "%s", keptPrivate)
			}
		}
	}
	if act.Import && !who.Operator {
		return Errorf(Forbidden, "only an operator imports")
	}
	if act.IfMatch != 0 && (len(act.Objects) != 1 && act.Target == "" || !matching[act.Verb]) {
		return Errorf(Invalid, "If-Match goes with an Update or Delete of one thing, or with Add and Remove")
	}
	if len(act.Objects) == 0 {
		return Refuse(vocab.Violations{{Path: "object", Term: "object", Message: "is required"}})
	}
	if len(act.Objects) > maxObjects {
		return Errorf(TooLarge, "one activity is about at most %d things", maxObjects)
	}
	var found vocab.Violations
	for i, o := range act.Objects {
		if o.Resource == nil {
			continue
		}
		if act.Verb == "Create" {
			found = append(found, n.vocabulary.Check(o.Resource).Under(act.path(i))...)
		}
		if id := o.Resource.ID(); act.Verb == "Create" && !act.Import && id != "" && !isLocalName(id) {
			found = append(found, vocab.Violation{
				Path: act.path(i) + ".id", Term: "id",
				Message: "this node mints ids; send none, or a local name beginning urn:uuid: or _:",
			})
		}
	}
	return Refuse(found)
}

// keptPrivate is why a member does not speak to others under its private address.
const keptPrivate = "what a member does under its own address is private: do it as a group, or choose a handle and do it as the person known by that"

// matching are the verbs that change one thing, whose version If-Match may name.
var matching = map[string]bool{"Update": true, "Delete": true, "Add": true, "Remove": true}

func isLocalName(id vocab.IRI) bool {
	return strings.HasPrefix(string(id), "urn:uuid:") || strings.HasPrefix(string(id), "_:")
}

// replay answers a repeated idempotency key with its first result.
func (n *Node) replay(tx Tx, who Caller, act Activity) (Receipt, error) {
	if act.Key == "" {
		return Receipt{}, nil
	}
	m, err := tx.Remembered(act.Actor, act.Key)
	switch {
	case KindOf(err) == NotFound:
		return Receipt{}, nil
	case err != nil:
		return Receipt{}, err
	case m.Digest != act.Digest:
		return Receipt{}, Errorf(Conflict, "the idempotency key %q was used for something else", act.Key)
	}
	v, err := tx.Latest(m.Activity)
	if err != nil {
		return Receipt{}, err
	}
	r, err := v.Resource()
	if err != nil {
		return Receipt{}, err
	}
	receipt := Receipt{Activity: m.Activity, Position: v.Position, Replayed: true}
	for _, o := range r.All(as.HasObject) {
		receipt.Objects = append(receipt.Objects, o.IRI())
	}
	return receipt, nil
}
