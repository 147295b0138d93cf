package model_test

import (
	"net/url"
	"strings"
	"testing"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/model"
	"tributary/vocab/own"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

func TestClassesAreFoundByNameAddressAndCollection(t *testing.T) {
	for _, want := range []*vocab.Class{vf.EconomicEvent, pf.DAO, as.Note, vf.Person} {
		if got := model.Class(want.Name); got != want {
			t.Errorf("by name %s: %v", want.Name, got)
		}
		if got := model.Vocabulary.ClassByPath(want.Path()); got != want {
			t.Errorf("by path %s: %v", want.Path(), got)
		}
		if got := model.Collection(want.Plural); got != want {
			t.Errorf("by collection %s: %v", want.Plural, got)
		}
	}
}

func TestCollectionsOfTheInterfaceExist(t *testing.T) {
	for name, want := range map[string]*vocab.Class{
		"resources": vf.EconomicResource, "events": vf.EconomicEvent, "plans": vf.Plan,
		"proposals": vf.Proposal, "agreements": vf.Agreement, "values": pf.ValueStatement,
		"roles": pf.Role, "tasks": pf.Task, "decisions": pf.Decision, "economic-events": vf.EconomicEvent,
	} {
		if got := model.Collection(name); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
	if got := model.Collection("economic-event"); got != nil {
		t.Errorf("economic-event is a collection of %v", got)
	}
}

func TestActivitiesShareOnePath(t *testing.T) {
	for c, want := range map[*vocab.Class]string{
		as.Create: "activity", as.Question: "activity", as.Activity: "activity", vf.EconomicEvent: "economic-event", pf.DAO: "dao",
	} {
		if got := model.Path(c); got != want {
			t.Errorf("%s: %s, want %s", c, got, want)
		}
	}
}

func TestShortNamesShadowNoPlural(t *testing.T) {
	for name := range model.ShortNames {
		if c := model.Vocabulary.ClassByPlural(name); c != nil {
			t.Errorf("%s is also the plural of %s", name, c.Name)
		}
	}
}

func TestPrefixesNameEveryNamespaceOnce(t *testing.T) {
	prefixes := model.Prefixes()
	for _, p := range []*vocab.Property{vf.Name, pf.Title, as.Inbox, as.PublicKey, own.Custodian} {
		var covered bool
		for _, base := range prefixes {
			covered = covered || strings.HasPrefix(string(p.IRI), base)
		}
		if !covered {
			t.Errorf("no prefix covers %s", p.IRI)
		}
	}
	seen := map[string]string{}
	for name, base := range prefixes {
		if other, twice := seen[base]; twice {
			t.Errorf("%s is both %s and %s", base, name, other)
		}
		seen[base] = name
	}
}

func TestEveryTermIsAnAbsoluteIRI(t *testing.T) {
	absolute := func(id vocab.IRI) bool {
		u, err := url.Parse(string(id))
		return err == nil && u.IsAbs()
	}
	for _, c := range model.Vocabulary.Classes() {
		if !absolute(c.IRI) {
			t.Errorf("class %s: %s", c.Name, c.IRI)
		}
	}
	for _, p := range model.Vocabulary.Properties() {
		if !absolute(p.IRI) {
			t.Errorf("property %s: %s", p.Term, p.IRI)
		}
	}
}

func TestClassesInRowsAreClassesOfTheModel(t *testing.T) {
	known := func(where string, classes []*vocab.Class) {
		for _, c := range classes {
			if c != vocab.Tag && c != vocab.Thing && model.Class(c.Name) != c && as.Clashing != c.Schema {
				t.Errorf("%s names %s, which is not in the model", where, c.Name)
			}
		}
	}
	for _, p := range model.Vocabulary.Properties() {
		known(p.Term, p.On)
		known(p.Term, p.Range)
		known(p.Term, p.Must)
	}
	for _, c := range model.Vocabulary.Classes() {
		known(c.Name, c.Is)
	}
}
