package httpsig

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"encoding/base64"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"strings"
	"testing"
	"time"
)

// A trick takes a request that was signed at noon and has arrived, and makes of it something that
// must be refused. Each is tried after the untouched request was accepted.
var tricks = []struct {
	name    string
	schemes []Scheme
	get     bool // a GET of /outbox?page=1 instead of a POST to /inbox
	change  func(r *http.Request, rules *Rules, pub *crypto.PublicKey)
	why     Reason
	words   string
}{
	{"another body", both, false, func(r *http.Request, _ *Rules, _ *crypto.PublicKey) {
		r.Body = io.NopCloser(strings.NewReader(`{"type":"Delete"}`))
	}, OtherBody, "the body has another"},
	{"another body with its digest", both, false, func(r *http.Request, _ *Rules, _ *crypto.PublicKey) {
		r.Body = io.NopCloser(strings.NewReader("{}"))
		for _, s := range both {
			if name := map[Scheme]string{Cavage: "Digest", RFC9421: "Content-Digest"}[s]; r.Header.Get(name) != "" {
				setDigest(r.Header, []byte("{}"), s)
			}
		}
	}, NotByKey, "changed"},
	{"a second digest that is false", both, false, func(r *http.Request, _ *Rules, _ *crypto.PublicKey) {
		for _, s := range both {
			if name := map[Scheme]string{Cavage: "Digest", RFC9421: "Content-Digest"}[s]; r.Header.Get(name) == "" {
				setDigest(r.Header, []byte("{}"), s)
			}
		}
	}, OtherBody, "the body has another"},
	{"the signed digest taken away", []Scheme{Cavage}, false, func(r *http.Request, _ *Rules, _ *crypto.PublicKey) {
		r.Header.Del("Digest")
	}, Uncovered, "digest is signed but not in the request"},
	{"an hour and a minute late", both, false, at(noon.Add(61 * time.Minute)), OutOfTime, "more than 1h0m0s ago"},
	{"six minutes early", both, false, at(noon.Add(-6 * time.Minute)), OutOfTime, "ahead of this node's clock"},
	{"a new date on an old signature", []Scheme{Cavage}, false, func(r *http.Request, rules *Rules, _ *crypto.PublicKey) {
		later := noon.Add(48 * time.Hour)
		rules.Now = func() time.Time { return later }
		r.Header.Set("Date", later.Format(http.TimeFormat))
	}, NotByKey, "changed"},
	{"a date that is none", []Scheme{Cavage}, false, header("Date", "2026-05-04"), Malformed, "no HTTP date"},
	{"two dates", []Scheme{Cavage}, false, func(r *http.Request, _ *Rules, _ *crypto.PublicKey) {
		r.Header.Add("Date", noon.Format(http.TimeFormat))
	}, Malformed, "no HTTP date"},
	{"sent on to another node", both, false, func(_ *http.Request, rules *Rules, _ *crypto.PublicKey) {
		rules.Origin = "https://bakery.example"
	}, OtherAuthority, "this is bakery.example"},
	{"sent on to another port", both, false, func(_ *http.Request, rules *Rules, _ *crypto.PublicKey) {
		rules.Origin = "https://garden.example:8443"
	}, OtherAuthority, "garden.example:8443"},
	{"a host with a trailing dot", both, false, func(r *http.Request, _ *Rules, _ *crypto.PublicKey) { r.Host = "garden.example." }, OtherAuthority, "ends in a dot"},
	{"another spelling of the host", []Scheme{Cavage}, false, func(r *http.Request, _ *Rules, _ *crypto.PublicKey) { r.Host = "garden.example:443" }, NotByKey, "changed"},
	{"another path", both, false, target("/admin/delete"), NotByKey, "changed"},
	{"a query on a POST", both, false, target("/inbox?admin=1"), NotByKey, "changed"},
	{"another query", both, true, target("/outbox?page=2"), NotByKey, "changed"},
	{"no query", both, true, target("/outbox"), NotByKey, "changed"},
	{"an address on another host as target", both, false, target("https://evil.example/inbox"), OtherAuthority, "not on garden.example"},
	{"a line break in the target", both, false, target("/inbox\nhost: evil.example"), Malformed, "no path"},
	{"a line break in the method", both, false, func(r *http.Request, _ *Rules, _ *crypto.PublicKey) { r.Method = "POST /\nhost: x" }, Malformed, "no method"},
	{"a host with a word for a port", both, false, func(r *http.Request, _ *Rules, _ *crypto.PublicKey) { r.Host = "garden.example:inbox" }, OtherAuthority, "no port number"},
	{"a host with a user", both, false, func(r *http.Request, _ *Rules, _ *crypto.PublicKey) { r.Host = "me@garden.example" }, OtherAuthority, "no host"},
	{"no host", both, false, func(r *http.Request, _ *Rules, _ *crypto.PublicKey) { r.Host = "" }, OtherAuthority, "0 characters"},
	{"an asterisk as target", both, false, target("*"), Malformed, "neither a path nor an address"},
	{"another method", both, false, func(r *http.Request, _ *Rules, _ *crypto.PublicKey) { r.Method = "PUT" }, NotByKey, "changed"},
	{"a GET made a DELETE", both, true, func(r *http.Request, _ *Rules, _ *crypto.PublicKey) { r.Method = "DELETE" }, Uncovered, "the body of a DELETE must be signed"},
	{"another content type", []Scheme{Cavage}, false, header("Content-Type", "text/plain"), NotByKey, "changed"},
	{"another key of the same kind", both, false, func(_ *http.Request, _ *Rules, pub *crypto.PublicKey) { *pub = otherRSA }, NotByKey, keyID},
	{"a key of another kind", both, false, func(_ *http.Request, _ *Rules, pub *crypto.PublicKey) { *pub = edSigner().Public() }, UnknownAlgorithm, "does not go with an Ed25519 key"},
	{"a key of 512 bits", both, false, func(_ *http.Request, _ *Rules, pub *crypto.PublicKey) { *pub = rsaOf(512) }, UnfitKey, "512 bits"},
	{"a key of 16384 bits", both, false, func(_ *http.Request, _ *Rules, pub *crypto.PublicKey) { *pub = rsaOf(16384) }, UnfitKey, "16384 bits"},
	{"a shared secret as key", both, false, func(_ *http.Request, _ *Rules, pub *crypto.PublicKey) { *pub = []byte("secret") }, UnfitKey, "neither RSA nor Ed25519"},
	{"an Ed25519 key cut short", both, false, func(_ *http.Request, _ *Rules, pub *crypto.PublicKey) { *pub = ed25519.PublicKey("short") }, UnfitKey, "5 bytes"},
	{"an RSA key without a modulus", both, false, func(_ *http.Request, _ *Rules, pub *crypto.PublicKey) { *pub = &rsa.PublicKey{E: 3} }, UnfitKey, "no key"},
	{"no key", both, false, func(_ *http.Request, _ *Rules, pub *crypto.PublicKey) { *pub = nil }, UnfitKey, "neither"},
	{"no signature", both, false, func(r *http.Request, _ *Rules, _ *crypto.PublicKey) {
		r.Header.Del("Signature")
		r.Header.Del("Signature-Input")
	}, Unsigned, "has none"},
	{"an input without its signature", []Scheme{RFC9421}, false, func(r *http.Request, _ *Rules, _ *crypto.PublicKey) { r.Header.Del("Signature") }, Malformed, "no Signature header"},
	{"two Signature headers", []Scheme{Cavage}, false, func(r *http.Request, _ *Rules, _ *crypto.PublicKey) {
		r.Header.Add("Signature", r.Header.Get("Signature"))
	}, Repeated, "2 Signature headers"},
	{"a second one in Authorization", []Scheme{Cavage}, false, func(r *http.Request, _ *Rules, _ *crypto.PublicKey) {
		r.Header.Set("Authorization", "signature "+r.Header.Get("Signature"))
	}, Repeated, "one in Signature and one in Authorization"},
	{"two labels", []Scheme{RFC9421}, false, func(r *http.Request, _ *Rules, _ *crypto.PublicKey) {
		r.Header.Add("Signature-Input", strings.Replace(r.Header.Get("Signature-Input"), "sig1", "sig2", 1))
	}, Repeated, "2 in Signature-Input"},
	{"two signatures for one input", []Scheme{RFC9421}, false, func(r *http.Request, _ *Rules, _ *crypto.PublicKey) {
		r.Header.Add("Signature", "sig2=:AAAA:")
	}, Repeated, "2 in Signature;"},
	{"one label twice", []Scheme{RFC9421}, false, func(r *http.Request, _ *Rules, _ *crypto.PublicKey) {
		r.Header.Add("Signature-Input", r.Header.Get("Signature-Input"))
	}, Repeated, "repeats a name"},
	{"labels that differ", []Scheme{RFC9421}, false, func(r *http.Request, _ *Rules, _ *crypto.PublicKey) {
		r.Header.Set("Signature-Input", strings.Replace(r.Header.Get("Signature-Input"), "sig1", "sig2", 1))
	}, Malformed, "one label"},
	{"more than 8 KB", both, false, func(r *http.Request, _ *Rules, _ *crypto.PublicKey) {
		r.Header.Set("Signature", r.Header.Get("Signature")+strings.Repeat(" ", 8<<10))
	}, TooLong, "8192 are allowed"},
	{"a line break in a signed header", []Scheme{Cavage}, false, header("Content-Type", "a\nhost: evil.example"), Malformed, "line break"},
}

