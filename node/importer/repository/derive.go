package repository

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"tributary/vocab"
	"tributary/vocab/pf"
)

// derive adds what follows from where a file lies, what git knows of it and what it links to. What
// its authors wrote counts more; each derived value says by which rule it came.
func (m *maker) derive(f *File, n meaning, versions []Version) *vocab.Resource {
	d := deriver{m: m, f: f, r: n.resource}
	if f.Text {
		if name := nameProperty(f.Kind); !d.r.Has(name) {
			d.set("file name", name, vocab.Text(nameOf(f.Path)))
		}
	}
	if isContent(f.Kind) {
		d.standing()
		d.kinds()
		d.history(versions)
		d.links()
		d.visibility()
	}
	return d.r
}

type deriver struct {
	m *maker
	f *File
	r *vocab.Resource
}

// set gives values to a property that has none, with the rule.
func (d *deriver) set(rule string, p *vocab.Property, values ...vocab.Value) {
	if d.r.Has(p) || len(values) == 0 || !p.Allows(d.r.Class()) && !p.Schema.Partial {
		return
	}
	d.plus(rule, p, values...)
}

func (d *deriver) plus(rule string, p *vocab.Property, values ...vocab.Value) {
	for _, v := range values {
		if contains(d.r.All(p), v) {
			continue
		}
		d.r = withKept(d.r.Plus(p, v), KeptDerived, derivedNote(p, v)+rule+")")
	}
}

// derivedNote begins the note about a derived value.
func derivedNote(p *vocab.Property, v vocab.Value) string {
	return fmt.Sprintf("%s = %s (", p.Term, v.Text())
}

// standing is whether a document is in force.
func (d *deriver) standing() {
	lower := "/" + strings.ToLower(d.f.Path)
	switch {
	case d.f.Deleted:
		d.set("was deleted in the history", pf.DocumentStatus, vocab.Ref(pf.DocRetired.IRI))
	case strings.Contains(lower, "/drafts/") || strings.Contains(lower, "(draft)"):
		d.set("lies among drafts", pf.DocumentStatus, vocab.Ref(pf.DocDraft.IRI))
	case d.f.Text && strings.TrimSpace(withoutComments(d.f.Body.of(d.f.Data))) == "":
		d.set("has no text yet", pf.DocumentStatus, vocab.Ref(pf.DocDraft.IRI))
	default:
		d.set("is on the default branch", pf.DocumentStatus, vocab.Ref(pf.DocActive.IRI))
	}
}

// agreementWords are what names of agreements say about their kind.
var agreementWords = []struct{ word, kind string }{
	{"operating", "agr-operating"}, {"constitution", "agr-operating"}, {"bylaws", "agr-operating"},
	{"code-of-conduct", "agr-code-of-conduct"}, {"accountability", "agr-accountability"}, {"conflict", "agr-conflict-plan"},
	{"affiliation", "agr-affiliation"}, {"partnership", "agr-partnership"}, {"membership", "agr-membership"},
	{"community", "agr-community"},
}

// kinds are the domain of a policy and what an agreement is about.
func (d *deriver) kinds() {
	switch d.f.Kind {
	case Policy:
		d.domain()
	case Agreement, Charter:
		lower := slug(strings.TrimSuffix(d.f.Path, path.Ext(d.f.Path)))
		for _, row := range agreementWords {
			if strings.Contains(lower, row.word) {
				d.set("name or folder", pf.AgreementKind, vocab.Ref(pf.Concept(row.kind).IRI))
				return
			}
		}
	}
}

func (d *deriver) domain() {
	if d.r.Has(pf.PolicyDomain) {
		return
	}
	outer, inner := d.f.domain()
	for _, folder := range []string{inner, outer} {
		if folder == "" {
			continue
		}
		if i := conceptOf(pf.PolicyDomainScheme, folder); i != nil {
			d.set("folder "+folder, pf.PolicyDomain, vocab.Ref(i.IRI))
			break
		}
	}
	for _, tag := range d.f.Front.find("tags").words() {
		if i := conceptOf(pf.PolicyDomainScheme, tag); i != nil {
			d.plus("tag "+tag, pf.PolicyDomain, vocab.Ref(i.IRI))
		}
	}
	if outer != "" && !d.r.Has(pf.PolicyDomain) && d.m.repo != nil {
		d.m.units.Problems.add(d.f.Path, 0, NotUnderstood, "the folder %q is no policy domain", outer)
	}
}

