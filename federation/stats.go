package federation

import (
	"errors"
	"maps"
	"sync"
	"sync/atomic"
	"time"

	"tributary/node"
)

// Stats count what federation did, for the operator.
type Stats struct {
	Taken, Repeated        atomic.Int64 // letters
	Delivered, Failed      atomic.Int64 // attempts to deliver
	Accepted, RefusedAfter atomic.Int64 // letters carried out, and refused by a rule

	mu   sync.Mutex
	why  map[string]int64
	last map[string]time.Time
}

// Stats are the counts so far.
func (f *Federation) Stats() *Stats { return &f.stats }

func (s *Stats) received(taken bool) {
	if taken {
		s.Taken.Add(1)
		return
	}
	s.Repeated.Add(1)
}

func (s *Stats) refused(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.why == nil {
		s.why = map[string]int64{}
	}
	reason := string(node.KindOf(err))
	if errors.Is(err, errByAddress) {
		reason = AddressLimited
	}
	s.why[reason]++
}

// AddressLimited is the reason of what was refused because too much came from one address of which nobody knows who
// sent it. The other reasons are kinds of errors.
const AddressLimited = "address-limited"

// Refused is how many requests to inboxes were refused, by reason.
func (s *Stats) Refused() map[string]int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.why)
}

// due says whether something about a host was last done longer ago than often, and notes that it is done now.
func (s *Stats) due(host string, now time.Time, often time.Duration) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.last == nil || len(s.last) > maxOrigins {
		s.last = map[string]time.Time{}
	}
	if last, known := s.last[host]; known && now.Sub(last) < often {
		return false
	}
	s.last[host] = now
	return true
}
