package pf

import "testing"

func TestAFormalQualityHasAPageThatIsTaggedSo(t *testing.T) {
	pages := []LexiconPage{
		{Title: "Distributed", Aliases: []string{"#distributed"}, Tags: []string{"qualities"}},
		{Title: "Peer to peer", Aliases: []string{"P2P, #Peer-to-Peer"}, Tags: []string{"primitives, #Qualities"}},
		{Title: "Decentralization", Aliases: []string{"#decentralization"}, Tags: []string{"values"}},
		{Title: "Participation", Aliases: []string{"#participation"}, Tags: []string{"actions", "governance"}},
		{Title: "Values", Aliases: []string{"#values", "#qualities"}, Tags: []string{"governance"}},
		{Title: "Emergence", Aliases: []string{"emergence"}, Tags: []string{"qualities"}},
	}
	for tag, want := range map[string]bool{
		"distributed": true, "#Distributed": true, "Peer to peer": true,
		"decentralization": false, // its page is tagged values
		"qualities":        false, // first trap: the meta-tag is an alias of the page on values
		"values":           false, // and does not make values a quality
		"participation":    false, // second trap: the standing example's page is tagged otherwise
		"expediency":       false, // and its other half has no page
		"emergence":        false, // the alias lacks its #
		"":                 false,
	} {
		if got := IsFormalQuality(tag, pages); got != want {
			t.Errorf("%q: %v", tag, got)
		}
	}
}

func TestTheStartingLexiconHasSixFormalQualities(t *testing.T) {
	formal := all.Members(FormalQuality)
	if len(formal) != 6 {
		t.Errorf("%d are formal", len(formal))
	}
	for _, i := range formal {
		alias := i.Fact(TagAlias)
		if len(alias) != 1 || len(i.Fact(LexiconEntry)) != 1 || len(i.Fact(TaggedWith)) != 1 {
			t.Errorf("%s lacks what the rule asks for", i.Name)
		}
	}
}

func TestABareWordNamesABuiltInQuality(t *testing.T) {
	if Prefers.Words() != Schema.Base || OnTradeOff.Words() != Schema.Base || Phase.Words() != Schema.Base {
		t.Error("bare words are not read in the framework's namespace")
	}
}
