package httpsig

import (
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"net/http"
	"strings"
	"testing"
	"time"
)

// The keys, requests and signatures that the specifications publish.

// cavageWire is the request of draft-cavage-12, appendix C.
const cavageWire = "POST /foo?param=value&pet=dog HTTP/1.1\r\n" +
	"Host: example.com\r\n" +
	"Date: Sun, 05 Jan 2014 21:31:40 GMT\r\n" +
	"Content-Type: application/json\r\n" +
	"Digest: SHA-256=X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=\r\n" +
	"Content-Length: 18\r\n\r\n" + `{"hello": "world"}`

// cavageKey has 1024 bits: too few for Verify.
const cavageKey = `-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDCFENGw33yGihy92pDjZQhl0C3
6rPJj+CvfSC8+q28hxA161QFNUd13wuCTUcq0Qd2qsBe/2hFyc2DCJJg0h1L78+6
Z4UMR7EOcpfdUE9Hf3m/hs+FUR45uBJeDK1HSFHD8bHKD6kv8FPGfJTotc+2xjJw
oYi+1hqp1fIekaxsyQIDAQAB
-----END PUBLIC KEY-----`

// cavageVectors are C.1 to C.3. C.1 names no headers, which then meant date alone; C.3 names
// (created) and (expires) too, but its published signature is over the rest.
var cavageVectors = []struct{ name, headers, signature string }{
	{"C.1 default", "date", "SjWJWbWN7i0wzBvtPl8rbASWz5xQW6mcJmn+ibttBqtifLN7Sazz" +
		"6m79cNfwwb8DMJ5cou1s7uEGKKCs+FLEEaDV5lp7q25WqS+lavg7T8hc0GppauB" +
		"6hbgEKTwblDHYGEtbGmtdHgVCk9SuS13F0hZ8FD0k/5OxEPXe5WozsbM="},
	{"C.2 basic", "(request-target) host date", "qdx+H7PHHDZgy4y/Ahn9Tny9V3GP6YgBPyUXMmoxWtLbHpUnXS2mg2+SbrQDMCJypxBLSPQR2aAjn7ndmw2iicw3HMbe8VfEdKFYRqzic+efkb3nndiv/x1xSHDJWeSWkx3ButlYSuBskLu6kd9Fswtemr3lgdDEmn04swr2Os0="},
	{"C.3 all headers", "(request-target) host date content-type digest content-length", "vSdrb+dS3EceC9bcwHSo4MlyKS59iFIrhgYkz8+oVLEEzmYZZvRs" +
		"8rgOp+63LEM3v+MFHB32NfpB2bEKBIvB1q52LaEUHFv120V01IL+TAD48XaERZF" +
		"ukWgHoBTLMhYS2Gb51gWxpeIq8knRmPnYePbF5MOkR0Zkly4zKH7s1dE="},
}

func TestPublishedCavageSignaturesVerify(t *testing.T) {
	for _, v := range cavageVectors {
		t.Run(v.name, func(t *testing.T) {
			for _, header := range []string{"Signature", "Authorization"} {
				r := parsed(t, cavageWire)
				text := `keyId="Test",algorithm="rsa-sha256",headers="` + v.headers + `",signature="` + v.signature + `"`
				if header == "Authorization" {
					text = "Signature " + text
				}
				r.Header.Set(header, text)
				s := parseOnly(t, r)
				if err := s.verify(publicKey(t, cavageKey)); err != nil {
					t.Errorf("in %s: %v", header, err)
				}
				refused(t, s.Verify(publicKey(t, cavageKey)), UnfitKey, "1024 bits")
			}
		})
	}
}

