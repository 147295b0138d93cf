package federation

import (
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// budget bounds what one origin may ask of an inbox, so that whoever floods it harms only itself. A nil
// budget bounds nothing.
type budget struct {
	each rate.Limit
	most int
	now  func() time.Time

	mu      sync.Mutex
	origins map[string]*rate.Limiter
	before  map[string]*rate.Limiter // those of the generation before: forgotten when a new one begins
}

// maxOrigins is how many origins are told apart at once, twice over.
const maxOrigins = 4096

// newBudget allows so many a minute on average, and as many at once; nil when it is 0.
func newBudget(perMinute int, now func() time.Time) *budget {
	if perMinute == 0 {
		return nil
	}
	return &budget{each: rate.Limit(float64(perMinute) / 60), most: perMinute, now: now, origins: map[string]*rate.Limiter{}}
}

// draw says whether an origin may ask once more.
func (b *budget) draw(origin string) bool {
	if b == nil {
		return true
	}
	b.mu.Lock()
	l := b.origins[origin]
	if l == nil {
		if l = b.before[origin]; l == nil {
			l = rate.NewLimiter(b.each, b.most)
		}
		if len(b.origins) >= maxOrigins {
			b.before, b.origins = b.origins, map[string]*rate.Limiter{}
		}
		b.origins[origin] = l
	}
	b.mu.Unlock()
	return l.AllowN(b.now(), 1)
}

// wait is how long it takes until who may not ask may ask once more, at most.
func (b *budget) wait() time.Duration { return time.Duration(float64(time.Second) / float64(b.each)) }
