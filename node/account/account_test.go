package account_test

import (
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tributary/node"
	"tributary/node/account"
	"tributary/storage"
	"tributary/storage/sqlite"
	"tributary/vocab"
	"tributary/vocab/jsonld"
	"tributary/vocab/vf"
)

const (
	garden = vocab.IRI("https://node.example/groups/garden")
	bakery = vocab.IRI("https://node.example/groups/bakery")
)

// office is a node with the groups garden and bakery, a clock that stands still, and its accounts.
type office struct {
	*testing.T
	*account.Accounts
	db  *storage.DB
	now time.Time
}

func open(t *testing.T) *office { return openAt(t, ":memory:") }

func openAt(t *testing.T, path string) *office {
	o := &office{T: t, now: time.Date(2026, 3, 1, 12, 30, 0, 0, time.UTC)}
	clock := func() time.Time { return o.now }
	db, err := sqlite.Open(t.Context(), path, storage.Options{Now: clock})
	o.must(err)
	t.Cleanup(func() { db.Close() })
	o.db = db
	o.Accounts = account.New(db, db, node.Addresses{Base: "https://node.example"}, account.Options{Now: clock})
	o.group(garden, 1, false)
	o.group(bakery, 1, false)
	return o
}

func (o *office) must(err error) {
	o.Helper()
	if err != nil {
		o.Fatal(err)
	}
}

func (o *office) refuses(want node.Kind, err error) {
	o.Helper()
	if node.KindOf(err) != want {
		o.Errorf("got %v, want a refusal of kind %s", err, want)
	}
}

// group records version n of a group.
func (o *office) group(id vocab.IRI, n int, deleted bool) {
	v := node.Version{IRI: id, N: n, Activity: id + "/a", Author: id, Owner: id, At: o.now, Class: "Organization", Deleted: deleted}
	if !deleted {
		v.Body = jsonld.Append(nil, vocab.New(vf.Organization, id))
	}
	o.must(o.db.Update(o.Context(), func(tx node.Tx) error {
		_, err := tx.Append(v)
		return err
	}))
}

// relate begins or ends a relation.
func (o *office) relate(from vocab.IRI, kind node.RelationKind, to vocab.IRI) {
	o.must(o.db.Update(o.Context(), func(tx node.Tx) error {
		return tx.Relate(node.Relation{From: from, Kind: kind, To: to, Since: o.now}, true)
	}))
}

// invite makes a member of the garden and returns the code of its link.
func (o *office) invite(email string, role node.Role) (code string, member vocab.IRI) {
	o.Helper()
	link, member, err := o.Invite(o.Context(), email, garden, role)
	o.must(err)
	u, err := url.Parse(link)
	o.must(err)
	if !strings.HasPrefix(link, "https://node.example"+account.SignInPath+"?") {
		o.Errorf("the link is %s", link)
	}
	return u.Query().Get(account.SignInParameter), member
}

func (o *office) token(agent vocab.IRI, scope account.Scope) string {
	o.Helper()
	secret, err := o.Token(o.Context(), agent, scope)
	o.must(err)
	return secret
}

func (o *office) caller(bearer string) node.Caller {
	o.Helper()
	who, err := o.Caller(o.Context(), bearer)
	o.must(err)
	return who
}

func TestInvitedMemberSignsInOnceAndHasItsRole(t *testing.T) {
	o := open(t)
	code, ana := o.invite("ana@garden.example", node.Editor)

	cookie, member, err := o.SignIn(t.Context(), code)
	o.must(err)
	who, err := o.Session(t.Context(), cookie)
	o.must(err)

	if member != ana || who.Agent != ana || !strings.HasPrefix(string(ana), "https://node.example/people/") {
		t.Errorf("invited %s, signed in %s, asks as %s", ana, member, who.Agent)
	}
	if !who.May(garden, node.Editor) || who.May(garden, node.Admin) || who.May(bakery, node.Reader) || who.Operator {
		t.Errorf("may %v", who.Roles)
	}
	_, _, err = o.SignIn(t.Context(), code)
	o.refuses(node.Unauthenticated, err)
}

func TestOfTwoWhoBringOneCodeOneSignsIn(t *testing.T) {
	o := open(t)
	code, _ := o.invite("ana@garden.example", node.Member)
	var wg sync.WaitGroup
	results := make([]error, 8)
	for i := range results {
		wg.Go(func() { _, _, results[i] = o.SignIn(t.Context(), code) })
	}
	wg.Wait()
	in := 0
	for _, err := range results {
		if err == nil {
			in++
		} else {
			o.refuses(node.Unauthenticated, err)
		}
	}
	if in != 1 {
		t.Errorf("%d signed in", in)
	}
}

func TestSignInLinksEndAfterSevenDaysOrWithTheNextOne(t *testing.T) {
	o := open(t)
	first, _ := o.invite("ana@garden.example", node.Member)
	second, _ := o.invite("ana@garden.example", node.Member)
	_, _, err := o.SignIn(t.Context(), first)
	o.refuses(node.Unauthenticated, err)

	o.now = o.now.Add(7 * 24 * time.Hour)

	_, _, err = o.SignIn(t.Context(), second)
	o.refuses(node.Unauthenticated, err)
}

func TestOneAddressIsOneMemberWithTheLatestRole(t *testing.T) {
	o := open(t)
	_, ana := o.invite("ana@garden.example", node.Admin)
	_, again := o.invite("Ana@Garden.Example", node.Reader)
	_, bo := o.invite("bo@garden.example", node.Member)
	if ana != again || ana == bo {
		t.Errorf("members are %s, %s, %s", ana, again, bo)
	}
	if found, err := o.Member(t.Context(), "ANA@garden.example"); found != ana || err != nil {
		t.Errorf("found %s, %v", found, err)
	}
	if who := o.caller(o.token(ana, account.Full)); who.Roles[garden] != node.Reader {
		t.Errorf("has the role %s", who.Roles[garden])
	}
}

