package publish

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"tributary/node"
	"tributary/vocab"
)

// Memento answers for one version of a thing: IRI/v/N, and GROUP/state/N. It never changes.
//
// Spec: RFC 7089, sections 2.1 and 4.
func (d *Documents) Memento() http.HandlerFunc { return d.serve(d.memento) }

func (d *Documents) memento(q *request) (*page, error) {
	id, n, err := d.splitMemento(q.path)
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
	if right := node.MementoIRI(id, n); string(right) != d.node.Base+q.path {
		// GROUP/state/v/N, and numbers written with zeros in front.
		return moved(v, right, q.suffix), nil
	}
	p, err := d.version(q, v)
	if err != nil {
		return nil, err
	}
	p.iri, p.doc = v.Memento(), v.Memento()
	p.memento, p.forever = v.At, !v.Deleted
	p.links = append(p.links, versionLinks(v, n)...)
	p.view = func(q *request) (view, error) { return d.asMemento(q, d.versionView(q, v, p.thing.resource), v) }
	return p, nil
}

// moved leads from another name of a version, or of what stands under it, to the right one.
func moved(v node.Version, right vocab.IRI, suffix string) *page {
	return &page{
		doc: right, redirect: string(right) + suffix, status: http.StatusMovedPermanently,
		private: v.Audience.Level != node.Public,
	}
}

// splitMemento takes IRI/v/N or GROUP/state/N apart.
func (d *Documents) splitMemento(path string) (vocab.IRI, int, error) {
	i := strings.LastIndexByte(path, '/')
	n, err := strconv.Atoi(path[i+1:])
	if i < 1 || err != nil || n < 1 || path[i+1] == '+' {
		return "", 0, node.Errorf(node.NotFound, "there is no %s%s", d.node.Base, path)
	}
	return vocab.IRI(d.node.Base + strings.TrimSuffix(path[:i], "/v")), n, nil
}

// Timegate leads to the version of a thing that was in force at the time in Accept-Datetime: the
// newest without the header, the first before there was one.
//
// Spec: RFC 7089, sections 2.1.1 and 4.1.
func (d *Documents) Timegate() http.HandlerFunc { return d.serve(d.timegate) }

func (d *Documents) timegate(q *request) (*page, error) {
	id := vocab.IRI(d.node.Base + strings.TrimSuffix(q.path, "/timegate"))
	v, err := d.versionAt(q, id)
	if node.KindOf(err) == node.Gone {
		return d.tombstone(v)
	}
	if err != nil {
		return nil, err
	}
	return &page{
		iri: id, doc: id, redirect: string(v.Memento()), status: http.StatusFound,
		private: v.Audience.Level != node.Public,
		varies:  "accept-datetime, Authorization, Cookie, Signature",
		links: []link{
			{to: string(id), rel: "original"},
			{to: string(id) + "/timemap", rel: "timemap", typ: "application/link-format"},
			{to: string(v.Memento()), rel: "memento", datetime: v.At},
		},
	}, nil
}

func (d *Documents) versionAt(q *request, id vocab.IRI) (node.Version, error) {
	values := q.http.Header.Values("Accept-Datetime")
	if len(values) == 0 {
		return d.node.Get(q, q.who, id)
	}
	at, err := http.ParseTime(strings.Join(values, ","))
	if err != nil {
		return node.Version{}, node.Errorf(node.Unreadable, "Accept-Datetime is a date such as %s", time.Unix(0, 0).UTC().Format(http.TimeFormat))
	}
	// The header counts seconds, versions microseconds: the second named is meant whole.
	return d.node.Near(q, q.who, id, at.Add(time.Second-time.Microsecond))
}
