package fedtest_test

import (
	"net/http"
	"strings"
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

// What an offer offers has no name of its own; whose a thing is that is called by another of its node is said once.
func TestThingsWithoutANameAreCalledByWhatTheyAreOnce(t *testing.T) {
	net, garden, bakery, apples, bread, primary, reciprocal := market(t)
	act := offer(bakery, bread, offering(primary, reciprocal, "10", "4"))
	act.To = append(act.To, as.Public)
	made := bakery.Do(act)
	event := garden.Create(apples, transfer(apples, bread, garden.Stock(apples, "Apples", "10", "kilogram"), "3"))
	net.Settle()
	fruit := bakery.Stock(bread, "Fruit", "1", "kilogram")
	yes := fedtest.Naming("Accept", bread, event)
	yes.Target = fruit
	bakery.Do(yes)

	for address, want := range map[vocab.IRI]string{
		made.Activity: "<h1>Offer Agreement</h1>",
		fruit:         "Apples (" + strings.TrimPrefix(garden.URL, "http://") + ")</a>",
	} {
		if _, body := fedtest.Get(t, address, "text/html"); !strings.Contains(body, want) {
			t.Errorf("%s lacks %s:\n%s", address, want, body)
		}
	}
}
