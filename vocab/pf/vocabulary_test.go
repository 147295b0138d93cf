package pf

import (
	"strings"
	"testing"
	"unicode"

	"tributary/vocab"
	"tributary/vocab/vf"
)

// all is everything that groups are described with. A name declared twice would panic here.
var all = vocab.Join(append([]*vocab.Schema{vocab.Datatypes, vf.Schema}, Schemas...)...)

// The value sets of the framework: how many concepts each has, and whether groups may add to it.
var valueSets = []struct {
	scheme *vocab.Class
	count  int
	open   bool
}{
	{PhaseScheme, 5, false}, {ReadinessScheme, 23, false}, {ScaleScheme, 4, false},
	{PrimitiveScheme, 4, true}, {GroupFormScheme, 16, true}, {CellFormationScheme, 4, true},
	{StateElementScheme, 49, true}, {LexiconStatusScheme, 7, true}, {QualityScheme, 40, true},
	{TradeOffScheme, 5, true}, {SafeguardScheme, 12, true}, {GovernanceLayerScheme, 7, false},
	{DecisionMechanismScheme, 41, false}, {WeightBasisScheme, 6, true}, {StanceScheme, 6, false},
	{DecisionScopeScheme, 17, false}, {ProposalStatusScheme, 13, false}, {LifecycleScheme, 4, true},
	{ProposalKindScheme, 23, false}, {OutcomeScheme, 7, false}, {ImplementationStatusScheme, 5, false},
	{DocumentStatusScheme, 4, false}, {AgreementKindScheme, 12, true}, {ConflictStepScheme, 5, true},
	{PolicyDomainScheme, 6, true}, {ForceScheme, 3, false}, {VisibilityScheme, 4, false},
	{RoleKindScheme, 15, true}, {SelectionMethodScheme, 9, false}, {VettingScheme, 5, true},
	{AssignmentStatusScheme, 7, false}, {LinkKindScheme, 3, true}, {CommitmentLevelScheme, 3, true},
	{AffiliationKindScheme, 5, false}, {AffiliationStatusScheme, 5, false}, {ConstraintKindScheme, 10, false},
	{TaskStatusScheme, 6, false}, {FacilitationStageScheme, 4, true}, {FacilitationStepScheme, 5, true},
	{ImplementationSequenceScheme, 6, true}, {RequirementDimensionScheme, 8, true}, {DynamicsScheme, 9, true},
	{SystemPropertyScheme, 4, true}, {SuccessMetricScheme, 8, false}, {FunctionScheme, 16, true},
	{GovernanceApproachScheme, 3, true},
}

func TestEveryValueSetIsComplete(t *testing.T) {
	total := 0
	for _, set := range valueSets {
		if n := len(all.Members(set.scheme)); n != set.count {
			t.Errorf("%s has %d concepts, not %d", set.scheme.Name, n, set.count)
		}
		if set.scheme.Open != set.open {
			t.Errorf("%s: open is %v", set.scheme.Name, set.scheme.Open)
		}
		total += set.count
	}
	if len(valueSets) != 46 || total != 463 || len(Schema.Individuals) != total {
		t.Errorf("%d value sets with %d of %d concepts, not 46 with 463", len(valueSets), total, len(Schema.Individuals))
	}
}

const classNames = `StatefulEntity EntityPattern AgreementPattern Group DAO Cell EphemeralCell TopLevelCell
StakeholderGroup DelegateBody Committee CollectiveOfCollectives State StateSection PurposeSection PracticeSection
ProgressSection StateElement PhaseTransition ScaleTransition LexiconTerm Quality FormalQuality TradeOff ValueStatement
EvenOverStatement ValueAlignment Safeguard Role Seat DelegateSeat RoleAssignment Delegation Affiliation
AffiliationConstraint Task GovernanceDocument GroupAgreement GovernanceCharter Policy ProcessMap
ParticipationGuidelines ImpactModel DiscoveryReport GovernanceDesign ImplementationPlan GovernanceProposal Decision
DecisionRegistry DecisionMechanism Tally StanceCount ResourceAllocation FacilitationProcess FeedbackMechanism
SuccessMetric MetricObservation Pattern Tool Selection Requirement`