func TestPublishedCavageBasicAndFullSignaturesPassTheRulesAsFarAsTheyCover(t *testing.T) {
	rules := Rules{Origin: "https://example.com", Now: func() time.Time { return time.Date(2014, 1, 5, 21, 32, 0, 0, time.UTC) }}
	for _, v := range cavageVectors {
		r := parsed(t, cavageWire)
		r.Header.Set("Signature", `keyId="Test",algorithm="rsa-sha256",headers="`+v.headers+`",signature="`+v.signature+`"`)
		_, err := Read(r, rules)
		if v.name == "C.3 all headers" {
			if err != nil {
				t.Errorf("%s: %v", v.name, err)
			}
			continue
		}
		refused(t, err, Uncovered, "must be signed")
	}
}

// rfcWire is the request of RFC 9421, appendix B.2.
const rfcWire = "POST /foo?param=Value&Pet=dog HTTP/1.1\r\n" +
	"Host: example.com\r\n" +
	"Date: Tue, 20 Apr 2021 02:07:55 GMT\r\n" +
	"Content-Type: application/json\r\n" +
	"Content-Digest: sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:\r\n" +
	"Content-Length: 18\r\n\r\n" + `{"hello": "world"}`

const rfcPSSKey = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAr4tmm3r20Wd/PbqvP1s2
+QEtvpuRaV8Yq40gjUR8y2Rjxa6dpG2GXHbPfvMs8ct+Lh1GH45x28Rw3Ry53mm+
oAXjyQ86OnDkZ5N8lYbggD4O3w6M6pAvLkhk95AndTrifbIFPNU8PPMO7OyrFAHq
gDsznjPFmTOtCEcN2Z1FpWgchwuYLPL+Wokqltd11nqqzi+bJ9cvSKADYdUAAN5W
Utzdpiy6LbTgSxP7ociU4Tn0g5I6aDZJ7A8Lzo0KSyZYoA485mqcO0GVAdVw9lq4
aOT9v6d+nb4bnNkQVklLQ3fVAvJm+xdDOp9LCNCN48V2pnDOkFV6+U9nV5oyc6XI
2wIDAQAB
-----END PUBLIC KEY-----`

const rfcEd25519Key = `-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=
-----END PUBLIC KEY-----`

const rfcEd25519Private = `-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF
-----END PRIVATE KEY-----`

// rfcVectors are B.2.1, B.2.3 and B.2.6; B.2.2 signs a query parameter, which is refused here, B.2.4
// and B.2.5 use algorithms that are.
var rfcVectors = []struct{ name, key, input, signature string }{
	{"B.2.1 minimal", rfcPSSKey, `sig-b21=();created=1618884473;keyid="test-key-rsa-pss";nonce="b3k2pp5k7z-50gnwp.yemd"`,
		"sig-b21=:d2pmTvmbncD3xQm8E9ZV2828BjQWGgiwAaw5bAkgibUopem" +
			"LJcWDy/lkbbHAve4cRAtx31Iq786U7it++wgGxbtRxf8Udx7zFZsckzXaJMkA7ChG" +
			"52eSkFxykJeNqsrWH5S+oxNFlD4dzVuwe8DhTSja8xxbR/Z2cOGdCbzR72rgFWhzx" +
			"2VjBqJzsPLMIQKhO4DGezXehhWwE56YCE+O6c0mKZsfxVrogUvA4HELjVKWmAvtl6" +
			"UnCh8jYzuVG5WSb/QEVPnP5TmcAnLH1g+s++v6d4s8m0gCw1fV5/SITLq9mhho8K3" +
			"+7EPYTU8IU1bLhdxO5Nyt8C8ssinQ98Xw9Q==:"},
	{"B.2.3 full coverage", rfcPSSKey, `sig-b23=("date" "@method" "@path" "@query" "@authority" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-rsa-pss"`,
		"sig-b23=:bbN8oArOxYoyylQQUU6QYwrTuaxLwjAC9fbY2F6SVWvh0yB" +
			"iMIRGOnMYwZ/5MR6fb0Kh1rIRASVxFkeGt683+qRpRRU5p2voTp768ZrCUb38K0fU" +
			"xN0O0iC59DzYx8DFll5GmydPxSmme9v6ULbMFkl+V5B1TP/yPViV7KsLNmvKiLJH1" +
			"pFkh/aYA2HXXZzNBXmIkoQoLd7YfW91kE9o/CCoC1xMy7JA1ipwvKvfrs65ldmlu9" +
			"bpG6A9BmzhuzF8Eim5f8ui9eH8LZH896+QIF61ka39VBrohr9iyMUJpvRX2Zbhl5Z" +
			"JzSRxpJyoEZAFL2FUo5fTIztsDZKEgM4cUA==:"},
	{"B.2.6 ed25519", rfcEd25519Key, `sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"`,
		"sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:"},
}

