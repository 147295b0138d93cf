package httpsig

import (
	"net/http"
	"strings"
	"time"
)

// Scheme is a way to sign requests.
type Scheme string

const (
	Cavage  Scheme = "draft-cavage-12"
	RFC9421 Scheme = "rfc9421"
)

// Limits of what is read.
const (
	maxHeader     = 8 << 10 // bytes of each header that makes up a signature
	maxComponents = 32      // signed headers and other parts
	maxKeyID      = 2 << 10 // bytes
	maxSignature  = 1 << 10 // bytes: RSA of 8192 bits
)

// Rules are what a receiver demands. The zero values of all but Origin work.
type Rules struct {
	Origin string           // scheme and authority of this node, from its configuration: https://garden.example
	Skew   time.Duration    // how far ahead a time may lie; zero is 5 minutes
	Age    time.Duration    // how far back a time may lie; zero is 1 hour: deliveries wait in queues, clocks lag
	Now    func() time.Time // nil is time.Now
}

// Signature is what a request claims about itself: well formed and within the rules, but proven only
// by Verify.
type Signature struct {
	KeyID     string    // as written, 1 to 2048 bytes: where the key is to be found
	Scheme    Scheme    //
	Algorithm string    // as named by the signer; empty when the key decides
	Covered   []string  // what is signed: header names in lower case, "(request-target)", "@method" and the like
	Created   time.Time // when it was signed, in UTC

	stamps  []stamp   // every signed time
	expires time.Time // zero for never
	value   []byte    // the signature itself
	bases   [][]byte  // what may have been signed; any of them will do
}

// Signed reports whether a request claims a signature at all, however bad.
func Signed(r *http.Request) bool {
	_, authorized := authorization(r.Header.Get("Authorization"))
	return authorized || len(r.Header["Signature"]) > 0 || len(r.Header["Signature-Input"]) > 0
}

// Read finds the signature of a received request and applies the rules, before any key is known.
//
// With a Signature-Input header the signature is RFC 9421's, under any label; a draft-cavage
// signature that stands in Authorization beside it is not looked at. Else it is draft-cavage, in
// Signature or in Authorization, not both.
//
// Errors: Unauthenticated with a [Reason] for everything a peer can do wrong, Unsigned among them;
// Internal when rules.Origin is no origin.
//
// Spec: draft-cavage-12, sections 2 and 3; RFC 9421, sections 2, 3.2 and 4.
func Read(r *http.Request, rules Rules) (Signature, error) {
	own, err := readOrigin(rules.Origin)
	if err != nil {
		return Signature{}, err
	}
	if !Signed(r) {
		return Signature{}, refuse(Unsigned, "the request has none")
	}
	m, err := received(r, own)
	if err != nil {
		return Signature{}, err
	}
	s, err := parse(m)
	if err != nil {
		return Signature{}, err
	}
	if err := covers(m, s); err != nil {
		return Signature{}, err
	}
	if err := rules.inTime(s); err != nil {
		return Signature{}, err
	}
	return s, nil
}

// parse reads the signature and builds what it signs, without asking whether that is enough.
func parse(m message) (Signature, error) {
	if len(m.header["Signature-Input"]) > 0 {
		return parseRFC9421(m)
	}
	signature, err := m.only("Signature")
	if err != nil {
		return Signature{}, err
	}
	header, err := m.only("Authorization")
	if err != nil {
		return Signature{}, err
	}
	authorized, ok := authorization(header)
	if ok && signature != "" {
		return Signature{}, refuse(Repeated, "there is one in Signature and one in Authorization")
	}
	if ok {
		signature = authorized
	}
	return parseCavage(m, signature)
}

// authorization is what follows the scheme in "Authorization: Signature …".
func authorization(header string) (string, bool) {
	scheme, parameters, _ := strings.Cut(strings.TrimLeft(header, " \t"), " ")
	return parameters, strings.EqualFold(scheme, "Signature")
}
