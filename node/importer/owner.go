package importer

import (
	"strings"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// keepers say whose record a thing is: the group that one of these leads to. They are asked in
// this order.
var keepers = []*vocab.Property{
	pf.StateOf, pf.StatedBy, pf.DecidedBy, pf.RegistryOf, pf.PostIn, pf.Organization, pf.SelectedBy,
	pf.ProposedToBody, pf.TransitionOf, pf.CommissionedBy, pf.Delegator, pf.MaintainedBy, pf.Party,
	vf.PrimaryAccountable, vf.InScopeOf, vf.Provider,
}

// kept are the same from the group's side: what these of a group lead to is its record.
var kept = []*vocab.Property{
	pf.HasValueStatement, pf.HasMechanism, pf.HasDecisionRegistry, pf.HasPost, pf.HasFeedbackMechanism, pf.HasSuccessMetric,
}

// owners finds the group, of those that the document describes, whose record each thing is.
func (w *work) owners() map[*entry]*entry {
	found := map[*entry]*entry{}
	for _, p := range kept {
		for _, e := range w.entries {
			if !e.is(pf.Group) {
				continue
			}
			for _, v := range e.resource.All(p) {
				if of := w.entry(v.IRI()); of != nil && found[of] == nil {
					found[of] = e
				}
			}
		}
	}
	for _, e := range w.entries {
		for _, p := range keepers {
			if of := w.entry(e.resource.Get(p).IRI()); of != nil && of.is(pf.Group) {
				found[e] = of
				break
			}
		}
		if e.is(pf.Group) {
			found[e] = e
		}
	}
	// The state of a role or task stands beside what it is the state of.
	for _, e := range w.entries {
		if of := w.entry(e.resource.Get(pf.StateOf).IRI()); of != nil && !of.is(pf.Group) && e.is(pf.State) {
			found[e] = found[of]
		}
		if e.opens != nil {
			found[e] = found[e.opens]
		}
	}
	return found
}

// theirs are the fields of a group that belong to where it is served.
var theirs = []*vocab.Property{as.Inbox, as.Outbox, as.Followers, as.Following, as.PreferredUsername}

// handles gives each new group a handle: the last piece of its IRI at the source. Where that is
// taken, or no handle, the node makes one of its name.
func (w *work) handles() error {
	taken := map[string]bool{}
	for _, e := range w.entries {
		if !e.is(pf.Group) {
			continue
		}
		wished := strings.ToLower(e.resource.Get(as.PreferredUsername).Text())
		for _, p := range theirs {
			e.resource = e.resource.With(p)
		}
		if e.here != "" {
			continue
		}
		if wished == "" {
			path := strings.TrimRight(string(e.source), "/#")
			wished = strings.ToLower(path[strings.LastIndexAny(path, "/#:")+1:])
		}
		free, err := w.free(wished)
		if err != nil {
			return err
		}
		if free && !taken[wished] && !strings.HasPrefix(string(e.source), derived) {
			taken[wished] = true
			e.resource = e.resource.With(as.PreferredUsername, vocab.Text(wished))
		}
	}
	return nil
}

// free says whether no group of the node has a handle.
func (w *work) free(handle string) (bool, error) {
	if node.CheckHandle(handle) != nil {
		return false, nil
	}
	_, err := w.opt.Node.Get(w.ctx, node.Operator, w.opt.Node.Group(handle))
	switch node.KindOf(err) {
	case node.NotFound:
		return true, nil
	case "", node.Gone:
		return false, nil
	}
	return false, err
}

// secluded is what a source marks as not for everybody.
var secluded = map[vocab.IRI]node.Level{
	pf.VisibleNetwork.IRI:      node.Followers,
	pf.VisibleMembers.IRI:      node.Members,
	pf.VisibleConfidential.IRI: node.Members,
}

// narrowed is who may read a thing of which its source says so: as few as the source says, or as the
// import was asked for, whichever is fewer; a row that is marked public is.
func (w *work) narrowed(e *entry) (node.Audience, bool) {
	if e.audience != nil {
		return *e.audience, true
	}
	level, marked := secluded[e.resource.Get(pf.Visibility).IRI()]
	if !marked {
		return node.Audience{}, false
	}
	if a := w.opt.Audience; a != nil && a.Level > level {
		return *a, true
	}
	return node.Audience{Level: level}, true
}

// addressed is to whom an activity is sent, so that what it makes has the audience asked for.
func addressed(group vocab.IRI, a *node.Audience) []vocab.IRI {
	if a == nil {
		return nil
	}
	to := append([]vocab.IRI{}, a.Names...)
	switch a.Level {
	case node.Public:
		to = append(to, as.Public)
	case node.Followers:
		to = append(to, group+"/followers")
	case node.Members:
		to = append(to, group+"/members")
	}
	return to
}
