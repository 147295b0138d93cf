package jsonld

import (
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"tributary/vocab"
)

// json writes the context, one term a line, in the order of the rows.
func (d definition) json() []byte {
	w := contextWriter{d: d, b: []byte("{\n  \"@context\": {\n    \"@version\": 1.1")}
	if d.vocab != "" {
		w.entry("@vocab", quote(string(d.vocab)))
	}
	for _, p := range d.prefixes {
		w.entry(p.name, quote(string(p.base)))
	}
	if d.aliases {
		w.entry("id", `"@id"`)
		w.entry("type", `"@type"`)
	}
	for _, t := range d.terms {
		w.entry(t.key, w.term(t))
	}
	return append(w.b, "\n  }\n}\n"...)
}

type contextWriter struct {
	d definition
	b []byte
}

func (w *contextWriter) entry(key, value string) {
	w.b = append(w.b, ",\n    "...)
	w.b = append(w.b, quote(key)+": "+value...)
}

func (w *contextWriter) term(t term) string {
	id := quote(w.compact(t.iri))
	if t.coercion == plain && t.container == "" {
		return id
	}
	parts := []string{`"@id": ` + id}
	switch t.coercion {
	case refs:
		parts = append(parts, `"@type": "@id"`)
	case words:
		parts = append(parts, `"@type": "@vocab"`, `"@context": {"@vocab": `+quote(string(t.words))+`}`)
	case typed:
		parts = append(parts, `"@type": `+quote(w.compact(t.datatype)))
	}
	if t.container != "" {
		parts = append(parts, `"@container": `+quote(t.container))
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// compact writes an IRI by the longest prefix that fits.
func (w *contextWriter) compact(id vocab.IRI) string {
	best, found := prefix{}, false
	for _, p := range w.d.prefixes {
		if strings.HasPrefix(string(id), string(p.base)) && len(p.base) > len(best.base) && usable(string(id[len(p.base):])) {
			best, found = p, true
		}
	}
	if !found {
		return string(id)
	}
	return best.name + ":" + string(id[len(best.base):])
}

// usable says whether what is left after a prefix reads back: "//" would make it an absolute IRI.
func usable(local string) bool { return local != "" && !strings.HasPrefix(local, "//") }

func quote(s string) string {
	b, err := jsontext.AppendQuote(nil, s)
	if err != nil {
		// Only declared names are quoted here, and those are UTF-8.
		panic(err)
	}
	return string(b)
}
