package pf

import (
	"slices"
	"strings"

	"tributary/vocab"
)

// state compares two versions of a state.
func (c *comparer) state(old, new *vocab.Resource) {
	c.phase(old, new)
	c.scales(old, new)
	c.members(old, new)
	c.statements(old, new)
	c.mechanisms(old, new)
	c.elements(old, new)
	c.terms(old, new, StateOf, Phase, Scale, MemberCount, HasValueStatement, HasMechanism,
		HasPurposeSection, HasPracticeSection, HasProgressSection)
}

// whose is the entity that a state describes, else the state itself.
func whose(state *vocab.Resource) vocab.IRI {
	if entity := state.Get(StateOf).IRI(); entity != "" {
		return entity
	}
	return state.ID()
}

func (c *comparer) phase(old, new *vocab.Resource) {
	was, is := old.Get(Phase), new.Get(Phase)
	switch {
	case was.Equal(is):
	case was.IsZero():
		c.say("phase-changed", whose(new), was, is, c.name(new), "is in", c.show(is, c.after))
	case is.IsZero():
		c.say("phase-changed", whose(new), was, is, c.name(new), "no longer states its phase, which was", c.show(was, c.before))
	default:
		c.say("phase-changed", whose(new), was, is, c.name(new), "moved from", c.show(was, c.before), "to", c.show(is, c.after))
	}
}

func (c *comparer) scales(old, new *vocab.Resource) {
	var none vocab.Value
	gone, come := apart(old.All(Scale), new.All(Scale))
	for _, v := range come {
		c.say("scale-added", whose(new), none, v, c.name(new), "now works at", c.show(v, c.after), "scale")
	}
	for _, v := range gone {
		c.say("scale-removed", whose(new), v, none, c.name(new), "no longer works at", c.show(v, c.before), "scale")
	}
}

func (c *comparer) members(old, new *vocab.Resource) {
	was, is := old.Get(MemberCount), new.Get(MemberCount)
	if was.Text() == is.Text() {
		return
	}
	a, b := rational(was), rational(is)
	switch {
	case a == nil || b == nil:
		c.values(MemberCount, old, new)
	case a.Cmp(b) < 0:
		c.say("members-changed", whose(new), was, is, c.name(new), "grew from", was.Text(), "to", is.Text(), "members")
	case a.Cmp(b) > 0:
		c.say("members-changed", whose(new), was, is, c.name(new), "shrank from", was.Text(), "to", is.Text(), "members")
	}
}

// statements compares the values a state names. A statement that revises, or reverses, one that is
// gone is told as that change and not as one removal and one addition.
func (c *comparer) statements(old, new *vocab.Resource) {
	var none vocab.Value
	gone, come := apart(old.All(HasValueStatement), new.All(HasValueStatement))
	for _, v := range come {
		now := c.after(v.IRI())
		i := slices.IndexFunc(gone, func(earlier vocab.Value) bool { return succeeds(now, c.before(earlier.IRI())) })
		if i >= 0 {
			c.compare(c.before(gone[i].IRI()), now)
			gone = slices.Delete(gone, i, i+1)
			continue
		}
		c.say("value-added", v.IRI(), none, v, c.name(new), "now values", c.valued(v, c.after))
	}
	for _, v := range gone {
		c.say("value-removed", v.IRI(), v, none, c.name(new), "no longer states that it values", c.valued(v, c.before))
	}
	c.kept(HasValueStatement, old, new)
}

// valued is what a statement says, or its IRI.
func (c *comparer) valued(v vocab.Value, find Lookup) string {
	if r := find(v.IRI()); r != nil {
		return c.ranking(r, find)
	}
	return string(v.IRI())
}

// succeeds says whether a statement takes the place of an earlier one.
func succeeds(now, earlier *vocab.Resource) bool {
	if now == nil || earlier == nil {
		return false
	}
	if now.Get(WasRevisionOf).IRI() == earlier.ID() {
		return true
	}
	return now.Has(Prefers) && now.Get(Prefers).Equal(earlier.Get(Over)) && now.Get(Over).Equal(earlier.Get(Prefers))
}

func (c *comparer) mechanisms(old, new *vocab.Resource) {
	var none vocab.Value
	gone, come := apart(old.All(HasMechanism), new.All(HasMechanism))
	for _, v := range come {
		c.say("mechanism-added", v.IRI(), none, v, c.name(new), "now decides by", c.show(v, c.after))
	}
	for _, v := range gone {
		c.say("mechanism-removed", v.IRI(), v, none, c.name(new), "no longer decides by", c.show(v, c.before))
	}
	c.kept(HasMechanism, old, new)
}

