package fedtest_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"tributary/federation"
	"tributary/federation/httpsig"
	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
)

// dealing is a garden and a bakery that have done and promised things.
type dealing struct {
	net            *fedtest.Network
	garden, bakery *fedtest.Node
	apples, bread  vocab.IRI
	stock, store   vocab.IRI
	event, promise vocab.IRI // 3 kg, confirmed, of 10 kg promised
}

func deal(t *testing.T) dealing {
	t.Helper()
	net := fedtest.New(t, 2)
	d := dealing{net: net, garden: net.Nodes[0], bakery: net.Nodes[1]}
	d.apples, d.bread = d.garden.Group("apples"), d.bakery.Group("bread")
	d.bakery.Do(fedtest.Naming("Follow", d.bread, d.apples))
	d.garden.Do(fedtest.Naming("Follow", d.apples, d.bread))
	d.stock, d.store = d.garden.Stock(d.apples, "Apples", "100", "kilogram"), d.bakery.Stock(d.bread, "Fruit", "1", "kilogram")
	d.promise = d.garden.Create(d.apples, commitment(d.apples, d.bread, "10"))
	net.Settle()
	d.event = d.give("3", d.promise)
	d.accept(d.event)
	return d
}

func commitment(from, to vocab.IRI, amount string) string {
	return fmt.Sprintf(`{"type": "Commitment", "action": "transfer", "provider": %q, "receiver": %q,
		"resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": %q}, "resourceConformsTo": "https://things.example/apples", "due": "2030-12-01T00:00:00Z"}`, from, to, amount)
}

// give records a transfer of the garden's.
func (d dealing) give(amount string, fulfills vocab.IRI) vocab.IRI {
	event := transfer(d.apples, d.bread, d.stock, amount)
	if fulfills != "" {
		event = strings.Replace(event, `"resourceInventoriedAs"`, fmt.Sprintf(`"fulfills": [%q], "resourceInventoriedAs"`, fulfills), 1)
	}
	made := d.garden.Create(d.apples, event)
	d.net.Settle()
	return made
}

func (d dealing) accept(event vocab.IRI) {
	accept := fedtest.Naming("Accept", d.bread, event)
	accept.Target = d.store
	d.bakery.Do(accept)
	d.net.Settle()
}

// ask has a node ask the other, and gives in what the two differ, in words.
func ask(t *testing.T, n *fedtest.Node, group, with vocab.IRI) (federation.Compared, []string) {
	t.Helper()
	c, err := n.Federation.AskDealings(context.Background(), group, with)
	if err != nil {
		t.Fatalf("%v\n%s", err, n.Log)
	}
	return c, words(c)
}

func words(c federation.Compared) (all []string) {
	for _, d := range c.Found {
		all = append(all, d.String())
	}
	return all
}

func TestTwoNodesThatAgreeSayTheSame(t *testing.T) {
	d := deal(t)
	for _, side := range []struct {
		n           *fedtest.Node
		group, with vocab.IRI
	}{{d.garden, d.apples, d.bread}, {d.bakery, d.bread, d.apples}} {
		c, found := ask(t, side.n, side.group, side.with)
		if len(found) > 0 || c.Count != 2 || !strings.HasPrefix(string(c.Key), string(side.with)+"#") {
			t.Errorf("%s hears of %d, by %s, and differs: %q", side.group, c.Count, c.Key, found)
		}
	}
	status, body := readAs(t, d.bakery, d.bread, statementOf(d.apples, d.bread))
	for _, want := range []string{`"state":"confirmed"`, `"outstandingQuantity":{"hasNumericalValue":"7","hasUnit":"kilogram"}`,
		`"totals":[{"action":"transfer","unit":"kilogram","given":"3","received":"0"}]`, `"owed":[{"action":"transfer","unit":"kilogram","given":"7","received":"0"}]`,
		`"cryptosuite":"eddsa-jcs-2022"`, string(d.event), string(d.promise)} {
		if status != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("the statement lacks %s: %d\n%s", want, status, body)
		}
	}
	d.garden.Sound()
	d.bakery.Sound()
}

