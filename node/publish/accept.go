package publish

import "strings"

// A mediaRange is one part of an Accept header.
type mediaRange struct {
	typ      string   // lower case: "text/turtle", "text/*", "*/*"
	profiles []string // the IRIs of its profile parameter
	q        int      // thousandths
}

// maxAccept bounds what is read of an Accept header; no client in use sends a tenth of it.
const maxAccept = 8 << 10

// parseAccept reads an Accept header. Malformed parts are left out. Parameters other than q and
// profile do not count: no type here has variants by them.
//
// Spec: RFC 9110, section 12.5.1.
func parseAccept(header string) (ranges []mediaRange) {
	if len(header) > maxAccept {
		header = header[:maxAccept]
	}
	for part := range splitQuoted(header, ',') {
		if r, ok := parseRange(part); ok {
			ranges = append(ranges, r)
		}
	}
	return ranges
}

func parseRange(part string) (mediaRange, bool) {
	r := mediaRange{q: 1000}
	first := true
	for field := range splitQuoted(part, ';') {
		field = strings.Trim(field, " \t")
		if first {
			first = false
			r.typ = strings.ToLower(field)
			if r.typ == "*" { // java.net.URLConnection
				r.typ = "*/*"
			}
			if !isRange(r.typ) {
				return r, false
			}
			continue
		}
		name, value, _ := strings.Cut(field, "=")
		name, value = strings.ToLower(strings.Trim(name, " \t")), unquote(strings.Trim(value, " \t"))
		switch name {
		case "q":
			q, ok := parseQ(value)
			if !ok {
				return r, false
			}
			r.q = q
		case "profile":
			r.profiles = strings.Fields(value)
		}
	}
	return r, true
}

// isRange says whether s is "type/subtype" with wildcards only where they may stand.
func isRange(s string) bool {
	typ, sub, slash := strings.Cut(s, "/")
	if !slash || typ == "*" && sub != "*" {
		return false
	}
	return (typ == "*" || isToken(typ)) && (sub == "*" || isToken(sub))
}

func isToken(s string) bool {
	for _, c := range []byte(s) {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !letter && !strings.ContainsRune("!#$%&'+-.^_`|~", rune(c)) {
			return false
		}
	}
	return s != ""
}

// parseQ reads a weight as thousandths: 0 to 1 with up to three decimals. Java writes ".2".
func parseQ(s string) (int, bool) {
	whole, decimals, _ := strings.Cut(s, ".")
	if len(decimals) > 3 || whole == "" && decimals == "" || len(whole) > 1 {
		return 0, false
	}
	q := 0
	for _, c := range []byte("0" + whole + (decimals + "000")[:3]) {
		if c < '0' || c > '9' {
			return 0, false
		}
		q = q*10 + int(c-'0')
	}
	return q, q <= 1000
}

// splitQuoted cuts s at a separator that stands outside quotes.
func splitQuoted(s string, separator byte) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		start, quoted := 0, false
		for i := 0; i < len(s); i++ {
			switch c := s[i]; {
			case quoted && c == '\\':
				i++
			case c == '"':
				quoted = !quoted
			case c == separator && !quoted:
				if !yield(s[start:i]) {
					return
				}
				start = i + 1
			}
		}
		yield(s[start:])
	}
}

func unquote(s string) string {
	if len(s) < 2 || s[0] != '"' || s[len(s)-1] != '"' {
		return s
	}
	return strings.ReplaceAll(s[1:len(s)-1], `\`, "")
}
