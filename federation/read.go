package federation

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"tributary/federation/dialect"
	"tributary/federation/wire"
	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/exchange"
	"tributary/vocab/jsonld"
	"tributary/vocab/model"
)

// synonyms are types that some peers use for activities of the standard.
var synonyms = map[string]string{"OfferAgreement": "Offer", "AcceptAgreement": "Accept"}

// verbOf is the activity type of a message, in the standard's word; empty when it is none.
func verbOf(types []string) string {
	for _, t := range types {
		if known, ok := synonyms[t]; ok {
			return known
		}
		t = strings.TrimPrefix(strings.TrimPrefix(t, "as:"), "https://www.w3.org/ns/activitystreams#")
		if c := model.Vocabulary.Class(t); c != nil && c.IsA(as.Activity) && c != as.Activity {
			return t
		}
	}
	return ""
}

// told are the verbs whose object another node tells us about: named alone, it is read at its address.
var told = map[string]bool{"Create": true, "Update": true, "Offer": true}

// activity is a received message as an activity. Described things come along only as far as they are to be
// believed: of the actor's own origin, proven by their owner, or read at their own address.
func (f *Federation) activity(ctx context.Context, m wire.Message) (node.Activity, error) {
	act := node.Activity{
		ID: m.ID, Actor: m.Actor, Verb: verbOf(m.Types), Summary: summaryOf(m),
		To: m.To, CC: append(m.CC, m.Audience...), Blind: append(m.Bto, m.Bcc...),
	}
	if at, err := time.Parse(time.RFC3339Nano, m.Published); err == nil {
		act.Published = at.UTC().Truncate(time.Microsecond)
	}
	ids, err := wire.References("context", m.Get("context"), wire.Limits{})
	switch {
	case act.Verb == "Offer" && len(m.InReplyTo) > 0: // what it counters; its context is where it belongs
		act.About = m.InReplyTo[0]
	case err == nil && len(ids) > 0:
		act.About = ids[0]
	case len(m.InReplyTo) > 0:
		act.About = m.InReplyTo[0]
	}
	if act.Verb == "Offer" {
		until, err := readUntil(m.Get("endTime"))
		if err != nil {
			return act, err
		}
		act.Until = until
	}
	targets, err := wire.Items("target", m.Target, wire.Limits{})
	if err != nil {
		return act, err
	}
	if len(targets) > 0 {
		act.Target = targets[0].ID
	}
	if trades(m) || act.Verb == "Accept" && m.Result != nil {
		for _, item := range m.Objects() {
			act.Objects = append(act.Objects, node.Object{IRI: item.ID})
		}
		if err := trade(m, &act); err != nil || act.Verb != "Accept" || len(act.Results) > 0 {
			return act, err
		}
		return act, f.concluded(ctx, m, &act)
	}
	for _, item := range m.Objects() {
		objects, err := f.object(ctx, m, act, item)
		if err != nil {
			return act, err
		}
		act.Objects = append(act.Objects, objects...)
	}
	if err := report(m, &act); err != nil {
		return act, err
	}
	results, err := wire.Items("result", m.Result, wire.Limits{})
	if err != nil {
		return act, err
	}
	for _, item := range results {
		objects, err := f.object(ctx, m, act, item)
		if err != nil {
			return act, err
		}
		act.Results = append(act.Results, objects...)
	}
	f.bring(&act)
	return act, nil
}

// concluded reads an agreement that an Accept only names, as it does at its own address, where it stands.
func (f *Federation) concluded(ctx context.Context, m wire.Message, act *node.Activity) error {
	results, err := wire.Items("result", m.Result, wire.Limits{})
	if err != nil || len(results) != 1 || results[0].Raw != nil || !wire.SameOrigin(results[0].ID, act.Actor) {
		return err
	}
	doc, err := f.document(ctx, results[0].ID)
	switch node.KindOf(err) {
	case "":
	case node.Internal, node.Busy, node.Unreachable:
		return err
	default:
		return nil // it stays a name
	}
	if doc.IRI != results[0].ID {
		return nil
	}
	if d, err := exchange.ReadAgreement(doc.Raw); err == nil && d.Resource != nil && d.Resource.ID() == doc.IRI {
		act.Results = spread(m.ID, &d)
	}
	return nil
}

