package exchange_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/exchange"
	"tributary/vocab/jsonld"
	"tributary/vocab/model"
	"tributary/vocab/vf"
)

// Each sample has one habit of a kind of peer; what is understood stands beside it.
func TestProposalsOfPeersAreReadAsValueFlows(t *testing.T) {
	samples, err := filepath.Glob("testdata/proposals/*.json")
	if err != nil || len(samples) < 9 {
		t.Fatal(samples, err)
	}
	for _, path := range samples {
		name := strings.TrimSuffix(filepath.Base(path), ".json")
		t.Run(name, func(t *testing.T) {
			d, err := exchange.ReadProposal(sample(t, "proposals/"+name+".json"))
			if err != nil {
				t.Fatal(err)
			}
			if found := model.Vocabulary.Check(d.Resource); len(found) > 0 {
				t.Error(found)
			}
			golden(t, "proposals/"+name+".golden", understood(t, d))
		})
	}
}

// understood is a document as a reviewer reads it.
func understood(t *testing.T, d exchange.Document) []byte {
	t.Helper()
	var out bytes.Buffer
	for _, r := range append(exchange.Spread(d.Resource), d.Others...) {
		if err := json.Indent(&out, jsonld.Append(nil, r), "", "  "); err != nil {
			t.Fatal(err)
		}
		out.WriteByte('\n')
	}
	line := func(key string, value any) {
		text, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		if string(text) != "null" {
			out.WriteString(key + ": " + string(text) + "\n")
		}
	}
	line("to", d.To)
	line("context", d.Context)
	line("missing", d.Missing)
	line("finishes", d.Finishes)
	line("links", d.Links)
	line("notices", d.Notices)
	return out.Bytes()
}

func TestPlansTodosAndReportsAreReadAsValueFlows(t *testing.T) {
	for name, read := range map[string]func([]byte) (exchange.Document, error){
		"plan": exchange.ReadPlan, "todo": exchange.ReadTodo, "added": exchange.ReadTodo, "done": exchange.ReadEvent,
	} {
		t.Run(name, func(t *testing.T) {
			d, err := read(sample(t, "work/"+name+".json"))
			if err != nil {
				t.Fatal(err)
			}
			golden(t, "work/"+name+".golden", understood(t, d))
		})
	}
}

func TestMessagesOfPeersAreRead(t *testing.T) {
	for _, c := range []struct {
		name, verb string
		about      *vocab.Class
		object     vocab.IRI
	}{
		{"offer.json", "Offer", vf.Agreement, ""},
		{"offer_synonym.json", "Offer", vf.Agreement, ""},
		{"accept_payment.json", "Accept", nil, "https://social.example/offers/77"},
		{"reject.json", "Reject", nil, "https://bakery.example/offers/1"},
		{"proposal_in_offer.json", "Offer", vf.Proposal, "https://pay.example/p/1"},
		{"agreement_by_basis.json", "Offer", vf.Agreement, ""},
		{"receipt.json", "Create", nil, "https://garden.example/receipts/1"},
	} {
		m := message(t, c.name)
		if m.Type != c.verb || m.Object.ID != c.object || m.Object.Class != c.about {
			t.Errorf("%s: %s of %s %q", c.name, m.Type, m.Object.Class, m.Object.ID)
		}
		if c.about != nil && m.Object.Document == nil {
			t.Errorf("%s: the object was not read", c.name)
		}
	}
}

func TestAPaymentLinkAndItsStateComeWithTheAgreement(t *testing.T) {
	d := message(t, "accept_payment.json").Result.Document
	if len(d.Links) != 1 || d.Links[0].Href != "caip:10:chain:7:4abc" || d.Links[0].Preview != "Open" {
		t.Errorf("%+v", d.Links)
	}
	if kept := d.Resource.Get(as.URL).Part(); kept == nil || kept.Get(as.Href).IRI() != "caip:10:chain:7:4abc" {
		t.Error("the link is not kept with the agreement")
	}
}

func TestIntentsAreTakenFromTheProposalAnAgreementIsBasedOn(t *testing.T) {
	a := message(t, "agreement_by_basis.json").Object.Document.Resource
	first := a.Get(vf.Stipulates).Part()
	if first.Get(vf.Satisfies).IRI() != "https://mall.example/listings/9#primary" || first.Get(vf.Receiver).IRI() != bo {
		t.Error(first.Get(vf.Satisfies).IRI(), first.Get(vf.Receiver).IRI())
	}
	back := a.Get(vf.StipulatesReciprocal).Part()
	if back.Get(vf.Provider).IRI() != bo {
		t.Error("who receives the goods gives the money")
	}
}

