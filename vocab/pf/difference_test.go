package pf

import (
	"slices"
	"strings"
	"testing"

	"tributary/vocab"
	"tributary/vocab/vf"
)

// told is what people read, one change a line: "kind: sentence".
func told(all []Difference) string {
	lines := make([]string, len(all))
	for i, d := range all {
		lines[i] = d.Kind + ": " + d.Text
	}
	return strings.Join(lines, "\n")
}

func find(all ...*vocab.Resource) Lookup {
	return func(id vocab.IRI) *vocab.Resource {
		i := slices.IndexFunc(all, func(r *vocab.Resource) bool { return r.ID() == id })
		if i < 0 {
			return nil
		}
		return all[i]
	}
}

func version(n string, phase *vocab.Individual, pairs ...any) *vocab.Resource {
	return thing(State, "groups/cell/state/"+n, append([]any{StateOf, ref("groups/cell"), StateVersion, vocab.Text(n), Phase, is(phase)}, pairs...)...)
}

func purpose(state string, elements ...*vocab.Resource) vocab.Value {
	section := vocab.New(PurposeSection, "")
	for _, e := range elements {
		section = section.Plus(HasElement, vocab.Inside(e.WithID(vocab.IRI(here+"groups/cell/state/"+state+"#"+strings.TrimPrefix(string(e.Get(ElementKind).IRI()), string(Schema.Base))))))
	}
	return vocab.Inside(section)
}

func entry(kind, text string, pointers ...string) *vocab.Resource {
	e := vocab.New(StateElement, "").With(ElementKind, called(kind)).With(Content, vocab.Text(text))
	for _, p := range pointers {
		e = e.Plus(PointsTo, ref(p))
	}
	return e
}

var cell = thing(Cell, "groups/cell", vf.Name, vocab.Text("Riverside Cell"))

func TestAStateIsComparedByMeaning(t *testing.T) {
	before := find(cell,
		evenOverOf("values/1", "autonomy", "alignment", StatedBy, ref("groups/cell")),
		evenOverOf("values/2", "expediency", "participation"),
		thing(DecisionMechanism, "mechanisms/1", vf.Name, vocab.Text("council consent"), MechanismType, called("mech-consent"), Quorum, vocab.Number("0.5"), ApprovalThreshold, vocab.Number("1.0")),
		thing(Role, "roles/scribe", PrefLabel, vocab.Text("Scribe")))
	after := find(cell,
		evenOverOf("values/3", "alignment", "autonomy", StatedBy, ref("groups/cell")),
		evenOverOf("values/4", "transparency", "privacy"),
		thing(DecisionMechanism, "mechanisms/1", vf.Name, vocab.Text("council consent"), MechanismType, called("mech-consent"), Quorum, vocab.Number("0.6667"), ApprovalThreshold, vocab.Number("0.9")),
		thing(DecisionMechanism, "mechanisms/2", MechanismType, called("mech-optimistic")),
		thing(Role, "roles/treasurer", PrefLabel, vocab.Text("Treasurer")))
	old := version("1", PhaseFormation,
		Scale, is(ScaleCollaboration), MemberCount, vocab.Typed("5", vocab.XSD+"nonNegativeInteger"),
		HasValueStatement, ref("values/1"), HasValueStatement, ref("values/2"), HasMechanism, ref("mechanisms/1"),
		HasPurposeSection, purpose("1", entry("el-goals", "Plant trees."), entry("el-genesis", "A flood."), entry("el-role-management", "Ours.", "roles/scribe")))
	new := version("2", PhaseOrganization, WasRevisionOf, vocab.Ref(old.ID()),
		Scale, is(ScaleCollaboration), Scale, is(ScaleCoordination), MemberCount, vocab.Typed("7", vocab.XSD+"nonNegativeInteger"),
		HasValueStatement, ref("values/3"), HasValueStatement, ref("values/4"), HasMechanism, ref("mechanisms/1"), HasMechanism, ref("mechanisms/2"),
		HasPurposeSection, purpose("2", entry("el-goals", "Plant willows."), entry("el-design-intentions", "Shade."), entry("el-role-management", "Ours.", "roles/treasurer")),
		ReviewDue, day("2026-09-01"))

	got := told(DifferencesWith(old, new, before, after))

	const want = `phase-changed: Riverside Cell moved from formation to organization
scale-added: Riverside Cell now works at coordination scale
members-changed: Riverside Cell grew from 5 to 7 members
value-reversed: Riverside Cell now prefers alignment even over autonomy, the reverse of before
value-added: Riverside Cell now values transparency even over privacy
value-removed: Riverside Cell no longer states that it values expediency even over participation
mechanism-added: Riverside Cell now decides by optimistic governance
quorum-raised: The quorum of council consent rose from 0.5 to 0.6667
threshold-lowered: The threshold of council consent fell from 1.0 to 0.9
element-changed: “goals” was rewritten
role-added: The role Treasurer was added
role-removed: The role Scribe was removed
element-added: Riverside Cell added “design / intentions” to its state
element-removed: Riverside Cell removed “genesis” from its state
term-added: Riverside Cell: review due is now 2026-09-01`
	if got != want {
		t.Errorf("says\n%s\nnot\n%s", got, want)
	}
}

