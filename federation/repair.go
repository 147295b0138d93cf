package federation

import (
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"net/url"
	"slices"
	"strings"
	"time"

	"tributary/federation/dialect"
	"tributary/federation/fetch"
	"tributary/federation/wire"
	"tributary/node"
	"tributary/vocab"
)

// Repairing is the work of finding out what of the log of somebody who is followed is not here, and of
// fetching that.
const Repairing = "repair"

// Bounds of one repair. What is left is for the next.
const (
	maxDigests = 2_000 // asked for
	maxFetched = 1_000 // activities
)

// repair is what a job of Repairing carries.
type repair struct {
	As vocab.IRI `json:"as"` // the group in whose name the log is read
}

// Repair asks for the work of comparing the log of an agent of another node with what is kept of it here.
func (f *Federation) Repair(ctx context.Context, group, agent vocab.IRI) error {
	return f.ask(ctx, Repairing, agent, repair{As: group}, time.Time{})
}

// Rounds has the logs of all who are followed on nodes of our kind compared, and what stands between groups
// and agents there, once a day, until ctx ends.
func (f *Federation) Rounds(ctx context.Context) error {
	const day = 24 * time.Hour
	for {
		if err := f.round(ctx); err != nil && ctx.Err() == nil {
			f.log.Warn("ask for the logs of others to be compared", "error", err)
		}
		pause := time.NewTimer(day)
		select {
		case <-ctx.Done():
			pause.Stop()
			return nil
		case <-pause.C:
		}
	}
}

// round asks for one comparison of each log that is followed and of each pair that has dealings, spread
// over an hour.
func (f *Federation) round(ctx context.Context) error {
	found, err := f.node.Relations(ctx, node.Relation{Kind: node.Follows})
	if err != nil {
		return err
	}
	for _, r := range found {
		if !f.node.Owns(r.From) || f.node.Owns(r.To) {
			continue
		}
		if known := f.remembered(ctx, r.To); known == nil || known.Dialect != dialect.Full {
			continue
		}
		if err := f.ask(ctx, Repairing, r.To, repair{As: r.From}, f.spread(r.From, r.To)); err != nil {
			return err
		}
	}
	pairs, err := f.Partners(ctx, "", "")
	if err != nil {
		return err
	}
	for _, p := range pairs {
		if err := f.ask(ctx, Comparing, p[1], comparing{As: p[0]}, f.spread(p[0], p[1])); err != nil {
			return err
		}
	}
	return nil
}

// spread is a moment within the next hour, each day the same for the same two.
func (f *Federation) spread(group, agent vocab.IRI) time.Time {
	h := fnv.New32a()
	h.Write([]byte(group + " " + agent))
	return f.now().Add(time.Duration(h.Sum32()%3600) * time.Second)
}

// Mend does a job of [Repairing]: it compares digests, stretch by stretch where they differ, and takes
// each activity that is missing here, read at its own address, for a letter. Where something was missing,
// what was refused before is tried again: it may have needed just that.
//
// Errors: Unreachable and Busy while the peer does not answer; Internal.
func (f *Federation) Mend(ctx context.Context, job node.Job) error {
	var r repair
	if err := json.Unmarshal(job.Data, &r); err != nil {
		return fmt.Errorf("read what is to be repaired: %w", err)
	}
	groups, err := f.followersHere(ctx, job.Ref)
	if err != nil || !slices.Contains(groups, r.As) {
		return err
	}
	if err := f.policy.Refuse(ctx, string(job.Ref), r.As); err != nil {
		if node.KindOf(err) == node.Forbidden {
			return nil
		}
		return err
	}
	err = f.mend(ctx, r, job.Ref)
	switch node.KindOf(err) {
	case "", node.Internal, node.Busy, node.Unreachable:
		return err
	}
	f.log.Info("a log cannot be compared", "agent", job.Ref, "error", err)
	return nil
}