func TestAReceiptNamesItsAgreementInAbout(t *testing.T) {
	if m := message(t, "receipt.json"); len(m.Context) != 1 || m.Context[0] != "https://garden.example/agreements/1" {
		t.Error(m.Context)
	}
}

func TestTextOfARejectionIsWithoutMarkup(t *testing.T) {
	if m := message(t, "reject.json"); m.Content != "All gone." {
		t.Errorf("%q", m.Content)
	}
}

func TestAttachedProposalsAreFound(t *testing.T) {
	raw := `{"type":"Note","id":"https://shop.example/n/1","shop:data":{"price":"3"},"attachment":[
		{"type":"Link","href":"https://shop.example/p/1","rel":["payment","https://w3id.org/valueflows/ont/vf#Proposal"]},
		{"type":"Link","href":"https://shop.example/p/2","rel":"https://w3id.org/valueflows/Proposal"},
		{"type":"Link","href":"https://shop.example/donate","rel":"payment"},
		{"type":"Proposal","id":"https://shop.example/p/3","broken":true},
		{"type":"Proposal","id":"https://shop.example/p/4","attributedTo":"https://shop.example/jo","purpose":"offer",
		 "publishes":{"type":"Intent","action":"transfer","resourceQuantity":{"hasUnit":"one","hasNumericalValue":"1"}}}]}`
	addresses, carried, err := exchange.Attached([]byte(raw))
	if err != nil {
		t.Fatal(err)
	}
	if len(addresses) != 2 || addresses[0] != "https://shop.example/p/1" || addresses[1] != "https://shop.example/p/2" {
		t.Error(addresses)
	}
	if len(carried) != 1 || carried[0].Resource.ID() != "https://shop.example/p/4" {
		t.Error(carried)
	}
}

// Each case is a sound proposal with one mistake, and the place that the refusal names.
func TestMistakesInProposalsAreNamed(t *testing.T) {
	const sound = `{"type":"Proposal","id":"https://a.example/p","attributedTo":"https://a.example/ana","purpose":"offer",
		"publishes":{"type":"Intent","action":"transfer","resourceQuantity":{"hasUnit":"one","hasNumericalValue":"1"}}}`
	if _, err := exchange.ReadProposal([]byte(sound)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ was, is, path string }{
		{`"type":"Proposal"`, `"type":"Offer"`, ""}, // publishes and purpose tell it all the same
		{`"id":"https://a.example/p",`, ``, "id"},
		{`"attributedTo":"https://a.example/ana",`, ``, "attributedTo"},
		{`"purpose":"offer"`, `"purpose":"barter"`, "purpose"},
		{`"purpose":"offer"`, `"purpose":"offer","vf:purpose":"request"`, "purpose"},
		{`"purpose":"offer"`, `"purpose":"offer","unitBased":"perhaps"`, "unitBased"},
		{`"purpose":"offer"`, `"purpose":"offer","endTime":"tomorrow"`, "endTime"},
		{`"purpose":"offer"`, `"purpose":"offer","seller":"https://b.example/bo"`, "seller"},
		{`"purpose":"offer"`, `"purpose":"offer","@context":{"publishes":"https://w3id.org/valueflows#reciprocal"}`, "publishes"},
		{`"type":"Intent"`, `"type":"Commitment"`, "publishes.type"},
		{`"type":"Intent"`, `"type":"Intent","id":"https://b.example/p#primary"`, "publishes.id"},
		{`"type":"Intent"`, `"type":"Intent","provider":"https://b.example/bo"`, "publishes.provider"},
		{`"action":"transfer"`, `"action":"lend"`, "publishes.action"},
		{`"action":"transfer",`, ``, "publishes.action"},
		{`{"hasUnit":"one","hasNumericalValue":"1"}`, `"1"`, "publishes.resourceQuantity"},
		{`"hasUnit":"one",`, ``, "publishes.resourceQuantity.hasUnit"},
		{`"hasUnit":"one"`, `"hasUnit":"two words"`, "publishes.resourceQuantity.hasUnit"},
		{`"hasUnit":"one"`, `"hasUnit":"kilogramm"`, "publishes.resourceQuantity.hasUnit"},
		{`"hasNumericalValue":"1"`, `"hasNumericalValue":"many"`, "publishes.resourceQuantity.hasNumericalValue"},
		{`"hasNumericalValue":"1"`, `"hasNumericalValue":true`, "publishes.resourceQuantity.hasNumericalValue"},
		{`"hasNumericalValue":"1"`, `"hasNumericalValue":"-1"`, "publishes.resourceQuantity"},
		{`"action":"transfer"`, `"action":"transfer","availableQuantity":{"hasUnit":"one"}`, "publishes.availableQuantity.hasNumericalValue"},
		{`"publishes":{`, `"publishes":7,"other":{`, "publishes"},
	} {
		raw := strings.Replace(sound, c.was, c.is, 1)
		if raw == sound {
			t.Fatalf("%s is not in the sample", c.was)
		}
		_, err := exchange.ReadProposal([]byte(raw))
		var found vocab.Violations
		switch {
		case c.path == "" && err == nil:
		case c.path == "":
			t.Errorf("%s: %v", c.is, err)
		case !errors.As(err, &found) || found[0].Path != c.path:
			t.Errorf("%s: want a violation at %s, got %v", c.is, c.path, err)
		}
	}
}

