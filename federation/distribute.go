package federation

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"tributary/federation/dialect"
	"tributary/federation/policy"
	"tributary/node"
	"tributary/node/narrate"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/vf"
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

// named are the agents of other nodes whom an activity names: openly or not.
func (f *Federation) named(act *vocab.Resource, a node.Audience) (agents []vocab.IRI) {
	note := func(id vocab.IRI) {
		if _, web := node.Origin(id); web && id != as.Public && !f.node.Owns(id) && !slices.Contains(agents, id) && !strings.HasSuffix(string(id), "/followers") {
			agents = append(agents, id)
		}
	}
	for _, p := range []*vocab.Property{as.To, as.CC} {
		for _, v := range act.All(p) {
			note(v.IRI())
		}
	}
	for _, id := range a.Names {
		note(id)
	}
	return agents
}

// following are the followers on other nodes to whom an activity goes.
func (f *Federation) following(v node.View, act node.Version, r *vocab.Resource, o *outgoing) (followers []vocab.IRI, err error) {
	between, err := f.between(v, act, r)
	if err != nil || between || act.Audience.Level > node.Followers {
		return nil, err
	}
	addressed := append(r.All(as.To), r.All(as.CC)...)
	if len(addressed) > 0 && !slices.ContainsFunc(addressed, func(to vocab.Value) bool {
		return to.IRI() == as.Public || to.IRI() == act.Owner+"/followers"
	}) {
		return nil, nil
	}
	if followers, known := o.followers[act.Owner]; known {
		return followers, nil
	}
	for r, err := range v.Relations(node.Relation{Kind: node.Follows, To: act.Owner}) {
		if err != nil {
			return nil, err
		}
		if !f.node.Owns(r.From) {
			followers = append(followers, r.From)
		}
	}
	if o.followers == nil {
		o.followers = map[vocab.IRI][]vocab.IRI{}
	}
	o.followers[act.Owner] = followers
	return followers, nil
}

// between says whether an activity concerns two sides and nobody else. To take back what followers were
// told concerns them too.
func (f *Federation) between(v node.View, act node.Version, r *vocab.Resource) (bool, error) {
	if act.Class != as.Undo.Name {
		return node.Between[act.Class], nil
	}
	for _, o := range r.All(as.HasObject) {
		undone, err := v.Latest(o.IRI())
		if err != nil {
			return false, err
		}
		if node.Between[undone.Class] || kept[undone.Class] {
			return true, nil
		}
	}
	return false, nil
}

// compose writes an activity for one recipient, or for all followers, with the things in it that they may
// see.
func (f *Federation) compose(ctx context.Context, v node.View, d dialect.Dialect, act node.Version, r *vocab.Resource, to vocab.IRI, again bool) ([]byte, error) {
	sight := node.Sight{}
	if act.Audience.Level == node.Followers {
		sight.Follows = []vocab.IRI{act.Owner}
	}
	if to != "" {
		sight.Names = []vocab.IRI{to}
		following := false
		for _, err := range v.Relations(node.Relation{From: to, Kind: node.Follows, To: act.Owner}) {
			if err != nil {
				return nil, err
			}
			following = true
		}
		if following {
			sight.Follows = []vocab.IRI{act.Owner}
		}
	}
	within, err := f.within(v, sight, r)
	if err != nil {
		return nil, err
	}
	body, err := bargain(v, r, within)
	if err == nil && body == nil && d == dialect.Carrier {
		body = taskAnswer(v, r, within)
	}
	if err != nil || body != nil {
		if err != nil {
			return nil, err
		}
		return f.keys.Load().Prove(act.Owner, body, act.At)
	}
	parts, err := f.parts(v, sight, act, r, again)
	if act.Class == as.Announce.Name && err == nil {
		parts, err = f.passedOnParts(ctx, v, sight, d, act, r)
	}
	if err != nil {
		return nil, err
	}
	return dialect.Compose(d, act, parts, dialect.Options{
		Base: f.node.Base, Prover: f.keys.Load(), Names: f.names(v, sight), Exchange: f.exchanged(v, sight), Context: within,
	})
}