var (
	both     = []Scheme{Cavage, RFC9421}
	otherRSA = rsaOf(2048)
)

func at(t time.Time) func(*http.Request, *Rules, *crypto.PublicKey) {
	return func(_ *http.Request, rules *Rules, _ *crypto.PublicKey) { rules.Now = func() time.Time { return t } }
}

func header(name, value string) func(*http.Request, *Rules, *crypto.PublicKey) {
	return func(r *http.Request, _ *Rules, _ *crypto.PublicKey) { r.Header.Set(name, value) }
}

func target(uri string) func(*http.Request, *Rules, *crypto.PublicKey) {
	return func(r *http.Request, _ *Rules, _ *crypto.PublicKey) { r.RequestURI = uri }
}

// rsaOf is a public key of so many bits that nobody has the private half of.
func rsaOf(bits int) *rsa.PublicKey {
	n := new(big.Int).Lsh(big.NewInt(1), uint(bits-1))
	return &rsa.PublicKey{N: n.Add(n, big.NewInt(12345)), E: 65537}
}

func TestTricksAreRefused(t *testing.T) {
	for _, trick := range tricks {
		for _, scheme := range trick.schemes {
			t.Run(trick.name+" "+string(scheme), func(t *testing.T) {
				fresh := func() *http.Request {
					if trick.get {
						return arrived(t, signed(t, garden+"/outbox?page=1", "", rsaSigner(), scheme))
					}
					return arrived(t, signed(t, garden+"/inbox", theBody, rsaSigner(), scheme))
				}
				if err := judge(fresh(), atNoon, rsaSigner().Public()); err != nil {
					t.Fatalf("the untouched request is refused: %v", err)
				}
				r, rules, pub := fresh(), atNoon, rsaSigner().Public()
				trick.change(r, &rules, &pub)
				refused(t, judge(r, rules, pub), trick.why, trick.words)
			})
		}
	}
}

