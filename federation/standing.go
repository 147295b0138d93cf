package federation

import (
	"context"
	"slices"
	"strings"

	"tributary/federation/wire"
	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/pf"
)

// Who begins to follow a group also reads who belongs to it, and as what, so that its member groups, seats
// and roles are known here before any of them changes. Only what everybody may read is read.
//
// Spec: FEP-5219.

// Acquainting is the work of reading who belongs to a group of another node, and what an agent there proposes.
const Acquainting = "acquaint"

// Bounds of one reading.
const (
	maxStandingPages = 10
	maxStanding      = 200 // records
)

// records are what a group's own node tells of who belongs to it.
var records = []*vocab.Class{pf.Affiliation, pf.DelegateSeat, pf.RoleAssignment}

// Acquaint does a job of [Acquainting]: it keeps the records on which the affiliations of a group rest, each
// as it stands at its own address, and what the document of a group or person links to as its proposals. What
// somebody says of others' records is not believed.
//
// Errors: Unreachable and Busy while the peer does not answer; Internal.
func (f *Federation) Acquaint(ctx context.Context, job node.Job) error {
	followers, err := f.followersHere(ctx, job.Ref)
	if err != nil || len(followers) == 0 {
		return err
	}
	if err := f.policy.Refuse(ctx, string(job.Ref), ""); err != nil {
		if node.KindOf(err) == node.Forbidden {
			return nil
		}
		return err
	}
	group, err := f.Actor(ctx, job.Ref)
	if err == nil && group.Affiliations != "" {
		err = f.acquaint(ctx, group)
	}
	if kind := node.KindOf(err); group != nil && kind != node.Busy && kind != node.Unreachable && kind != node.Internal {
		if _, unread := f.proposed(ctx, group.IRI); err == nil {
			err = unread
		}
	}
	switch node.KindOf(err) {
	case "", node.Internal, node.Busy, node.Unreachable:
		return err
	}
	f.log.Info("who belongs to a group of another node cannot be read", "group", job.Ref, "error", err)
	return nil
}

func (f *Federation) acquaint(ctx context.Context, group *Actor) error {
	var seen, read []vocab.IRI
	for next := group.Affiliations; next != "" && !slices.Contains(seen, next) && len(seen) < maxStandingPages; {
		if !wire.SameOrigin(next, group.IRI) {
			return node.Errorf(node.Invalid, "%s is of another origin than %s", next, group.IRI)
		}
		seen = append(seen, next)
		page, err := readSheet(ctx, f.client, next)
		if err != nil {
			return err
		}
		if next = page.next; page.embedded != nil {
			page.items, next = append(page.items, page.embedded.items...), page.embedded.next
		} else if len(page.items) == 0 && page.first != "" {
			next = page.first
		}
		for _, item := range page.items {
			record := vocab.IRI(strings.TrimSuffix(string(item.ID), "#relationship"))
			if !wire.SameOrigin(record, group.IRI) || slices.Contains(read, record) || len(read) == maxStanding {
				continue
			}
			read = append(read, record)
			if err := f.learnRecord(ctx, record, group.IRI); err != nil {
				return err
			}
		}
	}
	return nil
}

// learnRecord keeps a record of a group that is not known yet, and says what it is expected to say: who
// belongs to that group.
func (f *Federation) learnRecord(ctx context.Context, id, group vocab.IRI) error {
	if _, err := f.node.Get(ctx, node.Operator, id); node.KindOf(err) != node.NotFound {
		return nil // what was told in an activity counts for more
	}
	doc, err := f.client.Document(ctx, id)
	switch node.KindOf(err) {
	case "":
	case node.Internal, node.Busy, node.Unreachable:
		return err
	default:
		return nil
	}
	r, err := readRoot(ctx, doc.Raw)
	if err != nil || r == nil || r.ID() != id || !r.Class().IsAny(records) {
		return nil
	}
	whole := r.Get(pf.Organization).IRI()
	if r.Class().IsA(pf.DelegateSeat) {
		whole = r.Get(pf.PostIn).IRI()
	}
	if by := r.Get(as.AttributedTo).IRI(); whole != group || by != "" && by != group {
		return nil
	}
	return f.node.Learn(ctx, r, group, node.Audience{Level: node.Public})
}
