package node_test

import (
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"

	"tributary/node"
	"tributary/node/nodetest"
	"tributary/storage"
	"tributary/storage/sqlite"
)

// BenchmarkRecord is a durable transfer between two resources, by 64 callers at once.
func BenchmarkRecord(b *testing.B) {
	db, err := sqlite.Open(ctx, filepath.Join(b.TempDir(), "t.db"), storage.Options{})
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
	var next atomic.Int64
	b.SetParallelism(32)
	b.ResetTimer()
	b.RunParallel(func(p *testing.PB) {
		act := acts[int(next.Add(1))%pairs]
		for p.Next() {
			if _, err := n.Submit(ctx, who, act); err != nil {
				b.Error(err)
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
}
