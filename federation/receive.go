package federation

import (
	"context"
	"time"

	"tributary/federation/wire"
	"tributary/node"
)

// Receive does jobs of [Receiving]: it carries out letters, in their order. What is against a rule is answered
// with a Reject that says why, and leaves nothing. Each has its own outcome; those that need no other node and
// change nothing on which the reading of the next depends share their commits.
//
// Errors, one for each job: Unreachable and Busy when something that it needs of another node cannot be had
// now; Internal; [node.ErrLeft] for what it did not come to.
func (f *Federation) Receive(ctx context.Context, work []node.Job) []error {
	b := bundle{f: f, outcome: make([]error, len(work)), waits: map[string]bool{}}
	began := time.Now()
	for i, job := range work {
		switch {
		case b.waits[job.Key], i > 0 && time.Since(began) > maxReceiving:
			b.outcome[i] = node.ErrLeft
			continue
		}
		l, err := f.store.Letter(ctx, job.Ref)
		switch {
		case node.KindOf(err) == node.NotFound: // erased since
		case err != nil:
			b.fail(i, job, err)
		case l.State == node.LetterWaiting:
			b.take(ctx, i, job, l)
		}
	}
	b.flush(ctx)
	return b.outcome
}

// Bounds of what is received at once.
const (
	maxReceiving = 20 * time.Second // after which no further letter is begun
	maxBundle    = 32               // letters that are carried out together
)

// bundle is letters on their way into the record together.
type bundle struct {
	f       *Federation
	outcome []error         // of every job
	waits   map[string]bool // keys of jobs that are to be tried again
	opened  []opened
}

// opened is a letter that was read, and the job that brought it.
type opened struct {
	at     int // of the job
	job    node.Job
	letter node.Letter
	act    node.Activity
}

// take carries out a letter: with others, when it is one that can be.
func (b *bundle) take(ctx context.Context, at int, job node.Job, l node.Letter) {
	m, err := wire.Read(l.Body, wire.Limits{Bytes: b.f.max})
	if err == nil && together(m) {
		act, aside, err := b.f.read(ctx, l, m)
		if err == nil && aside == "" {
			err = b.catchUp(ctx, act)
		}
		if err == nil && aside == "" && !b.waits[job.Key] && len(b.f.onwardTo(l, act)) == 0 {
			if b.opened = append(b.opened, opened{at, job, l, act}); len(b.opened) == maxBundle {
				b.flush(ctx)
			}
			return
		}
		b.flush(ctx)
		if b.waits[job.Key] { // one before it is to be tried again
			b.outcome[at] = node.ErrLeft
			return
		}
		if err == nil && aside == "" { // it goes on to others, and is done with when that is on disk
			aside, err = b.f.carryOut(ctx, l, act)
		}
		b.end(ctx, at, job, l, aside, err)
		return
	}
	b.flush(ctx)
	if b.waits[job.Key] {
		b.outcome[at] = node.ErrLeft
		return
	}
	warnings, err := "", err
	if err == nil {
		warnings, err = b.f.open(ctx, l, m)
	}
	b.end(ctx, at, job, l, warnings, err)
}

// catchUp asks for what an activity rests on and never came. What it rests on may be in the bundle.
func (b *bundle) catchUp(ctx context.Context, act node.Activity) error {
	if act.About != "" && len(b.opened) > 0 {
		lacks, err := b.f.lacks(ctx, act)
		if err != nil {
			return err
		}
		if lacks {
			b.flush(ctx)
		}
	}
	return b.f.catchUp(ctx, act, b.f.addressed(act))
}

// flush carries out what was opened.
func (b *bundle) flush(ctx context.Context) {
	if len(b.opened) == 0 {
		return
	}
	b.f.posts.giveWay(ctx)
	all := make([]node.Reception, len(b.opened))
	for i, o := range b.opened {
		all[i] = node.Reception{Activity: o.act, Also: func(tx node.Tx, r node.Receipt) error {
			if err := asRead(tx, o.letter); err != nil {
				return err
			}
			return tx.EndLetter(o.letter.ID, node.LetterDone, warningsOf(r))
		}}
	}
	b.f.node.ReceiveAll(ctx, all)
	for i, o := range b.opened {
		if all[i].Err == nil {
			b.f.stats.Accepted.Add(1)
			continue
		}
		b.end(ctx, o.at, o.job, o.letter, "", all[i].Err)
	}
	b.opened = b.opened[:0]
}

// asRead says, in the transaction that carries a letter out, whether it still is what was read: an erasure may
// have blanked it since, and what it said before must not come back by it.
//
// Errors: Busy when it is to be read again; NotFound when it is gone.
func asRead(tx node.Tx, l node.Letter) error {
	since, err := tx.Erased(l.ID)
	if err == nil && !since.Equal(l.Proof.Erased) {
		err = node.Errorf(node.Busy, "%s was erased while it was read; it is read again", l.ID)
	}
	return err
}

// end notes what became of a letter that was not ended where it was carried out.
func (b *bundle) end(ctx context.Context, at int, job node.Job, l node.Letter, warnings string, err error) {
	if b.waits[job.Key] {
		b.outcome[at] = node.ErrLeft
		return
	}
	if err := b.f.ended(ctx, l, warnings, err); err != nil {
		b.fail(at, job, err)
	}
}

