package httpsig

import (
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
	"time"
)

// parseCavage reads the parameters of a draft-cavage signature and builds what it signs.
//
// Spec: draft-cavage-12, section 2.1 and 2.3.
func parseCavage(m message, header string) (Signature, error) {
	p, err := cavageParameters(header)
	if err != nil {
		return Signature{}, err
	}
	s := Signature{Scheme: Cavage, KeyID: p["keyid"], Algorithm: strings.ToLower(p["algorithm"])}
	if err := checkKeyID(s.KeyID); err != nil {
		return Signature{}, err
	}
	if !known(Cavage, s.Algorithm) {
		return Signature{}, refuse(UnknownAlgorithm, "algorithm %.60q is not one of %s", s.Algorithm, names(Cavage))
	}
	if s.value, err = base64.StdEncoding.Strict().DecodeString(p["signature"]); err != nil {
		return Signature{}, refuse(Malformed, "the signature parameter is not base64")
	}
	if err := checkValue(s.value); err != nil {
		return Signature{}, err
	}
	// The draft wants lower case but does not demand it; what is signed is lower case either way.
	s.Covered = strings.Fields(strings.ToLower(p["headers"]))
	if err := checkComponents(s.Covered); err != nil {
		return Signature{}, err
	}
	if text, ok := p["expires"]; ok {
		if s.expires, err = cavageExpires(text); err != nil {
			return Signature{}, err
		}
	}
	if err := s.readCavageTimes(m, p); err != nil {
		return Signature{}, err
	}
	base, err := cavageBase(m, s.Covered, p, m.path+m.query)
	if err != nil {
		return Signature{}, err
	}
	s.bases = [][]byte{base}
	if m.query != "" && !m.hasBody() {
		// Some peers sign the path of a GET alone.
		if base, err = cavageBase(m, s.Covered, p, m.path); err != nil {
			return Signature{}, err
		}
		s.bases = append(s.bases, base)
	}
	return s, nil
}

// readCavageTimes collects the times that are signed; an unsigned created or Date says nothing.
func (s *Signature) readCavageTimes(m message, p map[string]string) error {
	if slices.Contains(s.Covered, "(created)") {
		seconds, err := strconv.ParseInt(p["created"], 10, 64)
		if err != nil {
			return refuse(Malformed, "created is %.60q; (created) needs whole seconds since 1970", p["created"])
		}
		at, err := unix("created", seconds)
		if err != nil {
			return err
		}
		s.Created, s.stamps = at, append(s.stamps, stamp{"created", at})
	}
	if slices.Contains(s.Covered, "date") {
		date, err := m.date()
		if err != nil {
			return err
		}
		s.stamps = append(s.stamps, date)
		if s.Created.IsZero() {
			s.Created = date.at
		}
	}
	return nil
}

// cavageBase is the text that is signed.
//
// Spec: draft-cavage-12, section 2.3.
func cavageBase(m message, covered []string, p map[string]string, target string) ([]byte, error) {
	var b strings.Builder
	for i, name := range covered {
		if i > 0 {
			b.WriteByte('\n')
		}
		value, err := cavageComponent(m, name, p, target)
		if err != nil {
			return nil, err
		}
		b.WriteString(name + ": " + value)
	}
	return []byte(b.String()), nil
}

func cavageComponent(m message, name string, p map[string]string, target string) (string, error) {
	switch name {
	case "(request-target)":
		return strings.ToLower(m.method) + " " + target, nil
	case "(created)", "(expires)":
		if !strings.EqualFold(p["algorithm"], "hs2019") {
			return "", refuse(UnknownAlgorithm, "%s may be signed with algorithm hs2019 only, not %.60q", name, p["algorithm"])
		}
		value := p[strings.Trim(name, "()")]
		if value == "" {
			return "", refuse(Malformed, "%s is signed, but there is no such parameter", name)
		}
		return value, nil
	}
	if !token(name) {
		return "", refuse(Malformed, "%.60q can not be signed: it is no header name", name)
	}
	return m.field(name)
}

// cavageExpires reads seconds since 1970. A fraction is allowed by the draft, and dropped: that
// expires a little early, never late.
func cavageExpires(text string) (time.Time, error) {
	whole, fraction, _ := strings.Cut(text, ".")
	seconds, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || strings.Trim(fraction, "0123456789") != "" {
		return time.Time{}, refuse(Malformed, "expires is %.60q; it takes seconds since 1970", text)
	}
	return unix("expires", seconds)
}

// cavageParameters reads name="value", … into lower-case names. Values that are numbers may stand
// without quotes. A name that stands twice is refused, whatever its case; unknown names are passed
// over.
//
// Spec: draft-cavage-12, sections 2.1 and 3.1.
func cavageParameters(header string) (map[string]string, error) {
	p := map[string]string{}
	rest := strings.Trim(header, " \t")
	for {
		name, after, ok := strings.Cut(rest, "=")
		name = strings.ToLower(strings.TrimRight(name, " \t"))
		if !ok || !token(name) {
			return nil, refuse(Malformed, `parameters must read name="value", …: not %.60q`, rest)
		}
		value, after, err := cavageValue(name, strings.TrimLeft(after, " \t"))
		if err != nil {
			return nil, err
		}
		if _, twice := p[name]; twice {
			return nil, refuse(Repeated, "the parameter %.60q stands twice", name)
		}
		p[name] = value
		after = strings.TrimLeft(after, " \t")
		if after == "" {
			return p, nil
		}
		if after[0] != ',' {
			return nil, refuse(Malformed, "there is no comma after the parameter %.60q", name)
		}
		rest = strings.TrimLeft(after[1:], " \t")
	}
}

// cavageValue takes one value off the front: a quoted string without escapes, or a number.
func cavageValue(name, text string) (value, rest string, err error) {
	if !strings.HasPrefix(text, `"`) {
		end := strings.IndexFunc(text, func(c rune) bool { return (c < '0' || c > '9') && c != '.' })
		if end < 0 {
			end = len(text)
		}
		if end == 0 {
			return "", "", refuse(Malformed, "the parameter %.60q is neither quoted nor a number", name)
		}
		return text[:end], text[end:], nil
	}
	value, rest, ok := strings.Cut(text[1:], `"`)
	if !ok || strings.ContainsAny(value, "\\\r\n\x00") {
		return "", "", refuse(Malformed, "the parameter %.60q is not closed, or has escapes or control characters", name)
	}
	return value, rest, nil
}
