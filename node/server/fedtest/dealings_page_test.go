package fedtest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/account"
	"tributary/node/server/fedtest"
	"tributary/vocab"
)

func (d dealing) token(t *testing.T, email string, group vocab.IRI, role node.Role) string {
	t.Helper()
	token, err := d.garden.Accounts.Token(t.Context(), d.garden.Member(email, group, role), account.Full)
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func TestMembersSeeHowTheirGroupStandsWithOthers(t *testing.T) {
	d := deal(t)
	editor, reader := d.token(t, "ed@garden.example", d.apples, node.Editor), d.token(t, "rea@garden.example", d.apples, node.Reader)
	waiting := d.give("2", "")
	own := func(token string) string { return page(t, d.garden, string(d.apples), token) }
	whole := func(token string) string { return page(t, d.garden, string(d.apples)+"/dealings", token) }

	for _, token := range []string{editor, reader} {
		for _, want := range []string{`<h2 id="dealings">Dealings</h2>`, string(d.bread), "transfer 7 kg", "1 for theirs", "not compared yet",
			`<a href="` + string(d.apples) + `/dealings">All dealings (1)</a>`} {
			if shown := own(token); !strings.Contains(shown, want) {
				t.Errorf("the group's page does not say %q:\n%s", want, shown)
			}
		}
		for _, want := range []string{"1 event<", "transfer given 3 kg received 0 kg", string(waiting), "transfer: given 2 kg"} {
			if shown := whole(token); !strings.Contains(shown, want) {
				t.Errorf("the page of all dealings does not say %q:\n%s", want, shown)
			}
		}
	}
	lost := d.garden.Create(d.apples, transfer(d.apples, d.bread, d.stock, "4"))
	lose(t, d.garden)
	ask(t, d.garden, d.apples, d.bread)
	if shown := own(editor); !strings.Contains(shown, "in one thing") {
		t.Errorf("in what the two differ is not said:\n%s", shown)
	}
	if shown := whole(reader); !strings.Contains(shown, "is known here, as stated, and not there") || !strings.Contains(shown, string(lost)) {
		t.Errorf("in what the two differ is not said:\n%s", shown)
	}

	// What members are not shown is in no sum that they are told.
	d.garden.Do(node.Activity{Verb: "Create", Actor: d.apples, To: []vocab.IRI{d.bread}, Objects: []node.Object{{Resource: d.garden.Read(commitment(d.apples, d.bread, "90"))[0]}}})
	if shown := own(reader); !strings.Contains(shown, "transfer 7 kg") {
		t.Errorf("a reader is told of more:\n%s", shown)
	}
	if shown := own(editor); !strings.Contains(shown, "transfer 97 kg") {
		t.Errorf("an editor is not told of everything:\n%s", shown)
	}
}

func TestStrangersAreNotToldHowAGroupStandsWithOthers(t *testing.T) {
	d := deal(t)
	other := d.token(t, "ben@garden.example", d.garden.Group("pears"), node.Admin)
	for _, token := range []string{"", other} {
		if shown := page(t, d.garden, string(d.apples), token); strings.Contains(shown, "Dealings") {
			t.Errorf("the group's page tells of its dealings:\n%s", shown)
		}
	}
	for _, accept := range []string{"text/html", "application/json"} {
		if code, body := fedtest.Get(t, d.apples+"/dealings", accept); code != http.StatusNotFound {
			t.Errorf("%s: %d %s", accept, code, body)
		}
	}
}

func TestAPersonSeesHowItStandsWithOthers(t *testing.T) {
	d := deal(t)
	member := d.garden.Member("ana@garden.example", "", "")
	ana, err := d.garden.Server.Node.BeKnown(t.Context(), member, node.Chosen{Handle: "ana"})
	if err != nil {
		t.Fatal(err)
	}
	token, err := d.garden.Accounts.Token(t.Context(), member, account.Read)
	if err != nil {
		t.Fatal(err)
	}
	d.garden.Create(ana, fmt.Sprintf(`{"type": "Commitment", "action": "work", "provider": %q, "receiver": %q, "effortQuantity": {"hasUnit": "hour", "hasNumericalValue": "2"}}`, ana, d.bread))
	for _, address := range []string{string(ana), string(ana) + "/dealings"} {
		if shown := page(t, d.garden, address, token); !strings.Contains(shown, "work 2 h") {
			t.Errorf("%s does not say what is owed:\n%s", address, shown)
		}
	}
	if shown := page(t, d.garden, string(ana), ""); strings.Contains(shown, "Dealings") {
		t.Errorf("strangers are told of it:\n%s", shown)
	}
}
