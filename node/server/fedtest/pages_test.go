package fedtest_test

import (
	"net/http"
	"testing"

	"tributary/node/server/fedtest"
	"tributary/vocab"
	"tributary/vocab/as"
)

// An Offer's object stands under the Offer's own address: pages that name one by the other still end.
func TestPagesAboutAnOfferAreShown(t *testing.T) {
	net, _, bakery, _, bread, primary, reciprocal := market(t)
	act := offer(bakery, bread, offering(primary, reciprocal, "10", "4"))
	act.To = append(act.To, as.Public)
	made := bakery.Do(act)
	net.Settle()

	for _, address := range []string{string(made.Activity), string(bread) + "/outbox", string(bread) + "/activities", string(bread) + "/feed.atom"} {
		status, body := fedtest.Get(t, vocab.IRI(address), "text/html, application/atom+xml")
		if status != http.StatusOK {
			t.Errorf("%s is answered %d %.200s", address, status, body)
		}
	}
}
