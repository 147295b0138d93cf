package fedtest_test

import (
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
	"tributary/vocab/vf"
)

// planned is a plan of a group with one process.
func planned(n *fedtest.Node, group vocab.IRI) (plan, process vocab.IRI) {
	made := n.Do(node.Create(group, n.Read(`[{"id": "_:plan", "type": "Plan", "name": "Cider day"},
		{"id": "_:process", "type": "Process", "name": "Press", "plannedWithin": "_:plan"}]`)...)).Objects
	return made[0], made[1]
}

func (o *orchard) add(who *fedtest.Persona, plan, process vocab.IRI, id string) string {
	return o.form("add", "/actors/eleanore", string(who.IRI), "/actors/alice", string(o.apples), "/actors/gleaning-collective", string(o.apples),
		samplePlan, string(plan), "/processes/ddde9d6f-6f3b-4770-a966-3a18ef006931#cider", string(process),
		"/inputs/ad2f7ee1-6567-413e-a10b-72650cbdc743", o.mill.URL+"/inputs/"+id, "/activities/ad2f7ee1-6567-413e-a10b-72650cbdc743/create", o.mill.URL+"/activities/"+id)
}

func TestWhatSomebodyAddsToAPlanWaitsForWhoMadeThePlan(t *testing.T) {
	o := newOrchard(t)
	o.heard(o.alice, string(text(t, o.alice.Act("follow", "Follow", o.apples, nil))))
	plan, process := planned(o.Node, o.apples)
	o.Settle()

	for _, id := range []string{"wanted", "unwanted"} {
		o.heard(o.bob, o.add(o.bob, plan, process, id))
		added := o.mill.IRI("/inputs/" + id)
		if !o.Related(node.Relation{From: added, Kind: node.AsksToAdd, To: o.apples}) || namesOne(o.Thing(plan), vf.PlanIncludes, added) {
			t.Fatalf("%s does not wait", id)
		}
	}
	before := len(o.mill.Got())
	o.Do(fedtest.Naming("Accept", o.apples, o.mill.IRI("/inputs/wanted")))
	reject := fedtest.Naming("Reject", o.apples, o.mill.IRI("/activities/unwanted"))
	reject.Summary = "We are enough."
	o.Do(reject)
	o.Settle()

	wanted, unwanted := o.mill.IRI("/inputs/wanted"), o.mill.IRI("/inputs/unwanted")
	for id, p := range map[vocab.IRI]*vocab.Property{plan: vf.PlanIncludes, process: vf.HasInput} {
		if thing := o.Thing(id); !namesOne(thing, p, wanted) || namesOne(thing, p, unwanted) {
			t.Errorf("%s is %v", id, thing)
		}
	}
	if o.provider(wanted) != o.bob.IRI || o.Related(node.Relation{Kind: node.AsksToAdd}) {
		t.Error("what was answered still waits, or is somebody else's now")
	}
	accepts, rejects := o.posted("Accept"), o.posted("Reject")
	if len(accepts) != 2 || !strings.Contains(accepts[1], `"object":"`+o.mill.URL+`/activities/wanted"`) {
		t.Errorf("who added it is not told: %v", accepts)
	}
	if len(rejects) != 1 || !strings.Contains(rejects[0], `"object":"`+o.mill.URL+`/activities/unwanted"`) || !strings.Contains(rejects[0], "We are enough.") {
		t.Errorf("who is refused is not told why: %v", rejects)
	}
	if n := len(o.mill.Got()) - before; n != 3 { // and who follows hears what the plan includes now
		t.Errorf("%d messages went out: %v", n, o.mill.Got()[before:])
	}
	if _, err := o.Try(fedtest.Naming("Accept", o.apples, unwanted)); node.KindOf(err) != node.Invalid {
		t.Errorf("answered twice: %v", err)
	}
	o.Sound()
}

func namesOne(r *vocab.Resource, p *vocab.Property, id vocab.IRI) bool {
	for _, v := range r.All(p) {
		if v.IRI() == id {
			return true
		}
	}
	return false
}

func TestAdditionsAgainstTheRulesAreAnsweredWithTheReason(t *testing.T) {
	o := newOrchard(t)
	plan, process := planned(o.Node, o.apples)
	_, elsewhere := planned(o.Node, o.apples)
	hidden := o.Group("hidden", `"defaultAudience": "members"`)
	secret, inside := planned(o.Node, hidden)
	o.Settle()

	forAlice := strings.Replace(o.add(o.bob, plan, process, "a1"), `"provider": "`+string(o.bob.IRI), `"provider": "`+string(o.alice.IRI), 1)
	o.refused(o.bob, forAlice, `"taker"`)
	o.refused(o.bob, o.add(o.bob, plan, elsewhere, "a2"), `"satisfies"`)
	// Of what is hidden is said what is said of nothing.
	nothing := vocab.IRI(o.URL + "/id/plan/01ARZ3NDEKTSV4RRFFQ69G5FAV")
	o.refused(o.bob, o.add(o.bob, secret, inside, "a3"), "there is no")
	o.refused(o.bob, o.add(o.bob, nothing, inside, "a3n"), "there is no")
	said := o.posted("Reject")
	if a, b := strip(strings.ReplaceAll(strings.ReplaceAll(said[2], string(secret), ""), "a3", "")), strip(strings.ReplaceAll(strings.ReplaceAll(said[3], string(nothing), ""), "a3n", "")); a != b {
		t.Errorf("the two differ:\n%s\n%s", a, b)
	}
	byAlice := strings.Replace(o.add(o.bob, plan, process, "a4"), `"attributedTo": "`+string(o.bob.IRI), `"attributedTo": "`+string(o.alice.IRI), 1)
	o.refused(o.bob, byAlice, `"owner"`)
	o.Do(fedtest.Naming("Block", o.apples, o.bob.IRI))
	o.Settle()
	before := traceOf(t, o.Node)
	if l := o.hear(o.bob, o.add(o.bob, plan, process, "a5")); l.State != node.LetterRefused {
		t.Errorf("who is blocked adds: %s", l.State)
	}
	if left := traceOf(t, o.Node).since(before); left != "" {
		t.Errorf("it left %s", left)
	}
	o.Sound()
}

