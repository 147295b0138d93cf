package httpsig

import (
	"bufio"
	"bytes"
	"net/http"
	"testing"

	"tributary/node"
)

// FuzzRead gives Read whole requests as bytes: it never panics, what it refuses is the sender's
// fault and says why, and what it passes holds to the limits.
func FuzzRead(f *testing.F) {
	for _, scheme := range both {
		for _, body := range []string{"", theBody} {
			var wire bytes.Buffer
			if err := signed(f, garden+"/inbox?x=1", body, edSigner(), scheme).Write(&wire); err != nil {
				f.Fatal(err)
			}
			f.Add(wire.Bytes())
		}
	}
	f.Add([]byte("GET / HTTP/1.1\r\nHost: garden.example\r\nAuthorization: Signature keyId=\"k\",created=1,headers=\"(created) (expires)\"\r\n\r\n"))
	f.Add([]byte("GET / HTTP/1.1\r\nHost: garden.example\r\nSignature-Input: a=(\"b\";c \"@d\");e=@1;f=?0;g=1.5;h=:AA==:, i;j=%\"k\"\r\nSignature: a=::\r\n\r\n"))
	f.Fuzz(func(t *testing.T, wire []byte) {
		r, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(wire)))
		if err != nil {
			return
		}
		if err := CheckDigest(r.Header, wire); ReasonOf(err) == "" {
			t.Fatalf("a digest of the request in the request: %v", err)
		}
		s, err := Read(r, atNoon)
		if err != nil {
			if node.KindOf(err) != node.Unauthenticated || ReasonOf(err) == "" {
				t.Fatalf("%v has kind %s and reason %q", err, node.KindOf(err), ReasonOf(err))
			}
			return
		}
		if s.KeyID == "" || len(s.KeyID) > maxKeyID || len(s.Covered) > maxComponents || s.Created.IsZero() || len(s.bases) == 0 {
			t.Fatalf("passed %+v", s)
		}
		if err := s.Verify(rsaSigner().Public()); err == nil {
			t.Fatal("a signature by a key nobody signed with")
		}
	})
}

func FuzzParsePublicPEM(f *testing.F) {
	f.Add([]byte(cavageKey))
	f.Add([]byte(rfcPSSKey))
	f.Add([]byte(rfcEd25519Key))
	f.Fuzz(func(t *testing.T, text []byte) {
		pub, err := ParsePublicPEM(text)
		if (err == nil) == (pub == nil) {
			t.Fatalf("key %v, error %v", pub, err)
		}
	})
}