// bring lets a group read what is asked of it: Mastodon addresses a Follow to nobody.
func (f *Federation) bring(act *node.Activity) {
	for _, o := range act.Objects {
		if f.node.Handle(o.IRI) != "" && !slices.Contains(act.To, o.IRI) && !slices.Contains(act.CC, o.IRI) {
			act.Blind = append(act.Blind, o.IRI)
		}
	}
}

// summaryOf is what a message says for people. It is text: markup stays as it was written.
func summaryOf(m wire.Message) string {
	for _, name := range []string{"summary", "content"} {
		var s string
		if raw := m.Get(name); raw.Kind() == '"' && json.Unmarshal(raw, &s) == nil && s != "" {
			if len(s) > 4096 {
				s = strings.ToValidUTF8(s[:4096], "")
			}
			return s
		}
	}
	return ""
}

// object is what one element of an object is about: the thing described, with whatever else it describes.
func (f *Federation) object(ctx context.Context, m wire.Message, act node.Activity, item wire.Item) ([]node.Object, error) {
	named := []node.Object{{IRI: item.ID}}
	if item.ID != "" && f.node.Owns(item.ID) {
		return named, nil // what others say of our things is not read
	}
	raw, proven := item.Raw, false
	switch {
	case raw == nil && !told[act.Verb], raw != nil && item.ID != "" && verbOf(item.Types) != "" && act.Verb != "Undo":
		return named, nil
	case raw == nil, item.ID != "" && !wire.SameOrigin(item.ID, act.Actor):
		var err error
		if raw, err = f.believed(ctx, item, act.Actor); err != nil {
			return nil, err
		}
		if raw == nil {
			return named, nil
		}
		proven = true
	}
	context := m.Context
	if proven {
		context = nil // what somebody else says means what it means there
	}
	resources, err := readThings(ctx, raw, context, m.ID)
	if err != nil {
		return nil, err
	}
	speaker := act.Actor
	if proven {
		speaker = item.ID
	}
	var objects []node.Object
	for _, r := range resources {
		if f.node.Owns(r.ID()) || !wire.SameOrigin(r.ID(), speaker) {
			continue // said in passing of somebody else's; a @context can make that of the first thing, too
		}
		objects = append(objects, node.Object{IRI: r.ID(), Resource: r, Proven: proven})
	}
	if len(objects) == 0 {
		return named, nil
	}
	return objects, nil
}

// believed is what a thing of another origin says itself: its embedded form when that carries a proof of
// its owner, else its document. Nil when it cannot be had or is not ActivityStreams: then it stays a name.
func (f *Federation) believed(ctx context.Context, item wire.Item, actor vocab.IRI) (jsontext.Value, error) {
	if item.Raw != nil {
		owners, err := item.AttributedTo(wire.Limits{})
		if err == nil && len(owners) == 1 && wire.SameOrigin(owners[0], item.ID) {
			if e, err := f.proven(ctx, item.Raw, owners[0]); err == nil && e.Proof != "" {
				return item.Raw, nil
			}
		}
	}
	if err := f.policy.Refuse(ctx, string(item.ID), ""); err != nil {
		return nil, nil
	}
	doc, err := f.document(ctx, item.ID)
	switch node.KindOf(err) {
	case "":
	case node.Busy, node.Internal:
		return nil, err
	case node.Unreachable:
		if wire.SameOrigin(item.ID, actor) {
			return nil, err // it spoke to us just now: later it will answer
		}
		return nil, nil
	default:
		return nil, nil
	}
	if doc.IRI != item.ID {
		return nil, nil
	}
	return doc.Raw, nil
}

