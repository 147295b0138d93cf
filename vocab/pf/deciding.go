package pf

import (
	"tributary/vocab"
	"tributary/vocab/vf"
)

// Deciding: proposals, decisions, the ways of deciding and their results.
var (
	GovernanceProposal = Schema.Class(vocab.Class{Name: "GovernanceProposal",
		Also: []vocab.IRI{prov + "Entity", schemaOrg + "CreativeWork"},
		Near: []vocab.IRI{daostar + "proposal"},
		Doc:  "A request to a governing body to decide something; unlike vf:Proposal, not a published offer or request of resources."})
	Decision = Schema.Class(vocab.Class{Name: "Decision",
		Also: []vocab.IRI{prov + "Activity"},
		Doc:  "The act of a body settling a proposal or question, with outcome, reasons and what it authorises."})
	DecisionRegistry = Schema.Class(vocab.Class{Name: "DecisionRegistry",
		Also: []vocab.IRI{as + "OrderedCollection", prov + "Collection"},
		Doc:  "The ordered, public record of the decisions of a group."})
	DecisionMechanism = Schema.Class(vocab.Class{Name: "DecisionMechanism",
		Also: []vocab.IRI{prov + "Entity"},
		Doc:  "A way of deciding as one group has set it up: a type plus its parameters and the matters it is used for."})
	Tally = Schema.Class(vocab.Class{Name: "Tally", Kind: vocab.Part,
		Also: []vocab.IRI{prov + "Entity"},
		Doc:  "The counted result behind a decision."})
	StanceCount = Schema.Class(vocab.Class{Name: "StanceCount", Kind: vocab.Part,
		Doc: "How many (and with what weight) took one stance."})
)

