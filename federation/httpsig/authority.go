package httpsig

import (
	"net/url"
	"strings"

	"tributary/node"
)

// origin is scheme and authority, normalised: "https" and "garden.example".
type origin struct{ scheme, authority string }

var defaultPorts = map[string]string{"http": "80", "https": "443"}

// readOrigin reads the configured origin of this node.
func readOrigin(s string) (origin, error) {
	u, err := url.Parse(s)
	if err != nil || defaultPorts[u.Scheme] == "" || u.Host == "" || u.User != nil {
		return origin{}, node.Errorf(node.Internal, "httpsig: %q is no origin such as https://garden.example", s)
	}
	authority, err := normalAuthority(u.Scheme, u.Host)
	if err != nil {
		return origin{}, node.Errorf(node.Internal, "httpsig: %q is no origin: %v", s, err)
	}
	return origin{u.Scheme, authority}, nil
}

// normalAuthority is an authority in lower case without the scheme's own port.
//
// Refused are user information, anything but printable ASCII, and the trailing dot that makes the
// same host look like another.
//
// Spec: RFC 9421, section 2.2.3; RFC 9110, section 4.2.3.
func normalAuthority(scheme, authority string) (string, error) {
	const maxAuthority = 253 + len(":65535")
	if authority == "" || len(authority) > maxAuthority {
		return "", refuse(OtherAuthority, "the host has %d characters; it needs 1 to %d", len(authority), maxAuthority)
	}
	for _, c := range []byte(authority) {
		if c <= ' ' || c > '~' || strings.IndexByte(`/?#@\"<>`, c) >= 0 {
			return "", refuse(OtherAuthority, "%.60q is no host", authority)
		}
	}
	host, port := strings.ToLower(authority), ""
	if i := strings.LastIndexByte(host, ':'); i > strings.LastIndexByte(host, ']') {
		host, port = host[:i], host[i+1:]
	}
	if host == "" || strings.HasSuffix(host, ".") {
		return "", refuse(OtherAuthority, "the host %.60q is empty or ends in a dot", authority)
	}
	if strings.Trim(port, "0123456789") != "" {
		return "", refuse(OtherAuthority, "the host %.60q has no port number after its colon", authority)
	}
	if port == "" || port == defaultPorts[scheme] {
		return host, nil
	}
	return host + ":" + port, nil
}
