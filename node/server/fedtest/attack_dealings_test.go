package fedtest_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
)

// statement is what a persona says stands between it and a group, written by hand as docs/dealings.md has it.
func statement(t *testing.T, p *fedtest.Persona, with vocab.IRI, list []fedtest.Doc, more fedtest.Doc) fedtest.Doc {
	t.Helper()
	var sums []byte
	for _, d := range list { // one, or in the order of their places
		canonical := jsontext.Value(text(t, d))
		if err := canonical.Canonicalize(); err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(canonical)
		sums = append(sums, sum[:]...)
	}
	hash := sha256.Sum256(sums)
	return fedtest.Doc{
		"id": statementOf(p.IRI, with), "type": "Dealings", "actor": p.IRI, "with": with, "published": time.Now().UTC().Format(time.RFC3339),
		"in": "", "count": len(list), "hash": hex.EncodeToString(hash[:]), "dealings": list,
	}.With(more)
}

func TestAPeerThatLiesAboutDealingsIsFoundOut(t *testing.T) {
	garden := fedtest.New(t, 1).Nodes[0]
	apples := garden.Group("apples")
	mallory, eve := fedtest.NewStranger(t).Persona("mallory", 0), fedtest.NewStranger(t).Persona("eve", 1)
	mallory.Publish(fedtest.Doc{"generator": fedtest.Doc{"type": "Application", "implements": []any{fedtest.Doc{"href": "https://w3id.org/tributary#Dealings"}}}})
	promise := garden.Create(apples, commitment(apples, mallory.IRI, "3"))
	garden.Settle()
	said := fedtest.Doc{
		"id": promise, "type": "Commitment", "action": "transfer", "provider": apples, "receiver": mallory.IRI, "state": "promised",
		"resourceQuantity":    fedtest.Doc{"hasNumericalValue": "3", "hasUnit": "kilogram"},
		"outstandingQuantity": fedtest.Doc{"hasNumericalValue": "3", "hasUnit": "kilogram"},
	}
	owed := func(amount string) []any {
		return []any{fedtest.Doc{"action": "transfer", "unit": "kilogram", "given": "0", "received": amount}}
	}
	honest := []fedtest.Doc{said}
	more := []fedtest.Doc{said.With(fedtest.Doc{
		"resourceQuantity":    fedtest.Doc{"hasNumericalValue": "5", "hasUnit": "kilogram"},
		"outstandingQuantity": fedtest.Doc{"hasNumericalValue": "5", "hasUnit": "kilogram"},
	})}
	foreign := []fedtest.Doc{said.With(fedtest.Doc{"receiver": eve.IRI})}
	parts := func(count int) fedtest.Doc {
		all := []any{}
		for _, digit := range "0123456789abcdef" {
			all = append(all, fedtest.Doc{"in": string(digit), "count": count, "hash": strings.Repeat("0", 64)})
		}
		return fedtest.Doc{"count": 16 * count, "parts": all, "dealings": nil, "owed": owed("3")}
	}
	for _, c := range []struct {
		name  string
		body  []byte
		kind  node.Kind
		found []string
	}{
		{"the truth", mallory.Prove(statement(t, mallory, apples, honest, fedtest.Doc{"owed": owed("3")})), "", nil},
		{"another amount", mallory.Prove(statement(t, mallory, apples, more, fedtest.Doc{"owed": owed("5")})), "", []string{
			string(promise) + " is of 3 kg here and of 5 kg there", string(promise) + " has 3 kg outstanding here and 5 kg there",
			"outstanding is transfer given 3 kg received 0 kg here and transfer given 5 kg received 0 kg there"}},
		{"sums of another list", mallory.Prove(statement(t, mallory, apples, honest, fedtest.Doc{"owed": owed("9")})), "", []string{
			"their sums do not follow from their own list: it makes transfer given 3 kg received 0 kg, and they say transfer given 9 kg received 0 kg"}},
		{"a list that is empty, and has sums", mallory.Prove(statement(t, mallory, apples, []fedtest.Doc{}, fedtest.Doc{"owed": owed("3")})), "", []string{
			string(promise) + " is known here, as promised, and not there",
			"their sums do not follow from their own list: it makes transfer given 0 kg received 0 kg, and they say transfer given 3 kg received 0 kg"}},
		{"no proof", text(t, statement(t, mallory, apples, honest, fedtest.Doc{"owed": owed("3")})), node.Unauthenticated, nil},
		{"somebody else's proof", eve.Prove(statement(t, mallory, apples, honest, fedtest.Doc{"owed": owed("3")})), node.Unauthenticated, nil},
		{"changed after it was proven", []byte(strings.Replace(string(mallory.Prove(statement(t, mallory, apples, honest, fedtest.Doc{"owed": owed("3")}))),
			`"received":"3"`, `"received":"4"`, 1)), node.Unauthenticated, nil},
		{"another hash than the list's", mallory.Prove(statement(t, mallory, apples, honest, fedtest.Doc{"hash": strings.Repeat("0", 64)})), node.Invalid, nil},
		{"another count than the list's", mallory.Prove(statement(t, mallory, apples, honest, fedtest.Doc{"count": 2})), node.Invalid, nil},
		{"of somebody else", mallory.Prove(statement(t, mallory, apples, foreign, nil)), node.Invalid, nil},
		{"the same twice", mallory.Prove(statement(t, mallory, apples, append(honest, said), nil)), node.Invalid, nil},
		{"with another group", mallory.Prove(statement(t, mallory, apples+"0", honest, nil)), node.Invalid, nil},
		{"stale", mallory.Prove(statement(t, mallory, apples, honest, fedtest.Doc{"published": time.Now().Add(-2 * time.Hour).UTC().Format(time.RFC3339)})), node.Conflict, nil},
		{"of tomorrow", mallory.Prove(statement(t, mallory, apples, honest, fedtest.Doc{"published": time.Now().Add(24 * time.Hour).UTC().Format(time.RFC3339)})), node.Conflict, nil},
		{"older than the one before", mallory.Prove(statement(t, mallory, apples, honest, fedtest.Doc{"published": time.Now().Add(-30 * time.Minute).UTC().Format(time.RFC3339)})), node.Conflict, nil},
		{"huge", []byte(`{"dealings": "` + strings.Repeat("x", 2<<20) + `"}`), node.TooLarge, nil},
		{"endless", []byte(`{"dealings": "` + strings.Repeat("x", 17<<20) + `"}`), node.TooLarge, nil},
		{"deep", []byte(strings.Repeat(`{"dealings":`, 5000) + "1" + strings.Repeat("}", 5000)), node.TooLarge, nil},
		{"no JSON", []byte(`{"dealings": [`), node.Unreadable, nil},
		{"no statement", mallory.Prove(fedtest.Doc{"id": statementOf(mallory.IRI, apples), "type": "Dealings", "published": 7}), node.Unreadable, nil},
		{"parts that are not there", mallory.Prove(statement(t, mallory, apples, nil, parts(1_000_000))), node.Invalid, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			mallory.Serve("/dealings", "application/json", c.body)
			before := fmt.Sprint(letters(t, garden))
			got, err := garden.Federation.AskDealings(context.Background(), apples, mallory.IRI)
			if node.KindOf(err) != c.kind {
				t.Fatalf("it is %v, not %s", err, c.kind)
			}
			if words := words(got); err == nil && fmt.Sprint(words) != fmt.Sprint(c.found) {
				t.Errorf("it differs in\n%s", strings.Join(words, "\n"))
			}
			if err != nil && fmt.Sprint(letters(t, garden)) != before {
				t.Error("what was refused was kept")
			}
		})
	}
	garden.Sound()
}

