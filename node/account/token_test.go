package account_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tributary/node"
	"tributary/node/account"
	"tributary/vocab"
)

func TestScopeOfATokenNarrowsItsRoles(t *testing.T) {
	o := open(t)
	_, ana := o.invite("ana@garden.example", node.Admin)
	for scope, want := range map[account.Scope]node.Role{
		account.Read: node.Reader, account.Write: node.Delegate, account.Full: node.Admin,
	} {
		if who := o.caller(o.token(ana, scope)); who.Roles[garden] != want {
			t.Errorf("%s: %s", scope, who.Roles[garden])
		}
		if who := o.caller(o.token(garden, scope)); who.Agent != garden || who.Roles[garden] != want || len(who.Roles) != 1 {
			t.Errorf("of the group, %s: %+v", scope, who)
		}
	}
}

func TestCallerKnowsWhatItsAgentFollows(t *testing.T) {
	o := open(t)
	o.relate(garden, node.Follows, bakery)
	if who := o.caller(o.token(garden, account.Read)); !slices.Equal(who.Follows, []vocab.IRI{bakery}) {
		t.Errorf("follows %v", who.Follows)
	}
}

func TestTokensAreForMembersAndGroupsOfThisNode(t *testing.T) {
	o := open(t)
	for _, agent := range []vocab.IRI{"", "https://node.example/people/nobody", garden + "s", "https://other.example/groups/garden"} {
		_, err := o.Token(t.Context(), agent, account.Read)
		o.refuses(node.NotFound, err)
	}
	_, err := o.Token(t.Context(), garden, "session")
	o.refuses(node.Invalid, err)
}

func TestTokensOfADeletedGroupEndWithIt(t *testing.T) {
	o := open(t)
	secret := o.token(garden, account.Full)
	o.group(garden, 2, true)
	_, err := o.Caller(t.Context(), secret)
	o.refuses(node.Unauthenticated, err)
	_, err = o.Token(t.Context(), garden, account.Full)
	o.refuses(node.Gone, err)
}

func TestNoSecretPassesForAnother(t *testing.T) {
	o := open(t)
	code, ana := o.invite("ana@garden.example", node.Admin)
	other, _ := o.invite("bo@garden.example", node.Admin)
	cookie, _, err := o.SignIn(t.Context(), other)
	o.must(err)
	token := o.token(ana, account.Full)

	for _, bad := range []string{"", "trib_", token + "A", token[:len(token)-1], strings.ToUpper(token), code, cookie} {
		who, err := o.Caller(t.Context(), bad)
		o.refuses(node.Unauthenticated, err)
		if who.Agent != "" || who.Operator {
			t.Errorf("%q asks as %+v", bad, who)
		}
	}
	for _, bad := range []string{"", token, code} {
		_, err := o.Session(t.Context(), bad)
		o.refuses(node.Unauthenticated, err)
	}
	for _, bad := range []string{"", token, cookie} {
		_, _, err := o.SignIn(t.Context(), bad)
		o.refuses(node.Unauthenticated, err)
	}
}

func TestTokensAreListedByNameAndRevokedOneByOne(t *testing.T) {
	o := open(t)
	kept, dropped := o.token(garden, account.Read), o.token(garden, account.Write)
	o.caller(kept)
	tokens, err := o.Tokens(t.Context(), garden)
	o.must(err)
	if len(tokens) != 2 || tokens[0].Scope != account.Read || tokens[1].Scope != account.Write {
		t.Fatalf("tokens are %+v", tokens)
	}
	if hour := o.now.Truncate(time.Hour); !tokens[0].Used.Equal(hour) || !tokens[1].Used.IsZero() {
		t.Errorf("used at %s and %s, want %s and never", tokens[0].Used, tokens[1].Used, hour)
	}

	o.refuses(node.NotFound, o.Revoke(t.Context(), bakery, tokens[1].Name))
	o.refuses(node.NotFound, o.Revoke(t.Context(), garden, ""))
	o.must(o.Revoke(t.Context(), garden, tokens[1].Name))

	_, err = o.Caller(t.Context(), dropped)
	o.refuses(node.Unauthenticated, err)
	o.caller(kept)
	o.must(o.RevokeAll(t.Context(), garden))
	_, err = o.Caller(t.Context(), kept)
	o.refuses(node.Unauthenticated, err)
}

func TestTokensEndWhenTheirLifeDoesAndAreSwept(t *testing.T) {
	o := open(t)
	short := account.New(o.db, o.db, node.Addresses{Base: "https://node.example"},
		account.Options{Now: func() time.Time { return o.now }, TokenLife: time.Hour})
	brief, err := short.Token(t.Context(), garden, account.Read)
	o.must(err)
	lasting := o.token(garden, account.Read)

	o.now = o.now.Add(time.Hour)

	_, err = o.Caller(t.Context(), brief)
	o.refuses(node.Unauthenticated, err)
	if n, err := o.Sweep(t.Context()); n != 1 || err != nil {
		t.Errorf("swept %d, %v", n, err)
	}
	o.caller(lasting)
}

func TestDatabaseHoldsNoSecret(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tributary.db")
	o := openAt(t, path)
	code, ana := o.invite("ana@garden.example", node.Member)
	cookie, _, err := o.SignIn(t.Context(), code)
	o.must(err)
	next, _ := o.invite("ana@garden.example", node.Member)
	token := o.token(ana, account.Full)
	files, err := filepath.Glob(path + "*")
	o.must(err)
	found := false
	for _, file := range files {
		bytes, err := os.ReadFile(file)
		o.must(err)
		found = found || strings.Contains(string(bytes), "ana@garden.example")
		for _, secret := range []string{cookie, next, token} {
			if _, random, _ := strings.Cut(secret, "_"); strings.Contains(string(bytes), random) {
				t.Errorf("%s holds %s", file, secret)
			}
		}
	}
	if !found {
		t.Error("looked in the wrong files: the address is not there either")
	}
}
