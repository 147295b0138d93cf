package pf

import (
	"tributary/vocab"
	"tributary/vocab/vf"
)

// Groups: what can keep a state, and the bodies that act.
var (
	StatefulEntity = Schema.Class(vocab.Class{Name: "StatefulEntity",
		Doc: "Anything that keeps its own published state and can therefore be addressed, read and followed on its own: a group, a role or a task."})
	EntityPattern = Schema.Class(vocab.Class{Name: "EntityPattern", Is: vocab.On(StatefulEntity),
		Doc: "A node of the network: a body that acts."})
	AgreementPattern = Schema.Class(vocab.Class{Name: "AgreementPattern", Is: vocab.On(StatefulEntity),
		Doc: "An edge of the network: a recorded commitment between agents."})
	Group = Schema.Class(vocab.Class{Name: "Group", Is: vocab.On(EntityPattern, vf.Agent),
		Also: []vocab.IRI{org + "Organization", as + "Group", prov + "Organization"},
		Near: []vocab.IRI{vf.Schema.Base + "Organization", schemaOrg + "Organization", foaf + "Group"},
		Doc:  "A set of people and/or groups with a purpose, a boundary and its own agreements; it is a vf:Organization too once it acts economically."})
	DAO = Schema.Class(vocab.Class{Name: "DAO", Label: "purpose-aligned network (DAO)", Is: vocab.On(Group),
		Near: []vocab.IRI{org + "OrganizationalCollaboration", daostar + "DAO"},
		Doc:  "A network of small autonomous teams held together by a shared purpose and shared agreements; no blockchain or legal form is implied."})
	Cell = Schema.Class(vocab.Class{Name: "Cell", Is: vocab.On(Group),
		Also: []vocab.IRI{org + "OrganizationalUnit"},
		Doc:  "A small autonomous team (three to eight people is typical, ten the ceiling) that works closely inside and coordinates with other groups through its published state."})
	EphemeralCell = Schema.Class(vocab.Class{Name: "EphemeralCell", Is: vocab.On(Cell),
		Doc: "A cell that states its own end when it is created: a date, a deliverable or another condition."})
	TopLevelCell = Schema.Class(vocab.Class{Name: "TopLevelCell", Label: "top-level cell", Is: vocab.On(Cell),
		Doc: "The cell that anchors an operational structure: it answers to community governance or to a stakeholder group and coordinates the other cells."})
	StakeholderGroup = Schema.Class(vocab.Class{Name: "StakeholderGroup", Is: vocab.On(Group),
		Doc: "Organisations or people with a stake in a shared undertaking who steward its purpose and resources without running its work."})
	DelegateBody = Schema.Class(vocab.Class{Name: "DelegateBody", Is: vocab.On(Group),
		Doc: "A body made of seats that constituent groups fill with delegates; it carries word both ways and decides about its own layer only."})
	Committee = Schema.Class(vocab.Class{Name: "Committee", Is: vocab.On(Group),
		Also: []vocab.IRI{org + "OrganizationalUnit"},
		Doc:  "A body trusted with a piece of work that either ends or rotates its membership."})
	CollectiveOfCollectives = Schema.Class(vocab.Class{Name: "CollectiveOfCollectives", Plural: "collectives-of-collectives", Is: vocab.On(Group),
		Doc: "The widest service body of a bottom-up network: it carries out what delegates decided, keeps and publishes the record of resources, and produces shared material."})
)

// The terms of groups.
var (
	MemberCount = Schema.Property(vocab.Property{Term: "memberCount", Range: vocab.On(vocab.NonNegativeInteger),
		On:  vocab.On(Group, State),
		Doc: "Number of members when the snapshot was taken."})
	FormalStructure = Schema.Property(vocab.Property{Term: "formalStructure", Many: true,
		On:  vocab.On(Group),
		Doc: "Legal or on-chain form of the group."})
	GroupForm = Schema.Property(vocab.Property{Term: "groupForm", Range: vocab.On(GroupFormScheme), Many: true,
		On:   vocab.On(Group),
		Also: []vocab.IRI{org + "classification"},
		Doc:  "The organising form, from the list of forms or a community list."})
	GovernanceLayer = Schema.Property(vocab.Property{Term: "governanceLayer", Range: vocab.On(GovernanceLayerScheme), Many: true,
		On:  vocab.On(StatefulEntity, State, GovernanceDocument, GovernanceProposal, Decision, DecisionMechanism, Seat, FeedbackMechanism),
		Doc: "The layer of governance this belongs to."})
	ConstituentGroup = Schema.Property(vocab.Property{Term: "constituentGroup", Label: "groups in it", Range: vocab.On(Group), Many: true,
		On:  vocab.On(DelegateBody),
		Doc: "A group that sends delegates to this body."})
	Mandate = Schema.Property(vocab.Property{Term: "mandate", Range: vocab.On(vocab.String),
		On:  vocab.On(Group, Role, Seat, RoleAssignment, Delegation),
		Doc: "What the holder or body has been asked and allowed to do, in words."})
	MayDecide = Schema.Property(vocab.Property{Term: "mayDecide", Range: vocab.On(DecisionScopeScheme), Many: true,
		On:  vocab.On(Group, Role, Seat, Delegation),
		Doc: "A kind of decision this body, role or seat may take on its own."})
	DecidesForConstituents = Schema.Property(vocab.Property{Term: "decidesForConstituents", Label: "decides for its groups", Range: vocab.On(vocab.Boolean),
		On:  vocab.On(DelegateBody),
		Doc: "Whether decisions of the delegate body bind the constituent groups."})
	OpenToAllMembers = Schema.Property(vocab.Property{Term: "openToAllMembers", Range: vocab.On(vocab.Boolean),
		On:  vocab.On(Group),
		Doc: "Whether any member may attend meetings of this body."})
	EndCondition = Schema.Property(vocab.Property{Term: "endCondition", Range: vocab.On(vocab.String),
		On:  vocab.On(EphemeralCell, Committee, Task),
		Doc: "What ends this body, in words."})
	EndsOn = Schema.Property(vocab.Property{Term: "endsOn", Label: "ends", Range: vocab.On(vocab.Date),
		On:  vocab.On(Committee, EphemeralCell),
		Doc: "Date on which this body ends unless renewed."})
)
