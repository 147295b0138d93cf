package repository

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"tributary/vocab"
	"tributary/vocab/pf"
)

// change replaces a span of a file.
type change struct {
	span Span
	text string
}

// replaced is data with its changes, which do not overlap.
func replaced(data []byte, changes []change) []byte {
	slices.SortStableFunc(changes, func(a, b change) int { return a.span.From - b.span.From })
	var out []byte
	at := 0
	for _, c := range changes {
		if c.span.From < at {
			continue
		}
		out = append(append(out, data[at:c.span.From]...), c.text...)
		at = c.span.To
	}
	return append(out, data[at:]...)
}

// notWritten are terms that say where a thing comes from, or that its text says already.
var notWritten = map[*vocab.Property]bool{
	pf.Content: true, pf.LexiconEntry: true, pf.StateOf: true, pf.StateVersion: true, pf.HasPurposeSection: true,
	pf.HasPracticeSection: true, pf.HasProgressSection: true, pf.References: true, pf.Related: true, pf.IsPartOf: true, pf.HasPart: true,
	pf.Modified: true, pf.Contributor: true,
}

// edited is a file that says what r says: what it says already stays as it is.
func (e *exporter) edited(f *File, r *vocab.Resource) []byte {
	n := e.m.mean(f)
	was := n.resource
	var changes []change
	touched := map[*Entry]bool{}
	ours := map[string][]string{}
	name := nameProperty(f.Kind)
	for _, p := range changed(was, r) {
		entry := n.from[p]
		switch {
		case entry != nil:
			touched[entry] = true
		case p == name && n.heading:
			h := f.mainHeading()
			changes = append(changes, change{h.Inner, strings.Join(strings.Fields(r.Get(p).Text()), " ")})
		case p == name && f.Front.find(titleKeys...) != nil:
			touched[f.Front.find(titleKeys...)] = true
			n.from[p] = f.Front.find(titleKeys...)
		default:
			for _, v := range r.All(p) {
				if v.Part() == nil && !noted(r, p, v) {
					ours[p.Term] = append(ours[p.Term], valueText(p, v))
				}
			}
			if len(ours[p.Term]) == 0 {
				ours[p.Term] = nil
			}
		}
	}
	for _, entry := range e.keptKeys(f, was, r) {
		touched[entry] = true
	}
	if f.Front.Fixed != "" && (len(touched) > 0 || len(ours) > 0) {
		e.problems.add(f.Path, 1, Warning, "changes of its front matter are not written: %s", f.Front.Fixed)
		touched, ours = nil, nil
	}
	lineEnd := lineEndOf(f.Data)
	for entry := range touched {
		changes = append(changes, n.rewritten(f, entry, r, lineEnd))
	}
	if c, ok := f.ownKeys(ours, lineEnd); ok {
		changes = append(changes, c)
	}
	if f.Kind == State {
		changes = append(changes, e.entryChanges(f, r)...)
	}
	return replaced(f.Data, changes)
}

// changed are the properties that say something else than the bytes do. What was derived counts as
// said.
func changed(was, r *vocab.Resource) (all []*vocab.Property) {
	differs := func(p *vocab.Property) bool {
		if notWritten[p] || terms()[p.Term] != p {
			return false
		}
		now, before := r.All(p), was.All(p)
		derived := 0
		for _, v := range now {
			switch {
			case contains(before, v):
			case noted(r, p, v):
				derived++
			default:
				return true
			}
		}
		if derived > 0 && derived == len(now) {
			return false // a rule set aside what the bytes say
		}
		return len(now)-derived != len(before)
	}
	for p := range r.Fields() {
		if differs(p) {
			all = append(all, p)
		}
	}
	for p := range was.Fields() {
		if !r.Has(p) && differs(p) {
			all = append(all, p)
		}
	}
	return all
}

// noted says whether a value was derived when the file was read.
func noted(r *vocab.Resource, p *vocab.Property, v vocab.Value) bool {
	start := derivedNote(p, v)
	return slices.ContainsFunc(keptAll(r, KeptDerived), func(note string) bool { return strings.HasPrefix(note, start) })
}

// keptKeys are the entries of unknown meaning whose values changed.
func (e *exporter) keptKeys(f *File, was, r *vocab.Resource) (all []*Entry) {
	for i := range f.Front.Entries {
		entry := &f.Front.Entries[i]
		key := keptKey(entry.Key)
		if !slices.Equal(slices.Sorted(slices.Values(keptAll(was, key))), slices.Sorted(slices.Values(keptAll(r, key)))) {
			if entry.Deep || len(entry.Map) > 0 {
				e.problems.add(f.Path, entry.Line, Warning, "a change of %q is not written: it is no text or list", entry.Key)
				continue
			}
			all = append(all, entry)
		}
	}
	return all
}

