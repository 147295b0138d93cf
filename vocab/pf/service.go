package pf

import (
	"tributary/vocab"
	"tributary/vocab/vf"
)

// Service: roles, seats, who holds them, delegation, affiliation and tasks.
var (
	Role = Schema.Class(vocab.Class{Name: "Role", Is: vocab.On(AgreementPattern),
		Also: []vocab.IRI{org + "Role"},
		Doc:  "A set of responsibilities, authorities and accountabilities that an agent can hold."})
	Seat = Schema.Class(vocab.Class{Name: "Seat",
		Also: []vocab.IRI{org + "Post"},
		Doc:  "A place that exists whether or not somebody fills it, such as the second delegate of a group."})
	DelegateSeat = Schema.Class(vocab.Class{Name: "DelegateSeat", Is: vocab.On(Seat),
		Doc: "A seat in a delegate body that belongs to one constituent group."})
	RoleAssignment = Schema.Class(vocab.Class{Name: "RoleAssignment",
		Also: []vocab.IRI{org + "Membership", prov + "Entity"},
		Doc:  "The fact that an agent holds a role (or fills a seat) in a group for a term; it is ended, never overwritten."})
	Delegation = Schema.Class(vocab.Class{Name: "Delegation", Is: vocab.On(AgreementPattern),
		Also: []vocab.IRI{prov + "Entity"},
		Doc:  "Authority passed from a principal to a role, seat or group, with bounds, reporting and a way to take it back."})
	Affiliation = Schema.Class(vocab.Class{Name: "Affiliation", Is: vocab.On(AgreementPattern),
		Also: []vocab.IRI{org + "Membership", prov + "Entity"},
		Doc:  "The relationship that makes one group part of, or a peer of, a wider collective, with the constraints that have to be kept."})
	AffiliationConstraint = Schema.Class(vocab.Class{Name: "AffiliationConstraint", Kind: vocab.Part,
		Also: []vocab.IRI{prov + "Entity"},
		Doc:  "One condition that a group must meet to count as part of the wider collective."})
	Task = Schema.Class(vocab.Class{Name: "Task", Is: vocab.On(AgreementPattern),
		Doc: "A defined piece of work with a deliverable and a definition of done that an agent or group commits to."})
)

