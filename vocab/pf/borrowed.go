package pf

import (
	"slices"

	"tributary/vocab"
	"tributary/vocab/vf"
)

// The vocabularies of which a few terms are used. Their other terms are not mistakes in foreign
// data, only undeclared here.
var (
	Prov      = &vocab.Schema{Prefix: "prov", Base: prov, Partial: true, Title: "PROV-O", Doc: "Where things come from: revisions, authors, activities."}
	Org       = &vocab.Schema{Prefix: "org", Base: org, Partial: true, Title: "The Organization Ontology", Doc: "Organisations, their units, posts and memberships."}
	Dcterms   = &vocab.Schema{Prefix: "dcterms", Base: dct, Partial: true, Title: "DCMI Metadata Terms", Doc: "Titles, descriptions, dates and relations of documents."}
	Skos      = &vocab.Schema{Prefix: "skos", Base: skos, Partial: true, Title: "SKOS", Doc: "Labels, notes and relations of concepts."}
	SchemaOrg = &vocab.Schema{Prefix: "schema", Base: schemaOrg, Partial: true, Aliases: []vocab.IRI{"http://schema.org/"}, Title: "schema.org", Doc: "Periods of validity."}
	Rdfs      = &vocab.Schema{Prefix: "rdfs", Base: rdfs, Partial: true, Title: "RDF Schema", Doc: "Labels and pointers of anything."}
)

// PROV. Any resource may carry these: versions, imports and derived values are described with them.
var (
	WasRevisionOf = Prov.Property(vocab.Property{Term: "wasRevisionOf", Label: "revision of", Range: vocab.On(vocab.Thing),
		Doc: "The version that this one replaces."})
	GeneratedAtTime = Prov.Property(vocab.Property{Term: "generatedAtTime", Label: "made", Range: vocab.On(vocab.DateTime),
		Doc: "When this version or result came into being."})
	WasAttributedTo = Prov.Property(vocab.Property{Term: "wasAttributedTo", Label: "by", Range: vocab.On(vf.Agent), Many: true,
		Doc: "Who answers for it."})
	WasDerivedFrom = Prov.Property(vocab.Property{Term: "wasDerivedFrom", Label: "derived from", Range: vocab.On(vocab.Thing), Many: true,
		Doc: "What it was made from; the group that this one succeeds."})
	WasGeneratedBy = Prov.Property(vocab.Property{Term: "wasGeneratedBy", Label: "comes from", Range: vocab.On(vocab.Thing), Many: true,
		Doc: "The activity that made it, such as a decision or an import."})
	AlternateOf = Prov.Property(vocab.Property{Term: "alternateOf", Label: "known elsewhere as", Range: vocab.On(vocab.Thing), Many: true,
		Doc: "The same thing under another address, such as its address at the source of an import."})
	Used = Prov.Property(vocab.Property{Term: "used", Range: vocab.On(vocab.Thing), Many: true,
		On:  vocab.On(PhaseTransition, ScaleTransition, Decision, FacilitationProcess, ValueAlignment, Selection),
		Doc: "What an activity or comparison took as its input."})
	Generated = Prov.Property(vocab.Property{Term: "generated", Range: vocab.On(vocab.Thing), Many: true,
		On:  vocab.On(PhaseTransition, ScaleTransition, Decision, FacilitationProcess),
		Doc: "What an activity brought into being."})
	WasAssociatedWith = Prov.Property(vocab.Property{Term: "wasAssociatedWith", Label: "with", Range: vocab.On(vf.Agent), Many: true,
		On:  vocab.On(PhaseTransition, ScaleTransition, Decision, FacilitationProcess),
		Doc: "Who took part in an activity."})
	StartedAtTime = Prov.Property(vocab.Property{Term: "startedAtTime", Label: "began", Range: vocab.On(vocab.DateTime),
		On:  vocab.On(PhaseTransition, ScaleTransition, Decision, FacilitationProcess),
		Doc: "When an activity began."})
	EndedAtTime = Prov.Property(vocab.Property{Term: "endedAtTime", Label: "ended", Range: vocab.On(vocab.DateTime),
		On:  vocab.On(PhaseTransition, ScaleTransition, Decision, FacilitationProcess),
		Doc: "When an activity was over."})
	AtTime = Prov.Property(vocab.Property{Term: "atTime", Label: "when", Range: vocab.On(vocab.DateTime),
		On:  vocab.On(PhaseTransition, ScaleTransition, Decision, MetricObservation),
		Doc: "When something happened in an instant."})
)

