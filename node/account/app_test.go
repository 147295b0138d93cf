package account_test

import (
	"sync"
	"testing"
	"time"

	"tributary/node"
	"tributary/node/account"
)

func TestOfManyWhoBringACodeAtOnceAtMostOneGetsAToken(t *testing.T) {
	o := open(t)
	_, ana := o.invite("ana@garden.example", node.Editor)
	for range 20 {
		code, err := o.Code(t.Context(), ana, account.Code{Grant: account.Grant{Client: "c", As: garden, Scope: account.Write}})
		o.must(err)
		var all sync.WaitGroup
		tokens := make(chan string, 8)
		for range cap(tokens) {
			all.Go(func() {
				token, _, err := o.Trade(t.Context(), code, func(account.Code) bool { return true })
				if err == nil {
					tokens <- token
				} else if node.KindOf(err) != node.Unauthenticated {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if len(tokens) > 1 {
			t.Fatalf("%d tokens", len(tokens))
		}
	}
}

func TestAnAppsTokenIsForOneGroupAndNoMoreThanItsScope(t *testing.T) {
	o := open(t)
	_, ana := o.invite("ana@garden.example", node.Admin)
	o.must(func() error {
		_, _, err := o.Invite(t.Context(), "ana@garden.example", bakery, node.Admin)
		return err
	}())
	token, _, err := o.Allow(t.Context(), ana, account.Grant{Client: "c", Name: "Book", As: garden, Scope: account.Write})
	o.must(err)

	who := o.caller(token)

	if len(who.Roles) != 1 || who.Roles[garden] != node.Delegate || who.For != garden || who.Known != nil || who.ReadOnly {
		t.Errorf("it is %+v", who)
	}
	for _, wrong := range []account.Grant{
		{As: garden, Scope: account.Full}, {As: ana, Scope: account.Read}, {As: "https://elsewhere.example/groups/garden", Scope: account.Read}, {Scope: account.Read},
	} {
		if token, _, err := o.Allow(t.Context(), ana, wrong); err == nil {
			t.Errorf("%+v brings %s", wrong, token)
		}
	}
	if made, err := o.Tokens(t.Context(), ana); err != nil || len(made) > 0 {
		t.Errorf("it is listed among those made by hand: %v %v", made, err)
	}
	o.must(o.RevokeAll(t.Context(), ana))
	_, err = o.Caller(t.Context(), token)
	o.refuses(node.Unauthenticated, err)

	token, _, err = o.Allow(t.Context(), ana, account.Grant{As: garden, Scope: account.Read})
	o.must(err)
	o.now = o.now.Add(account.AppLife + time.Second)
	_, err = o.Caller(t.Context(), token)
	o.refuses(node.Unauthenticated, err)
}

// A session is no token of an app, and a code is neither.
func TestSecretsOfOneKindAreNoneOfAnother(t *testing.T) {
	o := open(t)
	_, ana := o.invite("ana@garden.example", node.Editor)
	code, err := o.Code(t.Context(), ana, account.Code{Grant: account.Grant{As: garden, Scope: account.Write}})
	o.must(err)
	token, _, err := o.Allow(t.Context(), ana, account.Grant{As: garden, Scope: account.Write})
	o.must(err)
	for _, secret := range []string{code, "tribapp_" + code[len("tribcode_"):], "trib_" + token[len("tribapp_"):]} {
		_, err := o.Caller(t.Context(), secret)
		o.refuses(node.Unauthenticated, err)
	}
	for _, secret := range []string{token, code, "tribsession_" + token[len("tribapp_"):]} {
		_, err := o.Session(t.Context(), secret)
		o.refuses(node.Unauthenticated, err)
	}
	_, _, err = o.Trade(t.Context(), token, func(account.Code) bool { return true })
	o.refuses(node.Unauthenticated, err)
}
