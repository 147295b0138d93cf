package dialect

import (
	"fmt"
	"time"

	"tributary/node"
	"tributary/node/narrate"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/pf"
)

// Prover adds an FEP-8b32 proof to a JSON object, in the name of an actor and made at a time.
type Prover interface {
	Prove(actor vocab.IRI, doc []byte, at time.Time) ([]byte, error)
}

// Part is one object of an activity, as the addressees may see it. What they may not see is no part.
type Part struct {
	IRI      vocab.IRI       // empty: the resource's
	Resource *vocab.Resource // as the activity left it; for Accept, Reject and Undo the activity they answer; nil: gone or elsewhere
	Before   *vocab.Resource // as it was; nil: it was not there
	// Differences are what changed by meaning (node.Differences); nil: they are worked out here.
	Differences []pf.Difference
	// URL is the page for people; empty: the thing's own address.
	URL string
	// Note is the Note that peers know the thing by: that of the activity which made it, when it made
	// nothing else ([NoteOf]); for Undo that of the activity which is taken back. Without one an Update
	// is told in a Note of its own, and a Delete or Undo names what it is about.
	Note Note
	// Whole is an activity that an Announce passes on, as its author proved it; nil: it is only named.
	Whole []byte
	// Known is what an Announce names in place of the activity that it passes on; empty: the activity.
	Known vocab.IRI
}

// Note is the address of an earlier Note, and when it was published.
type Note struct {
	ID        vocab.IRI
	Published time.Time
}

func (p Part) id() vocab.IRI {
	if p.IRI == "" && p.Resource != nil {
		return p.Resource.ID()
	}
	return p.IRI
}

// Options are what a node says in every dialect. Base is needed.
type Options struct {
	Base    string        // "https://node.example", without a slash at the end
	Prover  Prover        // nil: nothing is proven
	Context vocab.IRI     // the conversation that the activity belongs to; empty: as it says itself
	Names   narrate.Names // of agents, things and units, as the addressees may know them; nil: ends of IRIs
	// Exchange writes a thing as federated marketplaces and work groups have it: an object to be attached to its
	// Note, whose @context, if it has one, stands inline. Nil, or an empty answer: only a link is attached.
	Exchange func(*vocab.Resource) []byte
}

// Compose writes an activity of this node for peers of a dialect. parts are its objects that the
// addressees may see, in any order; an object that is no part is only named, and to strangers not even
// that where there are parts. bto and bcc are never written. The size of the result is bounded by that
// of its parts: a Carrier has the first 20, a Full activity the first 256 inside it.
//
// Errors: for a version that is no activity or has no actor, and those of the Prover.
//
// Spec: ActivityPub 6, 7.
func Compose(d Dialect, act node.Version, parts []Part, o Options) ([]byte, error) {
	c, err := open(act, parts, o)
	if err != nil {
		return nil, err
	}
	body, err := c.write(d)
	if err != nil {
		return nil, fmt.Errorf("write %s in the %s dialect: %w", act.IRI, d, err)
	}
	if body, err = c.prove(body); err != nil {
		return nil, fmt.Errorf("prove %s: %w", act.IRI, err)
	}
	return body, nil
}

// write chooses the form. What is ActivityStreams already looks alike in both dialects.
func (c *composition) write(d Dialect) ([]byte, error) {
	tells := c.told() != nil
	switch name := c.act.Class().Name; {
	case name == "Delete" || d == Carrier && c.noted() && (name == "Undo" || c.act.Has(as.Deleted)): // erased, see node/archive
		return c.delete(d), nil
	case d == Full && (name == "Create" || name == "Update" || name == "Offer"):
		return c.full()
	case name == "Update" && c.onlyActor():
		return c.updateActor(), nil
	case (name == "Create" || name == "Update") && tells:
		return c.carrier()
	}
	return c.plain(), nil
}

// composition is one call of Compose.
type composition struct {
	Options
	act   *vocab.Resource
	actor vocab.IRI
	level node.Level
	at    time.Time
	parts []Part
	byIRI map[vocab.IRI]*Part
}

func open(v node.Version, parts []Part, o Options) (*composition, error) {
	act, err := v.Resource()
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", v.IRI, err)
	}
	if act == nil || !act.Class().IsA(as.Activity) {
		return nil, fmt.Errorf("%s is not an activity", v.IRI)
	}
	if o.Context != "" {
		act = act.With(as.Context, vocab.Ref(o.Context))
	}
	c := &composition{
		Options: o, act: act, actor: act.Get(as.Actor).IRI(), level: v.Audience.Level, at: v.At,
		byIRI: map[vocab.IRI]*Part{},
	}
	if c.actor == "" {
		return nil, fmt.Errorf("%s has no actor", v.IRI)
	}
	given := map[vocab.IRI]Part{}
	for _, p := range parts {
		given[p.id()] = p
	}
	// The order is the activity's, so that the bytes do not depend on the order of a query.
	for _, object := range act.All(as.HasObject) {
		p, ok := given[object.IRI()]
		if !ok {
			continue
		}
		delete(given, object.IRI())
		p.IRI = object.IRI()
		c.parts = append(c.parts, p)
	}
	for i := range c.parts {
		c.byIRI[c.parts[i].IRI] = &c.parts[i]
	}
	return c, nil
}

// prove adds a proof of the actor to a document.
func (c *composition) prove(doc []byte) ([]byte, error) {
	if c.Prover == nil {
		return doc, nil
	}
	return c.Prover.Prove(c.actor, doc, c.at)
}

// told are the parts of which there is something to tell.
func (c *composition) told() (parts []Part) {
	for _, p := range c.parts {
		if p.Resource != nil {
			parts = append(parts, p)
		}
	}
	return parts
}
