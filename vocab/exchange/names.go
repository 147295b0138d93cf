package exchange

import (
	"strings"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/model"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

// namespaces are those whose names are read by their last part, whichever of them a peer uses.
var namespaces = append([]vocab.IRI{vf.Schema.Base, quantity.OM2, as.Schema.Base}, vf.Schema.Aliases...)

// prefixes are read also where a document declares none: contexts are never fetched.
var prefixes = map[string]string{
	"vf": string(vf.Schema.Base), "valueflows": string(vf.Schema.Base),
	"om2": quantity.OM2, "om": quantity.OM2,
	"as": string(as.Schema.Base),
}

// scope is what the inline contexts of a document say so far: prefixes, and keys with the IRIs they
// stand for. A nil scope says nothing.
type scope struct {
	own   map[string]string
	outer *scope // not copied: documents can nest contexts in great number
}

func (s *scope) lookup(name string) (string, bool) {
	for ; s != nil; s = s.outer {
		if iri, ok := s.own[name]; ok {
			return iri, true
		}
	}
	return "", false
}

// within is the scope inside an object with this @context. Contexts by address say nothing here.
func (s *scope) within(context value) *scope {
	own := map[string]string{}
	for _, one := range context.list() {
		for _, m := range one.members {
			iri := m.value
			for _, d := range m.value.members {
				if d.key == "@id" {
					iri = d.value
				}
			}
			if iri.kind == '"' && !strings.HasPrefix(m.key, "@") {
				own[m.key] = iri.text
			}
		}
	}
	if len(own) == 0 {
		return s
	}
	return &scope{own: own, outer: s}
}

// expand writes a compact IRI out; anything else stays as it is.
func (s *scope) expand(name string) string {
	// A definition may itself be compact; two steps reach every one that makes sense.
	for range 2 {
		prefix, local, compact := strings.Cut(name, ":")
		if !compact || strings.HasPrefix(local, "//") {
			return name
		}
		base, known := s.lookup(prefix)
		if !known {
			base, known = prefixes[prefix]
		}
		if !known {
			return name
		}
		name = base + local
	}
	return name
}

// keywords are read with and without their sign.
var keywords = map[string]string{"@id": "id", "@type": "type"}

// term is the name under which a key is read here. Plain keys count as they stand; a key that is
// none of those read here may be declared to be one by the document. Empty: not ours.
func (s *scope) term(key string) string {
	if term, ok := keywords[key]; ok {
		return term
	}
	if terms[key] {
		return key
	}
	if declared, ok := s.lookup(key); ok {
		key = declared
	}
	local, ours := localName(s.expand(key))
	if !ours {
		return ""
	}
	return local
}

// contradicts says whether the document declares a plain key of ours to be another term of ours:
// a reader of linked data would understand something else.
func (s *scope) contradicts(key string) bool {
	declared, ok := s.lookup(key)
	if !ok || !terms[key] {
		return false
	}
	local, ours := localName(s.expand(declared))
	return ours && terms[local] && local != key
}

// localName is the last part of a name in one of the namespaces.
func localName(iri string) (string, bool) {
	for _, base := range namespaces {
		local, ok := strings.CutPrefix(iri, string(base))
		if ok && local != "" && !strings.ContainsAny(local, "/#?:") {
			return local, true
		}
	}
	return "", false
}

// word is the last part of a name that stands as a value: "offer", "vf:offer", or in full.
func (s *scope) word(text string) string {
	if local, ok := localName(s.expand(text)); ok {
		return local
	}
	return text
}

// action finds the action that a word names, under its older spellings, too.
func (s *scope) action(text string) *vocab.Individual {
	found := model.Vocabulary.Individual(vf.Schema.Base + vocab.IRI(s.word(text)))
	if found == nil || len(found.Of) == 0 || found.Of[0] != vf.Action {
		return nil
	}
	return found
}

// unit is the IRI of a unit: "one", "second", "om2:one", or any IRI. Empty: it names none.
func (s *scope) unit(text string) vocab.IRI {
	expanded := s.expand(text)
	if known, ok := quantity.LookupUnit(expanded); ok {
		return vocab.IRI(known.IRI())
	}
	if strings.Contains(expanded, ":") {
		return vocab.IRI(expanded)
	}
	if expanded == "" || strings.ContainsFunc(expanded, notInName) {
		return ""
	}
	return quantity.OM2 + vocab.IRI(expanded)
}

// notInName says whether a rune stands in no local name of OM 2.
func notInName(r rune) bool {
	return r != '-' && r != '_' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
}

// terms are the keys that are read here. Those of ActivityStreams and ValueFlows that say the same
// are both listed; the readers say which they take.
var terms = func() map[string]bool {
	set := map[string]bool{}
	for _, list := range [...]string{
		"id type attributedTo to cc name summary content published updated location url attachment",
		"actor object result target inReplyTo context about startTime endTime href rel mediaType preview",
		"latitude longitude",
		"purpose publishes reciprocal unitBased action provider receiver seller basedOn proposedTo eligibleLocation",
		"resourceConformsTo resourceClassifiedAs resourceInventoriedAs resourceQuantity effortQuantity",
		"availableQuantity minimumQuantity hasUnit hasNumericalValue",
		"stipulates stipulatesReciprocal satisfies fulfills clauseOf reciprocalClauseOf",
		"note created due hasBeginning hasEnd hasPointInTime finished",
		"planIncludes plannedWithin hasInput hasOutput inputOf outputOf lat long mappableAddress",
	} {
		for name := range strings.FieldsSeq(list) {
			set[name] = true
		}
	}
	return set
}()
