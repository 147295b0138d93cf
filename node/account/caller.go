package account

import (
	"context"
	"fmt"
	"slices"

	"tributary/node"
	"tributary/vocab"
)

const refusedToken = "the token is unknown, has expired or was revoked"

// Caller is who a bearer token stands for: its agent, with the agent's roles narrowed to the
// token's scope. A group's token has every right in that group that its scope allows, and none
// elsewhere.
//
// Errors: Unauthenticated when the token is unknown, has expired or was revoked.
func (a *Accounts) Caller(ctx context.Context, bearer string) (node.Caller, error) {
	k, err := a.recognise(ctx, bearer, Full, refusedToken)
	if err != nil {
		return node.Stranger, err
	}
	return a.callerOf(ctx, k, refusedToken)
}

// callerOf reads what the holder of a secret may do.
func (a *Accounts) callerOf(ctx context.Context, k kept, refusal string) (node.Caller, error) {
	who := node.Caller{Agent: k.holder, Roles: map[vocab.IRI]node.Role{}, ReadOnly: k.scope == Read}
	err := a.relations.View(ctx, func(v node.View) error {
		if a.addresses.Handle(k.holder) != "" {
			if err := a.groupExists(v, k.holder); err != nil {
				return err
			}
			who.Roles[k.holder] = narrow(node.Admin, k.scope)
		} else if err := rolesOf(v, k, who.Roles); err != nil {
			return err
		}
		follows, err := collect(v.Relations(node.Relation{From: k.holder, Kind: node.Follows}))
		for _, f := range follows {
			who.Follows = append(who.Follows, f.To)
		}
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

// rolesOf notes a member's narrowed roles.
func rolesOf(v node.View, k kept, roles map[vocab.IRI]node.Role) error {
	memberships, err := collect(v.Relations(node.Relation{From: k.holder, Kind: node.MemberOf}))
	for _, m := range memberships {
		if role := narrow(node.Role(m.Value), k.scope); role != "" {
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