func TestATaskIsAddedToAPlanOfAnotherNodeAndOfAnotherGroup(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	apples, pears, bread := garden.Group("apples"), garden.Group("pears"), bakery.Group("bread")
	bakery.Do(fedtest.Naming("Follow", bread, apples))
	net.Settle()
	plan, process := planned(garden, apples)
	net.Settle()
	commitment := func(by vocab.IRI) string {
		return `{"type": "Commitment", "action": "work", "provider": "` + string(by) + `", "receiver": "` + string(apples) + `", "plannedWithin": "` + string(plan) + `", "inputOf": "` + string(process) + `", "effortQuantity": {"hasUnit": "hour", "hasNumericalValue": "3"}}`
	}

	near, far := garden.Create(pears, commitment(pears)), bakery.Create(bread, commitment(bread))
	net.Settle()
	for _, id := range []vocab.IRI{near, far} {
		if !garden.Related(node.Relation{From: id, Kind: node.AsksToAdd, To: apples}) {
			t.Fatalf("%s does not wait\n%s", id, garden.Log)
		}
		garden.Do(fedtest.Naming("Accept", apples, id))
		net.Settle()
	}

	for _, n := range net.Nodes {
		if kept := n.Thing(plan); !namesOne(kept, vf.PlanIncludes, near) || !namesOne(kept, vf.PlanIncludes, far) {
			t.Errorf("at %s the plan is %v", n.URL, kept)
		}
		if n.Related(node.Relation{Kind: node.AsksToAdd}) {
			t.Errorf("at %s something still waits", n.URL)
		}
		n.Sound()
	}
	if _, err := garden.Try(node.Create(pears, garden.Read(commitment(bread))...)); node.KindOf(err) != node.Invalid {
		t.Errorf("somebody else's work is promised: %v", err)
	}
}

func TestSeveralTasksAreAddedByOneAnswer(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	apples, bread := garden.Group("apples"), bakery.Group("bread")
	bakery.Do(fedtest.Naming("Follow", bread, apples))
	net.Settle()
	plan, process := planned(garden, apples)
	net.Settle()
	one := `{"type": "Commitment", "action": "work", "provider": "` + string(bread) + `", "plannedWithin": "` + string(plan) + `", "inputOf": "` + string(process) + `"}`
	made := bakery.Do(node.Create(bread, bakery.Read("["+strings.Replace(one, "{", `{"id": "_:a", `, 1)+","+strings.Replace(one, "{", `{"id": "_:b", `, 1)+"]")...))
	net.Settle()

	if _, err := garden.Try(fedtest.Naming("Accept", apples, made.Objects[0])); node.KindOf(err) != node.Conflict || !strings.Contains(err.Error(), string(made.Activity)) {
		t.Errorf("one of two is answered alone: %v", err)
	}
	garden.Do(fedtest.Naming("Accept", apples, made.Activity))
	net.Settle()

	for _, n := range net.Nodes {
		for _, id := range made.Objects {
			if !namesOne(n.Thing(plan), vf.PlanIncludes, id) || !namesOne(n.Thing(process), vf.HasInput, id) {
				t.Errorf("at %s the plan includes %v", n.URL, n.Thing(plan).All(vf.PlanIncludes))
			}
		}
		if n.Related(node.Relation{Kind: node.AsksToAdd}) {
			t.Errorf("at %s something still waits", n.URL)
		}
	}
}

// What is taken back is asked of nobody any more, wherever they are.
func TestADeletedTaskIsAskedOfNobody(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	apples, bread := garden.Group("apples"), bakery.Group("bread")
	task := garden.Create(apples, `{"type": "Commitment", "action": "work", "provider": "`+string(bread)+`", "receiver": "`+string(apples)+`"}`)
	net.Settle()
	if !bakery.Related(node.Relation{From: task, Kind: node.AsksToDo, To: bread}) {
		t.Fatal("it is not asked")
	}

	garden.Do(node.Delete(apples, task))
	net.Settle()

	for _, n := range net.Nodes {
		if n.Knows(task) || n.Related(node.Relation{From: task}) {
			t.Errorf("at %s it is still asked for", n.URL)
		}
		n.Sound()
	}
}
