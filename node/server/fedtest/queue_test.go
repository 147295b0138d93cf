package fedtest_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tributary/federation"
	"tributary/node"
	"tributary/node/config"
	"tributary/node/server"
	"tributary/node/server/fedtest"
	"tributary/vocab"
)

// postOffice is a host that breaks off every connection while it is down, and notes what it takes.
type postOffice struct {
	*httptest.Server
	up atomic.Bool

	mu    sync.Mutex
	taken map[string]int // how often, by inbox and activity
	tried int            // while it was down
}

func newPostOffice(t *testing.T) *postOffice {
	p := &postOffice{taken: map[string]int{}}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var act struct {
			ID string `json:"id"`
		}
		if err := json.NewDecoder(r.Body).Decode(&act); err != nil {
			t.Errorf("%s %s: %v", r.Method, r.URL, err)
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		if !p.up.Load() {
			p.tried++
			panic(http.ErrAbortHandler)
		}
		p.taken[r.URL.Path+" "+act.ID]++
		w.WriteHeader(http.StatusAccepted)
	}))
	t.Cleanup(p.Server.Close)
	return p
}

// What was queued for a host that is down is there after a kill, and is delivered, each once, when the host
// comes up.
func TestQueuedDeliveriesSurviveAKill(t *testing.T) {
	const followers = 500
	activities := 20
	if testing.Short() {
		activities = 4
	}
	all := activities * followers
	ctx := t.Context()
	now := time.Now()
	clock := func() time.Time { return now }
	n := fedtest.StartAt(t, t.TempDir(), nil, clock)
	garden := n.Group("garden")
	host := newPostOffice(t)
	c := newCrowd(t, 0, 0)
	var known []vocab.IRI
	for i := range followers {
		known = append(known, c.actor(t, n, host.URL, i))
	}
	if err := n.DB.Update(ctx, func(tx node.Tx) error {
		for _, id := range known {
			if err := tx.Relate(node.Relation{From: id, Kind: node.Follows, To: garden, Since: now}, true); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if err := n.Federation.Distribute(ctx); err != nil { // that the group was made, which nobody followed yet
		t.Fatal(err)
	}
	lane := node.LaneOf(federation.Delivering, host.URL)
	before := waiting(t, n.DB, lane)

	for i := range activities {
		n.Create(garden, fmt.Sprintf(`{"type": "Plan", "name": "Plan %d"}`, i))
	}
	if err := n.Federation.Distribute(ctx); err != nil {
		t.Fatal(err)
	}
	if err := n.Runner().Settle(ctx); err != nil {
		t.Fatal(err)
	}
	if got := waiting(t, n.DB, lane); got != before+all {
		t.Fatalf("%d wait before the kill, want %d", got, before+all)
	}
	host.mu.Lock()
	tried := host.tried
	host.mu.Unlock()
	if tried == 0 {
		t.Error("the host was not tried while it was down")
	}

	// What a kill leaves is the files as they are now, while the database is open.
	again := reopened(t, n, clock)
	if got := waiting(t, again.DB, lane); got != before+all {
		t.Fatalf("%d wait after the kill, want %d", got, before+all)
	}
	host.up.Store(true)
	now = now.Add(time.Hour)
	if err := again.Runner().Settle(ctx); err != nil {
		t.Fatal(err)
	}
	if got := waiting(t, again.DB, lane); got != 0 {
		t.Errorf("%d wait after the host came up", got)
	}
	if len(host.taken) != before+all {
		t.Errorf("the host has %d, want %d", len(host.taken), before+all)
	}
	for what, times := range host.taken {
		if times != 1 {
			t.Errorf("%s came %d times", what, times)
		}
	}
}

// waiting is how many jobs are in a lane.
func waiting(t *testing.T, db interface {
	Lane(context.Context, string, int) (node.Lane, []node.Burial, error)
}, lane string) int {
	t.Helper()
	l, buried, err := db.Lane(t.Context(), lane, 0)
	if err != nil && node.KindOf(err) != node.NotFound {
		t.Fatal(err)
	}
	if len(buried) > 0 {
		t.Errorf("%d were given up", len(buried))
	}
	return l.Waiting
}

// reopened is a server on a copy of a running node's files, as a kill would leave them.
func reopened(t *testing.T, n *fedtest.Node, now func() time.Time) *server.Server {
	t.Helper()
	cfg := n.Server.Config
	cfg.Database, cfg.DatabaseFile = "", ""
	made, err := config.Init(t.TempDir(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	copied := 0
	for _, suffix := range []string{"", "-wal"} {
		data, err := os.ReadFile(n.Server.Config.SQLite() + suffix)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(suffix, "wal") {
			copied = len(data)
		}
		if err := os.WriteFile(made.SQLite()+suffix, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if copied == 0 {
		t.Error("there is no log of what was written: the database was closed in peace")
	}
	s, err := server.Open(t.Context(), made, server.Options{Version: "test", Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}
