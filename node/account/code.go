package account

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"tributary/node"
	"tributary/vocab"
)

// Code is what an app was promised: a token for a grant, when it comes back as whom it said it was.
type Code struct {
	Grant
	Redirect  string // where the code was sent
	Challenge string // of PKCE
}

const (
	code  Scope = "code"  // given to an app, good for one token within a minute
	spent Scope = "spent" // a code that was used; tells whoever shows it again
)

// spentLife is for how long a code that was used is known as such.
const spentLife = 10 * time.Minute

// promised is a code as it is kept, after the word "code".
type promised struct {
	granted
	Redirect  string `json:"to"`
	Challenge string `json:"challenge"`
}

const refusedCode = "the code is unknown, was used, has expired, or was given to another client, redirect_uri or code_challenge"

// Code makes a code for an app that a member lets act. It counts once, within a minute, at whichever server of the
// node; its hash alone is kept.
//
// Errors: as [Accounts.Allow].
func (a *Accounts) Code(ctx context.Context, member vocab.IRI, c Code) (string, error) {
	g, err := a.grantable(ctx, member, c.Grant)
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(promised{g, c.Redirect, c.Challenge})
	if err != nil {
		return "", fmt.Errorf("write what an app was promised: %w", err)
	}
	issued, secret := a.time(), newSecret(code)
	if err := a.store.KeepSecret(ctx, hash(secret), member, string(code)+" "+string(text), issued, issued.Add(forms[code].life)); err != nil {
		return "", fmt.Errorf("keep a code of %s: %w", member, err)
	}
	return secret, nil
}

// Trade spends a code for a token; fits says whether who shows it is whom it was given to. Whatever comes of it, the
// code counts no more. One that is shown twice ends the token that it brought: one of the two who had it was
// not meant.
//
// Errors: Unauthenticated for a code that does not count; as [Accounts.Allow] when the member may not let the app
// act any more.
//
// Spec: RFC 6749, section 4.1.2.
func (a *Accounts) Trade(ctx context.Context, shown string, fits func(Code) bool) (token string, c Code, err error) {
	refused := node.Errorf(node.Unauthenticated, "%s", refusedCode)
	if !wellFormed(shown, code) {
		return "", c, refused
	}
	h := hash(shown)
	member, scope, _, expires, err := a.store.Secret(ctx, h)
	if err == nil {
		err = a.store.DropSecret(ctx, h) // of two who bring it at once, one finds it
	}
	if node.KindOf(err) == node.NotFound {
		if err := a.shownAgain(ctx, h); err != nil {
			return "", c, err
		}
		return "", c, refused
	}
	if err != nil {
		return "", c, fmt.Errorf("use up a code: %w", err)
	}
	now := a.time()
	if err := a.store.KeepSecret(ctx, traceOf(h), member, string(spent), now, now.Add(spentLife)); err != nil {
		return "", c, fmt.Errorf("note that a code was used: %w", err)
	}
	var p promised
	text, is := strings.CutPrefix(scope, string(code)+" ")
	if !is || json.Unmarshal([]byte(text), &p) != nil || ended(expires, now) {
		return "", c, refused
	}
	c = Code{*a.granted(p.granted), p.Redirect, p.Challenge}
	if !fits(c) {
		return "", c, refused
	}
	return a.bring(ctx, member, h, c)
}

// bring makes the token of a code that was just spent, unless the code is shown again meanwhile.
func (a *Accounts) bring(ctx context.Context, member vocab.IRI, h string, c Code) (string, Code, error) {
	c.Grant.code = h[:nameLength]
	token, name, err := a.Allow(ctx, member, c.Grant)
	if err != nil {
		return "", c, err
	}
	_, _, _, _, err = a.store.Secret(ctx, traceOf(h))
	if node.KindOf(err) != node.NotFound {
		return token, c, err
	}
	if err := a.Revoke(ctx, member, name); err != nil && node.KindOf(err) != node.NotFound {
		return "", c, err
	}
	return "", c, node.Errorf(node.Unauthenticated, "%s", refusedCode)
}

// traceOf is under what hash it is kept that a code was used. It is not the code's own: of two who drop that, the
// second must not find what the first left.
func traceOf(h string) string { return hash(string(spent) + " " + h) }

// shownAgain ends the token that a code brought, if it was used, and the trace of the code, so that a token which
// is just being made is ended, too.
func (a *Accounts) shownAgain(ctx context.Context, h string) error {
	member, _, _, _, err := a.store.Secret(ctx, traceOf(h))
	if err == nil {
		err = a.store.DropSecret(ctx, traceOf(h))
	}
	if node.KindOf(err) == node.NotFound {
		return nil // it never was a code, or was shown again before
	}
	if err != nil {
		return fmt.Errorf("end a code: %w", err)
	}
	apps, err := a.Apps(ctx, member)
	for _, one := range apps {
		if one.code != h[:nameLength] {
			continue
		}
		if err := a.Revoke(ctx, member, one.Token.Name); err != nil && node.KindOf(err) != node.NotFound {
			return err
		}
	}
	return err
}
