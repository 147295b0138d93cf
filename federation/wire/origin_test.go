package wire_test

import (
	"strings"
	"testing"

	"tributary/federation/wire"
	"tributary/node"
	"tributary/vocab"
)

func TestOrigins(t *testing.T) {
	for iri, want := range map[vocab.IRI]string{
		"https://node.example":                     "https://node.example",
		"https://node.example/":                    "https://node.example",
		"https://node.example?q=1":                 "https://node.example",
		"https://node.example#a":                   "https://node.example",
		"https://node.example/@ana":                "https://node.example",
		"https://node.example/a?b=c@d.example":     "https://node.example",
		"https://node.example?@evil.example/":      "https://node.example",
		"HTTPS://Node.EXAMPLE/A":                   "https://node.example",
		"https://node.example:443/a":               "https://node.example",
		"http://node.example:80":                   "http://node.example",
		"https://node.example:80":                  "https://node.example:80",
		"http://node.example:443":                  "http://node.example:443",
		"https://node.example:8443/a":              "https://node.example:8443",
		"https://localhost:8443":                   "https://localhost:8443",
		"https://bücher.example/a":                 "https://xn--bcher-kva.example",
		"https://BÜCHER.example/a":                 "https://xn--bcher-kva.example",
		"https://xn--bcher-kva.example/a":          "https://xn--bcher-kva.example",
		"https://ｎｏｄｅ．example/":                    "https://node.example",
		"https://nоde.example/":                    "https://xn--nde-sed.example", // a Cyrillic о
		"http://127.0.0.1:8080/a":                  "http://127.0.0.1:8080",
		"http://[::1]:8080/a":                      "http://[::1]:8080",
		"http://[0:0:0:0:0:0:0:1]/a":               "http://[::1]",
		"https://[2001:DB8::1]:443/":               "https://[2001:db8::1]",
		"https://node.example//evil.example/":      "https://node.example",
		"https://node.example/%2f%2eevil.example/": "https://node.example",
	} {
		got, err := wire.OriginOf(iri)
		if got != want || err != nil {
			t.Errorf("%s is of %q, %v; want %q", iri, got, err, want)
		}
	}
}

func TestWhatTwoReadersCouldReadAsTwoHostsHasNoOrigin(t *testing.T) {
	for name, iri := range map[string]vocab.IRI{
		"nothing":                   "",
		"no scheme":                 "node.example/a",
		"an empty scheme":           "://node.example",
		"scheme-relative":           "//node.example/a",
		"another scheme":            "ftp://node.example/",
		"an opaque one":             "https:node.example",
		"one slash":                 "https:/node.example",
		"three slashes":             "https:///node.example",
		"a urn":                     "urn:uuid:5e1f5f2e-30a1-4c2c-9d4b-3d5f7f4e8f11",
		"a did":                     "did:key:z6Mk",
		"no host":                   "https://",
		"no host but a path":        "https:///a",
		"no host but a port":        "https://:443/",
		"a dot at the end":          "https://node.example./",
		"a dot at the end, port":    "https://node.example.:443/",
		"two dots":                  "https://node..example/",
		"a dot in front":            "https://.node.example/",
		"a wide dot at the end":     "https://node.example。/",
		"user information":          "https://good.example@evil.example/",
		"a user and password":       "https://good.example:443@evil.example/",
		"empty user information":    "https://@evil.example/",
		"a backslash":               `https://good.example\@evil.example/`,
		"a backslash as slash":      `https://good.example\evil`,
		"backslashes in front":      `https:\\good.example\`,
		"an escape in the host":     "https://nod%65.example/",
		"an escaped slash":          "https://good.example%2f.evil.example/",
		"an escaped letter":         "https://b%C3%BCcher.example/",
		"a tab":                     "https://good\t.example/",
		"a line end":                "https://good.example\n/",
		"a line end in the path":    "https://good.example/\r\nHost: evil.example",
		"a NUL":                     "https://good.example\x00.evil.example/",
		"a blank in front":          " https://good.example/",
		"a no-break space":          "https://good.example\u00a0/",
		"reading turned":            "https://\u202egood.example/",
		"a byte that is no UTF-8":   "https://good\xff.example/",
		"an empty port":             "https://good.example:/",
		"a port of letters":         "https://good.example:https/",
		"a port with a sign":        "https://good.example:+443/",
		"port 0":                    "https://good.example:0/",
		"a port with a zero":        "https://good.example:0443/",
		"too large a port":          "https://good.example:65536/",
		"two ports":                 "https://good.example:443:444/",
		"an underscore":             "https://good_one.example/",
		"a comma":                   "https://good.example,evil.example/",
		"punycode of nothing":       "https://xn--.example/",
		"punycode that does not go": "https://xn--a.example/",
		"a long label":              vocab.IRI("https://" + strings.Repeat("a", 64) + ".example/"),
		"a long name":               vocab.IRI("https://" + strings.Repeat("a.", 130) + "example/"),
		"IPv4 in short":             "http://127.1/",
		"IPv4 as one number":        "http://2130706433/",
		"IPv4 in hexadecimal":       "http://0x7f.0.0.1/",
		"IPv4 ending hexadecimal":   "http://127.0.0.0x1/",
		"IPv4 in octal":             "http://0177.0.0.01/",
		"a name ending in a number": "http://node.1/",
		"IPv6 without brackets":     "http://::1/",
		"IPv6 with a zone":          "http://[fe80::1%25eth0]/",
		"IPv6 left open":            "http://[::1/",
		"behind IPv6":               "http://[::1]evil.example/",
		"IPv4 in brackets":          "http://[127.0.0.1]/",
	} {
		t.Run(name, func(t *testing.T) {
			origin, err := wire.OriginOf(iri)
			if origin != "" || node.KindOf(err) != node.Unreadable {
				t.Errorf("%q is of %q, %v", iri, origin, err)
			}
			if wire.SameOrigin(iri, iri) {
				t.Errorf("%q is of the same origin as itself", iri)
			}
		})
	}
}

func TestWhoSpeaksForWhom(t *testing.T) {
	for _, c := range []struct {
		a, b vocab.IRI
		same bool
	}{
		{"https://node.example/a", "https://NODE.example:443/b#c", true},
		{"https://bücher.example/", "https://xn--bcher-kva.example/", true},
		{"https://node.example/a", "http://node.example/a", false},
		{"https://node.example/a", "https://node.example:8443/a", false},
		{"https://node.example/a", "https://sub.node.example/a", false},
		{"https://node.example/a", "https://node.example.evil.example/a", false},
		{"https://node.example/a", "https://nоde.example/a", false}, // a Cyrillic о
		{"https://node.example/a", "https://node.example./a", false},
		{"https://evil.example/", "https://node.example@evil.example/", false},
	} {
		if got := wire.SameOrigin(c.a, c.b); got != c.same {
			t.Errorf("%s and %s: %t", c.a, c.b, got)
		}
	}
}

func FuzzOriginOf(f *testing.F) {
	f.Add("https://Bücher.example:443/a")
	f.Add("http://[::1]:8080")
	f.Fuzz(func(t *testing.T, iri string) {
		origin, err := wire.OriginOf(vocab.IRI(iri))
		if err != nil {
			return
		}
		if again, err := wire.OriginOf(vocab.IRI(origin)); again != origin || err != nil {
			t.Fatalf("%q is of %q, which is of %q, %v", iri, origin, again, err)
		}
	})
}
