package publish_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/nodetest"
	"tributary/node/problem"
	"tributary/node/publish"
	"tributary/vocab"
	"tributary/vocab/vf"
)

// BenchmarkLife asks the same of a resource with few events and of one with many: compare the lines
// "10" and "100000".
func BenchmarkLife(b *testing.B) {
	n := nodetest.New(b)
	garden := n.Group("garden")
	who := nodetest.Speaking(garden)
	documents := publish.New(publish.Options{
		Node: n.Node, Problems: problem.Writer{}, Changed: n.DB.Changed,
		Caller: func(*http.Request) (node.Caller, error) { return who, nil }, // whose answers nobody else gets
	})
	const few, many = 10, 100_000
	lives := map[int]vocab.IRI{few: live(n, garden, few), many: live(n, garden, many)}
	ctx := context.Background()
	get := func(path string) error {
		w := httptest.NewRecorder()
		documents.ServeHTTP(w, httptest.NewRequest("GET", strings.TrimPrefix(path, nodetest.Base), nil))
		if w.Code != http.StatusOK {
			return fmt.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
		return nil
	}
	for _, question := range []struct {
		name string
		ask  func(id vocab.IRI) error
	}{
		{"current", func(id vocab.IRI) error { _, err := n.Get(ctx, who, id); return err }},
		{"first version", func(id vocab.IRI) error { _, err := n.Version(ctx, who, id, 1); return err }},
		{"at a time", func(id vocab.IRI) error { _, err := n.AsOf(ctx, who, id, nodetest.Begin.Add(60e9)); return err }},
		{"first page of history", func(id vocab.IRI) error {
			return n.DB.View(ctx, func(v node.View) error {
				for v, err := range v.History(id, 0) {
					if err != nil || v.N == 10 {
						return err
					}
				}
				return nil
			})
		}},
		{"latest events", func(id vocab.IRI) error {
			_, err := n.Find(ctx, who, node.Query{
				Refers: []node.Link{{Property: vf.ResourceInventoriedAs.IRI, To: id}}, Descending: true, Limit: 10,
			})
			return err
		}},
		{"as Turtle", func(id vocab.IRI) error { return get(string(id) + ".ttl") }},
		{"list of versions", func(id vocab.IRI) error { return get(string(id) + "/timemap") }},
		{"page of versions", func(id vocab.IRI) error { return get(string(id) + "/timemap?page=1") }},
		{"before the first", func(id vocab.IRI) error {
			w := httptest.NewRecorder()
			r := httptest.NewRequest("GET", strings.TrimPrefix(string(id), nodetest.Base)+"/timegate", nil)
			r.Header.Set("Accept-Datetime", "Thu, 01 Jan 1970 00:00:00 GMT")
			documents.ServeHTTP(w, r)
			if w.Code != http.StatusFound || !strings.HasSuffix(w.Header().Get("Location"), "/v/1") {
				return fmt.Errorf("%d %s", w.Code, w.Header().Get("Location"))
			}
			return nil
		}},
		{"as a page", func(id vocab.IRI) error { return get(string(id) + ".html") }},
	} {
		for _, events := range []int{few, many} {
			b.Run(fmt.Sprintf("%s/%d", question.name, events), func(b *testing.B) {
				for b.Loop() {
					if err := question.ask(lives[events]); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// live makes a resource and raises it until it has as many events.
func live(n *nodetest.Node, group vocab.IRI, events int) vocab.IRI {
	id := n.Stock(group, "Apples", "1", "kilogram")
	raise := fmt.Sprintf(`{"type": "EconomicEvent", "action": "raise", "provider": %q, "receiver": %q, "resourceInventoriedAs": %q,
		"resourceQuantity": {"hasNumericalValue": "1", "hasUnit": "kilogram"}}`, group, group, id)
	const most = 1000
	batch := slices.Repeat(n.Read(raise), most)
	for left := events - 1; left > 0; left -= most {
		n.Must(nodetest.Speaking(group), node.Create(group, batch[:min(left, most)]...))
	}
	return id
}
