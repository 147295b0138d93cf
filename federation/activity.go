package federation

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	ap "github.com/go-ap/activitypub"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/jsonld"
	"tributary/vocab/model"
)

// envelope is what of a body is always ActivityStreams, whatever its object is.
type envelope struct {
	Context jsontext.Value `json:"@context"`
	Type    jsontext.Value `json:"type"`
	Actor   jsontext.Value `json:"actor"`
	Object  jsontext.Value `json:"object"`
	Target  jsontext.Value `json:"target"`
	Result  jsontext.Value `json:"result"`
	To      jsontext.Value `json:"to"`
	CC      jsontext.Value `json:"cc"`
	Bto     jsontext.Value `json:"bto"`
	Bcc     jsontext.Value `json:"bcc"`

	Audience  jsontext.Value `json:"audience"`
	About     jsontext.Value `json:"context"`
	InReplyTo jsontext.Value `json:"inReplyTo"`
	Summary   string         `json:"summary"`
	EndTime   jsontext.Value `json:"endTime"`
	Rest      jsontext.Value `json:",unknown"`
}

// ReadActivity makes an activity of what a client sent: an activity, or bare objects (one, or an
// array), which are taken as a Create of them. actor is whose outbox it came to.
//
// A body without @context has an ActivityStreams envelope and objects in the node's own context; an
// explicit @context decides alone.
//
// Errors: Unreadable for what is no JSON or JSON-LD, TooLarge, Invalid with violations whose paths
// begin "object".
//
// Spec: ActivityPub 6, 6.2.1.
func ReadActivity(body []byte, actor vocab.IRI) (node.Activity, error) {
	if jsontext.Value(body).Kind() == '[' {
		act := node.Activity{Verb: "Create", Actor: actor}
		return act, readInto(&act, body)
	}
	var e envelope
	if err := json.Unmarshal(body, &e); err != nil {
		return node.Activity{}, node.Errorf(node.Unreadable, "the body is not a JSON object: %s", plain(err))
	}
	act := node.Activity{Actor: actor, Summary: e.Summary}
	var err error
	switch name := activityType(e.Type); {
	case name == "" && e.Context == nil:
		act.Verb = "Create"
		return act, readInto(&act, body)
	case e.Context != nil:
		return readExplicit(body, actor)
	default:
		act.Verb = name
	}
	if act.Verb == "Offer" {
		if act.Until, err = readUntil(e.EndTime); err != nil {
			return act, err
		}
	}
	for _, field := range []struct {
		name string
		raw  jsontext.Value
		list *[]vocab.IRI
	}{{"to", e.To, &act.To}, {"cc", e.CC, &act.CC}, {"audience", e.Audience, &act.CC}, {"bto", e.Bto, &act.Blind}, {"bcc", e.Bcc, &act.Blind}} {
		named, err := readIRIs(field.name, field.raw)
		if err != nil {
			return act, err
		}
		*field.list = append(*field.list, named...)
	}
	if err := readInto(&act, e.Object); err != nil {
		return act, err
	}
	targets, err := readIRIs("target", e.Target)
	if err != nil {
		return act, err
	}
	if len(targets) > 0 {
		act.Target = targets[0]
	}
	for _, said := range []struct {
		name string
		raw  jsontext.Value
	}{{"context", e.About}, {"inReplyTo", e.InReplyTo}} { // what is replied to, where both are there
		named, err := readIRIs(said.name, said.raw)
		if err != nil {
			return act, err
		}
		if len(named) > 0 {
			act.About = named[0]
		}
	}
	if act.Results, err = readResults(act.Verb, e.Result); err != nil {
		return act, err
	}
	return act, claims(e.Actor, actor)
}

// readResults reads what is said with an Accept of the agreement that comes of it: how it is paid.
func readResults(verb string, raw jsontext.Value) (results []node.Object, err error) {
	if verb != "Accept" || raw.Kind() != '{' {
		return nil, nil // of anything else, what comes of it is for the node to say
	}
	resources, err := read("result", raw)
	for _, r := range resources {
		results = append(results, node.Object{Resource: r})
	}
	return results, err
}

// readUntil reads until when an offer may be accepted: rights rest on it, so that a time which cannot be read
// is refused. None: zero.
//
// Spec: ActivityStreams 2.0 Vocabulary, endTime.
func readUntil(raw jsontext.Value) (time.Time, error) {
	if raw.Kind() == 0 || raw.Kind() == 'n' {
		return time.Time{}, nil
	}
	text := ""
	if raw.Kind() == '"' {
		_ = json.Unmarshal(raw, &text) // no text is no time
	}
	return parseUntil(text)
}