func TestMembersAreListedInTheOrderTheyCame(t *testing.T) {
	o := open(t)
	_, zoe := o.invite("Zoe@garden.example", node.Member)
	_, ana := o.invite("ana@garden.example", node.Member)
	var listed []vocab.IRI
	for member, err := range o.Members(t.Context()) {
		o.must(err)
		listed = append(listed, member)
	}
	if !slices.Equal(listed, []vocab.IRI{zoe, ana}) {
		t.Errorf("members are %v, want %s, %s", listed, zoe, ana)
	}
	if email, err := o.Email(t.Context(), zoe); email != "zoe@garden.example" || err != nil {
		t.Errorf("zoe's address is %q, %v", email, err)
	}
}

func TestInvitationsThatCannotBeLeaveNoMemberBehind(t *testing.T) {
	o := open(t)
	for _, row := range []struct {
		group vocab.IRI
		role  node.Role
		want  node.Kind
	}{
		{garden, "owner", node.Invalid},
		{garden, "", node.Invalid},
		{"", node.Member, node.Invalid},
		{garden + "s", node.Member, node.NotFound},
		{"https://other.example/groups/garden", node.Member, node.NotFound},
	} {
		_, _, err := o.Invite(t.Context(), "ana@garden.example", row.group, row.role)
		o.refuses(row.want, err)
	}
	_, err := o.Member(t.Context(), "ana@garden.example")
	o.refuses(node.NotFound, err)
}

func TestMemberWithoutGroupMayNothing(t *testing.T) {
	o := open(t)
	_, ana, err := o.Invite(t.Context(), "ana@garden.example", "", "")
	o.must(err)
	if who := o.caller(o.token(ana, account.Full)); who.Agent != ana || len(who.Roles) != 0 {
		t.Errorf("asks as %+v", who)
	}
}

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

func TestSessionsEndBySigningOutAndByTime(t *testing.T) {
	o := open(t)
	signIn := func() string {
		code, _ := o.invite("ana@garden.example", node.Member)
		cookie, _, err := o.SignIn(t.Context(), code)
		o.must(err)
		return cookie
	}
	refused := func(cookie string) {
		_, err := o.Session(t.Context(), cookie)
		o.refuses(node.Unauthenticated, err)
	}
	first, second, third := signIn(), signIn(), signIn()

	o.must(o.SignOut(t.Context(), first))
	o.must(o.SignOut(t.Context(), first))
	o.must(o.SignOut(t.Context(), "nonsense"))
	refused(first)
	who, err := o.Session(t.Context(), second)
	o.must(err)

	o.must(o.SignOutEverywhere(t.Context(), who.Agent))
	refused(second)
	refused(third)

	last := signIn()
	o.now = o.now.Add(account.SessionLife)
	refused(last)
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

func TestPseudonymIsMadeOnceAndStaysAfterLeaving(t *testing.T) {
	o := open(t)
	_, ana := o.invite("ana@garden.example", node.Member)
	_, bo := o.invite("bo@garden.example", node.Member)
	var wg sync.WaitGroup
	made := make([]vocab.IRI, 8)
	for i := range made {
		wg.Go(func() { made[i], _ = o.Pseudonym(t.Context(), ana, garden) })
	}
	wg.Wait()
	if made = slices.Compact(made); len(made) != 1 || !strings.HasPrefix(string(made[0]), string(garden)+"/agents/") {
		t.Fatalf("ana appears as %v", made)
	}
	other, err := o.Pseudonym(t.Context(), bo, garden)
	o.must(err)
	if other == made[0] || strings.HasSuffix(string(ana), strings.TrimPrefix(string(made[0]), string(garden)+"/agents/")) {
		t.Errorf("the pseudonym %s is not ana's alone, or gives her away", made[0])
	}
	_, err = o.Pseudonym(t.Context(), ana, bakery)
	o.refuses(node.Forbidden, err)

	o.must(o.db.Update(t.Context(), func(tx node.Tx) error {
		return tx.Relate(node.Relation{From: ana, Kind: node.MemberOf, To: garden, Value: "member"}, false)
	}))

	if again, err := o.Pseudonym(t.Context(), ana, garden); again != made[0] || err != nil {
		t.Errorf("now appears as %s, %v", again, err)
	}
	if behind, err := o.Behind(t.Context(), made[0]); behind != ana || err != nil {
		t.Errorf("behind is %s, %v", behind, err)
	}
}

func TestForgottenMemberIsGoneAndItsAddressFree(t *testing.T) {
	o := open(t)
	code, ana := o.invite("ana@garden.example", node.Member)
	token := o.token(ana, account.Read)
	agent, err := o.Pseudonym(t.Context(), ana, garden)
	o.must(err)

	o.must(o.Forget(t.Context(), ana))

	_, err = o.Member(t.Context(), "ana@garden.example")
	o.refuses(node.NotFound, err)
	_, err = o.Caller(t.Context(), token)
	o.refuses(node.Unauthenticated, err)
	_, _, err = o.SignIn(t.Context(), code)
	o.refuses(node.Unauthenticated, err)
	_, err = o.Behind(t.Context(), agent)
	o.refuses(node.NotFound, err)
	o.refuses(node.NotFound, o.Forget(t.Context(), ana))
	if _, again := o.invite("ana@garden.example", node.Member); again == ana {
		t.Error("who comes back is tied to what was forgotten")
	}
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