func statementOf(group, with vocab.IRI) vocab.IRI {
	return group + "/dealings?with=" + vocab.IRI(url.QueryEscape(string(with)))
}

// readAs reads an address in the name of an agent of a node, now or at another time.
func readAs(t *testing.T, n *fedtest.Node, as, address vocab.IRI, at ...time.Time) (int, string) {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, string(address), nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "text/html, application/json;q=0.5")
	if err := httpsig.Sign(r, nil, n.Keys().Transport(as), httpsig.Cavage, append(at, time.Now())[0]); err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(body)
}

func TestOnlyTheTwoSidesReadWhatStandsBetweenThem(t *testing.T) {
	d := deal(t)
	rolls, pears := d.bakery.Group("rolls"), d.garden.Group("pears")
	d.bakery.Do(fedtest.Naming("Follow", rolls, d.apples))
	d.net.Settle()
	address := statementOf(d.apples, d.bread)

	for name, c := range map[string]struct {
		n    *fedtest.Node
		as   vocab.IRI
		want int
	}{
		"the other side":            {d.bakery, d.bread, http.StatusOK},
		"its node":                  {d.bakery, d.bakery.Server.Node.Node(), http.StatusOK},
		"another group of its node": {d.bakery, rolls, http.StatusNotFound},
	} {
		if status, body := readAs(t, c.n, c.as, address); status != c.want {
			t.Errorf("%s is answered %d: %s", name, status, body)
		}
	}
	for role, want := range map[vocab.IRI]node.Kind{d.apples: "", pears: node.NotFound} {
		member := node.Caller{Agent: pears, Roles: map[vocab.IRI]node.Role{role: node.Reader}}
		if _, err := d.garden.Federation.Dealings(context.Background(), member, d.apples, d.bread, ""); node.KindOf(err) != want {
			t.Errorf("a member of %s: %v", role, err)
		}
	}
	status, nothing := readAs(t, d.bakery, rolls, statementOf(d.garden.Server.Node.Group("none"), d.bread))
	_, hidden := readAs(t, d.bakery, rolls, address)
	if status != http.StatusNotFound || strings.ReplaceAll(nothing, "/none", "/apples") != hidden {
		t.Errorf("what is hidden and what is not there read differently:\n%s\n%s", nothing, hidden)
	}
	for _, address := range []vocab.IRI{address, d.apples + "/dealings", d.apples + "/dealings?with="} {
		if status, _ := fedtest.Get(t, address, "application/json"); status != http.StatusNotFound {
			t.Errorf("a stranger who asks for %s is answered %d", address, status)
		}
	}
	mallory := fedtest.NewStranger(t).Persona("mallory", 0)
	if status, body := mallory.Get(address); status != http.StatusNotFound {
		t.Errorf("somebody else is answered %d: %s", status, body)
	}
	if status, _ := readAs(t, d.bakery, d.bread, address+"&in=xyz"); status != http.StatusBadRequest {
		t.Errorf("a part that is none is answered %d", status)
	}
}

