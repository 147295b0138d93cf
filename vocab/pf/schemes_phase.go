package pf

import "tributary/vocab"

// The lenses that locate a group from outside: how mature it is and how large.
var (
	PhaseScheme = Schema.Class(vocab.Class{Name: "PhaseScheme", Kind: vocab.Scheme, Label: "Group phases",
		Doc: "The five phases of a group, cell, role or task in the order in which they are usually passed."})
	ReadinessScheme = Schema.Class(vocab.Class{Name: "ReadinessScheme", Kind: vocab.Scheme, Label: "Signs of readiness",
		Doc: "Signs, taken from the phase descriptions, that an entity may be ready to leave a phase."})
	ScaleScheme = Schema.Class(vocab.Class{Name: "ScaleScheme", Kind: vocab.Scheme, Label: "Group scales",
		Doc: "The four scales at which groups work."})
)

var (
	PhaseConversation = concept(PhaseScheme, "phase-conversation", "conversation", "Open exploration before any structure: people gather around a possibility, build trust and find out whether there is a purpose to share.", at(1), also("ideation phase", "exploration phase", "discovery"), next("phase-formation"), mayBecome("phase-formation", "phase-completion"))
	PhaseFormation    = concept(PhaseScheme, "phase-formation", "formation", "Commitments, boundaries and first agreements are made and the structure is designed and tried out lightly.", at(2), also("planning and design"), next("phase-organization"), mayBecome("phase-organization", "phase-conversation", "phase-completion"))
	PhaseOrganization = concept(PhaseScheme, "phase-organization", "organization", "The designed structure is put in place: roles filled, decision processes, treasury and records running, a full state published.", at(3), also("implementation"), misnamed("organisation"), next("phase-iteration"), mayBecome("phase-iteration", "phase-formation", "phase-completion"))
	PhaseIteration    = concept(PhaseScheme, "phase-iteration", "iteration", "The group delivers on its purpose with others and keeps improving how it works; a state that goes stale here is a warning sign.", at(4), also("execution and evolution", "coordination phase (name until November 2025)"), misnamed("coordination", "coordination phase"), next("phase-completion"), mayBecome("phase-completion", "phase-organization", "phase-formation"))
	PhaseCompletion   = concept(PhaseScheme, "phase-completion", "completion", "A deliberate end: results and lessons written down, responsibilities and resources handed on, people thanked, the closing announced; the last state is the archive.", at(5), also("releasing and returning", "closure"))
)

var _ = rows(ReadinessScheme,
	row("ready-energy", "clear energy for a direction", "Commitment has gathered around a specific direction.", related("phase-conversation")),
	row("ready-contributions", "people ready to contribute", "Participants say what concrete work they will do.", related("phase-conversation")),
	row("ready-need-roles", "need for roles and process", "Work is held up because nobody knows who does what.", related("phase-conversation")),
	row("ready-need-resources", "need for resources or recognition", "What comes next needs a proposal to a wider body.", related("phase-conversation")),
	row("ready-discovery-report", "discovery report finished", "What was found is written up and shared.", related("phase-conversation")),
	row("ready-design", "structure designed", "Governance and operations are described well enough to be built.", related("phase-formation")),
	row("ready-key-roles", "key roles filled", "The roles the design depends on have committed holders.", related("phase-formation")),
	row("ready-decisions-followed", "decision process followed", "The basic way of deciding is actually used.", related("phase-formation")),
	row("ready-first-results", "first work under way", "The group can show something it has done.", related("phase-formation")),
	row("ready-complexity", "more coordination needed", "Growing complexity asks for stronger coordination.", related("phase-formation")),
	row("ready-support", "support secured", "Community backing or resources have been granted.", related("phase-formation")),
	row("ready-state-complete", "state ready to be implemented", "The state document is complete enough to build from.", related("phase-formation")),
	row("ready-systems-running", "systems run smoothly", "Governance and operations work with little friction.", related("phase-organization")),
	row("ready-roles-resourced", "roles clear and resourced", "Every role is defined, filled and has what it needs.", related("phase-organization")),
	row("ready-treasury", "resource management in place", "Handling of money and other resources works.", related("phase-organization")),
	row("ready-external", "outside links working", "Ways of coordinating with other groups are set up.", related("phase-organization")),
	row("ready-state-maintained", "state complete and kept up", "The state covers everything and is regularly renewed.", related("phase-organization")),
	row("ready-capability", "able to deliver", "The group has shown it can carry out its purpose.", related("phase-organization")),
	row("ready-purpose-met", "purpose fulfilled or changed", "What the group was for is largely done or has become something else.", related("phase-iteration")),
	row("ready-context-changed", "context changed", "Circumstances call for a different structure.", related("phase-iteration")),
	row("ready-better-approach", "better approach available", "New means would serve the purpose better.", related("phase-iteration")),
	row("ready-systematised", "work systematised", "The work now runs without the group.", related("phase-iteration")),
	row("ready-no-energy", "energy gone", "Members can no longer keep the work going.", related("phase-iteration")),
)

var (
	ScaleCollaboration = concept(ScaleScheme, "scale-collaboration", "collaboration", "A handful of people, usually three to eight, who all know and hear each other and make sense of things together.", at(1), people(3, 9))
	ScaleCoordination  = concept(ScaleScheme, "scale-coordination", "coordination", "Several teams, or one larger group, usually of ten to a hundred and fifty people, aligned through strategy, roles and explicit agreements.", at(2), people(10, 150), remark("As a scale this is not the old phase of the same name."))
	ScaleConstituency  = concept(ScaleScheme, "scale-constituency", "constituency", "A broad and varied set of stakeholders with a voice in direction but not all in the work; decisions have to be simple.", at(3), also("community scale"), people(100, 0))
	ScaleNetwork       = concept(ScaleScheme, "scale-network", "network", "Independent organisations and communities that need each other to reach shared or complementary goals; it spans the other three.", at(4))
)
