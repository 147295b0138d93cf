package node

import (
	"fmt"
	"strings"
	"time"

	"tributary/vocab"
	"tributary/vocab/vf"
)

// Draft is what one activity changes, as it is being decided: plain data over a snapshot. Reads see
// what was decided so far, so that the objects of one activity happen in order.
type Draft struct {
	View
	node *Node
	who  Caller
	now  time.Time
	act  Activity

	changes   []change                      // in order
	latest    map[vocab.IRI]int             // index into changes of the newest
	relations []relationChange              // in order
	names     map[vocab.IRI]vocab.IRI       // local name or source IRI -> minted IRI
	minted    map[vocab.IRI]bool            // new in this activity
	described map[vocab.IRI]*vocab.Resource // what this activity describes, under its final ids
	arriving  map[vocab.IRI]*vocab.Resource // new resources that no event has brought in yet
	ids       []vocab.IRI                   // of the objects, in the order given
	warnings  []string
	answers   []Activity             // what agents of this node do in reply to what was received
	sent      []vocab.IRI            // agents of other nodes to whom it goes in any case
	results   []vocab.IRI            // what came of what was answered
	local     bool                   // the activity's id was minted here
	prior     map[vocab.IRI]Audience // of single objects, under their final ids

	known map[vocab.IRI]*known // what was read so far: one activity asks for the same things often
}

// known is what the store said of a thing.
type known struct {
	version  Version
	resource *vocab.Resource // decoded when first needed
	err      error
}

// change is one new version.
type change struct {
	before   Version // zero: the thing is new
	id       vocab.IRI
	resource *vocab.Resource // nil: a tombstone
	owner    vocab.IRI
	audience Audience
	economic bool // only economic fields differ
}

type relationChange struct {
	Relation
	on bool
}

func (n *Node) draft(view View, who Caller, act Activity) *Draft {
	return &Draft{
		View: view, node: n, who: who, now: n.stamp(), act: act,
		latest: map[vocab.IRI]int{}, names: map[vocab.IRI]vocab.IRI{}, minted: map[vocab.IRI]bool{},
		described: map[vocab.IRI]*vocab.Resource{}, arriving: map[vocab.IRI]*vocab.Resource{}, known: map[vocab.IRI]*known{}, prior: map[vocab.IRI]Audience{},
	}
}

// Latest is the newest stored version of a thing, read once.
func (d *Draft) Latest(id vocab.IRI) (Version, error) {
	k := d.ask(id)
	return k.version, k.err
}

func (d *Draft) ask(id vocab.IRI) *known {
	k, asked := d.known[id]
	if !asked {
		k = &known{}
		k.version, k.err = d.View.Latest(id)
		d.known[id] = k
	}
	return k
}

// Current is a thing as it stands in this draft. NotFound, or Gone.
func (d *Draft) Current(id vocab.IRI) (*vocab.Resource, error) {
	if i, ok := d.latest[id]; ok {
		if d.changes[i].resource == nil {
			return nil, Errorf(Gone, "%s was deleted", id)
		}
		return d.changes[i].resource, nil
	}
	k := d.ask(id)
	if k.err != nil {
		return nil, k.err
	}
	if k.version.Deleted {
		return nil, Errorf(Gone, "%s was deleted", id)
	}
	return k.content()
}

func (k *known) content() (*vocab.Resource, error) {
	if k.resource == nil && k.err == nil {
		k.resource, k.err = k.version.Resource()
	}
	return k.resource, k.err
}

// owner is whose record a thing is.
func (d *Draft) owner(id vocab.IRI) (vocab.IRI, error) {
	if i, ok := d.latest[id]; ok {
		return d.changes[i].owner, nil
	}
	v, err := d.Latest(id)
	return v.Owner, err
}

// Put gives a thing a new version. A new thing gets the activity's audience and owner; one that was
// there keeps its own.
func (d *Draft) Put(r *vocab.Resource) error { return d.put(r, d.act.Actor, false) }

func (d *Draft) put(r *vocab.Resource, owner vocab.IRI, economic bool) error {
	c := change{id: r.ID(), resource: r, owner: owner, economic: economic}
	before, known, err := d.before(r.ID())
	if err != nil {
		return err
	}
	if known {
		c.before, c.owner = before, before.Owner
		c.audience, err = d.readdress(before, economic)
	} else {
		c.audience, err = d.audience(owner, r.ID())
	}
	if err != nil {
		return err
	}
	d.add(c)
	return nil
}

// Remove leaves a tombstone. What a commitment promised to an intent is promised no more, and nobody is asked to do
// it.
func (d *Draft) Remove(id vocab.IRI) error {
	before, known, err := d.before(id)
	if err != nil {
		return err
	}
	if !known {
		return Errorf(NotFound, "there is no %s", id)
	}
	if r, err := d.Current(id); err == nil {
		if err := d.uncommitted(r); err != nil {
			return err
		}
		if err := d.dropped(r); err != nil {
			return err
		}
	}
	d.add(change{id: id, before: before, owner: before.Owner, audience: before.Audience})
	return nil
}

// before is the version a change follows, in this draft or in the store.
func (d *Draft) before(id vocab.IRI) (Version, bool, error) {
	if i, ok := d.latest[id]; ok {
		c := d.changes[i]
		return Version{IRI: id, N: c.before.N + 1, Owner: c.owner, Audience: c.audience, Deleted: c.resource == nil}, true, nil
	}
	if d.minted[id] {
		return Version{}, false, nil
	}
	v, err := d.Latest(id)
	if KindOf(err) == NotFound {
		return Version{}, false, nil
	}
	return v, err == nil, err
}

