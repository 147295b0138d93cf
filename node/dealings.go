package node

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/own"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

// Dealing is one event or one commitment between two agents, as one of their nodes has it on record. Both
// nodes can say it in the same words: nothing of it depends on whose view it is.
type Dealing struct {
	ID       vocab.IRI `json:"id"`
	Type     string    `json:"type"`   // EconomicEvent or Commitment
	Action   string    `json:"action"` // such as transfer
	Provider vocab.IRI `json:"provider"`
	Receiver vocab.IRI `json:"receiver"`
	Quantity Amount    `json:"resourceQuantity,omitzero"`
	Effort   Amount    `json:"effortQuantity,omitzero"`
	// State is stated, confirmed, disputed or unasked of an event; promised or finished of a commitment.
	State    string    `json:"state"`
	Corrects vocab.IRI `json:"corrects,omitempty"`
	// Outstanding is what events by the word of both leave of a commitment.
	Outstanding Amount `json:"outstandingQuantity,omitzero"`
}

// Amount is a number and a unit, each in the one form that both sides write: no zeros at the end of a
// fraction, and the unit's name in OM 2 where it has one, else its IRI.
type Amount struct {
	Value string `json:"hasNumericalValue"`
	Unit  string `json:"hasUnit"`
}

func amountOf(m quantity.Measure) Amount {
	if m.Unit == "" {
		return Amount{}
	}
	text := m.Value.String()
	if strings.Contains(text, ".") {
		text = strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
	}
	if m.IsZero() {
		text = "0"
	}
	return Amount{strings.TrimPrefix(text, "+"), m.Unit}
}

// measure is the amount to compute with; unit "" where there is none, or it is no number.
func (a Amount) measure() quantity.Measure {
	value, err := quantity.ParseDecimal(a.Value)
	if err != nil {
		return quantity.Measure{}
	}
	return quantity.Measure{Value: value, Unit: a.Unit}
}

// String is the amount for people; "nothing" where there is none.
func (a Amount) String() string {
	if a == (Amount{}) {
		return "nothing"
	}
	return a.measure().String()
}

// The states of a commitment in a [Dealing].
const (
	promised = "promised"
	finished = "finished"
	unasked  = "unasked" // of an event from before the record
)

// Dealings are the events, and the commitments that bind, between a group of this node and one other agent,
// as far as that agent may see them, by address. What agents for whom the group speaks do is theirs.
// at is a record time; zero for now.
//
// Errors: Internal.
func (n *Node) Dealings(ctx context.Context, group, with vocab.IRI, at time.Time) (all []Dealing, err error) {
	err = n.store.View(ctx, func(view View) error {
		who, err := PeerCaller(view, with)
		if err != nil {
			return err
		}
		p := pair{books: books{node: n, view: view, sight: who.Sight()}, at: at, events: map[vocab.IRI]flow.Event{}, promises: map[vocab.IRI]flow.Progress{}}
		if err := p.read(group, with); err != nil {
			return err
		}
		if with != group {
			if err := p.read(with, group); err != nil {
				return err
			}
		}
		all = p.told()
		return nil
	})
	return all, err
}

// Deal says whether anything was done or promised between two agents, by what is on record here.
//
// Errors: Internal.
func (n *Node) Deal(ctx context.Context, one, other vocab.IRI) (found bool, err error) {
	err = n.store.View(ctx, func(view View) error {
		for _, sides := range [][2]vocab.IRI{{one, other}, {other, one}} {
			for _, err := range view.Find(Query{
				Classes: append(n.Kinds(vf.EconomicEvent), n.Kinds(vf.Commitment)...),
				Refers:  []Link{{vf.Provider.IRI, sides[0]}, {vf.Receiver.IRI, sides[1]}}, Sight: Sight{All: true}, Limit: 1,
			}) {
				found = err == nil
				return err
			}
		}
		return nil
	})
	return found, err
}

// pair is what stands between two agents, while it is read.
type pair struct {
	books
	at       time.Time
	all      []Dealing
	events   map[vocab.IRI]flow.Event
	promises map[vocab.IRI]flow.Progress
}

