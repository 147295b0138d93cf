package httpsig

import (
	"slices"
	"strings"

	"github.com/dunglas/httpsfv"
)

// parseRFC9421 reads the one signature of Signature-Input and Signature, under any label, and builds
// what it signs.
//
// Spec: RFC 9421, sections 2.5, 3.2 and 4.
func parseRFC9421(m message) (Signature, error) {
	input, err := m.dictionary("Signature-Input")
	if err != nil {
		return Signature{}, err
	}
	values, err := m.dictionary("Signature")
	if err != nil {
		return Signature{}, err
	}
	if len(input.Names()) > 1 || len(values.Names()) > 1 {
		return Signature{}, refuse(Repeated, "there are %d in Signature-Input and %d in Signature; exactly one is allowed", len(input.Names()), len(values.Names()))
	}
	if len(input.Names()) == 0 {
		return Signature{}, refuse(Malformed, "Signature-Input is empty")
	}
	label := input.Names()[0]
	list, isList := member[httpsfv.InnerList](input, label)
	item, isItem := member[httpsfv.Item](values, label)
	if !isList || !isItem {
		return Signature{}, refuse(Malformed, "Signature-Input and Signature need one label, a list under it here and bytes there")
	}
	s := Signature{Scheme: RFC9421}
	if s.value, isItem = item.Value.([]byte); !isItem {
		return Signature{}, refuse(Malformed, "Signature must hold bytes between colons")
	}
	if err := checkValue(s.value); err != nil {
		return Signature{}, err
	}
	if err := s.readRFC9421Parameters(list.Params); err != nil {
		return Signature{}, err
	}
	for _, component := range list.Items {
		name, ok := component.Value.(string)
		if !ok {
			return Signature{}, refuse(Malformed, "what is signed must be named in quotes")
		}
		if parameters := component.Params.Names(); len(parameters) > 0 {
			return Signature{}, refuse(Malformed, "%.60q is signed with the parameter ;%.60s, which this node does not read", name, parameters[0])
		}
		s.Covered = append(s.Covered, name)
	}
	if err := checkComponents(s.Covered); err != nil {
		return Signature{}, err
	}
	if slices.Contains(s.Covered, "date") {
		date, err := m.date()
		if err != nil {
			return Signature{}, err
		}
		s.stamps = append(s.stamps, date)
	}
	base, err := rfc9421Base(m, list)
	if err != nil {
		return Signature{}, err
	}
	s.bases = [][]byte{base}
	return s, nil
}

// readRFC9421Parameters reads created, expires, keyid and alg. Others, such as nonce and tag, are
// signed with the rest and have no effect here.
//
// Spec: RFC 9421, section 2.3.
func (s *Signature) readRFC9421Parameters(p *httpsfv.Params) error {
	created, ok := parameter[int64](p, "created")
	if !ok {
		return refuse(Uncovered, "created must be there, in whole seconds since 1970")
	}
	at, err := unix("created", created)
	if err != nil {
		return err
	}
	s.Created, s.stamps = at, []stamp{{"created", at}}
	if _, there := p.Get("expires"); there {
		expires, ok := parameter[int64](p, "expires")
		if !ok {
			return refuse(Malformed, "expires takes whole seconds since 1970")
		}
		if s.expires, err = unix("expires", expires); err != nil {
			return err
		}
	}
	s.KeyID, _ = parameter[string](p, "keyid")
	if err := checkKeyID(s.KeyID); err != nil {
		return err
	}
	if _, there := p.Get("alg"); there {
		if s.Algorithm, ok = parameter[string](p, "alg"); !ok || s.Algorithm == "" {
			return refuse(Malformed, "alg takes a name in quotes")
		}
	}
	if !known(RFC9421, s.Algorithm) {
		return refuse(UnknownAlgorithm, "alg %.60q is not one of %s", s.Algorithm, names(RFC9421))
	}
	return nil
}

func parameter[T any](p *httpsfv.Params, name string) (T, bool) {
	value, _ := p.Get(name)
	t, ok := value.(T)
	return t, ok
}

func member[T httpsfv.Member](d *httpsfv.Dictionary, name string) (T, bool) {
	m, _ := d.Get(name)
	t, ok := m.(T)
	return t, ok
}

// rfc9421Base is the text that is signed: a line for each component, and one for the list itself
// with its parameters.
//
// Spec: RFC 9421, section 2.5.
func rfc9421Base(m message, list httpsfv.InnerList) ([]byte, error) {
	var b strings.Builder
	for _, component := range list.Items {
		name, _ := component.Value.(string)
		value, err := rfc9421Component(m, name)
		if err != nil {
			return nil, err
		}
		b.WriteString(`"` + name + `": ` + value + "\n")
	}
	parameters, err := httpsfv.Marshal(list)
	if err != nil {
		return nil, refuse(Malformed, "the parameters cannot be written as a structured field")
	}
	b.WriteString(`"@signature-params": ` + parameters)
	return []byte(b.String()), nil
}

// derived are the components that are not headers.
//
// Spec: RFC 9421, section 2.2.
var derived = map[string]func(message) string{
	"@method":         func(m message) string { return m.method },
	"@target-uri":     func(m message) string { return m.origin.scheme + "://" + m.origin.authority + m.path + m.query },
	"@authority":      func(m message) string { return m.origin.authority },
	"@scheme":         func(m message) string { return m.origin.scheme },
	"@request-target": func(m message) string { return m.path + m.query },
	"@path":           func(m message) string { return m.path },
	"@query":          func(m message) string { return "?" + strings.TrimPrefix(m.query, "?") },
}

func rfc9421Component(m message, name string) (string, error) {
	if of, ok := derived[name]; ok {
		return of(m), nil
	}
	if !token(name) || name != strings.ToLower(name) {
		return "", refuse(Malformed, "%.60q can not be signed here: it is no header name in lower case and no component of a request this node reads", name)
	}
	return m.field(name)
}

// blanks takes out the white space that structured fields leave to the writer.
var blanks = strings.NewReplacer(" ", "", "\t", "")

// dictionary reads a header that is a structured dictionary.
//
// What is signed is the list written anew from what was read. So it must be read without loss: the
// reader lets a name that stands twice pass and keeps the last, which is seen by what is missing
// when the whole is written again.
//
// Spec: RFC 8941, sections 3.2 and 4.2.2.
func (m message) dictionary(name string) (*httpsfv.Dictionary, error) {
	lines := m.header[name]
	if len(lines) == 0 {
		return nil, refuse(Malformed, "there is no %s header", name)
	}
	length := 0
	for _, line := range lines {
		length += len(line)
	}
	if length > maxHeader {
		return nil, refuse(TooLong, "%s has %d bytes; %d are allowed", name, length, maxHeader)
	}
	d, err := httpsfv.UnmarshalDictionary(lines)
	if err != nil {
		return nil, refuse(Malformed, "%s is no structured dictionary: %v", name, err)
	}
	written, err := httpsfv.Marshal(d)
	if err != nil {
		return nil, refuse(Malformed, "%s is no structured dictionary: %v", name, err)
	}
	if blanks.Replace(written) != blanks.Replace(strings.Join(lines, ",")) {
		return nil, refuse(Repeated, "%s repeats a name or is not written in the canonical form of structured fields", name)
	}
	return d, nil
}
