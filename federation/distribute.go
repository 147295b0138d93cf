package federation

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"tributary/federation/dialect"
	"tributary/federation/policy"
	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
)

// What this node's agents do goes out by following the log: whatever is in it and concerns another node
// is made ready and queued, together with how far the log was looked through. So nothing waits for other
// nodes while it is recorded, and nothing that was recorded stays unsent.

// Delivering is the work of bringing an activity to one inbox.
const Delivering = "deliver"

// errand is what a job of Delivering carries.
type errand struct {
	As    vocab.IRI `json:"as"`              // who sends
	To    vocab.IRI `json:"to,omitempty"`    // to whom; empty: to all behind a shared inbox
	Inbox vocab.IRI `json:"inbox,omitempty"` // empty: that of To, to be found out
	Form  string    `json:"form,omitempty"`  // of the parcel; empty: by what kind of node To is on
	Apart bool      `json:"apart,omitempty"` // the parcel was made for To alone
}

// form is the name of the parcel for a dialect, and for one recipient when it was made for it alone.
func form(d dialect.Dialect, to vocab.IRI) string {
	if to == "" {
		return d.String()
	}
	return d.String() + " " + string(to)
}

// Follow distributes until ctx ends, as soon as something is committed.
func (f *Federation) Follow(ctx context.Context) error {
	for {
		changed := f.store.Changed()
		found, err := f.distribute(ctx)
		if ctx.Err() != nil {
			return nil
		}
		wait := time.Minute
		switch {
		case err == nil && !found:
			// What is recorded concerns nobody elsewhere: one look at many commits is cheaper than one at each.
			select {
			case <-ctx.Done():
			case <-time.After(pause):
			}
		case err != nil:
			wait = time.Second
			if node.KindOf(err) != node.Conflict {
				f.log.Warn("make ready what goes to other nodes", "error", err)
			}
		}
		timer := time.NewTimer(wait)
		if err != nil {
			changed = nil
		}
		select {
		case <-ctx.Done():
		case <-changed:
		case <-timer.C:
		}
		timer.Stop()
	}
}

const (
	pause  = 25 * time.Millisecond // between looks that find nothing
	notice = 5 * time.Second       // between notes of how far the log was looked through, when nothing was found
)

// Distribute makes ready and queues everything in the log that goes to other nodes and was not looked at.
// What a database held before it first federated stays where it is: followers fetch it.
//
// Errors: Conflict when another process does the same just now.
func (f *Federation) Distribute(ctx context.Context) error {
	_, err := f.distribute(ctx)
	return err
}

// looked is how far this process has looked through the log: further than is noted on disk when there was
// nothing in it for others. To look again after a restart is cheaper than to note it with every commit.
type looked struct {
	sync.Mutex
	to    node.Position
	noted time.Time
}

func (f *Federation) distribute(ctx context.Context) (found bool, err error) {
	f.looked.Lock()
	defer f.looked.Unlock()
	for {
		after, err := f.store.Sent(ctx)
		fresh := node.KindOf(err) == node.NotFound
		if err != nil && !fresh {
			return found, err
		}
		from := max(after, f.looked.to)
		batch, err := f.gather(ctx, from, fresh)
		if err != nil || batch.to == from && !fresh {
			return found, err
		}
		empty := len(batch.jobs) == 0
		if empty && !fresh && f.now().Sub(f.looked.noted) < notice {
			f.looked.to = batch.to
		} else {
			if err := f.store.Send(ctx, after, batch.to, batch.parcels, batch.jobs); err != nil {
				return found, err
			}
			f.looked.to, f.looked.noted = batch.to, f.now()
		}
		found = found || !empty
		if !batch.more {
			return found, nil
		}
	}
}

// maxGathered bounds how many activities are looked at before what was found is queued.
const maxGathered = 256

// outgoing is what a stretch of the log has for other nodes.
type outgoing struct {
	to        node.Position
	more      bool
	parcels   []node.Parcel
	jobs      []node.Job
	followers map[vocab.IRI][]vocab.IRI        // of each group, on other nodes
	blocked   map[vocab.IRI]map[vocab.IRI]bool // of each group: whom it blocks, and who blocks it
	replay    *replay                          // what for; nil: for everybody whom it concerns
}

// replay is to whom something is sent again.
type replay struct {
	host  string
	group vocab.IRI // whose activities; empty: those of all
}

// wants says whether something for a destination is made ready.
func (o *outgoing) wants(destination string) bool {
	if o.replay == nil {
		return true
	}
	host, err := policy.Host(destination)
	return err == nil && host == o.replay.host
}

