package repository_test

import (
	"strings"
	"testing"

	"tributary/node/importer/repository"
	"tributary/vocab"
	"tributary/vocab/pf"
)

func TestFoldersAndNamesSayWhatDocumentsAre(t *testing.T) {
	units := meaning(t, read(t, garden))
	for path, want := range map[string]string{
		"agreements/operating-agreement.md":             "GovernanceCharter agr-operating",
		"policies/operations/tools_policy.md":           "Policy domain-operations, domain-treasury",
		"policies/platforms/hats/role-advice-policy.md": "Policy domain-platforms",
		"proposals/GP1.md":                              "GovernanceProposal kind-treasury-budget, kind-other",
		"data/concepts/mutual-watering.md":              "FormalQuality",
		"data/concepts/shed.md":                         "LexiconTerm",
		"data/resources/patterns/circle.md":             "Pattern",
		"roles/steward.md":                              "Role",
		"policies/index.md":                             "GovernanceDocument",
		"policies/readme.md":                            "Document",
		"README.md":                                     "Document",
		"templates/proposal.md":                         "Document",
		"config.json":                                   "Document",
	} {
		r := of(t, units, path)
		got := r.Class().Name + " " + words(r, pf.AgreementKind) + words(r, pf.PolicyDomain) + words(r, pf.ProposalKind)
		equal(t, path, strings.TrimSpace(got), want)
	}
}

func TestAProposalWithAResultHasADecision(t *testing.T) {
	units := meaning(t, read(t, garden))

	p := of(t, units, "proposals/GP1.md")
	equal(t, "status", words(p, pf.ProposalStatus), "prop-accepted")
	equal(t, "creators", words(p, pf.Creator), "ana.garden, Ben")
	equal(t, "voting", p.Get(pf.VotingAt).Text(), "https://vote.example/garden/1")
	d := of(t, units, "proposals/GP1.md#decision")
	equal(t, "outcome", words(d, pf.Outcome), "outcome-accepted")
	equal(t, "decides", string(d.Get(pf.Decides).IRI()), string(p.ID()))
	equal(t, "decided at", words(d, pf.DecidedAt), "")
	equal(t, "external id", words(d, pf.ExternalId), "https://vote.example/garden/1")
}

func TestNothingIsPublicUnlessItSaysSo(t *testing.T) {
	repo := read(t, garden)
	var public []string
	units := meaning(t, repo)
	for _, u := range units.All {
		if u.Public {
			public = append(public, u.Path)
		}
	}
	equal(t, "public", strings.Join(public, " "), "data/concepts/mutual-watering.md")
	needs(t, units.Problems, "data/concepts/shed.md", 0, "remarks of its authors")
}

func TestAuthorsAreAgentsOnlyByMapping(t *testing.T) {
	ana := vocab.IRI("https://node.example/people/ana")
	at := repository.Target{Group: group, Base: base, Agents: map[string]vocab.IRI{"Ben": ana}}
	units := repository.Resources(read(t, garden), at)
	creators := of(t, units, "proposals/GP1.md").All(pf.Creator)
	if len(creators) != 2 || creators[0].Kind() != vocab.Literal || creators[1].IRI() != ana {
		t.Errorf("creators are %v", creators)
	}
	p := of(t, units, "proposals/GP1.md")
	for what, c := range map[string]struct {
		resource *vocab.Resource
		want     string
	}{
		"as it was":   {p, "proposal-author:\n  - ana.garden\n  - Ben\nproposal-url"},
		"with author": {p.Plus(pf.Creator, vocab.Text("Cleo")), "proposal-author:\n  - ana.garden\n  - Ben\n  - Cleo\nproposal-url"},
	} {
		files, _ := repository.Files(at, []*vocab.Resource{c.resource})
		if len(files) != 1 || !strings.Contains(string(files[0].Data), c.want) {
			t.Errorf("%s: the export is %v", what, files)
		}
	}
}

func TestTheLexiconTellsFormalQualities(t *testing.T) {
	units := meaning(t, read(t, garden))

	term := of(t, units, "data/concepts/mutual-watering.md")
	equal(t, "label", words(term, pf.PrefLabel), "Mutual watering")
	equal(t, "definition", words(term, pf.Definition), "Neighbours water each other's beds.")
	equal(t, "tag", words(term, pf.TagAlias), "#mutual-watering")
	equal(t, "other names", words(term, pf.AltLabel), "watering together")
	equal(t, "tagged", words(term, pf.TaggedWith), "tag-qualities, shed.md")
	equal(t, "related", words(term, pf.Related), "shed.md")
	needs(t, units.Problems, "data/concepts/shed.md", 5, `the tag "resources" is no term`)
}

func TestOldWordsForPhasesAreRead(t *testing.T) {
	units := meaning(t, read(t, garden))

	p := of(t, units, "data/resources/patterns/circle.md")
	equal(t, "phases", words(p, pf.SuitsPhase), "phase-organization, phase-iteration")
	equal(t, "scales", words(p, pf.SuitsScale), "scale-coordination")
	equal(t, "functions", words(p, pf.ServesFunction), "fn-governance")
	equal(t, "qualities", words(p, pf.ExpressesQuality), "quality-autonomy")
	needs(t, units.Problems, "data/resources/patterns/circle.md", 3, `"collaboration" is no`)
}