func (p *pair) read(provider, receiver vocab.IRI) error {
	for v, err := range p.view.Find(Query{
		Classes: append(p.node.Kinds(vf.EconomicEvent), p.node.Kinds(vf.Commitment)...),
		Refers:  []Link{{vf.Provider.IRI, provider}, {vf.Receiver.IRI, receiver}}, Sight: Sight{All: true},
	}) {
		if err == nil && !p.at.IsZero() && v.At.After(p.at) {
			if v, err = p.view.AsOf(v.IRI, p.at); KindOf(err) == NotFound {
				continue // it was not known then
			}
		}
		if err != nil {
			return err
		}
		if v.Deleted || !p.sight.Sees(v) {
			continue
		}
		r, err := v.Resource()
		if err != nil {
			return err
		}
		if r.Get(vf.Provider).IRI() != provider || r.Get(vf.Receiver).IRI() != receiver {
			continue
		}
		if err := p.take(r); err != nil {
			return err
		}
	}
	return nil
}

// take notes an event, or a commitment that binds.
func (p *pair) take(r *vocab.Resource) error {
	d := Dealing{
		ID: r.ID(), Type: vf.EconomicEvent.Name, Action: actionOf(r), Provider: r.Get(vf.Provider).IRI(), Receiver: r.Get(vf.Receiver).IRI(),
		Corrects: r.Get(vf.Corrects).IRI(),
	}
	for property, into := range map[*vocab.Property]*Amount{vf.ResourceQuantity: &d.Quantity, vf.EffortQuantity: &d.Effort} {
		if m, err := flow.QuantityOf(r.Get(property)); err == nil {
			*into = amountOf(m)
		}
	}
	if r.Class().IsA(vf.Commitment) {
		d.Type, d.State = vf.Commitment.Name, promised
		if r.Get(vf.Finished).Bool() {
			d.State = finished
		}
		bound, err := p.bound(r)
		if err != nil || !bound {
			return err
		}
		if progress, err := flow.ProgressOf(r); err == nil {
			p.promises[d.ID] = progress
		}
		p.all = append(p.all, d)
		return nil
	}
	switch said := r.Get(own.HasConfirmation).IRI(); said {
	case own.Stated.IRI:
		d.State = own.Stated.Name
	case own.Disputed.IRI:
		d.State = own.Disputed.Name
	case own.Confirmed.IRI:
		d.State = own.Confirmed.Name
	default:
		d.State = unasked
	}
	if e, err := flow.EventOf(r); err == nil {
		p.events[d.ID] = e
	}
	p.all = append(p.all, d)
	return nil
}

// told is everything by address, with what is outstanding by the word of both: what only one side says so
// far, each side counts when it likes.
func (p *pair) told() []Dealing {
	slices.SortFunc(p.all, func(a, b Dealing) int { return cmp.Compare(a.ID, b.ID) })
	for _, d := range p.all {
		e, known := p.events[d.ID]
		if !known || !d.done() {
			continue
		}
		var original *flow.Event
		if o, known := p.events[e.Corrects]; known {
			original = &o
		}
		for _, id := range flow.Promises(e, original, p.meets) {
			progress, known := p.promises[id]
			if !known {
				continue
			}
			if next, err := progress.Count(e.Quantity, e.Effort); err == nil {
				p.promises[id] = next
			}
		}
	}
	for i := range p.all {
		if progress, known := p.promises[p.all[i].ID]; known {
			if left, err := progress.Left(); err == nil {
				p.all[i].Outstanding = amountOf(left)
			}
		}
	}
	return p.all
}

// meets: only commitments are counted here.
func (p *pair) meets(vocab.IRI) []vocab.IRI { return nil }

// done says whether an event counts: both sides say so, or nobody was asked.
func (d Dealing) done() bool {
	return d.Type == vf.EconomicEvent.Name && (d.State == own.Confirmed.Name || d.State == unasked)
}

// Sums adds up some dealings from the view of one of the two: what was done by the word of both, and what
// commitments leave outstanding, by action and unit.
func Sums(group vocab.IRI, dealings []Dealing) (done, owed []Total) {
	for _, d := range dealings {
		given := d.Provider == group
		switch {
		case d.done():
			for _, a := range []Amount{d.Quantity, d.Effort} {
				if m := a.measure(); m.Unit != "" {
					done = add(done, d.Action, m, given)
				}
			}
		case d.State == promised:
			if left := d.Outstanding.measure(); left.Unit != "" && left.Value.Sign() > 0 {
				owed = add(owed, d.Action, left, given)
			}
		}
	}
	return done, owed
}
