package federation

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
)

// An answer to something of a group here, which its author addressed to the group's followers as well, is
// known to them only when this node brings it to them: the author's node does not know who they are. It goes
// on as it came, once, and only when it proves itself: so no node has to believe this one.
//
// Spec: ActivityPub 7.1.2; FEP-8b32.

// forwarded is the form of an errand that brings a letter on, as it came.
const forwarded = "forwarded"

// maxForwards is how many letters a minute of one origin go on to followers: each may reach many.
const maxForwards = 60

// goesOn are the verbs that say something to others than those whom they ask.
var goesOn = map[string]bool{"Create": true, "Update": true, "Delete": true}

// forward brings a letter on to the followers of the groups of this node that it answers. It may be called
// again for the same letter: who has it keeps it once.
//
// What came by somebody else's hands, or was read, stays here: so nothing goes in circles. So does what a
// group passes on by an Announce, and what more than maxForwards others came before.
func (f *Federation) forward(ctx context.Context, l node.Letter, act node.Activity) error {
	groups := f.onwardTo(l, act)
	if len(groups) == 0 {
		return nil
	}
	var work []node.Job
	err := f.node.Store().View(ctx, func(v node.View) error {
		work = nil
		for _, group := range groups {
			if may, err := f.answers(v, group, act); err != nil || !may {
				if err != nil {
					return err
				}
				continue
			}
			some, err := f.onward(ctx, v, group, l)
			if err != nil {
				return err
			}
			work = append(work, some...)
		}
		return nil
	})
	if err != nil || len(work) == 0 {
		return err
	}
	origin, _ := node.Origin(l.Actor)
	if !f.forwards.draw(origin) {
		f.log.Info("an answer is not brought on to followers: its origin sends too many", "letter", l.ID, "origin", origin)
		return nil
	}
	return f.node.Store().Update(ctx, func(tx node.Tx) error { return tx.Enqueue(work...) })
}

// onwardTo are the groups of this node to whose followers a letter may go on.
func (f *Federation) onwardTo(l node.Letter, act node.Activity) (groups []vocab.IRI) {
	if l.Proof.Proof == "" || l.Proof.KeyID == "" || l.Proof.Fetched || act.Limited || !goesOn[act.Verb] {
		return nil
	}
	for _, to := range slices.Concat(act.To, act.CC) {
		if group := f.groupOf(to); group != "" && to == group+"/followers" && !slices.Contains(groups, group) {
			groups = append(groups, group)
		}
	}
	return groups
}

// answers says whether an activity is about something of a group, which wants to deal with its actor and
// does not pass it on in another way.
func (f *Federation) answers(v node.View, group vocab.IRI, act node.Activity) (bool, error) {
	for _, like := range []node.Relation{{From: group, Kind: node.Blocks, To: act.Actor}, {From: act.Actor, Kind: node.Blocks, To: group}} {
		for _, err := range v.Relations(like) {
			return false, err
		}
	}
	about, err := f.aboutGroup(v, group, act)
	if err != nil || !about {
		return false, err
	}
	for _, err := range v.Find(node.Query{
		Classes: []string{as.Announce.Name}, Owner: group, Refers: []node.Link{{Property: as.HasObject.IRI, To: act.ID}}, Sight: node.Sight{All: true}, Limit: 1,
	}) {
		return false, err
	}
	return true, nil
}

// aboutGroup says whether an activity, or what it describes or changes, refers to something of a group by
// inReplyTo, object, target, context or tag: to a thing, its Note or its conversation.
func (f *Federation) aboutGroup(v node.View, group vocab.IRI, act node.Activity) (bool, error) {
	ours := func(id vocab.IRI) bool {
		if id == "" || !f.node.Owns(id) || f.node.Handle(id) != "" {
			return false
		}
		for _, under := range []string{"/note", "/context"} {
			id = vocab.IRI(strings.TrimSuffix(string(id), under))
		}
		thing, err := v.Latest(id)
		return err == nil && thing.Owner == group
	}
	if ours(act.Target) || ours(act.About) {
		return true, nil
	}
	for _, o := range act.Objects {
		r := o.Resource
		if ours(o.IRI) {
			return true, nil
		}
		if r == nil { // changed or gone: as it was told first
			first, err := v.Version(o.IRI, 1)
			if node.KindOf(err) == node.NotFound {
				continue
			}
			if err != nil {
				return false, err
			}
			if r, err = first.Resource(); err != nil {
				return false, err
			}
		}
		if r == nil {
			continue
		}
		for p, to := range r.Refs() {
			if ours(to) && (p == as.InReplyTo || p == as.Href || p == as.Context || p == as.Target || p == as.HasObject) {
				return true, nil
			}
		}
	}
	return false, nil
}

// onward is the work of bringing a letter to a group's followers on other nodes, once to each inbox. Those of
// the author's own node have it.
func (f *Federation) onward(ctx context.Context, v node.View, group vocab.IRI, l node.Letter) (work []node.Job, err error) {
	blocked, err := blockedBetween(v, group)
	if err != nil {
		return nil, err
	}
	inboxes := map[vocab.IRI]bool{}
	for r, err := range v.Relations(node.Relation{Kind: node.Follows, To: group}) {
		if err != nil {
			return nil, err
		}
		if f.node.Owns(r.From) || node.SameOrigin(r.From, l.Actor) {
			continue
		}
		if skip, err := f.avoidedAmong(ctx, blocked, group, r.From); err != nil || skip {
			if err != nil {
				return nil, err
			}
			continue
		}
		e := errand{As: group, To: r.From, Form: forwarded}
		origin, _ := node.Origin(r.From)
		if known := f.remembered(ctx, r.From); known != nil {
			if e.Inbox = known.Inbox; known.SharedInbox != "" {
				e.Inbox, e.To = known.SharedInbox, ""
			}
			if inboxes[e.Inbox] {
				continue
			}
			inboxes[e.Inbox] = true
			origin, _ = node.Origin(e.Inbox)
		}
		data, err := json.Marshal(e)
		if err != nil {
			return nil, fmt.Errorf("write where a letter goes on to: %w", err)
		}
		work = append(work, node.Job{
			Lane: node.LaneOf(Delivering, origin), Kind: Delivering, Key: string(l.Actor) + " " + string(e.Inbox) + string(e.To), Party: string(group), Ref: l.ID, Data: data,
		})
	}
	return work, nil
}

// parcel is the body of an errand; nil when there is nothing left to bring.
func (f *Federation) parcel(ctx context.Context, ref vocab.IRI, e errand) ([]byte, error) {
	if e.Form != forwarded {
		return f.store.Parcel(ctx, ref, e.Form)
	}
	l, err := f.store.Letter(ctx, ref)
	if err == nil && !l.Proof.Erased.IsZero() {
		return nil, nil // it proves nothing any more
	}
	return l.Body, err
}
