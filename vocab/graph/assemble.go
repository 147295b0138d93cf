package graph

import (
	"slices"
	"strconv"
	"strings"

	"tributary/vocab"
	"tributary/vocab/vf"
)

// Assembler turns the nodes of one document into resources.
type Assembler struct {
	Vocabulary *vocab.Vocabulary
	// ReadAs are properties of other vocabularies that are read as ours, where the class of the
	// resource allows it.
	ReadAs map[vocab.IRI]*vocab.Property
	// Prefixes of the document, for references that came as plain strings ("alice:apples").
	Prefixes map[string]vocab.IRI

	all    []*thing               // described nodes, each before those described inside it
	byNode map[*Node]*thing       //
	byID   map[vocab.IRI][]*thing // of described nodes
	units  map[vocab.IRI]vocab.IRI
	labels int
	found  vocab.Violations
}

// thing is a node with what was found out about it.
type thing struct {
	node     *Node
	class    *vocab.Class
	types    []vocab.IRI     // beside class
	part     bool            // belongs inside the thing that leads to it
	owner    *Node           // of a part: the node, no part itself, that it belongs to
	resource *vocab.Resource // once built
	busy     bool            // being built: a part that contains itself
	inside   bool            // was put into its owner
	size     int             // parts inside, and itself
}

// Assemble gives the resources that the nodes describe, each before those described inside it, and
// the roots among them: those of the nodes handed over. Repeats are kept.
//
// Violations are what a term of our namespaces was misspelt or misplaced; the statement is left
// out. Everything else that is not declared is kept in Extra.
func (a *Assembler) Assemble(roots []*Node) (resources, top []*vocab.Resource, problems vocab.Violations) {
	a.byNode = map[*Node]*thing{}
	a.byID = map[vocab.IRI][]*thing{}
	a.units = map[vocab.IRI]vocab.IRI{}
	for _, n := range roots {
		a.meet(n, nil, nil)
	}
	a.adopt()
	a.label()
	a.invert()
	isRoot := map[*Node]bool{}
	for _, n := range roots {
		isRoot[n] = true
	}
	emit := func(t *thing) {
		r := a.build(t)
		resources = append(resources, r)
		if isRoot[t.node] {
			top = append(top, r)
		}
	}
	for _, t := range a.all {
		if !t.part {
			emit(t)
		}
	}
	for _, t := range a.all {
		if t.part && !t.inside { // nothing led to it after all
			t.inside = true
			emit(t)
		}
	}
	return resources, top, a.found
}

// meet takes note of a node, of what it is, and of the nodes described inside it. by is the
// property that leads to it from owner, if one does.
func (a *Assembler) meet(n *Node, by *vocab.Property, owner *Node) {
	if !n.described() {
		return
	}
	a.noteUnit(n)
	if by != nil && unitsOf(by) && n.blank() {
		if _, known := a.unitOf(n); known {
			return // it only says which unit
		}
	}
	t := &thing{node: n}
	t.class, t.types = a.classify(n.Types)
	a.place(t, by, owner)
	a.all = append(a.all, t)
	a.byNode[n] = t
	if n.ID != "" {
		a.byID[n.ID] = append(a.byID[n.ID], t)
	}
	for _, s := range n.Said {
		if s.Node != nil {
			a.meet(s.Node, a.property(s.Property, t.class), t.whole())
		}
	}
}

// whole is the node whose name parts inside the thing bear.
func (t *thing) whole() *Node {
	if t.part && t.owner != nil {
		return t.owner
	}
	return t.node
}

// classify parts the types of a node into the class under which it is kept and the others.
func (a *Assembler) classify(types []vocab.IRI) (*vocab.Class, []vocab.IRI) {
	class := a.Vocabulary.MostSpecific(types)
	var rest []vocab.IRI
	for _, id := range types {
		id = a.Vocabulary.Canonical(id)
		if class != nil && id == class.IRI || slices.Contains(rest, id) {
			continue
		}
		rest = append(rest, id)
	}
	if class != nil {
		return class, rest
	}
	for i, id := range rest {
		if name, ok := strings.CutPrefix(string(id), string(asBase)); ok && actorNames[name] {
			if class := a.Vocabulary.Class(name); class != nil {
				return class, slices.Delete(rest, i, i+1)
			}
		}
	}
	return nil, rest
}

const asBase vocab.IRI = "https://www.w3.org/ns/activitystreams#"

