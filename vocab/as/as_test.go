package as_test

import (
	"testing"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/model"
	"tributary/vocab/vf"
)

func TestActivitiesAreTheNamedOnes(t *testing.T) {
	names := map[string]bool{}
	for _, c := range as.Activities {
		names[c.Name] = true
	}
	// Activity Vocabulary, section 3.1, has 28.
	if len(names) != 28 || names["Activity"] || names["IntransitiveActivity"] {
		t.Errorf("%d activities: %v", len(names), names)
	}
	for _, name := range []string{
		"Create", "Update", "Delete", "Follow", "Accept", "Reject", "Undo", "Offer", "Invite", "Join", "Leave",
		"Add", "Remove", "Announce", "Block", "Flag", "Move", "Read",
	} {
		if !names[name] {
			t.Errorf("%s is missing", name)
		}
	}
}

func TestActivitiesTakeAnyThingAsObject(t *testing.T) {
	event := vocab.New(vf.EconomicEvent, "https://a.example/e").
		With(vf.HasAction, vocab.Ref(vf.Work.IRI)).
		With(vf.Provider, vocab.Ref("https://a.example/ana")).
		With(vf.Receiver, vocab.Ref("https://a.example/garden")).
		With(vf.EffortQuantity, vocab.Inside(vocab.New(vf.Measure, "").
			With(vf.HasUnit, vocab.Ref("http://www.ontology-of-units-of-measure.org/resource/om-2/hour")).
			With(vf.HasNumericalValue, vocab.Number("2"))))
	create := vocab.New(as.Create, "https://a.example/1").
		With(as.Actor, vocab.Ref("https://a.example/garden")).
		With(as.To, vocab.Ref(as.Public), vocab.Ref("https://a.example/garden/followers"))

	for name, object := range map[string]vocab.Value{
		"by reference": vocab.Ref(event.ID()), "in full": vocab.Inside(event), "of unknown class": vocab.Inside(vocab.New(nil, "https://b.example/x")),
	} {
		if found := model.Vocabulary.Check(create.With(as.HasObject, object)); len(found) > 0 {
			t.Errorf("%s: %v", name, found)
		}
	}
	if found := model.Vocabulary.Check(create.With(as.HasObject, vocab.Text("garden"))); len(found) != 1 {
		t.Errorf("text as object: %v", found)
	}
	if found := model.Vocabulary.Check(create.With(as.HasObject, vocab.Inside(event.With(vf.Provider)))); len(found) != 1 {
		t.Errorf("a faulty object: %v", found)
	}
}

func TestActorsHaveAnInboxWhateverTheirVocabulary(t *testing.T) {
	if as.Inbox.IRI != "http://www.w3.org/ns/ldp#inbox" {
		t.Errorf("inbox is %s", as.Inbox.IRI)
	}
	for _, c := range []*vocab.Class{vf.Person, vf.Organization, model.Class("Group"), model.Class("Cell"), as.Application} {
		if !as.Inbox.Allows(c) || !as.PublicKey.Allows(c) {
			t.Errorf("a %s has no inbox or no key", c)
		}
	}
	if as.Inbox.Allows(vf.EconomicEvent) {
		t.Error("an event has an inbox")
	}
}

func TestClashingNamesAreNamesOfTheNativeForm(t *testing.T) {
	for _, c := range as.Clashing.Classes {
		if native := model.Class(c.Name); native == nil || native.IRI == c.IRI {
			t.Errorf("%s clashes with nothing: it belongs into Schema", c.Name)
		}
	}
	for _, p := range as.Clashing.Properties {
		if native := model.Vocabulary.Property(p.Term); native == nil || native.IRI == p.IRI {
			t.Errorf("%s clashes with nothing: it belongs into Schema", p.Term)
		}
	}
}
