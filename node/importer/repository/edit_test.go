package repository_test

import (
	"strings"
	"testing"

	"tributary/vocab"
	"tributary/vocab/pf"
)

// Each row changes one thing of the garden; only that span of one file may change.
func TestAChangedFieldChangesItsSpanOnly(t *testing.T) {
	concept := func(name string) vocab.Value { return vocab.Ref(pf.Concept(name).IRI) }
	for name, c := range map[string]struct {
		path     string
		change   func(*vocab.Resource) *vocab.Resource
		was, now string
	}{
		"a text before a comment": {"agreements/operating-agreement.md",
			func(r *vocab.Resource) *vocab.Resource { return r.With(pf.Title, vocab.Text("Garden: agreement")) },
			"title: Operating agreement   # as signed", `title: "Garden: agreement"   # as signed`},
		"a folded text": {"agreements/operating-agreement.md",
			func(r *vocab.Resource) *vocab.Resource { return r.With(pf.Description, vocab.Text("How we garden")) },
			"description: >-\n  How the garden\n  is run.", "description: How we garden"},
		"a list in brackets": {"agreements/operating-agreement.md",
			func(r *vocab.Resource) *vocab.Resource { return r.Plus(pf.Subject, vocab.Text("beds")) },
			"tags: [Agreements, Garden]", "tags: [Agreements, Garden, beds]"},
		"a list of lines with carriage returns": {"policies/operations/tools_policy.md",
			func(r *vocab.Resource) *vocab.Resource { return r.With(pf.Subject, vocab.Text("Treasury")) },
			"tags:\r\n  - Policies\r\n  - Treasury\r\n", "tags:\r\n  - Treasury\r\n"},
		"a concept": {"proposals/GP1.md",
			func(r *vocab.Resource) *vocab.Resource { return r.With(pf.ProposalStatus, concept("prop-rejected")) },
			"proposal-status:\n  - Passed\n", "proposal-status:\n  - rejected\n"},
		"one of several concepts": {"proposals/GP1.md",
			func(r *vocab.Resource) *vocab.Resource { return r.Plus(pf.ProposalKind, concept("kind-dispute")) },
			"  - Budget\n  - Other\n", "  - Budget\n  - Other\n  - dispute\n"},
		"a heading that is the title": {"proposals/GP1.md",
			func(r *vocab.Resource) *vocab.Resource { return r.With(pf.Title, vocab.Text("GP1: Seeds")) },
			"# GP1: A budget for seeds", "# GP1: Seeds"},
		"a key that means nothing": {"proposals/GP1.md",
			func(r *vocab.Resource) *vocab.Resource {
				extra := append([]vocab.Statement{}, r.Extra()...)
				for i, s := range extra {
					if strings.HasSuffix(string(s.Property), "#key-mood") {
						extra[i].Value = vocab.Text("calm")
					}
				}
				return r.WithExtra(extra...)
			}, "mood: cheerful", "mood: calm"},
		"a value that has no key": {"proposals/GP1.md",
			func(r *vocab.Resource) *vocab.Resource { return r.With(pf.LifecycleStage, concept("stage-execute")) },
			"mood: cheerful\n---", "mood: cheerful\npf:\n  lifecycleStage: execute\n---"},
		"a value in a file without front matter": {"roles/steward.md",
			func(r *vocab.Resource) *vocab.Resource { return r.With(pf.Mandate, vocab.Text("Keep the key")) },
			"# Shed steward\n", "---\npf:\n  mandate: Keep the key\n---\n# Shed steward\n"},
		"a derived value": {"policies/operations/tools_policy.md",
			func(r *vocab.Resource) *vocab.Resource { return r.With(pf.DocumentStatus, concept("doc-superseded")) },
			"  - Treasury\r\n---\r\n", "  - Treasury\r\npf:\r\n  documentStatus: superseded\r\n---\r\n"},
		"the text": {"policies/operations/tools_policy.md",
			func(r *vocab.Resource) *vocab.Resource {
				return r.With(pf.Content, vocab.Text(strings.ReplaceAll(r.Get(pf.Content).Text(), "the shed", "their hooks")))
			}, "go back to the shed", "go back to their hooks"},
		"a drawing": {"agreements/operating-agreement.md#map-1",
			func(r *vocab.Resource) *vocab.Resource { return r.With(pf.DiagramSource, vocab.Text("flowchart TD\n")) },
			"flowchart LR\n  ask --> circle --> bed\n", "flowchart TD\n"},
		"an entry of a state": {"STATE.md#",
			entry(pf.HasPracticeSection, "Decision-Making", "by lot"), "**Decision-Making**: by consent", "**Decision-Making**: by lot"},
		"an empty entry of a state": {"STATE.md#",
			entry(pf.HasProgressSection, "Communication", "At the gate."), "### Communication\n", "### Communication\n\nAt the gate.\n"},
		"the aliases of a term": {"data/concepts/mutual-watering.md",
			func(r *vocab.Resource) *vocab.Resource { return r.Plus(pf.AltLabel, vocab.Text("wet help")) },
			`["#mutual-watering", watering together]`, `["#mutual-watering", watering together, wet help]`},
		"whether a page is public": {"data/concepts/mutual-watering.md",
			func(r *vocab.Resource) *vocab.Resource { return r.With(pf.Visibility, concept("visible-members")) },
			`publish: "true"`, `publish: false`},
	} {
		t.Run(name, func(t *testing.T) {
			units := meaning(t, read(t, garden))
			all := resources(units)
			before := back(t, all)
			for i, r := range all {
				if id := string(r.ID()); id == string(base)+c.path || strings.HasSuffix(c.path, "#") && strings.HasPrefix(id, string(base)+c.path) {
					all[i] = c.change(r)
				}
			}
			after := back(t, all)
			path, _, _ := strings.Cut(c.path, "#")
			for p, text := range before {
				want := text
				if p == path {
					want = strings.Replace(text, c.was, c.now, 1)
					if want == text {
						t.Fatalf("%q is not in %s:\n%s", c.was, p, text)
					}
				}
				equal(t, p, after[p], want)
			}
		})
	}
}

