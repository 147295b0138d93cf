package federation

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"tributary/federation/wire"
	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
)

// Agreeing is the work of asking a node who of ours follows an agent of it, and of making both agree.
const Agreeing = "followers"

// maxFollowers bounds how many followers a node is believed to have here.
const maxFollowers = 100_000

// disagreement is what a job of Agreeing carries.
type disagreement struct {
	URL vocab.IRI `json:"url"`
}

// Agree does a job of [Agreeing]: it reads who of ours follows an agent by the word of that agent's node,
// and ends what only one side believes. Whoever waits for an answer goes on waiting.
//
// Errors: Unreachable and Busy while the peer does not answer; Internal.
//
// Spec: FEP-8fcf, "On the receiving end".
func (f *Federation) Agree(ctx context.Context, job node.Job) error {
	var d disagreement
	if err := json.Unmarshal(job.Data, &d); err != nil {
		return fmt.Errorf("read where followers are listed: %w", err)
	}
	if err := f.policy.Refuse(ctx, string(job.Ref), ""); err != nil {
		if node.KindOf(err) == node.Forbidden {
			return nil
		}
		return err
	}
	listed, err := f.listed(ctx, job.Ref, d.URL)
	switch node.KindOf(err) {
	case "":
	case node.Internal, node.Busy, node.Unreachable:
		return err
	default:
		f.log.Info("who follows an agent of another node cannot be read", "agent", job.Ref, "error", err)
		return nil
	}
	ours, err := f.followersHere(ctx, job.Ref)
	if err != nil {
		return err
	}
	for _, group := range ours {
		if !listed[group] {
			if err := f.unfollow(ctx, group, job.Ref); err != nil {
				return err
			}
		}
	}
	for group := range listed {
		if slices.Contains(ours, group) {
			continue
		}
		if err := f.disown(ctx, group, job.Ref); err != nil {
			return err
		}
	}
	return nil
}

// listed are the agents of this node in a collection of another.
func (f *Federation) listed(ctx context.Context, agent, at vocab.IRI) (map[vocab.IRI]bool, error) {
	const pages = 100
	client := f.readingAs(f.node.Node())
	listed := map[vocab.IRI]bool{}
	for range pages {
		if !wire.SameOrigin(at, agent) {
			return nil, node.Errorf(node.Invalid, "the followers of %s are listed at another origin", agent)
		}
		page, err := readSheet(ctx, client, at)
		if err != nil {
			return nil, err
		}
		if at = page.next; page.embedded != nil {
			page.items, at = append(page.items, page.embedded.items...), page.embedded.next
		} else if len(page.items) == 0 && page.first != "" {
			at = page.first
		}
		for _, item := range page.items {
			if f.node.Owns(item.ID) {
				listed[item.ID] = true
			}
		}
		if len(listed) > maxFollowers {
			return nil, node.Errorf(node.TooLarge, "%s lists more than %d followers here", agent, maxFollowers)
		}
		if at == "" {
			return listed, nil
		}
	}
	return nil, node.Errorf(node.TooLarge, "the followers of %s are on more than %d pages", agent, pages)
}

// unfollow ends a follow that the other side does not know of.
func (f *Federation) unfollow(ctx context.Context, group, agent vocab.IRI) error {
	f.log.Info("a follow ends that the other node does not know of", "group", group, "agent", agent)
	found, err := f.node.Relations(ctx, node.Relation{From: group, Kind: node.Follows, To: agent})
	if err != nil || len(found) == 0 {
		return err
	}
	if f.undo(ctx, group, vocab.IRI(found[0].Value)) {
		return nil
	}
	return f.node.Store().Update(ctx, func(tx node.Tx) error { return tx.Relate(found[0], false) })
}

// disown tells another node that a group of this one does not follow an agent there.
func (f *Federation) disown(ctx context.Context, group, agent vocab.IRI) error {
	waiting, err := f.node.Relations(ctx, node.Relation{From: group, Kind: node.AsksToFollow, To: agent})
	if err != nil || len(waiting) > 0 {
		return err
	}
	follows, err := f.node.Find(ctx, node.Operator, node.Query{
		Classes: []string{as.Follow.Name}, Owner: group, Refers: []node.Link{{Property: as.HasObject.IRI, To: agent}}, Descending: true, Limit: 1,
	})
	if err != nil {
		return err
	}
	if len(follows) == 0 || !f.undo(ctx, group, follows[0].IRI) {
		f.log.Warn("another node takes a group for a follower that never was one", "group", group, "agent", agent)
	}
	return nil
}

// undo takes a Follow of a group back. False: it is not there.
func (f *Federation) undo(ctx context.Context, group, follow vocab.IRI) bool {
	act := node.Undo(group, follow)
	act.Summary = "The two nodes did not agree on this follow."
	_, err := f.node.Submit(ctx, node.Caller{Agent: group, Roles: map[vocab.IRI]node.Role{group: node.Admin}}, act)
	if err != nil {
		f.log.Info("take a follow back", "follow", follow, "error", err)
	}
	return err == nil
}
