package fedtest_test

import (
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"tributary/contexts"
	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
	"tributary/vocab/own"
	"tributary/vocab/vf"
)

// Only who was asked answers, and only what was asked.
func TestAttackAnswersOfThoseWhoWereNotAsked(t *testing.T) {
	s := newScene(t)
	neighbour := s.mill.Persona("neighbour", 2)
	s.Meet(neighbour)
	follow := s.Do(fedtest.Naming("Follow", s.apples, s.ana.IRI)).Activity
	theirs := s.ana.Act("theirs", "Follow", s.mallory.IRI, nil)
	secret := s.Group("secret", `"defaultAudience": "members"`)
	inside := s.Do(node.Create(secret, s.Read(`{"type": "Plan", "name": "Inside"}`)...)).Activity
	s.Settle()

	rows := map[string]func() (*fedtest.Persona, fedtest.Doc){
		"Accept by a stranger": func() (*fedtest.Persona, fedtest.Doc) {
			return s.mallory, s.mallory.Act(s.fresh(), "Accept", follow, nil)
		},
		"Accept by a neighbour": func() (*fedtest.Persona, fedtest.Doc) {
			return neighbour, neighbour.Act(s.fresh(), "Accept", follow, nil)
		},
		"Reject by a stranger": func() (*fedtest.Persona, fedtest.Doc) {
			return s.mallory, s.mallory.Act(s.fresh(), "Reject", follow, nil)
		},
		"Accept of another's Follow": func() (*fedtest.Persona, fedtest.Doc) {
			return s.mallory, s.mallory.Act(s.fresh(), "Accept", theirs, nil)
		},
		"Accept of an embedded Follow that nobody sent": func() (*fedtest.Persona, fedtest.Doc) {
			return s.mallory, s.mallory.Act(s.fresh(), "Accept", fedtest.Doc{"id": s.URL + "/id/activity/none", "type": "Follow", "actor": s.apples, "object": s.mallory.IRI}, nil)
		},
		"Accept of an embedded Follow without an id": func() (*fedtest.Persona, fedtest.Doc) {
			return s.mallory, s.mallory.Act(s.fresh(), "Accept", fedtest.Doc{"type": "Follow", "actor": s.apples, "object": s.mallory.IRI}, nil)
		},
		"Accept of what nobody may see": func() (*fedtest.Persona, fedtest.Doc) {
			return s.mallory, s.mallory.Act(s.fresh(), "Accept", inside, nil)
		},
		"Accept of a group": func() (*fedtest.Persona, fedtest.Doc) {
			return s.mallory, s.mallory.Act(s.fresh(), "Accept", s.apples, nil)
		},
		"Accept with this node's id": func() (*fedtest.Persona, fedtest.Doc) {
			return s.mallory, s.mallory.Act(s.fresh(), "Accept", follow, fedtest.Doc{"id": follow})
		},
		"Join of a private group": func() (*fedtest.Persona, fedtest.Doc) {
			return s.mallory, s.mallory.Act(s.fresh(), "Join", secret, nil)
		},
		"Follow of a private group": func() (*fedtest.Persona, fedtest.Doc) {
			return s.mallory, s.mallory.Act(s.fresh(), "Follow", secret, nil)
		},
		"Leave of another": func() (*fedtest.Persona, fedtest.Doc) {
			return s.mallory, s.mallory.Act(s.fresh(), "Leave", s.apples, fedtest.Doc{"origin": s.ana.IRI})
		},
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			who, act := row()
			said := fmt.Sprint(act["id"])
			before := traceOf(t, s.Node)
			if code := who.Send(s.Node, act); code != http.StatusAccepted && code != http.StatusUnauthorized {
				t.Errorf("it was answered with %d", code)
			}
			s.Settle()
			left := traceOf(t, s.Node).since(before)
			if lines := traceOf(t, s.Node).but("version " + said).but("letter " + said).since(before.but("version " + said).but("letter " + said)); lines != "" {
				t.Errorf("it left\n%s", left)
			}
		})
	}

	s.honest(t, s.ana.Act("yes", "Accept", follow, nil))
	if !s.Related(node.Relation{From: s.apples, Kind: node.Follows, To: s.ana.IRI}) {
		t.Error("the answer of who was asked does not count")
	}
	s.honest(t, s.ana.Act("yes-again", "Accept", follow, nil))
	s.honest(t, s.ana.Act("no", "Reject", follow, nil))
	if s.Related(node.Relation{From: s.apples, Kind: node.Follows, To: s.ana.IRI}) {
		t.Error("a Reject after the Accept does not end it")
	}
	s.ana.Send(s.Node, s.ana.Act("yes-at-last", "Accept", follow, nil))
	s.Settle()
	if s.Related(node.Relation{From: s.apples, Kind: node.Follows, To: s.ana.IRI}) {
		t.Error("an old Follow that was refused is accepted by the one who refused")
	}
	s.Sound()
}

