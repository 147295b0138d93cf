package pf

import "tributary/vocab"

// Ways of deciding, what a voice counts for, and which stances one can take.
var (
	DecisionMechanismScheme = Schema.Class(vocab.Class{Name: "DecisionMechanismScheme", Kind: vocab.Scheme, Label: "Decision mechanisms",
		Doc: "Families and types of ways of deciding, with codes for the nearest type in other systems."})
	WeightBasisScheme = Schema.Class(vocab.Class{Name: "WeightBasisScheme", Kind: vocab.Scheme, Label: "Weight basis", Open: true,
		Doc: "What a voice counts for."})
	StanceScheme = Schema.Class(vocab.Class{Name: "StanceScheme", Kind: vocab.Scheme, Label: "Stances",
		Doc: "Positions people take on a proposal."})
)

var (
	MechConsent = concept(DecisionMechanismScheme, "mech-consent", "consent", "Goes ahead unless somebody has a reasoned objection.", fits("scale-collaboration", "scale-coordination"), codes("loomio:proposal/consent"))
)

var _ = rows(DecisionMechanismScheme,
	row("mech-decider", "decider protocol", "Quick consent round: propose, everybody shows agree, support or object at once, objections are resolved or the proposal is dropped.", under("mech-consent"), fits("scale-collaboration")),
	row("mech-lazy-consent", "lazy consent", "Silence until a deadline counts as consent.", under("mech-consent"), codes("communityrule:lazy-consensus")),
)

var (
	MechOptimistic = concept(DecisionMechanismScheme, "mech-optimistic", "optimistic governance", "Passes by default after a review period unless a named body challenges it on agreed grounds.", under("mech-consent"), fits("scale-coordination", "scale-constituency", "scale-network"), brings("quality-expediency"))
	MechConsensus  = concept(DecisionMechanismScheme, "mech-consensus", "consensus", "Everybody actively agrees.", fits("scale-collaboration"), brings("quality-participation"), codes("loomio:proposal/consensus", "communityrule:consensus-decision-making"))
)

var _ = rows(DecisionMechanismScheme,
	row("mech-unity", "unity", "The group listens until a shared sense of rightness is found.", under("mech-consensus")),
	row("mech-rough-consensus", "rough consensus", "The chair finds that objections have been answered, not that nobody objects.", under("mech-consensus"), brings("quality-discretion")),
)

var (
	MechVoting = concept(DecisionMechanismScheme, "mech-voting", "voting", "Expressed preferences are counted.", fits("scale-constituency"))
)

