package federation

import (
	"bytes"
	"errors"
	"slices"
	"strings"

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
	To      jsontext.Value `json:"to"`
	CC      jsontext.Value `json:"cc"`
	Summary string         `json:"summary"`
	Rest    jsontext.Value `json:",unknown"`
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
		objects, err := readObjects("object", body)
		return node.Activity{Verb: "Create", Actor: actor, Objects: objects}, err
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
		act.Objects, err = readObjects("object", body)
		return act, err
	case e.Context != nil:
		return readExplicit(body, actor)
	default:
		act.Verb = name
	}
	if act.Objects, err = readObjects("object", e.Object); err != nil {
		return act, err
	}
	if act.To, err = readIRIs("to", e.To); err != nil {
		return act, err
	}
	if act.CC, err = readIRIs("cc", e.CC); err != nil {
		return act, err
	}
	targets, err := readIRIs("target", e.Target)
	if err != nil {
		return act, err
	}
	if len(targets) > 0 {
		act.Target = targets[0]
	}
	return act, claims(e.Actor, actor)
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

// readObjects reads one object or an array of them. Strings are references.
func readObjects(path string, raw jsontext.Value) ([]node.Object, error) {
	items := []jsontext.Value{raw}
	switch raw.Kind() {
	case 0, 'n':
		return nil, nil
	case '[':
		if err := json.Unmarshal(raw, &items); err != nil {
			return nil, node.Errorf(node.Unreadable, "%s: %s", path, plain(err))
		}
	}
	var described []jsontext.Value
	var objects []node.Object
	for _, item := range items {
		if item.Kind() == '"' {
			objects = append(objects, node.Object{IRI: vocab.IRI(stringsOf(item)[0])})
			continue
		}
		described = append(described, item)
	}
	if len(described) == 0 {
		return objects, nil
	}
	resources, err := read(path, joined(described))
	if err != nil {
		return nil, err
	}
	for _, r := range resources {
		objects = append(objects, node.Object{Resource: r, Clear: cleared(r, described)})
	}
	return objects, nil
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
		return node.Create(actor, resources...), nil
	}
	if named := root.Get(as.Actor).IRI(); named != "" && named != actor {
		return node.Activity{}, node.Errorf(node.Forbidden, "the activity names %s as its actor; this is the outbox of %s", named, actor)
	}
	act := node.Activity{
		Verb: root.Class().Name, Actor: actor,
		Summary: root.Get(as.Summary).Text(), Target: root.Get(as.Target).IRI(),
		To: iris(root.All(as.To)), CC: iris(root.All(as.CC)),
	}
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
	return act, nil
}

// cleared are the properties an object sets to null: JSON-LD drops them, an Update means them.
func cleared(r *vocab.Resource, items []jsontext.Value) (properties []*vocab.Property) {
	for _, item := range items {
		var members map[string]jsontext.Value
		if json.Unmarshal(item, &members) != nil {
			continue
		}
		id := append(stringsOf(members["id"]), stringsOf(members["@id"])...)
		if len(items) > 1 && !slices.Contains(id, string(r.ID())) {
			continue
		}
		for term, value := range members {
			if p := model.Vocabulary.Property(term); p != nil && value.Kind() == 'n' {
				properties = append(properties, p)
			}
		}
	}
	return properties
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
		ids[i] = v.IRI()
	}
	return ids
}

// plain is a decoder's message without the name of the decoder.
func plain(err error) string {
	return strings.TrimPrefix(strings.TrimPrefix(err.Error(), "jsontext: "), "json: ")
}
