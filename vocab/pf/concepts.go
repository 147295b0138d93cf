package pf

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"tributary/vocab"
)

// Concept finds a concept of a value set by its local name, such as "phase-iteration", or nil.
func Concept(name string) *vocab.Individual { return byIRI()[Schema.Base+vocab.IRI(name)] }

// byIRI are all concepts; it is read once the tables stand.
var byIRI = sync.OnceValue(func() map[vocab.IRI]*vocab.Individual {
	all := make(map[vocab.IRI]*vocab.Individual, len(Schema.Individuals))
	for _, i := range Schema.Individuals {
		all[i.IRI] = i
	}
	return all
})

// A draft is a row of a value set before it is declared.
type draft struct {
	vocab.Individual
	details []detail
}

// A detail says more about a concept than its name, label and definition.
type detail func(*vocab.Individual)

func row(name, label, doc string, details ...detail) draft {
	return draft{vocab.Individual{Name: name, Label: label, Doc: doc}, details}
}

// stated are the terms with which details are stated. rows needs them all, so that Go initialises
// them before the first row, and concepts are declared in the order of their files.
var stated = []*vocab.Property{
	NextPhase, AllowedTransition, TypicalMinSize, TypicalMaxSize, SuitsScale, ExpressesQuality,
	LexiconStatus, LexiconEntry, TagAlias, TaggedWith, Pole, Counterbalances, ExternalCode,
	HiddenLabel, ScopeNote, Related, CloseMatch,
}

// rows declares the concepts of a scheme, in order.
func rows(scheme *vocab.Class, drafts ...draft) []*vocab.Individual {
	declared := make([]*vocab.Individual, len(drafts))
	for n, d := range drafts {
		d.Of = vocab.On(scheme)
		for _, add := range d.details {
			add(&d.Individual)
		}
		for _, f := range d.Facts {
			if !slices.Contains(stated, f.Property) {
				panic(fmt.Sprintf("pf: %s is stated of %s and missing in the list of such terms", f.Property, d.Name))
			}
		}
		declared[n] = Schema.Individual(d.Individual)
	}
	return declared
}

// concept declares one concept that code names.
func concept(scheme *vocab.Class, name, label, doc string, details ...detail) *vocab.Individual {
	return rows(scheme, row(name, label, doc, details...))[0]
}

// under puts the concept below a broader one, which is declared before it.
func under(name string) detail {
	return func(i *vocab.Individual) {
		for _, known := range Schema.Individuals {
			if known.Name == name {
				i.Broader = known
				return
			}
		}
		panic(fmt.Sprintf("pf: %s is under %s, which is not declared before it", i.Name, name))
	}
}

// at gives the position in the usual order.
func at(order int) detail { return func(i *vocab.Individual) { i.Order = order } }

// also gives other words that people use for it.
func also(words ...string) detail {
	return func(i *vocab.Individual) { i.Also = append(i.Also, words...) }
}

// misnamed gives words that are read for it and never shown.
func misnamed(words ...string) detail {
	return func(i *vocab.Individual) {
		for _, w := range words {
			i.Facts = append(i.Facts, vocab.Fact{Property: HiddenLabel, Value: vocab.InLanguage(w, "en")})
		}
	}
}

// of makes it a member of a further class, for concepts that groups also mint themselves.
func of(class *vocab.Class) detail {
	return func(i *vocab.Individual) { i.Of = append(i.Of, class) }
}

// fact states p of it, with concepts of this vocabulary as values.
func fact(p *vocab.Property, names ...string) detail {
	return func(i *vocab.Individual) {
		for _, n := range names {
			i.Facts = append(i.Facts, vocab.Fact{Property: p, Value: vocab.Ref(Schema.Base + vocab.IRI(n))})
		}
	}
}

// remark adds a note on its scope.
func remark(text string) detail {
	return func(i *vocab.Individual) {
		i.Facts = append(i.Facts, vocab.Fact{Property: ScopeNote, Value: vocab.InLanguage(text, "en")})
	}
}

// codes are the names of it in other systems, as "system:code".
func codes(all ...string) detail {
	return func(i *vocab.Individual) {
		for _, c := range all {
			i.Facts = append(i.Facts, vocab.Fact{Property: ExternalCode, Value: vocab.Text(c)})
		}
	}
}

// related names concepts it has to do with.
func related(names ...string) detail { return fact(Related, names...) }

// near names the class that means nearly the same.
func near(class *vocab.Class) detail {
	return func(i *vocab.Individual) {
		i.Facts = append(i.Facts, vocab.Fact{Property: CloseMatch, Value: vocab.Ref(class.IRI)})
	}
}

// fits names the scales that suit it; brings the qualities it is chosen for.
func fits(scales ...string) detail      { return fact(SuitsScale, scales...) }
func brings(qualities ...string) detail { return fact(ExpressesQuality, qualities...) }

// normal is a word as it is compared: without markup, case, hyphens and the suffix of its kind
// ("[[iteration-phase]]" is "iteration").
func normal(word, suffix string) string {
	word = strings.Trim(strings.TrimSpace(word), "[]#\"'")
	if _, shown, piped := strings.Cut(word, "|"); piped {
		word = shown
	}
	word = strings.Join(strings.FieldsFunc(strings.ToLower(word), func(r rune) bool {
		return r == ' ' || r == '-' || r == '_' || r == '\t'
	}), " ")
	word = strings.TrimPrefix(word, suffix+" ")
	return strings.TrimSuffix(word, " "+suffix)
}

// byWord finds a concept of a scheme by name, label or another word for it.
func byWord(scheme *vocab.Class, word, suffix string) (*vocab.Individual, bool) {
	word = strings.TrimPrefix(strings.TrimSpace(word), string(Schema.Base))
	word = normal(strings.TrimPrefix(word, Schema.Prefix+":"), suffix)
	for _, i := range Schema.Individuals {
		if !slices.Contains(i.Of, scheme) {
			continue
		}
		names := append([]string{i.Name, i.Label}, i.Also...)
		for _, hidden := range i.Fact(HiddenLabel) {
			names = append(names, hidden.Text())
		}
		for _, name := range names {
			if normal(name, suffix) == word {
				return i, true
			}
		}
	}
	return nil, false
}