// The terms of service.
var (
	RepresentsGroup = Schema.Property(vocab.Property{Term: "representsGroup", Range: vocab.On(Group),
		On: vocab.On(DelegateSeat), Must: vocab.On(DelegateSeat),
		Doc: "The group a delegate seat belongs to."})
	LinkKind = Schema.Property(vocab.Property{Term: "linkKind", Range: vocab.On(LinkKindScheme),
		On:  vocab.On(Seat),
		Doc: "Whether the link carries the voice of the smaller group upwards, of the wider body downwards, or both."})
	AffiliationKind = Schema.Property(vocab.Property{Term: "affiliationKind", Range: vocab.On(AffiliationKindScheme),
		On:  vocab.On(Affiliation),
		Doc: "Part of, peer of, fiscally hosted by, observer."})
	AffiliationStatus = Schema.Property(vocab.Property{Term: "affiliationStatus", Range: vocab.On(AffiliationStatusScheme),
		On:  vocab.On(Affiliation),
		Doc: "Where the affiliation stands."})
	HasConstraint = Schema.Property(vocab.Property{Term: "hasConstraint", Label: "constraints", Range: vocab.On(AffiliationConstraint), Many: true,
		On:  vocab.On(Affiliation),
		Doc: "A condition of the affiliation."})
	ConstraintKind = Schema.Property(vocab.Property{Term: "constraintKind", Range: vocab.On(ConstraintKindScheme), Many: true,
		On:  vocab.On(AffiliationConstraint),
		Doc: "What the condition is about."})
	Satisfied = Schema.Property(vocab.Property{Term: "satisfied", Range: vocab.On(vocab.Boolean),
		On:  vocab.On(AffiliationConstraint),
		Doc: "Whether the condition was met when last checked."})
	CheckedOn = Schema.Property(vocab.Property{Term: "checkedOn", Label: "checked", Range: vocab.On(vocab.Date),
		On:  vocab.On(AffiliationConstraint),
		Doc: "When the condition was last checked."})
	Responsibility = Schema.Property(vocab.Property{Term: "responsibility", Range: vocab.On(vocab.String), Many: true,
		On:  vocab.On(Role, Delegation),
		Doc: "An outcome or recurring activity the holder answers for."})
	Authority = Schema.Property(vocab.Property{Term: "authority", Range: vocab.On(vocab.String), Many: true,
		On:  vocab.On(Role, Delegation),
		Doc: "Something the holder may do without asking."})
	AccountableTo = Schema.Property(vocab.Property{Term: "accountableTo", Range: vocab.On(vocab.Thing), Many: true,
		On:  vocab.On(Role, Delegation, Group),
		Doc: "The role, group or person to whom the holder answers."})
	Eligibility = Schema.Property(vocab.Property{Term: "eligibility", Range: vocab.On(vocab.String), Many: true,
		On:  vocab.On(Role, Seat, Delegation, Group),
		Doc: "What somebody must fulfil, and keep fulfilling, to hold this."})
	Incentive = Schema.Property(vocab.Property{Term: "incentive", Range: vocab.On(vocab.String), Many: true,
		On:  vocab.On(Role, Delegation, Task),
		Doc: "Compensation, reward or other incentive, in words; money flows go to ValueFlows."})
	Constraint = Schema.Property(vocab.Property{Term: "constraint", Range: vocab.On(vocab.String), Many: true,
		On:  vocab.On(Role, Delegation),
		Doc: "A limit on how the authority may be used."})
	OwnershipAlignment = Schema.Property(vocab.Property{Term: "ownershipAlignment", Range: vocab.On(vocab.String), Many: true,
		On:  vocab.On(Role, Delegation),
		Doc: "What ties the holder to the long-term good of the group."})
	DecisionModel = Schema.Property(vocab.Property{Term: "decisionModel", Range: vocab.On(DecisionMechanism),
		On:  vocab.On(Role, Delegation),
		Doc: "How decisions are made inside this delegation."})
	ResourceUnderControl = Schema.Property(vocab.Property{Term: "resourceUnderControl", Range: vocab.On(vocab.Thing), Many: true,
		On:  vocab.On(Role, Delegation),
		Doc: "A resource the holder may use or commit."})
	RoleKind = Schema.Property(vocab.Property{Term: "roleKind", Range: vocab.On(RoleKindScheme), Many: true,
		On:  vocab.On(Role),
		Doc: "The common kind this role is an instance of."})
	CommitmentLevel = Schema.Property(vocab.Property{Term: "commitmentLevel", Range: vocab.On(CommitmentLevelScheme),
		On:  vocab.On(Role, Task),
		Doc: "How much time or experience the role asks for."})
	OpenForVolunteers = Schema.Property(vocab.Property{Term: "openForVolunteers", Range: vocab.On(vocab.Boolean),
		On:  vocab.On(Role, Seat, Task),
		Doc: "Whether somebody is being looked for."})
	MinHolders = Schema.Property(vocab.Property{Term: "minHolders", Range: vocab.On(vocab.PositiveInteger),
		On: vocab.On(Role), Label: "minimum holders",
		Doc: "Fewest people who should hold the role at once."})
	MaxHolders = Schema.Property(vocab.Property{Term: "maxHolders", Range: vocab.On(vocab.PositiveInteger),
		On: vocab.On(Role), Label: "maximum holders",
		Doc: "Most people who may hold the role at once."})
	TermLength = Schema.Property(vocab.Property{Term: "termLength", Range: vocab.On(vocab.Duration),
		On:  vocab.On(Role, Seat),
		Doc: "How long one term lasts."})
	MaxConsecutiveTerms = Schema.Property(vocab.Property{Term: "maxConsecutiveTerms", Range: vocab.On(vocab.PositiveInteger),
		On: vocab.On(Role, Seat), Label: "maximum consecutive terms",
		Doc: "How many terms in a row one person may serve."})
	RotationInterval = Schema.Property(vocab.Property{Term: "rotationInterval", Range: vocab.On(vocab.Duration),
		On:  vocab.On(Role, Seat, Committee),
		Doc: "How often the holder changes as a rule."})
	SelectionMethod = Schema.Property(vocab.Property{Term: "selectionMethod", Range: vocab.On(SelectionMethodScheme), Many: true,
		On:  vocab.On(Role, Seat, RoleAssignment),
		Doc: "How a holder is chosen."})
	VettingMethod = Schema.Property(vocab.Property{Term: "vettingMethod", Range: vocab.On(VettingScheme), Many: true,
		On:  vocab.On(Role, Seat, RoleAssignment),
		Doc: "How a volunteer is prepared or checked."})
	FillsSeat = Schema.Property(vocab.Property{Term: "fillsSeat", Range: vocab.On(Seat),
		On:  vocab.On(RoleAssignment),
		Doc: "The seat that is filled."})
	TermStart = Schema.Property(vocab.Property{Term: "termStart", Range: vocab.On(vocab.Date),
		On:   vocab.On(RoleAssignment),
		Also: []vocab.IRI{schemaOrg + "startDate"},
		Doc:  "First day of the term."})
	TermEnd = Schema.Property(vocab.Property{Term: "termEnd", Range: vocab.On(vocab.Date),
		On:   vocab.On(RoleAssignment, Seat),
		Also: []vocab.IRI{schemaOrg + "endDate"},
		Doc:  "Last day of the term; reminders and handover hang on it."})
	TermNumber = Schema.Property(vocab.Property{Term: "termNumber", Range: vocab.On(vocab.PositiveInteger),
		On:  vocab.On(RoleAssignment),
		Doc: "Which consecutive term of this holder it is."})
	SelectedThrough = Schema.Property(vocab.Property{Term: "selectedThrough", Range: vocab.On(Decision),
		On:   vocab.On(RoleAssignment),
		Also: []vocab.IRI{Schema.Base + "enactedBy"},
		Doc:  "The decision that selected the holder."})
	AssignmentStatus = Schema.Property(vocab.Property{Term: "assignmentStatus", Range: vocab.On(AssignmentStatusScheme),
		On:  vocab.On(RoleAssignment),
		Doc: "Whether the assignment is planned, active, ended, recalled or renounced."})
	Predecessor = Schema.Property(vocab.Property{Term: "predecessor", Range: vocab.On(RoleAssignment),
		On:  vocab.On(RoleAssignment),
		Doc: "The assignment this one takes over from."})
	PairedWith = Schema.Property(vocab.Property{Term: "pairedWith", Range: vocab.On(vf.Agent), Many: true,
		On:  vocab.On(RoleAssignment),
		Doc: "An earlier holder who helps the new one in."})
	Delegator = Schema.Property(vocab.Property{Term: "delegator", Range: vocab.On(vf.Agent),
		On:  vocab.On(Delegation),
		Doc: "Who passes the authority on and keeps the right to take it back."})
	Delegatee = Schema.Property(vocab.Property{Term: "delegatee", Range: vocab.On(vocab.Thing), Many: true,
		On: vocab.On(Delegation), Must: vocab.On(Delegation),
		Doc: "The role, seat, group or person that receives it."})
	Revocable = Schema.Property(vocab.Property{Term: "revocable", Range: vocab.On(vocab.Boolean),
		On:  vocab.On(Delegation),
		Doc: "Whether the delegator can take it back at will."})
	MayBePassedOn = Schema.Property(vocab.Property{Term: "mayBePassedOn", Range: vocab.On(vocab.Boolean),
		On:  vocab.On(Delegation),
		Doc: "Whether the receiver may delegate further; accountability stays with the first receiver."})
	ReportingInterval = Schema.Property(vocab.Property{Term: "reportingInterval", Range: vocab.On(vocab.Duration),
		On:  vocab.On(Delegation),
		Doc: "How often the receiver reports back."})
	Deliverable = Schema.Property(vocab.Property{Term: "deliverable", Range: vocab.On(vocab.String), Many: true,
		On:  vocab.On(Task),
		Doc: "What will exist when the task is done."})
	DefinitionOfDone = Schema.Property(vocab.Property{Term: "definitionOfDone", Range: vocab.On(vocab.String), Many: true,
		On:  vocab.On(Task),
		Doc: "How everybody can tell that it is done."})
	ScopeIncludes = Schema.Property(vocab.Property{Term: "scopeIncludes", Range: vocab.On(vocab.String), Many: true,
		On:  vocab.On(Task),
		Doc: "What the work covers."})
	ScopeExcludes = Schema.Property(vocab.Property{Term: "scopeExcludes", Range: vocab.On(vocab.String), Many: true,
		On:  vocab.On(Task),
		Doc: "What the work leaves out."})
	TaskStatus = Schema.Property(vocab.Property{Term: "taskStatus", Range: vocab.On(TaskStatusScheme),
		On:  vocab.On(Task),
		Doc: "Where the task stands."})
	CommissionedBy = Schema.Property(vocab.Property{Term: "commissionedBy", Range: vocab.On(vf.Agent),
		On:  vocab.On(Task),
		Doc: "The group that wants it done."})
	AssignedTo = Schema.Property(vocab.Property{Term: "assignedTo", Range: vocab.On(vocab.Thing), Many: true,
		On:  vocab.On(Task),
		Doc: "The agent or role that has committed to it."})
	RealizedAs = Schema.Property(vocab.Property{Term: "realizedAs", Range: vocab.On(vf.Intent, vf.Commitment, vf.Process, vf.Plan), Many: true,
		On:  vocab.On(Task),
		Doc: "The ValueFlows record that carries the task: an intent while open, a commitment when taken on, a process or plan when it is more than one flow."})
)
