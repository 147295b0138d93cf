package exchange

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"tributary/vocab"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

// The inline contexts, as FEP-0837 prints them. Each object has the keys that can occur in it.
type context any

// references are the terms whose text is an address: Fedify, which reads by context, fails on an address that
// its context calls text.
var references = map[string]bool{"satisfies": true, "provider": true, "receiver": true, "resourceConformsTo": true,
	"fulfills": true, "inputOf": true, "outputOf": true}

func inline(keys ...string) context {
	names := map[string]any{"om2": quantity.OM2, "vf": string(vf.Schema.Base)}
	for _, key := range append(keys, "Intent", "Commitment", "resourceQuantity", "effortQuantity") {
		names[key] = "vf:" + key
		if references[key] {
			names[key] = map[string]string{"@id": "vf:" + key, "@type": "@id"}
		}
	}
	// A peer that reads by context knows measures as those of OM 2; one that reads by key, both.
	names["hasUnit"], names["hasNumericalValue"] = "om2:hasUnit", "om2:hasNumericalValue"
	// Whoever sends it signs it, and a signature needs its terms.
	return []any{"https://www.w3.org/ns/activitystreams", "https://w3id.org/security/data-integrity/v1", names}
}

var (
	proposalContext = inline("Proposal", "purpose", "publishes", "reciprocal", "unitBased", "action", "provider", "receiver",
		"resourceConformsTo", "availableQuantity", "minimumQuantity", "finished")
	agreementContext = inline("Agreement", "stipulates", "stipulatesReciprocal", "satisfies")
	plainContext     = context("https://www.w3.org/ns/activitystreams")
	answerContext    = context([]any{"https://www.w3.org/ns/activitystreams", "https://w3id.org/security/data-integrity/v1"})
)

type wireMeasure struct {
	HasUnit           string `json:"hasUnit"`
	HasNumericalValue string `json:"hasNumericalValue,omitempty"`
}

type wireFlow struct {
	Type               string       `json:"type"`
	ID                 vocab.IRI    `json:"id,omitempty"`
	Action             string       `json:"action,omitempty"`
	Name               string       `json:"name,omitempty"`
	Content            string       `json:"content,omitempty"`
	Provider           vocab.IRI    `json:"provider,omitempty"`
	Receiver           vocab.IRI    `json:"receiver,omitempty"`
	Satisfies          vocab.IRI    `json:"satisfies,omitempty"`
	ResourceConformsTo vocab.IRI    `json:"resourceConformsTo,omitempty"`
	ResourceQuantity   *wireMeasure `json:"resourceQuantity,omitempty"`
	EffortQuantity     *wireMeasure `json:"effortQuantity,omitempty"`
	AvailableQuantity  *wireMeasure `json:"availableQuantity,omitempty"`
	MinimumQuantity    *wireMeasure `json:"minimumQuantity,omitempty"`
	StartTime          string       `json:"startTime,omitempty"`
	EndTime            string       `json:"endTime,omitempty"`
	Finished           bool         `json:"finished,omitempty"`
}

// writer gathers what the form has no place for, and what it lacks.
type writer struct {
	found vocab.Violations
	lost  []string
}

func (w *writer) refuse(p *vocab.Property, format string, args ...any) {
	w.found = append(w.found, vocab.Violation{Path: p.Term, Term: p.Term, Message: fmt.Sprintf(format, args...)})
}

func (w *writer) lose(format string, args ...any) {
	w.lost = append(w.lost, fmt.Sprintf(format, args...))
}

func (w *writer) required(r *vocab.Resource, p *vocab.Property) vocab.IRI {
	if !r.Has(p) {
		w.refuse(p, "is required in this form")
	}
	return r.Get(p).IRI()
}

// word is a name of the vocabulary without its namespace.
func (w *writer) word(r *vocab.Resource, p *vocab.Property) string {
	local, _ := localName(string(w.required(r, p)))
	return local
}

// jsonNumber writes a decimal as JSON does: no sign +, a digit before the point.
func jsonNumber(v vocab.Value) json.Number {
	d, err := quantity.ParseDecimal(v.Text())
	if err != nil {
		return ""
	}
	return json.Number(d.Neg().Neg().String())
}

func wire(v vocab.Value) *wireMeasure {
	part := v.Part()
	if part == nil {
		return nil
	}
	return &wireMeasure{HasUnit: wireUnit(part.Get(vf.HasUnit).IRI()), HasNumericalValue: part.Get(vf.HasNumericalValue).Text()}
}

// wireUnits are units that peers know by another name than OM 2's own: the one program that sells
// by time compares with "second".
var wireUnits = map[string]string{"second-Time": "second", "minute-Time": "minute"}

func wireUnit(id vocab.IRI) string {
	known, ok := quantity.LookupUnit(string(id))
	if !ok {
		return string(id)
	}
	if name, ok := wireUnits[known.ID]; ok {
		return name
	}
	return known.ID
}

func marshal(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil // of strings and the numbers of jsonNumber alone; there is nothing to fail
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// single is a list as plain peers expect it: one value stands alone; none is left out.
func single[T any](list []T) any {
	switch len(list) {
	case 0:
		return nil
	case 1:
		return list[0]
	}
	return list
}

// stamp is a time on the wire, or nothing.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return vocab.Time(t).Text()
}