// readThings reads what a description says, in the context of the message around it where it has none of
// its own. A thing without an id gets one under the message.
func readThings(ctx context.Context, raw, context jsontext.Value, message vocab.IRI) ([]*vocab.Resource, error) {
	if payloads, err := dialect.Payloads(raw); err == nil && len(payloads) > 0 {
		raw = payloads[0]
	}
	resources, err := readLD(ctx, raw, context)
	if err != nil {
		return nil, err
	}
	anonymous := func(id vocab.IRI) vocab.IRI {
		if strings.HasPrefix(string(id), "_:") {
			return message + vocab.IRI("#"+strings.TrimPrefix(string(id), "_:"))
		}
		return id
	}
	var things []*vocab.Resource
	for _, r := range resources {
		if r.Class() == nil || r.Class().Kind != vocab.Entity {
			continue
		}
		id := r.ID()
		if id == "" {
			id = message + "#object"
		}
		things = append(things, r.Rename(anonymous).WithID(anonymous(id)))
	}
	return things, nil
}

// readLD reads JSON-LD. Contexts that are not built in are left out, and what only they define with them.
func readLD(ctx context.Context, raw, outer jsontext.Value) ([]*vocab.Resource, error) {
	const most = 16 // unknown contexts of one document
	if err := storable(raw); err != nil {
		return nil, err
	}
	if len(outer) == 0 {
		outer = jsontext.Value(`"https://www.w3.org/ns/activitystreams"`)
	}
	for range most {
		doc, err := jsonld.ReadContext(ctx, raw, jsonld.Options{Context: outer})
		var unknown *jsonld.ContextError
		if !errors.As(err, &unknown) {
			if err != nil {
				return nil, readable("object", err)
			}
			for i, r := range doc.Resources {
				doc.Resources[i] = unproven(r)
			}
			return doc.Resources, nil
		}
		var changed bool
		if outer, changed = withoutContext(outer, unknown.URL); !changed {
			if raw, changed = dropContext(raw, unknown.URL); !changed {
				return nil, readable("object", err)
			}
		}
	}
	return nil, node.Errorf(node.Unreadable, "@context: too many contexts that this node does not know")
}

// storable refuses the character U+0000, which JSON can name and no database keeps in text. Nobody means
// it.
func storable(text []byte) error {
	for rest := text; ; {
		at := bytes.Index(rest, []byte(`\u0000`))
		if at < 0 {
			return nil
		}
		slashes := len(rest[:at+1]) - len(bytes.TrimRight(rest[:at+1], `\`))
		if slashes%2 == 1 { // an even number is backslashes that are meant
			return node.Errorf(node.Unreadable, "the document has the character U+0000")
		}
		rest = rest[at+1:]
	}
}

// unproven is a thing without the proof that its document carries: that stays with the bytes.
func unproven(r *vocab.Resource) *vocab.Resource {
	const proof = "https://w3id.org/security#proof"
	extra := slices.DeleteFunc(slices.Clone(r.Extra()), func(s vocab.Statement) bool { return s.Property == proof })
	if len(extra) == len(r.Extra()) {
		return r
	}
	return r.WithExtra(extra...)
}

// readRoot is the first thing that a document describes; nil when it describes nothing that is known here.
func readRoot(ctx context.Context, raw []byte) (*vocab.Resource, error) {
	resources, err := readLD(ctx, raw, nil)
	if err != nil || len(resources) == 0 || resources[0].Class() == nil || resources[0].ID() == "" {
		return nil, err
	}
	return resources[0], nil
}

// withoutContext is a @context without one of the addresses in it.
func withoutContext(context jsontext.Value, url string) (jsontext.Value, bool) {
	kept, changed := []jsontext.Value{}, false
	for _, item := range wire.Elements(context) {
		var s string
		if item.Kind() == '"' && json.Unmarshal(item, &s) == nil && s == url {
			changed = true
			continue
		}
		kept = append(kept, item)
	}
	if !changed {
		return context, false
	}
	out, err := json.Marshal(kept)
	return out, err == nil
}

// dropContext is an object whose own @context is without one of the addresses in it.
func dropContext(object jsontext.Value, url string) (jsontext.Value, bool) {
	members, err := wire.Members(object, wire.Limits{}, nil)
	if err != nil {
		return object, false
	}
	for _, m := range members {
		if m.Name != "@context" {
			continue
		}
		context, changed := withoutContext(m.Value, url)
		if !changed {
			return object, false
		}
		return slices.Concat(object[:m.At], context, object[m.At+len(m.Value):]), true
	}
	return object, false
}
