package federation

import (
	"context"
	"fmt"
	"time"

	"tributary/federation/policy"
	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
)

// Replayed is what was queued to be sent again.
type Replayed struct {
	Activities, Deliveries int
	Lanes                  []string // in which they wait
}

// Replay queues again what goes to one peer of all that agents of this node did since a time, in the order in
// which they did it: for a peer that went back to an old backup. It knows by its address what it has, and takes
// that once. Whom an activity goes to, and what of it they may see, is decided anew; what still waited is
// put into the order. With a group only what that group did is sent again.
//
// Each page of activities is queued at once. When it breaks off, it may be asked for again.
//
// Errors: Invalid for a host that is none; Forbidden for one that the policy keeps out.
func (f *Federation) Replay(ctx context.Context, host string, since time.Time, group vocab.IRI) (all Replayed, err error) {
	known, err := policy.Host(host)
	if err != nil {
		return all, err
	}
	if err := f.policy.Refuse(ctx, known, group); err != nil {
		return all, err
	}
	after, err := f.before(ctx, since)
	if err != nil {
		return all, err
	}
	lanes := map[string]bool{}
	for more := true; more; {
		o := outgoing{replay: &replay{host: known, group: group}}
		if err := f.page(ctx, after, since, &o); err != nil {
			return all, err
		}
		if len(o.jobs) > 0 {
			if err := f.store.SendAgain(ctx, o.parcels, o.jobs); err != nil {
				return all, err
			}
		}
		told := map[vocab.IRI]bool{}
		for _, j := range o.jobs {
			told[j.Ref] = true
			if !lanes[j.Lane] {
				lanes[j.Lane] = true
				all.Lanes = append(all.Lanes, j.Lane)
			}
		}
		all.Activities += len(told)
		all.Deliveries += len(o.jobs)
		after, more = o.to, o.more
	}
	return all, nil
}

// page makes ready what a page of the log has for a peer.
func (f *Federation) page(ctx context.Context, after node.Position, since time.Time, o *outgoing) error {
	return f.node.Store().View(ctx, func(v node.View) error {
		seen := 0
		for act, err := range v.Find(node.Query{
			Classes: f.node.Kinds(as.Activity), After: after, Limit: maxGathered, Sight: node.Sight{All: true},
		}) {
			if err != nil {
				return err
			}
			seen++
			o.to, o.more = act.Created, seen == maxGathered
			if !f.node.Owns(act.IRI) || act.Deleted || act.At.Before(since) || o.replay.group != "" && act.Owner != o.replay.group {
				continue
			}
			if act.Class != as.Delete.Name && gone(v, act.Owner) {
				continue // nobody could check its signature any more; that it is gone is told
			}
			if err := f.send(ctx, v, act, o); err != nil {
				return fmt.Errorf("make %s ready to be sent again: %w", act.IRI, err)
			}
		}
		return nil
	})
}

// gone says whether an agent was closed.
func gone(v node.View, agent vocab.IRI) bool {
	latest, err := v.Latest(agent)
	return err == nil && latest.Deleted
}

// before is a place in the log behind which is everything since a time: record times never go back there.
func (f *Federation) before(ctx context.Context, since time.Time) (at node.Position, err error) {
	err = f.node.Store().View(ctx, func(v node.View) error {
		q := node.Query{Classes: f.node.Kinds(as.Activity), Descending: true, Limit: maxGathered, Sight: node.Sight{All: true}}
		for seen := maxGathered; seen == maxGathered; {
			seen = 0
			for act, err := range v.Find(q) {
				if err != nil {
					return err
				}
				if act.At.Before(since) {
					at = act.Created
					return nil
				}
				seen++
				q.After = act.Created
			}
		}
		return nil
	})
	return at, err
}
