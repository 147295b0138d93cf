package fedtest_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"tributary/federation/policy"
	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/vf"
)

// turns are the activities of a conversation as one of its pages shows them, "Create" or "Offer" and so on,
// in order, and what the page says itself.
func turns(t *testing.T, body string) (types []string, next string) {
	t.Helper()
	type sheet struct {
		Type         string
		Next         string
		OrderedItems []json.RawMessage
		Items        []json.RawMessage
	}
	var whole struct {
		sheet
		First json.RawMessage
	}
	if err := json.Unmarshal([]byte(body), &whole); err != nil {
		t.Fatalf("%v\n%s", err, body)
	}
	page := whole.sheet
	if len(whole.First) > 0 && whole.First[0] == '{' {
		if err := json.Unmarshal(whole.First, &page); err != nil {
			t.Fatal(err)
		}
	}
	for _, raw := range append(page.OrderedItems, page.Items...) {
		var item struct{ Type string }
		_ = json.Unmarshal(raw, &item) // an address has no type
		types = append(types, item.Type)
	}
	return types, page.Next
}

func TestTheConversationAboutAProposalHasAllThatWasSaidInOrder(t *testing.T) {
	a := assemble(t, "")
	said := a.say(a.body, as.Public)
	a.center.Create(a.body, fmt.Sprintf(`{"type": "Decision", "decides": %q, "decidedBy": %q, "outcome": "outcome-accepted"}`, a.proposal, a.body))
	a.Settle()

	code, body := fedtest.Get(t, a.proposal+"/context", fedtest.ActivityJSON)

	if types, _ := turns(t, body); code != 200 || len(types) < 3 || types[0] != "Create" {
		t.Errorf("the conversation is %d %v:\n%s", code, types, body)
	}
	for _, want := range []string{`"type":"OrderedCollection"`, string(said.Activity), `"attributedTo":"` + string(a.body)} {
		if !strings.Contains(strings.ReplaceAll(body, `": "`, `":"`), want) {
			t.Errorf("the conversation lacks %s:\n%s", want, body)
		}
	}
	// What was sent said where it belongs, and so does what stands at its address.
	if letter := a.garden.Letter(firstOf(t, a.center, a.proposal)); !strings.Contains(string(letter.Body), `"context":"`+string(a.proposal)+`/context"`) {
		t.Errorf("the proposal came without its context: %s", letter.Body)
	}
	if letter := a.center.Letter(said.Activity); !strings.Contains(string(letter.Body), `"context":"`+string(a.proposal)+`/context"`) {
		t.Errorf("the position came without its context: %s", letter.Body)
	}
	if _, shown := fedtest.Get(t, firstOf(t, a.center, a.proposal), fedtest.ActivityJSON); !strings.Contains(shown, string(a.proposal)+"/context") {
		t.Errorf("at its address the activity has no context: %s", shown)
	}
	if code, _ := fedtest.Get(t, a.body+"/context", fedtest.ActivityJSON); code != 404 {
		t.Errorf("a conversation about a group: %d", code)
	}
}

// firstOf is the activity that made a thing.
func firstOf(t *testing.T, n *fedtest.Node, id vocab.IRI) vocab.IRI {
	t.Helper()
	v, err := n.Server.Node.Version(t.Context(), node.Operator, id, 1)
	if err != nil {
		t.Fatal(err)
	}
	return v.Activity
}

// concluded is a market on which the apples accepted an offer of the bread, who did not hear it: its node had
// blocked the other one meanwhile.
func concluded(t *testing.T) (net *fedtest.Network, garden, bakery *fedtest.Node, apples, bread, agreement vocab.IRI, promise func() vocab.IRI, unblock func()) {
	t.Helper()
	net, garden, bakery, apples, bread, primary, reciprocal := market(t)
	made := bakery.Do(offer(bakery, bread, offering(primary, reciprocal, "5", "2")))
	net.Settle()
	host, err := policy.Host(garden.URL)
	if err != nil {
		t.Fatal(err)
	}
	rule := policy.Rule{Subject: host, Level: policy.Block, Author: bakery.Server.Node.Node(), Reason: "a mistake"}
	decide := func(level policy.Level) {
		if rule.Level = level; bakery.Policy.Record(t.Context(), rule) != nil {
			t.Fatal("the rule is not recorded")
		}
	}
	decide(policy.Block)
	unblock = func() { decide(policy.Clear) }
	accepted := garden.Do(fedtest.Naming("Accept", apples, made.Activity))
	net.Settle()
	for _, r := range relations(t, garden, node.Relation{Kind: node.Binds, To: apples}) {
		agreement = r.From
	}
	if agreement == "" || bakery.Knows(agreement) || bakery.Knows(accepted.Activity) {
		t.Fatalf("the agreement %s is known at the bakery\n%s", agreement, bakery.Log)
	}
	return net, garden, bakery, apples, bread, agreement, func() vocab.IRI { return clause(t, garden, agreement, vf.ClauseOf) }, unblock
}

func TestWhatANodeMissedOfADealItReadsInTheConversation(t *testing.T) {
	net, garden, bakery, apples, bread, agreement, promise, unblock := concluded(t)
	stock := garden.Stock(apples, "Apples", "10", "kilogram")
	unblock()

	event := garden.Create(apples, strings.Replace(transfer(apples, bread, stock, "5"), `"resourceInventoriedAs"`, `"fulfills": ["`+string(promise())+`"], "resourceInventoriedAs"`, 1))
	net.Settle()

	if !bakery.Knows(event) || !bakery.Knows(agreement) || !bakery.Knows(promise()) {
		t.Fatalf("event %v, agreement %v, commitment %v are known at the bakery\n%s", bakery.Knows(event), bakery.Knows(agreement), bakery.Knows(promise()), bakery.Log)
	}
	if !bakery.Related(node.Relation{From: agreement, Kind: node.Binds, To: bread}) {
		t.Error("the bread does not know that it is bound")
	}
	for _, n := range net.Nodes {
		n.Sound()
	}
}

func TestAConversationAboutADealIsForItsSides(t *testing.T) {
	_, garden, _, _, _, agreement, _, _ := concluded(t)
	mallory := fedtest.NewStranger(t).Persona("mallory", 1)
	garden.Meet(mallory)
	squat := mallory.Act("squat", "Create", fedtest.Doc{"id": mallory.IRI + "/notes/squat", "type": "Note", "attributedTo": mallory.IRI, "content": "The price was 1 kg.", "context": agreement + "/context"},
		fedtest.Doc{"context": agreement + "/context"})
	if code := mallory.Send(garden, mallory.Prove(squat)); code != 202 {
		t.Fatal(code)
	}
	garden.Settle()

	for _, read := range []func() (int, string){
		func() (int, string) { return fedtest.Get(t, agreement+"/context", fedtest.ActivityJSON) },
		func() (int, string) { return mallory.Get(agreement + "/context") },
	} {
		if code, body := read(); code != 200 || strings.Contains(body, `"Offer"`) || strings.Contains(body, `"Accept"`) || strings.Contains(body, "squat") {
			t.Errorf("who is no side reads %d %s", code, body)
		}
	}
	found, _, err := garden.Server.Node.Conversation(t.Context(), node.Operator, agreement)
	if err != nil {
		t.Fatal(err)
	}
	classes := map[string]int{}
	for _, v := range found {
		classes[v.Class]++
		if v.Owner == mallory.IRI {
			t.Error("who only named the conversation is in it")
		}
	}
	if classes["Offer"] != 1 || classes["Accept"] != 1 {
		t.Errorf("the conversation has %v", classes)
	}
}