func (f *Federation) gather(ctx context.Context, after node.Position, fresh bool) (o outgoing, err error) {
	err = f.node.Store().View(ctx, func(v node.View) error {
		if o.to, err = v.Position(); err != nil || fresh {
			return err
		}
		if o.to == after {
			return nil
		}
		seen := 0
		for act, err := range v.Find(node.Query{
			Classes: f.node.Kinds(as.Activity), After: after, Limit: maxGathered, Sight: node.Sight{All: true},
		}) {
			if err != nil {
				return err
			}
			if seen++; seen == maxGathered {
				o.to, o.more = act.Created, true
			}
			if !f.node.Owns(act.IRI) || act.Deleted {
				continue
			}
			if err := f.send(ctx, v, act, &o); err != nil {
				return fmt.Errorf("make %s ready to be sent: %w", act.IRI, err)
			}
		}
		return nil
	})
	return o, err
}

// kept are the verbs that nobody else is told of.
var kept = map[string]bool{"Block": true, "Read": true}

// send makes one activity ready for all whom it concerns elsewhere.
func (f *Federation) send(ctx context.Context, v node.View, act node.Version, o *outgoing) error {
	if kept[act.Class] || f.node.IsMember(act.Owner) {
		return nil // a member's own address is nobody's to know
	}
	r, err := act.Resource()
	if err != nil {
		return err
	}
	direct := f.named(r, act.Audience)
	followers, err := f.following(v, act, r, o)
	if err != nil || len(direct)+len(followers) == 0 {
		return err
	}
	key := string(act.Owner)
	if objects := r.All(as.HasObject); len(objects) > 0 && !node.Between[act.Class] {
		key = string(objects[0].IRI())
	}
	queue := func(to string, e errand) error {
		data, err := json.Marshal(e)
		if err != nil {
			return err
		}
		o.jobs = append(o.jobs, node.Job{Lane: node.LaneOf(Delivering, to), Kind: Delivering, Key: key + " " + string(e.Inbox) + string(e.To), Party: string(e.As), Ref: act.IRI, Data: data})
		return nil
	}
	made := map[string]bool{}
	pack := func(d dialect.Dialect, to vocab.IRI) error {
		if made[form(d, to)] {
			return nil
		}
		made[form(d, to)] = true
		body, err := f.compose(ctx, v, d, act, r, to, o.replay != nil)
		if err != nil {
			return err
		}
		o.parcels = append(o.parcels, node.Parcel{Activity: act.IRI, Form: form(d, to), Body: body})
		return nil
	}
	for _, to := range direct {
		origin, _ := node.Origin(to)
		if !o.wants(origin) {
			continue
		}
		if skip, err := f.avoided(ctx, v, act.Owner, to); err != nil || skip {
			if err != nil {
				return err
			}
			continue
		}
		for _, d := range []dialect.Dialect{dialect.Carrier, dialect.Full} {
			if known := f.remembered(ctx, to); known == nil || known.Dialect == d {
				if err := pack(d, to); err != nil {
					return err
				}
			}
		}
		if err := queue(origin, errand{As: act.Owner, To: to, Apart: true}); err != nil {
			return err
		}
	}
	blocked, err := o.blockedOf(v, act.Owner)
	if err != nil {
		return err
	}
	inboxes, quiet := map[vocab.IRI]bool{}, silent(v, r)
	for _, to := range followers {
		if slices.Contains(direct, to) {
			continue
		}
		e := errand{As: act.Owner, To: to}
		origin, _ := node.Origin(to)
		known := f.remembered(ctx, to)
		if known != nil && quiet && known.Dialect != dialect.Full {
			continue
		}
		if known != nil {
			e.Form, e.Inbox = form(known.Dialect, ""), known.Inbox
			if known.SharedInbox != "" {
				e.Inbox, e.To = known.SharedInbox, ""
			}
			origin, _ = node.Origin(e.Inbox)
		}
		if !o.wants(origin) || inboxes[e.Inbox] {
			continue
		}
		if skip, err := f.avoidedAmong(ctx, blocked, act.Owner, to); err != nil || skip {
			if err != nil {
				return err
			}
			continue
		}
		if e.Inbox != "" {
			inboxes[e.Inbox] = true
		}
		for _, d := range []dialect.Dialect{dialect.Carrier, dialect.Full} {
			if known == nil || known.Dialect == d {
				if err := pack(d, ""); err != nil {
					return err
				}
			}
		}
		if err := queue(origin, e); err != nil {
			return err
		}
	}
	return nil
}