func rfcRequest(t *testing.T, input, signature string) *http.Request {
	t.Helper()
	r := parsed(t, rfcWire)
	r.Header.Set("Signature-Input", input)
	r.Header.Set("Signature", signature)
	return r
}

func TestPublishedRFC9421SignaturesVerify(t *testing.T) {
	for _, v := range rfcVectors {
		t.Run(v.name, func(t *testing.T) {
			s := parseOnly(t, rfcRequest(t, v.input, v.signature))
			if err := s.Verify(publicKey(t, v.key)); err != nil {
				t.Error(err)
			}
			s.bases[0] = append(s.bases[0], ' ')
			refused(t, s.Verify(publicKey(t, v.key)), NotByKey, "did not make it")
		})
	}
}

func TestThePublishedFullSignaturePassesEveryRule(t *testing.T) {
	v := rfcVectors[1]
	rules := Rules{Origin: "https://example.com", Now: func() time.Time { return time.Unix(1618884480, 0) }}
	if err := judge(rfcRequest(t, v.input, v.signature), rules, publicKey(t, v.key)); err != nil {
		t.Error(err)
	}
}

func TestThePublishedSignatureOverAQueryParameterIsRefusedByName(t *testing.T) {
	r := rfcRequest(t, `sig-b22=("@authority" "content-digest" "@query-param";name="Pet");created=1618884473;keyid="test-key-rsa-pss";tag="header-example"`, "sig-b22=:AAAA:")
	_, err := parseRequest(r)
	refused(t, err, Malformed, `"@query-param" is signed with the parameter ;name`)
}

func TestThePublishedEd25519SignatureIsMadeAgain(t *testing.T) {
	v := rfcVectors[2]
	block, _ := pem.Decode([]byte(rfcEd25519Private))
	private, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	s := parseOnly(t, rfcRequest(t, v.input, v.signature))
	made, err := Key{"test-key-ed25519", private.(crypto.Signer)}.sign(s.bases[0])
	if err != nil || string(made) != string(s.value) {
		t.Errorf("made %x, published %x (%v)", made, s.value, err)
	}
}

func TestThePublishedBaseIsBuilt(t *testing.T) {
	want := strings.Join([]string{
		`"date": Tue, 20 Apr 2021 02:07:55 GMT`,
		`"@method": POST`,
		`"@path": /foo`,
		`"@query": ?param=Value&Pet=dog`,
		`"@authority": example.com`,
		`"content-type": application/json`,
		`"content-digest": sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:`,
		`"content-length": 18`,
		`"@signature-params": ("date" "@method" "@path" "@query" "@authority" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-rsa-pss"`,
	}, "\n")
	v := rfcVectors[1]
	if got := string(parseOnly(t, rfcRequest(t, v.input, v.signature)).bases[0]); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// parseRequest reads a signature for example.com without the rules: most published ones are old, and
// cover less than is demanded here.
func parseRequest(r *http.Request) (Signature, error) {
	m, err := received(r, origin{"https", "example.com"})
	if err != nil {
		return Signature{}, err
	}
	return parse(m)
}

func parseOnly(t *testing.T, r *http.Request) Signature {
	t.Helper()
	s, err := parseRequest(r)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// publicKey is a key of any size.
func publicKey(t *testing.T, text string) crypto.PublicKey {
	t.Helper()
	block, _ := pem.Decode([]byte(text))
	pub, err := parsePublic(block)
	if err != nil {
		t.Fatal(err)
	}
	return pub
}