func TestAStateHasItsEntriesHoweverTheyAreMarked(t *testing.T) {
	units := meaning(t, read(t, garden))

	var state *vocab.Resource
	for _, u := range units.All {
		if u.Resource.Class() == pf.State {
			state = u.Resource
		}
	}
	equal(t, "of", string(state.Get(pf.StateOf).IRI()), string(group))
	equal(t, "phase", words(state, pf.Phase), "phase-iteration")
	equal(t, "scale", words(state, pf.Scale), "scale-collaboration, scale-coordination")
	equal(t, "created", words(state, pf.DateCreated), "2024-03-02")
	var entries []string
	for _, p := range []*vocab.Property{pf.HasPurposeSection, pf.HasPracticeSection, pf.HasProgressSection} {
		for _, e := range state.Get(p).Part().All(pf.HasElement) {
			entries = append(entries, strings.TrimPrefix(words(e.Part(), pf.ElementKind), "el-")+"="+e.Part().Get(pf.Content).Text())
		}
	}
	equal(t, "entries", strings.Join(entries, "|"), "purpose-problem=Grow food together.|genesis=Started by three neighbours.|"+
		"goals=- beans\n- peas|relationships=We lend tools to the [west beds](https://west.example/).|decision-making=by consent|"+
		"entry-frost-watch=Somebody stays up.|communication=|project-progress=A board in the shed.")
}

func TestStatementsOfValuesAreFoundAndNotBelieved(t *testing.T) {
	units := meaning(t, read(t, garden))

	found := map[string]string{}
	for _, u := range units.All {
		if u.Resource.Class() == pf.EvenOverStatement {
			if !u.Suggested {
				t.Errorf("%s is taken for granted", u.Resource.ID())
			}
			found[words(u.Resource, pf.Prefers)+" > "+words(u.Resource, pf.Over)] = words(u.Resource, pf.OnTradeOff) + " " + words(u.Resource, pf.AppliesWhen)
		}
	}
	if len(found) != 2 {
		t.Errorf("found %v", found)
	}
	equal(t, "known qualities", strings.TrimSpace(found["quality-transparency > quality-privacy"]), "tradeoff-transparency-privacy")
	equal(t, "own qualities", found["quality-care > quality-speed"], "tradeoff-care--speed when seedlings are involved")
	equal(t, "poles", words(of(t, units, "#tradeoff-care--speed"), pf.Pole), "quality-care, quality-speed")
}

func TestDrawingsAndLinksAreFound(t *testing.T) {
	units := meaning(t, read(t, garden))

	drawing := of(t, units, "agreements/operating-agreement.md#map-1")
	equal(t, "source", words(drawing, pf.DiagramSource), "flowchart LR\n  ask --> circle --> bed\n")
	equal(t, "title", words(drawing, pf.Title), "How a bed is given")
	agreement := of(t, units, "agreements/operating-agreement.md")
	equal(t, "references", words(agreement, pf.References), "mutual-watering.md, tools_policy.md")
	equal(t, "description", words(agreement, pf.Description), "How the garden is run.")
	needs(t, units.Problems, "agreements/operating-agreement.md", 15, "missing.md leads nowhere")
}

func TestAnEmptyFormGivesEmptyEntries(t *testing.T) {
	dir := folder(t, map[string]string{
		"README.md":              "# Garden governance template\n\nUse this.\n",
		"constitution.md":        "# Constitution of <Organization>\n\n## Preamble\n<!-- say why -->\n\n## Article 1\n",
		"agreements/index.md":    "---\ndescription: An index\n---\n# Agreements\n\nWelcome to our agreements.\n",
		"policies/guidelines.md": "# Guidelines\n\nDescribe your guidelines here.\n",
		"contributing.md":        "# Contributing\n\nWe value speed even over care.\n",
	})
	units := meaning(t, read(t, dir))
	for _, u := range units.All {
		switch u.Resource.Class() {
		case pf.State:
			count := 0
			for _, p := range []*vocab.Property{pf.HasPurposeSection, pf.HasPracticeSection, pf.HasProgressSection} {
				for _, e := range u.Resource.Get(p).Part().All(pf.HasElement) {
					count++
					equal(t, "text of "+words(e.Part(), pf.Title), e.Part().Get(pf.Content).Text(), "")
				}
			}
			if count != 6 {
				t.Errorf("the form has %d entries", count)
			}
		default:
			if u.Resource.Class().Name != "Document" || u.Public {
				t.Errorf("%s was made a %s", u.Path, u.Resource.Class())
			}
		}
	}
}

func TestALeftoverConflictIsTold(t *testing.T) {
	dir := folder(t, map[string]string{"policies/operations/beds.md": "---\npublish: true\n---\n# Beds\n\n<<<<<<<< HEAD\nOne bed.\n========\nTwo beds.\n>>>>>>>> 1a2b\n",
		"policies/operations/title.md": "Title\n=======\n\ntext\n"})
	units := meaning(t, read(t, dir))
	needs(t, units.Problems, "policies/operations/beds.md", 6, "merge conflict")
	equal(t, "visibility", words(of(t, units, "policies/operations/beds.md"), pf.Visibility), "visible-members")
	equal(t, "title", words(of(t, units, "policies/operations/title.md"), pf.Title), "Title")
	if told(units.Problems, "policies/operations/title.md", 2, "conflict") {
		t.Error("a heading is taken for a conflict")
	}
}

func TestSeveralStatesAreThoseOfCells(t *testing.T) {
	dir := folder(t, map[string]string{
		"states/east.md":  "---\ngroup: East beds\n---\n## Purpose\n\nBeans.\n\n## Practice\n\n## Progress\n",
		"states/west.md":  "---\ngroup: West beds\n---\n",
		"states/west2.md": "---\ngroup: West beds\n---\n## Purpose\n",
	})
	units := meaning(t, read(t, dir))
	equal(t, "cell", words(of(t, units, "#cell-east-beds"), pf.PrefLabel), "East beds")
	needs(t, units.Problems, "states/west.md", 0, "it is empty")
	needs(t, units.Problems, "states/west2.md", 0, "second state of West beds")
	equal(t, "second", of(t, units, "states/west2.md").Class().Name, "GovernanceDocument")
}
