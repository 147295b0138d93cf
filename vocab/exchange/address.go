package exchange

import (
	"fmt"
	"net/url"
	"strings"

	"tributary/vocab"
)

// numbered is the address of the nth part of a kind, counted from 0: x, x-2, x-3.
func numbered(id vocab.IRI, n int) vocab.IRI {
	if n == 0 {
		return id
	}
	return id + vocab.IRI(fmt.Sprintf("-%d", n+1))
}

// onto resolves a mere fragment against the object it is in.
func onto(owner, id vocab.IRI) vocab.IRI {
	if strings.HasPrefix(string(id), "#") {
		return owner + id
	}
	return id
}

// sameOrigin says whether two IRIs are of one origin: scheme, host and port, or, where there is no
// host, everything before path and fragment.
//
// Spec: RFC 6454, section 4.
func sameOrigin(a, b vocab.IRI) bool {
	x, y := origin(a), origin(b)
	return x != "" && x == y
}

func origin(id vocab.IRI) string {
	u, err := url.Parse(string(id))
	switch {
	case err != nil || !u.IsAbs():
		return ""
	case u.Host == "":
		authority, _, _ := strings.Cut(u.Opaque, "/")
		return u.Scheme + ":" + authority
	}
	host := strings.ToLower(u.Host)
	if port := u.Port(); u.Scheme == "https" && port == "443" || u.Scheme == "http" && port == "80" {
		host = strings.TrimSuffix(host, ":"+port)
	}
	return u.Scheme + "://" + host
}