// entry changes the text of an entry of a state.
func entry(section *vocab.Property, title, text string) func(*vocab.Resource) *vocab.Resource {
	return func(r *vocab.Resource) *vocab.Resource {
		part := r.Get(section).Part()
		var elements []vocab.Value
		for _, v := range part.All(pf.HasElement) {
			if words(v.Part(), pf.Title) == title {
				v = vocab.Inside(v.Part().With(pf.Content, vocab.Text(text)))
			}
			elements = append(elements, v)
		}
		return r.With(section, vocab.Inside(part.With(pf.HasElement, elements...)))
	}
}

func TestWhatWasWrittenIsReadAgain(t *testing.T) {
	units := meaning(t, read(t, garden))
	p := of(t, units, "policies/operations/tools_policy.md").
		With(pf.DocumentStatus, vocab.Ref(pf.DocSuperseded.IRI)).
		With(pf.Title, vocab.Text("yes")).
		With(pf.ReviewDue, vocab.Typed("2027-01-01", vocab.XSD+"date")).
		With(pf.Governs, vocab.Ref("https://node.example/groups/garden")).
		With(pf.Rationale, vocab.Text("two\nlines: \"quoted\" # and more"))

	texts := back(t, []*vocab.Resource{p})
	again := of(t, meaning(t, read(t, folder(t, texts))), "policies/operations/tools_policy.md")
	for _, property := range []*vocab.Property{pf.DocumentStatus, pf.Title, pf.ReviewDue, pf.Governs, pf.Rationale, pf.Content, pf.Subject} {
		if words(again, property) != words(p, property) {
			t.Errorf("%s is %q, not %q, in\n%s", property, words(again, property), words(p, property), texts["policies/operations/tools_policy.md"])
		}
	}
	equal(t, "the export of that", back(t, []*vocab.Resource{again})["policies/operations/tools_policy.md"], texts["policies/operations/tools_policy.md"])
}

func TestANewDocumentGetsAFileByTheConventions(t *testing.T) {
	policy := vocab.New(pf.Policy, "https://node.example/id/policy/1").With(pf.Title, vocab.Text("Frost & fire")).
		With(pf.PolicyDomain, vocab.Ref(pf.Concept("domain-treasury").IRI)).With(pf.Content, vocab.Text("Cover the beds.\n"))

	texts := back(t, []*vocab.Resource{policy})
	equal(t, "file", texts["policies/treasury/frost-fire.md"],
		"---\ntitle: \"Frost & fire\"\npf:\n  policyDomain: treasury\n---\n\nCover the beds.\n")
	again := of(t, meaning(t, read(t, folder(t, texts))), "policies/treasury/frost-fire.md")
	equal(t, "title", words(again, pf.Title), "Frost & fire")
}