// ORG. org:purpose and org:hasUnit have terms of their own, since purpose and hasUnit are
// ValueFlows'.
var (
	GroupPurpose = Org.Property(vocab.Property{Term: "groupPurpose", IRI: org + "purpose", Range: vocab.On(vocab.String), Label: "purpose",
		On:  vocab.On(Group, vf.Organization),
		Doc: "What the group is for, in a sentence."})
	UnitOf = Org.Property(vocab.Property{Term: "unitOf", Range: vocab.On(Group, vf.Organization), Many: true,
		On:  vocab.On(Group, vf.Organization),
		Doc: "The wider group that this one is a unit of and depends on for recognition."})
	GroupUnit = Org.Property(vocab.Property{Term: "groupUnit", IRI: org + "hasUnit", Range: vocab.On(Group, vf.Organization), Many: true, Label: "parts",
		On: vocab.On(Group, vf.Organization), Inverse: UnitOf,
		Doc: "A unit of this group."})
	SubOrganizationOf = Org.Property(vocab.Property{Term: "subOrganizationOf", Label: "part of", Range: vocab.On(Group, vf.Organization), Many: true,
		On:  vocab.On(Group, vf.Organization),
		Doc: "The wider organisation of which this one, recognised in its own right, is a part."})
	HasSubOrganization = Org.Property(vocab.Property{Term: "hasSubOrganization", Label: "parts", Range: vocab.On(Group, vf.Organization), Many: true,
		On: vocab.On(Group, vf.Organization), Inverse: SubOrganizationOf,
		Doc: "An organisation that is part of this one."})
	LinkedTo = Org.Property(vocab.Property{Term: "linkedTo", Range: vocab.On(Group, vf.Organization), Many: true,
		On:  vocab.On(Group, vf.Organization),
		Doc: "A group with which this one has to do."})
	PostIn = Org.Property(vocab.Property{Term: "postIn", Label: "role in", Range: vocab.On(Group, vf.Organization),
		On:  vocab.On(Seat),
		Doc: "The group in which the seat exists."})
	HasPost = Org.Property(vocab.Property{Term: "hasPost", Label: "roles", Range: vocab.On(Seat), Many: true,
		On: vocab.On(Group, vf.Organization), Inverse: PostIn,
		Doc: "A seat of the group."})
	HeldBy = Org.Property(vocab.Property{Term: "heldBy", Range: vocab.On(vf.Agent), Many: true,
		On:  vocab.On(Seat),
		Doc: "Who fills the seat now."})
	HasRole = Org.Property(vocab.Property{Term: "role", Range: vocab.On(Role), Many: true,
		On:  vocab.On(Seat, RoleAssignment, Affiliation),
		Doc: "The role that comes with the seat, or that the member holds."})
	Member = Org.Property(vocab.Property{Term: "member", Range: vocab.On(vf.Agent),
		On: vocab.On(RoleAssignment, Affiliation), Must: vocab.On(RoleAssignment, Affiliation),
		Doc: "Who holds the role, or which group is affiliated."})
	Organization = Org.Property(vocab.Property{Term: "organization", Range: vocab.On(Group, vf.Organization),
		On: vocab.On(RoleAssignment, Affiliation), Must: vocab.On(Affiliation),
		Doc: "The group in which the role is held, or with which another is affiliated."})
	MemberDuring = Org.Property(vocab.Property{Term: "memberDuring", Label: "while", Range: vocab.On(vocab.Thing),
		On:  vocab.On(RoleAssignment, Affiliation),
		Doc: "The time during which it holds."})
	HasMember = Org.Property(vocab.Property{Term: "hasMember", Label: "members", Range: vocab.On(vf.Agent), Many: true,
		On:  vocab.On(Group, vf.Organization),
		Doc: "An agent that belongs to the group."})
	MemberOf = Org.Property(vocab.Property{Term: "memberOf", Range: vocab.On(Group, vf.Organization), Many: true,
		On: vocab.On(vf.Agent), Inverse: HasMember,
		Doc: "A group the agent belongs to."})
)

