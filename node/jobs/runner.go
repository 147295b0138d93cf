package jobs

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	mathrand "math/rand/v2"
	"slices"
	"sync"
	"time"

	"tributary/node"
)

// Options are what a runner works with. Queue is needed, and handlers are what it does.
type Options struct {
	Queue    Queue
	Handlers []Handler
	// Worker names who leases. What a worker of the same name left behind is taken up at the start, so
	// no two at once may have one name. Empty: a name of this runner alone, and what a crashed one left
	// is taken up when its leases end.
	Worker string
	// Changed is closed when something is committed after the call, maybe by another program. Nil: the
	// runner looks every second.
	Changed func() <-chan struct{}
	Jobs    int              // in memory at most; 4096
	Grace   time.Duration    // for what is being done when Run is to end; 20 s
	Now     func() time.Time // time.Now when nil
	Rand    func() float64   // in [0,1); chance when nil
	Logger  *slog.Logger     // nil: silent
}

func (o Options) withDefaults() Options {
	o.Worker = cmp.Or(o.Worker, rand.Text())
	o.Jobs = cmp.Or(o.Jobs, 4096)
	o.Grace = cmp.Or(o.Grace, 20*time.Second)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Rand == nil {
		o.Rand = mathrand.Float64
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o
}

// Runner does jobs. Run it once at a time.
type Runner struct {
	opt      Options
	handlers map[string]Handler
	kinds    []string // in the order of the handlers

	mu     sync.Mutex
	counts map[string]Count
}

// New makes a runner. It panics on two handlers of a kind, or one that does nothing.
func New(opt Options) *Runner {
	r := &Runner{opt: opt.withDefaults(), handlers: map[string]Handler{}, counts: map[string]Count{}}
	for _, h := range opt.Handlers {
		if h = h.withDefaults(); h.Do == nil && h.Batch == nil || h.Kind == "" {
			panic(fmt.Sprintf("jobs: the handler %q does nothing", h.Kind))
		}
		if slices.Contains(r.kinds, h.Kind) {
			panic("jobs: two handlers of " + h.Kind)
		}
		r.kinds = append(r.kinds, h.Kind)
		r.handlers[h.Kind] = h
	}
	return r
}

// Run does jobs until ctx ends. Then it begins no more, lets those that are being done end, and tells
// what became of them.
func (r *Runner) Run(ctx context.Context) error {
	return r.begin(ctx, false)
}

// Settle does jobs until nothing is due; what pauses or is due later stays. It is for tests.
func (r *Runner) Settle(ctx context.Context) error {
	return r.begin(ctx, true)
}

func (r *Runner) begin(ctx context.Context, settle bool) error {
	if err := r.opt.Queue.Recover(ctx, r.opt.Worker, r.opt.Now()); err != nil {
		return ended(ctx, settle, err)
	}
	jobs, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	s := &shift{
		Runner: r, settle: settle, jobs: jobs, cancel: cancel,
		lanes: map[string]*lane{}, held: map[string]int{},
		results: make(chan result, 64), turned: make(chan turned, 1),
		look: true,
	}
	return ended(ctx, settle, s.work(ctx))
}

// ended says that the end of Run's context is no error.
func ended(ctx context.Context, settle bool, err error) error {
	if !settle && ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		return nil
	}
	return err
}

// Count is how often something happened to jobs of a kind since the runner was made.
type Count struct {
	Done   int
	Failed int // attempts that are repeated
	Buried int
}

// Stats are for metrics.
type Stats struct {
	node.Backlog
	Kinds map[string]Count
}

// Stats gives what waits, and what was done.
func (r *Runner) Stats(ctx context.Context) (Stats, error) {
	b, err := r.opt.Queue.Backlog(ctx)
	if err != nil {
		return Stats{}, err
	}
	s := Stats{Backlog: b, Kinds: map[string]Count{}}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, kind := range r.kinds {
		s.Kinds[kind] = r.counts[kind]
	}
	return s, nil
}

func (r *Runner) count(kind string, c Count) {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := r.counts[kind]
	r.counts[kind] = Count{all.Done + c.Done, all.Failed + c.Failed, all.Buried + c.Buried}
}
