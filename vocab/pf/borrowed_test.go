package pf

import (
	"testing"

	"tributary/vocab"
	"tributary/vocab/vf"
)

// What groups publish beside the framework's own terms, by the IRI that other software uses.
func TestBorrowedTermsKeepTheirAddresses(t *testing.T) {
	for id, term := range map[vocab.IRI]string{
		"http://www.w3.org/ns/org#purpose":                     "groupPurpose",
		"http://www.w3.org/ns/org#hasUnit":                     "groupUnit",
		"http://www.w3.org/ns/org#unitOf":                      "unitOf",
		"http://www.w3.org/ns/org#subOrganizationOf":           "subOrganizationOf",
		"http://www.w3.org/ns/org#hasPost":                     "hasPost",
		"http://www.w3.org/ns/org#postIn":                      "postIn",
		"http://www.w3.org/ns/org#member":                      "member",
		"http://www.w3.org/ns/org#organization":                "organization",
		"http://www.w3.org/ns/org#role":                        "role",
		"http://www.w3.org/ns/org#linkedTo":                    "linkedTo",
		"http://www.w3.org/ns/prov#wasRevisionOf":              "wasRevisionOf",
		"http://www.w3.org/ns/prov#wasAttributedTo":            "wasAttributedTo",
		"http://www.w3.org/ns/prov#wasDerivedFrom":             "wasDerivedFrom",
		"http://www.w3.org/ns/prov#generated":                  "generated",
		"http://www.w3.org/ns/prov#generatedAtTime":            "generatedAtTime",
		"http://www.w3.org/ns/prov#endedAtTime":                "endedAtTime",
		"http://www.w3.org/ns/prov#alternateOf":                "alternateOf",
		"http://purl.org/dc/terms/title":                       "title",
		"http://purl.org/dc/terms/description":                 "description",
		"http://purl.org/dc/terms/dateSubmitted":               "dateSubmitted",
		"http://purl.org/dc/terms/replaces":                    "replaces",
		"http://purl.org/dc/terms/created":                     "dateCreated",
		"http://purl.org/dc/terms/source":                      "derivedSource",
		"http://www.w3.org/2004/02/skos/core#prefLabel":        "prefLabel",
		"http://www.w3.org/2004/02/skos/core#changeNote":       "changeNote",
		"https://schema.org/validFrom":                         "validFrom",
		"https://schema.org/validThrough":                      "validThrough",
		"http://www.w3.org/2000/01/rdf-schema#label":           "rdfsLabel",
		"https://w3id.org/valueflows/ont/vf#name":              "name",
		"https://w3id.org/primitives-framework#hasElement":     "hasElement",
		"https://w3id.org/primitives-framework#purposeSection": "purposeSection",
	} {
		if p := all.PropertyByIRI(id); p == nil || p.Term != term {
			t.Errorf("%s is read as %v", id, p)
		}
	}
	if p := all.PropertyByIRI("http://schema.org/validFrom"); p != ValidFrom {
		t.Error("schema.org under http is not read")
	}
}

// Other terms of a borrowed vocabulary are extensions; other terms of our own are mistakes.
func TestTermsThatWereNotBorrowedAreKept(t *testing.T) {
	said := func(id vocab.IRI) *vocab.Resource {
		return thing(Cell, "groups/cell").WithExtra(vocab.Statement{Property: id, Value: vocab.Text("x")})
	}
	if found := all.Check(said("https://schema.org/slogan")); len(found) > 0 {
		t.Error(found)
	}
	if found := all.Check(said(Schema.Base + "phaze")); len(found) != 1 {
		t.Errorf("a misspelt term gives %v", found)
	}
}

