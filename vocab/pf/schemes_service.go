package pf

import "tributary/vocab"

// How people serve: kinds of role, how holders are chosen and prepared, where an assignment or task stands.
var (
	RoleKindScheme = Schema.Class(vocab.Class{Name: "RoleKindScheme", Kind: vocab.Scheme, Label: "Role kinds", Open: true,
		Doc: "Roles that recur."})
	SelectionMethodScheme = Schema.Class(vocab.Class{Name: "SelectionMethodScheme", Kind: vocab.Scheme, Label: "Selection methods",
		Doc: "How holders are chosen."})
	VettingScheme = Schema.Class(vocab.Class{Name: "VettingScheme", Kind: vocab.Scheme, Label: "Vetting", Open: true,
		Doc: "How volunteers are prepared or checked."})
	AssignmentStatusScheme = Schema.Class(vocab.Class{Name: "AssignmentStatusScheme", Kind: vocab.Scheme, Label: "Assignment statuses",
		Doc: "Life of a role assignment."})
	LinkKindScheme = Schema.Class(vocab.Class{Name: "LinkKindScheme", Kind: vocab.Scheme, Label: "Link kinds", Open: true,
		Doc: "Direction of a link between bodies."})
	CommitmentLevelScheme = Schema.Class(vocab.Class{Name: "CommitmentLevelScheme", Kind: vocab.Scheme, Label: "Commitment levels", Open: true,
		Doc: "How much a role asks for."})
	TaskStatusScheme = Schema.Class(vocab.Class{Name: "TaskStatusScheme", Kind: vocab.Scheme, Label: "Task statuses",
		Doc: "Life of a task."})
)

var _ = rows(RoleKindScheme,
	row("role-member", "member", "Belongs."),
)

var (
	RoleDelegate = concept(RoleKindScheme, "role-delegate", "delegate", "Carries the voice of a group to a wider body and word back.")
)

var _ = rows(RoleKindScheme,
	row("role-alternate", "alternate delegate", "Stands in for the delegate."),
	row("role-leader", "circle leader", "Keeps operations together and links the wider body downwards."),
	row("role-facilitator", "facilitator", "Plans and guides meetings."),
	row("role-secretary", "secretary", "Keeps records and makes them accessible."),
	row("role-treasurer", "treasurer", "Looks after money and its records."),
	row("role-signer", "signer", "Signs for a shared wallet or account."),
	row("role-point-person", "point person", "First contact."),
	row("role-core-team", "core team member", "Shares responsibility for outcomes."),
	row("role-contributor", "contributor", "Does particular work without sharing responsibility for outcomes."),
	row("role-steward", "steward", "Has care of a domain or project."),
	row("role-communications", "communications", "Keeps people informed."),
	row("role-logistics", "logistics", "Makes gatherings work."),
	row("role-mentor", "mentor", "Helps newcomers in."),
)

var _ = rows(SelectionMethodScheme,
	row("select-acclamation", "acclamation", "Nobody objects to the volunteer."),
	row("select-sociocratic", "selection by nomination and consent", "Nominations with reasons, then consent."),
	row("select-election", "election", "Votes are counted."),
	row("select-rotation", "rotation", "Turn by turn in a known order."),
	row("select-sortition", "drawing lots", "By chance."),
	row("select-appointment", "appointment", "By a body or role with that authority."),
	row("select-co-optation", "co-optation", "By the members already in."),
	row("select-self", "self-selection", "By stepping forward."),
	row("select-succession", "succession", "By the previous holder, confirmed by the group."),
)

var _ = rows(VettingScheme,
	row("vet-none", "none", "No check."),
	row("vet-pairing", "pairing", "Works alongside an earlier holder."),
	row("vet-training", "training", "Completes a training."),
	row("vet-interview", "conversation", "Talks with those affected."),
	row("vet-time", "time in the group", "Has belonged for a set time."),
)

var (
	AssignPlanned     = concept(AssignmentStatusScheme, "assign-planned", "planned", "Chosen, term not begun.")
	AssignActive      = concept(AssignmentStatusScheme, "assign-active", "active", "Term is running.")
	AssignHoldingOver = concept(AssignmentStatusScheme, "assign-holding-over", "holding over", "Term has ended, nobody has taken over yet.")
	AssignEnded       = concept(AssignmentStatusScheme, "assign-ended", "ended", "Term ended as planned.")
	AssignRenounced   = concept(AssignmentStatusScheme, "assign-renounced", "renounced", "Given up by the holder.")
	AssignRecalled    = concept(AssignmentStatusScheme, "assign-recalled", "recalled", "Ended early by the group.")
	AssignLapsed      = concept(AssignmentStatusScheme, "assign-lapsed", "lapsed", "Ended because eligibility was lost.")
)

var _ = rows(LinkKindScheme,
	row("link-up", "upward", "Voice of the smaller group in the wider body."),
	row("link-down", "downward", "Voice of the wider body in the smaller group."),
	row("link-both", "both ways", "One person carries both."),
)

var _ = rows(CommitmentLevelScheme,
	row("commit-light", "light", "Now and then, no experience needed."),
	row("commit-regular", "regular", "Steady, some experience helps."),
	row("commit-deep", "deep", "Much time or experience."),
)

var (
	TaskOpen       = concept(TaskStatusScheme, "task-open", "open", "Nobody has taken it on.")
	TaskTaken      = concept(TaskStatusScheme, "task-taken", "taken on", "Somebody has committed.")
	TaskInProgress = concept(TaskStatusScheme, "task-in-progress", "in progress", "Being done.")
	TaskInReview   = concept(TaskStatusScheme, "task-in-review", "in review", "Delivered, being checked.")
	TaskDone       = concept(TaskStatusScheme, "task-done", "done", "Meets its definition of done.")
	TaskDropped    = concept(TaskStatusScheme, "task-dropped", "dropped", "Given up.")
)
