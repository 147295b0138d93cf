package exchange_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"testing"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/exchange"
	"tributary/vocab/jsonld"
	"tributary/vocab/vf"
)

func TestProposalsOfOneIntentASideReadBackAsTheyWere(t *testing.T) {
	for _, name := range []string{"bare", "whole", "subscription", "wanted", "numbers", "prefixed", "written_out"} {
		was := proposal(t, name+".json")
		raw, _, err := exchange.WriteProposal(was, as.Public)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		d, err := exchange.ReadProposal(raw)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if !d.Resource.Equal(was) {
			t.Errorf("%s: %s", name, raw)
		}
		if len(d.To) != 1 || d.To[0] != as.Public {
			t.Errorf("%s: to %v", name, d.To)
		}
	}
}

func TestProposalsAreWrittenInTheExactForm(t *testing.T) {
	raw, lost, err := exchange.WriteProposal(proposal(t, "whole.json"), as.Public)
	if err != nil || len(lost) > 0 {
		t.Fatal(lost, err)
	}
	golden(t, "wire_proposal.golden", pretty(t, raw))
	raw, _, err = exchange.WriteProposal(proposal(t, "subscription.json"))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Contains(raw, []byte(`"resourceQuantity":{"hasUnit":"second","hasNumericalValue":"1"}`)) {
		t.Errorf("%s", raw)
	}
}

func TestMessagesAreWrittenInTheExactForm(t *testing.T) {
	agreement := exchange.Conclude(apples(), fourTimes(), ana, bo, agreementID, noon).
		With(as.URL, vocab.Inside(vocab.New(as.Link, "").With(as.Href, vocab.Ref("https://pay.example/1")).With(as.Rel, vocab.Text("payment"))))
	offer, err := exchange.WriteOffer(sent(), apples())
	if err != nil {
		t.Fatal(err)
	}
	accept, err := exchange.WriteAccept(sent(), "https://garden.example/accepts/1", agreement, apples())
	if err != nil {
		t.Fatal(err)
	}
	alone, err := exchange.WriteAgreement(agreement, nil)
	if err != nil {
		t.Fatal(err)
	}
	reject := exchange.WriteReject(sent(), "https://garden.example/rejects/1", "Nothing is < 3 left")
	for name, raw := range map[string][]byte{"offer": offer, "accept": accept, "agreement": alone, "reject": reject} {
		golden(t, "wire_"+name+".golden", pretty(t, raw))
	}
}

func pretty(t *testing.T, raw []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := json.Indent(&out, raw, "", "  "); err != nil {
		t.Fatal(err)
	}
	out.WriteByte('\n')
	return out.Bytes()
}

// A peer that processes contexts must find the same terms as one that reads keys.
func TestWhatIsWrittenMeansTheSameAsLinkedData(t *testing.T) {
	raw, _, err := exchange.WriteProposal(proposal(t, "whole.json"), as.Public)
	if err != nil {
		t.Fatal(err)
	}
	reading, err := jsonld.Read(raw, jsonld.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range reading.Resources {
		if r.Class() != vf.Intent || r.ID() != "https://garden.example/p/2#primary" {
			continue
		}
		if !r.Get(vf.ResourceQuantity).Equal(of("2.50 kilogram")) || r.Get(vf.HasAction).IRI() != vf.Transfer.IRI {
			t.Errorf("%s", jsonld.Append(nil, r))
		}
		return
	}
	t.Errorf("no intent in %d resources", len(reading.Resources))
}

func TestWhatTheFormHasNoPlaceForIsTold(t *testing.T) {
	for name, c := range map[string]struct {
		proposal *vocab.Resource
		lost     int
		path     string
	}{
		"addressees": {apples().With(vf.ProposedTo, vocab.Ref(bo)), 1, ""},
		"a class":    {change(apples(), vf.Publishes, func(i *vocab.Resource) *vocab.Resource { return i.With(vf.ResourceClassifiedAs, vocab.Text("fruit")) }), 1, ""},
		"effort": {change(apples(), vf.Publishes, func(i *vocab.Resource) *vocab.Resource {
			return i.With(vf.ResourceQuantity).With(vf.EffortQuantity, of("3 hour"))
		}), 1, ""},
		"no purpose":  {apples().With(vf.Purpose), 0, "purpose"},
		"no amount":   {change(apples(), vf.Publishes, func(i *vocab.Resource) *vocab.Resource { return i.With(vf.ResourceQuantity) }), 0, "resourceQuantity"},
		"no intent":   {apples().With(vf.Publishes), 0, "publishes"},
		"two intents": {apples().Plus(vf.Reciprocal, apples().Get(vf.Publishes)), 0, "reciprocal"},
	} {
		_, lost, err := exchange.WriteProposal(c.proposal)
		var found vocab.Violations
		errors.As(err, &found)
		if len(lost) != c.lost || (c.path == "") != (err == nil) || c.path != "" && found[0].Path != c.path {
			t.Errorf("%s: %v, %v", name, lost, err)
		}
	}
}

func TestSeveralIntentsAreSplitUnlessOnePriceIsForAll(t *testing.T) {
	name := func(n int) vocab.IRI { return "https://garden.example/p/6/" + vocab.IRI(rune('0'+n)) }
	several := proposal(t, "several.json")
	split, err := exchange.Split(several, name)
	if err != nil || len(split) != 2 || split[1].ID() != "https://garden.example/p/6/2" {
		t.Fatal(split, err)
	}
	for i, one := range split {
		if intents := one.All(vf.Publishes); len(intents) != 1 || !intents[0].Equal(several.All(vf.Publishes)[i]) {
			t.Errorf("%d: %v", i, intents)
		}
		if _, _, err := exchange.WriteProposal(one); err != nil {
			t.Error(err)
		}
	}
	priced := several.With(vf.Reciprocal, apples().Get(vf.Reciprocal))
	if _, err := exchange.Split(priced, name); !errors.Is(err, exchange.ErrBundle) {
		t.Error(err)
	}
	if same, err := exchange.Split(apples(), name); err != nil || len(same) != 1 || same[0].ID() != apples().ID() {
		t.Error(same, err)
	}
}

func TestIntentsGoOutOfTheirProposalAndComeBack(t *testing.T) {
	was := proposal(t, "whole.json")
	spread := exchange.Spread(was)
	if len(spread) != 4 { // the proposal, its place and two intents
		t.Fatalf("%d resources", len(spread))
	}
	find := func(id vocab.IRI) *vocab.Resource {
		for _, r := range spread[1:] {
			if r.ID() == id {
				return r
			}
		}
		return nil
	}
	whole, missing := exchange.Gather(spread[0], find)
	if !whole.Equal(was) || len(missing) > 0 {
		t.Error(missing)
	}
	_, missing = exchange.Gather(spread[0], func(vocab.IRI) *vocab.Resource { return nil })
	if len(missing) != 2 {
		t.Error(missing)
	}
}
