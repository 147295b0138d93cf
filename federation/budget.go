package federation

import (
	"sync"

	"golang.org/x/time/rate"
)

// budget bounds what one origin may ask of an inbox, so that whoever floods it harms only itself. A nil
// budget bounds nothing.
type budget struct {
	each rate.Limit
	most int

	mu      sync.Mutex
	origins map[string]*rate.Limiter
	before  map[string]*rate.Limiter // those of the generation before: forgotten when a new one begins
}

// maxOrigins is how many origins are told apart at once, twice over.
const maxOrigins = 4096

// newBudget allows so many a minute on average, and as many at once; nil when it is 0.
func newBudget(perMinute int) *budget {
	if perMinute == 0 {
		return nil
	}
	return &budget{each: rate.Limit(float64(perMinute) / 60), most: perMinute, origins: map[string]*rate.Limiter{}}
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
	return l.Allow()
}
