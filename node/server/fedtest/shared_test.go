package fedtest_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"tributary/federation"
	"tributary/node"
	"tributary/node/config"
	"tributary/node/server"
	"tributary/node/server/fedtest"
	"tributary/storage/storagetest"
	"tributary/vocab"
	"tributary/vocab/vf"
)

// hosts are servers of other people that take everything and note in which order it came to each inbox.
type hosts struct {
	urls []string
	came chan struct{}

	mu    sync.Mutex
	order map[string][]string // names of the plan, by inbox
	seen  map[string]int      // by inbox and activity
}

var named = regexp.MustCompile(`Plan \d+ as \d+`)

func newHosts(t *testing.T, n int) *hosts {
	h := &hosts{came: make(chan struct{}, 1<<16), order: map[string][]string{}, seen: map[string]int{}}
	for range n {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			if err != nil {
				t.Error(err)
			}
			inbox := r.Host + r.URL.Path
			if name := named.FindString(string(body)); name != "" {
				h.mu.Lock()
				h.order[inbox] = append(h.order[inbox], name)
				h.seen[inbox+" "+name]++
				h.mu.Unlock()
				defer func() { h.came <- struct{}{} }()
			}
			w.WriteHeader(http.StatusAccepted)
		}))
		t.Cleanup(s.Close)
		h.urls = append(h.urls, s.URL)
	}
	return h
}

// wait is until so many deliveries came.
func (h *hosts) wait(t *testing.T, n int) {
	t.Helper()
	late := time.After(40 * time.Second)
	for i := range n {
		select {
		case <-h.came:
		case <-late:
			t.Fatalf("%d of %d came", i, n)
		}
	}
}

