package publish

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"net/http"
	"strings"
	"time"

	"tributary/node"
	"tributary/node/narrate"
	"tributary/vocab"
	"tributary/vocab/as"
)

// Feed answers for what a group did lately, for feed readers: /groups/H/feed.atom. Each activity is
// an entry; its text says by meaning what it changed.
//
// Spec: RFC 4287.
func (d *Documents) Feed() http.HandlerFunc { return d.serve(d.feedPage) }

func (d *Documents) feedPage(q *request) (*page, error) {
	group := vocab.IRI(d.node.Base + strings.TrimSuffix(q.path, "/feed"))
	v, err := d.node.Get(q, q.who, group)
	if node.KindOf(err) == node.Gone {
		return d.tombstone(v)
	}
	if err != nil {
		return nil, err
	}
	activities, err := d.node.Find(q, q.who, node.Query{
		Classes: d.node.Kinds(as.Activity), Owner: group, Limit: pageSize, Descending: true,
	})
	if err != nil {
		return nil, err
	}
	doc := group + "/feed"
	p := &page{
		kind: feedPage, iri: doc + ".atom", doc: doc, modified: v.At,
		private: v.Audience.Level != node.Public,
		links:   []link{{to: string(group), rel: "related"}},
	}
	f := &feed{
		XMLNS: "http://www.w3.org/2005/Atom", Lang: "en", ID: string(doc) + ".atom", Title: d.nameOf(q, group),
		Links: []feedLink{
			{Rel: "self", Type: "application/atom+xml", Href: string(doc) + ".atom"},
			{Rel: "alternate", Type: "text/html", Href: string(group) + ".html"},
		},
		Author: feedAuthor{d.nameOf(q, group), string(group)},
	}
	for _, a := range activities {
		entry, err := d.feedEntry(q, a)
		if err != nil {
			return nil, err
		}
		f.Entries = append(f.Entries, entry)
		if a.At.After(p.modified) {
			p.modified = a.At
		}
		p.private = p.private || a.Audience.Level != node.Public
	}
	f.Updated = p.modified.Format(time.RFC3339Nano)
	p.feed = f
	return p, nil
}

type feed struct {
	XMLName xml.Name    `xml:"feed"`
	XMLNS   string      `xml:"xmlns,attr"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Author  feedAuthor  `xml:"author"`
	Links   []feedLink  `xml:"link"`
	Entries []feedEntry `xml:"entry"`
}

type feedAuthor struct {
	Name string `xml:"name"`
	URI  string `xml:"uri"`
}

type feedLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type feedEntry struct {
	ID        string       `xml:"id"`
	Title     string       `xml:"title"`
	Published string       `xml:"published"`
	Updated   string       `xml:"updated"`
	Links     []feedLink   `xml:"link"`
	Category  feedCategory `xml:"category"`
	Content   feedText     `xml:"content"`
}

type feedCategory struct {
	Term string `xml:"term,attr"`
}

type feedText struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

func writeFeed(w *writing) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	e := xml.NewEncoder(&b)
	e.Indent("", "  ")
	err := e.Encode(w.p.feed)
	b.WriteByte('\n')
	return b.Bytes(), err
}

// maxFeedObjects bounds how many objects of one activity a feed tells about.
const maxFeedObjects = 20

func (d *Documents) feedEntry(q *request, a node.Version) (feedEntry, error) {
	r, err := a.Resource()
	if err != nil {
		return feedEntry{}, err
	}
	at := a.At.Format(time.RFC3339Nano)
	entry := feedEntry{
		ID: string(a.IRI), Published: at, Updated: at, Category: feedCategory{a.Class},
		Links: []feedLink{{Rel: "alternate", Type: "text/html", Href: string(a.IRI) + ".html"}},
	}
	objects := r.All(as.HasObject)
	var names, lines []string
	if summary := r.Get(as.Summary).Text(); summary != "" {
		lines = append(lines, summary)
	}
	for i, o := range objects {
		if i == maxFeedObjects {
			lines = append(lines, fmt.Sprintf("and %d more", len(objects)-i))
			break
		}
		name := d.nameOf(q, o.IRI())
		names = append(names, name)
		entry.Links = append(entry.Links, feedLink{Rel: "related", Href: string(o.IRI())})
		change, err := d.changedBy(q, a, o.IRI())
		if err != nil {
			return feedEntry{}, err
		}
		change.Verb, change.Actor = a.Class, r.Get(as.Actor).IRI()
		lines = append(lines, narrate.Sentences(change, func(id vocab.IRI) string { return d.nameOf(q, id) })...)
	}
	entry.Title = narrate.Title(a.Class, names)
	entry.Content = feedText{"text", strings.Join(lines, "\n")}
	return entry, nil
}

// changedBy is what an activity did to one of its objects, as far as the caller may see it.
func (d *Documents) changedBy(q *request, a node.Version, id vocab.IRI) (c narrate.Change, err error) {
	if !d.node.Owns(id) {
		return c, nil
	}
	then, err := d.node.AsOf(q, q.who, id, a.At)
	if err == nil && then.Activity == a.IRI {
		if c.Now, err = then.Resource(); err == nil {
			c.Differences, err = d.node.Differences(q, q.who, id, then.N)
		}
	}
	if kind := node.KindOf(err); err != nil && kind != node.NotFound && kind != node.Gone {
		return c, err
	}
	return c, nil
}
