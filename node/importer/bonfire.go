package importer

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"tributary/vocab/pf"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

// bonfireBase is where keys of Bonfire's that mean nothing here are kept.
const bonfireBase = "https://w3id.org/tributary/bonfire#"

// bonfireKeys are Bonfire's keys for terms of ValueFlows, where they differ. It writes its objects as
// ActivityStreams.
var bonfireKeys = map[string]string{
	"summary": vf.Note.Term, "content": vf.Note.Term, "published": vf.Created.Term, "latitude": vf.Lat.Term, "longitude": vf.Long.Term, "altitude": vf.Alt.Term,
	"hasNumericalValue": vf.HasNumericalValue.Term, "hasUnit": vf.HasUnit.Term, "label": vf.Label.Term, "symbol": vf.Symbol.Term,
}

// bonfireEnvelope are keys that belong to the message and not to the thing.
var bonfireEnvelope = map[string]bool{"@context": true, "to": true, "cc": true, "bto": true, "bcc": true, "actor": true, "url": true}

// looksLikeBonfire knows Bonfire's objects by types whose prefix nobody expands.
func looksLikeBonfire(text string) bool {
	return strings.HasPrefix(strings.TrimSpace(text), "{") && strings.Contains(text[:min(len(text), sniffed)], `"ValueFlows:`)
}

// readBonfire reads what Bonfire sends: an object of ValueFlows, or the activity that carries it.
func readBonfire(s source) (document, error) {
	o, err := objectOf(s.data)
	if err != nil {
		return document{}, err
	}
	for range maxForeignDepth { // an activity, maybe carried by another
		inner, ok := o["object"].(map[string]any)
		if !ok || strings.HasPrefix(o.text("type"), "ValueFlows:") {
			break
		}
		o = inner
	}
	b := bonfire{}
	said := b.object(o)
	// The context that ValueFlows proposes has every term's form; it is built in.
	said["@context"] = "proposed-vf-context.jsonld"
	var text bytes.Buffer
	e := json.NewEncoder(&text)
	e.SetEscapeHTML(false)
	if err := e.Encode(said); err != nil {
		return document{}, err
	}
	s.data = text.Bytes()
	doc, err := readJSONLD(s)
	doc.notes = append(doc.notes, b.notes...)
	doc.private = true
	return doc, err
}

type bonfire struct{ notes []string }

// object is an object of Bonfire's in terms of ValueFlows.
func (b *bonfire) object(o object) map[string]any {
	class := local(classOf(o))
	if class == "Place" {
		class = vf.SpatialThing.Name
	}
	next := map[string]any{}
	if class != "" {
		next["type"] = class
	}
	for _, key := range sortedKeys(o) {
		value := o[key]
		name := local(key)
		if now, ok := bonfireKeys[name]; ok {
			name = now
		}
		switch {
		case bonfireEnvelope[key] || key == "type" || key == "@type" || value == nil:
		case key == "id" || key == "@id":
			if class != vf.Measure.Name { // a quantity has no address of its own
				next["id"] = value
			}
		case key == "attributedTo" || key == "creator":
			if id := idOf(value); id != "" {
				next[string(pf.WasAttributedTo.IRI)] = map[string]any{"@id": id}
			}
		case key == "context" && class == vf.Process.Name:
			next[vf.InScopeOf.Term] = b.value(value)
		case key == "tag" || key == "tags":
			b.tags(next, class, value)
		case name == vf.HasAction.Term:
			b.action(next, idOf(value))
		case name == vf.HasUnit.Term:
			next[name] = b.unit(value)
		case vfTerm(name):
			next[name] = b.value(value)
		default:
			b.notes = once(b.notes, fmt.Sprintf("%s has no place in ValueFlows 1.0 and is kept", key))
			next[bonfireBase+url.PathEscape(key)] = b.plain(value)
		}
	}
	return next
}

func (b *bonfire) value(v any) any {
	switch v := v.(type) {
	case map[string]any:
		return b.object(v)
	case []any:
		all := make([]any, len(v))
		for i, one := range v {
			all[i] = b.value(one)
		}
		return all
	}
	return v
}

// plain is a value that is only kept: an address, text, or JSON.
func (b *bonfire) plain(v any) any {
	switch v := v.(type) {
	case string:
		if isAddress(v) {
			return map[string]any{"@id": v}
		}
		return v
	case map[string]any, []any:
		return keptValue(v).Text()
	}
	return v
}

// action is an action as 1.0 names it.
func (b *bonfire) action(into map[string]any, was string) {
	name := local(was)
	if name == "pass" || name == "fail" {
		into[vf.HasAction.Term], into[vf.State.Term] = vf.Modify.Name, name
		return
	}
	if row := actionsByWord()[fold(name)]; row != nil {
		name = row.Action.Name
	}
	into[vf.HasAction.Term] = name
}

// tags are classifications, under the term of the class.
func (b *bonfire) tags(into map[string]any, class string, v any) {
	list, ok := v.([]any)
	if !ok {
		list = []any{v}
	}
	var names []any
	for _, one := range list {
		text, _ := one.(string)
		if o, ok := one.(map[string]any); ok {
			text = object(o).text("name")
		}
		if text != "" {
			names = append(names, text)
		}
	}
	if len(names) == 0 {
		return
	}
	term := vf.ResourceClassifiedAs
	if c := vfClass(class); c != nil && !term.Allows(c) {
		term = vf.ClassifiedAs
	}
	into[term.Term] = names
}

// unit is the unit of OM 2 that Bonfire's own unit stands for, by its symbol or label; one that is
// not known stays Bonfire's.
func (b *bonfire) unit(v any) any {
	o, ok := v.(map[string]any)
	if !ok {
		return v
	}
	for _, key := range []string{"om2:symbol", "symbol", "om2:label", "label"} {
		t := table{mapping: &Mapping{}}
		if unit, currency := t.unitOf(object(o).text(key)); unit != "" && currency == "" {
			return quantity.OM2 + unit
		}
	}
	return b.object(o)
}

func vfTerm(name string) bool {
	for _, p := range vf.Schema.Properties {
		if p.Term == name {
			return true
		}
	}
	return false
}
