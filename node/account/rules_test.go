package account

import (
	"regexp"
	"strings"
	"testing"

	"tributary/node"
)

func TestAddressesAreFoldedToOneSpelling(t *testing.T) {
	for given, want := range map[string]string{
		"ana@garden.example":          "ana@garden.example",
		"  Ana.B+list@Garden.Example": "ana.b+list@garden.example",
		"ÄNNE@garden.example":         "änne@garden.example",
	} {
		if got, err := foldEmail(given); got != want || err != nil {
			t.Errorf("%q is folded to %q, %v; want %q", given, got, err, want)
		}
	}
}

func TestWhatIsNoAddressIsRefusedAndNotRepeated(t *testing.T) {
	for _, given := range []string{
		"", "ana", "@garden.example", "ana@", "Ana <ana@garden.example>", "ana@a, bo@b", `"ana b"@garden.example`,
		"ana@garden.example\nBcc: bo@b", "ana@gar\xffden.example",
		strings.Repeat("a", 65) + "@garden.example",
		"ana@" + strings.Repeat("a", 60) + strings.Repeat("."+strings.Repeat("b", 60), 4),
	} {
		_, err := foldEmail(given)
		if node.KindOf(err) != node.Invalid {
			t.Errorf("%q: got %v", given, err)
		}
		if err != nil && strings.Contains(err.Error(), "ana@") {
			t.Errorf("the message repeats the address: %v", err)
		}
	}
}

func TestScopeNarrowsRole(t *testing.T) {
	for _, row := range []struct {
		scope Scope
		want  map[node.Role]node.Role
	}{
		{Read, map[node.Role]node.Role{"reader": "reader", "member": "reader", "editor": "reader", "delegate": "reader", "admin": "reader"}},
		{Write, map[node.Role]node.Role{"reader": "reader", "member": "member", "editor": "editor", "delegate": "delegate", "admin": "delegate"}},
		{Full, map[node.Role]node.Role{"reader": "reader", "member": "member", "editor": "editor", "delegate": "delegate", "admin": "admin"}},
		{session, map[node.Role]node.Role{"reader": "reader", "admin": "admin"}},
		{Full, map[node.Role]node.Role{"": "", "owner": ""}},
		{invitation, map[node.Role]node.Role{"admin": ""}},
		{"nonsense", map[node.Role]node.Role{"admin": ""}},
	} {
		for role, want := range row.want {
			if got := narrow(role, row.scope); got != want {
				t.Errorf("%s narrowed to %s is %q, want %q", role, row.scope, got, want)
			}
		}
	}
}

func TestSecretsAreRecognisedByTheirPrefixAndNeverAlike(t *testing.T) {
	seen := map[string]bool{}
	for scope, form := range forms {
		secret := newSecret(scope)
		if !regexp.MustCompile(`^` + form.prefix + `[A-Za-z0-9_-]{43}$`).MatchString(secret) {
			t.Errorf("%s: %s", scope, secret)
		}
		if !wellFormed(secret, scope) || wellFormed(secret+"A", scope) || wellFormed(secret[1:], scope) || wellFormed("", scope) {
			t.Errorf("%s: %s is not told from what it is not", scope, secret)
		}
		for other, otherForm := range forms {
			if otherForm.prefix != form.prefix && wellFormed(secret, other) {
				t.Errorf("a secret of %s passes for one of %s", scope, other)
			}
		}
		if seen[secret] {
			t.Errorf("%s came twice", secret)
		}
		seen[secret] = true
	}
}

func TestScopesOfTokensAreThree(t *testing.T) {
	for _, name := range []string{"read", "write", "admin"} {
		if s, err := ParseScope(name); string(s) != name || err != nil {
			t.Errorf("%s: %v, %v", name, s, err)
		}
	}
	for _, name := range []string{"", "session", "invite", "Read"} {
		if _, err := ParseScope(name); node.KindOf(err) != node.Invalid {
			t.Errorf("%q: %v", name, err)
		}
	}
}
