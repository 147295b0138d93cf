package publish

import (
	"fmt"
	"net/http"
	"slices"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// plumbing are terms that programs need and people do not: they are in the other encodings.
var plumbing = []*vocab.Property{as.Inbox, as.Outbox, as.Followers, as.Following, as.PreferredUsername, as.HasEndpoints, as.Implements, as.PublicKey, as.AssertionMethod, as.Authentication, as.Webfinger, as.Discoverable, as.Indexable, pf.CurrentState}

// bookkeeping are terms of a state that its place and its list of versions tell as well.
var bookkeeping = []*vocab.Property{pf.StateOf, pf.WasRevisionOf, pf.GeneratedAtTime, pf.WasAttributedTo}

// thingView shows one thing as it is now.
func (d *Documents) thingView(q *request, v node.Version, r *vocab.Resource) (view, error) {
	rows, err := d.versionRows(q, v, v.N)
	if err != nil {
		return view{}, err
	}
	page := d.versionView(q, v, r)
	page.Versions = rows
	if page.Voices, err = d.responsesTo(q, v); err != nil {
		return view{}, err
	}
	page.History = string(v.IRI) + "/timemap.html"
	if until, err := d.node.Expired(q, r); err != nil {
		return view{}, err
	} else if !until.IsZero() {
		page.Notice = &notice{Text: fmt.Sprintf("This offer has expired. It could be accepted until %s.", until.UTC().Format("2 January 2006, 15:04 UTC"))}
	}
	if node.OpenTask(r) {
		page.Notice = &notice{Text: "This is open to whoever comes first: who does it accepts it."}
	}
	if r.Class().IsA(vf.Agreement) {
		clauses, err := d.agreed(q, v.IRI)
		if err != nil {
			return view{}, err
		}
		if len(clauses.Entries) > 0 {
			page.Sections = append(page.Sections, clauses)
		}
	}
	if d.node.Converses(v) {
		said := anchor{Text: "What was said and done about it", Href: string(v.IRI) + "/context"}
		page.Lists = append(page.Lists, linkList{Heading: "Around it", Items: []anchor{said}})
	}
	if handle := d.node.Handle(v.IRI); handle != "" {
		page.Lead = "@" + handle + "@" + host(v.IRI)
		page.Feed = string(v.IRI) + "/feed.atom"
		if page.Lists, err = d.groupLists(q, v.IRI); err != nil {
			return view{}, err
		}
		if err := d.summarize(q, v.IRI, &page); err != nil {
			return view{}, err
		}
	}
	return page, nil
}

// versionView shows one version of a thing, without the others.
func (d *Documents) versionView(q *request, v node.Version, r *vocab.Resource) view {
	page := view{template: "thing", Heading: d.call(q, r), Crumbs: d.crumbs(q, v, r.Class())}
	if c := r.Class(); c != nil {
		page.Kind = anchor{Text: capital(c.Label), Href: d.linked(c.IRI), Title: c.Doc}
	}
	but := plumbing
	if r.Get(vf.Name).Text() == page.Heading {
		but = append(slices.Clone(but), vf.Name)
	}
	if r.Class().IsA(pf.State) {
		but = slices.Concat(but, stateSections, bookkeeping)
		page.Sections = d.sections(q, r)
	}
	page.Facts = d.facts(q, r, but...)
	return page
}

// groupLists lead from a group to its state and to the collections that have members.
func (d *Documents) groupLists(q *request, group vocab.IRI) ([]linkList, error) {
	record := linkList{Heading: "Record"}
	if state := d.node.State(group); d.sees(q, state) {
		record.Items = append(record.Items, anchor{Text: "Current state", Href: string(state)})
	}
	for _, c := range d.node.Vocabulary().Classes() {
		if c.Kind != vocab.Entity || c.IsAny(structural) || c.IsA(as.Activity) && c != as.Activity || c == pf.State || c.IsA(pf.Group) {
			continue
		}
		n, err := d.node.Count(q, q.who, node.Query{Classes: []string{c.Name}, Owner: group})
		if c == as.Activity {
			n, err = d.node.Count(q, q.who, node.Query{Classes: d.node.Kinds(c), Owner: group})
		}
		if err != nil {
			return nil, err
		}
		if n > 0 {
			record.Items = append(record.Items, anchor{Text: fmt.Sprintf("%s (%d)", capital(spaced(c.Plural)), n), Href: string(group) + "/" + c.Plural})
		}
	}
	around := linkList{Heading: "Around it"}
	around.Items = append(around.Items, anchor{Text: "Who belongs to it, and as what", Href: string(group) + "/standing"})
	for _, name := range []string{"followers", "following"} {
		around.Items = append(around.Items, anchor{Text: related[name].title, Href: string(group) + "/" + name})
	}
	return []linkList{record, around}, nil
}

// sees says whether the caller may see a thing that is there.
func (d *Documents) sees(q *request, id vocab.IRI) bool {
	_, err := d.node.Get(q, q.who, id)
	return err == nil
}

// asMemento says of a page that it is an old version, and what that version changed.
func (d *Documents) asMemento(q *request, page view, v node.Version) (view, error) {
	latest, err := d.node.Get(q, q.who, v.IRI)
	if err != nil {
		return view{}, err
	}
	if page.Versions, err = d.versionRows(q, latest, v.N); err != nil {
		return view{}, err
	}
	page.Title = fmt.Sprintf("%s, version %d", page.Heading, v.N)
	page.Crumbs = append(page.Crumbs, anchor{Text: page.Heading, Href: string(v.IRI)})
	page.Notice = &notice{Text: fmt.Sprintf("This is version %d of %d, of %s. It never changes.", v.N, latest.N, v.At.UTC().Format("2 January 2006, 15:04 UTC"))}
	if v.N < latest.N {
		page.Notice.Links = []anchor{{Text: "See the current version", Href: string(v.IRI)}}
	}
	if v.N == 1 {
		return page, nil
	}
	return page, d.tellChanges(q, &page, v)
}

// tellChanges adds what a version changed. A predecessor that the caller may not see tells nothing.
func (d *Documents) tellChanges(q *request, page *view, v node.Version) error {
	found, err := d.node.Differences(q, q.who, v.IRI, v.N)
	if node.KindOf(err) == node.NotFound {
		return nil
	}
	page.Changed = true
	for _, one := range found {
		page.Changes = append(page.Changes, one.Text)
	}
	return err
}

// tombstoneView shows that there was something.
func (d *Documents) tombstoneView(q *request, v node.Version, class *vocab.Class) (view, error) {
	what := "Something"
	if class != nil {
		what = capital(class.Label)
	}
	return view{
		template: "thing", Title: http.StatusText(http.StatusGone), Heading: what + " that was deleted",
		Crumbs: d.crumbs(q, v, nil),
		Notice: &notice{Text: fmt.Sprintf("What stood here was deleted on %s. The address will not be used again.", v.At.UTC().Format("2 January 2006, 15:04 UTC"))},
	}, nil
}
