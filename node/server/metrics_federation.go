package server

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"tributary/node"
	"tributary/vocab/as"
)

// writeFederation adds what passes between this node and others: what waits, what was taken, what was
// refused and why.
func (s *door) writeFederation(ctx context.Context, b *strings.Builder) error {
	waits, err := s.DB.Backlog(ctx)
	if err != nil {
		return err
	}
	for _, row := range []struct {
		name, help string
		value      int
	}{
		{"tributary_lanes", "Destinations of work: other nodes, and this one.", waits.Lanes},
		{"tributary_lanes_failing", "Lanes that pause because their destination does not answer.", waits.Failing},
		{"tributary_lanes_dead", "Lanes whose destination has not answered for a week.", waits.Dead},
		{"tributary_lanes_held", "Lanes that the operator holds.", waits.Held},
		{"tributary_jobs_waiting", "Jobs that wait, deliveries among them.", waits.Waiting},
		{"tributary_jobs_buried", "Jobs that were set aside after they failed for good.", waits.Buried},
	} {
		sample(b, row.name, "gauge", row.help, "", float64(row.value))
	}
	oldest := 0.0
	if !waits.Oldest.IsZero() {
		oldest = s.opt.Now().Sub(waits.Oldest).Seconds()
	}
	sample(b, "tributary_jobs_oldest_seconds", "gauge", "How long the oldest job has waited.", "", oldest)
	if err := s.writeLanes(ctx, b); err != nil {
		return err
	}
	stats := s.Federation.Stats()
	for _, row := range []struct {
		name, help string
		value      int64
	}{
		{"tributary_letters_taken_total", "Activities taken from other nodes.", stats.Taken.Load()},
		{"tributary_letters_repeated_total", "Activities that had been taken before.", stats.Repeated.Load()},
		{"tributary_letters_done_total", "Activities of other nodes carried out.", stats.Accepted.Load()},
		{"tributary_letters_rejected_total", "Activities of other nodes that a rule refused after they were taken.", stats.RefusedAfter.Load()},
		{"tributary_deliveries_total", "Activities that other nodes took.", stats.Delivered.Load()},
		{"tributary_deliveries_failed_total", "Attempts to deliver that failed.", stats.Failed.Load()},
	} {
		sample(b, row.name, "counter", row.help, "", float64(row.value))
	}
	const refused = "tributary_inbox_refused_total"
	head(b, refused, "counter", "Requests to inboxes that were refused, by reason.")
	counts := stats.Refused()
	for _, reason := range slices.Sorted(maps.Keys(counts)) {
		line(b, refused, fmt.Sprintf(`{reason=%q}`, reason), float64(counts[reason]))
	}
	return nil
}

// parcelsKept is how long the bodies of activities are kept that nobody waits for any more.
const parcelsKept = 24 * time.Hour

// dropParcels removes the bodies of what everybody has.
func (s *Server) dropParcels(ctx context.Context) error {
	before := s.Node.Thing(as.Activity, node.MintAt(s.opt.Now().Add(-parcelsKept)))
	return s.DB.DropParcels(ctx, before)
}
