package server

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"tributary/federation"
	"tributary/federation/policy"
	"tributary/node"
)

// peersNamed is how many peers the metrics name, those for which something has waited longest; all others are one.
const peersNamed = 20

// otherPeers is the name of those that are not named.
const otherPeers = "other"

// laneStates are how it stands with what is sent to a peer, from the best to the worst: it goes out; it pauses because
// the peer, or one sender's letters there, failed; the operator holds it.
var laneStates = [...]string{"open", "paused", "held"}

// queued is what waits to be sent to a peer, or to several.
type queued struct {
	peer    string
	waiting int
	oldest  time.Time // zero: nothing waits
	state   int       // in laneStates, the worst of its lanes
	peers   [len(laneStates)]int
}

func (q *queued) add(waiting int, oldest time.Time) {
	q.waiting += waiting
	if q.oldest.IsZero() || !oldest.IsZero() && oldest.Before(q.oldest) {
		q.oldest = oldest
	}
}

// writeLanes adds what waits to be sent, by peer: where the configuration wants it, those are named that are worst off.
func (s *door) writeLanes(ctx context.Context, b *strings.Builder) error {
	lanes, err := s.DB.LanesOf(ctx, federation.Delivering)
	if err != nil {
		return err
	}
	named := 0
	if s.Config.Federation.MetricsByPeer {
		named = peersNamed
	}
	rows := worstFirst(byPeer(lanes), named)
	now := s.opt.Now()
	const waiting, oldest, state = "tributary_delivery_waiting", "tributary_delivery_oldest_seconds", "tributary_delivery_peers"
	head(b, waiting, "gauge", "Activities that wait to be sent, by peer.")
	for _, q := range rows {
		line(b, waiting, fmt.Sprintf(`{peer=%q}`, q.peer), float64(q.waiting))
	}
	head(b, oldest, "gauge", "How long the oldest of them has waited.")
	for _, q := range rows {
		age := 0.0
		if !q.oldest.IsZero() {
			age = now.Sub(q.oldest).Seconds()
		}
		line(b, oldest, fmt.Sprintf(`{peer=%q}`, q.peer), age)
	}
	head(b, state, "gauge", "Peers with lanes of delivery, by the state of the worst: open, paused after a failure, held by the operator.")
	for _, q := range rows {
		for i, name := range laneStates {
			line(b, state, fmt.Sprintf(`{peer=%q,state=%q}`, q.peer, name), float64(q.peers[i]))
		}
	}
	return nil
}

// byPeer puts together the lanes of each peer: a sender that it refuses has one of its own.
func byPeer(lanes []node.Lane) (all []*queued) {
	known := map[string]*queued{}
	for _, l := range lanes {
		origin, _, _ := strings.Cut(strings.TrimPrefix(l.Name, l.Kind+" "), " ")
		host, err := policy.Host(origin)
		if err != nil {
			host = origin
		}
		q := known[host]
		if q == nil {
			q = &queued{peer: host}
			known[host] = q
			all = append(all, q)
		}
		q.add(l.Waiting, l.Oldest)
		switch {
		case l.Held == node.ByOperator:
			q.state = max(q.state, 2)
		case l.Fails > 0:
			q.state = max(q.state, 1)
		}
	}
	for _, q := range all {
		q.peers[q.state] = 1
	}
	return all
}

// worstFirst are the peers for which something has waited longest, then those that are held or pause with nothing
// waiting, up to so many, and last all others as one.
func worstFirst(all []*queued, named int) []*queued {
	slices.SortFunc(all, func(a, b *queued) int {
		if a.oldest.IsZero() != b.oldest.IsZero() {
			if a.oldest.IsZero() {
				return 1
			}
			return -1
		}
		return cmp.Or(a.oldest.Compare(b.oldest), cmp.Compare(b.state, a.state), cmp.Compare(b.waiting, a.waiting), cmp.Compare(a.peer, b.peer))
	})
	named = min(named, len(all))
	rest := &queued{peer: otherPeers}
	for _, q := range all[named:] {
		rest.add(q.waiting, q.oldest)
		rest.peers[q.state]++
	}
	return append(all[:named:named], rest)
}
