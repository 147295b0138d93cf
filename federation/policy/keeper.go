package policy

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"tributary/node"
	"tributary/vocab"
)

// Store is what policy needs of storage. Each method is one transaction.
type Store interface {
	// PolicyRules are, of each subject and group, the newest decision and the draft after it, oldest
	// first. A decision that cleared a rule is among them.
	PolicyRules(ctx context.Context) ([]Rule, error)
	// PolicyHistory is every decision and draft ever about a subject, the node's and each group's,
	// oldest first.
	PolicyHistory(ctx context.Context, subject string) ([]Rule, error)
	// LatestPolicy is the ID of the newest row; 0 when there is none.
	LatestPolicy(ctx context.Context) (int64, error)
	// AddPolicyRules keeps decisions, all or none, in order; their IDs are given by the store.
	AddPolicyRules(ctx context.Context, rules ...Rule) error
	// Changed is closed when something is committed, by any process, after the call.
	Changed() <-chan struct{}
}

// Keeper has the policy of a store at hand. It is safe for concurrent use.
type Keeper struct {
	store Store
	mode  Mode
	now   func() time.Time

	mu      sync.Mutex
	policy  Policy
	latest  int64           // the newest row in policy; -1 before the first reading
	changed <-chan struct{} // closed when there may be newer ones
}

// Keep makes a keeper. A nil now is time.Now.
func Keep(store Store, mode Mode, now func() time.Time) *Keeper {
	if now == nil {
		now = time.Now
	}
	return &Keeper{store: store, mode: mode, now: now, latest: -1}
}

// Policy is what is decided by now, also beside this process.
func (k *Keeper) Policy(ctx context.Context) (Policy, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.changed != nil {
		select {
		case <-k.changed:
		default:
			return k.policy, nil
		}
	}
	// First the channel, then the rows: what is committed in between closes the channel.
	changed := k.store.Changed()
	latest, err := k.store.LatestPolicy(ctx)
	if err != nil {
		return Policy{}, fmt.Errorf("look for changes of policy: %w", err)
	}
	// Most of what is committed is no policy, and the rows are never changed in place.
	if latest != k.latest {
		rules, err := k.store.PolicyRules(ctx)
		if err != nil {
			return Policy{}, fmt.Errorf("read the policy: %w", err)
		}
		k.policy, k.latest = New(k.mode, rules), latest
	}
	k.changed = changed
	return k.policy, nil
}

// Decide is [Policy.Decide] by now. Whoever cannot read the policy deals with nobody.
func (k *Keeper) Decide(ctx context.Context, who string, group vocab.IRI) (Level, Rule, error) {
	p, err := k.Policy(ctx)
	if err != nil {
		return Block, Rule{}, err
	}
	level, rule := p.Decide(who, group)
	return level, rule, nil
}

// Refuse is nil unless somebody is blocked: then it is the error to answer with, which does not say why.
//
// Errors: Forbidden.
func (k *Keeper) Refuse(ctx context.Context, who string, group vocab.IRI) error {
	level, _, err := k.Decide(ctx, who, group)
	if err == nil && level == Block {
		return node.Errorf(node.Forbidden, "this node does not deal with %.200s", who)
	}
	return err
}

// maxReason bounds a reason and a provenance, in bytes.
const maxReason = 2000

// Record enters decisions: each with its subject in its one spelling, its level, and author, at the
// time it is now.
//
// Errors: Invalid for what is no rule; nothing is entered then.
func (k *Keeper) Record(ctx context.Context, rules ...Rule) error {
	at := k.now().UTC().Truncate(time.Microsecond)
	entered := make([]Rule, len(rules))
	for i, r := range rules {
		subject, err := Subject(r.Subject)
		if err != nil {
			return err
		}
		switch {
		case !slices.Contains(node.PolicyLevels, r.Level):
			return node.Errorf(node.Invalid, "a rule about %s has no level %q", subject, r.Level)
		case r.Author == "":
			return node.Errorf(node.Invalid, "a rule about %s has an author", subject)
		case len(r.Reason) > maxReason || len(r.Provenance) > maxReason:
			return node.Errorf(node.Invalid, "the reason of a rule about %s is longer than %d bytes", subject, maxReason)
		}
		r.ID, r.Subject, r.At = 0, subject, at
		entered[i] = r
	}
	return k.store.AddPolicyRules(ctx, entered...)
}

// Approve makes rules of drafts, as the author of the approval. The draft stays in the history.
//
// Errors: NotFound when there is no such draft.
func (k *Keeper) Approve(ctx context.Context, subject string, group, author vocab.IRI) (Rule, error) {
	subject, err := Subject(subject)
	if err != nil {
		return Rule{}, err
	}
	p, err := k.Policy(ctx)
	if err != nil {
		return Rule{}, err
	}
	r, ok := p.Draft(subject, group)
	if !ok {
		return Rule{}, node.Errorf(node.NotFound, "no draft about %s waits for approval", subject)
	}
	r.Draft, r.Author = false, author
	return r, k.Record(ctx, r)
}

// History is every decision and draft ever about a subject, oldest first.
func (k *Keeper) History(ctx context.Context, subject string) ([]Rule, error) {
	subject, err := Subject(subject)
	if err != nil {
		return nil, err
	}
	return k.store.PolicyHistory(ctx, subject)
}