// history is who wrote a document, when it came and when it changed last.
func (d *deriver) history(versions []Version) {
	var first, last *Step
	var authors []string
	for _, v := range versions {
		if v.Commit == nil {
			continue
		}
		if first == nil {
			first = v.Commit
		}
		last = v.Commit
		authors = append(authors, v.Commit.Contributors...)
	}
	if first == nil {
		return
	}
	d.set("the first commit that has it", pf.DateCreated, day(first.Entered))
	if d.r.Get(pf.DocumentStatus).IRI() == pf.DocActive.IRI {
		d.set("the first commit that has it", pf.ValidFrom, day(first.Entered))
	}
	d.set("the last commit that changed it", pf.Modified, vocab.Time(last.Entered))
	var names []vocab.Value
	for _, author := range authors {
		if id := d.m.at.Agents[author]; id != "" {
			names = append(names, vocab.Ref(id))
		} else if author != "" {
			names = append(names, vocab.Text(author))
		}
	}
	names = distinct(names)
	if len(names) > 0 && !d.r.Has(pf.Creator) {
		d.set("the author of its first commit", pf.Creator, names[0])
		names = names[1:]
	}
	d.set("authors of its commits", pf.Contributor, names...)
}

// links are what a document points to inside the repository, and the terms of its lexicon.
func (d *deriver) links() {
	if d.m.repo == nil {
		return
	}
	quiet := d.f.Deleted
	var references []vocab.Value
	related := d.relatedLines()
	for _, l := range d.f.Links {
		if !l.inside() {
			continue
		}
		to := d.m.repo.Resolve(d.f, l)
		switch {
		case to == nil && !quiet:
			d.m.units.Problems.add(d.f.Path, l.Line, NotUnderstood, "the link to %s leads nowhere in the folder", clip(l.Target))
		case to == nil || to.Path == d.f.Path:
		case d.f.Kind == Term && to.Kind == Term && related[l.Line]:
			d.plus("link among related terms", pf.Related, vocab.Ref(d.m.at.source(to.Path)))
		default:
			references = append(references, vocab.Ref(d.m.at.source(to.Path)))
		}
	}
	d.plus("link in the text", pf.References, distinct(references)...)
	if d.f.Kind == Term {
		d.tags()
	}
}

// relatedLines are those under a heading that says what is related.
func (d *deriver) relatedLines() map[int]bool {
	lines := map[int]bool{}
	for i, h := range d.f.Headings {
		if !strings.HasPrefix(labelled(h.Text), "related") {
			continue
		}
		end := 1 << 30
		if i+1 < len(d.f.Headings) {
			end = d.f.Headings[i+1].Line
		}
		for _, l := range d.f.Links {
			if l.Line > h.Line && l.Line < end {
				lines[l.Line] = true
			}
		}
	}
	return lines
}

// tags resolves the tags of a term through the aliases of the lexicon.
func (d *deriver) tags() {
	for _, tag := range d.f.Front.find("tags").words() {
		if slug(tag) == "qualities" {
			continue
		}
		page := d.m.tagged[slug(tag)]
		if page != nil {
			d.plus("alias of the tag", pf.TaggedWith, vocab.Ref(d.m.at.source(page.Path)))
		}
		if page == nil {
			e := d.f.Front.find("tags")
			d.m.units.Problems.add(d.f.Path, e.Line, NotUnderstood, "the tag %q is no term of the lexicon; it stays text", tag)
		}
	}
}

// visibility is that of what nothing marks, unless the page says whether it is public. A page with remarks of its authors,
// code of a template or a left-over conflict is not published, whatever it says.
func (d *deriver) visibility() {
	if !pf.Visibility.Allows(d.r.Class()) {
		return
	}
	unmarked := !d.r.Has(pf.Visibility)
	if d.r.Get(pf.Visibility).IRI() == pf.VisiblePublic.IRI || unmarked && d.m.at.Public {
		body := d.f.Body.of(d.f.Data)
		reason := ""
		switch {
		case remark.MatchString(body):
			reason = "remarks of its authors (%% %%)"
		case program.MatchString(body):
			reason = "code of a template (<% %>)"
		case len(d.f.Conflicts) > 0:
			reason = "a merge conflict"
		}
		switch {
		case reason == "" && unmarked:
			d.set(forEveryone, pf.Visibility, d.m.at.unmarked())
			return
		case reason == "":
			return
		case d.m.repo != nil && unmarked:
			d.m.units.Problems.add(d.f.Path, 0, Warning, "holds %s; it is kept for the members", reason)
		case d.m.repo != nil:
			d.m.units.Problems.add(d.f.Path, 0, Warning, "is marked public and holds %s; it is kept for the members", reason)
		}
		d.r = d.r.With(pf.Visibility)
		d.set("it holds "+strings.Fields(reason)[0]+" not to be published", pf.Visibility, vocab.Ref(pf.VisibleMembers.IRI))
		return
	}
	d.set("nothing marks it as public", pf.Visibility, d.m.at.unmarked())
}

// forEveryone is the rule by which a page that nothing marks is public.
const forEveryone = "the import is for everyone"

// IsForEveryone says whether something that came from a repository is public because its import was asked
// to be for everyone.
func IsForEveryone(r *vocab.Resource) bool {
	return slices.Contains(keptAll(r, KeptDerived), derivedNote(pf.Visibility, vocab.Ref(pf.VisiblePublic.IRI))+forEveryone+")")
}

func clip(text string) string {
	if len(text) > 120 {
		return strings.ToValidUTF8(text[:120], "") + "…"
	}
	return text
}
