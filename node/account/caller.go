package account

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"tributary/node"
	"tributary/vocab"
)

const refusedToken = "the token is unknown, has expired or was revoked"

// Caller is who a bearer token stands for: its agent, with the agent's roles narrowed to the
// token's scope. A group's token has every right in that group that its scope allows, and none
// elsewhere. An app's token acts for the one agent that its grant names.
//
// Errors: Unauthenticated when the token is unknown, has expired or was revoked.
func (a *Accounts) Caller(ctx context.Context, bearer string) (node.Caller, error) {
	form := Full
	if strings.HasPrefix(bearer, forms[app].prefix) {
		form = app
	}
	k, err := a.recognise(ctx, bearer, form, refusedToken)
	if err != nil {
		return node.Stranger, err
	}
	return a.callerOf(ctx, k, refusedToken)
}

// callerOf reads what the holder of a secret may do.
func (a *Accounts) callerOf(ctx context.Context, k kept, refusal string) (node.Caller, error) {
	who := node.Caller{Agent: k.holder, Roles: map[vocab.IRI]node.Role{}, ReadOnly: k.scope == Read}
	err := a.relations.View(ctx, func(v node.View) (err error) {
		if k.grant != nil {
			only, err := a.confined(v, k)
			if err == nil && only == nil {
				return node.Errorf(node.NotFound, "%s is not the member's to act for any more", k.grant.As)
			}
			if err == nil {
				who = *only
			}
			return err
		}
		if a.addresses.IsGroup(k.holder) {
			if err := a.groupExists(v, k.holder); err != nil {
				return err
			}
			who.Roles[k.holder] = narrow(node.Admin, k.scope)
		} else {
			if err := rolesOf(v, k.holder, k.scope, who.Roles); err != nil {
				return err
			}
			if who.Known, err = known(v, k); err != nil {
				return err
			}
		}
		who.Follows, err = followed(v, k.holder)
		return err
	})
	switch node.KindOf(err) {
	case "":
		a.touch(ctx, k)
		return who, nil
	case node.NotFound, node.Gone: // the group ended; its tokens end with it
		return node.Stranger, node.Errorf(node.Unauthenticated, "%s", refusal)
	}
	return node.Stranger, fmt.Errorf("read what %s may do: %w", k.holder, err)
}

// known is the person as whom a member is known, as a caller: it has every right in its own record that the
// scope allows, and the roles that the person was given; nil for a member without a handle.
func known(v node.View, k kept) (*node.Caller, error) {
	ties, err := collect(v.Relations(node.Relation{From: k.holder, Kind: node.KnownAs}))
	if err != nil {
		return nil, err
	}
	for _, tie := range ties {
		if tie.Value == node.KnownNoMore {
			continue
		}
		who := node.Caller{Agent: tie.To, Roles: map[vocab.IRI]node.Role{}, ReadOnly: k.scope == Read}
		if err := rolesOf(v, tie.To, k.scope, who.Roles); err != nil {
			return nil, err
		}
		who.Roles[tie.To] = narrow(node.Admin, k.scope)
		who.Follows, err = followed(v, tie.To)
		return &who, err
	}
	return nil, nil
}

// followed are those whom an agent follows.
func followed(v node.View, agent vocab.IRI) (all []vocab.IRI, err error) {
	follows, err := collect(v.Relations(node.Relation{From: agent, Kind: node.Follows}))
	for _, f := range follows {
		all = append(all, f.To)
	}
	return all, err
}

// rolesOf notes an agent's narrowed roles.
func rolesOf(v node.View, agent vocab.IRI, scope Scope, roles map[vocab.IRI]node.Role) error {
	memberships, err := collect(v.Relations(node.Relation{From: agent, Kind: node.MemberOf}))
	for _, m := range memberships {
		if role := narrow(node.Role(m.Value), scope); role != "" {
			roles[m.To] = role
		}
	}
	return err
}

// narrow is the weaker of a role and what a scope allows at most; empty for unknown ones.
func narrow(role node.Role, scope Scope) node.Role {
	most := slices.Index(node.Roles, forms[scope].most)
	has := slices.Index(node.Roles, role)
	if least := min(has, most); least >= 0 {
		return node.Roles[least]
	}
	return ""
}