var _ = rows(DecisionMechanismScheme,
	row("mech-majority", "simple majority", "More for than against.", under("mech-voting"), codes("snapshot:basic", "loomio:proposal")),
	row("mech-supermajority", "supermajority", "A set share above half.", under("mech-voting"), codes("communityrule:supermajority-rule")),
	row("mech-single-choice", "single choice", "Each picks one option.", under("mech-voting"), codes("snapshot:single-choice", "loomio:poll")),
	row("mech-approval", "approval voting", "Each marks every acceptable option.", under("mech-voting"), codes("snapshot:approval", "loomio:poll")),
	row("mech-ranked", "ranked choice", "Each ranks the options.", under("mech-voting"), codes("snapshot:ranked-choice", "snapshot:copeland", "loomio:ranked_choice")),
	row("mech-score", "score voting", "Each scores the options.", under("mech-voting"), codes("loomio:score")),
	row("mech-dot", "dot voting", "Each spreads a budget of points.", under("mech-voting"), codes("loomio:dot_vote", "snapshot:weighted")),
	row("mech-quadratic", "quadratic voting", "Extra votes cost progressively more.", under("mech-voting"), brings("quality-participation"), codes("snapshot:quadratic")),
	row("mech-plural", "plural voting", "Quadratic voting corrected for voters who move together.", under("mech-voting"), brings("quality-participation")),
	row("mech-conviction", "conviction voting", "Support grows the longer it is held.", under("mech-voting"), brings("quality-participation")),
	row("mech-token-weighted", "token-weighted voting", "Weight by tokens held.", under("mech-voting"), codes("snapshot:basic")),
	row("mech-reputation", "reputation-weighted voting", "Weight by earned standing.", under("mech-voting")),
	row("mech-one-person", "one person one vote", "Each person counts once.", under("mech-voting"), brings("quality-participation")),
	row("mech-one-group", "one group one vote", "Each member group counts once; people take part through their group.", under("mech-voting")),
	row("mech-multi-track", "multiple tracks", "Different matters run through different votes in parallel.", under("mech-voting"), brings("quality-participation")),
	row("mech-signaling", "signalling", "Non-binding sounding of opinion.", under("mech-voting"), brings("quality-discretion"), codes("loomio:check", "loomio:count")),
	row("mech-delegated", "delegated", "Others decide or vote on one's behalf.", fits("scale-constituency", "scale-coordination")),
	row("mech-vote-delegation", "vote delegation", "A voice is lent to somebody and can be taken back.", under("mech-delegated"), codes("snapshot:delegation")),
	row("mech-multi-role-delegation", "delegation per topic", "Different delegates for different matters.", under("mech-delegated")),
	row("mech-liquid", "liquid democracy", "Anyone votes directly or delegates, matter by matter.", under("mech-delegated")),
	row("mech-delegate-council", "delegate council", "Delegates of groups meet, carry word both ways and decide their own layer only.", under("mech-delegated"), fits("scale-coordination", "scale-network"), brings("quality-anti-dominance", "quality-polycentric")),
	row("mech-council", "council", "A small selected body decides.", fits("scale-constituency", "scale-coordination"), brings("quality-expediency")),
	row("mech-elected-body", "elected body", "The small body is elected.", under("mech-council")),
	row("mech-multisig", "multi-signature council", "A set number of named signers must sign.", under("mech-council"), fits("scale-collaboration")),
	row("mech-consultative", "consultative body", "Advises without deciding.", under("mech-council")),
	row("mech-sortition", "sortition", "Deciders are drawn by lot.", fits("scale-constituency"), codes("communityrule:lottery-sortition")),
	row("mech-advice", "advice process", "Whoever takes the decision first asks those affected and those who know.", brings("quality-autonomy")),
	row("mech-role-holder", "role holder decides", "The holder of the role decides inside its authority.", brings("quality-autonomy", "quality-expediency")),
	row("mech-domain-authority", "domain authority", "The body with authority over a policy domain decides within it.", under("mech-role-holder")),
	row("mech-permissioned", "role-based permissions", "Who may do what is fixed by role.", under("mech-role-holder")),
	row("mech-do-ocracy", "do-ocracy", "Who does the work decides how.", brings("quality-permissionlessness"), codes("communityrule:do-ocracy")),
	row("mech-self-executing", "self-executing rule", "The rule carries itself out.", brings("quality-determinism")),
	row("mech-arbitration", "arbitration and appeal", "A trusted third party settles a dispute.", brings("quality-discretion")),
)

var _ = rows(WeightBasisScheme,
	row("weight-person", "per person", "One each."),
	row("weight-group", "per group", "One per member group."),
	row("weight-token", "per token", "By tokens held."),
	row("weight-reputation", "per reputation", "By earned standing."),
	row("weight-quadratic", "quadratic", "Square root of what is put in."),
	row("weight-contribution", "per contribution", "By contribution recorded, for example as ValueFlows events."),
)

var (
	StanceAgree    = concept(StanceScheme, "stance-agree", "agree", "In favour.", codes("loomio:agree", "decider:thumbs-up"))
	StanceSupport  = concept(StanceScheme, "stance-support", "support", "Will go along.", codes("decider:flat-hand"))
	StanceAbstain  = concept(StanceScheme, "stance-abstain", "abstain", "Takes no side.", codes("loomio:abstain"))
	StanceDisagree = concept(StanceScheme, "stance-disagree", "disagree", "Against, without blocking.", codes("loomio:disagree"))
	StanceObject   = concept(StanceScheme, "stance-object", "object", "Has a reasoned objection.", codes("loomio:objection", "decider:thumbs-down"))
	StanceBlock    = concept(StanceScheme, "stance-block", "block", "Cannot let it pass.", codes("loomio:block", "decider:absolute-no"))
)