// A small network as its members would write it: everything passes.
func TestAPublishedNetworkPasses(t *testing.T) {
	count := func(n string) vocab.Value { return vocab.Typed(n, vocab.XSD+"nonNegativeInteger") }
	part := func(c *vocab.Class, pairs ...any) vocab.Value { return vocab.Inside(thing(c, "", pairs...).WithID("")) }
	network := []*vocab.Resource{
		thing(DAO, "network", vf.Name, vocab.Text("Alder Network"), GroupPurpose, vocab.Text("Restore the river."), GroupUnit, ref("watershed"),
			Phase, is(PhaseIteration), Scale, is(ScaleCoordination), Scale, is(ScaleConstituency), PrimaryScale, is(ScaleCoordination),
			FormalStructure, vocab.Text("Unincorporated association"), WantsDynamic, called("dyn-autonomy"), WantsDynamic, called("sys-evolving"),
			GovernanceLayer, is(LayerCommunity), HasDecisionRegistry, ref("decisions"), Visibility, is(VisiblePublic)).WithTypes(vf.Organization.IRI),
		thing(DelegateBody, "council", vf.Name, vocab.Text("Council"), UnitOf, ref("network"), ConstituentGroup, ref("watershed"), HasPost, ref("seat"),
			DecidesForConstituents, vocab.Bool(false), OpenToAllMembers, vocab.Bool(true), MayDecide, is(ScopeResources)),
		thing(Role, "treasurer", PrefLabel, vocab.InLanguage("Treasurer", "en"), RoleKind, called("role-treasurer"), Responsibility, vocab.Text("Pay what was decided."),
			TermLength, span("P1Y"), SelectionMethod, called("select-acclamation"), AccountableTo, ref("council")),
		thing(DelegateSeat, "seat", PrefLabel, vocab.Text("Watershed"), PostIn, ref("council"), HasRole, ref("treasurer"), RepresentsGroup, ref("watershed"), TermLength, span("P1Y"), LinkKind, called("link-both")),
		thing(RoleAssignment, "assignment", Member, ref("ana"), Organization, ref("council"), HasRole, ref("treasurer"), TermStart, day("2026-01-01"), AssignmentStatus, is(AssignActive)),
		thing(Affiliation, "affiliation", Member, ref("network"), Organization, ref("estuary"), AffiliationStatus, is(AffilActive),
			HasConstraint, part(AffiliationConstraint, ConstraintKind, called("con-openness"), Description, vocab.Text("One open gathering a year."), Satisfied, vocab.Bool(true)),
			HasConstraint, ref("constraints/2")), // a part that stands elsewhere in its document
		thing(Decision, "decision", Title, vocab.Text("Fund the nursery"), Outcome, is(OutcomeAccepted), DecidedAt, hour("2026-02-17T18:00:00Z"), GuidedBy, ref("values/1"),
			Authorizes, ref("allocation"), HasTally, part(Tally, EligibleCount, count("3"), ParticipantCount, count("3"),
				HasStanceCount, part(StanceCount, Stance, is(StanceAgree), Count, count("3")))),
		thing(vf.EconomicEvent, "event", vf.HasAction, vocab.Ref(vf.Transfer.IRI), vf.Provider, ref("network"), vf.Receiver, ref("watershed"),
			vf.ResourceQuantity, measure("600"), AuthorizedBy, ref("decision"), AlternateOf, ref("elsewhere")),
		thing(Tool, "tool", vf.Name, vocab.Text("Loomio"), ServesFunction, called("fn-proposals-voting"), ExpressesQuality, called("quality-participation")),
		thing(Selection, "selection", SelectedBy, ref("network"), Selects, ref("tool"), ForFunction, called("fn-proposals-voting"), Phase, is(PhaseOrganization), Rationale, vocab.Text("Talk first.")),
		thing(MetricObservation, "observation", OfMetric, ref("metric"), ObservedValue, vocab.Text("17 of 19"), GeneratedAtTime, hour("2026-01-25T09:00:00Z")),
		thing(Quality, "care", PrefLabel, vocab.Text("care"), Definition, vocab.Text("People are looked after."), ExactMatch, ref("other/care")),
	}
	for _, r := range network {
		if found := all.Check(r); len(found) > 0 {
			t.Errorf("%s: %v", r.ID(), found)
		}
	}
}