const propertyNames = `hasState currentState stateOf purposeSection practiceSection progressSection hasElement elementKind content
pointsTo phase scale primaryScale memberCount stateVersion contentDigest maintainedBy reviewDue reviewInterval
visibility rollsUpTo enactedBy transitionOf fromPhase toPhase fromScale toScale evidence readinessSign nextPhase
allowedTransition order typicalMinSize typicalMaxSize externalCode formalStructure taggedWith tagAlias lexiconEntry
lexiconStatus pole hasValueStatement statedBy prefers over onTradeOff statementText appliesWhen appliesToScope
rationale weight valuesQuality guidedBy counterbalances comparesGroup agreesOn differsOn alignmentScore groupForm
governanceLayer constituentGroup representsGroup linkKind mandate mayDecide decidesForConstituents openToAllMembers
endCondition endsOn affiliationKind affiliationStatus hasConstraint constraintKind satisfied checkedOn
responsibility authority accountableTo eligibility incentive constraint ownershipAlignment decisionModel
resourceUnderControl roleKind commitmentLevel openForVolunteers minHolders maxHolders termLength
maxConsecutiveTerms rotationInterval selectionMethod vettingMethod fillsSeat termStart termEnd termNumber
selectedThrough assignmentStatus predecessor pairedWith delegator delegatee revocable mayBePassedOn
reportingInterval deliverable definitionOfDone scopeIncludes scopeExcludes taskStatus commissionedBy assignedTo
realizedAs party agreementKind policyDomain documentStatus derivesAuthorityFrom givesEffectTo evaluates
fulfillsCommitmentIn force governs economicAgreement breachProcess diagramSource proposer proposedToBody
proposalKind proposalStatus lifecycleStage discussionAt votingAt opensAt closesAt proposesChangeTo
requestsAllocation externalId decides decidedBy usedMechanism outcome decidedAt tally stanceCount stance count
eligibleCount participantCount authorizes authorizedBy precedent implementationStatus registryOf decisionRegistry
hasMechanism mechanismType usedFor quorum approvalThreshold minimumPeriod challengePeriod challengeBody
challengeCriteria eligibleDeciders weightBasis allocatedTo allocatedFrom allocatedQuantity plannedFlow actualFlow
trancheCondition facilitates facilitator facilitationStage facilitationStep hasRequirement requirementDimension
wantsDynamic hasFeedbackMechanism cadence hasSuccessMetric metricKind metricQuestion ofMetric observedValue
suitsPhase suitsScale expressesQuality servesFunction combinesWith selectedBy selects insteadOf forFunction`

// Nothing of the framework was renamed or left out.
func TestEveryClassAndPropertyOfTheFrameworkIsDeclared(t *testing.T) {
	classes, properties := strings.Fields(classNames), strings.Fields(propertyNames)
	for _, name := range classes {
		if c := all.Class(name); c == nil || c.Schema != Schema || c.IRI != Schema.Base+vocab.IRI(name) {
			t.Errorf("class %s is missing", name)
		}
	}
	for _, term := range properties {
		if p := all.Property(term); p == nil || p.Schema != Schema || p.IRI != Schema.Base+vocab.IRI(term) {
			t.Errorf("property %s is missing", term)
		}
	}
	if got := len(Schema.Classes); len(classes) != 61 || got != len(classes)+len(valueSets) {
		t.Errorf("%d classes are declared, %d are listed", got-len(valueSets), len(classes))
	}
	if got := len(Schema.Properties); len(properties) != 197 || got != len(properties) {
		t.Errorf("%d properties are declared, %d are listed", got, len(properties))
	}
}

func TestEveryDeclarationIsExplainedInOneSentence(t *testing.T) {
	for _, s := range Schemas {
		for _, c := range s.Classes {
			explained(t, c.Name, c.Doc)
		}
		for _, p := range s.Properties {
			explained(t, p.Term, p.Doc)
		}
		for _, i := range s.Individuals {
			explained(t, i.Name, i.Doc)
		}
	}
}

func explained(t *testing.T, name, doc string) {
	t.Helper()
	if !strings.HasSuffix(doc, ".") && !strings.HasSuffix(doc, "?") || strings.Contains(doc, "\n") {
		t.Errorf("%s: %q is no sentence", name, doc)
	}
	for i := 0; i+2 < len(doc); i++ {
		if doc[i] == '.' && doc[i+1] == ' ' && unicode.IsUpper(rune(doc[i+2])) {
			t.Errorf("%s: more than one sentence: %q", name, doc)
		}
	}
}

