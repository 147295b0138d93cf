package fetch

import (
	"strings"
	"sync"
	"time"

	"tributary/node"
)

// rememberFor is how long an address that failed is not asked again. A peer that asks for a longer
// rest gets that.
const rememberFor = 5 * time.Minute

// maxYoung bounds the memory of failures: two halves of some hundred bytes an entry, or maxTombstone of what is gone.
const maxYoung = 2048

// failures remembers addresses that failed lately, so that strangers cannot make this node ask the
// same bad address again and again. It forgets the older half when it is full.
type failures struct {
	now        func() time.Time
	mu         sync.Mutex
	young, old map[string]failure
}

type failure struct {
	err   error
	until time.Time
}

// get is the error an address failed with, or nil when it may be asked.
func (f *failures) get(key string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	one, ok := f.young[key]
	if !ok {
		one, ok = f.old[key]
	}
	if !ok || !f.now().Before(one.until) {
		return nil
	}
	return one.err
}

// put remembers a failure that is the address's own; ours are none of its fault.
func (f *failures) put(key string, err error) {
	if kind := node.KindOf(err); kind == node.Internal {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.young) >= maxYoung || f.young == nil {
		f.young, f.old = map[string]failure{}, f.young
	}
	f.young[key] = failure{err, f.now().Add(max(rememberFor, RetryAfter(err)))}
}

// forget lets an address be asked again, whatever it was asked for as.
func (f *failures) forget(address string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, half := range [...]map[string]failure{f.young, f.old} {
		for key := range half {
			if strings.HasSuffix(key, " "+address) {
				delete(half, key)
			}
		}
	}
}

// Forget lets an address that failed be asked again at once, such as that of a peer which just spoke
// to us.
func (c *Client) Forget(address string) {
	address, _, _ = strings.Cut(address, "#")
	c.failed.forget(address)
}
