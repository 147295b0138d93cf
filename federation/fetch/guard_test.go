package fetch_test

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"code.dny.dev/ssrf"
	"golang.org/x/net/dns/dnsmessage"

	"tributary/federation/fetch"
	"tributary/node"
	"tributary/vocab"
)

// resolver answers every question for an IPv4 address with one.
func resolver(t *testing.T, address [4]byte) *net.Resolver {
	return &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		ours, theirs := net.Pipe()
		go func() {
			defer ours.Close()
			for answerDNS(ours, address) == nil {
			}
		}()
		return theirs, nil
	}}
}

// answerDNS answers one question on a stream, where messages follow their length.
func answerDNS(conn net.Conn, address [4]byte) error {
	var length uint16
	if err := binary.Read(conn, binary.BigEndian, &length); err != nil {
		return err
	}
	asked := make([]byte, length)
	if _, err := io.ReadFull(conn, asked); err != nil {
		return err
	}
	var m dnsmessage.Message
	if err := m.Unpack(asked); err != nil {
		return err
	}
	m.Response = true
	m.Additionals = nil
	if q := m.Questions[0]; q.Type == dnsmessage.TypeA {
		m.Answers = []dnsmessage.Resource{{
			Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class, TTL: 1},
			Body:   &dnsmessage.AResource{A: address},
		}}
	}
	told, err := m.Pack()
	if err != nil {
		return err
	}
	_, err = conn.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(told))), told...))
	return err
}

func TestAddressesBehindTheFirewallAreNotDialled(t *testing.T) {
	c := fetch.New(fetch.Options{AllowHTTP: true, Resolver: resolver(t, [4]byte{10, 0, 0, 7})})
	for _, address := range []string{
		"http://127.0.0.1/", "https://127.0.0.1/", "http://localhost/", "http://10.1.2.3/", "http://192.168.0.1/",
		"http://169.254.169.254/latest/meta-data/", "http://100.64.0.1/", "http://0.0.0.0/",
		"http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/", "http://[fd00::1]/",
		"http://[fe80::1]/", "http://[::]/", "http://[64:ff9b::7f00:1]/",
		"http://innocent.example/", // DNS says 10.0.0.7
	} {
		_, err := c.Document(t.Context(), vocab.IRI(address))
		if !errors.Is(err, ssrf.ErrProhibitedIP) || node.KindOf(err) != node.Forbidden {
			t.Errorf("%s: %v", address, err)
		}
		r, _ := http.NewRequest(http.MethodPost, address, strings.NewReader("{}"))
		if _, err := c.Post(r); !errors.Is(err, ssrf.ErrProhibitedIP) {
			t.Errorf("POST %s: %v", address, err)
		}
	}
}

func TestAddressesInOddFormsAreRefused(t *testing.T) {
	c := fetch.New(fetch.Options{AllowPrivate: true}) // no guard: the form alone is wrong
	for _, address := range []string{
		"http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://127.1/", "http://0x7f.1/",
		"http://peer.example./", "http://me@peer.example/", "http://peer.example:/", "http:///path", "http://[fe80::1%25eth0]/",
		"ftp://peer.example/", "file:///etc/passwd", "gopher://peer.example/", "mailto:ana@peer.example", "", "//peer.example/", ":",
		"https://peer.example/" + strings.Repeat("a", 4000), "https://" + strings.Repeat("a", 4000),
	} {
		if _, err := c.Document(t.Context(), vocab.IRI(address)); node.KindOf(err) != node.Invalid {
			t.Errorf("%q: %v (%s)", address, err, node.KindOf(err))
		}
	}
}

func TestOnlyWebPortsAreDialled(t *testing.T) {
	c := fetch.New(fetch.Options{AllowHTTP: true})
	for _, address := range []string{"http://192.0.2.1:22/", "http://192.0.2.1:5432/", "https://192.0.2.1:8443/"} {
		if _, err := c.Document(t.Context(), vocab.IRI(address)); !errors.Is(err, ssrf.ErrProhibitedPort) {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestHTTPIsRefusedUnlessAllowed(t *testing.T) {
	c := fetch.New(fetch.Options{})
	if _, err := c.Document(t.Context(), "http://peer.example/a"); node.KindOf(err) != node.Invalid || !strings.Contains(err.Error(), "not https") {
		t.Error(err)
	}
}

// allowing lets one address through, besides the public internet.
func allowing(address string) func(network, dialled string) error {
	public := ssrf.New()
	return func(network, dialled string) error {
		if dialled == address {
			return nil
		}
		return public.Safe(network, dialled, nil)
	}
}

func TestRedirectsDoNotLeadBehindTheFirewall(t *testing.T) {
	for _, to := range []string{"http://127.0.0.1/", "http://[::1]/", "http://localhost/", "http://innocent.example/"} {
		peer := serve(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusFound) })
		c := fetch.New(fetch.Options{
			AllowHTTP: true, Guard: allowing(peer.Listener.Addr().String()), Resolver: resolver(t, [4]byte{192, 168, 1, 1}),
		})
		if _, err := c.Document(t.Context(), vocab.IRI(peer.URL)); !errors.Is(err, ssrf.ErrProhibitedIP) {
			t.Errorf("%s: %v", to, err)
		}
	}
}

func TestNoAnswerTellsNothingOfTheNetwork(t *testing.T) {
	c := fetch.New(fetch.Options{AllowHTTP: true, Resolver: resolver(t, [4]byte{10, 0, 0, 7})})
	_, err := c.Document(t.Context(), "http://innocent.example/")
	if says := node.MessageOf(err); strings.Contains(says, "10.0.0.7") || !strings.Contains(says, "innocent.example") {
		t.Errorf("strangers are told %q", says)
	}
}
