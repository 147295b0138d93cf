package server

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"tributary/node"
)

// bounds are the upper ends of the buckets of the histogram of durations, in seconds.
var bounds = [...]float64{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10}

// metrics counts what the node does, since it started.
type metrics struct {
	began   time.Time
	running atomic.Int64 // requests now
	panics  atomic.Int64
	refused atomic.Int64 // tokens

	mu        sync.Mutex
	requests  map[served]int64
	durations map[string]*histogram // by area
}

// served is what requests are counted by.
type served struct{ area, class string }

type histogram struct {
	buckets [len(bounds)]int64 // of durations up to each bound
	count   int64
	sum     float64
}

func newMetrics() *metrics {
	return &metrics{began: time.Now(), requests: map[served]int64{}, durations: map[string]*histogram{}}
}

// ended counts a request.
func (m *metrics) ended(area string, status int, took time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.requests[served{area, fmt.Sprintf("%dxx", status/100)}]++
	h := m.durations[area]
	if h == nil {
		h = new(histogram)
		m.durations[area] = h
	}
	seconds := took.Seconds()
	h.count++
	h.sum += seconds
	for i, bound := range bounds {
		if seconds <= bound {
			h.buckets[i]++
		}
	}
}

// showMetrics answers GET /metrics.
//
// Spec: Prometheus, "Exposition formats", text format 0.0.4.
func (s *door) showMetrics(w http.ResponseWriter, r *http.Request) {
	var at node.Position
	err := s.DB.View(r.Context(), func(v node.View) (err error) {
		at, err = v.Position()
		return err
	})
	if err != nil {
		s.problems.Write(w, r, err)
		return
	}
	var b strings.Builder
	sample(&b, "tributary_build_info", "gauge", "Which program runs.",
		fmt.Sprintf(`{version=%q,go=%q}`, s.opt.Version, runtime.Version()), 1)
	s.metrics.write(&b)
	sample(&b, "tributary_log_position", "gauge", "End of the log: how many versions were recorded.", "", float64(at))
	if size := s.databaseBytes(); size > 0 {
		sample(&b, "tributary_database_bytes", "gauge", "Size of the SQLite database.", "", float64(size))
	}
	if err := s.writeFederation(r.Context(), &b); err != nil {
		s.problems.Write(w, r, err)
		return
	}
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	sample(&b, "go_goroutines", "gauge", "Goroutines now.", "", float64(runtime.NumGoroutine()))
	sample(&b, "go_memstats_heap_alloc_bytes", "gauge", "Heap in use.", "", float64(memory.HeapAlloc))
	sample(&b, "go_memstats_sys_bytes", "gauge", "Memory taken from the system.", "", float64(memory.Sys))
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	io.WriteString(w, b.String())
}

func (m *metrics) write(b *strings.Builder) {
	sample(b, "process_start_time_seconds", "gauge", "When the program started, since 1970.", "", float64(m.began.Unix()))
	sample(b, "tributary_requests_running", "gauge", "Requests now.", "", float64(m.running.Load()))
	sample(b, "tributary_panics_total", "counter", "Requests that failed in an unforeseen way.", "", float64(m.panics.Load()))
	sample(b, "tributary_tokens_refused_total", "counter", "Tokens and sessions that were not known.", "", float64(m.refused.Load()))
	m.mu.Lock()
	defer m.mu.Unlock()
	head(b, "tributary_requests_total", "counter", "Requests by area and class of status.")
	for _, k := range slices.SortedFunc(maps.Keys(m.requests), func(a, b served) int {
		return cmp.Or(cmp.Compare(a.area, b.area), cmp.Compare(a.class, b.class))
	}) {
		line(b, "tributary_requests_total", fmt.Sprintf(`{area=%q,status=%q}`, k.area, k.class), float64(m.requests[k]))
	}
	const name = "tributary_request_seconds"
	head(b, name, "histogram", "How long requests took, by area.")
	for _, area := range slices.Sorted(maps.Keys(m.durations)) {
		h := m.durations[area]
		for i, bound := range bounds {
			line(b, name+"_bucket", fmt.Sprintf(`{area=%q,le="%g"}`, area, bound), float64(h.buckets[i]))
		}
		line(b, name+"_bucket", fmt.Sprintf(`{area=%q,le="+Inf"}`, area), float64(h.count))
		line(b, name+"_sum", fmt.Sprintf(`{area=%q}`, area), h.sum)
		line(b, name+"_count", fmt.Sprintf(`{area=%q}`, area), float64(h.count))
	}
}

func sample(b *strings.Builder, name, kind, help, labels string, value float64) {
	head(b, name, kind, help)
	line(b, name, labels, value)
}

func head(b *strings.Builder, name, kind, help string) {
	fmt.Fprintf(b, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind)
}

func line(b *strings.Builder, name, labels string, value float64) {
	fmt.Fprintf(b, "%s%s %g\n", name, labels, value)
}

// databaseBytes is the size of a SQLite database with what was not yet moved into its main file; 0
// for other engines.
func (s *Server) databaseBytes() (size int64) {
	path := s.Config.SQLite()
	if path == "" {
		return 0
	}
	for _, name := range []string{path, path + "-wal"} {
		if info, err := os.Stat(name); err == nil {
			size += info.Size()
		}
	}
	return size
}
