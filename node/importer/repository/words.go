package repository

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"tributary/vocab"
	"tributary/vocab/pf"
)

// conceptOf finds a concept of a value set by what people call it: name, label, another word, or the
// code that another system has for it. Phases and scales have their own words for old names.
func conceptOf(scheme *vocab.Class, word string) *vocab.Individual {
	switch scheme {
	case pf.PhaseScheme:
		i, _ := pf.NormalPhase(word)
		return i
	case pf.ScaleScheme:
		i, _ := pf.NormalScale(word)
		return i
	}
	wanted := slug(plain(word))
	wanted = strings.TrimPrefix(strings.TrimPrefix(wanted, strings.ToLower(string(pf.Schema.Base))), "pf:")
	var coded *vocab.Individual
	for _, i := range pf.Schema.Individuals {
		if !slices.Contains(i.Of, scheme) {
			continue
		}
		_, local, _ := strings.Cut(i.Name, "-")
		if slices.ContainsFunc(append([]string{i.Name, local, i.Label}, i.Also...), func(name string) bool { return slug(name) == wanted }) {
			return i
		}
		for _, code := range i.Fact(pf.ExternalCode) {
			_, name, _ := strings.Cut(code.Text(), ":")
			tail := name[strings.LastIndexByte(name, '/')+1:]
			if coded == nil && (slug(name) == wanted || slug(tail) == wanted) {
				coded = i
			}
		}
	}
	return coded
}

// scheme is the value set of a property, or nil.
func schemeOf(p *vocab.Property) *vocab.Class {
	for _, c := range p.Range {
		if c.Kind == vocab.Scheme {
			return c
		}
	}
	return nil
}

// concepts reads words as concepts of the property's value set; what is none is given back.
func concepts(p *vocab.Property, words []string) (values []vocab.Value, unknown []string) {
	for _, word := range words {
		if i := conceptOf(schemeOf(p), word); i != nil {
			values = append(values, vocab.Ref(i.IRI))
		} else {
			unknown = append(unknown, word)
		}
	}
	return values, unknown
}

// address reads a web address; others are no links.
func address(text string) (vocab.Value, bool) {
	text = strings.Trim(strings.TrimSpace(text), "<>")
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || len(text) > 2000 || strings.ContainsAny(text, " <>\"{}|\\^`") {
		return vocab.Value{}, false
	}
	return vocab.Ref(vocab.IRI(text)), true
}

// date reads a day, also with a time behind it.
func date(text string) (vocab.Value, bool) {
	text = strings.TrimSpace(text)
	for _, layout := range []string{"2006-01-02", "2006/01/02", "2 January 2006", "January 2, 2006", "2 Jan 2006", time.RFC3339, "2006-01-02 15:04:05", "2006-01-02T15:04:05"} {
		if t, err := time.Parse(layout, text); err == nil {
			return vocab.Typed(t.Format("2006-01-02"), vocab.XSD+"date"), true
		}
	}
	return vocab.Value{}, false
}

// flag reads yes or no, also where it came as text.
func flag(e *Entry) (yes, known bool) {
	switch strings.ToLower(e.text()) {
	case "true", "yes", "1", "on":
		return true, true
	case "false", "no", "0", "off":
		return false, true
	}
	return false, false
}

func day(t time.Time) vocab.Value {
	return vocab.Typed(t.UTC().Format("2006-01-02"), vocab.XSD+"date")
}