// kept compares what both versions refer to, where both can be found.
func (c *comparer) kept(p *vocab.Property, old, new *vocab.Resource) {
	for _, v := range new.All(p) {
		if slices.ContainsFunc(old.All(p), v.Equal) {
			c.followed(v)
		}
	}
}

// followed compares one thing as it was and as it is, where both are known.
func (c *comparer) followed(v vocab.Value) {
	was, is := c.before(v.IRI()), c.after(v.IRI())
	if was != nil && is != nil {
		c.compare(was, is)
	}
}

// elements compares the entries of all sections.
func (c *comparer) elements(old, new *vocab.Resource) {
	var none vocab.Value
	gone, come := entries(old), entries(new)
	for _, same := range []func(a, b *vocab.Resource) bool{sameID, sameKind} {
		come = slices.DeleteFunc(come, func(is *vocab.Resource) bool {
			i := slices.IndexFunc(gone, func(was *vocab.Resource) bool { return same(was, is) })
			if i < 0 {
				return false
			}
			c.element(gone[i], is)
			gone = slices.Delete(gone, i, i+1)
			return true
		})
	}
	for _, e := range come {
		c.say("element-added", e.ID(), none, vocab.Inside(e), c.name(new), "added", quoted(c.name(e)), "to its state")
		c.pointers(nil, e)
	}
	for _, e := range gone {
		c.say("element-removed", e.ID(), vocab.Inside(e), none, c.name(new), "removed", quoted(c.name(e)), "from its state")
		c.pointers(e, nil)
	}
}

// entries are the elements of a state's sections, in order.
func entries(state *vocab.Resource) (all []*vocab.Resource) {
	for _, section := range []*vocab.Property{HasPurposeSection, HasPracticeSection, HasProgressSection} {
		if part := state.Get(section).Part(); part != nil {
			for _, v := range part.All(HasElement) {
				if v.Part() != nil {
					all = append(all, v.Part())
				}
			}
		}
	}
	return all
}

// sameID compares what stands behind #, since each version has an address of its own.
func sameID(a, b *vocab.Resource) bool {
	_, x, named := strings.Cut(string(a.ID()), "#")
	_, y, _ := strings.Cut(string(b.ID()), "#")
	return named && x == y
}

func sameKind(a, b *vocab.Resource) bool {
	return a.Has(ElementKind) && a.Get(ElementKind).Equal(b.Get(ElementKind))
}

// element compares one entry of the state.
func (c *comparer) element(was, is *vocab.Resource) {
	if old, new := was.Get(Content), is.Get(Content); !old.Equal(new) {
		c.say("element-changed", is.ID(), old, new, quoted(c.name(is)), "was rewritten")
	}
	c.pointers(was, is)
	c.terms(was, is, Content, PointsTo)
}

// pointers compares what two versions of an entry point to. Roles among it are told as such.
func (c *comparer) pointers(was, is *vocab.Resource) {
	var old, new []vocab.Value
	var none vocab.Value
	if was != nil {
		old = was.All(PointsTo)
	}
	if is != nil {
		new = is.All(PointsTo)
	}
	gone, come := apart(old, new)
	for _, v := range come {
		switch target := c.after(v.IRI()); {
		case target != nil && target.Class().IsA(Role):
			c.say("role-added", v.IRI(), none, v, "the role", c.name(target), "was added")
		case was != nil:
			c.say("element-changed", is.ID(), none, v, quoted(c.name(is)), "now points to", c.show(v, c.after))
		}
	}
	for _, v := range gone {
		switch target := c.before(v.IRI()); {
		case target != nil && target.Class().IsA(Role):
			c.say("role-removed", v.IRI(), v, none, "the role", c.name(target), "was removed")
		case is != nil:
			c.say("element-changed", is.ID(), v, none, quoted(c.name(is)), "no longer points to", c.show(v, c.before))
		}
	}
	for _, v := range new {
		if slices.ContainsFunc(old, v.Equal) && isRole(c.after(v.IRI())) {
			c.followed(v)
		}
	}
}

func isRole(r *vocab.Resource) bool { return r != nil && r.Class().IsA(Role) }

func quoted(name string) string { return "“" + name + "”" }
