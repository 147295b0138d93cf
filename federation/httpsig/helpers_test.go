package httpsig

import (
	"bufio"
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"tributary/node"
)

const (
	garden  = "https://garden.example"
	keyID   = "https://bakery.example/actor#main-key"
	theBody = `{"type":"Follow"}`
)

var (
	noon      = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	atNoon    = Rules{Origin: garden, Now: func() time.Time { return noon }}
	rsaSigner = sync.OnceValue(func() crypto.Signer {
		k, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			panic(err)
		}
		return k
	})
	edSigner = sync.OnceValue(func() crypto.Signer {
		_, k, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			panic(err)
		}
		return k
	})
)

// signers are the kinds of keys, by name.
var signers = map[string]func() crypto.Signer{"RSA": rsaSigner, "Ed25519": edSigner}

// outgoingRequest is a request about to be sent; body empty for a GET.
func outgoingRequest(t testing.TB, address, body string) *http.Request {
	t.Helper()
	method, reader := http.MethodGet, io.Reader(nil)
	if body != "" {
		method, reader = http.MethodPost, strings.NewReader(body)
	}
	r, err := http.NewRequest(method, address, reader)
	if err != nil {
		t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/activity+json")
	}
	return r
}

// signed is a request signed at noon.
func signed(t testing.TB, address, body string, k crypto.Signer, s Scheme) *http.Request {
	t.Helper()
	r := outgoingRequest(t, address, body)
	if err := Sign(r, bodyOf(body), Key{keyID, k}, s, noon); err != nil {
		t.Fatal(err)
	}
	return r
}

func bodyOf(body string) []byte {
	if body == "" {
		return nil
	}
	return []byte(body)
}

// arrived is a request as a server reads it off the wire.
func arrived(t testing.TB, r *http.Request) *http.Request {
	t.Helper()
	var wire bytes.Buffer
	if err := r.Write(&wire); err != nil {
		t.Fatal(err)
	}
	return parsed(t, wire.String())
}

// parsed is a request as a server reads it off the wire, which is written here.
func parsed(t testing.TB, wire string) *http.Request {
	t.Helper()
	got, err := http.ReadRequest(bufio.NewReader(strings.NewReader(wire)))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// judge does what an inbox does.
func judge(r *http.Request, rules Rules, pub crypto.PublicKey) error {
	s, err := Read(r, rules)
	if err != nil {
		return err
	}
	if err := s.Verify(pub); err != nil {
		return err
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	if len(body) == 0 {
		return nil
	}
	return CheckDigest(r.Header, body)
}

// refused checks that an error refuses for a reason, in words a peer can use.
func refused(t *testing.T, err error, why Reason, words string) {
	t.Helper()
	if ReasonOf(err) != why || !strings.Contains(node.MessageOf(err), words) {
		t.Errorf("got %q (%q), want %q with %q", err, ReasonOf(err), why, words)
	}
	if err != nil && node.KindOf(err) != node.Unauthenticated {
		t.Errorf("kind %s, want unauthenticated", node.KindOf(err))
	}
}
