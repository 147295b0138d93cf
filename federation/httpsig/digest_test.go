package httpsig

import (
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"net/http"
	"strings"
	"testing"
)

func TestEveryDigestMustBeTrue(t *testing.T) {
	s256, s512 := sha256.Sum256([]byte(theBody)), sha512.Sum512([]byte(theBody))
	d256, d512 := base64.StdEncoding.EncodeToString(s256[:]), base64.StdEncoding.EncodeToString(s512[:])
	empty := sha256.Sum256(nil)
	other := base64.StdEncoding.EncodeToString(empty[:])
	for _, c := range []struct {
		name            string
		digest, content []string
		why             Reason
	}{
		{"SHA-256", []string{"SHA-256=" + d256}, nil, ""},
		{"in lower case", []string{"sha-256=" + d256}, nil, ""},
		{"SHA-512", []string{"SHA-512=" + d512}, nil, ""},
		{"both, and others", []string{"MD5=x, SHA-256=" + d256 + ",SHA-512=" + d512, "unixsum=30637"}, nil, ""},
		{"content sha-256", nil, []string{"sha-256=:" + d256 + ":"}, ""},
		{"content both, and others", nil, []string{"sha-512=:" + d512 + ":, sha-256=:" + d256 + ":", "md5=:AAAA:"}, ""},
		{"one of each", []string{"SHA-256=" + d256}, []string{"sha-512=:" + d512 + ":"}, ""},

		{"none", nil, nil, Uncovered},
		{"MD5 alone", []string{"MD5=AAAA"}, nil, Uncovered},
		{"MD5 in the one and SHA-256 in the other", []string{"MD5=AAAA"}, []string{"sha-256=:" + d256 + ":"}, Uncovered},
		{"MD5 in the other", []string{"SHA-256=" + d256}, []string{"md5=:AAAA:"}, Uncovered},
		{"of another body", []string{"SHA-256=" + other}, nil, OtherBody},
		{"one true and one false", []string{"SHA-256=" + d256 + ",SHA-512=" + other}, nil, OtherBody},
		{"the same twice, one false", []string{"SHA-256=" + d256, "sha-256=" + other}, nil, OtherBody},
		{"cut short", []string{"SHA-256=" + d256[:20]}, nil, OtherBody},
		{"empty", []string{"SHA-256="}, nil, OtherBody},
		{"content of another body", nil, []string{"sha-256=:" + other + ":"}, OtherBody},
		{"true in the one, false in the other", []string{"SHA-256=" + d256}, []string{"sha-256=:" + other + ":"}, OtherBody},
		{"no base64", []string{"SHA-256=!"}, nil, Malformed},
		{"no equals sign", []string{"SHA-256"}, nil, Malformed},
		{"content as text", nil, []string{`sha-256="` + d256 + `"`}, Malformed},
		{"content not structured", nil, []string{"SHA-256=" + d256}, Malformed},
		{"content twice", nil, []string{"sha-256=:" + other + ":", "sha-256=:" + d256 + ":"}, Repeated},
		{"long", []string{"SHA-256=" + d256 + strings.Repeat(",MD5=x", 2000)}, nil, TooLong},
		{"content long", nil, []string{strings.Repeat("md5=:AAAA:,", 1000) + "a"}, TooLong},
	} {
		t.Run(c.name, func(t *testing.T) {
			refused(t, CheckDigest(http.Header{"Digest": c.digest, "Content-Digest": c.content}, []byte(theBody)), c.why, "")
		})
	}
}
