package archive

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"tributary/node"
	"tributary/vocab"
)

// What other nodes sent, and what waits to be sent to them, is JSON in whatever words they use, so that it
// cannot be blanked term by term. Of what is erased only what keeps the books stays: who, what kind, when,
// to whom, how much.

// structural are the names whose values stay as they are, in full: addresses and keys, and what kind of thing
// it is.
var structural = []string{
	"@context", "id", "@id", "type", "@type", "actor", "attributedTo", "to", "cc", "audience", "inReplyTo", "context",
	"inbox", "outbox", "followers", "following", "endpoints", "sharedInbox", "publicKey", "assertionMethod",
	"action", "hasUnit", "hasNumericalValue", "unit", "formerType", "mediaType",
}

// personal are the names whose values go, whatever they are: texts, likenesses, whereabouts, and proofs, which
// fit no more.
var personal = []string{
	"name", "nameMap", "summary", "summaryMap", "content", "contentMap", "source", "icon", "image", "url", "note",
	"preferredUsername", "alsoKnownAs", "location", "primaryLocation", "tag", "href", "proof", "signature", "replies",
}

// hushing blanks in JSON what is said of some things.
type hushing struct {
	things map[vocab.IRI]bool
	own    terms // of the document that is looked through
}

// document gives JSON without what is personal in what it says of the things; changed is false when it says
// nothing of them but their names. What is no JSON says nothing.
func (h hushing) document(text []byte) (hushed []byte, changed bool) {
	if !h.mentions(text) {
		return text, false
	}
	in := json.NewDecoder(bytes.NewReader(text))
	in.UseNumber()
	var content map[string]any
	if err := in.Decode(&content); err != nil {
		return text, false
	}
	if h.own = termsOf(content); !h.within(content) {
		return text, false
	}
	if h.about(content) {
		content = h.own.hush(content).(map[string]any)
	} else {
		h.parts(content)
		for _, name := range personal { // its own words may be about what it brings along
			delete(content, name)
		}
	}
	var out bytes.Buffer
	to := json.NewEncoder(&out)
	to.SetEscapeHTML(false)
	if err := to.Encode(content); err != nil {
		return text, false // it was JSON
	}
	hushed = bytes.TrimSuffix(out.Bytes(), []byte("\n"))
	return hushed, !bytes.Equal(hushed, text)
}

// mentions says whether one of the things may be named in a text: peers may write a slash, or any letter, as an
// escape.
func (h hushing) mentions(text []byte) bool {
	if bytes.Contains(text, []byte(`\u`)) {
		return true
	}
	for id := range h.things {
		if last := id[strings.LastIndexByte(string(id), '/')+1:]; bytes.Contains(text, []byte(last)) {
			return true
		}
	}
	return false
}

// within says whether something in a value describes one of the things: it has its id, and says more.
func (h hushing) within(v any) bool {
	switch v := v.(type) {
	case []any:
		return slices.ContainsFunc(v, h.within)
	case map[string]any:
		if h.about(v) && len(v) > 1 {
			return true
		}
		for _, inner := range v {
			if h.within(inner) {
				return true
			}
		}
	}
	return false
}

// parts blanks what in a value describes one of the things.
func (h hushing) parts(v map[string]any) {
	for name, inner := range v {
		v[name] = h.part(inner)
	}
}

func (h hushing) part(v any) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = h.part(v[i])
		}
	case map[string]any:
		if h.about(v) {
			return h.own.hush(v)
		}
		if h.within(v) {
			h.parts(v)
			delete(v, "proof")
		}
	}
	return v
}

// hush is a value without free text; nil when nothing is left.
func (t terms) hush(v any) any {
	switch v := v.(type) {
	case map[string]any:
		left := map[string]any{}
		for name, inner := range v {
			switch {
			case slices.Contains(structural, name) && !t.bent[name]:
				left[name] = inner
			case slices.Contains(personal, name):
			default:
				if inner = t.hush(inner); inner != nil {
					left[name] = inner
				}
			}
		}
		return left
	case []any:
		left := []any{}
		for _, inner := range v {
			if inner = t.hush(inner); inner != nil {
				left = append(left, inner)
			}
		}
		return left
	case string:
		if _, web := node.Origin(vocab.IRI(v)); web || isMoment(v) {
			return v
		}
		return nil
	}
	return v // figures, yes and no
}

func isMoment(text string) bool {
	_, err := time.Parse(time.RFC3339, text)
	return err == nil
}

// letter is a letter without what is personal; false when nothing of it changes. Since when it is so is noted
// with it: no proof fits it any more.
func (h hushing) letter(l node.Letter, at time.Time) (node.Letter, bool) {
	body, changed := h.document(l.Body)
	if !changed {
		return l, false
	}
	l.Body = body
	l.Proof.Erased = at
	if l.Reason != "" {
		l.Reason = "what was said of it was erased"
	}
	return l, true
}
