package federation

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"tributary/federation/dialect"
	"tributary/federation/fetch"
	"tributary/federation/wire"
	"tributary/node"
	"tributary/vocab"
)

// Whoever begins to follow an agent of another node reads what it told its followers before: its outbox,
// page by page, the oldest first, so that this node comes to the same versions in the same order. Each
// page is a job that asks for the next, so that no crash loses the place and no peer is asked for two
// pages at once.

// Backfilling is the work of reading one page of the outbox of somebody who is followed.
const Backfilling = "backfill"

// Bounds of one history. What is older stays where it is.
const (
	maxHistoryPages = 5_000
	maxHistoryItems = 100_000
	maxHistoryBytes = 1 << 30
	maxHistoryTime  = 7 * 24 * time.Hour
	maxBack         = node.MaxJobData - 64<<10 // bytes of addresses of pages
)

// walk is how far the reading of an outbox has come.
type walk struct {
	As   vocab.IRI   `json:"as"`             // the group in whose name it is read
	Page vocab.IRI   `json:"page,omitempty"` // what is read next; empty: the outbox itself
	Way  way         `json:"way,omitempty"`
	Back []vocab.IRI `json:"back,omitempty"` // pages that were passed, the oldest last

	Began time.Time `json:"began"`
	Pages int       `json:"pages"`
	Items int       `json:"items"`
	Bytes int       `json:"bytes"`
}

// way is in which direction an outbox is read.
type way string

const (
	passing way = "next"   // from the newest page to the oldest, only to find the pages
	newer   way = "prev"   // from the last page to the first, where pages lead that way
	back    way = "passed" // through the pages that were passed
)

// followedBefore are the agents of this node that follow whoever accepts something.
func (f *Federation) followedBefore(ctx context.Context, act node.Activity) ([]vocab.IRI, error) {
	if act.Verb != "Accept" {
		return nil, nil
	}
	return f.followersHere(ctx, act.Actor)
}

// followed asks for what somebody published before it accepted the Follow of an agent of this node. Those
// in before followed already.
func (f *Federation) followed(ctx context.Context, act node.Activity, before []vocab.IRI) error {
	if act.Verb != "Accept" {
		return nil
	}
	after, err := f.followersHere(ctx, act.Actor)
	if err != nil {
		return err
	}
	for _, group := range after {
		if slices.Contains(before, group) {
			continue
		}
		if err := f.Backfill(ctx, group, act.Actor); err != nil {
			return err
		}
		if err := f.ask(ctx, Acquainting, act.Actor, struct{}{}, time.Time{}); err != nil {
			return err
		}
	}
	return nil
}

// followersHere are the agents of this node that follow one of another node.
func (f *Federation) followersHere(ctx context.Context, agent vocab.IRI) (groups []vocab.IRI, err error) {
	found, err := f.node.Relations(ctx, node.Relation{Kind: node.Follows, To: agent})
	for _, r := range found {
		if f.node.Owns(r.From) {
			groups = append(groups, r.From)
		}
	}
	return groups, err
}

// Backfill asks for the work of reading what an agent of another node told its followers so far, in the
// name of a group of this node. Doing it again changes nothing.
func (f *Federation) Backfill(ctx context.Context, group, agent vocab.IRI) error {
	return f.ask(ctx, Backfilling, agent, walk{As: group, Began: f.now().UTC()}, time.Time{})
}

// ask keeps work about an agent of another node: one thing at a time for each.
func (f *Federation) ask(ctx context.Context, kind string, agent vocab.IRI, what any, due time.Time) error {
	data, err := json.Marshal(what)
	if err != nil {
		return fmt.Errorf("write what is left to do for %s: %w", agent, err)
	}
	origin, _ := node.Origin(agent)
	return f.node.Store().Update(ctx, func(tx node.Tx) error {
		return tx.Enqueue(node.Job{Lane: node.LaneOf(kind, origin), Kind: kind, Key: string(agent), Ref: agent, Data: data, Due: due})
	})
}

