package publish

import (
	"strings"

	"tributary/node"
	"tributary/node/narrate"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/flow"
	"tributary/vocab/pf"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

// maxNames bounds how many other things one page looks up to show their names.
const maxNames = 500

// nameOf is what people call the thing with an IRI, as far as the caller may see it; else the end
// of the IRI.
func (d *Documents) nameOf(q *request, id vocab.IRI) string {
	if i := d.node.Vocabulary().Individual(id); i != nil {
		return i.Label
	}
	if name, ok := q.label[id]; ok {
		return name
	}
	name := tail(id)
	if id == d.node.Node() {
		return d.name
	}
	if !d.node.Owns(id) && strings.HasPrefix(string(id), "http") {
		name += " (" + host(id) + ")"
	}
	if u, ok := strings.CutPrefix(string(id), quantity.OM2); ok {
		if unit, known := quantity.UnitByID(u); known {
			name = unit.Label
		}
	}
	q.label[id] = name // things may name each other in a circle
	if len(q.label) < maxNames && strings.HasPrefix(string(id), "http") {
		name = d.known(q, id, name)
	}
	q.label[id] = name
	return name
}

// known is what a thing is called as far as this node knows it, of whichever node it is; instead when it
// knows nothing. What stands under another's address, and is not known itself, goes by the other's name.
func (d *Documents) known(q *request, id vocab.IRI, instead string) string {
	v, err := d.node.Get(q, q.who, id)
	if thing, _, part := strings.Cut(string(id), "#"); part && node.KindOf(err) == node.NotFound {
		v, err = d.node.Get(q, q.who, vocab.IRI(thing))
	}
	if node.KindOf(err) == node.Gone {
		return "something deleted"
	}
	r, readErr := v.Resource()
	if err != nil || readErr != nil || r == nil {
		return instead
	}
	name := d.call(q, r)
	if whose := " (" + host(id) + ")"; !d.node.Owns(id) && !strings.HasSuffix(name, whose) { // what it is about may say so
		name += whose
	}
	return name
}

// tail is the last name in an IRI.
func tail(id vocab.IRI) string {
	s := strings.TrimRight(string(id), "/#")
	if i := strings.LastIndexAny(s, "/#"); i >= 0 && i+1 < len(s) {
		return s[i+1:]
	}
	return s
}

// titles are the properties by which things are called, the first that is there.
var titles = []*vocab.Property{
	vf.Name, pf.Title, pf.PrefLabel, pf.StatementText, pf.MetricQuestion, as.PreferredUsername,
}

// call is what people call a resource: its name, or what it is about.
func (d *Documents) call(q *request, r *vocab.Resource) string {
	for _, p := range titles {
		if text := r.Get(p).Text(); text != "" {
			return clip(text, 100)
		}
	}
	ref := func(p *vocab.Property) string { return d.nameOf(q, r.Get(p).IRI()) }
	switch {
	case r.Has(pf.StateOf):
		return "State of " + ref(pf.StateOf)
	case r.Has(pf.Prefers) && r.Has(pf.Over):
		return capital(ref(pf.Prefers) + " even over " + ref(pf.Over))
	case r.Has(vf.HasAction):
		return d.callFlow(q, r)
	case r.Has(pf.MechanismType):
		return capital(ref(pf.MechanismType))
	case r.Has(pf.MetricKind):
		return capital(ref(pf.MetricKind))
	case r.Class().IsA(as.Activity):
		var names []string
		for _, o := range r.All(as.HasObject)[:min(4, len(r.All(as.HasObject)))] {
			names = append(names, d.nameOf(q, o.IRI()))
		}
		return narrate.Title(r.Class().Name, names)
	case r.Class() != nil && strings.Contains(string(r.ID()), "#"): // inside another thing: its end is a word
		return capital(r.Class().Label)
	case r.Class() != nil:
		id := tail(r.ID())
		return capital(r.Class().Label) + " " + id[max(0, len(id)-6):]
	}
	return tail(r.ID())
}

// callFlow tells a flow by action, quantity and what flows: "Transfer 10 kg of apples".
func (d *Documents) callFlow(q *request, r *vocab.Resource) string {
	text := capital(d.nameOf(q, r.Get(vf.HasAction).IRI()))
	for _, p := range []*vocab.Property{vf.ResourceQuantity, vf.EffortQuantity} {
		if m, err := flow.QuantityOf(r.Get(p)); err == nil && r.Has(p) {
			text += " " + m.String()
			break
		}
	}
	for _, p := range []*vocab.Property{vf.ResourceInventoriedAs, vf.ResourceConformsTo, vf.ToResourceInventoriedAs} {
		if r.Has(p) {
			return text + " of " + d.nameOf(q, r.Get(p).IRI())
		}
	}
	return text
}

// clip cuts a text to one line of a number of characters.
func clip(text string, limit int) string {
	line := []rune(strings.Join(strings.Fields(text), " "))
	if len(line) <= limit {
		return string(line)
	}
	return string(line[:limit-1]) + "…"
}
