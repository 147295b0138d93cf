package publish

import (
	"net/http"
	"slices"
	"strings"
)

// negotiate picks the encoding of a page for a request; nil when none is acceptable. An absent or
// empty Accept takes anything, and so does one of which no part can be read.
//
// Spec: RFC 9110, section 12.5.1.
func negotiate(h http.Header, kind pageKind) *encoding {
	choices := offered(kind)
	ranges := parseAccept(strings.Join(h.Values("Accept"), ","))
	if len(ranges) == 0 {
		return choices[0]
	}
	var best *encoding
	bestQ := 0
	for _, e := range choices {
		if q := e.quality(ranges, choices); q > bestQ {
			best, bestQ = e, q
		}
	}
	return best
}

// quality is how much the ranges want the encoding, in thousandths: the most specific range that
// matches decides, and of equally specific ones the kindest.
func (e *encoding) quality(ranges []mediaRange, choices []*encoding) int {
	const (
		nothing = iota
		anything
		anyOfType
		byOtherName
		byName
		byProfile
	)
	major, _, _ := strings.Cut(e.typ, "/")
	best, q := nothing, 0
	for _, r := range ranges {
		level := nothing
		switch {
		case r.typ == e.typ && e.profile != "" && slices.Contains(r.profiles, e.profile):
			level = byProfile
		case e.named && e.profile != "":
		case r.typ == e.typ && !r.variantAmong(choices):
			level = byName
		case e.twin != "" && r.typ == e.twin && slices.ContainsFunc(ranges, func(o mediaRange) bool { return o.typ == e.typ }):
			level = byName
		case slices.Contains(e.also, r.typ):
			level = byOtherName
		case e.named:
		case r.typ == major+"/*":
			level = anyOfType
		case r.typ == "*/*":
			level = anything
		}
		if level > best {
			best, q = level, r.q
		} else if level == best && level != nothing {
			q = max(q, r.q)
		}
	}
	return q
}

// variantAmong says whether the range asks for a variant of its type that is a choice of its own.
// A profile that is none asks for the type as such.
//
// Spec: JSON-LD 1.1, section 6: whoever does not know a profile ignores it.
func (r mediaRange) variantAmong(choices []*encoding) bool {
	return slices.ContainsFunc(choices, func(e *encoding) bool {
		return e.typ == r.typ && e.profile != "" && slices.Contains(r.profiles, e.profile)
	})
}

// wantsGzip says whether the client takes gzip.
//
// Spec: RFC 9110, section 12.5.3.
func wantsGzip(h http.Header) bool {
	header := strings.Join(h.Values("Accept-Encoding"), ",")
	named, wild := -1, -1
	for part := range splitQuoted(header[:min(len(header), maxAccept)], ',') {
		coding, parameter, _ := strings.Cut(part, ";")
		q := 1000
		if name, value, ok := strings.Cut(parameter, "="); ok && strings.EqualFold(strings.TrimSpace(name), "q") {
			if q, ok = parseQ(strings.TrimSpace(value)); !ok {
				continue
			}
		}
		switch strings.ToLower(strings.TrimSpace(coding)) {
		case "gzip", "x-gzip":
			named = max(named, q)
		case "*":
			wild = q
		}
	}
	if named >= 0 {
		return named > 0
	}
	return wild > 0
}
