package account

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"time"

	"tributary/node"
)

// Scope is what a secret is good for.
type Scope string

const (
	Read  Scope = "read"  // tokens: sees what a reader sees
	Write Scope = "write" // tokens: does what a delegate does
	Full  Scope = "admin" // tokens: whatever the agent may

	session    Scope = "session" // the cookie of someone who signed in
	invitation Scope = "invite"  // the code in a sign-in link, good for one use
)

// forms say, per scope, how its secrets look and how long they live. The prefixes let scanners of
// repositories and logs recognise a secret that leaked; none begins another.
var forms = map[Scope]struct {
	prefix string
	life   time.Duration // 0: as Options.TokenLife says
	most   node.Role     // what a role is narrowed to
}{
	Read:       {prefix: "trib_", most: node.Reader},
	Write:      {prefix: "trib_", most: node.Delegate},
	Full:       {prefix: "trib_", most: node.Admin},
	code:       {prefix: "tribcode_", life: time.Minute},
	app:        {prefix: "tribapp_", life: AppLife},
	session:    {prefix: "tribsession_", most: node.Admin, life: 30 * 24 * time.Hour},
	invitation: {prefix: "tribinvite_", life: 7 * 24 * time.Hour},
}

// SessionLife is how long a session lasts, for the cookie's Max-Age.
var SessionLife = forms[session].life

// ParseScope reads the scope of a token.
func ParseScope(name string) (Scope, error) {
	switch s := Scope(name); s {
	case Read, Write, Full:
		return s, nil
	}
	return "", node.Errorf(node.Invalid, "scope is one of read, write, admin; not %q", name)
}

// secretBytes of chance: 256 bits can be neither guessed nor found from a plain SHA-256, so no slow
// password hash is needed.
const secretBytes = 32

// newSecret makes a secret of a scope.
func newSecret(scope Scope) string {
	var chance [secretBytes]byte
	rand.Read(chance[:]) // never fails: crypto/rand ends the program instead
	return forms[scope].prefix + base64.RawURLEncoding.EncodeToString(chance[:])
}

// wellFormed says whether a text can be a secret of a scope, before anyone asks the database.
func wellFormed(secret string, scope Scope) bool {
	rest, ok := strings.CutPrefix(secret, forms[scope].prefix)
	if !ok || len(rest) != base64.RawURLEncoding.EncodedLen(secretBytes) {
		return false
	}
	_, err := base64.RawURLEncoding.Strict().DecodeString(rest)
	return err == nil
}

// hash is what is kept of a secret. Looking it up gives away nothing by its timing: whoever does
// not know the secret cannot choose the hash that is compared.
func hash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
