package server

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"tributary/node/config"
)

// clients finds out which address a request came from.
type clients struct {
	header  string         // in which the proxy names the client; empty: none is believed
	trusted []netip.Prefix // proxies
}

func newClients(p config.Proxy) (clients, error) {
	networks, err := p.Networks()
	return clients{header: p.Header, trusted: networks}, err
}

// of is the client's address: the nearest that no trusted proxy has. A header is believed only as
// far as trusted proxies wrote it, from the right to the left.
//
// Spec: RFC 7239, section 5.2 and 7.4.
func (c clients) of(r *http.Request) netip.Addr {
	near := addressOf(r.RemoteAddr)
	if c.header == "" || !c.trusts(near) {
		return near
	}
	named := strings.Split(strings.Join(r.Header.Values(c.header), ","), ",")
	for _, text := range slices.Backward(named) {
		if c.header == "Forwarded" {
			text = forwardedFor(text)
		}
		further := addressOf(strings.Trim(strings.TrimSpace(text), `"`))
		if !further.IsValid() {
			return near
		}
		near = further
		if !c.trusts(near) {
			return near
		}
	}
	return near
}

func (c clients) trusts(a netip.Addr) bool {
	return slices.ContainsFunc(c.trusted, func(p netip.Prefix) bool { return p.Contains(a) })
}

// forwardedFor is the for parameter of one element of a Forwarded header.
func forwardedFor(element string) string {
	for pair := range strings.SplitSeq(element, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(pair), "=")
		if strings.EqualFold(name, "for") {
			return value
		}
	}
	return ""
}

// addressOf reads an address with or without a port; the zero one when it is neither.
func addressOf(text string) netip.Addr {
	if both, err := netip.ParseAddrPort(text); err == nil {
		return both.Addr().Unmap().WithZone("")
	}
	if a, err := netip.ParseAddr(strings.Trim(text, "[]")); err == nil {
		return a.Unmap().WithZone("")
	}
	return netip.Addr{}
}

// household is what counts as one client: a whole /64 of IPv6, since anyone has that many.
func household(a netip.Addr) netip.Prefix {
	bits := a.BitLen()
	if a.Is6() {
		bits = 64
	}
	p, _ := a.Prefix(bits) // the zero prefix for the zero address
	return p
}
