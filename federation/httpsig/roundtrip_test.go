package httpsig

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"tributary/node"
)

// inbox is a server that answers 202 to signed requests by k, and 401 with the reason to others.
func inbox(t *testing.T, key string, schemes ...Scheme) *httptest.Server {
	t.Helper()
	server := httptest.NewUnstartedServer(nil)
	server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.URL.Path = "/rewritten/by/a/router"
		rules := Rules{Origin: "http://" + server.Listener.Addr().String()}
		s, err := Read(r, rules)
		if err == nil && !strings.Contains(fmt.Sprint(schemes), string(s.Scheme)) {
			err = fmt.Errorf("%s is not read here", s.Scheme)
		}
		if err == nil {
			err = judge(r, rules, signers[key]().Public())
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusUnauthorized)
			return
		}
		w.Header().Set("Key", s.KeyID)
		w.WriteHeader(http.StatusAccepted)
	})
	server.Start()
	t.Cleanup(server.Close)
	return server
}

func TestWhatIsSignedHereIsAcceptedThere(t *testing.T) {
	for _, scheme := range []Scheme{Cavage, RFC9421} {
		for key, signer := range signers {
			server := inbox(t, key, scheme)
			for _, path := range []string{"/inbox", "/outbox?page=2&x=%2F", "/a%20b", "", "/?"} {
				for _, body := range []string{"", theBody} {
					t.Run(fmt.Sprintf("%s %s %q %q", scheme, key, path, body), func(t *testing.T) {
						r := outgoingRequest(t, server.URL+path, body)
						if err := Sign(r, bodyOf(body), Key{keyID, signer()}, scheme, time.Now()); err != nil {
							t.Fatal(err)
						}
						answer, err := server.Client().Do(r)
						if err != nil {
							t.Fatal(err)
						}
						answer.Body.Close()
						if answer.StatusCode != http.StatusAccepted || answer.Header.Get("Key") != keyID {
							t.Errorf("status %d, key %q", answer.StatusCode, answer.Header.Get("Key"))
						}
					})
				}
			}
		}
	}
}

func TestARefusedRequestIsSignedAgainInTheOtherScheme(t *testing.T) {
	server := inbox(t, "RSA", RFC9421)
	r := outgoingRequest(t, server.URL+"/inbox", theBody)
	var statuses []int
	for _, scheme := range []Scheme{Cavage, RFC9421} {
		r.Body, _ = r.GetBody()
		if err := Sign(r, []byte(theBody), Key{keyID, rsaSigner()}, scheme, time.Now()); err != nil {
			t.Fatal(err)
		}
		answer, err := server.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		statuses = append(statuses, answer.StatusCode)
	}
	if fmt.Sprint(statuses) != "[401 202]" {
		t.Errorf("statuses %v, want 401 and then 202", statuses)
	}
	if r.Header.Get("Digest") != "" {
		t.Error("the first scheme's Digest is still there")
	}
}

func TestSignaturesHaveTheFormPeersWant(t *testing.T) {
	post := signed(t, garden+"/inbox", theBody, rsaSigner(), Cavage)
	const cavage = `keyId="` + keyID + `",algorithm="rsa-sha256",headers="(request-target) host date digest content-type",signature="`
	if got := post.Header.Get("Signature"); !strings.HasPrefix(got, cavage) {
		t.Errorf("Signature is %s", got)
	}
	if got := post.Header.Get("Date"); got != "Mon, 04 May 2026 12:00:00 GMT" {
		t.Errorf("Date is %s", got)
	}
	get := signed(t, garden+"/actor", "", rsaSigner(), Cavage)
	if got := get.Header.Get("Signature"); !strings.Contains(got, `headers="(request-target) host date",`) {
		t.Errorf("Signature of a GET is %s", got)
	}

	post = signed(t, garden+"/inbox", theBody, rsaSigner(), RFC9421)
	const input = `sig1=("@method" "@target-uri" "content-digest");created=1777896000;keyid="` + keyID + `";alg="rsa-v1_5-sha256"`
	if got := post.Header.Get("Signature-Input"); got != input {
		t.Errorf("Signature-Input is %s", got)
	}
}

func TestReadSaysWhatTheRequestClaims(t *testing.T) {
	for _, scheme := range []Scheme{Cavage, RFC9421} {
		s, err := Read(arrived(t, signed(t, garden+"/inbox", theBody, rsaSigner(), scheme)), atNoon)
		if err != nil {
			t.Fatal(err)
		}
		if s.KeyID != keyID || s.Scheme != scheme || !s.Created.Equal(noon) {
			t.Errorf("%s: key %q, scheme %q, created %s", scheme, s.KeyID, s.Scheme, s.Created)
		}
	}
}

func TestSignRefusesWhatNoPeerWouldAccept(t *testing.T) {
	for name, sign := range map[string]func(r *http.Request) error{
		"without a key": func(r *http.Request) error { return Sign(r, nil, Key{ID: keyID}, Cavage, noon) },
		"with quotes in the key id": func(r *http.Request) error {
			return Sign(r, nil, Key{`a",algorithm="none`, rsaSigner()}, Cavage, noon)
		},
		"in no scheme": func(r *http.Request) error { return Sign(r, nil, Key{keyID, rsaSigner()}, "rot13", noon) },
		"for no host": func(r *http.Request) error {
			r.URL.Host = ""
			r.Host = ""
			return Sign(r, nil, Key{keyID, rsaSigner()}, Cavage, noon)
		},
		"with a line break in what is signed": func(r *http.Request) error {
			r.Header.Set("Content-Type", "a\nhost: evil.example")
			return Sign(r, []byte("x"), Key{keyID, rsaSigner()}, Cavage, noon)
		},
	} {
		if err := sign(outgoingRequest(t, garden+"/inbox", "")); node.KindOf(err) != node.Internal {
			t.Errorf("%s: %v", name, err)
		}
	}
}
