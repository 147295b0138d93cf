package account

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"tributary/node"
	"tributary/vocab"
)

// Token makes a bearer token for a member or a group. It is shown this once; only its hash is kept.
//
// Errors: Invalid for an unknown scope; NotFound or Gone when there is no such member or group.
func (a *Accounts) Token(ctx context.Context, agent vocab.IRI, scope Scope) (string, error) {
	if _, err := ParseScope(string(scope)); err != nil {
		return "", err
	}
	if err := a.agentExists(ctx, agent); err != nil {
		return "", err
	}
	return a.issue(ctx, agent, scope)
}

// agentExists refuses whoever is neither a member nor a group of this node.
func (a *Accounts) agentExists(ctx context.Context, agent vocab.IRI) error {
	if a.addresses.IsGroup(agent) {
		return a.relations.View(ctx, func(v node.View) error { return a.groupExists(v, agent) })
	}
	_, err := a.store.EmailOf(ctx, agent)
	if node.KindOf(err) == node.NotFound {
		return node.Errorf(node.NotFound, "%s is neither a member nor a group of this node", agent)
	}
	return err
}

// IssuedToken is what can be said of a token after it was shown.
type IssuedToken struct {
	Name    string    // the beginning of its hash; tells the tokens of one agent apart
	Scope   Scope     //
	Used    time.Time // to the hour; zero: never
	Expires time.Time // zero: when it is revoked
}

// nameLength of the hash's 64 digits: 48 bits.
const nameLength = 12

// Tokens are an agent's tokens that still count, in order of issue.
func (a *Accounts) Tokens(ctx context.Context, agent vocab.IRI) ([]IssuedToken, error) {
	var tokens []IssuedToken
	err := a.eachSecret(ctx, agent, func(hash string, scope Scope, used, expires time.Time) error {
		if _, err := ParseScope(string(scope)); err == nil && !ended(expires, a.time()) {
			tokens = append(tokens, IssuedToken{hash[:nameLength], scope, used, expires})
		}
		return nil
	})
	return tokens, err
}

// Revoke ends a token, an app's too, by its name. Whoever holds it is refused from the next request on.
//
// Errors: NotFound when the agent has no such token.
func (a *Accounts) Revoke(ctx context.Context, agent vocab.IRI, name string) error {
	found := ""
	err := a.eachSecret(ctx, agent, func(hash string, scope Scope, _, _ time.Time) error {
		_, err := ParseScope(string(scope))
		if (err == nil || a.grantOf(string(scope)) != nil) && len(name) == nameLength && strings.HasPrefix(hash, name) {
			found = hash
		}
		return nil
	})
	if err != nil {
		return err
	}
	if found == "" {
		return node.Errorf(node.NotFound, "%s has no token %q", agent, name)
	}
	return a.store.DropSecret(ctx, found)
}

// RevokeAll ends every token of an agent, those of apps too.
func (a *Accounts) RevokeAll(ctx context.Context, agent vocab.IRI) error {
	return a.dropSecrets(ctx, agent, Read, Write, Full, app, code)
}

// eachSecret calls f with what is kept of each secret of a holder. One that vanishes meanwhile is
// left out.
func (a *Accounts) eachSecret(ctx context.Context, holder vocab.IRI, f func(hash string, scope Scope, used, expires time.Time) error) error {
	hashes, err := a.store.SecretsOf(ctx, holder)
	if err != nil {
		return fmt.Errorf("list secrets of %s: %w", holder, err)
	}
	for _, h := range hashes {
		_, scope, used, expires, err := a.store.Secret(ctx, h)
		if node.KindOf(err) == node.NotFound {
			continue
		}
		if err != nil {
			return fmt.Errorf("read a secret of %s: %w", holder, err)
		}
		if err := f(h, Scope(scope), used, expires); err != nil {
			return err
		}
	}
	return nil
}

// dropSecrets ends all of a holder's secrets of some scopes.
func (a *Accounts) dropSecrets(ctx context.Context, holder vocab.IRI, scopes ...Scope) error {
	return a.eachSecret(ctx, holder, func(hash string, scope Scope, _, _ time.Time) error {
		if !slices.Contains(scopes, kindOf(string(scope))) {
			return nil
		}
		err := a.store.DropSecret(ctx, hash)
		if node.KindOf(err) == node.NotFound {
			return nil
		}
		return err
	})
}
