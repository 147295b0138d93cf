package account

import (
	"context"
	"iter"
	"time"

	"tributary/node"
	"tributary/vocab"
)

// Accounts knows who may come in and as whom. It is safe for concurrent use.
type Accounts struct {
	store     Store
	relations node.Store
	addresses node.Addresses
	now       func() time.Time
	mint      func(time.Time) string
	tokenLife time.Duration
}

// Options are what accounts take from outside. The zero Options work.
type Options struct {
	Now       func() time.Time       // nil: time.Now
	Mint      func(time.Time) string // makes ULIDs; nil: node.Mint()
	TokenLife time.Duration          // of bearer tokens; 0: until revoked
}

// New makes the accounts of a node. Roles and pseudonyms are kept in relations, all else in store.
func New(store Store, relations node.Store, addresses node.Addresses, o Options) *Accounts {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Mint == nil {
		o.Mint = node.Mint()
	}
	return &Accounts{
		store: store, relations: relations, addresses: addresses,
		now: o.Now, mint: o.Mint, tokenLife: o.TokenLife,
	}
}

// time is now, as it is stored: UTC, to the microsecond.
func (a *Accounts) time() time.Time { return a.now().UTC().Truncate(time.Microsecond) }

// Member is the member with an e-mail address, in any spelling of case.
//
// Errors: Invalid when it is no address, NotFound when nobody has it.
func (a *Accounts) Member(ctx context.Context, email string) (vocab.IRI, error) {
	folded, err := foldEmail(email)
	if err != nil {
		return "", err
	}
	return a.store.MemberByEmail(ctx, folded)
}

// Members are all members, in the order they came; they are the operator's to see.
func (a *Accounts) Members(ctx context.Context) iter.Seq2[vocab.IRI, error] {
	return a.store.Members(ctx)
}

// Email is a member's address, which is the operator's and the member's own to see.
//
// Errors: NotFound when there is no such member.
func (a *Accounts) Email(ctx context.Context, member vocab.IRI) (string, error) {
	return a.store.EmailOf(ctx, member)
}

// Forget removes what ties a member to a person: the address, all secrets, memberships, and the
// links between member, pseudonyms and the person known by a handle. What those recorded stays.
//
// Errors: NotFound when there is no such member.
func (a *Accounts) Forget(ctx context.Context, member vocab.IRI) error {
	// First the way in, so that nothing is done in between with roles already half gone.
	if err := a.store.ForgetMember(ctx, member); err != nil {
		return err
	}
	return a.relations.Update(ctx, func(tx node.Tx) error {
		for _, kind := range []node.RelationKind{node.MemberOf, node.AppearsAs, node.KnownAs} {
			ties, err := collect(tx.Relations(node.Relation{From: member, Kind: kind}))
			if err != nil {
				return err
			}
			for _, tie := range ties {
				if err := tx.Relate(tie, false); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