// fail has a job tried again, and those of its actor after it.
func (b *bundle) fail(at int, job node.Job, err error) {
	b.outcome[at], b.waits[job.Key] = err, true
}

// ended notes what became of a letter, and tells its sender when it was refused.
func (f *Federation) ended(ctx context.Context, l node.Letter, warnings string, err error) error {
	switch node.KindOf(err) {
	case "":
		f.stats.Accepted.Add(1)
		return f.store.EndLetter(ctx, l.ID, node.LetterDone, warnings)
	case node.Internal, node.Busy, node.Unreachable:
		return err
	}
	f.stats.RefusedAfter.Add(1)
	if !l.Proof.Fetched { // else nobody waits for an answer
		if err := f.reject(ctx, l, err); err != nil {
			return err
		}
	}
	return f.store.EndLetter(ctx, l.ID, node.LetterRefused, node.MessageOf(err))
}

// bundled are the verbs that need nothing else done for them before or after, and whose effect no reading of
// a later letter depends on.
var bundled = map[string]bool{"Create": true, "Update": true, "Delete": true, "Add": true, "Remove": true, "Like": true, "Flag": true}

// together says whether a message can be carried out together with others: it is of such a verb, and not
// about its own actor.
func together(m wire.Message) bool {
	if !bundled[verbOf(m.Types)] {
		return false
	}
	for _, item := range m.Objects() {
		if item.ID == m.Actor {
			return false
		}
	}
	return true
}

// open reads a letter and carries it out alone.
func (f *Federation) open(ctx context.Context, l node.Letter, m wire.Message) (warnings string, err error) {
	act, aside, err := f.read(ctx, l, m)
	if err != nil || aside != "" {
		return aside, err
	}
	if err := f.catchUp(ctx, act, f.addressed(act)); err != nil {
		return "", err
	}
	return f.carryOut(ctx, l, act)
}

// carryOut carries out what was read, and what follows from it.
func (f *Federation) carryOut(ctx context.Context, l node.Letter, act node.Activity) (warnings string, err error) {
	before, err := f.followedBefore(ctx, act)
	if err != nil {
		return "", err
	}
	receipt, err := f.node.Receive(ctx, act, func(tx node.Tx, _ node.Receipt) error { return asRead(tx, l) })
	if err != nil {
		return "", err
	}
	if receipt.Replayed {
		before = nil // the program may have ended before it asked for anything
	}
	if err := f.followed(ctx, act, before); err != nil {
		return "", err
	}
	if err := f.forward(ctx, l, act); err != nil {
		return "", err
	}
	return warningsOf(receipt), nil
}

func warningsOf(r node.Receipt) (warnings string) {
	for _, w := range r.Warnings {
		warnings += w + "\n"
	}
	return warnings
}

// read makes an activity of a letter, and does what needs other nodes before it is carried out. aside is why
// it is kept and not carried out; empty: it is.
func (f *Federation) read(ctx context.Context, l node.Letter, m wire.Message) (act node.Activity, aside string, err error) {
	if verbOf(m.Types) == "" {
		return act, "of a type that is not known here", nil // kept as it came
	}
	reading, err := f.readingFor(ctx, l, m)
	if err != nil {
		return act, "", err
	}
	if act, err = f.activity(reading, m); err != nil {
		return act, "", err
	}
	if err := f.prepare(ctx, m, &act); err != nil {
		return act, "", err
	}
	groups := f.addressed(act)
	for _, group := range groups {
		if err := f.policy.Refuse(ctx, string(l.Actor), group); err != nil {
			return act, "", err
		}
	}
	if kept, err := f.limited(ctx, &act, groups); err != nil || !kept {
		return act, "from a limited peer that nobody here follows, and about nobody here", err
	}
	return act, "", nil
}

// prepare does for some activities what needs other nodes, before they are carried out.
func (f *Federation) prepare(ctx context.Context, m wire.Message, act *node.Activity) error {
	switch act.Verb {
	case "Update":
		return f.updateActor(ctx, m, act)
	case "Move":
		if f.node.Owns(act.Target) {
			return nil // it moved to this node
		}
		_, err := f.readActor(ctx, act.Target) // whether it says that it was the other, its document tells
		return err
	case "Announce":
		return f.passedOn(ctx, m)
	case "Undo":
		return f.undone(ctx, act)
	case "Follow", "Join", "Invite", "Offer":
		_, err := f.Actor(ctx, act.Actor) // the answer needs an address
		return err
	}
	return nil
}

// updateActor takes an actor's new document from the Update that carries it.
func (f *Federation) updateActor(ctx context.Context, m wire.Message, act *node.Activity) error {
	for _, item := range m.Objects() {
		if item.ID != act.Actor || item.Raw == nil {
			continue
		}
		// Its keys decide who it is, so that its own address is asked and not the message.
		if _, err := f.readActor(ctx, act.Actor); err != nil {
			return err
		}
		if followers, err := f.followersHere(ctx, act.Actor); err != nil {
			return err
		} else if len(followers) > 0 { // what it proposes may be what changed
			if err := f.ask(ctx, Acquainting, act.Actor, struct{}{}, time.Time{}); err != nil {
				return err
			}
		}
		for j, o := range act.Objects {
			if o.Resource != nil && o.Resource.ID() == act.Actor {
				act.Objects[j] = node.Object{IRI: act.Actor}
			}
		}
		break
	}
	return nil
}
