package node

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/own"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// Reminder is something that a group, or a person known by a handle, should see to. Reminders are worked out from what
// is on record when somebody asks, and never kept.
//
// Spec: Primitives Framework, "Terms".
type Reminder struct {
	Group vocab.IRI    `json:"group"` // who is reminded
	Kind  ReminderKind `json:"kind"`
	About vocab.IRI    `json:"about"`
	Text  string       `json:"text"`
	Day   time.Time    `json:"day,omitzero"` // what it hangs on, where there is a day
	Days  int          `json:"days"`         // until then; negative: since then; 0 also where there is no day
}

// ReminderKind is why somebody is reminded.
type ReminderKind string

const (
	TermEnds       ReminderKind = "term-ends"       // within thirty days
	HoldsOver      ReminderKind = "holding-over"    // the term has ended, and nobody else was assigned
	LastTerm       ReminderKind = "last-term"       // no further term in a row is allowed
	VacantSeat     ReminderKind = "vacant-seat"     // nobody fills it
	ClosingSoon    ReminderKind = "closing"         // a proposal closes within seven days
	PositionDue    ReminderKind = "position-due"    // the same, and the group has not said how it stands
	CommitmentDue  ReminderKind = "commitment-due"  // what it promised is due within seven days, or was
	CommitmentLate ReminderKind = "commitment-late" // what was promised to it was due
	AwaitsConfirm  ReminderKind = "confirmation"    // an event waits for the group's word
	AwaitsAnswer   ReminderKind = "answer"          // somebody asked, offered or invited
)

const (
	termNotice    = 30 // days before a term ends
	closingNotice = 7  // days before a proposal closes
	dueNotice     = 7  // days before a commitment is due
)

// Reminders are what groups, and persons known by a handle, should see to, soonest first: as the group in which a
// term runs, the group that sent the holder, or the holder, on whichever node the others are; as who promised
// something, or was promised it. No groups: all of this node that the caller belongs to, and the person it is.
//
// Errors: Forbidden for a group whose member the caller is not: what waits is members' business. The same for a
// person that the caller is not.
func (n *Node) Reminders(ctx context.Context, who Caller, groups ...vocab.IRI) ([]Reminder, error) {
	all := len(groups) == 0
	if all {
		found, err := n.Find(ctx, who, Query{Classes: append(n.Kinds(pf.Group), n.Kinds(vf.Person)...)})
		if err != nil {
			return nil, err
		}
		for _, v := range found {
			if n.Handle(v.IRI) != "" {
				groups = append(groups, v.IRI)
			}
		}
	}
	now := n.now().UTC()
	list := []Reminder{}
	for _, group := range groups {
		if !who.May(group, Reader) {
			if all {
				continue
			}
			return nil, Errorf(Forbidden, "only who belongs to %s is told what waits for it", group)
		}
		r := reminding{gathering: gathering{n: n, ctx: ctx, who: who}, group: group, now: now, seats: map[vocab.IRI]*vocab.Resource{}, filled: map[vocab.IRI]bool{}, asked: map[vocab.IRI]bool{}}
		for _, find := range []func() error{r.terms, r.vacancies, r.proposals, r.tasks, r.commitments, r.confirmations, r.answers} {
			if err := find(); err != nil {
				return nil, err
			}
		}
		list = append(list, r.list...)
	}
	slices.SortStableFunc(list, func(a, b Reminder) int {
		if a.Day.IsZero() != b.Day.IsZero() {
			return map[bool]int{true: 1, false: -1}[a.Day.IsZero()]
		}
		return cmp.Or(a.Day.Compare(b.Day), cmp.Compare(a.Group, b.Group), cmp.Compare(a.About, b.About))
	})
	return list, nil
}

// reminding works out what one group should see to.
type reminding struct {
	gathering
	group  vocab.IRI
	now    time.Time
	seats  map[vocab.IRI]*vocab.Resource // those in the group, and its own elsewhere
	filled map[vocab.IRI]bool            // of them
	asked  map[vocab.IRI]bool            // what is asked, and not yet taken
	list   []Reminder
}

func (r *reminding) say(kind ReminderKind, about vocab.IRI, day time.Time, format string, args ...any) {
	days := 0
	if !day.IsZero() {
		days = daysUntil(day, r.now)
	}
	r.list = append(r.list, Reminder{Group: r.group, Kind: kind, About: about, Text: fmt.Sprintf(format, args...), Day: day, Days: days})
}

