package repository

import (
	"regexp"
	"slices"
	"strings"

	"tributary/vocab"
	"tributary/vocab/pf"
)

var (
	evenOver  = regexp.MustCompile(`(?i)\beven over\b`)
	plainOver = regexp.MustCompile(`(?i)^[^.,;:]{1,60} over [^.,;:]{1,60}\.?$`)
	overWord  = regexp.MustCompile(`(?i) over `)
	leadIn    = regexp.MustCompile(`(?i)^(that )?((we|i|our (team|group|cell|community)|the (team|group|cell|community)) )?((always|usually|generally|will|would|also) )*(value|values|prefer|prefers|choose|chooses|favou?r|favou?rs|prioriti[sz]e|prioriti[sz]es|want|put|hold) `)
	condition = regexp.MustCompile(`(?i) (when|whenever|if|while|unless|because|since|in order to|so that|for example|as long as) `)
	clauseEnd = regexp.MustCompile(`[.,;:!?()"“”—–|]`)
)

const (
	maxQualityWords = 5
	maxStatements   = 100 // of one file
)

// values are the statements of a text that put one quality above another: "X even over Y" anywhere,
// "X over Y" only in a list that is called values. A person confirms each.
func (m *maker) values(f *File, whole *vocab.Resource) (found []Unit) {
	g := *f
	g.Headings, g.Diagrams, g.Conflicts = nil, nil, nil
	met := map[vocab.IRI]bool{}
	headings := map[int]string{}
	for _, h := range f.Headings {
		headings[h.Line] = h.Text
	}
	under := ""
	for _, l := range g.scan() {
		if text, is := headings[l.number]; is {
			under = labelled(text)
		}
		if !l.prose || len(found) >= maxStatements {
			continue
		}
		sentence := plain(listMarker.ReplaceAllString(strings.TrimLeft(l.text, "> \t"), ""))
		at := evenOver.FindStringIndex(sentence)
		if at == nil && listMarker.MatchString(l.text) && strings.Contains(under, "values") && plainOver.MatchString(sentence) {
			at = overWord.FindStringIndex(sentence)
		}
		if at == nil {
			continue
		}
		preferred, over, when := pairIn(sentence[:at[0]], sentence[at[1]:])
		if preferred == "" || over == "" || slug(preferred) == slug(over) {
			m.units.Problems.add(f.Path, l.number, NotUnderstood, "this may be a statement of values, and its two sides are not clear: %s", clip(sentence))
			continue
		}
		u := m.statement(f, whole, preferred, over, when, sentence)
		u.Line = l.number
		if !met[u.Resource.ID()] {
			met[u.Resource.ID()] = true
			found = append(found, u)
			m.units.Problems.add(f.Path, l.number, Warning, "found a statement of values, %s even over %s; somebody has to confirm it", preferred, over)
		}
	}
	return found
}

// pairIn are the two qualities, and when one goes before the other.
func pairIn(left, right string) (preferred, over, when string) {
	left = strings.TrimSpace(left)
	if ends := clauseEnd.FindAllStringIndex(left, -1); ends != nil {
		left = strings.TrimSpace(left[ends[len(ends)-1][1]:])
	}
	left = strings.TrimSpace(leadIn.ReplaceAllString(left+" ", ""))
	if end := clauseEnd.FindStringIndex(right); end != nil {
		right = right[:end[0]]
	}
	right += " "
	if at := condition.FindStringIndex(right); at != nil {
		right, when = right[:at[0]], strings.TrimSpace(right[at[0]:])
	}
	preferred, over = strings.TrimSpace(left), strings.TrimSpace(right)
	if len(strings.Fields(preferred)) > maxQualityWords || len(strings.Fields(over)) > maxQualityWords {
		return "", "", ""
	}
	return preferred, over, when
}

func (m *maker) statement(f *File, whole *vocab.Resource, preferred, over, when, sentence string) Unit {
	first, second := m.quality(preferred), m.quality(over)
	id := partID(whole, "even-over-%s--%s", idSlug(preferred), idSlug(over))
	r := part(pf.EvenOverStatement, id, whole).
		With(pf.Prefers, vocab.Ref(first)).With(pf.Over, vocab.Ref(second)).
		With(pf.OnTradeOff, vocab.Ref(m.tradeOff(first, second, preferred, over))).
		With(pf.StatementText, vocab.Text(sentence)).
		With(pf.DerivedSource, vocab.Ref(whole.ID()))
	if when != "" {
		r = r.With(pf.AppliesWhen, vocab.Text(when))
	}
	if m.at.Group != "" {
		r = r.With(pf.StatedBy, vocab.Ref(m.at.Group))
		r = withKept(r, KeptDerived, derivedNote(pf.StatedBy, vocab.Ref(m.at.Group))+"the group whose repository it is)")
	}
	r = withKept(r, KeptDerived, derivedNote(pf.Prefers, vocab.Ref(first))+"a sentence with \"over\")")
	return Unit{Resource: r, Path: f.Path, Suggested: true}
}

// idSlug is a name as it stands in ids: letters and digits that every IRI may hold.
func idSlug(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r > 0x9f && r != 0x2028 && r != 0x2029 && r != 0xfffd)
	}), "-")
}

// quality is the one of the vocabulary, else one of the group's own lexicon.
func (m *maker) quality(name string) vocab.IRI {
	if i := conceptOf(pf.QualityScheme, name); i != nil && i != pf.TagQualities {
		return i.IRI
	}
	id := m.at.Base + "#quality-" + vocab.IRI(idSlug(name))
	if !m.known[id] {
		m.known[id] = true
		r := vocab.New(pf.Quality, id).With(pf.PrefLabel, vocab.Text(name)).
			With(pf.LexiconStatus, vocab.Ref(pf.Concept("lex-named").IRI)).
			With(pf.Visibility, m.at.unmarked())
		if page := m.tagged[slug(name)]; page != nil {
			r = r.With(pf.ExactMatch, vocab.Ref(m.at.source(page.Path)))
		}
		m.add(Unit{Resource: r, Suggested: true})
	}
	return id
}

// tradeOff is the one of the vocabulary between two qualities, else one of the group's own lexicon.
// Which quality comes first makes no difference.
func (m *maker) tradeOff(first, second vocab.IRI, one, other string) vocab.IRI {
	for _, i := range pf.Schema.Individuals {
		poles := i.Fact(pf.Pole)
		if len(poles) == 2 && (poles[0].IRI() == first && poles[1].IRI() == second || poles[0].IRI() == second && poles[1].IRI() == first) {
			return i.IRI
		}
	}
	names := []string{strings.ToLower(one), strings.ToLower(other)}
	slices.Sort(names)
	id := m.at.Base + "#tradeoff-" + vocab.IRI(idSlug(names[0])+"--"+idSlug(names[1]))
	if !m.known[id] {
		m.known[id] = true
		m.add(Unit{Suggested: true, Resource: vocab.New(pf.TradeOff, id).
			With(pf.PrefLabel, vocab.Text(names[0]+" / "+names[1])).
			With(pf.Pole, vocab.Ref(first), vocab.Ref(second)).
			With(pf.Visibility, m.at.unmarked())})
	}
	return id
}
