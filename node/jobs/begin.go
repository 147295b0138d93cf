package jobs

import (
	"context"
	"time"

	"tributary/node"
)

// open takes a leased lane into work.
func (s *shift) open(leased node.Lane) {
	l := &lane{Lane: leased, handler: s.handlers[leased.Kind], waiting: leased.Jobs, busy: map[string]bool{}}
	l.ctx, l.cancel = context.WithCancel(s.jobs)
	s.lanes[l.Name] = l
	s.held[l.Kind]++
	s.loaded += len(l.Jobs)
	if s.ending {
		l.waiting = nil
	}
	s.advance(l)
}

// advance begins what can be begun in a lane, and closes it when nothing goes on in it any more.
func (s *shift) advance(l *lane) {
	for jobs := l.next(); jobs != nil; jobs = l.next() {
		l.flying++
		s.flying++
		go func() { s.results <- result{l, jobs, l.call(jobs)} }()
	}
	if l.flying == 0 {
		s.close(l)
	}
}

// took notes what became of a call.
func (s *shift) took(r result) {
	l := r.lane
	l.flying--
	s.flying--
	for _, j := range r.jobs {
		delete(l.busy, j.Key)
	}
	for i, j := range r.jobs {
		s.judge(l, j, r.errs[i])
	}
	s.advance(l)
}

func (s *shift) judge(l *lane, job node.Job, err error) {
	if err == node.ErrLeft || err != nil && l.ctx.Err() != nil {
		return // it was not begun, or called off, and is done again
	}
	s.note()
	switch outcomeOf(err) {
	case done:
		l.succeed()
		s.tell.Done = append(s.tell.Done, job.ID)
		s.count(l.Kind, Count{Done: 1})
	case bury:
		s.setback(l, node.Setback{Job: job.ID, Note: err.Error(), Bury: true})
	default:
		if l.partys(job, err) {
			s.setback(l, node.Setback{Job: job.ID, Note: err.Error()})
			l.refuse(job, err)
			return
		}
		l.fail(job, err)
	}
}

// setback tells of a job that failed.
func (s *shift) setback(l *lane, b node.Setback) {
	s.tell.Setbacks = append(s.tell.Setbacks, b)
	if !b.Bury {
		s.count(l.Kind, Count{Failed: 1})
		return
	}
	s.count(l.Kind, Count{Buried: 1})
	s.opt.Logger.Warn("a job was buried", "job", b.Job, "lane", l.Name, "err", b.Note)
}

// close gives a lane back.
func (s *shift) close(l *lane) {
	l.cancel()
	if s.lanes[l.Name] == l { // else it was lost and leased anew
		delete(s.lanes, l.Name)
	}
	s.held[l.Kind]--
	s.loaded -= len(l.Jobs)
	if l.lost {
		return
	}
	s.note()
	now := s.opt.Now()
	for _, b := range l.setbacks(now) {
		s.setback(l, b)
	}
	for _, a := range l.asides(now, s.opt.Rand()) {
		s.tell.Aside = append(s.tell.Aside, a)
		s.opt.Logger.Info("the jobs of a party wait on their own", "lane", l.Name, "party", a.Party, "next", a.Next, "err", a.Note)
	}
	left := leave(l.Lane, l.failure, l.progress, now, s.opt.Rand())
	s.tell.Left = append(s.tell.Left, left)
	switch {
	case left.Held == node.Dead && l.Held != node.Dead:
		s.opt.Logger.Warn("a lane is held: it has failed for a week", "lane", l.Name, "err", left.Note)
	case l.failure != nil:
		s.opt.Logger.Info("a lane pauses", "lane", l.Name, "fails", left.Fails, "next", left.Next, "err", left.Note)
	}
}

// note remembers since when there is something to tell.
func (s *shift) note() {
	if s.told() == 0 {
		s.since = time.Now()
	}
}
