package publish

import (
	"encoding/json"
	"net/http"
	"strings"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/jsonld"
	"tributary/vocab/pf"
)

// Difference says what a version changed, by meaning: IRI/v/N/difference and GROUP/state/N/difference,
// as JSON or a page. IRI/diff/N leads there.
func (d *Documents) Difference() http.HandlerFunc { return d.serve(d.difference) }

func (d *Documents) difference(q *request) (*page, error) {
	id, n, err := d.splitMemento(strings.Replace(strings.TrimSuffix(q.path, "/difference"), "/diff/", "/v/", 1))
	if err != nil {
		return nil, err
	}
	v, err := d.node.Version(q, q.who, id, n)
	if node.KindOf(err) == node.Gone {
		return d.tombstone(v)
	}
	if err != nil {
		return nil, err
	}
	doc := node.MementoIRI(id, n) + "/difference"
	if string(doc) != d.node.Base+q.path {
		return moved(v, doc, q.suffix), nil
	}
	found, err := d.node.Differences(q, q.who, id, n)
	if err != nil {
		return nil, err
	}
	return &page{
		kind: differencePage | viewPage, iri: doc, doc: doc, modified: v.At,
		private: v.Audience.Level != node.Public,
		links: []link{
			{to: string(id), rel: "original"},
			{to: string(v.Memento()), rel: "up"},
		},
		json: func(*request) (any, error) { return differencesOf(v, found), nil },
		view: func(q *request) (view, error) { return d.differenceView(q, v, found) },
	}, nil
}

type differencesJSON struct {
	Of          vocab.IRI        `json:"of"`
	Version     int              `json:"version"`
	From        vocab.IRI        `json:"from,omitempty"`
	To          vocab.IRI        `json:"to"`
	Differences []differenceJSON `json:"differences"`
}

type differenceJSON struct {
	Kind  string          `json:"kind"`
	Text  string          `json:"text"`
	About vocab.IRI       `json:"about,omitempty"`
	Old   json.RawMessage `json:"old,omitempty"`
	New   json.RawMessage `json:"new,omitempty"`
}

func differencesOf(v node.Version, found []pf.Difference) differencesJSON {
	j := differencesJSON{Of: v.IRI, Version: v.N, To: v.Memento(), Differences: []differenceJSON{}}
	if v.N > 1 {
		j.From = node.MementoIRI(v.IRI, v.N-1)
	}
	for _, d := range found {
		j.Differences = append(j.Differences, differenceJSON{d.Kind, d.Text, d.About, valueJSON(d.Old), valueJSON(d.New)})
	}
	return j
}

// valueJSON is a value as JSON-LD has it when no term coerces it.
func valueJSON(v vocab.Value) json.RawMessage {
	switch {
	case v.Kind() == vocab.Reference:
		return json.RawMessage(`{"id":` + quoted(string(v.IRI())) + `}`)
	case v.Kind() == vocab.Nested:
		return jsonld.Append(nil, v.Part())
	case v.Lang() != "":
		return json.RawMessage(`{"value":` + quoted(v.Text()) + `,"language":` + quoted(v.Lang()) + `}`)
	case v.Kind() == vocab.Literal && v.Datatype() == vocab.String.IRI:
		return json.RawMessage(quoted(v.Text()))
	case v.Kind() == vocab.Literal:
		return json.RawMessage(`{"value":` + quoted(v.Text()) + `,"type":` + quoted(string(v.Datatype())) + `}`)
	}
	return nil
}
