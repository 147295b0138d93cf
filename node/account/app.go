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

// Grant is what a member lets an app do: to act for one group it belongs to, or for the person as whom it is
// known, and for nobody else.
type Grant struct {
	Client string    // by which the app is known to the authorization server
	Name   string    // what the app calls itself
	As     vocab.IRI // the group or person
	Scope  Scope     // Read or Write
	code   string    // the beginning of the hash of the code that brought the token
}

// app is the form of tokens that apps are given. What is kept as their scope says which grant.
const app Scope = "app"

// AppLife is how long an app may act without asking anew.
const AppLife = 90 * 24 * time.Hour

// granted is a grant as it is kept, after the word "app". The actor is a path, so that it moves with the node.
type granted struct {
	Client string `json:"client"`
	Name   string `json:"name"`
	As     string `json:"as"`
	Scope  Scope  `json:"may"`
	Code   string `json:"code,omitempty"`
}

// granted is a grant as it was kept.
func (a *Accounts) granted(g granted) *Grant {
	return &Grant{g.Client, g.Name, vocab.IRI(a.addresses.Base + g.As), g.Scope, g.Code}
}

// kindOf is what sort of secret one is, by what was kept as its scope.
func kindOf(scope string) Scope {
	word, _, _ := strings.Cut(scope, " ")
	return Scope(word)
}

// grantOf reads what was kept of a token; nil for what is no app's.
func (a *Accounts) grantOf(scope string) *Grant {
	text, is := strings.CutPrefix(scope, string(app)+" ")
	var g granted
	if !is || json.Unmarshal([]byte(text), &g) != nil {
		return nil
	}
	return a.granted(g)
}

// Actors are those for whom a member may let an app act: the groups it belongs to, with its role there, and the
// person as whom it is known, with the role of admin in its own record.
func (a *Accounts) Actors(ctx context.Context, member vocab.IRI) (actors map[vocab.IRI]node.Role, err error) {
	actors = map[vocab.IRI]node.Role{}
	err = a.relations.View(ctx, func(v node.View) error {
		if err := rolesOf(v, member, Full, actors); err != nil {
			return err
		}
		person, err := known(v, kept{holder: member, scope: Full})
		if err == nil && person != nil {
			actors[person.Agent] = node.Admin
		}
		return err
	})
	return actors, err
}

// grantable is a grant as it is kept, when it is the member's to give.
func (a *Accounts) grantable(ctx context.Context, member vocab.IRI, g Grant) (granted, error) {
	if g.Scope != Read && g.Scope != Write {
		return granted{}, node.Errorf(node.Invalid, "an app may read, or read and write; not %q", g.Scope)
	}
	actors, err := a.Actors(ctx, member)
	if err != nil {
		return granted{}, err
	}
	path, ours := strings.CutPrefix(string(g.As), a.addresses.Base)
	if !ours || narrow(actors[g.As], g.Scope) == "" {
		return granted{}, node.Errorf(node.Forbidden, "you may not let an app act for %s", g.As)
	}
	return granted{g.Client, g.Name, path, g.Scope, g.code}, nil
}

// Allow makes a token with which an app acts for an agent in the name of a member, for AppLife. name ends it by
// [Accounts.Revoke].
//
// Errors: Invalid for a scope that apps are not given; Forbidden for an agent that is not the member's to act for.
func (a *Accounts) Allow(ctx context.Context, member vocab.IRI, g Grant) (token, name string, err error) {
	kept, err := a.grantable(ctx, member, g)
	if err != nil {
		return "", "", err
	}
	text, err := json.Marshal(kept)
	if err != nil {
		return "", "", fmt.Errorf("write a grant: %w", err)
	}
	issued, secret := a.time(), newSecret(app)
	if err := a.store.KeepSecret(ctx, hash(secret), member, string(app)+" "+string(text), issued, issued.Add(AppLife)); err != nil {
		return "", "", fmt.Errorf("keep a token of an app: %w", err)
	}
	return secret, hash(secret)[:nameLength], nil
}

// AllowedApp is an app that may act for a member.
type AllowedApp struct {
	Grant
	Token IssuedToken
}

// Apps are those that may act for a member, in the order in which it let them.
func (a *Accounts) Apps(ctx context.Context, member vocab.IRI) (apps []AllowedApp, err error) {
	err = a.eachSecret(ctx, member, func(hash string, scope Scope, used, expires time.Time) error {
		if g := a.grantOf(string(scope)); g != nil && !ended(expires, a.time()) {
			apps = append(apps, AllowedApp{*g, IssuedToken{hash[:nameLength], g.Scope, used, expires}})
		}
		return nil
	})
	return apps, err
}

// Disallow ends the token of an app, by itself. client is whose it has to be; empty: anybody's. What is no such
// token is no error.
func (a *Accounts) Disallow(ctx context.Context, token, client string) error {
	if !wellFormed(token, app) {
		return nil
	}
	_, scope, _, _, err := a.store.Secret(ctx, hash(token))
	if err == nil {
		if g := a.grantOf(scope); g == nil || client != "" && g.Client != client {
			return nil
		}
		err = a.store.DropSecret(ctx, hash(token))
	}
	if node.KindOf(err) == node.NotFound {
		return nil
	}
	return err
}

// confined is the holder of an app's token: for the one agent that the grant names, with what the member may
// there now, and what the grant allows. Nil when the member may act for that agent no more.
func (a *Accounts) confined(v node.View, k kept) (*node.Caller, error) {
	as := k.grant.As
	if !a.addresses.IsGroup(as) {
		person, err := known(v, k)
		if err != nil || person == nil || person.Agent != as {
			return nil, err
		}
		person.Roles = map[vocab.IRI]node.Role{as: person.Roles[as]}
		person.For = as
		return person, nil
	}
	if err := a.groupExists(v, as); err != nil {
		return nil, err
	}
	roles := map[vocab.IRI]node.Role{}
	if err := rolesOf(v, k.holder, k.scope, roles); err != nil {
		return nil, err
	}
	if roles[as] == "" {
		return nil, nil
	}
	return &node.Caller{
		Agent: k.holder, Roles: map[vocab.IRI]node.Role{as: roles[as]}, ReadOnly: k.scope == Read, For: as,
	}, nil
}
