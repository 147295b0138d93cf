package node_test

import (
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"tributary/node"
	"tributary/node/nodetest"
	"tributary/storage"
	"tributary/storage/sqlite"
)

// BenchmarkRecord is a durable transfer between two resources, by 64 callers at once. With
// -benchtime 1000000x it also tells what an event costs at the end against the beginning: in time, and
// in processor time, which other work on the machine disturbs less.
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
	var marks [4]mark // begin, end of the first window, begin of the last, end
	marks[0] = now()
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
				marks[1] = now()
			case int64(b.N) - window:
				marks[2] = now()
			case int64(b.N):
				marks[3] = now()
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
	if window == 10_000 {
		first, last := marks[1].since(marks[0]), marks[3].since(marks[2])
		b.ReportMetric(float64(last.elapsed)/float64(first.elapsed), "last/first")
		b.ReportMetric(float64(last.busy)/float64(first.busy), "cpu-last/first")
	}
}

// mark is a moment: how long the benchmark took until then, and how long processors worked for it.
type mark struct{ elapsed, busy time.Duration }

var began = time.Now()

func now() mark {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		return mark{elapsed: time.Since(began)}
	}
	return mark{time.Since(began), time.Duration(used.Utime.Nano() + used.Stime.Nano())}
}

func (m mark) since(earlier mark) mark {
	return mark{m.elapsed - earlier.elapsed, m.busy - earlier.busy}
}
