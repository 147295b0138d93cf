package node

import (
	"slices"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/own"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// A group passes on to its followers what its members say to it: it announces their activity. It does so
// only when the one who said it is a member of the group, and meant it for everyone or for the group's
// followers; once for each activity; and takes it back when its author does. Which things it passes on is
// the group's choice (own.Republishes).
//
// Spec: FEP-1b12, "The Announce activity".

// republished are the verbs that say something which can be passed on.
var republished = map[string]bool{"Create": true, "Update": true, "Delete": true, "Undo": true}

// republish has each group of this node to which a member says something pass it on.
func (d *Draft) republish(act Activity) error {
	if !republished[act.Verb] || act.Import {
		return nil
	}
	if act.Verb == "Delete" || act.Verb == "Undo" {
		if err := d.takeBack(act); err != nil {
			return err
		}
	}
	if act.Limited {
		return nil
	}
	for _, group := range d.saidTo(act) {
		may, err := d.republishes(group, act)
		if err != nil {
			return err
		}
		if !may {
			continue
		}
		if act.Verb == "Create" {
			if fit, err := d.allFit(group, act); err != nil || !fit {
				if err != nil {
					return err
				}
				continue
			}
			if err := d.passOn(group, d.self(), act.To, act.CC); err != nil {
				return err
			}
			continue
		}
		if err := d.amend(group, act); err != nil {
			return err
		}
	}
	return nil
}

// takeBack has the groups of this node that passed a thing on undo that, when its author takes it back: also
// when the author belongs to them no more, and to whomever it says so.
func (d *Draft) takeBack(act Activity) error {
	for _, id := range d.ids {
		made, err := d.saidIn(id, act)
		if err != nil {
			return err
		}
		if made == "" {
			continue
		}
		var groups []vocab.IRI
		for v, err := range d.Find(Query{Classes: []string{as.Announce.Name}, Refers: []Link{{as.HasObject.IRI, made}}, Sight: Sight{All: true}}) {
			if err != nil {
				return err
			}
			if d.node.IsGroup(v.Owner) && !slices.Contains(groups, v.Owner) {
				groups = append(groups, v.Owner)
			}
		}
		for _, group := range groups {
			announced, err := d.announced(group, made)
			if err != nil {
				return err
			}
			if announced == "" {
				continue
			}
			undo := Undo(group, announced)
			undo.To = []vocab.IRI{group + "/followers"}
			if v, err := d.Latest(announced); err == nil && v.Audience.Level == Public {
				undo.CC = []vocab.IRI{as.Public}
			}
			d.Answer(undo)
		}
	}
	return nil
}

// saidIn is the activity in which a thing was told, or which is taken back; empty for none that is known.
func (d *Draft) saidIn(id vocab.IRI, act Activity) (vocab.IRI, error) {
	if act.Verb == "Undo" {
		return id, nil
	}
	first, err := d.Version(id, 1)
	if KindOf(err) == NotFound {
		return "", nil
	}
	return first.Activity, err
}

// saidTo are the groups of this node whose followers an activity of somebody else is meant for: it goes to
// them, or to the group and to everyone. Blind addressees stay blind.
func (d *Draft) saidTo(act Activity) (groups []vocab.IRI) {
	addressed := slices.Concat(act.To, act.CC)
	public := slices.ContainsFunc(addressed, isPublic)
	for _, to := range addressed {
		group, followers := followed(to)
		if !followers && !public {
			continue
		}
		if d.node.IsGroup(group) && group != act.Actor && !slices.Contains(groups, group) {
			groups = append(groups, group)
		}
	}
	return groups
}

// republishes says whether a group passes on what an agent says: the agent is a member, nobody is blocked,
// and the group has not chosen otherwise.
func (d *Draft) republishes(group vocab.IRI, act Activity) (bool, error) {
	g, err := d.Current(group)
	if k := KindOf(err); k == NotFound || k == Gone {
		return false, nil
	}
	if err != nil || g.Get(own.Republishes).Text() == own.RepublishNothing {
		return false, err
	}
	for _, r := range []Relation{{From: group, Kind: Blocks, To: act.Actor}, {From: act.Actor, Kind: Blocks, To: group}} {
		if blocked, err := d.related(r); err != nil || blocked {
			return false, err
		}
	}
	return d.belongs(act.Actor, group)
}

// belongs says whether an agent is a member of a group of this node: one that joined, that is affiliated by
// the word of both, or that has a seat in it.
func (d *Draft) belongs(agent, group vocab.IRI) (bool, error) {
	if member, err := d.related(Relation{From: agent, Kind: MemberOf, To: group}); err != nil || member {
		return member, err
	}
	for _, tie := range []struct {
		class    *vocab.Class
		to, from *vocab.Property
		holds    func(Version, *vocab.Resource) (bool, error)
	}{
		{pf.DelegateSeat, pf.PostIn, pf.RepresentsGroup, func(v Version, _ *vocab.Resource) (bool, error) { return v.Owner == group, nil }},
		{pf.Affiliation, pf.Organization, pf.Member, func(v Version, r *vocab.Resource) (bool, error) {
			if !inForce(r) || v.Owner == group {
				return inForce(r), nil
			}
			return d.related(Relation{From: r.ID(), Kind: Binds, To: group})
		}},
	} {
		for v, err := range d.Find(Query{
			Classes: []string{tie.class.Name}, Refers: []Link{{tie.to.IRI, group}, {tie.from.IRI, agent}}, Sight: Sight{All: true}, Limit: maxTies,
		}) {
			if err != nil {
				return false, err
			}
			r, err := v.Resource()
			if err != nil || r == nil {
				return false, err
			}
			if holds, err := tie.holds(v, r); err != nil || holds {
				return holds, err
			}
		}
	}
	return false, nil
}

// maxTies bounds how many records of one kind between two groups are looked at.
const maxTies = 32

// facts are the things that groups pass on unless they choose otherwise: what is proposed, what is thought
// of it and what is decided. An event follows when it is confirmed.
var facts = []*vocab.Class{pf.GovernanceProposal, own.Position, pf.Decision, vf.Proposal, vf.Intent}

// allFit says whether each thing of a Create is one that a group passes on.
func (d *Draft) allFit(group vocab.IRI, act Activity) (bool, error) {
	if len(act.Objects) == 0 {
		return false, nil
	}
	g, err := d.Current(group)
	if err != nil {
		return false, err
	}
	everything := g.Get(own.Republishes).Text() == own.RepublishAll
	for _, id := range d.ids {
		r, err := d.Current(id)
		if k := KindOf(err); k == NotFound || k == Gone {
			return false, nil // only named: nobody here knows what it is
		}
		if err != nil {
			return false, err
		}
		if isEvent(r) && r.Get(own.HasConfirmation).IRI() == own.Stated.IRI {
			return false, nil
		}
		if !everything && !isEvent(r) && !r.Class().IsAny(facts) {
			return false, nil
		}
	}
	return len(d.ids) > 0, nil
}

// passOn has a group announce an activity to those of its followers for whom that is meant. A group that hides
// from strangers tells nobody else.
func (d *Draft) passOn(group, activity vocab.IRI, to, cc []vocab.IRI) error {
	g, err := d.Latest(group)
	if err != nil {
		return err
	}
	announce := Activity{Verb: "Announce", Actor: group, Objects: []Object{{IRI: activity}}, To: []vocab.IRI{group + "/followers"}}
	if g.Audience.Level == Public && slices.ContainsFunc(slices.Concat(to, cc), isPublic) {
		announce.CC = []vocab.IRI{as.Public}
	}
	d.Answer(announce)
	return nil
}

// passOnEvent has a group that confirms an event of a member pass it on, when it was meant for its followers.
func (d *Draft) passOnEvent(event vocab.IRI) error {
	group := d.act.Actor
	first, err := d.Version(event, 1)
	if err != nil || !d.node.IsGroup(group) || first.Owner == group {
		return nil
	}
	kept, err := d.Latest(first.Activity)
	if err != nil {
		return nil // nobody told of it in an activity
	}
	told, err := kept.Resource()
	if err != nil || told == nil || told.Class() != as.Create {
		return err
	}
	act := Activity{Verb: "Create", Actor: kept.Owner, To: iris(told.All(as.To)), CC: iris(told.All(as.CC))}
	if !slices.Contains(d.saidTo(act), group) {
		return nil
	}
	may, err := d.republishes(group, act)
	if err != nil || !may {
		return err
	}
	if announced, err := d.announced(group, first.Activity); err != nil || announced != "" {
		return err
	}
	return d.passOn(group, first.Activity, act.To, act.CC)
}

// amend passes on what becomes of a thing that a group passed on: it is told in other words, or taken back.
func (d *Draft) amend(group vocab.IRI, act Activity) error {
	for _, id := range d.ids {
		made, err := d.saidIn(id, act)
		if err != nil {
			return err
		}
		if made == "" {
			continue
		}
		announced, err := d.announced(group, made)
		if err != nil {
			return err
		}
		if announced != "" {
			return d.passOn(group, d.self(), act.To, act.CC)
		}
	}
	return nil
}

// announced is the Announce by which a group passed an activity on, unless it was taken back; empty when
// there is none.
func (d *Draft) announced(group, activity vocab.IRI) (vocab.IRI, error) {
	naming := func(class *vocab.Class, id vocab.IRI) (found vocab.IRI, err error) {
		for v, err := range d.Find(Query{
			Classes: []string{class.Name}, Owner: group, Refers: []Link{{as.HasObject.IRI, id}}, Sight: Sight{All: true}, Descending: true, Limit: 1,
		}) {
			return v.IRI, err
		}
		return "", nil
	}
	announce, err := naming(as.Announce, activity)
	if err != nil || announce == "" {
		return "", err
	}
	if undone, err := naming(as.Undo, announce); err != nil || undone != "" {
		return "", err
	}
	return announce, nil
}

// followed is the agent of whom an address names the followers; the address itself when it names none.
func followed(to vocab.IRI) (agent vocab.IRI, followers bool) {
	const end = "/followers"
	if n := len(to) - len(end); n > 0 && to[n:] == end {
		return to[:n], true
	}
	return to, false
}

func iris(values []vocab.Value) (ids []vocab.IRI) {
	for _, v := range values {
		ids = append(ids, v.IRI())
	}
	return ids
}
