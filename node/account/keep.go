package account

import (
	"context"
	"fmt"
	"time"

	"tributary/node"
	"tributary/vocab"
)

// issue makes a secret for an agent and keeps its hash.
func (a *Accounts) issue(ctx context.Context, holder vocab.IRI, scope Scope) (string, error) {
	issued, secret := a.time(), newSecret(scope)
	life := forms[scope].life
	if life == 0 {
		life = a.tokenLife
	}
	var expires time.Time
	if life > 0 {
		expires = issued.Add(life)
	}
	if err := a.store.KeepSecret(ctx, hash(secret), holder, string(scope), issued, expires); err != nil {
		return "", fmt.Errorf("keep a secret of %s: %w", holder, err)
	}
	return secret, nil
}

// kept is what a secret that still counts stands for.
type kept struct {
	hash   string
	holder vocab.IRI
	scope  Scope
	used   time.Time // zero: never
	grant  *Grant    // of an app's token; nil for others
}

// recognise says what a secret stands for. It must look like one of scope; what was kept of it
// decides which it is.
//
// Errors: Unauthenticated with refusal for whatever does not count. One text for all reasons: it
// helps nobody who has not had the secret.
func (a *Accounts) recognise(ctx context.Context, secret string, scope Scope, refusal string) (kept, error) {
	refused := node.Errorf(node.Unauthenticated, "%s", refusal)
	if !wellFormed(secret, scope) {
		return kept{}, refused
	}
	h := hash(secret)
	holder, name, used, expires, err := a.store.Secret(ctx, h)
	if node.KindOf(err) == node.NotFound {
		return kept{}, refused
	}
	if err != nil {
		return kept{}, fmt.Errorf("read a secret: %w", err)
	}
	k := kept{hash: h, holder: holder, scope: Scope(name), used: used, grant: a.grantOf(name)}
	if k.grant != nil {
		k.scope = k.grant.Scope
	}
	if forms[kindOf(name)].prefix != forms[scope].prefix || ended(expires, a.time()) {
		return kept{}, refused
	}
	return k, nil
}

func ended(expires, now time.Time) bool { return !expires.IsZero() && !now.Before(expires) }

// usedEvery is how exactly the last use is kept: enough to find forgotten tokens, too coarse to
// follow a person's day, and one write an hour.
const usedEvery = time.Hour

// touch notes that a secret is in use.
func (a *Accounts) touch(ctx context.Context, k kept) {
	now := a.time()
	if now.Sub(k.used) < usedEvery {
		return
	}
	// Not worth refusing a request that is otherwise good: the next one tries again.
	_ = a.store.TouchSecret(ctx, k.hash, now.Truncate(usedEvery))
}

// Sweep removes secrets that have ended, and says how many. It may run at any time.
func (a *Accounts) Sweep(ctx context.Context) (int, error) {
	return a.store.SweepSecrets(ctx, a.time())
}
