package jobs_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"tributary/node"
	"tributary/node/jobs"
)

// BenchmarkEnqueue asks for one job in each update, on disk before the next.
func BenchmarkEnqueue(b *testing.B) {
	q := openBench(b, newClock(), filepath.Join(b.TempDir(), "node.db"))
	b.ResetTimer()
	for i := range b.N {
		q.ask(send(fmt.Sprint("https://", i%500, ".example"), "https://n.example/id/1"))
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "jobs/s")
}

// BenchmarkFanOut asks for work for 500 destinations in one update.
func BenchmarkFanOut(b *testing.B) {
	q := openBench(b, newClock(), filepath.Join(b.TempDir(), "node.db"))
	all := destinations(500, 1)
	b.ResetTimer()
	for range b.N {
		q.ask(all...)
	}
	b.ReportMetric(500*float64(b.N)/b.Elapsed().Seconds(), "jobs/s")
}

// BenchmarkWork does 8000 jobs that cost nothing, for one host and for many.
func BenchmarkWork(b *testing.B) {
	for _, hosts := range []int{1, 20, 400} {
		b.Run(fmt.Sprint(hosts, " hosts"), func(b *testing.B) {
			q := openBench(b, newClock(), filepath.Join(b.TempDir(), "node.db"))
			all := destinations(hosts, 8000/hosts)
			r := jobs.New(q.options(sender(func(context.Context, string, node.Job) error { return nil })))
			for range b.N {
				b.StopTimer()
				q.ask(all...)
				b.StartTimer()
				q.settle(r)
			}
			b.ReportMetric(8000*float64(b.N)/b.Elapsed().Seconds(), "jobs/s")
		})
	}
}

func destinations(hosts, each int) (all []node.Job) {
	for i := range hosts * each {
		all = append(all, send(fmt.Sprint("https://", i%hosts, ".example"), "https://n.example/id/1"))
	}
	return all
}