func TestFactsAboutConceptsLeadToDeclaredThings(t *testing.T) {
	for _, i := range Schema.Individuals {
		if i.Broader != nil && !sharesClass(i, i.Broader) {
			t.Errorf("%s is under %s of another value set", i.Name, i.Broader.Name)
		}
		for _, f := range i.Facts {
			id := f.Value.IRI()
			if all.Owns(id) && all.Individual(id) == nil && all.ClassByIRI(id) == nil {
				t.Errorf("%s %s %s, which is not declared", i.Name, f.Property, id)
			}
			if known := all.Individual(id); known != nil && len(f.Property.Range) > 0 {
				ok := false
				for _, class := range known.Of {
					ok = ok || class.IsAny(f.Property.Range)
				}
				if !ok {
					t.Errorf("%s %s %s, which is no %s", i.Name, f.Property, known.Name, f.Property.Range[0])
				}
			}
		}
	}
}

func sharesClass(a, b *vocab.Individual) bool {
	for _, c := range a.Of {
		for _, d := range b.Of {
			if c == d {
				return true
			}
		}
	}
	return false
}

// Terms that ActivityStreams has must stay free for it.
func TestTermsOfActivityStreamsAreFree(t *testing.T) {
	const taken = `actor object target origin result instrument to cc bto bcc audience published updated startTime endTime
	inbox outbox followers following liked items orderedItems totalItems first last next prev partOf current attributedTo
	inReplyTo replies url summary preferredUsername endpoints publicKey formerType deleted tag attachment context generator
	icon location mediaType rel href source name note image`
	for _, term := range strings.Fields(taken) {
		if p := all.Property(term); p != nil && p.Schema != vf.Schema {
			t.Errorf("%s is declared by %s", term, p.Schema.Prefix)
		}
	}
	const types = `Create Update Offer Invite Join Leave Add Remove Announce Block Flag Move Read Follow Accept Reject Undo
	Delete Tombstone OrderedCollection Collection Note Document Article Event Place Image Link`
	for _, name := range strings.Fields(types) {
		if all.Class(name) != nil {
			t.Errorf("class %s is declared here", name)
		}
	}
}

func TestAddressesReadWell(t *testing.T) {
	for class, want := range map[*vocab.Class][2]string{
		DAO:                     {"dao", "daos"},
		DelegateBody:            {"delegate-body", "delegate-bodies"},
		CollectiveOfCollectives: {"collective-of-collectives", "collectives-of-collectives"},
		EvenOverStatement:       {"even-over-statement", "even-over-statements"},
		FacilitationProcess:     {"facilitation-process", "facilitation-processes"},
	} {
		if class.Path() != want[0] || class.Plural != want[1] {
			t.Errorf("%s is at %s in %s", class.Name, class.Path(), class.Plural)
		}
	}
}

func TestAGroupCanBeAPartyToFlows(t *testing.T) {
	for _, c := range []*vocab.Class{Group, Cell, DAO, EphemeralCell, Committee, DelegateBody} {
		if !c.IsAny(vf.Provider.Range) {
			t.Errorf("a %s cannot provide", c.Name)
		}
		for _, p := range []*vocab.Property{vf.Name, vf.Note, vf.Image, vf.ClassifiedAs, Phase, GroupPurpose} {
			if !p.Allows(c) {
				t.Errorf("a %s has no %s", c.Name, p)
			}
		}
	}
}

func TestEntriesOfTheTemplateStandInTheirSections(t *testing.T) {
	sections := map[*vocab.Property]int{}
	for _, kind := range CellStateTemplate {
		sections[SectionOf(kind)]++
	}
	if len(CellStateTemplate) != 12 || sections[HasPurposeSection] != 4 || sections[HasPracticeSection] != 5 || sections[HasProgressSection] != 3 {
		t.Errorf("the template has %v", sections)
	}
	if SectionOf("https://example.org/our-own-kind") != nil {
		t.Error("an unknown kind has a section")
	}
}