func TestPartsThatDoNotFitTheWholeAreReadAFewTimesOnly(t *testing.T) {
	garden := fedtest.New(t, 1).Nodes[0]
	apples := garden.Group("apples")
	host := fedtest.NewStranger(t)
	mallory := host.Persona("mallory", 0)
	mallory.Publish(fedtest.Doc{"implements": []any{"https://w3id.org/tributary#Dealings"}})
	promise := garden.Create(apples, commitment(apples, mallory.IRI, "3"))
	garden.Settle()
	place := sha256.Sum256([]byte(promise))
	digit := hex.EncodeToString(place[:])[:1]
	whole := mallory.Prove(statement(t, mallory, apples, nil, fedtest.Doc{
		"count": 1, "dealings": nil, "parts": []any{fedtest.Doc{"in": digit, "count": 1, "hash": strings.Repeat("0", 64)}},
	}))
	said := fedtest.Doc{"id": promise, "type": "Commitment", "action": "transfer", "provider": apples, "receiver": mallory.IRI, "state": "finished"}
	part := mallory.Prove(statement(t, mallory, apples, []fedtest.Doc{said}, fedtest.Doc{"in": digit, "id": statementOf(mallory.IRI, apples) + "&in=" + vocab.IRI(digit)}))
	host.Handle("/users/mallory/dealings", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if r.URL.Query().Get("in") == "" {
			w.Write(whole)
			return
		}
		w.Write(part)
	})

	got, err := garden.Federation.AskDealings(context.Background(), apples, mallory.IRI)

	if err != nil || len(got.Found) != 1 || got.Found[0].Why != node.NotPinned {
		t.Errorf("it differs in %q, %v", words(got), err)
	}
	if hits := host.Hits()["/users/mallory/dealings"]; hits != 6 {
		t.Errorf("it was asked %d times", hits)
	}
	heard, err := garden.Federation.HeardDealings(context.Background(), apples, mallory.IRI)
	if err != nil || len(heard.Found) != 1 || heard.Found[0].Why != node.NotPinned {
		t.Errorf("what was heard differs in %q, %v", words(heard), err)
	}
}

// letters are what a node keeps of others, with how it begins.
func letters(t *testing.T, n *fedtest.Node) (all []string) {
	t.Helper()
	for l, err := range n.DB.Letters(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, fmt.Sprintf("%s %x", l.ID, sha256.Sum256(l.Body)))
	}
	return all
}
