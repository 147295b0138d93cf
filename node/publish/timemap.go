package publish

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"tributary/node"
	"tributary/vocab"
)

// Timemap lists the versions of a thing that the caller may see, as links, JSON or a page.
//
// Spec: RFC 7089, section 5; RFC 6690.
func (d *Documents) Timemap() http.HandlerFunc { return d.serve(d.timemap) }

func (d *Documents) timemap(q *request) (*page, error) {
	id := vocab.IRI(d.node.Base + strings.TrimSuffix(q.path, "/timemap"))
	latest, err := d.node.Get(q, q.who, id)
	if node.KindOf(err) == node.Gone {
		return d.tombstone(latest)
	}
	if err != nil {
		return nil, err
	}
	t := timemap{id: id, latest: latest}
	if t.page, err = pageOf(q, latest.N); err != nil {
		return nil, err
	}
	list := func(page int) ([]node.Version, error) {
		return d.node.Versions(q, q.who, id, (page-1)*mementosPage+1, page*mementosPage)
	}
	if t.page > 0 {
		t.versions, err = list(t.page)
	} else {
		t.pages, err = d.pagesOf(q, id, latest)
	}
	if err != nil {
		return nil, err
	}
	p := &page{
		kind: historyPage | viewPage, iri: id, doc: id + "/timemap",
		modified: latest.At, private: latest.Audience.Level != node.Public,
		links: []link{{to: string(id), rel: "original"}, {to: string(id) + "/timegate", rel: "timegate"}},
		json:  func(*request) (any, error) { return t.json(), nil },
		view: func(q *request) (view, error) {
			if t.page > 0 {
				return d.historyView(q, latest, t.versions, t.page)
			}
			newest := pagesOf(latest.N) // people begin there
			versions, err := list(newest)
			if err != nil {
				return view{}, err
			}
			return d.historyView(q, latest, versions, newest)
		},
		timemap: &t,
	}
	if q.http.URL.Query().Has("page") {
		p.query = "page=" + strconv.Itoa(t.page)
	}
	return p, nil
}

// mementosPage is how many versions stand in one list. A thing with more has a list of lists, so that no answer
// grows with its age.
const mementosPage = 200

// maxDated is of how many lists the first and last moment are told.
const maxDated = 20

func pagesOf(versions int) int { return max(1, (versions+mementosPage-1)/mementosPage) }

// pageOf is which list is asked for: all versions stand in list 1 when they are few, and 0 is the list of lists.
func pageOf(q *request, versions int) (int, error) {
	asked := q.http.URL.Query()
	if !asked.Has("page") {
		if versions <= mementosPage {
			return 1, nil
		}
		return 0, nil
	}
	n, err := strconv.Atoi(asked.Get("page"))
	if err != nil || n < 1 || n > pagesOf(versions) {
		return 0, node.Errorf(node.NotFound, "there is no page %q: the versions stand on pages 1 to %d", asked.Get("page"), pagesOf(versions))
	}
	return n, nil
}

// part is one list of a list of lists.
type part struct {
	number      int
	from, until time.Time // zero: not told
}

func (d *Documents) pagesOf(q *request, id vocab.IRI, latest node.Version) (parts []part, err error) {
	last := pagesOf(latest.N)
	for i := 1; i <= last; i++ {
		p := part{number: i}
		if i > last-maxDated { // the newest are those that are looked for
			for _, end := range []struct {
				n  int
				to *time.Time
			}{{(i-1)*mementosPage + 1, &p.from}, {min(i*mementosPage, latest.N), &p.until}} {
				v, err := d.node.Version(q, q.who, id, end.n)
				if err != nil && node.KindOf(err) != node.NotFound { // hidden from the caller
					return nil, err
				}
				*end.to = v.At
			}
		}
		parts = append(parts, p)
	}
	return parts, nil
}

// timemap is a list of the versions of a thing, oldest first, or the list of such lists.
//
// Spec: RFC 7089, section 5.1.1 (Index TimeMap).
type timemap struct {
	id       vocab.IRI
	latest   node.Version
	page     int // 0: the list of lists
	versions []node.Version
	pages    []part
}

func (t timemap) address(page int) string {
	if page == 0 || pagesOf(t.latest.N) == 1 {
		return string(t.id) + "/timemap"
	}
	return string(t.id) + "/timemap?page=" + strconv.Itoa(page)
}

func writeTimemap(w *writing) ([]byte, error) { return []byte(w.p.timemap.linkFormat()), nil }

func (t timemap) linkFormat() string {
	links := []link{
		{to: string(t.id), rel: "original"},
		{to: string(t.id) + "/timegate", rel: "timegate"},
		{to: t.address(t.page), rel: "self", typ: "application/link-format"},
	}
	for _, p := range t.pages {
		links = append(links, link{to: t.address(p.number), rel: "timemap", typ: "application/link-format", from: p.from, until: p.until})
	}
	for i, v := range t.versions {
		links = append(links, link{to: string(v.Memento()), rel: t.rel(i), datetime: v.At})
	}
	lines := make([]string, len(links))
	for i, l := range links {
		lines[i] = l.String()
	}
	return strings.Join(lines, ",\n") + "\n"
}

func (t timemap) rel(i int) string {
	rel := "memento"
	if t.versions[i].N == t.latest.N {
		rel = "last " + rel
	}
	if i == 0 && t.page == 1 {
		rel = "first " + rel
	}
	return rel
}

type timemapJSON struct {
	Original string        `json:"original_uri"`
	Timegate string        `json:"timegate_uri"`
	Self     string        `json:"timemap_uri"`
	Mementos *mementosJSON `json:"mementos,omitempty"`
	// Index are the lists in which the versions stand, when they are many.
	Index []partJSON `json:"timemap_index,omitempty"`
}

type partJSON struct {
	URI   string    `json:"uri"`
	From  time.Time `json:"from,omitzero"`
	Until time.Time `json:"until,omitzero"`
}

type mementosJSON struct {
	First *mementoJSON  `json:"first,omitempty"`
	Last  *mementoJSON  `json:"last,omitempty"`
	List  []mementoJSON `json:"list"`
}

type mementoJSON struct {
	Datetime time.Time `json:"datetime"`
	URI      string    `json:"uri"`
	Version  int       `json:"version"`
}

func (t timemap) json() timemapJSON {
	j := timemapJSON{Original: string(t.id), Timegate: string(t.id) + "/timegate", Self: t.address(t.page)}
	for _, p := range t.pages {
		j.Index = append(j.Index, partJSON{t.address(p.number), p.from, p.until})
	}
	if t.page == 0 {
		return j
	}
	j.Mementos = &mementosJSON{List: []mementoJSON{}}
	for _, v := range t.versions {
		j.Mementos.List = append(j.Mementos.List, mementoJSON{v.At, string(v.Memento()), v.N})
	}
	for i := range j.Mementos.List {
		m := &j.Mementos.List[i]
		if i == 0 && t.page == 1 {
			j.Mementos.First = m
		}
		if m.Version == t.latest.N {
			j.Mementos.Last = m
		}
	}
	return j
}
