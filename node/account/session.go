package account

import (
	"context"
	"fmt"

	"tributary/node"
	"tributary/vocab"
)

const (
	refusedLink    = "this sign-in link is unknown, was used already, or has expired: ask for another"
	refusedSession = "you are not signed in, or no longer"
)

// SignIn trades the code of a sign-in link for a session: the value of its cookie, which lasts
// SessionLife, and who signed in. A code counts once.
//
// Doors should trade it on POST only: previews of links in mail and chat open them with GET.
//
// Errors: Unauthenticated.
func (a *Accounts) SignIn(ctx context.Context, code string) (cookie string, member vocab.IRI, err error) {
	k, err := a.recognise(ctx, code, invitation, refusedLink)
	if err != nil {
		return "", "", err
	}
	// Of two who bring the same code at once, the store lets one remove it.
	if err := a.store.DropSecret(ctx, k.hash); node.KindOf(err) == node.NotFound {
		return "", "", node.Errorf(node.Unauthenticated, "%s", refusedLink)
	} else if err != nil {
		return "", "", fmt.Errorf("use up a sign-in link: %w", err)
	}
	cookie, err = a.issue(ctx, k.holder, session)
	if err != nil {
		return "", "", err
	}
	return cookie, k.holder, nil
}

// Session is who a session's cookie stands for, with all the roles it has.
//
// Errors: Unauthenticated when the cookie is unknown, has expired or was signed out.
func (a *Accounts) Session(ctx context.Context, cookie string) (node.Caller, error) {
	k, err := a.recognise(ctx, cookie, session, refusedSession)
	if err != nil {
		return node.Stranger, err
	}
	return a.callerOf(ctx, k, refusedSession)
}

// SignOut ends a session. One that has ended already is no error.
func (a *Accounts) SignOut(ctx context.Context, cookie string) error {
	if !wellFormed(cookie, session) {
		return nil
	}
	err := a.store.DropSecret(ctx, hash(cookie))
	if node.KindOf(err) == node.NotFound {
		return nil
	}
	return err
}

// SignOutEverywhere ends all sessions of a member, and sign-in links not yet used.
func (a *Accounts) SignOutEverywhere(ctx context.Context, member vocab.IRI) error {
	return a.dropSecrets(ctx, member, session, invitation)
}
