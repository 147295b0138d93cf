package node

import (
	"context"
	"slices"

	"tributary/vocab"
	"tributary/vocab/as"
)

// Responses are what agents of other nodes said about a thing of a group, or of a person known by a handle.
type Responses struct {
	Said    []Version   // answers, and what else refers to it in words; the oldest first
	Liked   []vocab.IRI // by whom
	Passed  []vocab.IRI
	Further bool // there is more than these
}

// MaxResponses bounds how many answers, likes or announcements of one thing are told.
const MaxResponses = 50

// ReaderOf is a group or person as a caller who reads: what came to it, and what those it follows told their followers.
func (n *Node) ReaderOf(ctx context.Context, actor vocab.IRI) (Caller, error) {
	who := Caller{Agent: actor, Roles: map[vocab.IRI]Role{actor: Reader}}
	follows, err := n.Relations(ctx, Relation{From: actor, Kind: Follows})
	for _, f := range follows {
		who.Follows = append(who.Follows, f.To)
	}
	return who, err
}

// Responses are what others said about a thing, for those who read in the name of whose record it is; nothing where that
// is no group or person of this node. Whom the owner blocks, and whom refused names, is not heard; nil refuses nobody.
func (n *Node) Responses(ctx context.Context, v Version, refused func(agent vocab.IRI) bool) (r Responses, err error) {
	if n.Handle(v.Owner) == "" {
		return r, nil
	}
	h := hearing{n: n, ctx: ctx, owner: v.Owner, refused: refused}
	if h.who, err = n.ReaderOf(ctx, v.Owner); err != nil {
		return r, err
	}
	about := []vocab.IRI{v.IRI}
	if class := n.vocabulary.Class(v.Class); class != nil && class.IsA(as.Activity) {
		about = append(about, v.IRI+"/note")
	} else if first, err := n.Version(ctx, h.who, v.IRI, 1); err == nil && n.Owns(first.Activity) {
		about = append(about, first.Activity, first.Activity+"/note") // the Note by which strangers know it
	}
	if r.Said, r.Further, err = h.about(n.sayings(), about, as.InReplyTo, as.Href); err != nil {
		return r, err
	}
	for class, by := range map[*vocab.Class]*[]vocab.IRI{as.Like: &r.Liked, as.Announce: &r.Passed} {
		found, more, err := h.about([]string{class.Name}, about, as.HasObject)
		if err != nil {
			return r, err
		}
		r.Further = r.Further || more
		for _, act := range found {
			undone, err := n.Find(ctx, Operator, Query{
				Classes: []string{as.Undo.Name}, Owner: act.Owner, Refers: []Link{{Property: as.HasObject.IRI, To: act.IRI}}, Limit: 1,
			})
			if err != nil {
				return r, err
			}
			if len(undone) == 0 && !slices.Contains(*by, act.Owner) {
				*by = append(*by, act.Owner)
			}
		}
	}
	return r, nil
}

// sayings are the classes of things in which somebody says something.
func (n *Node) sayings() []string {
	activities := n.Kinds(as.Activity)
	return slices.DeleteFunc(n.Kinds(as.Object), func(name string) bool { return slices.Contains(activities, name) })
}

// hearing finds what others said, for whoever reads in the name of one.
type hearing struct {
	n       *Node
	ctx     context.Context
	who     Caller
	owner   vocab.IRI
	refused func(vocab.IRI) bool
}

// about are the things of other nodes' agents that refer to one of some addresses, the oldest first, but those of
// whom the owner wants to hear nothing.
func (h *hearing) about(classes []string, ids []vocab.IRI, by ...*vocab.Property) (all []Version, more bool, err error) {
	for _, id := range ids {
		for _, p := range by {
			found, err := h.n.Find(h.ctx, h.who, Query{Classes: classes, Refers: []Link{{Property: p.IRI, To: id}}, Descending: true, Limit: MaxResponses + 1})
			if err != nil {
				return nil, false, err
			}
			more = more || len(found) > MaxResponses
			for _, v := range found[:min(len(found), MaxResponses)] {
				known := slices.ContainsFunc(all, func(o Version) bool { return o.IRI == v.IRI })
				if known || h.n.Owns(v.IRI) || v.Deleted || h.n.Unwelcome(h.ctx, h.owner, v.Owner, h.refused) {
					continue
				}
				all = append(all, v)
			}
		}
	}
	slices.SortFunc(all, func(a, b Version) int { return int(a.Created - b.Created) })
	if len(all) > MaxResponses {
		all, more = all[len(all)-MaxResponses:], true
	}
	return all, more, nil
}

// Unwelcome says whether a group or person wants to hear nothing of an agent: it has blocked it, or refused says so.
// Agents of this node are heard.
func (n *Node) Unwelcome(ctx context.Context, owner, agent vocab.IRI, refused func(vocab.IRI) bool) bool {
	if n.Owns(agent) {
		return false
	}
	blocked, err := n.Relations(ctx, Relation{From: owner, Kind: Blocks, To: agent})
	return err != nil || len(blocked) > 0 || refused != nil && refused(agent)
}