// The terms of deciding.
var (
	ExternalCode = Schema.Property(vocab.Property{Term: "externalCode", Range: vocab.On(vocab.String), Many: true,
		On:  vocab.On(DecisionMechanismScheme, WeightBasisScheme, StanceScheme, ProposalKindScheme, ProposalStatusScheme),
		Doc: "The code for this concept in another system, as \"system:code\"."})
	Proposer = Schema.Property(vocab.Property{Term: "proposer", Range: vocab.On(vf.Agent), Many: true,
		On:   vocab.On(GovernanceProposal),
		Also: []vocab.IRI{dct + "creator"},
		Doc:  "Who put the proposal forward."})
	ProposedToBody = Schema.Property(vocab.Property{Term: "proposedToBody", Label: "proposed to", Range: vocab.On(Group),
		On:  vocab.On(GovernanceProposal),
		Doc: "The body that is asked to decide."})
	ProposalKind = Schema.Property(vocab.Property{Term: "proposalKind", Range: vocab.On(ProposalKindScheme), Many: true,
		On:  vocab.On(GovernanceProposal),
		Doc: "What sort of proposal it is."})
	ProposalStatus = Schema.Property(vocab.Property{Term: "proposalStatus", Range: vocab.On(ProposalStatusScheme),
		On:  vocab.On(GovernanceProposal),
		Doc: "Where the proposal stands."})
	LifecycleStage = Schema.Property(vocab.Property{Term: "lifecycleStage", Range: vocab.On(LifecycleScheme),
		On:  vocab.On(GovernanceProposal),
		Doc: "Propose, decide, execute or evaluate."})
	DiscussionAt = Schema.Property(vocab.Property{Term: "discussionAt", Label: "discussed at", Range: vocab.On(vocab.Thing), Many: true,
		On:  vocab.On(GovernanceProposal),
		Doc: "Where it is discussed."})
	VotingAt = Schema.Property(vocab.Property{Term: "votingAt", Label: "voted on at", Range: vocab.On(vocab.Thing), Many: true,
		On:  vocab.On(GovernanceProposal),
		Doc: "Where the decision is taken if elsewhere."})
	OpensAt = Schema.Property(vocab.Property{Term: "opensAt", Label: "opens", Range: vocab.On(vocab.DateTime),
		On:  vocab.On(GovernanceProposal),
		Doc: "When deciding opens."})
	ClosesAt = Schema.Property(vocab.Property{Term: "closesAt", Label: "closes", Range: vocab.On(vocab.DateTime),
		On:  vocab.On(GovernanceProposal),
		Doc: "When deciding closes."})
	ProposesChangeTo = Schema.Property(vocab.Property{Term: "proposesChangeTo", Range: vocab.On(vocab.Thing), Many: true,
		On:  vocab.On(GovernanceProposal),
		Doc: "What would change: a state, document, role, group or mechanism."})
	RequestsAllocation = Schema.Property(vocab.Property{Term: "requestsAllocation", Range: vocab.On(ResourceAllocation, vf.Intent), Many: true,
		On:  vocab.On(GovernanceProposal),
		Doc: "The resources asked for."})
	Decides = Schema.Property(vocab.Property{Term: "decides", Range: vocab.On(GovernanceProposal), Many: true,
		On:   vocab.On(Decision),
		Also: []vocab.IRI{prov + "used"},
		Doc:  "The proposal that was settled."})
	DecidedBy = Schema.Property(vocab.Property{Term: "decidedBy", Range: vocab.On(Group),
		On:   vocab.On(Decision),
		Also: []vocab.IRI{prov + "wasAssociatedWith"},
		Doc:  "The body that decided."})
	UsedMechanism = Schema.Property(vocab.Property{Term: "usedMechanism", Label: "mechanism", Range: vocab.On(DecisionMechanism),
		On:  vocab.On(Decision),
		Doc: "The way of deciding that was used."})
	Outcome = Schema.Property(vocab.Property{Term: "outcome", Range: vocab.On(OutcomeScheme),
		On: vocab.On(Decision), Must: vocab.On(Decision),
		Doc: "Accepted, rejected and so on."})
	DecidedAt = Schema.Property(vocab.Property{Term: "decidedAt", Label: "decided", Range: vocab.On(vocab.DateTime),
		On:   vocab.On(Decision),
		Also: []vocab.IRI{prov + "endedAtTime"},
		Doc:  "When the decision took effect."})
	HasTally = Schema.Property(vocab.Property{Term: "tally", Range: vocab.On(Tally),
		On:  vocab.On(Decision),
		Doc: "The counted result."})
	HasStanceCount = Schema.Property(vocab.Property{Term: "stanceCount", Range: vocab.On(StanceCount), Many: true,
		On:  vocab.On(Tally),
		Doc: "One line of the tally."})
	Stance = Schema.Property(vocab.Property{Term: "stance", Range: vocab.On(StanceScheme),
		On: vocab.On(StanceCount), Must: vocab.On(StanceCount),
		Doc: "The stance that is counted."})
	Count = Schema.Property(vocab.Property{Term: "count", Range: vocab.On(vocab.NonNegativeInteger),
		On: vocab.On(StanceCount), Must: vocab.On(StanceCount),
		Doc: "Number of participants with this stance."})
	EligibleCount = Schema.Property(vocab.Property{Term: "eligibleCount", Range: vocab.On(vocab.NonNegativeInteger),
		On:  vocab.On(Tally),
		Doc: "How many could have taken part."})
	ParticipantCount = Schema.Property(vocab.Property{Term: "participantCount", Range: vocab.On(vocab.NonNegativeInteger),
		On:  vocab.On(Tally),
		Doc: "How many did."})
	Authorizes = Schema.Property(vocab.Property{Term: "authorizes", Range: vocab.On(vocab.Thing), Many: true,
		On:  vocab.On(Decision),
		Doc: "What the decision allows: an allocation, a planned or actual flow, an assignment, a document, a state, an affiliation."})
	Precedent = Schema.Property(vocab.Property{Term: "precedent", Range: vocab.On(Decision), Many: true,
		On:  vocab.On(Decision),
		Doc: "An earlier decision that was followed or set aside."})
	ImplementationStatus = Schema.Property(vocab.Property{Term: "implementationStatus", Range: vocab.On(ImplementationStatusScheme),
		On:  vocab.On(Decision),
		Doc: "How far the decision has been carried out."})
	RegistryOf = Schema.Property(vocab.Property{Term: "registryOf", Range: vocab.On(Group),
		On:  vocab.On(DecisionRegistry),
		Doc: "The group whose decisions are listed."})
	HasDecisionRegistry = Schema.Property(vocab.Property{Term: "decisionRegistry", Range: vocab.On(DecisionRegistry),
		On: vocab.On(Group), Inverse: RegistryOf,
		Doc: "Where the decisions of a group are listed."})
	HasMechanism = Schema.Property(vocab.Property{Term: "hasMechanism", Label: "mechanisms", Range: vocab.On(DecisionMechanism), Many: true,
		On:  vocab.On(Group, State),
		Doc: "A way of deciding that the group has set up."})
	MechanismType = Schema.Property(vocab.Property{Term: "mechanismType", Range: vocab.On(DecisionMechanismScheme),
		On: vocab.On(DecisionMechanism), Must: vocab.On(DecisionMechanism),
		Doc: "The type of mechanism."})
	UsedFor = Schema.Property(vocab.Property{Term: "usedFor", Range: vocab.On(DecisionScopeScheme), Many: true,
		On:  vocab.On(DecisionMechanism),
		Doc: "A kind of decision it is used for."})
	Quorum = Schema.Property(vocab.Property{Term: "quorum", Range: vocab.On(vocab.Decimal),
		On:  vocab.On(DecisionMechanism),
		Doc: "Share of those eligible who must take part, from 0 to 1."})
	ApprovalThreshold = Schema.Property(vocab.Property{Term: "approvalThreshold", Range: vocab.On(vocab.Decimal),
		On:  vocab.On(DecisionMechanism),
		Doc: "Share of those taking part who must agree, from 0 to 1; for consent 1, with objections counted."})
	MinimumPeriod = Schema.Property(vocab.Property{Term: "minimumPeriod", Range: vocab.On(vocab.Duration),
		On:  vocab.On(DecisionMechanism),
		Doc: "Shortest time a proposal stays open."})
	ChallengePeriod = Schema.Property(vocab.Property{Term: "challengePeriod", Range: vocab.On(vocab.Duration),
		On:  vocab.On(DecisionMechanism),
		Doc: "Time in which an accepted or assumed decision can be challenged."})
	ChallengeBody = Schema.Property(vocab.Property{Term: "challengeBody", Range: vocab.On(Group), Many: true,
		On:  vocab.On(DecisionMechanism),
		Doc: "Who may challenge or veto."})
	ChallengeCriteria = Schema.Property(vocab.Property{Term: "challengeCriteria", Range: vocab.On(vocab.String), Many: true,
		On:  vocab.On(DecisionMechanism),
		Doc: "What makes a challenge valid."})
	EligibleDeciders = Schema.Property(vocab.Property{Term: "eligibleDeciders", Range: vocab.On(vocab.Thing), Many: true,
		On:  vocab.On(DecisionMechanism),
		Doc: "The group, role or class of members who may take part."})
	WeightBasis = Schema.Property(vocab.Property{Term: "weightBasis", Range: vocab.On(WeightBasisScheme),
		On:  vocab.On(DecisionMechanism),
		Doc: "What a voice counts for."})
)