// rewritten is an entry with the values that r has for it, in the way it was written: those that
// stay, in their order, then new ones.
func (n *meaning) rewritten(f *File, entry *Entry, r *vocab.Resource, lineEnd string) change {
	type now struct {
		text string
		used bool
	}
	var wanted []now
	for p := range heldBy(n.from, entry) {
		for _, v := range r.All(p) {
			if !noted(r, p, v) {
				wanted = append(wanted, now{text: valueText(p, v)})
			}
		}
		if p == pf.TaggedWith || p == pf.TagAlias || p == pf.AltLabel {
			continue
		}
	}
	if tags := f.Front.find("tags"); f.Kind == Term && entry == tags {
		for _, v := range r.All(pf.Subject) {
			wanted = append(wanted, now{text: v.Text()})
		}
	}
	for _, text := range keptAll(r, keptKey(entry.Key)) {
		wanted = append(wanted, now{text: text})
	}
	written := entry.words()
	if !entry.List && len(wanted) <= 1 {
		written = entry.Values
	}
	var texts []string
	for _, old := range written {
		for i := range wanted {
			if !wanted[i].used && n.sameWord(f, entry, old, wanted[i].text) {
				wanted[i].used = true
				texts = append(texts, old)
				break
			}
		}
	}
	for _, w := range wanted {
		if !w.used {
			texts = append(texts, w.text)
		}
	}
	switch {
	case len(texts) == 0:
		return change{entry.Value, ""}
	case !entry.List && len(texts) == 1:
		lead := ""
		if entry.Value.From > 0 && f.Data[entry.Value.From-1] == ':' {
			lead = " "
		}
		return change{entry.Value, lead + scalarText(texts[0])}
	case strings.Contains(entry.Value.of(f.Data), "\n"):
		indent := "  "
		if m := itemIndent.FindStringSubmatch(entry.Value.of(f.Data)); m != nil {
			indent = m[1]
		}
		var b strings.Builder
		for _, t := range texts {
			b.WriteString(lineEnd + indent + "- " + scalarText(t))
		}
		return change{entry.Value, b.String()}
	}
	for i, t := range texts {
		texts[i] = flowText(t)
	}
	lead := ""
	if entry.Value.From > 0 && f.Data[entry.Value.From-1] == ':' {
		lead = " "
	}
	return change{entry.Value, lead + "[" + strings.Join(texts, ", ") + "]"}
}

var itemIndent = regexp.MustCompile(`\n([ \t]*)- `)

// heldBy are the properties that an entry holds, in order of declaration.
func heldBy(from map[*vocab.Property]*Entry, entry *Entry) func(func(*vocab.Property) bool) {
	var all []*vocab.Property
	for p, e := range from {
		if e == entry {
			all = append(all, p)
		}
	}
	slices.SortFunc(all, func(a, b *vocab.Property) int { return strings.Compare(a.Term, b.Term) })
	return slices.Values(all)
}

// sameWord says whether a word as written means a value.
func (n *meaning) sameWord(f *File, entry *Entry, written, value string) bool {
	if written == value {
		return true
	}
	for p := range heldBy(n.from, entry) {
		if scheme := schemeOf(p); scheme != nil {
			if i := conceptOf(scheme, written); i != nil && valueText(p, vocab.Ref(i.IRI)) == value {
				return true
			}
		}
		if p.Range != nil && slices.Contains(p.Range, vocab.Date) {
			if v, ok := date(written); ok && v.Text() == value {
				return true
			}
		}
	}
	return slug(written) == "qualities" && value == pf.TagQualities.Label
}

// individual is a concept by its IRI, or nil.
func individual(id vocab.IRI) *vocab.Individual {
	name, ok := strings.CutPrefix(string(id), string(pf.Schema.Base))
	if !ok {
		return nil
	}
	return pf.Concept(name)
}

// valueText is a value as files have it: concepts by their labels, which are read again.
func valueText(p *vocab.Property, v vocab.Value) string {
	if v.Kind() != vocab.Reference {
		return v.Text()
	}
	if i := individual(v.IRI()); i != nil {
		switch {
		case p == pf.Visibility:
			return fmt.Sprint(i == pf.VisiblePublic)
		case schemeOf(p) == nil || conceptOf(schemeOf(p), i.Label) == i:
			return i.Label
		}
		return i.Name
	}
	return v.Text()
}