func TestHostileDocumentsAreRefused(t *testing.T) {
	for name, c := range map[string]struct {
		raw  string
		want error
	}{
		"empty":          {"", exchange.ErrSyntax},
		"no object":      {`"https://a.example/p"`, exchange.ErrSyntax},
		"two objects":    {`{} {}`, exchange.ErrSyntax},
		"a member twice": {`{"id":"a","id":"b"}`, exchange.ErrSyntax},
		"deep":           {strings.Repeat(`{"publishes":`, 40) + "1" + strings.Repeat("}", 40), exchange.ErrTooDeep},
		"wide":           {`{"publishes":[` + strings.Repeat("1,", 30_000) + `1]}`, exchange.ErrTooLarge},
		"long":           {`{"name":"` + strings.Repeat("a", 1<<20) + `"}`, exchange.ErrTooLarge},
	} {
		if _, err := exchange.ReadProposal([]byte(c.raw)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
	many := `{"type":"Proposal","id":"https://a.example/p","attributedTo":"https://a.example/ana","purpose":"offer","publishes":[` +
		strings.Repeat(`{"action":"transfer"},`, 64) + `{"action":"transfer"}]}`
	if _, err := exchange.ReadProposal([]byte(many)); err == nil || !strings.Contains(err.Error(), "publishes: takes no more than 64") {
		t.Error(err)
	}
}

func TestTextKeepsWhatIsNoMarkup(t *testing.T) {
	for content, want := range map[string]string{
		"a < b and c > d":                       "a < b and c > d",
		"<p>one</p><p>two<br/>three</p>":        "one\n\ntwo\nthree",
		"x<script>alert('<p>')</script>y":       "xy",
		"&lt;b&gt; &amp;":                       "<b> &",
		"<ul><li>a</li><li>b</li></ul>":         "a\n\nb",
		strings.Repeat("<", 100_000):            strings.Repeat("<", 100_000),
		"<!-- hidden --><P CLASS='x'>shown</P>": "shown",
	} {
		raw, err := json.Marshal(map[string]any{"type": "Reject", "id": "https://a.example/1", "actor": "https://a.example/a", "object": "https://a.example/2", "content": content})
		if err != nil {
			t.Fatal(err)
		}
		m, err := exchange.ReadMessage(raw)
		if err != nil || m.Content != want {
			t.Errorf("%.40q: %.40q, %v", content, m.Content, err)
		}
	}
}

func FuzzReadMessage(f *testing.F) {
	for _, pattern := range []string{"testdata/messages/*.json", "testdata/proposals/*.json", "testdata/work/*.json"} {
		paths, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, path := range paths {
			raw := sampleBytes(f, path)
			f.Add(raw)
			f.Add([]byte(`{"type":"Create","id":"https://a.example/1","actor":"https://a.example/a","object":` + string(raw) + `}`))
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		m, err := exchange.ReadMessage(raw)
		if err != nil || m.Object.Document == nil {
			return
		}
		d := m.Object.Document
		if d.Resource.Class() == vf.Agreement {
			return // its commitments take their action from the intents
		}
		for _, r := range append([]*vocab.Resource{d.Resource}, d.Others...) {
			if found := model.Vocabulary.Check(r); len(found) > 0 {
				t.Error(found)
			}
		}
	})
}
