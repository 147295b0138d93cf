package server

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"tributary/node"
	"tributary/node/config"
	"tributary/vocab/as"
)

// opened is a server in a folder of its own, and what it logs.
func opened(t testing.TB, dir string, change func(*config.Config)) (*Server, *bytes.Buffer) {
	t.Helper()
	cfg := config.Default()
	cfg.URL, cfg.Listen = "http://node.example", "127.0.0.1:0"
	if change != nil {
		change(&cfg)
	}
	made, err := config.Init(dir, cfg)
	if node.KindOf(err) == node.Conflict {
		made, err = config.Load(dir)
	}
	if err != nil {
		t.Fatal(err)
	}
	log := new(bytes.Buffer)
	s, err := Open(context.Background(), made, Options{Log: slog.New(slog.NewTextHandler(log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s, log
}

func (s *Server) actorVersion(t *testing.T) (node.Version, string) {
	t.Helper()
	v, err := s.Node.Get(context.Background(), node.Stranger, s.Node.Node())
	if err != nil {
		t.Fatal(err)
	}
	r, err := v.Resource()
	if err != nil {
		t.Fatal(err)
	}
	return v, r.Get(as.AssertionMethod).Part().Get(as.PublicKeyMultibase).Text()
}

func TestKeysAreMadeOnceAndActorIsRecordedWhenItChanges(t *testing.T) {
	dir := t.TempDir()
	first, _ := opened(t, dir, nil)
	v, key := first.actorVersion(t)
	if v.N != 1 || !strings.HasPrefix(key, "z6Mk") {
		t.Errorf("version %d with key %s", v.N, key)
	}
	first.Close()

	again, _ := opened(t, dir, nil)
	if v, k := again.actorVersion(t); v.N != 1 || k != key {
		t.Errorf("opened again: version %d with key %s, want version 1 with %s", v.N, k, key)
	}
	again.Close()

	t.Setenv("TRIBUTARY_NAME", "Another name")
	renamed, _ := opened(t, dir, nil)
	if v, _ := renamed.actorVersion(t); v.N != 1 {
		t.Errorf("a command that knows another name recorded version %d", v.N)
	}
	ctx, stop := context.WithCancel(context.Background())
	renamed.opt.Ready = func(string) { stop() }
	if err := renamed.Run(ctx); err != nil {
		t.Fatal(err)
	}
	if v, k := renamed.actorVersion(t); v.N != 2 || k != key {
		t.Errorf("renamed: version %d with key %s, want version 2 with %s", v.N, k, key)
	}
	faults, err := renamed.Node.Verify(context.Background(), nil)
	if err != nil || len(faults) > 0 {
		t.Errorf("verify: %v %v", faults, err)
	}
}

func TestPanicAnswers500AndTheServerGoesOn(t *testing.T) {
	s, log := opened(t, t.TempDir(), nil)
	d := &door{Server: s, metrics: newMetrics()}
	d.problems.Log = s.opt.Log
	h := d.noted(d.guarded(d.recovered(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/late" {
			io.WriteString(w, "half")
		}
		panic("no")
	}))))

	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "/early?code=secret", nil))
	if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "panic") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	if !strings.Contains(log.String(), "panic: no") || strings.Contains(log.String(), "secret") {
		t.Errorf("log: %s", log)
	}

	defer func() {
		if recover() != http.ErrAbortHandler {
			t.Error("an answer that broke off looks whole")
		}
	}()
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/late", nil))
}

func TestNotReadyWithoutDatabase(t *testing.T) {
	s, _ := opened(t, t.TempDir(), nil)
	h, err := s.Handler()
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	for path, want := range map[string]int{"/healthz": 200, "/readyz": 503} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		if w.Code != want {
			t.Errorf("%s answers %d, want %d", path, w.Code, want)
		}
	}
}

func TestStopLetsRequestsEnd(t *testing.T) {
	ready := make(chan string, 1)
	s, _ := opened(t, t.TempDir(), nil)
	s.opt.Ready = func(address string) { ready <- address }
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	address := <-ready

	// A request whose body comes only after the stop is under way still.
	body, more := io.Pipe()
	r, err := http.NewRequest("POST", address+"/sign-in", body)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Expect", "100-continue") // so that the first write ends when the server reads
	client := &http.Client{Transport: &http.Transport{ExpectContinueTimeout: time.Hour}}
	answered := make(chan int, 1)
	go func() {
		answer, err := client.Do(r)
		if err != nil {
			answered <- 0
			return
		}
		answer.Body.Close()
		answered <- answer.StatusCode
	}()
	io.WriteString(more, "code=")
	stop()
	io.WriteString(more, "none")
	more.Close()
	if status := <-answered; status != http.StatusUnauthorized {
		t.Errorf("the request got %d, want its answer", status)
	}
	if err := <-ended; err != nil {
		t.Errorf("it ended with %v", err)
	}
}

func TestPortInUseIsAnError(t *testing.T) {
	ready := make(chan string, 1)
	s, _ := opened(t, t.TempDir(), nil)
	s.opt.Ready = func(address string) { ready <- address }
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	taken := strings.TrimPrefix(<-ready, "http://")
	other, _ := opened(t, t.TempDir(), func(c *config.Config) { c.Listen = taken })
	if err := other.Run(ctx); err == nil || !strings.Contains(err.Error(), taken) {
		t.Errorf("got %v, want what keeps it from listening on %s", err, taken)
	}
	stop()
	<-ended
}

func TestHouseholdIsAWholeNetworkOfIPv6(t *testing.T) {
	for text, want := range map[string]string{"192.0.2.1": "192.0.2.1/32", "2001:db8::1": "2001:db8::/64"} {
		if got := household(netip.MustParseAddr(text)).String(); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
}
