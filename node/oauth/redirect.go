package oauth

import (
	"net/url"
	"regexp"
	"strings"
)

const (
	maxRedirects = 5
	maxRedirect  = 255 // bytes
)

var privateScheme = regexp.MustCompile(`^[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+:`)

// checkRedirect refuses an address that an answer must not be sent to: it is https, http on a loopback address,
// or of a scheme that an app on a device has for itself, which is a domain name turned round.
//
// Spec: RFC 8252, section 7; RFC 9700, section 2.1.
func checkRedirect(address string) error {
	bad := func(why string) error { return refuse("invalid_redirect_uri", "%.100s %s", address, why) }
	if address == "" || len(address) > maxRedirect {
		return bad("is no address of at most 255 bytes")
	}
	for i := range len(address) {
		if c := address[i]; c <= 0x20 || c > 0x7e || strings.IndexByte("\\\"<>`{}|^", c) >= 0 {
			return bad("has characters that an address does not have")
		}
	}
	u, err := url.Parse(address)
	switch {
	case err != nil || !u.IsAbs():
		return bad("is no absolute address")
	case strings.Contains(address, "#"):
		return bad("has a fragment")
	case u.User != nil:
		return bad("names a user")
	case strings.HasPrefix(address, "https://"):
		if u.Hostname() == "" {
			return bad("names no host")
		}
		return nil
	case strings.HasPrefix(address, "http://"):
		if !isLoopback(u) {
			return bad("is http; that is for 127.0.0.1 and [::1] alone")
		}
		return nil
	case privateScheme.MatchString(address):
		return nil
	}
	return bad("is neither https nor an app's own: a scheme of an app has a dot, such as org.example.app")
}

func isLoopback(u *url.URL) bool { return u.Hostname() == "127.0.0.1" || u.Hostname() == "::1" }

// matches says whether an answer may go to asked, by one of the redirects of a client: exactly, but for the port
// of a loopback address, which the device chooses.
//
// Spec: RFC 9700, section 4.1.3; RFC 8252, section 7.3.
func matches(registered []string, asked string) bool {
	if checkRedirect(asked) != nil {
		return false
	}
	for _, one := range registered {
		if one == asked || sameLoopback(one, asked) {
			return true
		}
	}
	return false
}

func sameLoopback(a, b string) bool {
	one, two := portless(a), portless(b)
	return one != "" && one == two
}

// portless is a loopback address without its port; empty for any other.
func portless(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" || !isLoopback(u) {
		return ""
	}
	return strings.Replace(address, "://"+u.Host, "://"+strings.TrimSuffix(u.Host, ":"+u.Port()), 1)
}

// OriginOf is where a redirect leads, for people: a host, or the scheme of an app on the device.
func OriginOf(redirect string) string {
	u, err := url.Parse(redirect)
	switch {
	case err != nil:
		return redirect
	case isLoopback(u):
		return "a program on your own computer"
	case u.Scheme == "https":
		return u.Host
	}
	return "the app " + u.Scheme + " on your device"
}

// SourceOf is a redirect as a source in a Content-Security-Policy, for the form that leads there.
//
// Spec: Content Security Policy Level 3, sections 2.3.1 and 6.4.
func SourceOf(redirect string) string {
	u, err := url.Parse(redirect)
	if err != nil || checkRedirect(redirect) != nil {
		return "'none'"
	}
	if u.Scheme == "https" || u.Scheme == "http" && u.Hostname() == "127.0.0.1" {
		return u.Scheme + "://" + strings.Map(hostCharacter, u.Host)
	}
	return u.Scheme + ":" // CSP has no words for [::1], nor for what has no host
}

func hostCharacter(r rune) rune {
	if r == ';' || r == ',' || r == '\'' || r <= ' ' {
		return -1
	}
	return r
}
