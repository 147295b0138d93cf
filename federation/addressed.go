package federation

import (
	"context"
	"slices"
	"strings"

	"tributary/federation/policy"
	"tributary/node"
	"tributary/vocab"
)

// addressed are the groups and persons of this node that an activity is for: named in it, or addressed.
func (f *Federation) addressed(act node.Activity) (groups []vocab.IRI) {
	note := func(id vocab.IRI) {
		if group := f.groupOf(id); group != "" && !slices.Contains(groups, group) {
			groups = append(groups, group)
		}
	}
	for _, o := range act.Objects {
		note(o.IRI)
		if o.Resource != nil {
			for _, to := range o.Resource.Refs() {
				note(to)
			}
		}
	}
	for _, list := range [][]vocab.IRI{act.To, act.CC, act.Blind} {
		for _, to := range list {
			note(to)
		}
	}
	return groups
}

// groupOf is the group or person that an own address stands under; empty when there is none.
func (f *Federation) groupOf(id vocab.IRI) vocab.IRI {
	if !f.node.Owns(id) {
		return ""
	}
	if f.node.Handle(id) != "" {
		return id
	}
	for _, under := range []string{"/groups/", "/people/"} {
		if !strings.HasPrefix(string(id), f.node.Base+under) {
			continue
		}
		rest := id[len(f.node.Base)+len(under):]
		if at := strings.IndexAny(string(rest), "/#"); at >= 0 && f.node.Handle(id[:len(id)-len(rest)+at]) != "" {
			return id[:len(id)-len(rest)+at]
		}
	}
	return ""
}

// limited keeps an actor that the policy limits at arm's length: what it says to everybody is kept only
// when somebody here follows it or it is about a group of this node.
func (f *Federation) limited(ctx context.Context, act *node.Activity, groups []vocab.IRI) (kept bool, err error) {
	level, _, err := f.policy.Decide(ctx, string(act.Actor), "")
	for _, group := range groups {
		if err == nil && level != policy.Limit {
			level, _, err = f.policy.Decide(ctx, string(act.Actor), group)
		}
	}
	if err != nil || level != policy.Limit {
		return err == nil, err
	}
	act.Limited = true
	if len(groups) > 0 {
		return true, nil
	}
	followers, err := f.node.Relations(ctx, node.Relation{Kind: node.Follows, To: act.Actor})
	return len(followers) > 0, err
}