// ReadHistory does a job of [Backfilling]: it reads one page, takes what is on it for letters, the oldest
// first, and asks for the next page.
//
// Errors: Unreachable and Busy while the peer does not answer; Internal.
//
// Spec: ActivityPub 5.1; ActivityStreams 2.0 Core, section 5.2.
func (f *Federation) ReadHistory(ctx context.Context, job node.Job) error {
	var w walk
	if err := json.Unmarshal(job.Data, &w); err != nil {
		return fmt.Errorf("read how far the history was read: %w", err)
	}
	groups, err := f.followersHere(ctx, job.Ref)
	if err != nil {
		return err
	}
	if !slices.Contains(groups, w.As) {
		return nil // it has unfollowed since
	}
	if err := f.policy.Refuse(ctx, string(job.Ref), w.As); err != nil {
		if node.KindOf(err) == node.Forbidden {
			return nil
		}
		return err
	}
	actor, err := f.Actor(ctx, job.Ref)
	if err == nil {
		err = f.step(ctx, actor, &w)
	}
	switch node.KindOf(err) {
	case "":
	case node.Internal, node.Busy, node.Unreachable:
		return err
	default: // what of an outbox cannot be read is done without
		f.log.Info("a part of the history of an agent of another node cannot be read", "agent", job.Ref, "page", w.Page, "error", err)
		w.skip()
	}
	if w.Page == "" {
		if actor == nil || actor.Dialect != dialect.Full {
			return nil
		}
		return f.Repair(ctx, w.As, job.Ref) // whatever was too large for a page
	}
	return f.ask(ctx, Backfilling, job.Ref, w, time.Time{})
}

// step reads what is next, and says in w where to go on; w.Page is empty at the end.
func (f *Federation) step(ctx context.Context, actor *Actor, w *walk) error {
	client := f.readingAs(w.As)
	if w.Page == "" {
		return f.enter(ctx, client, actor, w)
	}
	page, err := f.turn(ctx, client, actor, w, w.Page)
	if err != nil {
		return err
	}
	switch w.Way {
	case passing:
		w.Back = append(w.Back, w.Page)
		w.Page = page.next
		if page.next == "" || slices.Contains(w.Back, page.next) || w.full(f.now()) {
			w.Way = back
			w.pop()
		}
		return nil
	case newer:
		at := w.Page
		if w.Page = page.prev; w.Page == at || w.full(f.now()) || len(page.items) == 0 {
			w.Page = ""
		}
	default:
		w.pop()
	}
	return f.fileAll(ctx, client, actor, page)
}

// enter reads the outbox itself and decides in which direction its pages are read.
func (f *Federation) enter(ctx context.Context, client *fetch.Client, actor *Actor, w *walk) error {
	if actor.Outbox == "" {
		return nil
	}
	outbox, err := f.turn(ctx, client, actor, w, actor.Outbox)
	if err != nil {
		return err
	}
	if outbox.first == "" {
		if outbox.embedded != nil {
			outbox = outbox.embedded
		}
		return f.fileAll(ctx, client, actor, outbox)
	}
	if outbox.last == "" || outbox.last == outbox.first || outbox.total > maxHistoryItems {
		w.Way, w.Page = passing, outbox.first
		return nil
	}
	last, err := f.turn(ctx, client, actor, w, outbox.last)
	if err != nil {
		return err
	}
	if last.prev == "" && !holdsAll(outbox, last) {
		w.Way, w.Page = passing, outbox.first
		return nil
	}
	w.Way, w.Page = newer, last.prev
	return f.fileAll(ctx, client, actor, last)
}

// holdsAll says whether the last page is the first one too, by what stands on it: its address may differ.
func holdsAll(outbox, last *sheet) bool {
	first := outbox.embedded
	if first == nil || len(first.items) != len(last.items) || first.next != "" {
		return false
	}
	for i := range first.items {
		if first.items[i].ID != last.items[i].ID {
			return false
		}
	}
	return true
}

// turn reads a page of an actor's outbox, of its own origin.
func (f *Federation) turn(ctx context.Context, client *fetch.Client, actor *Actor, w *walk, at vocab.IRI) (*sheet, error) {
	if !wire.SameOrigin(at, actor.IRI) {
		return nil, node.Errorf(node.Invalid, "%s is no page of %s: it is of another origin", at, actor.IRI)
	}
	page, err := readSheet(ctx, client, at)
	if err != nil {
		return nil, err
	}
	w.Pages++
	w.Bytes += page.bytes
	if w.Way != back {
		w.Items += len(page.items)
	}
	return page, nil
}

// full says whether a history was read as far as it is going to be.
func (w *walk) full(now time.Time) bool {
	size := 0
	for _, id := range w.Back {
		size += len(id) + 3
	}
	return w.Pages >= maxHistoryPages || w.Items >= maxHistoryItems || w.Bytes >= maxHistoryBytes || size >= maxBack ||
		now.Sub(w.Began) > maxHistoryTime
}

// pop goes back to the page that was passed last.
func (w *walk) pop() {
	w.Page = ""
	if n := len(w.Back); n > 0 {
		w.Page, w.Back = w.Back[n-1], w.Back[:n-1]
	}
}

// skip goes on behind a page that cannot be read: to those that were passed, where there are any.
func (w *walk) skip() {
	if w.Way == passing {
		w.Way = back
	}
	w.pop()
}
