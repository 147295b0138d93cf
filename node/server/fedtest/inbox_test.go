package fedtest_test

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"tributary/node/account"
	"tributary/node/server/fedtest"
)

func TestAnInboxShowsItsGroupWhatCame(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	apples, bread := garden.Group("apples"), bakery.Group("bread")
	bakery.Do(fedtest.Naming("Follow", bread, apples))
	net.Settle()
	plan := garden.Create(apples, `{"type": "Plan", "name": "Spring"}`)
	net.Settle()
	secret, err := bakery.Accounts.Token(t.Context(), bread, account.Read)
	if err != nil {
		t.Fatal(err)
	}
	read := func(token string) string {
		r, err := http.NewRequest(http.MethodGet, string(bread)+"/inbox", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept", "application/activity+json")
		if token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		body, _ := io.ReadAll(answer.Body)
		if answer.StatusCode != http.StatusOK || !strings.Contains(string(body), `"OrderedCollection"`) {
			t.Fatalf("%s %s", answer.Status, body)
		}
		return string(body)
	}

	if got := read(secret); !strings.Contains(got, string(plan)) || !strings.Contains(got, `"Accept"`) {
		t.Errorf("the group is shown %s", got)
	}
	if got := read(""); strings.Contains(got, string(plan)) || !strings.Contains(got, `"totalItems":0`) {
		t.Errorf("a stranger is shown %s", got)
	}
}
