package pf

import (
	"slices"

	"tributary/vocab"
	"tributary/vocab/vf"
)

// Namespaces of the vocabularies that classes and properties here relate to.
const (
	as        vocab.IRI = "https://www.w3.org/ns/activitystreams#"
	daostar   vocab.IRI = "http://daostar.org/schemas/"
	dct       vocab.IRI = "http://purl.org/dc/terms/"
	foaf      vocab.IRI = "http://xmlns.com/foaf/0.1/"
	org       vocab.IRI = "http://www.w3.org/ns/org#"
	prov      vocab.IRI = "http://www.w3.org/ns/prov#"
	rdfs      vocab.IRI = "http://www.w3.org/2000/01/rdf-schema#"
	schemaOrg vocab.IRI = "https://schema.org/"
	skos      vocab.IRI = "http://www.w3.org/2004/02/skos/core#"
)

// Schema is the Primitives Framework vocabulary. Its namespace is a name that nobody has
// registered; every node serves a copy of what it means.
var Schema = &vocab.Schema{
	Prefix: "pf", Base: "https://w3id.org/primitives-framework#", Version: "0.1",
	Title: "Primitives Framework",
	Doc:   "Groups, their state, values, roles, decisions and agreements, as linked data next to ValueFlows.",
}

// Schemas are the Primitives Framework and the terms it borrows.
var Schemas = []*vocab.Schema{Schema, Prov, Org, Dcterms, Skos, SchemaOrg, Rdfs}

// The roots of all classes that have addresses, and of those that live inside others.
var (
	entities = vocab.On(StatefulEntity, State, PhaseTransition, ScaleTransition,
		LexiconTerm, Quality, TradeOff, ValueStatement, ValueAlignment, Safeguard,
		Seat, RoleAssignment, GovernanceDocument, GovernanceProposal, Decision, DecisionRegistry,
		DecisionMechanism, ResourceAllocation, FacilitationProcess, FeedbackMechanism,
		SuccessMetric, MetricObservation, Pattern, Tool, Selection, Requirement)
	parts    = vocab.On(StateSection, StateElement, AffiliationConstraint, Tally, StanceCount)
	concepts = vocab.On(LexiconTerm, Quality, TradeOff, Safeguard, Pattern, Role)
)

// Names, notes, pictures and tags are ValueFlows terms; groups and their records carry them too.
var (
	_ = Schema.Extend(vf.Name, entities...)
	_ = Schema.Extend(vf.Note, slices.Concat(entities, parts)...)
	_ = Schema.Extend(vf.Image, Group, Tool)
	_ = Schema.Extend(vf.ClassifiedAs, Group, Task, GovernanceDocument, GovernanceProposal)
)
