package node

import (
	"context"
	"slices"
	"strconv"
	"time"

	"tributary/vocab"
	"tributary/vocab/pf"
)

// terms reminds of terms that end, have ended, or are the last that is allowed.
func (r *reminding) terms() error {
	terms, err := r.n.terms(r.ctx, r.who)
	if err != nil {
		return err
	}
	for _, t := range terms {
		if !slices.Contains(t.concerned(), r.group) {
			continue
		}
		r.filled[t.post] = true
		name := r.nameFor(t.holder)
		days := daysUntil(t.end, r.now)
		switch {
		case !t.end.IsZero() && days < 0:
			r.say(HoldsOver, t.id, t.end, "the term of %s as %s ended on %s, and nobody has taken over", name, r.nameFor(t.post), day(t.end))
		case !t.end.IsZero() && days <= termNotice:
			r.say(TermEnds, t.id, t.end, "the term of %s as %s ends on %s", name, r.nameFor(t.post), day(t.end))
		}
		if t.limit > 0 && t.number >= t.limit {
			r.say(LastTerm, t.id, t.end, "%s serves term %d in a row as %s; %d are allowed", name, t.number, r.nameFor(t.post), t.limit)
		}
	}
	return nil
}

func day(t time.Time) string { return t.Format("2006-01-02") }

// term is an assignment with what it is to and where.
type term struct {
	id, owner                      vocab.IRI // of the assignment
	predecessor                    vocab.IRI
	holder, post, body, delegating vocab.IRI
	status                         vocab.IRI
	end                            time.Time
	number, limit                  int  // limit 0: none
	sits                           bool // it fills a seat, not only a role
}

// terms are the terms for which somebody is in office, or stays until there is another, as far as the caller
// may see. One that was taken over is none, whatever its record still says.
func (n *Node) terms(ctx context.Context, who Caller) (running []term, err error) {
	found, err := n.Find(ctx, who, Query{Classes: n.Kinds(pf.RoleAssignment)})
	if err != nil {
		return nil, err
	}
	for _, v := range found {
		assignment, err := v.Resource()
		if err != nil {
			return nil, err
		}
		t, err := n.termOf(ctx, who, v, assignment)
		if err != nil {
			return nil, err
		}
		// A term is as the group says in which it runs; what others say of it counts only for themselves.
		if t.running() && (t.owner == t.body || n.Owns(t.owner)) {
			running = append(running, t)
		}
	}
	return slices.DeleteFunc(slices.Clone(running), func(t term) bool {
		return slices.ContainsFunc(running, func(next term) bool { return next.predecessor == t.id && next.owner == t.owner })
	}), nil
}

// termOf reads an assignment together with the seat or role that it fills, as far as they are known.
func (n *Node) termOf(ctx context.Context, who Caller, v Version, a *vocab.Resource) (term, error) {
	t := term{
		id: v.IRI, owner: v.Owner, predecessor: a.Get(pf.Predecessor).IRI(),
		holder: a.Get(pf.Member).IRI(), body: a.Get(pf.Organization).IRI(), status: a.Get(pf.AssignmentStatus).IRI(),
		end: a.Get(pf.TermEnd).Time(),
	}
	t.sits = a.Has(pf.FillsSeat)
	t.number, _ = strconv.Atoi(a.Get(pf.TermNumber).Text())
	g := gathering{n: n, ctx: ctx, who: who}
	for _, id := range append(a.All(pf.FillsSeat), a.All(pf.HasRole)...) {
		if t.post == "" {
			t.post = id.IRI()
		}
		post, err := g.read(id.IRI())
		if err != nil {
			return t, err
		}
		if post == nil {
			continue
		}
		if t.body == "" {
			t.body = post.Get(pf.PostIn).IRI()
		}
		if group := post.Get(pf.RepresentsGroup).IRI(); group != "" {
			t.delegating = group
		}
		if limit, ok := termLimit(post); ok {
			t.limit = limit
		}
		if t.end.IsZero() {
			t.end = post.Get(pf.TermEnd).Time()
		}
	}
	if t.body == "" {
		t.body = v.Owner
	}
	return t, nil
}

// running says whether somebody is in office by it, or stays until there is another.
func (t term) running() bool {
	return t.status == "" || t.status == pf.AssignActive.IRI || t.status == pf.AssignHoldingOver.IRI
}

// concerned are the holder, the group in which the term runs, and the group that sent the holder.
func (t term) concerned() (all []vocab.IRI) {
	for _, id := range []vocab.IRI{t.body, t.delegating, t.holder} {
		if id != "" && !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	return all
}
