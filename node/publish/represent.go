package publish

import (
	"bytes"
	"encoding/json"
	"fmt"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/graph"
	"tributary/vocab/jsonld"
	"tributary/vocab/pf"
	"tributary/vocab/rdf"
)

// writing is what a writer of an encoding gets.
type writing struct {
	d      *Documents
	p      *page
	q      *request
	others []*encoding // in which the page can be had
}

// represent makes the bytes of a page, or takes them from the cache.
func (d *Documents) represent(q *request, p *page, e *encoding) (*representation, error) {
	keep := p.key != (key{}) && !q.known() && !p.private && !e.changing
	k := p.key
	k.encoding = e
	if keep {
		if made := d.cache.get(k); made != nil {
			return made, nil
		}
	}
	body, err := e.write(&writing{d, p, q, alternates(p.kind)})
	if err != nil {
		return nil, fmt.Errorf("write %s as %s: %w", p.doc, e.name, err)
	}
	made := represented(e, body)
	if keep {
		d.cache.put(k, made)
	}
	return made, nil
}

// graph are the statements of a page, in the default graph.
func (p *page) graph() []rdf.Quad {
	if p.thing.resource == nil {
		return p.quads()
	}
	var quads []rdf.Quad
	for _, r := range p.resources() {
		quads = graph.Append(quads, r)
	}
	return quads
}

func writeRDF(f *rdf.Format) func(*writing) ([]byte, error) {
	return func(w *writing) ([]byte, error) {
		var b bytes.Buffer
		prefixes := w.d.prefixes
		if w.p.prefixes != nil {
			prefixes = w.p.prefixes
		}
		err := rdf.Write(&b, f, w.p.graph(), prefixes)
		return b.Bytes(), err
	}
}

// writeCompacted writes JSON-LD under the native context: the thing on top, its parts inside it,
// and in a collection its members under items.
func writeCompacted(w *writing) ([]byte, error) {
	switch {
	case w.p.thing.resource == nil:
		return writeExpanded(w)
	case w.p.holder == nil && len(w.p.thing.inside) > 0:
		return jsonld.Documents(w.p.resources(), w.d.native), nil
	case w.p.holder == nil:
		return jsonld.Document(w.p.thing.resource, w.d.native), nil
	case w.p.holder == w.p.thing.resource:
		return append(w.items(jsonld.Document(w.p.holder.With(as.Items), w.d.native)), '}'), nil
	}
	b := jsonld.Document(w.p.thing.resource.With(as.First), w.d.native)
	b = append(b[:len(b)-1], `,"first":{`...)
	b = append(b, w.inner(w.p.holder.With(as.Items))...)
	return append(w.items(b), "}}"...), nil
}

// items appends the members to a document that ends with the holder's closing brace, in place of it.
func (w *writing) items(b []byte) []byte {
	b = append(b[:len(b)-1], `,"items":[`...)
	for i, m := range w.p.members {
		if i > 0 {
			b = append(b, ',')
		}
		if m.resource == nil {
			b = append(b, quoted(string(m.iri))...)
			continue
		}
		b = append(append(b, '{'), w.inner(m.resource)...)
	}
	return append(b, ']')
}

// inner is a resource as it stands inside a document: without context and opening brace.
func (w *writing) inner(r *vocab.Resource) []byte {
	context := len(`{"@context":`) + len(quoted(w.d.native)) + len(`,`)
	return jsonld.Document(r, w.d.native)[context:]
}

// writeMessage writes an ActivityStreams message: an activity shows its objects inside it, a
// collection its members in order.
//
// Spec: ActivityPub 3.2; ActivityStreams 2.0 Core, section 5.
func writeMessage(w *writing) ([]byte, error) {
	b := []byte(`{"@context":["` + asProfile + `",` + quoted(w.d.extended) + `]`)
	switch {
	case w.p.holder == nil:
		return w.message()
	case w.p.holder == w.p.thing.resource:
		return append(w.orderedItems(appendCollection(b, w.p.holder)), '}'), nil
	}
	b = appendCollection(b, w.p.thing.resource.With(as.First))
	b = appendCollection(append(b, `,"first":{`...), w.p.holder)
	return append(w.orderedItems(b), "}}"...), nil
}

// appendCollection appends the members of a message about a collection, but its items. Its size is
// a JSON number, for the clients that read no other.
func appendCollection(b []byte, r *vocab.Resource) []byte {
	b = jsonld.AppendActivityStreams(b, r.With(as.Items).With(as.TotalItems))
	return append(append(b, `,"totalItems":`...), r.Get(as.TotalItems).Text()...)
}

func (w *writing) orderedItems(b []byte) []byte {
	b = append(b, `,"orderedItems":[`...)
	for i, m := range w.p.members {
		if i > 0 {
			b = append(b, ',')
		}
		if m.resource == nil {
			b = append(b, quoted(string(m.iri))...)
			continue
		}
		b = append(appendTold(append(b, '{'), m), '}')
	}
	return append(b, ']')
}

// asActor is a group as peers know one: an ActivityStreams Group, in one word, since most of them read
// no other type of actor. What kind of group it is, its linked data says.
func asActor(r *vocab.Resource) *vocab.Resource {
	if r.Class().IsA(as.Application) {
		return r.WithTypes()
	}
	if r.Class().IsA(pf.Group) {
		return r.WithClass(pf.Group).WithTypes()
	}
	return r
}

// appendTold appends the members of a message, with the objects that are known in place of their IRIs.
func appendTold(b []byte, t told) []byte {
	if len(t.objects) == 0 {
		return jsonld.AppendActivityStreams(b, asActor(t.resource))
	}
	objects := t.resource.All(as.HasObject)
	b = jsonld.AppendActivityStreams(b, t.resource.With(as.HasObject))
	b = append(b, `,"object":`...)
	if len(objects) > 1 {
		b = append(b, '[')
	}
	for i, o := range objects {
		if i > 0 {
			b = append(b, ',')
		}
		if r := t.objects[o.IRI()]; r != nil {
			b = append(jsonld.AppendActivityStreams(append(b, '{'), asActor(r)), '}')
			continue
		}
		b = append(b, quoted(string(o.IRI()))...)
	}
	if len(objects) > 1 {
		b = append(b, ']')
	}
	return b
}

// quoted is s as a JSON string.
func quoted(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.Encode(s) // strings can always be written
	return string(bytes.TrimRight(b.Bytes(), "\n"))
}

func writeHTML(w *writing) ([]byte, error) { return w.d.html(w) }

func writeCSV(w *writing) ([]byte, error) { return w.p.table(w.q) }

func writeRaw(w *writing) ([]byte, error) { return w.p.raw, nil }

func writeJSON(w *writing) ([]byte, error) {
	v, err := w.p.json(w.q)
	if err != nil {
		return nil, err
	}
	return json.MarshalIndent(v, "", "  ")
}