func parseUntil(text string) (time.Time, error) {
	if at, err := time.Parse(time.RFC3339Nano, text); err == nil {
		return at.UTC().Truncate(time.Microsecond), nil
	}
	return time.Time{}, node.Refuse(vocab.Violations{{Path: "endTime", Term: "endTime", Message: "is no date and time with a time zone, such as 2026-03-21T09:30:00Z"}})
}

// claims refuses a body that names another actor than the outbox it was posted to.
func claims(raw jsontext.Value, actor vocab.IRI) error {
	named, err := readIRIs("actor", raw)
	if err != nil || len(named) == 0 || len(named) == 1 && named[0] == actor {
		return err
	}
	return node.Errorf(node.Forbidden, "the activity names %s as its actor; this is the outbox of %s", named[0], actor)
}

// activityType is the name of the activity type a body has; empty when it is something else.
func activityType(raw jsontext.Value) string {
	for _, name := range stringsOf(raw) {
		if ap.ActivityTypes.Match(ap.ActivityVocabularyType(name)) || ap.IntransitiveActivityTypes.Match(ap.ActivityVocabularyType(name)) {
			return name
		}
	}
	return ""
}

// readInto reads one object or an array of them into an activity. Strings are references.
func readInto(act *node.Activity, raw jsontext.Value) error {
	items := []jsontext.Value{raw}
	switch raw.Kind() {
	case 0, 'n':
		return nil
	case '[':
		items = nil
		if err := json.Unmarshal(raw, &items); err != nil {
			return node.Errorf(node.Unreadable, "object: %s", plain(err))
		}
	}
	if len(items) > maxObjects {
		return node.Errorf(node.TooLarge, "one activity is about at most %d things", maxObjects)
	}
	var described []jsontext.Value
	for _, item := range items {
		if item.Kind() == '"' {
			act.Objects = append(act.Objects, node.Object{IRI: vocab.IRI(stringsOf(item)[0])})
			continue
		}
		described = append(described, item)
	}
	if len(described) == 0 {
		return nil
	}
	resources, err := read("object", joined(described))
	if err != nil {
		return err
	}
	clear := map[vocab.IRI][]*vocab.Property{}
	if act.Verb == "Update" {
		clear = cleared(described)
	}
	for _, r := range resources {
		act.Objects = append(act.Objects, node.Object{Resource: r, Clear: clear[r.ID()]})
	}
	return gatherAddresses(act)
}

// maxObjects is how many things one activity may be about: more are refused before they are read.
const maxObjects = 10_000

// addressing are the properties that say who may read.
var addressing = []*vocab.Property{as.To, as.CC, as.Audience, as.Bto, as.Bcc}

// gatherAddresses takes the addressees that objects name to the activity: who is sent a thing is
// not a statement about it.
//
// Errors: Invalid when objects of one activity name different ones.
//
// Spec: ActivityPub 6, 6.2: recipients are copied between an object and its Create.
func gatherAddresses(act *node.Activity) error {
	var first *vocab.Resource
	for i, o := range act.Objects {
		r := o.Resource
		if r == nil || !addressed(r) {
			continue
		}
		if first == nil {
			first = r
			readdress(act, r)
		}
		for _, p := range addressing {
			if !slices.EqualFunc(r.All(p), first.All(p), vocab.Value.Equal) {
				return node.Refuse(vocab.Violations{{Path: "object." + p.Term, Term: p.Term, Message: "is the same for all objects of an activity; send those for others apart"}})
			}
			r = r.With(p)
		}
		act.Objects[i].Resource = r
	}
	return nil
}

func addressed(r *vocab.Resource) bool { return slices.ContainsFunc(addressing, r.Has) }

// readdress adds the addressees that a resource names.
func readdress(act *node.Activity, r *vocab.Resource) {
	act.To = append(act.To, iris(r.All(as.To))...)
	act.CC = append(act.CC, append(iris(r.All(as.CC)), iris(r.All(as.Audience))...)...)
	act.Blind = append(act.Blind, append(iris(r.All(as.Bto)), iris(r.All(as.Bcc))...)...)
}

// joined is one description alone, or several as an array.
func joined(items []jsontext.Value) []byte {
	if len(items) == 1 {
		return items[0]
	}
	var b bytes.Buffer
	b.WriteByte('[')
	for i, item := range items {
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(item)
	}
	b.WriteByte(']')
	return b.Bytes()
}

// read makes resources of a document; its errors become the node's.
func read(path string, data []byte) ([]*vocab.Resource, error) {
	doc, err := jsonld.Read(data, jsonld.Options{})
	if err != nil {
		return nil, readable(path, err)
	}
	return doc.Resources, nil
}

// readable sorts a reader's error by what the sender can do about it.
func readable(path string, err error) error {
	var violations vocab.Violations
	switch {
	case errors.As(err, &violations):
		return node.Refuse(violations.Under(path))
	case errors.Is(err, jsonld.ErrTooLarge):
		return node.Errorf(node.TooLarge, "%s", err)
	default:
		return node.Errorf(node.Unreadable, "%s", err)
	}
}

