package pf

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"tributary/vocab"
)

// Difference is one thing that changed in meaning between two versions.
type Difference struct {
	// Kind is what sort of change it is, for programs: created, removed, phase-changed,
	// scale-added, scale-removed, members-changed, value-added, value-removed, value-reversed,
	// value-changed, mechanism-added, mechanism-removed, mechanism-changed, quorum-raised,
	// quorum-lowered, threshold-raised, threshold-lowered, role-added, role-removed, element-added,
	// element-removed, element-changed; for any other term text-changed, term-added, term-removed
	// or term-changed.
	Kind string
	// Text is one sentence for people: "Riverside Cell moved from formation to organization".
	Text string
	// About is the thing that changed: the group, a statement, a mechanism, an element.
	About    vocab.IRI
	Old, New vocab.Value // zero where there was, or is, none
}

// Lookup finds a resource as it was at one version; nil when it is not known.
type Lookup func(vocab.IRI) *vocab.Resource

// Differences says what changed in meaning from one version of a resource to the next.
//
// A nil old means that it was created, a nil new that it is gone. A pf:State is compared by phase,
// scale, values, mechanisms and elements (by their id, else by their kind), a pf:EvenOverStatement
// by what it ranks, a pf:DecisionMechanism by its figures, and everything else term by term.
// What only says that there is a new version (its time, number, digest, predecessor) is no
// difference. Nil: none.
func Differences(old, new *vocab.Resource) []Difference {
	unknown := func(vocab.IRI) *vocab.Resource { return nil }
	return DifferencesWith(old, new, unknown, unknown)
}

// DifferencesWith also follows what a state points to: values, mechanisms and roles, as before and
// after find them. Statements, mechanisms and roles that neither finds are told by their IRI.
func DifferencesWith(old, new *vocab.Resource, before, after Lookup) []Difference {
	c := comparer{before: before, after: after}
	c.compare(old, new)
	return c.found
}

type comparer struct {
	before, after Lookup
	found         []Difference
}

func (c *comparer) say(kind string, about vocab.IRI, old, new vocab.Value, words ...string) {
	c.found = append(c.found, Difference{Kind: kind, Text: sentence(words...), About: about, Old: old, New: new})
}

func (c *comparer) compare(old, new *vocab.Resource) {
	var none vocab.Value
	switch {
	case old == nil && new == nil:
	case old == nil:
		c.say("created", new.ID(), none, vocab.Ref(new.ID()), c.name(new), "was created")
	case new == nil:
		c.say("removed", old.ID(), vocab.Ref(old.ID()), none, c.name(old), "was removed")
	case new.Class().IsA(State):
		c.state(old, new)
	case new.Class().IsA(EvenOverStatement):
		c.evenOver(old, new)
	case new.Class().IsA(DecisionMechanism):
		c.mechanism(old, new)
	default:
		c.terms(old, new)
	}
}

// evenOver tells a reversal of the two qualities from other changes.
func (c *comparer) evenOver(old, new *vocab.Resource) {
	was, is := old.Get(Prefers), new.Get(Prefers)
	wasOver, isOver := old.Get(Over), new.Get(Over)
	switch {
	case was.Equal(is) && wasOver.Equal(isOver):
		c.terms(old, new, Prefers, Over)
	case was.Equal(isOver) && wasOver.Equal(is):
		c.say("value-reversed", new.ID(), was, is, c.holder(new), "now prefers", c.show(is, c.after), "even over", c.show(isOver, c.after)+", the reverse of before")
		c.terms(old, new, Prefers, Over, StatementText)
	default:
		c.say("value-changed", new.ID(), was, is, c.holder(new), "now prefers", c.ranking(new, c.after), "instead of", c.ranking(old, c.before))
		c.terms(old, new, Prefers, Over, StatementText)
	}
}