// within is the conversation that an activity belongs to, as far as somebody may know of it.
func (f *Federation) within(v node.View, sight node.Sight, r *vocab.Resource) (vocab.IRI, error) {
	conversation, err := f.node.ConversationOf(v, r)
	topic, ours := strings.CutSuffix(string(conversation), "/context")
	if err != nil || !ours || !f.node.Owns(conversation) {
		return conversation, err
	}
	if about, err := v.Latest(vocab.IRI(topic)); err != nil || !sight.Sees(about) {
		return "", err
	}
	return conversation, nil
}

// maxParts bounds how many things are looked up for one activity.
const maxParts = 256

// parts are the things of an activity, as it left them and as somebody may see them. What is told again is
// told only of what there still is and as far as it may be seen today.
func (f *Federation) parts(v node.View, sight node.Sight, act node.Version, r *vocab.Resource, again bool) (parts []dialect.Part, err error) {
	objects := append(r.All(as.HasObject), r.All(as.Result)...)
	for _, o := range objects[:min(len(objects), maxParts)] {
		then, err := v.AsOf(o.IRI(), act.At)
		if node.KindOf(err) == node.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		if act.Audience.Level <= node.Followers && then.Audience.Level > act.Audience.Level {
			continue // who reads the activity may be more than may read the thing
		}
		foreign := !f.node.Owns(then.IRI)
		if !sight.Sees(then) && !(foreign && slices.Contains(sight.Names, then.Owner)) {
			continue
		}
		if again && !then.Deleted {
			now, err := v.Latest(then.IRI)
			if err != nil {
				return nil, err
			}
			if now.Deleted || !sight.Sees(now) && !(foreign && slices.Contains(sight.Names, now.Owner)) ||
				act.Audience.Level <= node.Followers && now.Audience.Level > act.Audience.Level {
				continue
			}
		}
		if then, err = node.Redact(v, sight, then); err != nil {
			return nil, err
		}
		p := dialect.Part{IRI: then.IRI}
		if p.Resource, err = then.Resource(); err != nil {
			return nil, err
		}
		if then.N > 1 && then.Activity == act.IRI {
			before, err := v.Version(then.IRI, then.N-1)
			if err != nil {
				return nil, err
			}
			if p.Before, err = before.Resource(); err != nil {
				return nil, err
			}
		}
		if p.Note, err = f.noteOf(v, then, act.IRI); err != nil {
			return nil, err
		}
		parts = append(parts, p)
	}
	return parts, nil
}

// noteOf is the Note by which strangers know a thing: that of the activity which made it and nothing else. What
// is told for the first time has none yet.
func (f *Federation) noteOf(v node.View, then node.Version, act vocab.IRI) (n dialect.Note, err error) {
	if then.N == 1 && !then.Deleted && then.Activity == act || !f.node.Owns(then.IRI) {
		return n, nil
	}
	if then.Activity == then.IRI && then.Class != as.Create.Name && then.Class != as.Update.Name {
		return n, nil // an activity such as Announce is no Note: it is taken back as what it is
	}
	first, err := v.Version(then.IRI, 1)
	if err != nil {
		return n, err
	}
	made, err := v.Latest(first.Activity)
	if err != nil {
		return n, nil // the node itself made it
	}
	r, err := made.Resource()
	if err != nil || r == nil || len(r.All(as.HasObject)) != 1 {
		return n, err
	}
	return dialect.Note{ID: dialect.NoteOf(made.IRI), Published: made.At}, nil
}

// names tells what things are called, as far as somebody may know.
func (f *Federation) names(v node.View, sight node.Sight) narrate.Names {
	return func(id vocab.IRI) string {
		kept, err := v.Latest(id)
		if err != nil || kept.Deleted || !sight.Sees(kept) {
			return ""
		}
		r, err := kept.Resource()
		if err != nil {
			return ""
		}
		for _, p := range []*vocab.Property{vf.Name, as.PreferredUsername} {
			if name := r.Get(p).Text(); name != "" {
				return name
			}
		}
		return ""
	}
}
