package httpsig

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha512"
	"encoding/base64"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/dunglas/httpsfv"
	"tributary/node"
)

// What peers do that this node does not do itself, and where that ends.

// signedOver is a request signed in draft-cavage over a text that a peer would write itself.
func signedOver(t *testing.T, wire, algorithm, headers, base string, k crypto.Signer) *http.Request {
	t.Helper()
	value, err := Key{keyID, k}.sign([]byte(base))
	if err != nil {
		t.Fatal(err)
	}
	r := parsed(t, wire)
	r.Header.Set("Signature", `keyId="`+keyID+`",algorithm="`+algorithm+`",created=1777896000,headers="`+headers+
		`",signature="`+base64.StdEncoding.EncodeToString(value)+`"`)
	return r
}

const getWire = "GET /outbox?page=1 HTTP/1.1\r\nHost: Garden.example:443\r\nDate: Mon, 04 May 2026 12:00:00 GMT\r\nX-Two: one \r\nX-Two:  two\r\nX-None:\r\n\r\n"

func TestTheQueryOfACavageGetMayBeLeftOut(t *testing.T) {
	base := "(request-target): get /outbox\nhost: Garden.example:443\ndate: Mon, 04 May 2026 12:00:00 GMT"
	r := signedOver(t, getWire, "rsa-sha256", "(request-target) host date", base, rsaSigner())
	if err := judge(r, atNoon, rsaSigner().Public()); err != nil {
		t.Error(err)
	}
}

func TestTheQueryOfACavagePostMayNot(t *testing.T) {
	wire := "POST /inbox?as=admin HTTP/1.1\r\nHost: garden.example\r\nDate: Mon, 04 May 2026 12:00:00 GMT\r\nDigest: SHA-256=AAAA\r\n\r\n"
	base := "(request-target): post /inbox\nhost: garden.example\ndate: Mon, 04 May 2026 12:00:00 GMT\ndigest: SHA-256=AAAA"
	r := signedOver(t, wire, "rsa-sha256", "(request-target) host date digest", base, rsaSigner())
	refused(t, judge(r, atNoon, rsaSigner().Public()), NotByKey, "changed")
}

func TestHeaderLinesAreTrimmedAndJoined(t *testing.T) {
	base := "(request-target): get /outbox?page=1\nhost: Garden.example:443\n(created): 1777896000\nx-two: one, two\nx-none: "
	for key, signer := range signers {
		r := signedOver(t, getWire, "hs2019", "(request-target) host (created) x-two x-none", base, signer())
		if err := judge(r, atNoon, signer().Public()); err != nil {
			t.Errorf("%s: %v", key, err)
		}
	}
}

func TestHs2019MayMeanPSS(t *testing.T) {
	base := "(request-target): get /outbox?page=1\nhost: Garden.example:443\ndate: Mon, 04 May 2026 12:00:00 GMT"
	sum := sha512.Sum512([]byte(base))
	value, err := rsa.SignPSS(rand.Reader, rsaSigner().(*rsa.PrivateKey), crypto.SHA512, sum[:], &rsa.PSSOptions{SaltLength: rsa.PSSSaltLengthEqualsHash})
	if err != nil {
		t.Fatal(err)
	}
	for algorithm, why := range map[string]Reason{"hs2019": "", "rsa-sha256": NotByKey} {
		r := parsed(t, getWire)
		r.Header.Set("Signature", `keyId="k",algorithm="`+algorithm+`",headers="(request-target) host date",signature="`+base64.StdEncoding.EncodeToString(value)+`"`)
		if err := judge(r, atNoon, rsaSigner().Public()); ReasonOf(err) != why {
			t.Errorf("%s: %v", algorithm, err)
		}
	}
}

func TestRFC9421SignsTheConfiguredOriginNotTheOneOfTheConnection(t *testing.T) {
	base := `"@method": GET` + "\n" +
		`"@target-uri": https://garden.example/outbox?page=1` + "\n" +
		`"@authority": garden.example` + "\n" +
		`"@scheme": https` + "\n" +
		`"@request-target": /outbox?page=1` + "\n" +
		`"@path": /outbox` + "\n" +
		`"@query": ?page=1` + "\n" +
		`"host": Garden.example:443` + "\n" +
		`"x-two": one, two` + "\n" +
		`"@signature-params": `
	const parameters = `("@method" "@target-uri" "@authority" "@scheme" "@request-target" "@path" "@query" "host" "x-two");created=1777896000;keyid="k"`
	for key, signer := range signers {
		value, err := Key{keyID, signer()}.sign([]byte(base + parameters))
		if err != nil {
			t.Fatal(err)
		}
		r := parsed(t, getWire) // without TLS: a proxy ends it
		r.Header.Set("Signature-Input", "any-label="+parameters)
		r.Header.Set("Signature", "any-label=:"+base64.StdEncoding.EncodeToString(value)+":")
		if err := judge(r, atNoon, signer().Public()); err != nil {
			t.Errorf("%s: %v", key, err)
		}
	}
}