// Saying it again says nothing new.
func TestAttackReplays(t *testing.T) {
	s := newScene(t)
	follow := s.ana.Act("once", "Follow", s.apples, nil)
	s.honest(t, follow)
	position := func() string { return fmt.Sprint(traceOf(t, s.Node)) }
	before := position()

	for range 3 {
		if code := s.ana.Send(s.Node, follow); code != http.StatusAccepted {
			t.Error(code)
		}
	}
	if code := s.ana.Send(s.Node, follow.With(fedtest.Doc{"type": "Like"})); code != http.StatusAccepted {
		t.Error(code)
	}
	s.Settle()
	if position() != before {
		t.Error("a repetition has an effect")
	}

	plan := s.plan("many")
	create := s.ana.Act("at-once", "Create", plan, nil)
	var all sync.WaitGroup
	codes := make([]int, 20)
	for i := range codes {
		all.Go(func() { codes[i] = s.ana.Send(s.Node, create) })
	}
	all.Wait()
	s.Settle()
	for _, code := range codes {
		if code != http.StatusAccepted {
			t.Errorf("one of twenty was answered with %d", code)
		}
	}
	if n := len(traceOf(t, s.Node).having("version " + string(s.mill.IRI("/plans/many")))); n != 1 {
		t.Errorf("twenty at once made %d versions", n)
	}
	s.Sound()
}

// Whoever was blocked stays blocked: also when it deletes itself, or says it blocks too and takes that back.
func TestAttackWaysAroundABlock(t *testing.T) {
	s := newScene(t)
	s.Do(fedtest.Naming("Block", s.apples, s.mallory.IRI))
	blocks := node.Relation{From: s.apples, Kind: node.Blocks, To: s.mallory.IRI}
	for _, act := range []fedtest.Doc{
		s.mallory.Act("b1", "Block", s.apples, nil),
		s.mallory.Act("b2", "Undo", s.evil.IRI("/activities/b1"), nil),
		s.mallory.Act("b3", "Undo", fedtest.Doc{"id": s.evil.IRI("/activities/b9"), "type": "Block", "actor": s.mallory.IRI, "object": s.apples}, nil),
		s.mallory.Act("b4", "Delete", s.mallory.IRI, nil),
		s.mallory.Act("b5", "Follow", s.apples, nil),
		s.mallory.Act("b6", "Join", s.apples, nil),
		s.mallory.Act("b7", "Invite", s.apples, nil),
	} {
		s.mallory.Send(s.Node, act)
		s.Settle()
		if !s.Related(blocks) {
			t.Fatalf("after %s the block is gone", act["type"])
		}
	}
	for _, kind := range []node.RelationKind{node.Follows, node.AsksToFollow, node.AsksToJoin} {
		if s.Related(node.Relation{From: s.mallory.IRI, Kind: kind, To: s.apples}) {
			t.Errorf("whoever is blocked %s", kind)
		}
	}
	if s.Related(node.Relation{From: s.apples, Kind: node.InvitedTo, To: s.mallory.IRI}) {
		t.Error("whoever is blocked invites")
	}
}

