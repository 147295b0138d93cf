package pf

import "tributary/vocab"

// What is decided, and what comes of it.
var (
	DecisionScopeScheme = Schema.Class(vocab.Class{Name: "DecisionScopeScheme", Kind: vocab.Scheme, Label: "Decision scopes",
		Doc: "What decisions are about."})
	OutcomeScheme = Schema.Class(vocab.Class{Name: "OutcomeScheme", Kind: vocab.Scheme, Label: "Decision outcomes",
		Doc: "How a decision ended."})
	ImplementationStatusScheme = Schema.Class(vocab.Class{Name: "ImplementationStatusScheme", Kind: vocab.Scheme, Label: "Implementation statuses",
		Doc: "How far a decision has been carried out."})
	ProposalStatusScheme = Schema.Class(vocab.Class{Name: "ProposalStatusScheme", Kind: vocab.Scheme, Label: "Proposal statuses",
		Doc: "One list onto which the statuses of common tools can be mapped."})
	LifecycleScheme = Schema.Class(vocab.Class{Name: "LifecycleScheme", Kind: vocab.Scheme, Label: "Proposal lifecycle", Open: true,
		Doc: "The four stages a proposal goes through."})
	ProposalKindScheme = Schema.Class(vocab.Class{Name: "ProposalKindScheme", Kind: vocab.Scheme, Label: "Proposal kinds",
		Doc: "Kinds compatible with DAOIP-4, plus two that its survey lists but leaves out of the standard."})
)

var _ = rows(DecisionScopeScheme,
	row("scope-strategy", "strategy and direction", "Where the group is going."),
)

var (
	ScopeResources = concept(DecisionScopeScheme, "scope-resources", "resource allocation", "Who gets what.")
)

var _ = rows(DecisionScopeScheme,
	row("scope-standards", "process standards", "How work is done."),
	row("scope-coordination", "coordination between groups", "Who does what together."),
	row("scope-conflict", "conflict resolution", "Disputes."),
	row("scope-policy", "policy", "Rules of a domain."),
	row("scope-membership", "membership", "Who belongs."),
	row("scope-roles", "roles and selection", "Who holds what."),
	row("scope-purpose", "purpose and values", "What the group is for."),
	row("scope-structure", "governance structure", "How the group governs itself."),
	row("scope-tools", "tools and platforms", "What the group uses."),
	row("scope-outreach", "outreach", "Making the group known."),
	row("scope-events", "events", "Gatherings."),
	row("scope-fundraising", "fundraising", "Getting resources."),
	row("scope-operational", "everyday operations", "Day-to-day matters."),
	row("scope-partnership", "partnerships", "Work with other organisations."),
	row("scope-closure", "closing", "Ending a group."),
)

var (
	OutcomeAccepted  = concept(OutcomeScheme, "outcome-accepted", "accepted", "In favour.")
	OutcomeAmended   = concept(OutcomeScheme, "outcome-amended", "accepted with amendments", "In favour after changes.")
	OutcomeRejected  = concept(OutcomeScheme, "outcome-rejected", "rejected", "Against.")
	OutcomeWithdrawn = concept(OutcomeScheme, "outcome-withdrawn", "withdrawn", "Taken back before a result.")
	OutcomeNoQuorum  = concept(OutcomeScheme, "outcome-no-quorum", "no quorum", "Too few took part.")
	OutcomeBlocked   = concept(OutcomeScheme, "outcome-blocked", "blocked", "Stopped by objection or veto.")
	OutcomeDeferred  = concept(OutcomeScheme, "outcome-deferred", "deferred", "Put off.")
)

var (
	ImplNotStarted = concept(ImplementationStatusScheme, "impl-not-started", "not started", "Nothing done yet.")
	ImplInProgress = concept(ImplementationStatusScheme, "impl-in-progress", "in progress", "Being carried out.")
	ImplDone       = concept(ImplementationStatusScheme, "impl-done", "done", "Carried out.")
	ImplPartly     = concept(ImplementationStatusScheme, "impl-partly", "partly done", "Some of it carried out, the rest dropped.")
	ImplAbandoned  = concept(ImplementationStatusScheme, "impl-abandoned", "abandoned", "Given up.")
)