// DCMI. dcterms:created and dcterms:source have terms of their own, since created is ValueFlows'
// and source ActivityStreams'.
var (
	described = slices.Concat(entities, parts)

	Title = Dcterms.Property(vocab.Property{Term: "title", Range: vocab.On(vocab.String), On: described,
		Doc: "The name of a document, proposal or decision."})
	Description = Dcterms.Property(vocab.Property{Term: "description", Range: vocab.On(vocab.String), On: described,
		Doc: "What it is, in a few sentences."})
	Creator = Dcterms.Property(vocab.Property{Term: "creator", Many: true, On: entities,
		Doc: "Who made it, as an agent or a name."})
	Contributor = Dcterms.Property(vocab.Property{Term: "contributor", Many: true, On: entities,
		Doc: "Who helped to make it, as an agent or a name."})
	DateCreated = Dcterms.Property(vocab.Property{Term: "dateCreated", Label: "created", IRI: dct + "created", Range: vocab.On(vocab.Date), On: entities,
		Doc: "When it was made."})
	Issued = Dcterms.Property(vocab.Property{Term: "issued", Range: vocab.On(vocab.Date), On: entities,
		Doc: "When it was published."})
	Modified = Dcterms.Property(vocab.Property{Term: "modified", Range: vocab.On(vocab.DateTime), On: entities,
		Doc: "When it was last changed."})
	DateSubmitted = Dcterms.Property(vocab.Property{Term: "dateSubmitted", Label: "submitted", Range: vocab.On(vocab.Date), On: vocab.On(GovernanceProposal),
		Doc: "When the proposal was handed in."})
	References = Dcterms.Property(vocab.Property{Term: "references", Range: vocab.On(vocab.Thing), Many: true, On: described,
		Doc: "Something it points to."})
	Replaces = Dcterms.Property(vocab.Property{Term: "replaces", Range: vocab.On(vocab.Thing), Many: true, On: entities,
		Doc: "What it takes the place of."})
	IsReplacedBy = Dcterms.Property(vocab.Property{Term: "isReplacedBy", Label: "replaced by", Range: vocab.On(vocab.Thing), Many: true, On: entities, Inverse: Replaces,
		Doc: "What took its place."})
	IsPartOf = Dcterms.Property(vocab.Property{Term: "isPartOf", Label: "part of", Range: vocab.On(vocab.Thing), Many: true, On: entities,
		Doc: "The whole it belongs to."})
	HasPart = Dcterms.Property(vocab.Property{Term: "hasPart", Label: "parts", Range: vocab.On(vocab.Thing), Many: true, On: entities, Inverse: IsPartOf,
		Doc: "A part of it."})
	Subject = Dcterms.Property(vocab.Property{Term: "subject", Many: true, On: entities,
		Doc: "What it is about, as a concept or a word."})
	Format = Dcterms.Property(vocab.Property{Term: "format", Range: vocab.On(vocab.Tag), On: described,
		Doc: "The media type of its text; Markdown when absent."})
	Language = Dcterms.Property(vocab.Property{Term: "language", Range: vocab.On(vocab.Tag), Many: true, On: entities,
		Doc: "The language it is written in, as a BCP 47 tag."})
	License = Dcterms.Property(vocab.Property{Term: "license", Range: vocab.On(vocab.Tag), On: entities,
		Doc: "The terms under which others may use it."})
	Identifier = Dcterms.Property(vocab.Property{Term: "identifier", Range: vocab.On(vocab.String), Many: true, On: entities,
		Doc: "A name that stays the same wherever it is kept."})
	DerivedSource = Dcterms.Property(vocab.Property{Term: "derivedSource", IRI: dct + "source", Many: true, On: entities, Label: "source",
		Doc: "The document or page it was taken from."})
)