// readExplicit reads a body whose own @context says what every key means.
func readExplicit(body []byte, actor vocab.IRI) (node.Activity, error) {
	resources, err := read("", body)
	if err != nil {
		return node.Activity{}, err
	}
	if len(resources) == 0 {
		return node.Activity{}, node.Errorf(node.Unreadable, "the body describes nothing")
	}
	root := resources[0]
	if root.Class() == nil || !root.Class().IsA(as.Activity) {
		act := node.Create(actor, resources...)
		return act, gatherAddresses(&act)
	}
	if named := root.Get(as.Actor).IRI(); named != "" && named != actor {
		return node.Activity{}, node.Errorf(node.Forbidden, "the activity names %s as its actor; this is the outbox of %s", named, actor)
	}
	act := node.Activity{
		Verb: root.Class().Name, Actor: actor,
		Summary: root.Get(as.Summary).Text(), Target: root.Get(as.Target).IRI(), About: root.Get(as.Context).IRI(),
	}
	if reply := root.Get(as.InReplyTo).IRI(); reply != "" {
		act.About = reply
	}
	if act.Verb == "Offer" && root.Has(as.EndTime) {
		if act.Until, err = parseUntil(root.Get(as.EndTime).Text()); err != nil {
			return act, err
		}
	}
	readdress(&act, root)
	described := map[vocab.IRI]bool{}
	for _, r := range resources[1:] {
		described[r.ID()] = true
		act.Objects = append(act.Objects, node.Object{Resource: r})
	}
	for _, o := range root.All(as.HasObject) {
		if !described[o.IRI()] {
			act.Objects = append(act.Objects, node.Object{IRI: o.IRI()})
		}
	}
	if len(act.Objects) > maxObjects {
		return act, node.Errorf(node.TooLarge, "one activity is about at most %d things", maxObjects)
	}
	return act, gatherAddresses(&act)
}

// cleared are the properties that objects set to null, by the objects' ids: JSON-LD drops them, an
// Update means them.
func cleared(items []jsontext.Value) map[vocab.IRI][]*vocab.Property {
	all := map[vocab.IRI][]*vocab.Property{}
	for _, item := range items {
		var members map[string]jsontext.Value
		if json.Unmarshal(item, &members) != nil {
			continue // the reader has looked at it
		}
		var id vocab.IRI
		for _, name := range append(stringsOf(members["id"]), stringsOf(members["@id"])...) {
			id = vocab.IRI(name)
		}
		for term, value := range members {
			if p := model.Vocabulary.Property(term); p != nil && value.Kind() == 'n' {
				all[id] = append(all[id], p)
			}
		}
	}
	return all
}

// readIRIs reads one IRI or a list of them; an object counts by its id.
func readIRIs(path string, raw jsontext.Value) ([]vocab.IRI, error) {
	if raw == nil || raw.Kind() == 'n' {
		return nil, nil
	}
	items := []jsontext.Value{raw}
	if raw.Kind() == '[' {
		if err := json.Unmarshal(raw, &items); err != nil {
			return nil, node.Errorf(node.Unreadable, "%s: %s", path, plain(err))
		}
	}
	var all []vocab.IRI
	for _, item := range items {
		named := stringsOf(item)
		if item.Kind() == '{' {
			var o struct {
				ID string `json:"id"`
			}
			if json.Unmarshal(item, &o) == nil && o.ID != "" {
				named = []string{o.ID}
			}
		}
		if len(named) != 1 {
			return nil, node.Refuse(vocab.Violations{{Path: path, Term: path, Message: "takes IRIs"}})
		}
		all = append(all, vocab.IRI(named[0]))
	}
	return all, nil
}

// stringsOf is a string, or the strings of an array.
func stringsOf(raw jsontext.Value) (list []string) {
	switch raw.Kind() {
	case '"':
		var s string
		if json.Unmarshal(raw, &s) == nil {
			list = append(list, s)
		}
	case '[':
		var items []jsontext.Value
		if json.Unmarshal(raw, &items) == nil {
			for _, item := range items {
				if item.Kind() == '"' {
					list = append(list, stringsOf(item)...)
				}
			}
		}
	}
	return list
}

func iris(values []vocab.Value) []vocab.IRI {
	ids := make([]vocab.IRI, len(values))
	for i, v := range values {
		ids[i] = vocab.IRI(v.Text()) // "as:Public" may have come as text
	}
	return ids
}

// plain is a decoder's message without the name of the decoder.
func plain(err error) string {
	return strings.TrimPrefix(strings.TrimPrefix(err.Error(), "jsontext: "), "json: ")
}