// daysUntil counts full calendar days; on the day itself 0.
func daysUntil(day, now time.Time) int {
	midnight := func(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }
	return int(midnight(day).Sub(midnight(now)) / (24 * time.Hour))
}

// vacancies reminds of seats that nobody fills: those in the group, and its own in other bodies.
func (r *reminding) vacancies() error {
	for _, p := range []*vocab.Property{pf.PostIn, pf.RepresentsGroup} {
		if err := r.each(pf.Seat, Link{p.IRI, r.group}, func(v Version, seat *vocab.Resource) {
			if v.Owner == seat.Get(pf.PostIn).IRI() || v.Owner == r.group {
				r.seats[seat.ID()] = seat
			}
		}); err != nil {
			return err
		}
	}
	for id, seat := range r.seats {
		if end := seat.Get(pf.TermEnd).Time(); r.filled[id] || seat.Has(pf.HeldBy) || past(end, r.now) {
			continue
		}
		where := seat.Get(pf.PostIn).IRI()
		if where == r.group && seat.Has(pf.RepresentsGroup) {
			r.say(VacantSeat, id, time.Time{}, "nobody fills the seat of %s in %s", r.nameFor(seat.Get(pf.RepresentsGroup).IRI()), r.nameFor(where))
			continue
		}
		r.say(VacantSeat, id, time.Time{}, "nobody fills %s in %s", r.nameFor(id), r.nameFor(where))
	}
	return nil
}

// proposals reminds of proposals that close soon: in the group, and in bodies where it has a seat, or fills one.
// Who fills the seat of a group need not speak where the group has spoken.
func (r *reminding) proposals() error {
	bodies := []vocab.IRI{r.group}
	seated, err := r.seated()
	if err != nil {
		return err
	}
	for body := range seated {
		bodies = append(bodies, body)
	}
	for _, seat := range r.seats {
		if body := seat.Get(pf.PostIn).IRI(); seat.Get(pf.RepresentsGroup).IRI() == r.group && body != "" && !slices.Contains(bodies, body) {
			bodies = append(bodies, body)
		}
	}
	for _, body := range bodies {
		var soon []*vocab.Resource
		if err := r.each(pf.GovernanceProposal, Link{pf.ProposedToBody.IRI, body}, func(v Version, p *vocab.Resource) {
			closes := p.Get(pf.ClosesAt).Time()
			done := slices.ContainsFunc(settled, func(s *vocab.Individual) bool { return s.IRI == p.Get(pf.ProposalStatus).IRI() })
			if (v.Owner == body || r.n.Owns(v.Owner)) && !done && !closes.IsZero() && closes.After(r.now) && daysUntil(closes, r.now) <= closingNotice {
				soon = append(soon, p)
			}
		}); err != nil {
			return err
		}
		for _, p := range soon {
			closes := p.Get(pf.ClosesAt).Time()
			if body == r.group {
				r.say(ClosingSoon, p.ID(), closes, "%s closes on %s", r.nameFor(p.ID()), day(closes))
				continue
			}
			taken := false
			if err := r.each(own.Position, Link{own.OnProposal.IRI, p.ID()}, func(v Version, _ *vocab.Resource) {
				taken = taken || v.Owner == r.group || v.Owner == seated[body]
			}); err != nil {
				return err
			}
			if !taken {
				r.say(PositionDue, p.ID(), closes, "%s in %s closes on %s, and %s has taken no position",
					r.nameFor(p.ID()), r.nameFor(body), day(closes), r.nameFor(r.group))
			}
		}
	}
	return nil
}

// shown says whether the caller may know of a thing: what waits may be for editors alone to read.
func (r *reminding) shown(id vocab.IRI) bool {
	_, err := r.n.Get(r.ctx, r.who, id)
	return r.who.Operator || KindOf(err) != NotFound
}

// confirmations reminds of events that wait for the word of the group, or of agents for whom it speaks.
func (r *reminding) confirmations() error {
	agents := []vocab.IRI{r.group}
	spoken, err := r.n.Relations(r.ctx, Relation{Kind: SpokenFor, To: r.group})
	if err != nil {
		return err
	}
	for _, s := range spoken {
		agents = append(agents, s.From)
	}
	seen := map[vocab.IRI]bool{}
	for _, agent := range agents {
		waiting, err := r.n.Relations(r.ctx, Relation{Kind: Awaits, To: agent})
		if err != nil {
			return err
		}
		for _, w := range waiting {
			if !seen[w.From] && r.shown(w.From) {
				seen[w.From] = true
				r.say(AwaitsConfirm, w.From, time.Time{}, "%s waits for confirmation since %s", r.nameFor(w.From), day(w.Since))
			}
		}
	}
	return nil
}