func transferDoc(s *scene, id vocab.IRI, provider, receiver any, more fedtest.Doc) fedtest.Doc {
	return fedtest.Doc{
		"@context": []any{valueflows[0], fedtest.Doc{
			"vf": "https://w3id.org/valueflows/ont/vf#", "om2": "http://www.ontology-of-units-of-measure.org/resource/om-2/", "EconomicEvent": "vf:EconomicEvent",
			"action": fedtest.Doc{"@id": "vf:action", "@type": "@id"}, "provider": fedtest.Doc{"@id": "vf:provider", "@type": "@id"},
			"receiver": fedtest.Doc{"@id": "vf:receiver", "@type": "@id"}, "resourceInventoriedAs": fedtest.Doc{"@id": "vf:resourceInventoriedAs", "@type": "@id"},
			"toResourceInventoriedAs": fedtest.Doc{"@id": "vf:toResourceInventoriedAs", "@type": "@id"}, "fulfills": fedtest.Doc{"@id": "vf:fulfills", "@type": "@id"},
			"satisfies": fedtest.Doc{"@id": "vf:satisfies", "@type": "@id"}, "clauseOf": fedtest.Doc{"@id": "vf:clauseOf", "@type": "@id"}, "resourceQuantity": "vf:resourceQuantity", "hasUnit": fedtest.Doc{"@id": "vf:hasUnit", "@type": "@id"},
			"hasNumericalValue": "vf:hasNumericalValue", "Commitment": "vf:Commitment", "confirmation": fedtest.Doc{"@id": string(own.HasConfirmation.IRI), "@type": "@id"}}},
		"id": id, "type": "EconomicEvent", "action": "vf:transfer", "provider": provider, "receiver": receiver,
		"resourceQuantity": fedtest.Doc{"hasUnit": "om2:kilogram", "hasNumericalValue": "3"},
	}.With(more)
}

// What another node states of this node's things changes them by nobody's word but their own group's.
func TestAttackEventsAboutWhatIsOurs(t *testing.T) {
	s := newScene(t)
	stock := s.Stock(s.apples, "Apples", "10", "kilogram")
	pears := s.Group("pears")
	others := s.Stock(pears, "Pears", "10", "kilogram")
	promise := s.Create(s.apples, fmt.Sprintf(`{"type": "Commitment", "action": "transfer", "provider": %q, "receiver": %q,
		"resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "8"}}`, s.apples, s.mallory.IRI))
	wish := s.Create(s.apples, fmt.Sprintf(`{"type": "Intent", "action": "transfer", "receiver": %q,
		"resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "8"}}`, s.apples))
	ours := s.Create(s.apples, handover(s.apples, s.ana.IRI, stock, "1"))
	s.Settle()
	state := func() string {
		all := fmt.Sprint(s.Holds(stock), s.Holds(others))
		for _, id := range []vocab.IRI{promise, wish, ours, stock, others} {
			v, err := s.Server.Node.Get(t.Context(), node.Operator, id)
			if err != nil {
				t.Fatal(err)
			}
			all += fmt.Sprintf(" %s %d %s", id, v.N, v.Body)
		}
		return all
	}
	id := func() vocab.IRI { return s.evil.IRI("/events/" + s.fresh()) }
	me, us := s.mallory.IRI, s.apples
	rows := map[string]fedtest.Doc{
		"between two others":               transferDoc(s, id(), s.ana.IRI, us, nil),
		"between two of ours":              transferDoc(s, id(), us, pears, fedtest.Doc{"resourceInventoriedAs": stock}),
		"that takes from ours":             transferDoc(s, id(), me, us, fedtest.Doc{"resourceInventoriedAs": stock}),
		"that takes from ours to itself":   transferDoc(s, id(), us, me, fedtest.Doc{"resourceInventoriedAs": stock}),
		"that takes from ours alone":       transferDoc(s, id(), me, nil, fedtest.Doc{"resourceInventoriedAs": stock}),
		"that gives into another group's":  transferDoc(s, id(), me, us, fedtest.Doc{"toResourceInventoriedAs": others}),
		"that raises ours":                 transferDoc(s, id(), me, me, fedtest.Doc{"action": "vf:raise", "resourceInventoriedAs": stock}),
		"that lowers ours":                 transferDoc(s, id(), me, us, fedtest.Doc{"action": "vf:lower", "resourceInventoriedAs": stock}),
		"that fulfils ours":                transferDoc(s, id(), us, me, fedtest.Doc{"fulfills": []any{promise}}),
		"that is confirmed, as it says":    transferDoc(s, id(), us, me, fedtest.Doc{"resourceInventoriedAs": stock, "confirmation": own.Confirmed.IRI}),
		"of a resource of a third":         transferDoc(s, id(), me, us, fedtest.Doc{"resourceInventoriedAs": s.mill.IRI("/stock")}),
		"with a group that is not there":   transferDoc(s, id(), me, s.URL+"/groups/nobody", nil),
		"of less than nothing":             transferDoc(s, id(), me, us, fedtest.Doc{"resourceQuantity": fedtest.Doc{"hasUnit": "om2:kilogram", "hasNumericalValue": "-3"}}),
		"of a number nobody can count to":  transferDoc(s, id(), me, us, fedtest.Doc{"resourceQuantity": fedtest.Doc{"hasUnit": "om2:kilogram", "hasNumericalValue": "1e400000"}}),
		"a commitment that satisfies ours": transferDoc(s, id(), me, us, fedtest.Doc{"type": "Commitment", "satisfies": []any{wish}}),
	}
	before := state()
	for name, event := range rows {
		t.Run(name, func(t *testing.T) {
			act := s.mallory.Act(s.fresh(), "Create", event, nil)
			if code := s.mallory.Send(s.Node, act); code != http.StatusAccepted {
				t.Errorf("it was answered with %d", code)
			}
			s.mallory.Send(s.Node, s.mallory.Act(s.fresh(), "Accept", event["id"], nil)) // and agrees with itself
			s.mallory.Send(s.Node, s.mallory.Act(s.fresh(), "Update", event, nil))
			s.Settle()
			if after := state(); after != before {
				t.Errorf("what is ours was\n%s\nand is\n%s", before, after)
			}
		})
	}
	t.Run("answers to an event by no side of it", func(t *testing.T) {
		for _, verb := range []string{"Accept", "Reject", "Undo", "Delete"} {
			s.mallory.Send(s.Node, s.mallory.Act(s.fresh(), verb, ours, nil))
			neighbour := s.mill.Persona("neighbour"+s.fresh(), 2)
			neighbour.Send(s.Node, neighbour.Act(s.fresh(), verb, ours, nil))
			s.Settle()
			if after := state(); after != before {
				t.Errorf("after %s by no side it is\n%s\nnot\n%s", verb, after, before)
			}
		}
	})
	s.honest(t, s.ana.Act("yes", "Accept", ours, nil))
	if said := s.Thing(ours).Get(own.HasConfirmation).IRI(); said != own.Confirmed.IRI {
		t.Errorf("the side's own word does not count: %s", said)
	}
	s.Sound()
}