func TestEachDifferenceIsListedWithItsReason(t *testing.T) {
	d := deal(t)
	waiting := d.give("2", "")
	lostWord := d.give("1", "")

	// A word and an event get lost on the way.
	accept := fedtest.Naming("Accept", d.bread, lostWord)
	accept.Target = d.store
	d.bakery.Do(accept)
	lose(t, d.bakery)
	lost := d.garden.Create(d.apples, transfer(d.apples, d.bread, d.stock, "4"))
	lose(t, d.garden)

	_, found := ask(t, d.garden, d.apples, d.bread)
	for _, want := range []string{
		string(lostWord) + " is stated here and confirmed there",
		string(lost) + " is known here, as stated, and not there",
		"the sums are transfer given 3 kg received 0 kg here and transfer given 4 kg received 0 kg there",
	} {
		if !slices.Contains(found, want) {
			t.Errorf("the garden is not told that %s, but\n%s", want, strings.Join(found, "\n"))
		}
	}
	if text := strings.Join(found, "\n"); strings.Contains(text, string(waiting)) || len(found) != 3 {
		t.Errorf("what both say is no difference:\n%s", text)
	}
	_, found = ask(t, d.bakery, d.bread, d.apples)
	if text := strings.Join(found, "\n"); len(found) != 3 || !strings.Contains(text, string(lost)+" is known there, as stated, and not here") {
		t.Errorf("the bakery sees\n%s", text)
	}

	// What was heard is on disk: it can be compared without asking, and holds as evidence.
	before, err := d.garden.Federation.HeardDealings(context.Background(), d.apples, d.bread)
	if err != nil || len(before.Found) != 3 {
		t.Errorf("what was heard differs in %q: %v", words(before), err)
	}
	letter := d.garden.Letter(statementOf(d.bread, d.apples))
	if letter.Proof.Proof == "" || letter.Proof.Multikey == "" || letter.Actor != d.bread {
		t.Errorf("it is kept with %+v", letter.Proof)
	}
	d.garden.Sound()

	// What changes here afterwards is no difference from what was said before.
	d.give("5", "")
	after, err := d.garden.Federation.HeardDealings(context.Background(), d.apples, d.bread)
	if err != nil || len(after.Found) != 3 || after.Later != 1 {
		t.Errorf("later, %d changed since, and it differs in\n%s\n%v", after.Later, strings.Join(words(after), "\n"), err)
	}
}

func TestALongListIsComparedByParts(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	apples, bread := garden.Group("apples"), bakery.Group("bread")
	bakery.Do(fedtest.Naming("Follow", bread, apples))
	net.Settle()
	for range 20 {
		var many []string
		for range 20 {
			many = append(many, commitment(apples, bread, "1"))
		}
		garden.Create(apples, "["+strings.Join(many, ",")+"]")
	}
	net.Settle()
	lost := garden.Create(apples, commitment(apples, bread, "2"))
	lose(t, garden)

	c, found := ask(t, bakery, bread, apples)
	if c.Count != 401 || len(found) != 2 || found[0] != string(lost)+" is known there, as promised, and not here" || !strings.HasPrefix(found[1], "outstanding is") {
		t.Errorf("of %d differ %q", c.Count, found)
	}
	part := statementOf(apples, bread) + "&in=0"
	if status, body := readAs(t, bakery, bread, part); status != http.StatusOK || !strings.Contains(body, `"in":"0"`) || strings.Contains(body, `"totals"`) {
		t.Errorf("a part is answered %d: %.300s", status, body)
	}
	kept := 0
	for l, err := range bakery.DB.Letters(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(l.ID), "/dealings?") {
			kept++
		}
	}
	if kept != 2 {
		t.Errorf("%d statements were read to find one difference", kept)
	}
	heard, err := bakery.Federation.HeardDealings(context.Background(), bread, apples)
	if err != nil || len(heard.Found) != 2 {
		t.Errorf("from disk: %q %v", words(heard), err)
	}
	bakery.Sound()
}

func TestWhatStandsBetweenTwoIsComparedEveryDay(t *testing.T) {
	d := deal(t)
	before := backlog(t, d.garden)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- d.garden.Federation.Rounds(ctx) }()
	for {
		changed := d.garden.DB.Changed()
		if backlog(t, d.garden) == before+2 { // one log that is followed, and one other side
			break
		}
		<-changed
	}
	stop()
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
	if err := d.garden.Federation.Compare(context.Background(), node.Job{Ref: d.bread, Data: []byte(`{"as": "` + string(d.apples) + `"}`)}); err != nil {
		t.Fatal(err)
	}
	if heard, err := d.garden.Federation.HeardDealings(context.Background(), d.apples, d.bread); err != nil || len(heard.Found) > 0 || heard.Count != 2 {
		t.Errorf("heard %+v %v", heard, err)
	}
}

func backlog(t *testing.T, n *fedtest.Node) int {
	t.Helper()
	b, err := n.DB.Backlog(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return b.Waiting
}
