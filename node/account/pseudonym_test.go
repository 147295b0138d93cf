package account_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"tributary/node"
	"tributary/node/account"
	"tributary/vocab"
)

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