// ownKeys puts values for which the file has no key under the one key of ours, at the end of the
// front matter. A term with no values leaves it.
func (f *File) ownKeys(values map[string][]string, lineEnd string) (change, bool) {
	if len(values) == 0 {
		return change{}, false
	}
	entry := f.Front.find("pf")
	all := map[string][]string{}
	if entry != nil {
		for _, own := range entry.Map {
			all[own.Key] = own.Values
		}
	}
	for term, texts := range values {
		if len(texts) == 0 {
			delete(all, term)
		} else {
			all[term] = texts
		}
	}
	if len(all) == 0 && entry == nil {
		return change{}, false
	}
	var b strings.Builder
	b.WriteString("pf:")
	var names []string
	for term := range all {
		names = append(names, term)
	}
	slices.Sort(names)
	for _, term := range names {
		b.WriteString(lineEnd + "  " + term + ":")
		if len(all[term]) == 1 {
			b.WriteString(" " + scalarText(all[term][0]))
			continue
		}
		for _, text := range all[term] {
			b.WriteString(lineEnd + "    - " + scalarText(text))
		}
	}
	if len(names) == 0 {
		b.WriteString(" {}")
	}
	switch {
	case entry != nil:
		return change{entry.Whole, b.String()}, true
	case f.Front.There():
		end := f.Front.Inner.To
		return change{Span{end, end}, b.String() + lineEnd}, true
	}
	return change{Span{f.Body.From, f.Body.From}, "---" + lineEnd + b.String() + lineEnd + "---" + lineEnd}, true
}

func lineEndOf(data []byte) string {
	first, _, found := strings.Cut(string(data[:min(len(data), 4096)]), "\n")
	if found && strings.HasSuffix(first, "\r") {
		return "\r\n"
	}
	return "\n"
}

// plainScalar is text that YAML reads as that text without quotes.
var plainScalar = regexp.MustCompile(`^[\p{L}][\p{L}\p{N} _./()'’+*=%$€;!?…–—-]*$|^\d{4}-\d{2}-\d{2}$`)

// notText are plain words that YAML, old or new, reads as something else.
var notText = regexp.MustCompile(`^(?i:true|false|yes|no|on|off|y|n|null|~)$`)

// scalarText is a text as a YAML scalar on one line.
func scalarText(text string) string {
	switch {
	case text == "true", text == "false":
		return text
	case plainScalar.MatchString(text) && !notText.MatchString(text) && text == strings.TrimSpace(text),
		strings.HasPrefix(text, "https://") && !strings.ContainsAny(text, " ,[]{}\"'\n") && !strings.HasSuffix(text, ":"):
		return text
	}
	return quotedText(text)
}

// quotedText is a JSON string, which is a YAML one, too.
func quotedText(text string) string {
	var b strings.Builder
	w := json.NewEncoder(&b)
	w.SetEscapeHTML(false)
	if err := w.Encode(text); err != nil {
		return `""`
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func flowText(text string) string {
	if plainScalar.MatchString(text) && !notText.MatchString(text) && !strings.ContainsAny(text, ",[]{}") {
		return text
	}
	return quotedText(text)
}

// entryChanges puts changed entries of a state in their places in the text.
func (e *exporter) entryChanges(f *File, r *vocab.Resource) (changes []change) {
	was := e.m.sectionsOf(f, vocab.New(pf.State, r.ID()))
	texts := f.stateEntries()
	for _, s := range sectionClass {
		before, now := elementsOf(was, s.property), elementsOf(r, s.property)
		var spans []Span
		for _, t := range texts {
			if t.section == s.property {
				spans = append(spans, t.content)
			}
		}
		for _, element := range now {
			i := slices.IndexFunc(before, func(b *vocab.Resource) bool {
				return b != nil && b.Get(pf.Title).Equal(element.Get(pf.Title))
			})
			if i < 0 {
				if element.Get(pf.Content).Text() != "" {
					e.problems.add(f.Path, 0, Warning, "the entry %q is not in the text; it is not written", element.Get(pf.Title).Text())
				}
				continue
			}
			if text := element.Get(pf.Content).Text(); text != before[i].Get(pf.Content).Text() {
				changes = append(changes, inPlace(f, spans[i], text))
			}
			before[i] = nil
		}
	}
	return changes
}

// inPlace writes an entry; where there was none, it gets a paragraph of its own.
func inPlace(f *File, at Span, text string) change {
	if at.From == at.To && text != "" {
		lineEnd := lineEndOf(f.Data)
		if at.From > 0 && f.Data[at.From-1] != '\n' && f.Data[at.From-1] != ' ' {
			return change{at, " " + text}
		}
		return change{at, lineEnd + text + lineEnd}
	}
	return change{at, text}
}

func elementsOf(state *vocab.Resource, section *vocab.Property) (all []*vocab.Resource) {
	part := state.Get(section).Part()
	if part == nil {
		return nil
	}
	for _, v := range part.All(pf.HasElement) {
		if v.Part() != nil {
			all = append(all, v.Part())
		}
	}
	return all
}