var (
	PropDraft           = concept(ProposalStatusScheme, "prop-draft", "draft", "Being written.")
	PropDiscussion      = concept(ProposalStatusScheme, "prop-discussion", "in discussion", "Published for feedback.", codes("discourse:open"))
	PropOpen            = concept(ProposalStatusScheme, "prop-open", "open for decision", "Being decided.", codes("snapshot:active", "compound:Active"))
	PropPending         = concept(ProposalStatusScheme, "prop-pending", "pending", "Submitted, deciding not yet open.", codes("snapshot:pending", "compound:Pending"))
	PropAccepted        = concept(ProposalStatusScheme, "prop-accepted", "accepted", "Decided in favour.", codes("superbenefit:Passed", "compound:Succeeded", "governance-site:passed"))
	PropAcceptedAmended = concept(ProposalStatusScheme, "prop-accepted-amended", "accepted with amendments", "Decided in favour after changes.")
	PropRejected        = concept(ProposalStatusScheme, "prop-rejected", "rejected", "Decided against.", codes("compound:Defeated", "governance-site:rejected"))
	PropBlocked         = concept(ProposalStatusScheme, "prop-blocked", "blocked", "Stopped by an objection or veto.")
	PropWithdrawn       = concept(ProposalStatusScheme, "prop-withdrawn", "withdrawn", "Taken back.", codes("compound:Canceled"))
	PropExpired         = concept(ProposalStatusScheme, "prop-expired", "expired", "Ran out without a decision or below quorum.", codes("compound:Expired"))
	PropQueued          = concept(ProposalStatusScheme, "prop-queued", "queued", "Accepted, waiting to be carried out.", codes("compound:Queued"))
	PropExecuted        = concept(ProposalStatusScheme, "prop-executed", "executed", "Carried out.", codes("compound:Executed"))
	PropEvaluated       = concept(ProposalStatusScheme, "prop-evaluated", "evaluated", "Results have been assessed.")
)

var _ = rows(LifecycleScheme,
	row("stage-propose", "propose", "Somebody with standing puts it forward.", at(1)),
	row("stage-decide", "decide", "The body deliberates and settles it.", at(2)),
	row("stage-execute", "execute", "It is carried out.", at(3)),
	row("stage-evaluate", "evaluate", "What came of it is compared with what was meant.", at(4)),
)

var _ = rows(ProposalKindScheme,
	row("kind-treasury", "treasury", "About resources.", codes("daoip-4:treasury")),
	row("kind-treasury-grant", "grant", "One-off funding.", under("kind-treasury"), codes("daoip-4:treasury/grant")),
	row("kind-treasury-budget", "operational budget", "Ongoing funding.", under("kind-treasury"), codes("daoip-4:treasury/budget")),
	row("kind-treasury-investment", "investment", "Exchange for an asset expected to grow.", under("kind-treasury"), codes("daoip-4:treasury/investment")),
	row("kind-treasury-other", "other treasury", "Anything else about resources.", under("kind-treasury"), codes("daoip-4:treasury/other")),
	row("kind-protocol", "protocol", "About technical infrastructure.", codes("daoip-4:protocol")),
	row("kind-protocol-small", "parameter change", "Small technical change.", under("kind-protocol"), codes("daoip-4:protocol/small-change")),
	row("kind-protocol-major", "major upgrade", "Large technical change.", under("kind-protocol"), codes("daoip-4:protocol/major-change")),
	row("kind-protocol-other", "other protocol", "Anything else technical.", under("kind-protocol"), codes("daoip-4:protocol/other")),
	row("kind-metagov", "metagovernance", "About governance itself.", codes("daoip-4:metagov")),
	row("kind-metagov-small", "small governance change", "Small change of rules.", under("kind-metagov"), codes("daoip-4:metagov/small-change")),
	row("kind-metagov-major", "major governance change", "Large change of rules.", under("kind-metagov"), codes("daoip-4:metagov/major-change")),
	row("kind-metagov-delegate", "delegate governance", "Rules about delegates.", under("kind-metagov"), codes("daoip-4:metagov/delegate-governance")),
	row("kind-metagov-spinout", "spin-out", "A part becomes its own body.", under("kind-metagov"), codes("daoip-4:metagov/spinout")),
	row("kind-metagov-merger", "merger", "Bodies join.", under("kind-metagov"), codes("daoip-4:metagov/merger")),
	row("kind-metagov-other", "other metagovernance", "Anything else about governance.", under("kind-metagov"), codes("daoip-4:metagov/other")),
	row("kind-selection", "selection for a role", "Who shall hold a role or seat.", codes("daoip-4:Elections")),
	row("kind-dispute", "dispute", "Settling a dispute.", codes("daoip-4:Dispute resolution")),
	row("kind-group-creation", "creation of a group", "Founding a cell, committee or other body."),
	row("kind-phase-transition", "phase transition", "Moving to another phase."),
	row("kind-affiliation", "affiliation", "Joining, leaving or admitting."),
	row("kind-state-change", "change of state", "Adopting a new state."),
	row("kind-other", "other", "None of these."),
)
