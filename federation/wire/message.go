package wire

import (
	"github.com/go-json-experiment/json/jsontext"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
)

// Message is a document as it arrived, taken apart as far as ActivityStreams needs: an activity, an
// actor, a collection or anything else with an id. Nothing in it is verified.
//
// Values are slices of Raw, as written, and nil when the document has no such member. Addressees
// that mean everyone are as.Public, however they were abbreviated.
type Message struct {
	Raw     []byte
	Context jsontext.Value // "@context"
	ID      vocab.IRI      // an http or https address
	Types   []string       // as written
	Actor   vocab.IRI      // set when it is an activity

	Object, Target, Result, Origin, Instrument jsontext.Value

	AttributedTo, InReplyTo    []vocab.IRI
	To, CC, Bto, Bcc, Audience []vocab.IRI
	Published                  string // as written
	Proof                      jsontext.Value
	Rest                       []Member // what has no field above, in the order of the text

	objects []Item
}

// Objects are what the message is about: the elements of its object, or the one it is.
func (m Message) Objects() []Item { return m.objects }

// Get is a member that has no field of its own; nil when there is none.
func (m Message) Get(name string) jsontext.Value {
	for _, member := range m.Rest {
		if member.Name == name {
			return member.Value
		}
	}
	return nil
}

// Read takes an arrived body apart. body must not be changed afterwards.
//
// The document has one id, an http or https address, and when it is an activity one actor. Keywords
// may be written with or without @, but not both ways at once.
//
// Errors: Unreadable for what is not strict JSON (see [Members]) or names things by what is no
// address, with the path where; TooLarge.
//
// Spec: ActivityStreams 2.0, section 2 and 4; ActivityPub 3.1 and 7.
func Read(body []byte, l Limits) (Message, error) {
	l = l.orDefault()
	members, err := Members(body, l, nil)
	if err != nil {
		return Message{}, err
	}
	m := Message{Raw: body, Rest: make([]Member, 0, len(members))}
	var who head
	for _, member := range members {
		if err := m.take(member, &who, l); err != nil {
			return Message{}, err
		}
	}
	if who.id == "" {
		return Message{}, node.Errorf(node.Unreadable, "the document has no id")
	}
	if err := checkID("id", who.id, l); err != nil {
		return Message{}, err
	}
	m.ID, m.Types = vocab.IRI(who.id), who.types
	if m.Actor == "" && m.isActivity() {
		return Message{}, node.Errorf(node.Unreadable, "the activity has no actor")
	}
	if m.objects, err = Items("object", m.Object, l); err != nil {
		return Message{}, err
	}
	return m, nil
}

// take puts a member where it belongs.
func (m *Message) take(member Member, who *head, l Limits) (err error) {
	name, value := member.Name, member.Value
	if known, err := who.take("", name, value, l); known {
		return err
	}
	switch name {
	case "@context":
		m.Context = value
	case "actor":
		m.Actor, err = readActor(value, l)
	case "object":
		m.Object = value
	case "target":
		m.Target = value
	case "result":
		m.Result = value
	case "origin":
		m.Origin = value
	case "instrument":
		m.Instrument = value
	case "attributedTo":
		m.AttributedTo, err = References(name, value, l)
	case "inReplyTo":
		m.InReplyTo, err = References(name, value, l)
	case "to":
		m.To, err = References(name, value, l)
	case "cc":
		m.CC, err = References(name, value, l)
	case "bto":
		m.Bto, err = References(name, value, l)
	case "bcc":
		m.Bcc, err = References(name, value, l)
	case "audience":
		m.Audience, err = References(name, value, l)
	case "published":
		m.Published, err = text(name, value)
	case "proof":
		m.Proof = value
	default:
		m.Rest = append(m.Rest, member)
	}
	return err
}

// readActor reads the one who did it. An activity of several is nobody's word.
func readActor(value jsontext.Value, l Limits) (vocab.IRI, error) {
	items, err := Items("actor", value, l)
	if err != nil {
		return "", err
	}
	if len(items) != 1 || items[0].ID == "" {
		return "", node.Errorf(node.Unreadable, "an activity has one actor, by its id")
	}
	return items[0].ID, checkID("actor", string(items[0].ID), l)
}

func (m Message) isActivity() bool {
	for _, t := range m.Types {
		if activities[t] {
			return true
		}
	}
	return false
}

// activities are the names of activities, short and as whole IRIs.
var activities = func() map[string]bool {
	names := map[string]bool{}
	for _, c := range as.Schema.Classes {
		if c.IsA(as.Activity) {
			names[c.Name], names["as:"+c.Name], names[string(as.Schema.Base)+c.Name] = true, true, true
		}
	}
	return names
}()
