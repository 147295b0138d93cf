package repository

import (
	"net/url"
	"slices"
	"strings"
	"sync"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/pf"
)

// maker says what files mean.
type maker struct {
	repo   *Repository // nil while one file is read again for an export
	at     Target
	units  Units
	known  map[vocab.IRI]bool // of what was minted
	tagged map[string]*File   // the terms of the lexicon, by their tags
}

// meaning is what the bytes of one file say, before anything is derived from where they lie.
type meaning struct {
	resource *vocab.Resource
	from     map[*vocab.Property]*Entry // which entry gave a value
	heading  bool                       // the name came from the first heading
	problems Problems
}

var classes = map[Kind]*vocab.Class{
	Charter: pf.GovernanceCharter, Agreement: pf.GroupAgreement, Policy: pf.Policy, Guidelines: pf.ParticipationGuidelines,
	Document: pf.GovernanceDocument, Proposal: pf.GovernanceProposal, Role: pf.Role, Term: pf.LexiconTerm, Pattern: pf.Pattern,
	State: pf.State, Page: as.Document, Help: as.Document, Template: as.Document, Opaque: as.Document,
}

// isContent says whether a kind is something that the group says, rather than a page around it.
func isContent(k Kind) bool { return classes[k] != as.Document }

// source is what a file is called, for ever: by its path, each piece of it escaped.
func (t Target) source(path string) vocab.IRI {
	parts := strings.Split(path, "/")
	for i, part := range parts {
		parts[i] = strings.ReplaceAll(url.PathEscape(part), "'", "%27")
	}
	return t.Base + vocab.IRI(strings.Join(parts, "/"))
}

// nameOf is the property that holds what a thing of a kind is called.
func nameProperty(k Kind) *vocab.Property {
	if slices.Contains(named, k) {
		return pf.PrefLabel
	}
	return pf.Title
}

// mean reads the bytes of one file.
func (m *maker) mean(f *File) meaning {
	n := meaning{resource: vocab.New(classes[f.Kind], m.at.source(f.Path)), from: map[*vocab.Property]*Entry{}}
	n.resource = f.keep(n.resource)
	if !f.Text {
		return n
	}
	used := map[*Entry]bool{}
	for _, row := range fields {
		if len(row.kinds) > 0 && !slices.Contains(row.kinds, f.Kind) || n.resource.Has(row.property) {
			continue
		}
		e := f.Front.find(row.keys...)
		if e == nil || used[e] || e.Deep || len(e.Map) > 0 || !row.property.Allows(n.resource.Class()) && !row.property.Schema.Partial {
			continue
		}
		values, unknown := row.read(m, row.property, e)
		for _, word := range unknown {
			n.problems.add(f.Path, e.Line, NotUnderstood, "%q is no %s; it is kept", word, row.property.Label)
			n.resource = withKept(n.resource, keptKey(e.Key), word)
		}
		used[e] = true
		n.set(row.property, e, values...)
	}
	if f.Kind == Term {
		n.lexicon(f, used)
	}
	if e := f.Front.find("publish", "visibility"); e != nil {
		used[e] = true
		n.visibility(f, e)
	}
	if e := f.Front.find("pf"); e != nil {
		used[e] = true
		n.ours(f, e)
	}
	n.others(f, used)
	if name := nameProperty(f.Kind); !n.resource.Has(name) {
		if h := f.mainHeading(); h != nil && plain(h.Text) != "" {
			n.resource, n.heading = n.resource.With(name, vocab.Text(plain(h.Text))), true
		}
	}
	return n
}

func (n *meaning) set(p *vocab.Property, e *Entry, values ...vocab.Value) {
	if len(values) == 0 {
		return
	}
	n.resource = n.resource.With(p, values...)
	n.from[p] = e
}

// keep puts what an export needs of a file on its resource.
func (f *File) keep(r *vocab.Resource) *vocab.Resource {
	r = withKept(r, KeptPath, f.Path)
	r = withKept(r, KeptKind, string(f.Kind))
	switch {
	case f.Deleted:
		r = withKept(r, KeptMode, "deleted")
	case f.Link != "":
		return withBytes(withKept(r, KeptMode, "link"), []byte(f.Link))
	case f.Executable:
		r = withKept(r, KeptMode, "executable")
	}
	if !f.Text {
		return withBytes(r, f.Data)
	}
	if f.Body.From > 0 {
		r = withKept(r, KeptFront, string(f.Data[:f.Body.From]))
	}
	if pf.Content.Allows(r.Class()) {
		return r.With(pf.Content, vocab.Text(f.Body.of(f.Data)))
	}
	return withKept(r, KeptBody, f.Body.of(f.Data))
}

