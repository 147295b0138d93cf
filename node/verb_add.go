package node

import (
	"fmt"
	"slices"
	"strings"

	"tributary/vocab"
)

// add and remove change the members of a property that holds several: what a plan includes, what a
// price list lists. The target is the thing; `THING#term` says which property where several fit. On GROUP/standing they
// give and end roles and seats (verb_add_standing.go).
//
// Spec: ActivityPub 6.6, 6.7.
var (
	_ = verb(Verb{Name: "Add", May: mayAddOrRemove, Local: addLocal, Remote: standingRemote})
	_ = verb(Verb{Name: "Remove", May: mayAddOrRemove, Local: removeLocal, Remote: standingRemote})
)

func mayAddOrRemove(d *Draft, act Activity) error {
	if group := d.node.standingOf(act.Target); group != "" {
		return d.mayStand(act, group)
	}
	thing, _ := splitTarget(act.Target)
	return d.mayChange("target", thing)
}

func addLocal(d *Draft, act Activity) error {
	return d.changeMembers(act, func(kept *vocab.Resource, p *vocab.Property, member vocab.Value) *vocab.Resource {
		return kept.Plus(p, member)
	})
}

func removeLocal(d *Draft, act Activity) error {
	return d.changeMembers(act, func(kept *vocab.Resource, p *vocab.Property, member vocab.Value) *vocab.Resource {
		return kept.With(p, slices.DeleteFunc(slices.Clone(kept.All(p)), member.Equal)...)
	})
}

func (d *Draft) changeMembers(act Activity, change func(*vocab.Resource, *vocab.Property, vocab.Value) *vocab.Resource) error {
	if group := d.node.standingOf(act.Target); group != "" {
		return d.changeStanding(act, group)
	}
	id, term := splitTarget(act.Target)
	kept, err := d.Current(id)
	if err != nil {
		return err
	}
	if err := d.fresh(id, Object{Resource: vocab.New(nil, id)}, act.IfMatch); err != nil {
		return err
	}
	next := kept
	for i, o := range act.Objects {
		if o.Resource != nil {
			return Refuse(vocab.Violations{{Path: act.path(i), Term: "object", Message: act.Verb + " takes references"}})
		}
		d.ids = append(d.ids, o.IRI)
		p, err := d.collecting(kept, term, o.IRI)
		if err != nil {
			return err
		}
		next = change(next, p, vocab.Ref(o.IRI))
	}
	if next.Equal(kept) {
		d.Warn("%s is as it was", id)
		return nil
	}
	if err := d.permitted("target", kept, next); err != nil {
		return err
	}
	return d.revise("target", kept, next)
}

// collecting is the property of a thing that holds several and may hold this one.
func (d *Draft) collecting(thing *vocab.Resource, term string, member vocab.IRI) (*vocab.Property, error) {
	classes := d.classes(member)
	var fit []string
	var found *vocab.Property
	for _, p := range d.node.vocabulary.Carried(thing.Class()) {
		if !p.Many || p.Derived || !p.Refers() || term != "" && p.Term != term {
			continue
		}
		if term == "" && slices.Contains(p.Range, vocab.Thing) {
			continue // what may hold anything is meant only when it is named
		}
		if !slices.ContainsFunc(classes, func(c *vocab.Class) bool { return c.IsAny(p.Range) }) {
			continue
		}
		found = p
		fit = append(fit, p.Term)
	}
	if len(fit) == 1 {
		return found, nil
	}
	message := fmt.Sprintf("nothing in a %s collects %s", thing.Class().Name, member)
	if len(fit) > 1 {
		message = fmt.Sprintf("several terms of a %s could collect %s: name one, as in %s#%s", thing.Class().Name, member, thing.ID(), fit[0])
	}
	return nil, Refuse(vocab.Violations{{Path: "target", Term: "target", Message: message}})
}

// splitTarget takes THING#term apart.
func splitTarget(target vocab.IRI) (thing vocab.IRI, term string) {
	whole, term, _ := strings.Cut(string(target), "#")
	return vocab.IRI(whole), term
}
