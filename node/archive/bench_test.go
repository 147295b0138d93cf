package archive_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"tributary/node"
	"tributary/node/archive"
	"tributary/node/nodetest"
	"tributary/storage"
	"tributary/vocab"
)

// BenchmarkRestore restores a node with 100,000 events; a first call makes them. It tells versions a second, the number of
// which an event has three: its activity, itself, and what it does to a resource.
func BenchmarkRestore(b *testing.B) {
	const events, stocks, atOnce = 100_000, 500, 200
	h := begin(b)
	var ids []vocab.IRI
	for i := range stocks {
		ids = append(ids, h.Stock(h.garden, fmt.Sprint("Stock ", i), "1000000", "kilogram"))
	}
	document := func(i int) string {
		return fmt.Sprintf(`{"type": "EconomicEvent", "action": "consume", "provider": %q, "receiver": %q, "note": "the %d th",
		"resourceInventoriedAs": %q, "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "1.50"}}`,
			h.garden, h.garden, i, ids[i%stocks])
	}
	done := make(chan error)
	for w := range atOnce {
		go func() {
			for i := w; i < events; i += atOnce {
				if _, err := h.Submit(ctx, nodetest.Speaking(h.garden), node.Create(h.garden, h.Read(document(i))...)); err != nil {
					done <- err
					return
				}
			}
			done <- nil
		}()
	}
	for range atOnce {
		must(b, <-done)
	}
	path := filepath.Join(b.TempDir(), "a.tributary")
	start := time.Now()
	m := h.backup(path)
	info, err := os.Stat(path)
	must(b, err)
	b.Logf("backup: %d versions in %s, %d bytes", m.Versions, time.Since(start), info.Size())
	for name, open := range map[string]func(testing.TB) *storage.DB{
		"sqlite":   func(t testing.TB) *storage.DB { return openFile(t, filepath.Join(t.TempDir(), "b.db")) },
		"postgres": openServer,
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				db := open(b)
				b.StartTimer()
				start := time.Now()
				a, err := archive.Open(path, nil)
				must(b, err)
				phase := ""
				must(b, a.Restore(ctx, db, a.Node, func(doing string, done, total int) {
					if doing != phase {
						b.Logf("%s after %s", doing, time.Since(start))
						phase = doing
					}
				}))
				b.Logf("done after %s", time.Since(start))
				must(b, a.Close())
			}
			b.ReportMetric(float64(m.Versions*b.N)/b.Elapsed().Seconds(), "versions/s")
		})
	}
}
