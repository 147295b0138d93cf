package account

import (
	"net/mail"
	"strings"
	"unicode/utf8"

	"tributary/node"
)

// Lengths of an address and of what stands before its @, in bytes.
//
// Spec: RFC 5321, section 4.5.3.1.
const (
	maxEmail = 254
	maxLocal = 64
)

// foldEmail checks a bare address and writes it in lower case, the one spelling that is kept.
// Messages do not repeat it: addresses are private, and messages are logged.
//
// Spec: RFC 5322, section 3.4.1 (addr-spec), without quoting and comments.
func foldEmail(email string) (string, error) {
	email = strings.TrimSpace(email)
	if len(email) > maxEmail || !utf8.ValidString(email) {
		return "", node.Errorf(node.Invalid, "an e-mail address has at most %d bytes of UTF-8", maxEmail)
	}
	parsed, err := mail.ParseAddress(email)
	if err != nil || parsed.Address != email || parsed.Name != "" {
		return "", node.Errorf(node.Invalid, "an e-mail address looks like name@host.example")
	}
	local := email[:strings.LastIndexByte(email, '@')]
	if len(local) > maxLocal {
		return "", node.Errorf(node.Invalid, "the part of an e-mail address before the @ has at most %d bytes", maxLocal)
	}
	// Lower case can be longer than upper case.
	folded := strings.ToLower(email)
	if len(folded) > maxEmail {
		return "", node.Errorf(node.Invalid, "an e-mail address has at most %d bytes of UTF-8", maxEmail)
	}
	return folded, nil
}
