package pf

import "tributary/vocab"

// What kinds of body there are, how they come about and at which layer they govern.
var (
	PrimitiveScheme = Schema.Class(vocab.Class{Name: "PrimitiveScheme", Kind: vocab.Scheme, Label: "Organisational building blocks", Open: true,
		Doc: "The four building blocks to which phase, scale and state apply."})
	GroupFormScheme = Schema.Class(vocab.Class{Name: "GroupFormScheme", Kind: vocab.Scheme, Label: "Group forms", Open: true,
		Doc: "Named forms a group can take."})
	CellFormationScheme = Schema.Class(vocab.Class{Name: "CellFormationScheme", Kind: vocab.Scheme, Label: "Ways a cell forms", Open: true,
		Doc: "How a cell comes into being."})
	GovernanceLayerScheme = Schema.Class(vocab.Class{Name: "GovernanceLayerScheme", Kind: vocab.Scheme, Label: "Governance layers",
		Doc: "The three interlocking layers and the parts inside two of them."})
)

var _ = rows(PrimitiveScheme,
	row("primitive-dao", "DAO", "Purpose-aligned network: an entity, a node.", near(DAO)),
	row("primitive-cell", "cell", "Small autonomous team: an entity, a node.", near(Cell)),
	row("primitive-role", "role", "Standing responsibility: an agreement, an edge.", near(Role)),
	row("primitive-task", "task", "Defined piece of work: an agreement, an edge.", near(Task)),
)

var _ = rows(GroupFormScheme,
	row("form-circle", "circle", "Team with a domain of its own that decides policy by consent and is linked to the wider structure."),
	row("form-general-circle", "general circle", "Circle that coordinates across groups and holds whatever authority was not delegated elsewhere."),
	row("form-cell-of-cells", "cell of cells", "Body in which each cell is represented to agree on strategy and budgets."),
	row("form-squad", "squad", "Informal team, typical of the conversation phase."),
	row("form-workstream", "workstream", "Strand of work with role administrators but no cell of its own."),
	row("form-working-group", "working group", "Focused team with a charter."),
	row("form-advisory-council", "advisory council", "Experts who advise and do not decide."),
	row("form-delegate-council", "delegate council", "Meeting of delegates of autonomous groups."),
	row("form-service-body", "service body", "Body that serves the groups instead of leading them."),
	row("form-community", "community", "The constituency whose purpose the network serves."),
	row("form-stakeholder-group", "stakeholder group", "Stewards of a partnership."),
	row("form-protodao", "proto-DAO", "Early network that tries out community governance before it is fully decentralised."),
	row("form-local-node", "local node", "Place-based group that anchors a wider network locally."),
	row("form-coordi-nation", "coordi-nation", "Large network of peers that keeps local autonomy."),
	row("form-bioregional-hub", "bioregional hub", "Node that coordinates across a watershed or ecosystem."),
	row("form-cooperative", "cooperative", "Member-owned and member-governed organisation."),
)

var _ = rows(CellFormationScheme,
	row("forms-operational-scaling", "operational scaling", "An existing cell starts another because the work has outgrown it."),
	row("forms-community-operationalization", "community operationalisation", "A community starts a cell to carry out something it decided."),
	row("forms-partnership", "partnership", "Two entities start a cell together."),
	row("forms-permissionless", "permissionless formation", "People start one without asking and earn trust by working well."),
)

var (
	LayerCommunity          = concept(GovernanceLayerScheme, "layer-community", "community governance", "The constituency guards and slowly steers purpose, values, membership and the big allocations, and can step in when operations go astray.", fits("scale-constituency"))
	LayerOperational        = concept(GovernanceLayerScheme, "layer-operational", "operational governance", "Cells and the bodies between them turn purpose into work.", fits("scale-coordination", "scale-collaboration"))
	LayerMultiStakeholder   = concept(GovernanceLayerScheme, "layer-multi-stakeholder", "multi-stakeholder governance", "How the network works with other organisations and networks.", also("partnership governance"), fits("scale-network"))
	LayerCommunityInterface = concept(GovernanceLayerScheme, "layer-community-interface", "community interface", "Where operations receive direction and resources and account for them.", under("layer-operational"))
	LayerCoordination       = concept(GovernanceLayerScheme, "layer-coordination", "coordination", "The bodies in which cells agree on strategy and share resources.", under("layer-operational"))
	LayerCell               = concept(GovernanceLayerScheme, "layer-cell", "cell-level governance", "How one cell decides about its own work.", under("layer-operational"))
	LayerStakeholder        = concept(GovernanceLayerScheme, "layer-stakeholder", "stakeholder governance", "Partners steward purpose and resources of a shared undertaking.", under("layer-multi-stakeholder"))
)
