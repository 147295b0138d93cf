package node

import (
	"slices"
	"strings"
)

// Verb says what one kind of activity does.
type Verb struct {
	Name string // "Create"
	// May says who may do it.
	May func(*Draft, Activity) error
	// Local decides what it changes when one of this node's agents does it.
	Local func(*Draft, Activity) error
	// Remote decides what it changes here when an agent of another node did it; nil: nothing.
	Remote func(*Draft, Activity) error
}

var verbs = map[string]Verb{}

// verb registers a verb; each has a file of its own. `grep 'verb(Verb' node/` lists them.
func verb(v Verb) Verb {
	if _, taken := verbs[v.Name]; taken {
		panic("node: the verb " + v.Name + " is declared twice")
	}
	verbs[v.Name] = v
	return v
}

// Verbs are the names of all verbs, sorted.
func Verbs() []string {
	names := make([]string, 0, len(verbs))
	for name := range verbs {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func verbNamed(name string) (Verb, error) {
	if v, ok := verbs[name]; ok {
		return v, nil
	}
	return Verb{}, Errorf(Invalid, "this node does not carry out %q; it knows %s", name, strings.Join(Verbs(), ", "))
}
