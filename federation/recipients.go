package federation

import (
	"slices"
	"strings"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
)

// named are the agents of other nodes whom an activity names: openly or not.
func (f *Federation) named(act *vocab.Resource, a node.Audience) (agents []vocab.IRI) {
	note := func(id vocab.IRI) {
		if _, web := node.Origin(id); web && id != as.Public && !f.node.Owns(id) && !slices.Contains(agents, id) && !strings.HasSuffix(string(id), "/followers") {
			agents = append(agents, id)
		}
	}
	for _, p := range []*vocab.Property{as.To, as.CC} {
		for _, v := range act.All(p) {
			note(v.IRI())
		}
	}
	for _, id := range a.Names {
		note(id)
	}
	return agents
}

// following are the followers on other nodes to whom an activity goes.
func (f *Federation) following(v node.View, act node.Version, r *vocab.Resource, o *outgoing) (followers []vocab.IRI, err error) {
	between, err := f.between(v, act, r)
	if err != nil || between || act.Audience.Level > node.Followers {
		return nil, err
	}
	addressed := append(r.All(as.To), r.All(as.CC)...)
	if len(addressed) > 0 && !slices.ContainsFunc(addressed, func(to vocab.Value) bool {
		return to.IRI() == as.Public || to.IRI() == act.Owner+"/followers"
	}) {
		return nil, nil
	}
	if followers, known := o.followers[act.Owner]; known {
		return followers, nil
	}
	for r, err := range v.Relations(node.Relation{Kind: node.Follows, To: act.Owner}) {
		if err != nil {
			return nil, err
		}
		if !f.node.Owns(r.From) {
			followers = append(followers, r.From)
		}
	}
	if o.followers == nil {
		o.followers = map[vocab.IRI][]vocab.IRI{}
	}
	o.followers[act.Owner] = followers
	return followers, nil
}

// between says whether an activity concerns two sides and nobody else. To take back what followers were
// told concerns them too.
func (f *Federation) between(v node.View, act node.Version, r *vocab.Resource) (bool, error) {
	if act.Class != as.Undo.Name {
		return node.Between[act.Class], nil
	}
	for _, o := range r.All(as.HasObject) {
		undone, err := v.Latest(o.IRI())
		if err != nil {
			return false, err
		}
		if node.Between[undone.Class] || kept[undone.Class] {
			return true, nil
		}
	}
	return false, nil
}