// SKOS. Labels and definitions of roles, qualities and whatever else is a concept.
var (
	PrefLabel = Skos.Property(vocab.Property{Term: "prefLabel", Range: vocab.On(vocab.String), Many: true, On: entities, Label: "preferred label",
		Doc: "Its name, once a language."})
	AltLabel = Skos.Property(vocab.Property{Term: "altLabel", Range: vocab.On(vocab.String), Many: true, On: entities, Label: "alternative label",
		Doc: "Another name for it."})
	HiddenLabel = Skos.Property(vocab.Property{Term: "hiddenLabel", Range: vocab.On(vocab.String), Many: true, On: concepts,
		Doc: "A word by which it should be found though it is not shown, such as a misspelling."})
	Definition = Skos.Property(vocab.Property{Term: "definition", Range: vocab.On(vocab.String), Many: true, On: entities,
		Doc: "What it means."})
	Notation = Skos.Property(vocab.Property{Term: "notation", Range: vocab.On(vocab.String), Many: true, On: concepts,
		Doc: "A code for it."})
	ScopeNote = Skos.Property(vocab.Property{Term: "scopeNote", Range: vocab.On(vocab.String), Many: true, On: concepts,
		Doc: "What it covers and what not."})
	ChangeNote = Skos.Property(vocab.Property{Term: "changeNote", Range: vocab.On(vocab.String), Many: true, On: entities,
		Doc: "What changed from the version before, and why."})
	EditorialNote = Skos.Property(vocab.Property{Term: "editorialNote", Range: vocab.On(vocab.String), Many: true, On: entities,
		Doc: "A note for those who maintain it."})
	Broader = Skos.Property(vocab.Property{Term: "broader", Range: vocab.On(vocab.Thing), Many: true, On: concepts,
		Doc: "A concept that covers more."})
	Narrower = Skos.Property(vocab.Property{Term: "narrower", Range: vocab.On(vocab.Thing), Many: true, On: concepts, Inverse: Broader,
		Doc: "A concept that covers less."})
	Related = Skos.Property(vocab.Property{Term: "related", Range: vocab.On(vocab.Thing), Many: true, On: concepts,
		Doc: "A concept it has to do with."})
	ExactMatch = Skos.Property(vocab.Property{Term: "exactMatch", Range: vocab.On(vocab.Thing), Many: true, On: concepts,
		Doc: "A concept elsewhere that means the same."})
	CloseMatch = Skos.Property(vocab.Property{Term: "closeMatch", Range: vocab.On(vocab.Thing), Many: true, On: concepts,
		Doc: "A concept elsewhere that means nearly the same."})
	InScheme = Skos.Property(vocab.Property{Term: "inScheme", Range: vocab.On(vocab.Thing), Many: true, On: concepts,
		Doc: "The value set it belongs to."})
	TopConceptOf = Skos.Property(vocab.Property{Term: "topConceptOf", Range: vocab.On(vocab.Thing), Many: true, On: concepts, Also: []vocab.IRI{skos + "inScheme"},
		Doc: "The value set of which it is one of the widest concepts."})
)

// schema.org.
var (
	dated = vocab.On(ValueStatement, GovernanceDocument, DecisionMechanism, Affiliation, Delegation, RoleAssignment, Role, Selection)

	ValidFrom = SchemaOrg.Property(vocab.Property{Term: "validFrom", Range: vocab.On(vocab.Date), On: dated,
		Doc: "The first day on which it holds."})
	ValidThrough = SchemaOrg.Property(vocab.Property{Term: "validThrough", Range: vocab.On(vocab.Date), On: dated,
		Doc: "The last day on which it holds."})
	FoundingDate = SchemaOrg.Property(vocab.Property{Term: "foundingDate", Range: vocab.On(vocab.Date), On: vocab.On(Group, vf.Organization, State),
		Doc: "When the group came into being."})
)

// RDF Schema.
var (
	Comment = Rdfs.Property(vocab.Property{Term: "comment", Range: vocab.On(vocab.String), Many: true, On: described,
		Doc: "A remark about it."})
	SeeAlso = Rdfs.Property(vocab.Property{Term: "seeAlso", Range: vocab.On(vocab.Thing), Many: true, On: described,
		Doc: "Where more is said about it."})
	RdfsLabel = Rdfs.Property(vocab.Property{Term: "rdfsLabel", IRI: rdfs + "label", Range: vocab.On(vocab.String), Many: true, On: described, Label: "label",
		Doc: "Its name, for readers that know no other term."})
)