func (f *Federation) mend(ctx context.Context, r repair, agent vocab.IRI) error {
	actor, err := f.Actor(ctx, agent)
	if err != nil || actor.Dialect != dialect.Full {
		return err
	}
	client := f.readingAs(r.As)
	ours, err := f.ledger(ctx, node.Sight{Follows: []vocab.IRI{agent}, Names: []vocab.IRI{r.As}}, agent)
	if err != nil {
		return err
	}
	lacking, err := f.lacking(ctx, client, agent, ours)
	if err != nil {
		return err
	}
	taken := 0
	for _, id := range lacking[:min(len(lacking), maxFetched)] {
		filed, err := f.file(ctx, client, actor, nil, wire.Item{ID: id})
		if err != nil {
			return err
		}
		if filed {
			taken++
		}
	}
	if taken > 0 {
		f.log.Info("activities that were missing were fetched", "agent", agent, "count", taken)
	}
	if len(lacking) > maxFetched && taken > 0 {
		return f.ask(ctx, Repairing, agent, r, f.now().Add(time.Minute))
	}
	return nil
}

// lacking are the activities in an agent's log that are not here, the oldest first.
func (f *Federation) lacking(ctx context.Context, client *fetch.Client, agent vocab.IRI, ours ledger) ([]vocab.IRI, error) {
	var lacking []vocab.IRI
	anew := false // something never came
	asked := 0
	var compare func(in string) error
	compare = func(in string) error {
		if asked++; asked > maxDigests || len(lacking) > maxFetched {
			return nil
		}
		theirs, err := readDigest(ctx, client, agent, in)
		if err != nil {
			return err
		}
		mine := ours.in(in)
		if theirs.Count == len(mine) && theirs.Hash == mine.hash() {
			return nil
		}
		for _, id := range theirs.Activities {
			switch state, err := f.heldHere(ctx, id); {
			case err != nil:
				return err
			case state == absent:
				anew = true
				lacking = append(lacking, id)
			case state == refused:
				lacking = append(lacking, id)
			}
		}
		for _, part := range theirs.Parts {
			if inside := mine.in(part.In); part.Count == len(inside) && part.Hash == inside.hash() {
				continue
			}
			if err := compare(part.In); err != nil {
				return err
			}
		}
		return nil
	}
	if err := compare(""); err != nil || !anew {
		return nil, err
	}
	return lacking, nil
}

// readDigest asks an agent's node for a digest of its log.
func readDigest(ctx context.Context, client *fetch.Client, agent vocab.IRI, in string) (d Digest, err error) {
	address := string(agent) + "/digest"
	if in != "" {
		address += "?in=" + url.QueryEscape(in)
	}
	body, err := client.JSON(ctx, address)
	if err != nil {
		return d, err
	}
	if _, err := wire.Members(body, pageLimits, nil); err != nil {
		return d, err
	}
	if err := json.Unmarshal(body, &d); err != nil {
		return d, node.Errorf(node.Unreadable, "%s is no digest", address)
	}
	if d.Group != agent || d.In != in {
		return d, node.Errorf(node.Invalid, "%s is the digest of something else", address)
	}
	for _, part := range d.Parts {
		if len(part.In) != narrower(in) || len(part.In) == len(in) || !strings.HasPrefix(part.In, in) || !isStretch(part.In) {
			return d, node.Errorf(node.Invalid, "%s has a part %.40q, which is not inside it", address, part.In)
		}
	}
	return d, nil
}

// presence is whether an activity of another node is here.
type presence int

const (
	absent  presence = iota // it never came
	refused                 // it came, and was against a rule
	present
)

func (f *Federation) heldHere(ctx context.Context, id vocab.IRI) (presence, error) {
	l, err := f.store.Letter(ctx, id)
	switch {
	case err == nil && l.State == node.LetterRefused:
		return refused, nil
	case err == nil:
		return present, nil
	case node.KindOf(err) != node.NotFound:
		return absent, err
	}
	_, err = f.node.Get(ctx, node.Operator, id) // its letter may have been erased
	switch node.KindOf(err) {
	case "", node.Gone:
		return present, nil
	case node.NotFound:
		return absent, nil
	}
	return absent, err
}
