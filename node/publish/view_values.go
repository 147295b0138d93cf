package publish

import (
	"cmp"
	"html/template"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/flow"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// fact is one term of a thing with its values.
type fact struct {
	Label, Doc string
	Values     []shown
}

// shown is one value for people: a link, a time, a quantity, text, prose, or a part with facts of
// its own.
type shown struct {
	Text  string
	Href  string
	Lang  string
	Time  string // machine readable, where Text is a time
	Long  bool   // several lines
	Prose template.HTML
	Facts []fact
}

// section is a part of a state with its elements.
type section struct {
	Heading string
	Doc     string
	Facts   []fact
	Entries []entry
}

// entry is one element of a section.
type entry struct {
	ID      string
	Heading string
	Prose   template.HTML
	Facts   []fact
}

// facts are the terms of a resource but some, in order of declaration, then what no vocabulary here
// declares.
func (d *Documents) facts(q *request, r *vocab.Resource, but ...*vocab.Property) (facts []fact) {
	for p, values := range r.Fields() {
		if slices.Contains(but, p) {
			continue
		}
		f := fact{Label: capital(p.Label), Doc: p.Doc}
		if pays(p, values) {
			f.Label, f.Doc = "Payment", "Where it is paid."
		}
		for _, v := range values {
			f.Values = append(f.Values, d.shown(q, p, v))
		}
		facts = append(facts, f)
	}
	for _, s := range r.Extra() {
		f := fact{Label: tail(s.Property), Doc: string(s.Property), Values: []shown{d.shown(q, nil, s.Value)}}
		if n := len(facts); n > 0 && facts[n-1].Doc == f.Doc {
			facts[n-1].Values = append(facts[n-1].Values, f.Values...)
			continue
		}
		facts = append(facts, f)
	}
	return facts
}

// pays says whether links of a thing are all for payments.
func pays(p *vocab.Property, links []vocab.Value) bool {
	if p != as.Attachment && p != as.URL {
		return false
	}
	return !slices.ContainsFunc(links, func(v vocab.Value) bool {
		part := v.Part()
		return part == nil || !slices.ContainsFunc(part.All(as.Rel), func(rel vocab.Value) bool { return rel.Text() == as.RelPayment })
	})
}

func (d *Documents) shown(q *request, p *vocab.Property, v vocab.Value) shown {
	switch v.Kind() {
	case vocab.Reference:
		return shown{Text: d.nameOf(q, v.IRI()), Href: webAddress(d.linked(v.IRI()))}
	case vocab.Nested:
		if m, err := flow.QuantityOf(v); err == nil && v.Part().Class() == vf.Measure {
			return shown{Text: m.String()}
		}
		if part := v.Part(); part.Class() == as.Link && part.Has(as.Href) {
			to := string(part.Get(as.Href).IRI())
			return shown{Text: to, Href: webAddress(d.linked(vocab.IRI(to)))}
		}
		return shown{Facts: d.facts(q, v.Part())}
	}
	text := v.Text()
	switch t := v.Time(); {
	case p == pf.Content:
		return shown{Prose: markdown(text), Lang: v.Lang()}
	case isTime(v.Datatype()) && !t.IsZero() && strings.Contains(text, "T"):
		return shown{Text: t.UTC().Format("2 January 2006, 15:04 UTC"), Time: text}
	case isTime(v.Datatype()) && !t.IsZero():
		return shown{Text: t.Format("2 January 2006"), Time: text}
	case v.Datatype() == vocab.AnyURI.IRI:
		return shown{Text: text, Href: webAddress(text)}
	case v.Datatype() == vocab.Boolean.IRI && v.Bool():
		return shown{Text: "yes"}
	case v.Datatype() == vocab.Boolean.IRI:
		return shown{Text: "no"}
	}
	return shown{Text: text, Lang: v.Lang(), Long: strings.Contains(text, "\n")}
}

func isTime(datatype vocab.IRI) bool {
	return datatype == vocab.DateTimeStamp.IRI || datatype == vocab.DateTime.IRI || datatype == vocab.Date.IRI
}

// linked is where a reference leads people: terms of our vocabularies to the copy that this node
// serves, everything else to itself.
func (d *Documents) linked(id vocab.IRI) string {
	for name, s := range namespaces {
		if local, ok := strings.CutPrefix(string(id), string(s.Base)); ok && local != "" {
			return d.node.Base + "/ns/" + name + "#" + local
		}
	}
	return string(id)
}

// webAddress is an address that a browser may be sent to, or empty.
func webAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" && u.Scheme != "mailto" {
		return ""
	}
	return address
}

// sections are the parts of a state, elements in their order.
func (d *Documents) sections(q *request, state *vocab.Resource) (sections []section) {
	for _, p := range stateSections {
		part := state.Get(p).Part()
		if part == nil {
			continue
		}
		s := section{Heading: capital(strings.TrimSuffix(p.Label, " section")), Doc: p.Doc, Facts: d.facts(q, part, pf.HasElement)}
		for _, element := range inOrder(part.All(pf.HasElement)) {
			e := entry{
				Heading: capital(d.nameOf(q, element.Get(pf.ElementKind).IRI())),
				Facts:   d.facts(q, element, pf.ElementKind, pf.Content, pf.Order, vf.Name),
			}
			if name := element.Get(vf.Name).Text(); name != "" {
				e.Heading = name
			}
			if content := element.Get(pf.Content).Text(); content != "" {
				e.Prose = markdown(content)
			}
			s.Entries = append(s.Entries, e)
		}
		sections = append(sections, s)
	}
	return sections
}

// inOrder are the parts among the values by pf:order, those without one last as they came.
func inOrder(values []vocab.Value) (parts []*vocab.Resource) {
	for _, v := range values {
		if v.Part() != nil {
			parts = append(parts, v.Part())
		}
	}
	place := func(r *vocab.Resource) int {
		if n, err := strconv.Atoi(r.Get(pf.Order).Text()); err == nil {
			return n
		}
		return math.MaxInt
	}
	slices.SortStableFunc(parts, func(a, b *vocab.Resource) int { return cmp.Compare(place(a), place(b)) })
	return parts
}

var stateSections = []*vocab.Property{pf.HasPurposeSection, pf.HasPracticeSection, pf.HasProgressSection}

// versionRows are the latest versions of a thing up to one, newest first, that the caller may see.
func (d *Documents) versionRows(q *request, latest node.Version, here int) (rows []versionRow, err error) {
	const most = 8
	for n := latest.N; n > 0 && n > latest.N-most; n-- {
		v, err := d.node.Version(q, q.who, latest.IRI, n)
		if node.KindOf(err) == node.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		rows = append(rows, d.versionRow(q, v, here))
	}
	return rows, nil
}

func (d *Documents) versionRow(q *request, v node.Version, here int) versionRow {
	row := versionRow{N: v.N, At: v.At, Href: string(v.Memento()), Here: v.N == here}
	if v.Author != "" {
		row.By = &anchor{Text: d.nameOf(q, v.Author), Href: webAddress(string(v.Author))}
	}
	if v.N > 1 {
		row.Difference = string(v.Memento()) + "/difference"
	}
	return row
}
