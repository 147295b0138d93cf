package policy

import (
	"cmp"
	"net/netip"
	"net/url"
	"strings"

	"tributary/federation/wire"
	"tributary/node"
	"tributary/vocab"
)

// place is an address taken apart, each part in its one spelling: whatever leads to the same machine
// has to come to the same rule.
type place struct {
	host    string // "peer.example", "192.0.2.1" or "[2001:db8::1]"
	port    string // as written, else the scheme's
	written bool   // the port was
	known   string // the host, with its port where that is not the scheme's own
	actor   string // the whole address; empty when it has no path
}

// placeOf reads an http or https address, or a host with or without a port.
//
// Errors: Invalid.
func placeOf(text string) (place, error) {
	unread := node.Errorf(node.Invalid, "%.100q is neither a host nor an address", text)
	if address, err := netip.ParseAddr(text); err == nil && address.Is6() {
		text = "[" + text + "]"
	}
	if !strings.Contains(text, "://") {
		text = "https://" + text
		if strings.ContainsAny(text[len("https://"):], "/?#") {
			return place{}, unread
		}
	}
	u, err := url.Parse(text)
	if err != nil || u.User != nil || u.Opaque != "" {
		return place{}, unread
	}
	authority := strings.TrimSuffix(u.Hostname(), ".")
	if strings.Contains(authority, ":") {
		authority = "[" + authority + "]"
	}
	if u.Port() != "" {
		authority += ":" + u.Port()
	}
	origin, err := wire.OriginOf(vocab.IRI(strings.ToLower(u.Scheme) + "://" + authority))
	if err != nil {
		return place{}, unread
	}
	settled, err := url.Parse(origin)
	if err != nil {
		return place{}, unread
	}
	p := place{
		host:    spelled(settled.Hostname()),
		port:    cmp.Or(u.Port(), map[string]string{"http": "80", "https": "443"}[settled.Scheme]),
		written: u.Port() != "",
	}
	if p.known = p.host; settled.Port() != "" {
		p.known += ":" + settled.Port()
	}
	// Escapes, "." and ".." in the path are undone, so that they hide nobody.
	path := u.JoinPath().Path
	if (path != "" && path != "/") || u.RawQuery != "" {
		whole := url.URL{Scheme: settled.Scheme, Host: settled.Host, Path: path, RawQuery: u.RawQuery}
		p.actor = whole.String()
	}
	return p, nil
}

// spelled is a host as rules have it: an IPv4 address that hides in an IPv6 one comes forth.
func spelled(host string) string {
	address, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	if address = address.Unmap(); address.Is6() {
		return "[" + address.String() + "]"
	}
	return address.String()
}

func (p place) numeric() bool {
	_, err := netip.ParseAddr(strings.Trim(p.host, "[]"))
	return err == nil
}

// subject is the narrowest subject the place was written as.
func (p place) subject() string {
	switch {
	case p.actor != "":
		return p.actor
	case p.written:
		return p.host + ":" + p.port
	}
	return p.host
}

// subjects are those of all rules that could be about the place, the most specific first.
func (p place) subjects() []string {
	var all []string
	if p.actor != "" {
		all = append(all, p.actor)
	}
	all = append(all, p.host+":"+p.port, p.host)
	if !p.numeric() {
		for parent := range parents(p.host) {
			all = append(all, "*."+parent, parent)
		}
	}
	return append(all, Everyone)
}

// parents are the domains above a host, the nearest first.
func parents(host string) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		for {
			_, above, ok := strings.Cut(host, ".")
			if !ok || !yield(above) {
				return
			}
			host = above
		}
	}
}

// Host is the host of an address or of "host:port", under which a peer is known: with its port where
// that is not the scheme's own.
//
// Errors: Invalid.
func Host(text string) (string, error) {
	p, err := placeOf(strings.TrimSpace(text))
	return p.known, err
}
