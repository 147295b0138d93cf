package publish

import (
	"net/http"
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
		return d.tombstone(latest), nil
	}
	if err != nil {
		return nil, err
	}
	history, err := d.node.History(q, q.who, id)
	if err != nil {
		return nil, err
	}
	t := timemap{id: id, versions: history}
	return &page{
		kind: historyPage | viewPage, iri: id, doc: id + "/timemap",
		modified: latest.At, private: latest.Audience.Level != node.Public,
		links:   []link{{to: string(id), rel: "original"}, {to: string(id) + "/timegate", rel: "timegate"}},
		json:    func(*request) (any, error) { return t.json(), nil },
		view:    func(q *request) (view, error) { return d.historyView(q, latest, history) },
		timemap: &t,
	}, nil
}

// timemap is the list of the versions of a thing, oldest first.
type timemap struct {
	id       vocab.IRI
	versions []node.Version
}

func writeTimemap(w *writing) ([]byte, error) { return []byte(w.p.timemap.linkFormat()), nil }

func (t timemap) linkFormat() string {
	links := []link{
		{to: string(t.id), rel: "original"},
		{to: string(t.id) + "/timegate", rel: "timegate"},
		{to: string(t.id) + "/timemap", rel: "self", typ: "application/link-format"},
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
	if i == len(t.versions)-1 {
		rel = "last " + rel
	}
	if i == 0 {
		rel = "first " + rel
	}
	return rel
}

type timemapJSON struct {
	Original string       `json:"original_uri"`
	Timegate string       `json:"timegate_uri"`
	Self     string       `json:"timemap_uri"`
	Mementos mementosJSON `json:"mementos"`
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
	j := timemapJSON{Original: string(t.id), Timegate: string(t.id) + "/timegate", Self: string(t.id) + "/timemap"}
	j.Mementos.List = []mementoJSON{}
	for _, v := range t.versions {
		j.Mementos.List = append(j.Mementos.List, mementoJSON{v.At, string(v.Memento()), v.N})
	}
	if n := len(t.versions); n > 0 {
		j.Mementos.First, j.Mementos.Last = &j.Mementos.List[0], &j.Mementos.List[n-1]
	}
	return j
}