// asked are the standing relations by which somebody waits for an answer of the group, with what is said.
var asked = []struct {
	like func(group vocab.IRI) Relation
	text string
}{
	{func(g vocab.IRI) Relation { return Relation{Kind: AsksToFollow, To: g} }, "%s asks to follow"},
	{func(g vocab.IRI) Relation { return Relation{Kind: AsksToJoin, To: g} }, "%s asks to join"},
	{func(g vocab.IRI) Relation { return Relation{Kind: Offered, To: g} }, "%s has made an offer"},
	{func(g vocab.IRI) Relation { return Relation{Kind: InvitedTo, From: g} }, "%s has sent an invitation"},
}

// until is until when an offer may be accepted, and whether that is past; zero for one without an end, and
// for what is no offer.
func (r *reminding) until(asks Relation) (until time.Time, past bool, err error) {
	if asks.Kind != Offered {
		return until, false, nil
	}
	offer, err := r.read(vocab.IRI(asks.Value))
	if err != nil || offer == nil {
		return until, false, err
	}
	until = offer.Get(as.EndTime).Time()
	return until, expired(until, r.now), nil
}

// answers reminds of what others asked, offered or proposed to the group.
func (r *reminding) answers() error {
	for _, a := range asked {
		waiting, err := r.n.Relations(r.ctx, a.like(r.group))
		if err != nil {
			return err
		}
		for _, w := range waiting {
			from := w.From
			if from == r.group {
				from = w.To
			}
			if activity, _, _ := strings.Cut(w.Value, " "); activity != "" && !r.shown(vocab.IRI(activity)) {
				continue
			}
			until, past, err := r.until(w)
			switch {
			case err != nil:
				return err
			case past:
				continue // nobody can say yes any more
			case !until.IsZero():
				r.say(AwaitsAnswer, from, until, a.text+" until %s, since %s", r.nameFor(from), day(until), day(w.Since))
				continue
			}
			r.say(AwaitsAnswer, from, time.Time{}, a.text+", since %s", r.nameFor(from), day(w.Since))
		}
	}
	for _, p := range []*vocab.Property{pf.Member, pf.Organization} {
		if err := r.each(pf.Affiliation, Link{p.IRI, r.group}, func(v Version, a *vocab.Resource) {
			if v.Owner != r.group && a.Get(pf.AffiliationStatus).IRI() == pf.AffilProposed.IRI {
				r.say(AwaitsAnswer, v.IRI, time.Time{}, "%s proposes an affiliation, since %s", r.nameFor(v.Owner), day(v.At))
			}
		}); err != nil {
			return err
		}
	}
	return nil
}

// tasks reminds of what the group is asked to do, of what others would add to its plans, and of what it does that is due.
func (r *reminding) tasks() error {
	work, err := r.n.Work(r.ctx, r.who, r.group)
	if err != nil {
		return err
	}
	for _, t := range work.Asked {
		r.asked[t.ID] = true
		r.say(AwaitsAnswer, t.ID, t.Due, "%s asks for %q, since %s", r.nameFor(t.Maker), t.Text, day(t.Since))
	}
	for _, t := range work.Added {
		r.say(AwaitsAnswer, t.ID, time.Time{}, "%s would add %q to %s, since %s", r.nameFor(t.Maker), t.Text, r.nameFor(t.Plan), day(t.Since))
	}
	for _, t := range work.Taken {
		task, err := r.read(t.ID)
		if err != nil {
			return err
		}
		if task == nil || task.Has(vf.Due) || t.Due.IsZero() || daysUntil(t.Due, r.now) > dueNotice || isDone(task) {
			continue // with a day of its own, it is among the commitments
		}
		r.say(CommitmentDue, t.ID, t.Due, "%q for %s is due on %s", t.Text, r.nameFor(t.Maker), day(t.Due))
	}
	return nil
}

// nameFor is what a thing is called, or the end of its address.
func (r *reminding) nameFor(id vocab.IRI) string {
	thing, err := r.read(id)
	if err == nil && thing != nil {
		if name := nameOf(thing); name != "" {
			return name
		}
		if thing.Class().IsA(pf.DelegateSeat) {
			return "delegate of " + r.nameFor(thing.Get(pf.RepresentsGroup).IRI())
		}
		return "the " + thing.Class().Label + " " + local(id)
	}
	return local(id)
}