func (d *Draft) add(c change) {
	if d.changes == nil {
		d.changes = make([]change, 0, 4) // an event and what it changes
	}
	d.changes = append(d.changes, c)
	d.latest[c.id] = len(d.changes) - 1
}

// Relate begins or ends a standing relation.
func (d *Draft) Relate(r Relation, on bool) {
	r.Since = d.now
	d.relations = append(d.relations, relationChange{r, on})
}

// related says whether a standing relation holds in this draft.
func (d *Draft) related(r Relation) (bool, error) {
	for i := len(d.relations) - 1; i >= 0; i-- {
		if c := d.relations[i]; c.From == r.From && c.Kind == r.Kind && c.To == r.To {
			return c.on, nil
		}
	}
	for _, err := range d.Relations(r) {
		return err == nil, err
	}
	return false, nil
}

// Warn tells the caller something that did not stop the activity.
func (d *Draft) Warn(format string, args ...any) {
	d.warnings = append(d.warnings, fmt.Sprintf(format, args...))
}

// visible says whether the caller may know that a thing is there.
func (d *Draft) visible(id vocab.IRI) (bool, error) {
	if d.described[id] != nil {
		return true, nil
	}
	v, err := d.Latest(id)
	if KindOf(err) == NotFound {
		return false, nil
	}
	return err == nil && d.who.Sight().Sees(v), err
}

// checkRefs refuses references to own things that are not there, or that the caller may not know,
// and references to things of the wrong class.
func (d *Draft) checkRefs(path string, r *vocab.Resource) error {
	var missing vocab.Violations
	for p, to := range r.Refs() {
		if isLocalName(to) && !d.act.Import || strings.HasPrefix(string(to), "_:") {
			missing = append(missing, vocab.Violation{Path: path, Term: termOf(p), Message: fmt.Sprintf("refers to %s, which nothing in the request describes", to)})
			continue
		}
		if p == nil || !d.node.Owns(to) {
			continue
		}
		there, err := d.resolves(to)
		if err != nil {
			return err
		}
		if !there {
			missing = append(missing, vocab.Violation{
				Path: path + "." + p.Term, Term: p.Term, Message: fmt.Sprintf("there is no %s on this node", to),
			})
		}
	}
	if err := Refuse(missing); err != nil {
		return err
	}
	return Refuse(d.node.vocabulary.CheckRefs(r, d.classes).Under(path))
}

// resolves says whether an own IRI leads anywhere: to a thing, a version, a part or a collection.
func (d *Draft) resolves(id vocab.IRI) (bool, error) {
	thing, _, _ := strings.Cut(string(id), "#")
	if base, n := splitMemento(vocab.IRI(thing)); n > 0 {
		thing = string(base)
	}
	if d.node.IsMember(vocab.IRI(thing)) {
		return vocab.IRI(thing) == d.act.Actor, nil // people are named by nobody but themselves
	}
	if group, ok := d.node.collectionOf(vocab.IRI(thing)); ok {
		return d.visible(group)
	}
	if d.node.structural(vocab.IRI(thing)) {
		return true, nil
	}
	return d.visible(vocab.IRI(thing))
}

func termOf(p *vocab.Property) string {
	if p == nil {
		return ""
	}
	return p.Term
}

// classes are the declared classes of a thing that is known here.
func (d *Draft) classes(id vocab.IRI) []*vocab.Class {
	if i := d.node.vocabulary.Individual(id); i != nil {
		return nil // Check has looked at it
	}
	r := d.described[id]
	if r == nil {
		r, _ = d.Current(id)
	}
	if r == nil || r.Class() == nil {
		return nil // unknown here, or gone
	}
	classes := []*vocab.Class{r.Class()}
	for _, t := range r.Types() {
		if c := d.node.vocabulary.ClassByIRI(t); c != nil {
			classes = append(classes, c)
		}
	}
	return classes
}

// resident says whether an agent is an actor of this node: a group, or a person known by a handle.
func (d *Draft) resident(id vocab.IRI) bool { return d.node.Handle(id) != "" }

// spokenFor says whether the actor is the agent, or speaks for it: a group speaks for the agents
// without an account that it created.
func (d *Draft) spokenFor(actor, agent vocab.IRI) (bool, error) {
	if actor == agent || d.resident(agent) {
		return actor == agent, nil // an actor of this node speaks for itself
	}
	return d.related(Relation{From: agent, Kind: SpokenFor, To: actor})
}

// speaks says whether the caller may act for an agent: as one of its editors, or as an editor of
// a group that speaks for it.
func (d *Draft) speaks(agent vocab.IRI) (bool, error) {
	if d.who.Agent == agent && agent != "" || d.who.May(agent, Editor) {
		return true, nil
	}
	if d.resident(agent) {
		return false, nil
	}
	for r, err := range d.Relations(Relation{From: agent, Kind: SpokenFor}) {
		if err != nil {
			return false, err
		}
		if d.who.May(r.To, Editor) {
			return true, nil
		}
	}
	return false, nil
}

func isEvent(r *vocab.Resource) bool { return r.Class().IsA(vf.EconomicEvent) }