func TestAQueryThatIsNotThereIsSignedAsAQuestionMark(t *testing.T) {
	const parameters = `("@method" "@authority" "@path" "@query");created=1777896000;keyid="k"`
	base := "\"@method\": GET\n\"@authority\": garden.example\n\"@path\": /actor\n\"@query\": ?\n\"@signature-params\": " + parameters
	value, err := Key{keyID, edSigner()}.sign([]byte(base))
	if err != nil {
		t.Fatal(err)
	}
	r := parsed(t, "GET /actor HTTP/1.1\r\nHost: garden.example\r\n\r\n")
	r.Header.Set("Signature-Input", "x="+parameters)
	r.Header.Set("Signature", "x=:"+base64.StdEncoding.EncodeToString(value)+":")
	if err := judge(r, atNoon, edSigner().Public()); err != nil {
		t.Error(err)
	}
}

func TestAnAbsoluteRequestTargetOfThisNodeIsRead(t *testing.T) {
	for _, scheme := range both {
		r := arrived(t, signed(t, garden+"/outbox?page=1", "", rsaSigner(), scheme))
		r.RequestURI = garden + "/outbox?page=1"
		if err := judge(r, atNoon, rsaSigner().Public()); err != nil {
			t.Errorf("%s: %v", scheme, err)
		}
	}
}

func TestTheWindowIsWhatTheRulesSay(t *testing.T) {
	for _, c := range []struct {
		skew, age, after time.Duration
		why              Reason
	}{
		{0, 0, time.Hour, ""},
		{0, 0, time.Hour + time.Second, OutOfTime},
		{0, 0, -5 * time.Minute, ""},
		{0, 0, -5*time.Minute - time.Second, OutOfTime},
		{time.Minute, 12 * time.Hour, 12 * time.Hour, ""},
		{time.Minute, 12 * time.Hour, -2 * time.Minute, OutOfTime},
	} {
		rules := Rules{Origin: garden, Skew: c.skew, Age: c.age, Now: func() time.Time { return noon.Add(c.after) }}
		err := judge(arrived(t, signed(t, garden+"/inbox", theBody, rsaSigner(), Cavage)), rules, rsaSigner().Public())
		if ReasonOf(err) != c.why {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

func TestSignedTellsWhetherThereIsAClaim(t *testing.T) {
	for header, want := range map[string]bool{
		"":                          false,
		"Authorization: Bearer x":   false,
		"Authorization: Signature":  true,
		"authorization: SIGNATURE ": true,
		"Signature: nonsense":       true,
		"Signature-Input: nonsense": true,
	} {
		if header != "" {
			header += "\r\n"
		}
		if got := Signed(parsed(t, "GET / HTTP/1.1\r\nHost: garden.example\r\n"+header+"\r\n")); got != want {
			t.Errorf("%q: %v", header, got)
		}
	}
}

func TestAWrongConfigurationIsOurFault(t *testing.T) {
	r := arrived(t, signed(t, garden+"/inbox", theBody, rsaSigner(), Cavage))
	for _, o := range []string{"", "garden.example", "ftp://garden.example", "https://", "https://garden.example.", "https://me@garden.example"} {
		if _, err := Read(r, Rules{Origin: o}); node.KindOf(err) != node.Internal {
			t.Errorf("%q: %v", o, err)
		}
	}
}

func TestReasonsAreFoundBeneathErrors(t *testing.T) {
	err := errors.Join(errors.New("read the inbox"), refuse(NotByKey, "no"))
	if !errors.Is(err, NotByKey) || ReasonOf(err) != NotByKey || ReasonOf(errors.New("x")) != "" || ReasonOf(nil) != "" {
		t.Errorf("reason of %v is %q", err, ReasonOf(err))
	}
}

// What the structured field reader lets pass must be seen by the comparison with what it writes.
func TestTheStructuredFieldReaderStillDropsRepeatedNames(t *testing.T) {
	d, err := httpsfv.UnmarshalDictionary([]string{`a=1, a=2;x;x=3`})
	if err != nil {
		t.Fatal(err)
	}
	if written, _ := httpsfv.Marshal(d); strings.Count(written, "a") != 1 {
		t.Errorf("written as %s", written)
	}
}

func TestAFreshCreatedDoesNotExcuseAStaleDate(t *testing.T) {
	r := parsed(t, "GET /actor HTTP/1.1\r\nHost: garden.example\r\nDate: Sun, 03 May 2026 12:00:00 GMT\r\n\r\n")
	r.Header.Set("Signature-Input", `x=("@method" "@target-uri" "date");created=1777896000;keyid="k"`)
	r.Header.Set("Signature", "x=:AAAA:")
	_, err := Read(r, atNoon)
	refused(t, err, OutOfTime, "date is Sun, 03 May 2026")
}