// lexicon reads the aliases and tags of a term. By the meta-tag rule it may be a formal quality.
func (n *meaning) lexicon(f *File, used map[*Entry]bool) {
	aliases, tags := f.Front.find("aliases"), f.Front.find("tags")
	var marks, others []vocab.Value
	for _, alias := range aliases.words() {
		if strings.HasPrefix(alias, "#") {
			marks = append(marks, vocab.Text(alias))
		} else {
			others = append(others, vocab.Text(alias))
		}
	}
	if aliases != nil {
		used[aliases] = true
		n.set(pf.TagAlias, aliases, marks...)
		n.set(pf.AltLabel, aliases, others...)
	}
	id := n.resource.ID()
	n.resource = n.resource.With(pf.LexiconEntry, vocab.Ref(id))
	var words []vocab.Value
	isQuality := false
	for _, tag := range tags.words() {
		if slug(tag) == "qualities" {
			isQuality = true
		} else {
			words = append(words, vocab.Text(tag))
		}
	}
	if tags != nil {
		n.resource = n.resource.With(pf.Subject, distinct(words)...)
		if isQuality {
			n.set(pf.TaggedWith, tags, vocab.Ref(pf.TagQualities.IRI))
		}
	}
	page := f.lexiconPage()
	for _, mark := range marks {
		if pf.IsFormalQuality(mark.Text(), []pf.LexiconPage{page}) {
			n.resource = n.resource.WithClass(pf.FormalQuality)
		}
	}
}

func (f *File) lexiconPage() pf.LexiconPage {
	page := pf.LexiconPage{Title: f.Title()}
	if e := f.Front.find("aliases"); e != nil {
		page.Aliases = e.Values
	}
	if e := f.Front.find("tags"); e != nil {
		page.Tags = e.Values
	}
	return page
}

// visibility reads whether a page is for everybody. What is not marked so is for the members.
func (n *meaning) visibility(f *File, e *Entry) {
	if !pf.Visibility.Allows(n.resource.Class()) {
		return
	}
	if i := conceptOf(pf.VisibilityScheme, e.text()); i != nil {
		n.set(pf.Visibility, e, vocab.Ref(i.IRI))
		return
	}
	switch yes, known := flag(e); {
	case !known:
		n.problems.add(f.Path, e.Line, NotUnderstood, "%q does not say whether the page is public; it is not", e.text())
		n.resource = withKept(n.resource, keptKey(e.Key), e.Values...)
	case yes:
		n.set(pf.Visibility, e, vocab.Ref(pf.VisiblePublic.IRI))
	default:
		n.set(pf.Visibility, e, vocab.Ref(pf.VisibleMembers.IRI))
	}
}

// ours reads the values that an export added under the one key of its own.
func (n *meaning) ours(f *File, e *Entry) {
	for _, own := range e.Map {
		p := terms()[own.Key]
		if p == nil || len(own.Map) > 0 || own.Deep {
			n.problems.add(f.Path, own.Line, NotUnderstood, "%q is no term; it is kept", "pf: "+own.Key)
			continue
		}
		var values []vocab.Value
		for _, text := range own.Values {
			v, ok := valueOf(p, text)
			if !ok {
				n.problems.add(f.Path, own.Line, NotUnderstood, "%q is no %s; it is kept", text, p.Label)
				continue
			}
			values = append(values, v)
		}
		if len(values) > 0 {
			n.resource = n.resource.With(p, values...)
			delete(n.from, p)
		}
	}
}

// terms are the properties that files may hold, by their names.
var terms = sync.OnceValue(func() map[string]*vocab.Property {
	all := map[string]*vocab.Property{}
	for _, s := range []*vocab.Schema{pf.Schema, pf.Dcterms, pf.Skos, pf.SchemaOrg} {
		for _, p := range s.Properties {
			all[p.Term] = p
		}
	}
	return all
})

// valueOf reads a value as valueText writes it.
func valueOf(p *vocab.Property, text string) (vocab.Value, bool) {
	if scheme := schemeOf(p); scheme != nil {
		if i := conceptOf(scheme, text); i != nil {
			return vocab.Ref(i.IRI), true
		}
	}
	if u, err := url.Parse(text); err == nil && u.IsAbs() && (p.Refers() || len(p.Range) == 0 || schemeOf(p) != nil) {
		return vocab.Ref(vocab.IRI(text)), true
	}
	if len(p.Range) == 0 {
		return vocab.Text(text), true
	}
	for _, c := range p.Range {
		if c == vocab.String || c == vocab.Tag {
			return vocab.Text(text), true
		}
		if c.Kind == vocab.Datatype {
			return vocab.Typed(text, c.IRI), true
		}
	}
	return vocab.Value{}, false
}

// others keeps the keys that mean nothing here.
func (n *meaning) others(f *File, used map[*Entry]bool) {
	for i := range f.Front.Entries {
		e := &f.Front.Entries[i]
		if used[e] {
			continue
		}
		if e.Deep || len(e.Map) > 0 {
			n.resource = withKept(n.resource, keptKey(e.Key), e.Value.of(f.Data))
			continue
		}
		n.resource = withKept(n.resource, keptKey(e.Key), e.Values...)
	}
}