func TestAnEntryIsFoundAgainByItsKind(t *testing.T) {
	old := version("1", PhaseFormation, HasPurposeSection, vocab.Inside(vocab.New(PurposeSection, "").With(HasElement, vocab.Inside(entry("el-goals", "Plant trees.")), vocab.Inside(entry("el-genesis", "A flood.")))))
	new := version("2", PhaseFormation, HasPurposeSection, vocab.Inside(vocab.New(PurposeSection, "").With(HasElement, vocab.Inside(entry("el-genesis", "A flood.")), vocab.Inside(entry("el-goals", "Plant willows.")))))

	if got := told(Differences(old, new)); got != "element-changed: “goals” was rewritten" {
		t.Error(got)
	}
}

func TestANewVersionAloneIsNoDifference(t *testing.T) {
	old := version("1", PhaseFormation, GeneratedAtTime, hour("2026-03-01T12:00:00Z"), HasPurposeSection, purpose("1", entry("el-goals", "Plant trees.")))
	new := version("2", PhaseFormation, WasRevisionOf, vocab.Ref(old.ID()), GeneratedAtTime, hour("2026-04-01T12:00:00Z"), HasPurposeSection, purpose("2", entry("el-goals", "Plant trees.")))

	if got := Differences(old, new); got != nil {
		t.Error(told(got))
	}
}

func TestDifferencesOfOtherThings(t *testing.T) {
	statement := evenOverOf("values/1", "autonomy", "alignment")
	consent := thing(DecisionMechanism, "mechanisms/1", MechanismType, called("mech-consent"), Quorum, vocab.Number("0.5"))
	task := thing(Task, "tasks/1", vf.Name, vocab.Text("Plant reach 4"), TaskStatus, is(TaskOpen))
	charter := thing(GovernanceCharter, "docs/1", Title, vocab.Text("Charter"), Content, vocab.Text(strings.Repeat("We care. ", 20)))
	for _, test := range []struct {
		name     string
		old, new *vocab.Resource
		want     string
	}{
		{"created", nil, task, "created: Plant reach 4 was created"},
		{"removed", task, nil, "removed: Plant reach 4 was removed"},
		{"neither", nil, nil, ""},
		{"unchanged", task, task, ""},
		{"reversed", statement, evenOverOf("values/1", "alignment", "autonomy"), "value-reversed: The group now prefers alignment even over autonomy, the reverse of before"},
		{"another pair", statement, evenOverOf("values/1", "transparency", "privacy"), "value-changed: The group now prefers transparency even over privacy instead of autonomy even over alignment"},
		{"lower quorum", consent, consent.With(Quorum, vocab.Number("0.25")), "quorum-lowered: The quorum of consent fell from 0.5 to 0.25"},
		{"the same quorum in other digits", consent, consent.With(Quorum, vocab.Number("0.50")), ""},
		{"first threshold", consent, consent.With(ApprovalThreshold, vocab.Number("1.0")), "term-added: Consent: approval threshold is now 1.0"},
		{"another way of deciding", consent, consent.With(MechanismType, called("mech-unity")), "mechanism-changed: Consent now works by unity instead of consent"},
		{"one term", task, task.With(TaskStatus, is(TaskDone)), "term-changed: Plant reach 4: task status changed from open to done"},
		{"a term more", task, task.With(Deliverable, vocab.Text("120 willows")), "term-added: Plant reach 4: deliverable now includes 120 willows"},
		{"a term less", task.With(Deliverable, vocab.Text("120 willows")), task, "term-removed: Plant reach 4: deliverable no longer includes 120 willows"},
		{"a long text", charter, charter.With(Content, vocab.Text(strings.Repeat("We still care. ", 20))), "text-changed: Charter: content was rewritten"},
		{"an amount", thing(ResourceAllocation, "a/1", vf.Name, vocab.Text("Nursery"), AllocatedQuantity, measure("600")), thing(ResourceAllocation, "a/1", vf.Name, vocab.Text("Nursery"), AllocatedQuantity, measure("1200")), "term-changed: Nursery: allocated quantity changed from 600 euro to 1200 euro"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := told(Differences(test.old, test.new)); got != test.want {
				t.Errorf("says %q, not %q", got, test.want)
			}
		})
	}
}
