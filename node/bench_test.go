package node_test

import (
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"tributary/node"
	"tributary/node/nodetest"
	"tributary/storage"
	"tributary/storage/sqlite"
)

// BenchmarkRecord is a durable transfer between two resources, by 64 callers at once. With
// -benchtime 1000000x it also tells what an event costs at the end against the beginning.
func BenchmarkRecord(b *testing.B) {
	dir := os.Getenv("BENCH_DIR") // keeps the database, for verify and backup
	if dir == "" {
		dir = b.TempDir()
	}
	db, err := sqlite.Open(ctx, filepath.Join(dir, fmt.Sprintf("bench-%d.db", b.N)), storage.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	n := nodetest.Over(b, db)
	garden, bakery := n.Group("garden"), n.Group("bakery")
	const pairs = 64
	var acts [pairs]node.Activity
	for i := range acts {
		from := n.Stock(garden, fmt.Sprint("from ", i), "1000000", "kilogram")
		to := n.Stock(bakery, fmt.Sprint("to ", i), "1", "kilogram")
		acts[i] = node.Create(garden, n.Read(transfer(garden, bakery, from, to, "1", "kilogram"))...)
	}
	who := nodetest.Speaking(garden, bakery)
	var next, done atomic.Int64
	window := int64(min(b.N/2, 10_000))
	var marks [4]time.Time // begin, end of the first window, begin of the last, end
	marks[0] = time.Now()
	b.SetParallelism(32)
	b.ResetTimer()
	b.RunParallel(func(p *testing.PB) {
		act := acts[int(next.Add(1))%pairs]
		for p.Next() {
			if _, err := n.Submit(ctx, who, act); err != nil {
				b.Error(err)
				return
			}
			switch done.Add(1) {
			case window:
				marks[1] = time.Now()
			case int64(b.N) - window:
				marks[2] = time.Now()
			case int64(b.N):
				marks[3] = time.Now()
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
	if window == 10_000 {
		b.ReportMetric(float64(marks[3].Sub(marks[2]))/float64(marks[1].Sub(marks[0])), "last/first")
	}
}
