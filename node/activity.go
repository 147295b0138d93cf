package node

import (
	"fmt"
	"time"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/own"
)

// Activity is what an agent does: from a form, the outbox, the command line, an importer.
//
// Spec: ActivityStreams 2.0 Core, section 4.2; ActivityPub, section 6.
type Activity struct {
	ID      vocab.IRI // of what another node's agent did; empty: this node mints one
	Verb    string    // "Create"
	Actor   vocab.IRI // the group or person that does it
	Objects []Object  // what it is done with; in order, all or nothing
	Target  vocab.IRI // of Add, Remove, Accept: where to, or which resource
	Summary string    // why, for people
	Problem string    // of Reject: why, for programs, as JSON (RFC 9457)
	Results []Object  // of Accept: what came of it, such as the agreement
	About   vocab.IRI // what it belongs to: an agreement, an earlier offer
	Until   time.Time // of Offer: until when it may be accepted; zero: no limit
	To, CC  []vocab.IRI
	Blind   []vocab.IRI // bto, bcc: may read it too, and are not named

	// Limited says that the policy keeps the actor at arm's length: a group decides about following it,
	// even one that is open to the others.
	Limited bool
	// Published is when another node's agent did it, as it says; zero: it does not say.
	Published time.Time

	// IfMatch is the version the single updated object must have; 0: any.
	IfMatch int
	// Key makes a repeat answer the first result; Digest tells a repeat from a clash.
	Key, Digest string
	// Import lets sources keep their order, times and other owners, and skips the confirmation of
	// events between agents that the same import brought in. Operators only.
	Import bool
	// Prior are the audiences of single objects, by the id they have in the request, where they
	// differ from the activity's.
	Prior map[vocab.IRI]Audience

	must bool // in reply to another: that does not happen either, if this cannot
	// final are the addresses of new things, by the id they have in the request, where what asks for them has
	// named them already.
	final map[vocab.IRI]vocab.IRI
}

// Object is one thing an activity is about: a description, or only a name.
type Object struct {
	IRI      vocab.IRI         // of a thing that is there already
	Resource *vocab.Resource   // a description; its ID may be a local name
	Clear    []*vocab.Property // Update: properties sent as null, to be removed
	Owner    vocab.IRI         // Import: whose record it is; empty: the actor's
	Proven   bool              // received: it carries a proof of its own owner
	Partial  bool              // received: it says only what changes
	Finishes []vocab.IRI       // received: the commitments with which, by an event's word, all is done
}

// Receipt is what became of an activity.
type Receipt struct {
	Activity vocab.IRI   `json:"activity"`
	Objects  []vocab.IRI `json:"objects"` // under their final ids, in the order given
	Position Position    `json:"position"`
	Replayed bool        `json:"replayed,omitempty"` // an idempotency key was used again
	Warnings []string    `json:"warnings,omitempty"`
}

// Create describes new things.
func Create(actor vocab.IRI, things ...*vocab.Resource) Activity {
	return about("Create", actor, things)
}

// Update changes things that are there: the given properties are replaced, the others stay.
func Update(actor vocab.IRI, things ...*vocab.Resource) Activity {
	return about("Update", actor, things)
}

// Delete leaves tombstones.
func Delete(actor vocab.IRI, things ...vocab.IRI) Activity {
	return naming("Delete", actor, things)
}

// Undo takes activities back.
func Undo(actor vocab.IRI, activities ...vocab.IRI) Activity {
	return naming("Undo", actor, activities)
}

func about(verb string, actor vocab.IRI, things []*vocab.Resource) Activity {
	a := Activity{Verb: verb, Actor: actor}
	for _, r := range things {
		a.Objects = append(a.Objects, Object{Resource: r})
	}
	return a
}

func naming(verb string, actor vocab.IRI, things []vocab.IRI) Activity {
	a := Activity{Verb: verb, Actor: actor}
	for _, id := range things {
		a.Objects = append(a.Objects, Object{IRI: id})
	}
	return a
}

// id is what an object is called in the request.
func (o Object) id() vocab.IRI {
	if o.Resource != nil {
		return o.Resource.ID()
	}
	return o.IRI
}

// path is where object i stands in the request, for violations.
func (a Activity) path(i int) string {
	if len(a.Objects) == 1 {
		return "object"
	}
	return fmt.Sprintf("object[%d]", i)
}

// resource is the activity as it is kept and published.
func (a Activity) resource(class *vocab.Class, id vocab.IRI, objects []vocab.IRI, at time.Time) *vocab.Resource {
	r := vocab.New(class, id).
		With(as.Actor, vocab.Ref(a.Actor)).
		With(as.HasObject, refs(objects)...).
		With(as.Published, vocab.Moment(firstTime(a.Published, at))).
		With(as.To, refs(a.To)...).
		With(as.CC, refs(a.CC)...)
	if a.Target != "" {
		r = r.With(as.Target, vocab.Ref(a.Target))
	}
	if a.Summary != "" {
		r = r.With(as.Summary, vocab.Text(a.Summary))
	}
	if a.Problem != "" {
		r = r.With(own.Problem, vocab.Text(a.Problem))
	}
	if a.About != "" {
		r = r.With(as.Context, vocab.Ref(a.About))
	}
	if !a.Until.IsZero() {
		r = r.With(as.EndTime, vocab.Moment(a.Until))
	}
	for _, o := range a.Results {
		if o.id() == "" {
			continue // what was only said of it, before it had an address
		}
		r = r.With(as.Result, append(r.All(as.Result), vocab.Ref(o.id()))...)
	}
	return r
}

func firstTime(times ...time.Time) time.Time {
	for _, t := range times {
		if !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}

func refs(ids []vocab.IRI) []vocab.Value {
	values := make([]vocab.Value, len(ids))
	for i, id := range ids {
		values[i] = vocab.Ref(id)
	}
	return values
}
