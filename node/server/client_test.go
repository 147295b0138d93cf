package server

import (
	"net/http"
	"testing"

	"tributary/node/config"
)

func TestOnlyTrustedProxiesNameTheClient(t *testing.T) {
	trusted := []string{"127.0.0.1", "10.0.0.0/8"}
	for _, c := range []struct {
		name, header, remote string
		sent                 []string
		want                 string
	}{
		{"no proxy is configured", "", "127.0.0.1:5", []string{"192.0.2.1"}, "127.0.0.1"},
		{"the client is no proxy", "X-Forwarded-For", "198.51.100.1:5", []string{"192.0.2.1"}, "198.51.100.1"},
		{"a proxy names it", "X-Forwarded-For", "127.0.0.1:5", []string{"192.0.2.1"}, "192.0.2.1"},
		{"it named another before", "X-Forwarded-For", "127.0.0.1:5", []string{"203.0.113.1, 192.0.2.1"}, "192.0.2.1"},
		{"in headers of its own", "X-Forwarded-For", "127.0.0.1:5", []string{"203.0.113.1", "192.0.2.1"}, "192.0.2.1"},
		{"two proxies", "X-Forwarded-For", "127.0.0.1:5", []string{"192.0.2.1, 10.1.2.3"}, "192.0.2.1"},
		{"the header is missing", "X-Forwarded-For", "127.0.0.1:5", nil, "127.0.0.1"},
		{"the header is nonsense", "X-Forwarded-For", "127.0.0.1:5", []string{"192.0.2.1, me"}, "127.0.0.1"},
		{"X-Real-IP", "X-Real-IP", "127.0.0.1:5", []string{"2001:db8::1"}, "2001:db8::1"},
		{"Forwarded", "Forwarded", "127.0.0.1:5", []string{`for=203.0.113.1, proto=https;for="[2001:db8::1]:4711"`}, "2001:db8::1"},
		{"an IPv4 address in IPv6", "", "[::ffff:192.0.2.1]:5", nil, "192.0.2.1"},
		{"no address at all", "", "@", nil, "invalid IP"},
	} {
		all, err := newClients(config.Proxy{Header: c.header, Trusted: trusted})
		if err != nil {
			t.Fatal(err)
		}
		r := &http.Request{RemoteAddr: c.remote, Header: http.Header{}}
		for _, value := range c.sent {
			r.Header.Add(c.header, value)
			r.Header.Add("X-Forwarded-For", value)
		}
		if c.header == "X-Forwarded-For" {
			r.Header["X-Forwarded-For"] = c.sent
		}
		if got := all.of(r).String(); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