// claims are headers as strangers write them. The signature itself is nonsense: what is refused here
// is refused before any key is asked for.
var claims = []struct {
	name, header string // header: a text with %s for the signature
	why          Reason // empty for what passes the rules
	words        string
}{
	{"all that is needed", cavageClaim("rsa-sha256", "(request-target) host date digest", ""), "", ""},
	{"in upper case", cavageClaim("RSA-SHA256", "(Request-Target) Host Date Digest", ""), "", ""},
	{"without algorithm", `Signature: keyId="k",headers="(request-target) host date digest",signature="%s"`, "", ""},
	{"with blanks and unknown parameters", `Signature:  keyId = "k" , version="1", headers="(request-target)  host date digest",signature="%s" `, "", ""},
	{"hs2019 with created", cavageClaim("hs2019", "(request-target) (created) (expires) host digest", "created=1777896000,expires=1777896300.5,"), "", ""},
	{"created in quotes", cavageClaim("hs2019", "(request-target) (created) host digest", `created="1777896000",`), "", ""},

	{"digest not signed", cavageClaim("rsa-sha256", "(request-target) host date", ""), Uncovered, "the body of a POST must be signed: digest"},
	{"host not signed", cavageClaim("rsa-sha256", "(request-target) date digest", ""), Uncovered, "the host"},
	{"path not signed", cavageClaim("rsa-sha256", "host date digest", ""), Uncovered, "the method and path"},
	{"time not signed", cavageClaim("rsa-sha256", "(request-target) host digest", ""), Uncovered, "date or (created)"},
	{"a created that is not signed", cavageClaim("hs2019", "(request-target) host digest", "created=1777896000,"), Uncovered, "date or (created)"},
	{"nothing signed", cavageClaim("rsa-sha256", "", ""), Uncovered, "must be signed"},
	{"no headers parameter", `Signature: keyId="k",algorithm="rsa-sha256",signature="%s"`, Uncovered, "must be signed"},
	{"a header that is not there", cavageClaim("rsa-sha256", "(request-target) host date digest x-more", ""), Uncovered, "x-more is signed but not in the request"},
	{"a header twice", cavageClaim("rsa-sha256", "(request-target) host date digest host", ""), Repeated, `"host" is signed twice`},
	{"a header twice in other letters", cavageClaim("rsa-sha256", "(request-target) host date digest HOST", ""), Repeated, `"host" is signed twice`},
	{"a component of the other scheme", cavageClaim("rsa-sha256", "(request-target) host date digest @method", ""), Malformed, "no header name"},
	{"forty headers", cavageClaim("rsa-sha256", "(request-target) host date digest"+strings.Repeat(" a", 40), ""), TooLong, "32 are allowed"},
	{"created with rsa-sha256", cavageClaim("rsa-sha256", "(request-target) (created) host digest", "created=1777896000,"), UnknownAlgorithm, "hs2019 only"},
	{"created that is missing", cavageClaim("hs2019", "(request-target) (created) host digest", ""), Malformed, "(created) needs"},
	{"created long ago", cavageClaim("hs2019", "(request-target) (created) host date digest", "created=1777800000,"), OutOfTime, "created is"},
	{"created beyond all years", cavageClaim("hs2019", "(request-target) (created) host digest", "created=9223372036854775807,"), Malformed, "no time"},
	{"expired", cavageClaim("hs2019", "(request-target) (created) (expires) host digest", "created=1777895000,expires=1777895999,"), OutOfTime, "expired"},
	{"expired though unsigned", cavageClaim("rsa-sha256", "(request-target) host date digest", "expires=1777896000,"), OutOfTime, "expired"},
	{"expires in words", cavageClaim("hs2019", "(request-target) host date digest", `expires="never",`), Malformed, "expires"},
	{"algorithm none", cavageClaim("none", "(request-target) host date digest", ""), UnknownAlgorithm, "rsa-sha256, hs2019, ed25519"},
	{"algorithm hmac", cavageClaim("hmac-sha256", "(request-target) host date digest", ""), UnknownAlgorithm, "hmac-sha256"},
	{"algorithm rsa-sha1", cavageClaim("rsa-sha1", "(request-target) host date digest", ""), UnknownAlgorithm, "rsa-sha1"},
	{"two key ids", `Signature: keyId="k",keyid="evil",headers="(request-target) host date digest",signature="%s"`, Repeated, `"keyid" stands twice`},
	{"two headers parameters", `Signature: keyId="k",headers="date",headers="(request-target) host date digest",signature="%s"`, Repeated, `"headers" stands twice`},
	{"no key id", `Signature: headers="(request-target) host date digest",signature="%s"`, Malformed, "no key id"},
	{"a key id of 3 KB", `Signature: keyId="` + strings.Repeat("k", 3<<10) + `",headers="(request-target) host date digest",signature="%s"`, TooLong, "key id"},
	{"a key id with a blank", `Signature: keyId="k k",headers="(request-target) host date digest",signature="%s"`, Malformed, "blanks"},
	{"a signature of 2 KB", `Signature: keyId="k",headers="(request-target) host date digest",signature="` + strings.Repeat("AAAA", 700) + `"`, TooLong, "2100 bytes"},
	{"a header name with a slash", cavageClaim("rsa-sha256", "(request-target) host date digest a/b", ""), Malformed, "no header name"},
	{"no signature parameter", `Signature: keyId="k",headers="(request-target) host date digest"`, Malformed, "empty"},
	{"a signature that is not base64", `Signature: keyId="k",headers="(request-target) host date digest",signature="!"`, Malformed, "base64"},
	{"an open quote", `Signature: keyId="k`, Malformed, "not closed"},
	{"no commas", `Signature: keyId="k"headers="date"`, Malformed, "comma"},
	{"no parameters", `Authorization: Signature`, Malformed, "parameters must read"},
	{"words", `Signature: please let me in`, Malformed, "parameters must read"},

	{"RFC 9421 all that is needed", rfcClaim(`x=("@method" "@target-uri" "content-digest");created=1777896000;keyid="k"`), "", ""},
	{"RFC 9421 in parts", rfcClaim(`x=("@method" "@authority" "@path" "content-digest" "date");created=1777896000;expires=1777896300;keyid="k";alg="ed25519";nonce="n";tag="t"`), "", ""},
	{"RFC 9421 beside draft-cavage", rfcClaim(`x=("@method" "@target-uri" "content-digest");created=1777896000;keyid="k"`) + "\r\nAuthorization: Signature keyId=\"other\"", "", ""},

	{"RFC 9421 digest not signed", rfcClaim(`x=("@method" "@target-uri");created=1777896000;keyid="k"`), Uncovered, "the body of a POST must be signed: content-digest"},
	{"RFC 9421 the other digest signed", rfcClaim(`x=("@method" "@target-uri" "digest");created=1777896000;keyid="k"`), Uncovered, "content-digest"},
	{"RFC 9421 method not signed", rfcClaim(`x=("@target-uri" "content-digest");created=1777896000;keyid="k"`), Uncovered, "the method"},
	{"RFC 9421 path not signed", rfcClaim(`x=("@method" "@authority" "content-digest");created=1777896000;keyid="k"`), Uncovered, "the path"},
	{"RFC 9421 host not signed", rfcClaim(`x=("@method" "@path" "content-digest");created=1777896000;keyid="k"`), Uncovered, "the host"},
	{"RFC 9421 without created", rfcClaim(`x=("@method" "@target-uri" "content-digest");keyid="k"`), Uncovered, "created"},
	{"RFC 9421 created in quotes", rfcClaim(`x=("@method" "@target-uri" "content-digest");created="1777896000";keyid="k"`), Uncovered, "created"},
	{"RFC 9421 created long ago", rfcClaim(`x=("@method" "@target-uri" "content-digest");created=1777800000;keyid="k"`), OutOfTime, "ago"},
	{"RFC 9421 expired", rfcClaim(`x=("@method" "@target-uri" "content-digest");created=1777895000;expires=1777895999;keyid="k"`), OutOfTime, "expired"},
	{"RFC 9421 without key id", rfcClaim(`x=("@method" "@target-uri" "content-digest");created=1777896000`), Malformed, "no key id"},
	{"RFC 9421 two key ids", rfcClaim(`x=("@method" "@target-uri" "content-digest");created=1777896000;keyid="k";keyid="evil"`), Repeated, "repeats a name"},
	{"RFC 9421 algorithm hmac", rfcClaim(`x=("@method" "@target-uri" "content-digest");created=1777896000;keyid="k";alg="hmac-sha256"`), UnknownAlgorithm, "hmac-sha256"},
	{"RFC 9421 algorithm of the other scheme", rfcClaim(`x=("@method" "@target-uri" "content-digest");created=1777896000;keyid="k";alg="rsa-sha256"`), UnknownAlgorithm, "rsa-v1_5-sha256"},
	{"RFC 9421 algorithm as a token", rfcClaim(`x=("@method" "@target-uri" "content-digest");created=1777896000;keyid="k";alg=ed25519`), Malformed, "alg"},
	{"RFC 9421 a component twice", rfcClaim(`x=("@method" "@method" "@target-uri" "content-digest");created=1777896000;keyid="k"`), Repeated, `"@method" is signed twice`},
	{"RFC 9421 a name in upper case", rfcClaim(`x=("@method" "@target-uri" "Content-Digest");created=1777896000;keyid="k"`), Malformed, "lower case"},
	{"RFC 9421 a component of responses", rfcClaim(`x=("@method" "@target-uri" "content-digest" "@status");created=1777896000;keyid="k"`), Malformed, "@status"},
	{"RFC 9421 a component of the other scheme", rfcClaim(`x=("@method" "@target-uri" "content-digest" "(request-target)");created=1777896000;keyid="k"`), Malformed, "(request-target)"},
	{"RFC 9421 a name with a line break's shape", rfcClaim(`x=("@method" "@target-uri" "content-digest" "a\": b");created=1777896000;keyid="k"`), Malformed, "no header name"},
	{"RFC 9421 a header that is not there", rfcClaim(`x=("@method" "@target-uri" "content-digest" "x-more");created=1777896000;keyid="k"`), Uncovered, "x-more"},
	{"RFC 9421 ;sf", rfcClaim(`x=("@method" "@target-uri" "content-digest";sf);created=1777896000;keyid="k"`), Malformed, ";sf"},
	{"RFC 9421 ;bs", rfcClaim(`x=("@method" "@target-uri" "content-digest";bs);created=1777896000;keyid="k"`), Malformed, ";bs"},
	{"RFC 9421 ;key", rfcClaim(`x=("@method" "@target-uri" "content-digest";key="sha-256");created=1777896000;keyid="k"`), Malformed, ";key"},
	{"RFC 9421 ;req", rfcClaim(`x=("@method";req "@target-uri" "content-digest");created=1777896000;keyid="k"`), Malformed, ";req"},
	{"RFC 9421 ;tr", rfcClaim(`x=("@method" "@target-uri" "content-digest";tr);created=1777896000;keyid="k"`), Malformed, ";tr"},
	{"RFC 9421 tokens as components", rfcClaim(`x=(method);created=1777896000;keyid="k"`), Malformed, "in quotes"},
	{"RFC 9421 no list", rfcClaim(`x=1;created=1777896000;keyid="k"`), Malformed, "one label"},
	{"RFC 9421 not closed", rfcClaim(`x=("@method"`), Malformed, "structured dictionary"},
	{"RFC 9421 empty", rfcClaim(``), Malformed, "empty"},
	{"RFC 9421 with a cavage Signature", "Signature-Input: x=(\"@method\");created=1777896000;keyid=\"k\"\r\nSignature: keyId=\"k\",signature=\"%s\"", Malformed, "structured dictionary"},
	{"RFC 9421 a signature of text", "Signature-Input: x=(\"@method\");created=1777896000;keyid=\"k\"\r\nSignature: x=\"%s\"", Malformed, "between colons"},
}

