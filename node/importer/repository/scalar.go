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
