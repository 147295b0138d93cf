package pf

import "tributary/vocab"

// What a state may contain, and who may see it.
var (
	StateElementScheme = Schema.Class(vocab.Class{Name: "StateElementScheme", Kind: vocab.Scheme, Label: "State elements", Open: true,
		Doc: "The recommended entries of a state, grouped by section."})
	VisibilityScheme = Schema.Class(vocab.Class{Name: "VisibilityScheme", Kind: vocab.Scheme, Label: "Visibility",
		Doc: "Who may see something."})
)

var (
	SectionPurpose  = concept(StateElementScheme, "section-purpose", "purpose", "Why.")
	SectionPractice = concept(StateElementScheme, "section-practice", "practice", "How.")
	SectionProgress = concept(StateElementScheme, "section-progress", "progress", "What.")
)

var _ = rows(StateElementScheme,
	row("el-purpose-problem", "purpose / problem", "Statement of purpose and the problem addressed.", under("section-purpose")),
	row("el-genesis", "genesis", "How the group came about and how it fits the wider network.", under("section-purpose")),
	row("el-goals", "goals", "Goals set for it, with a link to what set them.", under("section-purpose")),
	row("el-design-intentions", "design / intentions", "What it does or will do, in outline.", under("section-purpose")),
	row("el-values", "values", "Value statements, when each applies, examples and how they change.", under("section-practice")),
	row("el-relationships", "relationships", "Commitments to the wider network and agreements with other groups.", under("section-practice")),
	row("el-formal-structure", "formal structure", "Legal or on-chain form and what it obliges to.", under("section-practice")),
	row("el-team-agreements", "team agreements", "Who is in it, what roles they hold, what they have promised.", under("section-practice")),
	row("el-decision-making", "decision-making", "How simple, formal and disputed matters are decided and recorded.", under("section-practice")),
	row("el-treasury-management", "treasury management", "How money, tokens, rewards and records are handled.", under("section-practice")),
	row("el-communication", "communication", "Channels, meetings and notes.", under("section-progress")),
	row("el-strategy-planning", "strategy / planning", "Where plans are kept.", under("section-progress")),
	row("el-project-progress", "project / progress management", "How tasks and roles are tracked.", under("section-progress")),
	row("el-team-makeup", "team make-up", "Members and the roles they hold.", under("el-team-agreements")),
	row("el-team-commitments", "team commitments", "Availability, kinds of work, least contribution.", under("el-team-agreements")),
	row("el-simple-decisions", "simple decisions", "How everyday matters are decided.", under("el-decision-making")),
	row("el-formal-decisions", "formal decisions", "How treasury decisions and changes of the state are made.", under("el-decision-making")),
	row("el-dispute-resolution", "dispute resolution", "How conflicts are handled.", under("el-decision-making")),
	row("el-decision-log", "decision log", "Where decisions are recorded.", under("el-decision-making")),
	row("el-decision-tools", "decision tools", "Tools for deciding and keeping records.", under("el-decision-making")),
	row("el-multisig", "shared wallet", "Signers, thresholds and backup measures.", under("el-treasury-management")),
	row("el-contributor-rewards", "contributor rewards", "How contributions are rewarded.", under("el-treasury-management")),
	row("el-tokens-badges", "tokens and badges", "Tokens that carry authority, reward or membership.", under("el-treasury-management")),
	row("el-financial-records", "financial records", "Where transactions and balances can be seen.", under("el-treasury-management")),
	row("el-task-management", "task management", "Where tasks are tracked.", under("el-project-progress")),
	row("el-role-management", "role management", "Where roles and holders are shown.", under("el-project-progress")),
	row("el-agreements", "agreements", "For a DAO: the agreements in force.", under("section-practice")),
	row("el-policies", "policies", "For a DAO: the policies in force.", under("section-practice")),
	row("el-proposals-decisions", "proposals and decisions", "For a DAO: proposals and how they were settled.", under("section-progress")),
	row("el-roles-responsibilities", "roles and responsibilities", "For a DAO: who has authority where.", under("section-practice")),
	row("el-processes", "processes and procedures", "For a DAO: recurring procedures, process maps.", under("section-practice")),
	row("el-participation", "participation guidelines", "How to take part.", under("section-practice")),
	row("el-responsibilities", "responsibilities", "For a role: what the holder answers for.", under("section-purpose")),
	row("el-authorities", "authorities", "For a role: what the holder may do, including compensation.", under("section-practice")),
	row("el-eligibility", "eligibility", "For a role: who can hold it.", under("section-practice")),
	row("el-accountability", "accountability", "For a role: to whom the holder answers, and the term.", under("section-practice")),
	row("el-expected-outputs", "expected outputs", "For a task: results wanted.", under("section-purpose")),
	row("el-scope", "scope and exclusions", "For a task: what is and is not covered.", under("section-purpose")),
	row("el-contributors", "contributors", "For a task: who may take part.", under("section-practice")),
	row("el-task-resources", "resources needed", "For a task: what it needs.", under("section-practice")),
	row("el-information", "information and transparency", "For a task: how information is kept visible.", under("section-practice")),
	row("el-pace-milestones", "pace and milestones", "For a task: timing.", under("section-progress")),
	row("el-definition-of-done", "definition of done", "For a task: how to tell it is finished.", under("section-progress")),
	row("el-impact", "impact and outcomes", "Results and how they connect to wider goals.", under("section-progress")),
	row("el-learnings", "learnings", "What was learned about the field and about organising.", under("section-progress")),
	row("el-closure-record", "closure record", "For a completed group: final assessment, handovers, remaining assets, thanks.", under("section-progress")),
)

var (
	VisiblePublic       = concept(VisibilityScheme, "visible-public", "public", "Everybody.")
	VisibleNetwork      = concept(VisibilityScheme, "visible-network", "network", "Groups of the same network and followers it has accepted.")
	VisibleMembers      = concept(VisibilityScheme, "visible-members", "members", "Members of the group.")
	VisibleConfidential = concept(VisibilityScheme, "visible-confidential", "confidential", "Named people.")
)