func cavageClaim(algorithm, headers, more string) string {
	return fmt.Sprintf(`Signature: keyId="k",algorithm="%s",%sheaders="%s",signature="%%s"`, algorithm, more, headers)
}

func rfcClaim(input string) string {
	return "Signature-Input: " + input + "\r\nSignature: x=:%s:"
}

func TestClaimsArePassedOrRefusedBeforeAnyKeyIsKnown(t *testing.T) {
	for _, c := range claims {
		t.Run(c.name, func(t *testing.T) {
			value := base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{7}, 256))
			wire := "POST /inbox HTTP/1.1\r\nHost: garden.example\r\nDate: Mon, 04 May 2026 12:00:00 GMT\r\n" +
				"Digest: SHA-256=AAAA\r\nContent-Digest: sha-256=:AAAA:\r\nContent-Length: 2\r\n" +
				strings.Replace(c.header, "%s", value, 1) + "\r\n\r\n{}"
			s, err := Read(parsed(t, wire), atNoon)
			if c.why != "" {
				refused(t, err, c.why, c.words)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if s.KeyID != "k" {
				t.Errorf("key id %q", s.KeyID)
			}
			refused(t, s.Verify(rsaSigner().Public()), map[bool]Reason{true: UnknownAlgorithm, false: NotByKey}[s.Algorithm == "ed25519"], "")
		})
	}
}
