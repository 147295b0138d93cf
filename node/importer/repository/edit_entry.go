package repository

import (
	"regexp"
	"slices"
	"strings"

	"tributary/vocab"
	"tributary/vocab/pf"
)

// rewritten is an entry with the values that r has for it, in the way it was written: those that
// stay, in their order, then new ones.
func (e *exporter) rewritten(n meaning, f *File, entry *Entry, r *vocab.Resource, lineEnd string) change {
	type now struct {
		text string
		used bool
	}
	var wanted []now
	for p := range heldBy(n.from, entry) {
		for _, v := range r.All(p) {
			if !noted(r, p, v) {
				wanted = append(wanted, now{text: e.authorText(p, v)})
			}
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
			if !wanted[i].used && n.sameWord(entry, old, wanted[i].text) {
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

// authorText is a value, where a known agent goes by the name that the texts have for it.
func (e *exporter) authorText(p *vocab.Property, v vocab.Value) string {
	found := ""
	for name, id := range e.m.at.Agents {
		if v.Kind() == vocab.Reference && v.IRI() == id && (found == "" || name < found) {
			found = name
		}
	}
	if found != "" {
		return found
	}
	return valueText(p, v)
}

// sameWord says whether a word as written means a value.
func (n *meaning) sameWord(entry *Entry, written, value string) bool {
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
