package httpsig

import (
	"net/http"
	"net/url"
	"strings"
)

// message is what both schemes sign: one request, seen alike by who sends and who receives it.
type message struct {
	origin origin
	method string
	host   string // the Host header as sent
	path   string // as sent, with its escapes; never empty
	query  string // from the question mark on, or empty
	header http.Header
}

// received is a request as a server has it. The host must be the configured one: r.Host is what the
// sender wrote, and r.TLS says nothing behind a proxy.
func received(r *http.Request, own origin) (message, error) {
	authority, err := normalAuthority(own.scheme, r.Host)
	if err != nil {
		return message{}, err
	}
	if authority != own.authority {
		return message{}, refuse(OtherAuthority, "the request is for %.60q, and this is %s", r.Host, own.authority)
	}
	// r.URL may have been rewritten by handlers on the way here; RequestURI is what was sent.
	target := r.RequestURI
	if !strings.HasPrefix(target, "/") {
		if target, err = originForm(target, own); err != nil {
			return message{}, err
		}
	}
	return newMessage(own, r.Method, r.Host, target, r.Header)
}

// originForm takes the path and query out of an absolute request target.
func originForm(target string, own origin) (string, error) {
	u, err := url.ParseRequestURI(target)
	if err != nil || u.Scheme != own.scheme {
		return "", refuse(Malformed, "the request target %.60q is neither a path nor an address of this node", target)
	}
	if authority, err := normalAuthority(u.Scheme, u.Host); err != nil || authority != own.authority {
		return "", refuse(OtherAuthority, "the request target %.60q is not on %s", target, own.authority)
	}
	return u.RequestURI(), nil
}

// outgoing is a request as net/http will send it.
func outgoing(r *http.Request) (message, error) {
	host := r.Host
	if host == "" {
		host = r.URL.Host
	}
	if defaultPorts[r.URL.Scheme] == "" {
		return message{}, refuse(Malformed, "the scheme %.60q is not http or https", r.URL.Scheme)
	}
	authority, err := normalAuthority(r.URL.Scheme, host)
	if err != nil {
		return message{}, err
	}
	method := r.Method
	if method == "" {
		method = http.MethodGet
	}
	return newMessage(origin{r.URL.Scheme, authority}, method, host, r.URL.RequestURI(), r.Header)
}

func newMessage(at origin, method, host, target string, header http.Header) (message, error) {
	if !strings.HasPrefix(target, "/") || !printable(target) || strings.Contains(target, "#") {
		return message{}, refuse(Malformed, "the request target %.60q is no path", target)
	}
	if !token(method) {
		return message{}, refuse(Malformed, "%.60q is no method", method)
	}
	m := message{origin: at, method: method, host: host, path: target, header: header}
	if i := strings.IndexByte(target, '?'); i >= 0 {
		m.path, m.query = target[:i], target[i:]
	}
	return m, nil
}

// hasBody says whether the method carries a body that must be signed.
func (m message) hasBody() bool { return m.method != http.MethodGet && m.method != http.MethodHead }

// field is a header as both schemes write it: lines trimmed and joined with ", ".
//
// Spec: draft-cavage-12, section 2.3; RFC 9421, section 2.1.
func (m message) field(name string) (string, error) {
	lines := m.header[http.CanonicalHeaderKey(name)]
	if name == "host" {
		lines = []string{m.host} // net/http keeps it out of the header
	}
	if len(lines) == 0 {
		return "", refuse(Uncovered, "%s is signed but not in the request", name)
	}
	trimmed := make([]string, len(lines))
	for i, line := range lines {
		trimmed[i] = strings.Trim(line, " \t")
	}
	value := strings.Join(trimmed, ", ")
	if strings.ContainsAny(value, "\r\n\x00") {
		return "", refuse(Malformed, "%s has a line break in it", name)
	}
	return value, nil
}

// only is the one line of a header that may stand once, at most maxHeader long; empty when absent.
func (m message) only(name string) (string, error) {
	lines := m.header[http.CanonicalHeaderKey(name)]
	if len(lines) > 1 {
		return "", refuse(Repeated, "there are %d %s headers; one is allowed", len(lines), name)
	}
	if len(lines) == 0 {
		return "", nil
	}
	if len(lines[0]) > maxHeader {
		return "", refuse(TooLong, "%s has %d bytes; %d are allowed", name, len(lines[0]), maxHeader)
	}
	return lines[0], nil
}

// token reports whether s is a header name or a method.
//
// Spec: RFC 9110, section 5.6.2.
func token(s string) bool {
	for _, c := range []byte(s) {
		if c <= ' ' || c > '~' || strings.IndexByte(`"(),/:;<=>?@[\]{}`, c) >= 0 {
			return false
		}
	}
	return s != ""
}

// printable reports whether s is ASCII without blanks and control characters, or UTF-8 beyond ASCII.
func printable(s string) bool {
	for _, c := range []byte(s) {
		if c <= ' ' || c == 0x7f {
			return false
		}
	}
	return true
}
