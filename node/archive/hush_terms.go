package archive

import (
	"slices"
	"strings"

	"tributary/vocab"
)

// A sender chooses its words: a context inside its document may call an id by another name, and free text by the
// name of something that is kept. What is erased must be found all the same.
//
// Spec: JSON-LD 1.1, 4.1.5 "Aliasing Keywords", 9.15 "Context Definitions".

// terms are what the contexts inside a document make of its names.
type terms struct {
	ids  []string        // that mean the id
	bent map[string]bool // of structural ones, those that mean something else
}

// termsOf reads every context inside a document. Which of them is in force where does not matter: a name that
// means the id anywhere is looked at everywhere.
func termsOf(document any) terms {
	defined := map[string][]string{} // what each name stands for
	define(document, defined)
	t := terms{ids: []string{"id", "@id"}, bent: map[string]bool{}}
	alias := map[string]bool{"@id": true}
	for more := true; more; { // an alias may have aliases
		more = false
		for name, all := range defined {
			for _, meant := range all {
				if alias[meant] && !alias[name] {
					alias[name], more = true, true
					if name != "id" {
						t.ids = append(t.ids, name)
					}
				}
			}
		}
	}
	for name, all := range defined {
		for _, meant := range all {
			if local := meant[strings.LastIndexAny(meant, "/#:@")+1:]; local != name {
				t.bent[name] = true
			}
		}
	}
	return t
}

// define notes what the contexts in a value say that names stand for.
func define(v any, defined map[string][]string) {
	switch v := v.(type) {
	case []any:
		for _, inner := range v {
			define(inner, defined)
		}
	case map[string]any:
		for name, inner := range v {
			if name == "@context" {
				read(inner, defined)
			}
			define(inner, defined)
		}
	}
}

func read(context any, defined map[string][]string) {
	switch c := context.(type) {
	case []any:
		for _, inner := range c {
			read(inner, defined)
		}
	case map[string]any:
		for name, definition := range c {
			if d, ok := definition.(map[string]any); ok {
				definition = d["@id"]
			}
			if meant, ok := definition.(string); ok {
				defined[name] = append(defined[name], meant)
			}
		}
	}
}

// about says whether an object is one of the things, by whatever name its id goes.
func (h hushing) about(v map[string]any) bool {
	return slices.ContainsFunc(h.own.ids, func(name string) bool {
		id, ok := v[name].(string)
		return ok && h.things[vocab.IRI(id)]
	})
}
