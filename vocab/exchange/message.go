package exchange

import (
	"errors"
	"slices"
	"strings"
	"time"

	"tributary/vocab"
	"tributary/vocab/vf"
)

// Message is one activity of an exchange.
type Message struct {
	Type      string // its name in ActivityStreams: Offer, Accept, Reject, Create, Update, Undo …
	ID, Actor vocab.IRI
	To        []vocab.IRI
	Object    Thing
	Result    Thing // of an Accept: the agreement
	InReplyTo []vocab.IRI
	Context   []vocab.IRI // what it or its object belongs to
	Content   string      // what was said with it, as text
	Until     time.Time   // endTime: until when an Offer may be accepted; zero: no limit
}

// Thing is what a message is about: named, or described whole.
type Thing struct {
	ID    vocab.IRI // empty on an agreement that is only offered
	Class *vocab.Class
	// Document is what was described; nil where the message only names the thing, or describes what
	// is none of a Proposal, Agreement, Plan, Commitment or EconomicEvent.
	Document *Document
}

// synonyms are activities that peers give names of their own.
var synonyms = map[string]string{
	"OfferAgreement": "Offer", "AcceptAgreement": "Accept", "RejectAgreement": "Reject",
}

// activities are those that mean something in an exchange.
var activities = []string{"Offer", "Accept", "Reject", "Create", "Update", "Delete", "Undo", "Announce"}

// ReadMessage reads an activity of an exchange with what it is about. Offer, Accept, Reject, Create,
// Update, Delete, Undo and Announce are understood, whatever a peer calls them.
//
// An object that is described comes with its Document. The object of a Create, an Offer or an Update
// is read whole: where it breaks a rule, so does the message. The object of an Accept, a Reject or
// an Undo counts by its id alone, for what it says is known here better.
//
// Errors: as ReadProposal.
//
// Spec: FEP-0837; FEP-3264; FEP-c5a1; ActivityPub 6.
func ReadMessage(raw []byte) (Message, error) {
	o, err := open(raw)
	if err != nil {
		return Message{}, err
	}
	m := Message{
		ID: o.iri("id"), Actor: o.iri("actor"), To: o.iris("to"),
		InReplyTo: o.iris("inReplyTo"), Content: plain(o.text("content")),
		Context: append(o.iris("context"), o.iris("about")...),
	}
	for _, name := range o.types() {
		if plainName, ok := synonyms[name]; ok {
			name = plainName
		}
		if slices.Contains(activities, name) {
			m.Type = name
		}
	}
	if m.Type == "" {
		o.refuse("type", "type", "is no activity of an exchange")
	}
	if m.ID == "" {
		o.refuse("id", "id", "is required on an activity")
	}
	if m.Actor == "" {
		o.refuse("actor", "actor", "is required on an activity")
	}
	if m.Type == "Offer" {
		m.Until = o.deadline("endTime").Time()
	}
	m.Object = o.thing("object", slices.Contains([]string{"Offer", "Create", "Update", "Announce"}, m.Type), m.Type == "Update")
	m.Result = o.thing("result", true, false)
	if m.Object.ID == "" && m.Object.Class == nil {
		o.refuse("object", "object", "is required: an IRI or an object")
	}
	if len(o.found) > 0 {
		return Message{}, o.found
	}
	// The receipt of a sale says in its own context what it is a receipt for.
	if inner := o.inner("object"); inner.members != nil {
		for _, id := range append(inner.iris("context"), inner.iris("about")...) {
			if !slices.Contains(m.Context, id) {
				m.Context = append(m.Context, id)
			}
		}
	}
	return m, nil
}

// inner is the object under a term, or the zero object.
func (o object) inner(term string) object {
	if v := o.members[term].one(); v.kind == '{' {
		return o.object(v, o.scope, o.at(term))
	}
	return object{}
}

// described are the things that messages bring, and how each is read.
var described = []struct {
	class *vocab.Class
	read  func(object) (Document, error)
}{
	{vf.Proposal, object.proposal},
	{vf.Agreement, object.agreement},
	{vf.Plan, object.plan},
	{vf.Commitment, object.todo},
	{vf.EconomicEvent, object.event},
}

// thing reads what a message names or describes. A change may leave out all but what it changes:
// what then is not whole counts by its id and its finished.
func (o object) thing(term string, whole, change bool) Thing {
	t := Thing{ID: o.iri(term)}
	inner := o.inner(term)
	if inner.members == nil {
		return t
	}
	types := inner.types()
	for _, d := range described {
		if !slices.Contains(types, d.class.Name) && !(d.class == vf.Proposal && inner.has("publishes") && inner.has("purpose")) {
			continue
		}
		t.Class = d.class
		// A reader of its own, so that its violations can be told from those of the message.
		part := inner
		part.reader = &reader{}
		if change && d.class == vf.Commitment && !part.flows() {
			if document, err := part.amendment(); err == nil {
				t.Document = &document
			} else {
				o.blame(inner, err)
			}
			return t
		}
		document, err := d.read(part)
		switch {
		case err == nil:
			t.Document = &document
		case whole && !(change && t.ID != ""):
			o.blame(inner, err)
		}
		return t
	}
	return t
}

// blame passes on what is wrong with a part of the message.
func (o object) blame(inner object, err error) {
	var found vocab.Violations
	if errors.As(err, &found) {
		for _, v := range found {
			// What the vocabulary says begins at the object, not at the message.
			if !strings.HasPrefix(v.Path, inner.path) {
				v.Path = inner.path + "." + v.Path
			}
			o.reader.found = append(o.reader.found, v)
		}
		return
	}
	o.refuse(inner.path, "", "%v", err)
}
