package publish_test

import (
	"context"
	"flag"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/nodetest"
	"tributary/node/problem"
	"tributary/node/publish"
	"tributary/vocab"
)

var update = flag.Bool("update", false, "write the golden files")

// site is a node with its documents in a test. Whoever sends "Bearer GROUP" is an admin of the group.
type site struct {
	*nodetest.Node
	http.Handler
	t *testing.T
}

func newSite(t *testing.T) *site {
	n := nodetest.New(t)
	d := publish.New(publish.Options{
		Node: n.Node, Problems: problem.Writer{}, Name: "Garden node", Account: "/account", Changed: n.DB.Changed,
		License: "https://creativecommons.org/licenses/by/4.0/", Dataset: nodetest.Base + "/dataset",
		Caller: func(r *http.Request) (node.Caller, error) {
			handle, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
			if !ok {
				return node.Stranger, nil
			}
			return nodetest.Speaking(n.Node.Group(handle)), nil
		},
	})
	return &site{n, d, t}
}

// get asks for an address, or a path, with headers in pairs.
func (s *site) get(address string, headers ...string) *httptest.ResponseRecorder {
	return s.do(http.MethodGet, address, headers...)
}

func (s *site) do(method, address string, headers ...string) *httptest.ResponseRecorder {
	s.t.Helper()
	r := httptest.NewRequest(method, strings.TrimPrefix(address, nodetest.Base), nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// body asks for what has to be there.
func (s *site) body(address string, headers ...string) string {
	s.t.Helper()
	w := s.get(address, headers...)
	if w.Code != http.StatusOK {
		s.t.Fatalf("GET %s: %d %s", address, w.Code, w.Body)
	}
	return w.Body.String()
}

// event makes a group with a resource and an event about it, and gives the three.
func (s *site) event() (group, resource, event vocab.IRI) {
	s.t.Helper()
	group = s.Group("garden")
	resource = s.Stock(group, "Apples", "10.50", "kilogram")
	found, err := s.Find(context.Background(), node.Operator, node.Query{Classes: []string{"EconomicEvent"}, Owner: group})
	if err != nil || len(found) == 0 {
		s.t.Fatalf("no event: %v", err)
	}
	return group, resource, found[0].IRI
}
