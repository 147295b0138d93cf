package wire

import (
	"net/netip"
	"strconv"
	"strings"

	"golang.org/x/net/idna"

	"tributary/node"
	"tributary/vocab"
)

// OriginOf is the origin that may speak for an address: scheme, host and port, such as
// "https://node.example" or "http://[::1]:8080". The host is in lower case ASCII, the port left out
// when it is the scheme's own.
//
// What two programs could read as two hosts has no origin: user information, a backslash, an escape
// in the host, a dot at its end, an empty port, an IPv4 address in any form but the usual.
//
// Errors: Unreadable.
//
// Spec: FEP-fe34, "Origin"; RFC 6454, section 4; UTS 46 as golang.org/x/net/idna looks names up.
func OriginOf(iri vocab.IRI) (string, error) {
	if r, bad := badRune(string(iri)); bad {
		return "", node.Errorf(node.Unreadable, "an address does not have the character %U", r)
	}
	scheme, rest, _ := strings.Cut(string(iri), "://")
	scheme = strings.ToLower(scheme)
	ownPort, known := ownPorts[scheme]
	if !known {
		return "", node.Errorf(node.Unreadable, "%s is not an http or https address", shortened(string(iri)))
	}
	authority := rest
	if end := strings.IndexAny(rest, "/?#"); end >= 0 {
		authority = rest[:end]
	}
	if strings.ContainsAny(authority, "@%") {
		return "", node.Errorf(node.Unreadable, "%s has user information or an escape in its host", shortened(string(iri)))
	}
	name, port, err := splitPort(authority)
	if err != nil {
		return "", err
	}
	host, err := hostOf(name)
	if err != nil {
		return "", err
	}
	if port == "" || port == ownPort {
		return scheme + "://" + host, nil
	}
	return scheme + "://" + host + ":" + port, nil
}

// SameOrigin says whether one origin speaks for both addresses. What has no origin is of none.
//
// Spec: FEP-fe34, "Same-origin policy".
func SameOrigin(a, b vocab.IRI) bool {
	first, err := OriginOf(a)
	if err != nil {
		return false
	}
	second, err := OriginOf(b)
	return err == nil && first == second
}

// ownPorts are the schemes of addresses, with the port each has when none is written.
var ownPorts = map[string]string{"http": "80", "https": "443"}

func splitPort(authority string) (host, port string, err error) {
	colon := strings.LastIndexByte(authority, ':')
	if colon < 0 || strings.HasSuffix(authority, "]") {
		return authority, "", nil
	}
	host, port = authority[:colon], authority[colon+1:]
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil || n == 0 || port[0] == '0' {
		return "", "", node.Errorf(node.Unreadable, "a port is a number from 1 to 65535, not %s", shortened(port))
	}
	return host, port, nil
}

// hostOf is a host in its one form.
func hostOf(name string) (string, error) {
	if inner, ok := strings.CutPrefix(name, "["); ok {
		address, err := netip.ParseAddr(strings.TrimSuffix(inner, "]"))
		if err != nil || !address.Is6() || !strings.HasSuffix(name, "]") {
			return "", noHost(name)
		}
		return "[" + address.String() + "]", nil
	}
	host, err := idna.Lookup.ToASCII(name)
	if err != nil || len(host) > 253 {
		return "", noHost(name)
	}
	host = strings.ToLower(host)
	last := ""
	for label := range strings.SplitSeq(host, ".") {
		if label == "" || len(label) > 63 {
			return "", noHost(name)
		}
		last = label
	}
	if !isNumeric(last) {
		return host, nil
	}
	// 127.1, 0x7f.0.0.1 and 2130706433 are addresses to some resolvers and names to others.
	address, err := netip.ParseAddr(host)
	if err != nil {
		return "", noHost(name)
	}
	return address.String(), nil
}

func noHost(name string) error {
	return node.Errorf(node.Unreadable, "%s is not the name of a host", shortened(name))
}

// isNumeric says whether a label would make the whole host an IPv4 address.
//
// Spec: WHATWG URL, "ends in a number checker".
func isNumeric(label string) bool {
	digits, hex := strings.CutPrefix(label, "0x")
	return strings.Trim(label, "0123456789") == "" || hex && strings.Trim(digits, "0123456789abcdef") == ""
}
