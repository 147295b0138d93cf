package account

import (
	"context"
	"fmt"
	"net/url"

	"tributary/node"
	"tributary/vocab"
)

// SignInPath is where sign-in links lead, under the node's URL. The code is in the query, as
// SignInParameter: logs keep paths.
const (
	SignInPath      = "/sign-in"
	SignInParameter = "code"
)

// Invite makes a member of whoever has an e-mail address, unless it is one already, gives it a role
// in a group, and returns a link that signs it in once, within seven days. A new link for the same
// member ends the ones before. An empty group gives no role; role is then empty too.
//
// Errors: Invalid for an address, role or group that cannot be; NotFound or Gone for the group.
func (a *Accounts) Invite(ctx context.Context, email string, group vocab.IRI, role node.Role) (link string, member vocab.IRI, err error) {
	folded, err := foldEmail(email)
	if err != nil {
		return "", "", err
	}
	if err := a.checkSeat(ctx, group, role); err != nil {
		return "", "", err
	}
	if member, err = a.memberFor(ctx, folded); err != nil {
		return "", "", err
	}
	if group != "" {
		if err := a.seat(ctx, member, group, role); err != nil {
			return "", "", err
		}
	}
	if err := a.dropSecrets(ctx, member, invitation); err != nil {
		return "", "", err
	}
	code, err := a.issue(ctx, member, invitation)
	if err != nil {
		return "", "", err
	}
	query := url.Values{SignInParameter: {code}}
	return a.addresses.Base + SignInPath + "?" + query.Encode(), member, nil
}

// checkSeat refuses a role without a group, a group without a role, and what is neither. It comes
// before anything is made, so that a mistyped handle leaves no member behind.
func (a *Accounts) checkSeat(ctx context.Context, group vocab.IRI, role node.Role) error {
	if group == "" && role == "" {
		return nil
	}
	if group == "" {
		return node.Errorf(node.Invalid, "the role %s needs a group", role)
	}
	if _, err := node.ParseRole(string(role)); err != nil {
		return err
	}
	return a.relations.View(ctx, func(v node.View) error { return a.groupExists(v, group) })
}

// memberFor is the member with a folded address; a new one when there is none.
func (a *Accounts) memberFor(ctx context.Context, folded string) (vocab.IRI, error) {
	member, err := a.store.MemberByEmail(ctx, folded)
	if node.KindOf(err) != node.NotFound {
		return member, err
	}
	now := a.time()
	member = a.addresses.Person(a.mint(now))
	err = a.store.AddMember(ctx, member, folded, now)
	if node.KindOf(err) == node.Conflict {
		// Someone else invited the same person since we looked.
		return a.store.MemberByEmail(ctx, folded)
	}
	if err != nil {
		return "", fmt.Errorf("add member: %w", err)
	}
	return member, nil
}

// seat gives a member a role in a group, in place of any it had.
func (a *Accounts) seat(ctx context.Context, member, group vocab.IRI, role node.Role) error {
	return a.relations.Update(ctx, func(tx node.Tx) error {
		if err := a.groupExists(tx, group); err != nil {
			return err
		}
		return tx.Relate(node.Relation{
			From: member, Kind: node.MemberOf, To: group, Value: string(role), Since: a.time(),
		}, true)
	})
}