// ranking is "autonomy even over alignment"; for other statements their text.
func (c *comparer) ranking(r *vocab.Resource, find Lookup) string {
	if !r.Has(Prefers) {
		return c.name(r)
	}
	return c.show(r.Get(Prefers), find) + " even over " + c.show(r.Get(Over), find)
}

// holder names the group that made a statement.
func (c *comparer) holder(r *vocab.Resource) string {
	if group := c.after(r.Get(StatedBy).IRI()); group != nil {
		return c.name(group)
	}
	return "the group"
}

// mechanism tells higher figures from lower ones.
func (c *comparer) mechanism(old, new *vocab.Resource) {
	c.figure("quorum", Quorum, old, new)
	c.figure("threshold", ApprovalThreshold, old, new)
	if was, is := old.Get(MechanismType), new.Get(MechanismType); !was.Equal(is) {
		c.say("mechanism-changed", new.ID(), was, is, c.name(old), "now works by", c.show(is, c.after), "instead of", c.show(was, c.before))
	}
	c.terms(old, new, Quorum, ApprovalThreshold, MechanismType)
}

func (c *comparer) figure(what string, p *vocab.Property, old, new *vocab.Resource) {
	was, is := old.Get(p), new.Get(p)
	if was.Text() == is.Text() {
		return
	}
	a, b := rational(was), rational(is)
	switch {
	case a == nil || b == nil:
		c.values(p, old, new)
	case a.Cmp(b) < 0:
		c.say(what+"-raised", new.ID(), was, is, "the", what, "of", c.name(new), "rose from", was.Text(), "to", is.Text())
	case a.Cmp(b) > 0:
		c.say(what+"-lowered", new.ID(), was, is, "the", what, "of", c.name(new), "fell from", was.Text(), "to", is.Text())
	}
}

// bookkeeping says only that there is a new version.
var bookkeeping = []*vocab.Property{WasRevisionOf, GeneratedAtTime, WasAttributedTo, WasGeneratedBy, AlternateOf, StateVersion, ContentDigest, Modified, ChangeNote}

// terms compares all terms but some, in order of declaration.
func (c *comparer) terms(old, new *vocab.Resource, but ...*vocab.Property) {
	but = slices.Concat(but, bookkeeping)
	for p := range old.Fields() {
		if !slices.Contains(but, p) && !new.Has(p) {
			c.values(p, old, new)
		}
	}
	for p := range new.Fields() {
		if !slices.Contains(but, p) {
			c.values(p, old, new)
		}
	}
}

// values compares the values of one term.
func (c *comparer) values(p *vocab.Property, old, new *vocab.Resource) {
	var none vocab.Value
	about, term := new.ID(), c.name(new)+": "+strings.TrimPrefix(p.Label, "has ")
	gone, come := apart(old.All(p), new.All(p))
	if len(gone) == 1 && len(come) == 1 {
		was, is := c.show(gone[0], c.before), c.show(come[0], c.after)
		if long(gone[0]) || long(come[0]) {
			c.say("text-changed", about, gone[0], come[0], term, "was rewritten")
			return
		}
		c.say("term-changed", about, gone[0], come[0], term, "changed from", was, "to", is)
		return
	}
	added, removed := "is now", "is no longer"
	if p.Many {
		added, removed = "now includes", "no longer includes"
	}
	for _, v := range gone {
		c.say("term-removed", about, v, none, term, removed, c.show(v, c.before))
	}
	for _, v := range come {
		c.say("term-added", about, none, v, term, added, c.show(v, c.after))
	}
}

// apart are the values that only the old and only the new list has.
func apart(old, new []vocab.Value) (gone, come []vocab.Value) {
	without := func(list, other []vocab.Value) []vocab.Value {
		return slices.DeleteFunc(slices.Clone(list), func(v vocab.Value) bool { return slices.ContainsFunc(other, v.Equal) })
	}
	return without(old, new), without(new, old)
}

// sentence joins words and begins with a capital.
func sentence(words ...string) string {
	text := strings.Join(words, " ")
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}
