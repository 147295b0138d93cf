package jobs

import (
	"context"
	"errors"
	"time"

	"tributary/node"
)

const (
	tellAfter  = 20 * time.Millisecond // what was done is told after so long,
	tellAt     = 100                   // or so many
	leaseTime  = 30 * time.Second
	renewEvery = 10 * time.Second
	lookEvery  = time.Minute // though nothing was heard: clocks are set, machines sleep
	blindEvery = time.Second // the same, where nothing can be heard
	troubled   = time.Second // after the queue failed
)

// shift is one Run: all but the jobs themselves and the talk with the queue happens on its one
// goroutine.
type shift struct {
	*Runner
	settle  bool
	jobs    context.Context // of the jobs
	cancel  context.CancelFunc
	lanes   map[string]*lane
	held    map[string]int // lanes, by kind
	loaded  int            // jobs in memory
	flying  int            // calls
	results chan result
	turned  chan turned

	tell    node.Turn       // what is to be told
	since   time.Time       // since when, by the real clock
	look    bool            // something may be due
	renew   bool            // leases are to be renewed
	turning bool            // the queue is being talked to
	next    time.Time       // when something is due; zero: unknown or never
	rest    time.Time       // the queue failed: not before, by the real clock
	heard   <-chan struct{} // closed when something may be due
	ending  bool
	idle    bool // nothing is due
	failure error
}

// turned is what the queue answered.
type turned struct {
	told node.Turn
	node.Turned
	looked bool // next is known
	next   time.Time
	err    error
}

func (s *shift) work(ctx context.Context) error {
	renew := time.NewTicker(renewEvery)
	defer renew.Stop()
	alarm := time.NewTimer(0)
	defer alarm.Stop()
	stop := ctx.Done()
	s.listen() // before looking, so that nothing slips in between
	for {
		s.talk()
		if s.over() {
			return s.failure
		}
		alarm.Reset(s.untilNext())
		select {
		case r := <-s.results:
			if stop != nil && ctx.Err() != nil {
				stop = nil // both at once: nothing further is begun
				s.end(ctx)
			}
			s.took(r)
			s.drain()
		case t := <-s.turned:
			s.answered(t)
		case <-s.heard:
			s.listen()
			s.look = true
		case <-alarm.C:
			s.look = true
		case <-renew.C:
			s.renew = len(s.lanes) > 0
		case <-stop:
			stop = nil
			s.end(ctx)
		}
	}
}

func (s *shift) listen() {
	if s.opt.Changed != nil {
		s.heard = s.opt.Changed()
	}
}

// drain takes what has ended meanwhile, so that it is told at once.
func (s *shift) drain() {
	for {
		select {
		case r := <-s.results:
			s.took(r)
		default:
			return
		}
	}
}

// end begins nothing more, and has what goes on end by the grace.
func (s *shift) end(ctx context.Context) {
	s.ending = true
	if s.settle {
		s.failure = ctx.Err()
		s.cancel()
	}
	time.AfterFunc(s.opt.Grace, s.cancel)
	for _, l := range s.lanes {
		l.waiting = nil
		s.advance(l)
	}
}

// over says whether the shift has ended, and everything is told.
func (s *shift) over() bool {
	if s.turning || s.flying > 0 {
		return false
	}
	if s.ending {
		return s.told() == 0 || s.failure != nil
	}
	return s.settle && (s.idle && !s.look && s.told() == 0 || s.failure != nil)
}

// told is how much waits to be told.
func (s *shift) told() int { return len(s.tell.Done) + len(s.tell.Setbacks) + len(s.tell.Left) }

// untilNext is when to look again although nothing happens.
func (s *shift) untilNext() time.Duration {
	longest := lookEvery
	if s.opt.Changed == nil {
		longest = blindEvery
	}
	switch {
	case s.turning:
		return longest
	case time.Now().Before(s.rest):
		return time.Until(s.rest)
	case s.told() > 0:
		return max(time.Until(s.since.Add(tellAfter)), 0)
	case s.look, s.next.IsZero(): // there is no room, or nothing to do
		return longest
	}
	return min(max(s.next.Sub(s.opt.Now()), 0), longest)
}

// talk tells the queue what there is to tell and asks for what there is room for, when it is time.
func (s *shift) talk() {
	if s.turning || time.Now().Before(s.rest) {
		return
	}
	told := s.told()
	urgent := told >= tellAt || told > 0 && (s.flying == 0 || s.ending || time.Since(s.since) >= tellAfter) || s.renew
	wants := s.wants()
	if !urgent && (!s.look || len(wants) == 0) {
		return
	}
	t := s.tell
	t.Worker, t.Now = s.opt.Worker, s.opt.Now()
	t.Until, t.Wants, t.Jobs = t.Now.Add(leaseTime), wants, s.opt.Jobs-s.loaded
	if s.renew {
		for name := range s.lanes {
			t.Keep = append(t.Keep, name)
		}
	}
	s.tell, s.look, s.renew, s.turning = node.Turn{}, false, false, true
	go func() { s.turned <- s.ask(t, urgent) }()
}

// wants is what there is room for.
func (s *shift) wants() (wants []node.Want) {
	if s.ending || s.loaded >= s.opt.Jobs {
		return nil
	}
	for _, kind := range s.kinds {
		h := s.handlers[kind]
		if room := h.Lanes - s.held[kind]; room > 0 {
			wants = append(wants, node.Want{Kind: kind, Lanes: room, Jobs: h.Take})
		}
	}
	return wants
}

// ask talks with the queue. Writing costs more than looking: it is done when there is something to
// tell or to lease.
func (s *shift) ask(t node.Turn, urgent bool) turned {
	ctx := context.WithoutCancel(s.jobs) // to the end, or nobody would know what was kept
	answer := turned{told: t}
	if !urgent {
		if answer.next, answer.err = s.nextDue(ctx, t.Wants); answer.err != nil {
			return answer
		}
		if answer.next.IsZero() || answer.next.After(t.Now) {
			answer.looked = true
			return answer
		}
	}
	answer.Turned, answer.err = s.opt.Queue.Turn(ctx, t)
	return answer
}

func (s *shift) nextDue(ctx context.Context, wants []node.Want) (time.Time, error) {
	kinds := make([]string, len(wants))
	for i, w := range wants {
		kinds[i] = w.Kind
	}
	return s.opt.Queue.NextDue(ctx, kinds)
}

// answered goes on with what the queue said.
func (s *shift) answered(t turned) {
	s.turning = false
	if t.err != nil {
		s.opt.Logger.Error("the queue of jobs failed", "err", t.err)
		s.tell = joined(t.told, s.tell)
		s.renew = s.renew || len(t.told.Keep) > 0
		s.look, s.rest = true, time.Now().Add(troubled)
		if s.settle || s.ending {
			s.failure = errors.Join(s.failure, t.err)
		}
		return
	}
	s.idle = t.looked
	if t.looked {
		s.next = t.next
		s.tell = joined(t.told, s.tell) // it was not told yet
		return
	}
	s.next = time.Time{}
	s.look = true
	for _, name := range t.Lost {
		if l := s.lanes[name]; l != nil {
			s.opt.Logger.Warn("a lane was lost to another worker", "lane", name)
			l.lost = true
			l.cancel()
			s.advance(l)
		}
	}
	for _, l := range t.Leased {
		s.open(l)
	}
}

func joined(a, b node.Turn) node.Turn {
	return node.Turn{
		Done:     append(a.Done, b.Done...),
		Setbacks: append(a.Setbacks, b.Setbacks...),
		Aside:    append(a.Aside, b.Aside...),
		Left:     append(a.Left, b.Left...),
	}
}