// at runs another server on a node's database, as an operator runs a second process of it.
func at(t *testing.T, n *fedtest.Node, now func() time.Time) *server.Server {
	t.Helper()
	cfg := n.Server.Config
	cfg.DatabaseFile = ""
	made, err := config.Init(filepath.Join(t.TempDir(), "second"), cfg)
	if err != nil {
		t.Fatal(err)
	}
	s, err := server.Open(t.Context(), made, server.Options{Version: "test", Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// work has a server do what waits, until the end.
func work(ctx context.Context, t *testing.T, s *server.Server) {
	if err := s.Runner().Run(ctx); err != nil {
		t.Error(err)
	}
}

// follow has a server make ready what goes to others, until the end.
func follow(ctx context.Context, t *testing.T, s *server.Server) {
	if err := s.Federation.Follow(ctx); err != nil {
		t.Error(err)
	}
}

// Two servers on one PostgreSQL database send and receive together: each delivery goes once and in order, what
// comes to either is carried out once and in order, and what a killed one had begun is taken over.
func TestTwoServersOnOneDatabaseShareTheWork(t *testing.T) {
	const inboxes, plans, versions = 12, 5, 4
	dsn := asURL(storagetest.Postgres(t))
	first := fedtest.StartAt(t, t.TempDir(), func(c *config.Config) { c.Database = dsn }, nil)
	second := at(t, first, nil)
	garden := first.Group("garden")
	others := newHosts(t, 4)
	c := newCrowd(t, 0, 0)
	var known []vocab.IRI
	for i := range inboxes {
		known = append(known, c.actor(t, first, others.urls[i%len(others.urls)], i))
	}
	if err := first.DB.Update(t.Context(), func(tx node.Tx) error {
		for _, id := range known {
			if err := tx.Relate(node.Relation{From: id, Kind: node.Follows, To: garden, Since: time.Now()}, true); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	mill := fedtest.NewStranger(t)
	ana := mill.Persona("ana", 0)
	first.Meet(ana)
	door, err := second.Handler()
	if err != nil {
		t.Fatal(err)
	}

	ctx, stop := context.WithCancel(t.Context())
	var all sync.WaitGroup
	for _, s := range []*server.Server{first.Server, second} {
		all.Go(func() { work(ctx, t, s) })
		all.Go(func() { follow(ctx, t, s) })
	}
	who := node.Caller{Agent: garden, Roles: map[vocab.IRI]node.Role{garden: node.Admin}}
	for p := range plans {
		id := first.Create(garden, fmt.Sprintf(`{"type": "Plan", "name": "Plan %d as 0"}`, p))
		for v := 1; v < versions; v++ {
			by := []*server.Server{first.Server, second}[v%2]
			act := update(garden, first.Read(fmt.Sprintf(`{"id": %q, "type": "Plan", "name": "Plan %d as %d"}`, id, p, v))[0])
			if _, err := by.Node.Submit(t.Context(), who, act); err != nil {
				t.Fatal(err)
			}
		}
	}
	const letters = 40
	thing := mill.IRI("/plans/1")
	for i := range letters {
		verb, doc := "Update", fedtest.Doc{"@context": valueflows, "id": thing, "type": "Plan", "name": fmt.Sprint("version ", i), "attributedTo": ana.IRI}
		if i == 0 {
			verb = "Create"
		}
		act := ana.Act(fmt.Sprint("letter-", i), verb, doc, nil)
		if i%2 == 0 {
			if code := ana.Send(first, act); code != http.StatusAccepted {
				t.Fatalf("letter %d is answered %d", i, code)
			}
			continue
		}
		code := 0
		ana.Send(first, act, func(p *fedtest.Post) { // to the other server, which stands behind the same address
			p.After = func(r *http.Request) {
				w := httptest.NewRecorder()
				door.ServeHTTP(w, asReceived(t, r))
				code = w.Code
				r.URL.Path = "/nothing-here"
			}
		})
		if code != http.StatusAccepted {
			t.Fatalf("letter %d is answered %d", i, code)
		}
	}
	others.wait(t, inboxes*plans*versions)
	settled(t, first.DB, node.LaneOf(federation.Receiving, mill.URL))
	stop()
	all.Wait()
	t.Logf("the first delivered %d, the second %d", first.Federation.Stats().Delivered.Load(), second.Federation.Stats().Delivered.Load())

	others.once(t)
	s := scene{Node: first, t: t}
	var got, want []string
	for i, v := range s.history(t, thing) {
		r, err := v.Resource()
		if err != nil {
			t.Fatal(err)
		}
		got, want = append(got, r.Get(vf.Name).Text()), append(want, fmt.Sprint("version ", i))
	}
	if len(got) != letters || fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("what came was carried out as\n%q", got)
	}

	// A process takes the lanes and is killed.
	first.Create(garden, `{"type": "Plan", "name": "Plan 99 as 0"}`)
	if err := first.Federation.Distribute(t.Context()); err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	turned, err := first.DB.Turn(t.Context(), node.Turn{
		Worker: "killed", Now: now, Until: now.Add(30 * time.Second), Jobs: 1000,
		Wants: []node.Want{{Kind: federation.Delivering, Lanes: 100, Jobs: 100}},
	})
	if err != nil || len(turned.Leased) != len(others.urls) {
		t.Fatalf("it took %d lanes: %v", len(turned.Leased), err)
	}
	if err := second.Runner().Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n := len(others.came); n != 0 {
		t.Errorf("%d deliveries came while another process had the lanes", n)
	}
	third := at(t, first, func() time.Time { return time.Now().Add(time.Minute) })
	if err := third.Runner().Settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	others.wait(t, inboxes)
	others.once(t)
	first.Sound()
}

// once says that everything came once to each inbox, and the versions of each plan in their order.
func (h *hosts) once(t *testing.T) {
	t.Helper()
	h.mu.Lock()
	defer h.mu.Unlock()
	for what, times := range h.seen {
		if times != 1 {
			t.Errorf("%s came %d times", what, times)
		}
	}
	for inbox, names := range h.order {
		newest := map[int]int{}
		for _, name := range names {
			var plan, version int
			if _, err := fmt.Sscanf(name, "Plan %d as %d", &plan, &version); err != nil {
				t.Fatal(err)
			}
			if version != newest[plan] {
				t.Errorf("%s got %q in this order", inbox, names)
				break
			}
			newest[plan]++
		}
	}
}

// asReceived is a request that is ready to be sent as a server has it.
func asReceived(t *testing.T, r *http.Request) *http.Request {
	t.Helper()
	body, err := r.GetBody()
	if err != nil {
		t.Fatal(err)
	}
	in := httptest.NewRequest(r.Method, r.URL.RequestURI(), body)
	in.Host, in.Header = strings.TrimPrefix(r.URL.Host, "http://"), r.Header.Clone()
	return in
}

// settled waits until nothing is left in a lane.
func settled(t *testing.T, db interface {
	Lane(context.Context, string, int) (node.Lane, []node.Burial, error)
	Changed() <-chan struct{}
}, lane string) {
	t.Helper()
	late := time.After(time.Minute)
	for {
		changed := db.Changed()
		l, _, err := db.Lane(t.Context(), lane, 0)
		if node.KindOf(err) == node.NotFound {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		select {
		case <-changed:
		case <-late:
			t.Fatalf("%d still wait", l.Waiting)
		}
	}
}