// actorNames are classes of ActivityStreams that are read as the ones of that name in the model.
var actorNames = map[string]bool{"Person": true, "Organization": true, "Group": true}

// place decides whether a thing belongs inside its owner. The range of the property tells the class
// of a thing that names none.
func (a *Assembler) place(t *thing, by *vocab.Property, owner *Node) {
	t.owner = owner
	if t.class == nil && by != nil {
		if class := implied(by); class != nil && (class.Kind == vocab.Part || t.node.blank()) {
			t.class = class
			t.types = slices.DeleteFunc(t.types, func(id vocab.IRI) bool { return slices.Contains(class.Also, id) })
		}
	}
	switch {
	case t.class != nil:
		t.part = t.class.Kind == vocab.Part
	case owner == nil && by == nil:
		t.part = false
	default:
		t.part = t.node.blank() || owner != nil && insideOf(t.node.ID, owner.ID)
	}
}

// implied is the class that a value of p has without saying so, or nil.
func implied(p *vocab.Property) *vocab.Class {
	if len(p.Range) != 1 || p.Range[0] == vocab.Thing {
		return nil
	}
	if class := p.Range[0]; class.Kind == vocab.Part || class.Kind == vocab.Entity {
		return class
	}
	return nil
}

// insideOf says whether id is a name that a part of owner may have.
func insideOf(id, owner vocab.IRI) bool {
	rest, ok := strings.CutPrefix(string(id), string(owner)+separator(owner))
	return ok && owner != "" && rest != ""
}

// adopt decides for things that stand on their own in the document, but that a statement elsewhere
// leads to, whether they belong there: so do the quantities of documents in which every node
// stands alone. A part found so may lead to further ones.
func (a *Assembler) adopt() {
	for range maxAdoptions {
		if !a.adoptOnce() {
			return
		}
	}
}

// maxAdoptions bounds how many levels of parts are looked for against the order of the document.
const maxAdoptions = 8

func (a *Assembler) adoptOnce() (changed bool) {
	for _, t := range a.all {
		for _, s := range t.node.Said {
			if s.Node != nil && s.Node.described() || s.id() == "" {
				continue
			}
			p := a.property(s.Property, t.class)
			for _, other := range a.byID[s.id()] {
				if other != t && (!other.part || other.owner == nil) {
					a.place(other, p, t.whole())
					changed = changed || other.part
				}
				if _, known := a.units[s.id()]; known && p != nil && unitsOf(p) && isBlank(s.id()) {
					other.part, other.inside = true, true // it only says which unit
				}
			}
		}
	}
	return changed
}

// id is what the statement leads to, when it only names it.
func (s Said) id() vocab.IRI {
	if s.Node != nil {
		return s.Node.ID
	}
	if s.Value.Kind() == vocab.Reference {
		return s.Value.IRI()
	}
	return ""
}

// label names the things without a name that others will refer to. Whoever stores them renames
// them.
func (a *Assembler) label() {
	for _, t := range a.all {
		for _, s := range t.node.Said {
			inner := a.byNode[s.Node]
			if inner == nil || inner.part || inner.node.ID != "" {
				continue
			}
			a.name(inner)
			if t.node.ID == "" && !t.part {
				if p := a.property(s.Property, t.class); p != nil && p.Inverse != nil {
					a.name(t)
				}
			}
		}
	}
}

func (a *Assembler) name(t *thing) {
	for {
		a.labels++
		id := vocab.IRI("_:thing" + strconv.Itoa(a.labels))
		if _, taken := a.byID[id]; !taken {
			t.node.ID = id
			a.byID[id] = []*thing{t}
			return
		}
	}
}

// noteUnit remembers the OM 2 unit that a unit described in the document stands for.
func (a *Assembler) noteUnit(n *Node) {
	for _, s := range n.Said {
		if s.Node == nil && a.Vocabulary.PropertyByIRI(s.Property) == vf.OmUnitIdentifier {
			if id, ok := unitIRI(s.Value.Text()); ok && n.ID != "" {
				a.units[n.ID] = id
			}
		}
	}
}

// property is the declared property that an IRI is read as on a class, or nil.
func (a *Assembler) property(id vocab.IRI, class *vocab.Class) *vocab.Property {
	declared := a.Vocabulary.PropertyByIRI(id)
	if declared != nil && declared.Allows(class) {
		return declared
	}
	if p := a.ReadAs[id]; p != nil && p.Allows(class) {
		return p
	}
	return declared
}