// A group that confirms what it agreed to confirms nothing else: neither what another adds to the agreement
// nor what it makes of a commitment afterwards.
func TestAttackConfirmationByRule(t *testing.T) {
	s := newScene(t)
	bound := s.Group("bound", `"confirmsWithin": "agreement"`)
	stock := s.Stock(bound, "Apples", "10", "kilogram")
	agreement, early, late := s.evil.IRI("/agreement"), s.evil.IRI("/early"), s.evil.IRI("/late")
	promise := func(id vocab.IRI, amount string) fedtest.Doc {
		d := transferDoc(s, id, bound, s.mallory.IRI, fedtest.Doc{"type": "Commitment", "clauseOf": agreement, "vf:due": "2027-01-01T00:00:00Z"})
		d["resourceQuantity"] = fedtest.Doc{"hasUnit": "om2:kilogram", "hasNumericalValue": amount}
		return d
	}
	ours := fedtest.Doc{"@context": []any{valueflows[0], s.URL + "/contexts/" + contexts.Native().Name}} // else a marketplace's form is read
	s.accepted(t, s.mallory, s.mallory.Act("early", "Create", promise(early, "1"), ours))
	if err := s.DB.Update(t.Context(), func(tx node.Tx) error {
		return tx.Relate(node.Relation{From: agreement, Kind: node.Binds, To: bound, Since: time.Now().UTC()}, true)
	}); err != nil {
		t.Fatal(err)
	}
	s.mallory.Send(s.Node, s.mallory.Act("late", "Create", promise(late, "9"), ours))
	s.mallory.Send(s.Node, s.mallory.Act("more", "Update", promise(early, "9"), ours))
	s.Settle()
	if s.Knows(late) {
		t.Error("a commitment was added to what was agreed")
	}
	if got := s.Thing(early).Get(vf.ResourceQuantity).Part().Get(vf.HasNumericalValue).Text(); got != "1" {
		t.Errorf("the commitment grew to %s", got)
	}
	for _, fulfils := range []vocab.IRI{early, late} {
		event := transferDoc(s, s.evil.IRI("/events/"+s.fresh()), bound, s.mallory.IRI, fedtest.Doc{"fulfills": []any{fulfils}, "resourceInventoriedAs": stock,
			"resourceQuantity": fedtest.Doc{"hasUnit": "om2:kilogram", "hasNumericalValue": "1"}})
		s.accepted(t, s.mallory, s.mallory.Act(s.fresh(), "Create", event, nil))
		if got := s.Holds(stock); got != "10 kg (10 kg on hand)" {
			t.Errorf("the stock is %s", got)
		}
	}
	s.Sound()
}
