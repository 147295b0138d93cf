package server

import (
	"net/netip"
	"sync"
	"time"
)

// limiter lets each client do something so often: a bucket that fills steadily and is drawn from.
// A nil limiter lets everything through.
type limiter struct {
	every time.Duration // one drop
	most  float64       // drops in a full bucket
	now   func() time.Time

	mu      sync.Mutex
	buckets map[netip.Prefix]bucket
	swept   time.Time
}

type bucket struct {
	drops float64
	at    time.Time
}

// newLimiter allows perMinute on average, and burst at once; nil when perMinute is 0.
func newLimiter(perMinute, burst int, now func() time.Time) *limiter {
	if perMinute == 0 {
		return nil
	}
	return &limiter{
		every: time.Minute / time.Duration(perMinute), most: float64(burst), now: now,
		buckets: map[netip.Prefix]bucket{},
	}
}

// draw takes one drop, if there is one, and otherwise says how long to wait for it.
func (l *limiter) draw(client netip.Prefix) time.Duration {
	if l == nil {
		return 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sweep()
	b := l.filled(client)
	wait := l.missing(b.drops)
	if wait == 0 {
		b.drops--
	}
	l.buckets[client] = b
	return wait
}

// wait is how long a client has to wait for a drop; none is taken.
func (l *limiter) wait(client netip.Prefix) time.Duration {
	if l == nil {
		return 0
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.missing(l.filled(client).drops)
}

// ration is what is left to one client.
type ration struct {
	of     *limiter
	client netip.Prefix
}

func (r ration) Wait() time.Duration    { return r.of.wait(r.client) }
func (r ration) Refused() time.Duration { return r.of.draw(r.client) }

func (l *limiter) missing(drops float64) time.Duration {
	if drops >= 1 {
		return 0
	}
	return time.Duration((1 - drops) * float64(l.every))
}

// filled is a client's bucket as it is by now.
func (l *limiter) filled(client netip.Prefix) bucket {
	now := l.now()
	b, known := l.buckets[client]
	if !known {
		return bucket{l.most, now}
	}
	return bucket{min(l.most, b.drops+float64(now.Sub(b.at))/float64(l.every)), now}
}

// sweep forgets full buckets, now and then: they are as good as none.
func (l *limiter) sweep() {
	now := l.now()
	if now.Sub(l.swept) < time.Minute {
		return
	}
	l.swept = now
	for client := range l.buckets {
		if l.filled(client).drops >= l.most {
			delete(l.buckets, client)
		}
	}
}
