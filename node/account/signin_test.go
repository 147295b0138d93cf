package account_test

import (
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tributary/node"
	"tributary/node/account"
	"tributary/vocab"
)

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
