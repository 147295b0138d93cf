package node

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/own"
)

// Reminding is the work of sending, once a day, the notices of terms that end.
const Reminding = "remind"

// remindAt is the hour of the day, in UTC, at which notices are sent.
const remindAt = 6

// notices are how many days before the end of a term a notice is sent, the nearest first; 0 stands for
// the first day on which it is over.
var notices = []int{0, 1, 7, 30}

// BeginReminding asks for today's notices, unless they were asked for. A server calls it when it starts;
// from then on each day's work asks for the next.
func (n *Node) BeginReminding(ctx context.Context) error { return n.remindOn(ctx, n.now()) }

// remindOn asks for the notices of a day, once, however often it is called.
func (n *Node) remindOn(ctx context.Context, when time.Time) error {
	due := when.UTC().Truncate(24 * time.Hour).Add(remindAt * time.Hour)
	key := Reminding + " " + day(due)
	return n.store.Update(ctx, func(tx Tx) error {
		_, err := tx.Remembered(n.Node(), key)
		if err == nil {
			return nil
		}
		if KindOf(err) != NotFound {
			return err
		}
		if err := tx.Remember(n.Node(), key, Memory{Digest: key, Activity: n.Node(), At: n.stamp()}); err != nil {
			return err
		}
		return tx.Enqueue(Job{Lane: Reminding, Kind: Reminding, Ref: n.Node(), Due: due})
	})
}

// Remind does a job of [Reminding]: for each term of this node's groups that ends, it sends a notice to the
// group that sent the holder, and to the holder where that is a group or a person who can be written to, on
// whichever node. Each is sent once.
//
// Errors: Internal, Busy.
func (n *Node) Remind(ctx context.Context, _ Job) error {
	now := n.now().UTC()
	// Tomorrow's work is asked for first, so that one notice that cannot be sent does not end them all.
	if err := n.remindOn(ctx, now.Add(24*time.Hour)); err != nil {
		return err
	}
	terms, err := n.terms(ctx, Operator)
	if err != nil {
		return err
	}
	var failed []error
	for _, t := range terms {
		if n.Handle(t.owner) == "" || t.end.IsZero() {
			continue // the node whose record it is reminds
		}
		if err := n.remind(ctx, t, now); err != nil {
			failed = append(failed, fmt.Errorf("remind of the end of %s: %w", t.id, err))
		}
	}
	return errors.Join(failed...)
}

// remind sends the notice that is due for a term, unless it was sent.
func (n *Node) remind(ctx context.Context, t term, now time.Time) error {
	days := daysUntil(t.end, now)
	before := -1
	for _, notice := range notices {
		if days < 0 || notice > 0 && days <= notice {
			before = notice
			break
		}
	}
	if before < 0 {
		return nil
	}
	sent, err := n.sentNotice(ctx, t, before)
	if err != nil || sent {
		return err
	}
	note := vocab.New(as.Note, "").
		With(as.Summary, vocab.Text(n.noticeText(ctx, t, days))).
		With(as.AttributedTo, vocab.Ref(t.owner)).
		With(own.Reminds, vocab.Ref(t.id)).
		With(own.DaysBefore, vocab.Typed(strconv.Itoa(before), vocab.NonNegativeInteger.IRI)).
		With(as.EndTime, vocab.Typed(vocab.Time(t.end).Text(), vocab.XSD+"dateTime"))
	act := Create(t.owner, note)
	act.To = n.reminded(ctx, t)
	act.Key = fmt.Sprintf("%s %s %s %d", Reminding, t.id, day(t.end), before)
	act.Digest = act.Key
	_, err = n.Submit(ctx, Caller{Agent: t.owner, Roles: map[vocab.IRI]Role{t.owner: Admin}}, act)
	return err
}

// reminded are the agents that a notice goes to: the group in whose record the term is, for its members, the
// one that sent the holder, and the holder, if that is a group or a person who can be written to.
func (n *Node) reminded(ctx context.Context, t term) []vocab.IRI {
	g := gathering{n: n, ctx: ctx, who: Operator}
	to := []vocab.IRI{t.owner}
	for _, id := range t.concerned() {
		agent, err := g.read(id)
		known := err == nil && agent != nil && (isCollective(agent) || agent.Has(as.Inbox))
		if (known || id != t.holder && isWeb(id)) && !slices.Contains(to, id) {
			to = append(to, id)
		}
	}
	return to
}

// sentNotice says whether a notice was sent: of the same term, as long before the same end.
func (n *Node) sentNotice(ctx context.Context, t term, before int) (bool, error) {
	sent, err := n.Find(ctx, Operator, Query{Classes: []string{as.Note.Name}, Owner: t.owner, Refers: []Link{{own.Reminds.IRI, t.id}}, Deleted: true})
	if err != nil {
		return false, err
	}
	for _, s := range sent {
		note, err := s.Resource()
		if err != nil {
			return false, err
		}
		if note == nil {
			continue // the idempotency key has it that it is not sent again at once
		}
		if note.Get(own.DaysBefore).Text() == strconv.Itoa(before) && note.Get(as.EndTime).Time().Equal(t.end) {
			return true, nil
		}
	}
	return false, nil
}

// noticeText says what a notice says.
func (n *Node) noticeText(ctx context.Context, t term, days int) string {
	r := reminding{gathering: gathering{n: n, ctx: ctx, who: Operator}}
	text := fmt.Sprintf("The term of %s as %s in %s ends on %s.", r.nameFor(t.holder), r.nameFor(t.post), r.nameFor(t.body), day(t.end))
	if days < 0 {
		text = fmt.Sprintf("The term of %s as %s in %s ended on %s, and nobody has taken over.", r.nameFor(t.holder), r.nameFor(t.post), r.nameFor(t.body), day(t.end))
	}
	if t.limit > 0 && t.number >= t.limit {
		text += fmt.Sprintf(" No further term in a row is allowed: %d of %d.", t.number, t.limit)
	}
	return text
}
