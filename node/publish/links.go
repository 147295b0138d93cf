package publish

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"tributary/vocab"
)

// A link is one relation of a document to another, as the Link header has it.
type link struct {
	to, rel, typ string
	datetime     time.Time
	from, until  time.Time // of a list of versions
}

// add appends the link to the headers.
func (l link) add(h http.Header) { h.Add("Link", l.String()) }

// String is the link as in RFC 8288, section 3.
func (l link) String() string {
	var b strings.Builder
	b.WriteString("<" + asciiIRI(l.to) + `>; rel="` + l.rel + `"`)
	if l.typ != "" {
		b.WriteString(`; type="` + strings.ReplaceAll(l.typ, `"`, `\"`) + `"`)
	}
	for _, moment := range []struct {
		name string
		at   time.Time
	}{{"datetime", l.datetime}, {"from", l.from}, {"until", l.until}} {
		if !moment.at.IsZero() {
			b.WriteString(`; ` + moment.name + `="` + moment.at.UTC().Format(http.TimeFormat) + `"`)
		}
	}
	return b.String()
}

// asciiIRI is an IRI as a URI: what a header, or the angle brackets in it, cannot hold is escaped.
//
// Spec: RFC 3987, section 3.1.
func asciiIRI(id string) string {
	var b strings.Builder
	for i := range len(id) {
		if c := id[i]; c <= ' ' || c >= 0x7f || strings.IndexByte(`<>"\^{|}`+"`", c) >= 0 {
			b.WriteString(url.PathEscape(string([]byte{c})))
			continue
		}
		b.WriteByte(id[i])
	}
	return b.String()
}

// links are the relations of a page in one of its encodings.
//
// Spec: RFC 8288; RFC 6596 (canonical), RFC 6892 (describedby), RFC 6903 (type), RFC 4946 (license).
func (d *Documents) links(p *page, e *encoding) []link {
	all := []link{{to: string(p.iri), rel: "canonical"}}
	for _, a := range alternates(p.kind) {
		if a != e {
			all = append(all, link{to: p.at(a.suffix), rel: "alternate", typ: a.typ})
		}
	}
	all = append(all, p.links...)
	if r := p.thing.resource; r != nil {
		if c := r.Class(); c != nil {
			all = append(all, link{to: string(c.IRI), rel: "type"})
			all = append(all, link{to: string(d.describes(c)), rel: "describedby"})
		}
		for _, t := range r.Types() {
			all = append(all, link{to: string(t), rel: "type"})
		}
	}
	if d.dataset != "" && p.kind&graphPage != 0 {
		all = append(all, link{to: string(d.dataset), rel: "collection"})
	}
	if d.license != "" {
		all = append(all, link{to: string(d.license), rel: "license"})
	}
	return all
}

// describes is where the rules for members of a class are: the shapes, where the node has them, or
// else its copy of the vocabulary.
func (d *Documents) describes(c *vocab.Class) vocab.IRI {
	if d.shapes != "" {
		return d.shapes
	}
	if name := namespaceOf(c.Schema); name != "" {
		return vocab.IRI(d.node.Base + "/ns/" + name)
	}
	return vocab.IRI(d.native)
}

// host is the host of an IRI, with its port; the IRI itself when it has none.
func host(id vocab.IRI) string {
	if u, err := url.Parse(string(id)); err == nil && u.Host != "" {
		return u.Host
	}
	return string(id)
}
