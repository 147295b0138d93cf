package fedtest_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
	"tributary/vocab/vf"
)

const sampleInput = "/inputs/ddde9d6f-6f3b-4770-a966-3a18ef006931"

// accept is the sample of an Accept of a commitment: of the group's by somebody.
func (o *orchard) accept(who *fedtest.Persona, task vocab.IRI, id string) string {
	return o.form("accept", "/actors/bob", string(who.IRI), "/actors/alice", string(o.apples), sampleInput+"#cider4", string(task),
		"/activities/059f08fa-31b1-4136-8d76-5987d705a0ac", o.mill.URL+"/activities/"+id)
}

func (o *orchard) reject(who *fedtest.Persona, task vocab.IRI, id string) string {
	return o.form("reject", "/actors/chiam", string(who.IRI), "/actors/alice", string(o.apples), sampleInput+"#cider3", string(task),
		"/activities/8c05f97f-1531-4b70-9ca8-4ee4a09f36a4", o.mill.URL+"/activities/"+id)
}

func TestAnOpenTaskIsTakenAndEverybodyHearsOfIt(t *testing.T) {
	o := newOrchard(t)
	o.heard(o.alice, string(text(t, o.alice.Act("follow", "Follow", o.apples, nil))))
	task := o.task("")
	o.Settle()

	o.heard(o.bob, o.accept(o.bob, task, "accept"))

	if o.provider(task) != o.bob.IRI {
		t.Errorf("the task is for %q", o.provider(task))
	}
	// Its taker hears of it, and those who follow the group.
	if n := len(o.posted("Create")) + len(o.posted("Update")); n != 3 {
		t.Errorf("%d messages went out: %v", n, o.mill.Got())
	}

	o.heard(o.bob, o.reject(o.bob, task, "reject"))

	if o.provider(task) != "" {
		t.Errorf("the task is for %q", o.provider(task))
	}
	if o.Related(node.Relation{From: task, Kind: node.Took}) {
		t.Error("who declined still has it")
	}
	versions, err := o.Server.Node.History(t.Context(), node.Operator, task)
	if err != nil || len(versions) != 3 {
		t.Fatalf("%d versions: %v", len(versions), err)
	}
	for _, v := range versions {
		if v.Owner != o.apples || !strings.HasPrefix(string(v.Activity), o.URL) {
			t.Errorf("version %d is %s's, by %s", v.N, v.Owner, v.Activity)
		}
	}
	o.Sound()
}

func TestWhoIsAskedAcceptsOnceAndForAll(t *testing.T) {
	o := newOrchard(t)
	task := o.task(`, "provider": "` + string(o.bob.IRI) + `"`)
	o.Settle()
	asked := node.Relation{From: task, Kind: node.AsksToDo, To: o.bob.IRI}
	if !o.Related(asked) || len(o.posted("Create")) != 1 {
		t.Errorf("who is asked does not hear of it: %v", o.mill.Got())
	}

	for _, id := range []string{"once", "once", "twice"} {
		o.heard(o.bob, o.accept(o.bob, task, id))
	}

	if o.Related(asked) || !o.Related(node.Relation{From: task, Kind: node.Took, To: o.bob.IRI}) {
		t.Error("its answer does not count")
	}
	if v, _ := o.Server.Node.Get(t.Context(), node.Operator, task); v.N != 1 {
		t.Errorf("saying yes to what is asked made %d versions", v.N)
	}
}

func TestOfTwoWhoTakeATaskAtOnceOneHasIt(t *testing.T) {
	o := newOrchard(t)
	task := o.task("")
	var all sync.WaitGroup
	for _, who := range []*fedtest.Persona{o.alice, o.bob} {
		message := o.accept(who, task, "by-"+who.Doc["name"].(string))
		all.Go(func() {
			if code := who.Send(o.Node, message); code != http.StatusAccepted {
				t.Errorf("answered with %d", code)
			}
		})
	}
	all.Wait()
	o.Settle()

	if by := o.provider(task); by != o.alice.IRI && by != o.bob.IRI {
		t.Fatalf("the task is for %q", by)
	}
	rejects := o.posted("Reject")
	if len(rejects) != 1 || !strings.Contains(rejects[0], `"taker"`) || strings.Contains(rejects[0], string(o.provider(task))+`"]`) {
		t.Errorf("the second is not told why: %v", rejects)
	}
	if v, _ := o.Server.Node.Get(t.Context(), node.Operator, task); v.N != 2 {
		t.Errorf("it has %d versions", v.N)
	}
	o.Sound()
}

func TestWhatIsNotForOneIsNotAnswered(t *testing.T) {
	o := newOrchard(t)
	hidden := o.Group("hidden", `"defaultAudience": "members"`)
	secret := o.Create(hidden, `{"type": "Commitment", "action": "work", "note": "Secret", "receiver": "`+string(hidden)+`"}`)
	forBob, closed := o.task(`, "provider": "`+string(o.bob.IRI)+`"`), o.task(`, "finished": true`)
	open := o.task("")
	o.Settle()
	nothing := vocab.IRI(o.URL + "/id/commitment/01ARZ3NDEKTSV4RRFFQ69G5FAV")

	o.refused(o.alice, o.accept(o.alice, forBob, "a1"), `"taker"`)
	o.refused(o.alice, o.reject(o.alice, forBob, "a2"), `"taker"`)
	o.refused(o.alice, o.accept(o.alice, closed, "a3"), `"finished"`)
	o.refused(o.alice, o.reject(o.alice, open, "a4"), `"taker"`)
	// Of what is hidden is said what is said of nothing.
	o.refused(o.alice, o.accept(o.alice, secret, "a5"), "there is no")
	o.refused(o.alice, o.accept(o.alice, nothing, "a6"), "there is no")
	o.refused(o.alice, o.reject(o.alice, secret, "a7"), "there is no")
	o.Do(node.Delete(hidden, secret))
	o.refused(o.alice, o.reject(o.alice, secret, "a8"), "there is no")
	said := o.posted("Reject")
	shown := strings.NewReplacer("a5", "", "a6", "", string(secret), "", string(nothing), "")
	if strip(shown.Replace(said[len(said)-4])) != strip(shown.Replace(said[len(said)-3])) {
		t.Errorf("the two differ:\n%s\n%s", said[len(said)-4], said[len(said)-3])
	}
	o.Sound()
}

// strip is a message up to its proof, without its own id and time.
func strip(message string) string {
	message, _, _ = strings.Cut(message, `"proof"`)
	var kept []string
	for _, part := range strings.Split(message, ",") {
		if !strings.Contains(part, `"id":`) && !strings.Contains(part, `"published":`) {
			kept = append(kept, part)
		}
	}
	return strings.Join(kept, ",")
}

func TestAGroupAnswersATaskOfAnotherNode(t *testing.T) {
	o := newOrchard(t)
	plan := o.form("plan", "/actors/gleaning-collective", string(o.apples), "/actors/chiam", string(o.apples))
	plan = strings.Replace(plan, "\"provider\": \""+string(o.bob.IRI)+"\",\n          \"receiver\"", `"receiver"`, 1)
	o.heard(o.alice, `{"@context": "https://www.w3.org/ns/activitystreams", "type": "Create", "id": "`+o.mill.URL+`/activities/plan", "actor": "`+string(o.alice.IRI)+`", "to": "`+string(o.apples)+`", "object": `+plan+`}`)
	open, asked := o.mill.IRI(sampleInput+"#pick1"), o.mill.IRI(sampleInput+"#cider3")

	for verb, task := range map[string]vocab.IRI{"Accept": open, "Reject": asked} {
		act := fedtest.Naming(verb, o.apples, task)
		act.Summary = "We will see to it."
		o.Do(act)
		o.Settle()

		sent := o.posted(verb)
		if len(sent) != 1 || !strings.Contains(sent[0], `"object":"`+string(task)+`"`) || !strings.Contains(sent[0], `"content":"<p>We will see to it.</p>","to":"`+string(o.alice.IRI)+`"`) {
			t.Fatalf("who made the plan is not told: %v", sent)
		}
	}
	pending := []node.Relation{{From: open, Kind: node.Took, To: o.apples}, {From: asked, Kind: node.Declined, To: o.apples}}
	for _, p := range pending {
		if !o.Related(p) {
			t.Errorf("that %s waits is not known", p.From)
		}
	}
	if o.provider(open) != "" || o.provider(asked) != o.apples {
		t.Error("it counts before who made the plan says so")
	}

	// Whoever made it says how it stands.
	commitment := func(id vocab.IRI, provider string) string {
		return `{"@context": "https://www.w3.org/ns/activitystreams", "type": "Update", "id": "` + o.mill.URL + "/activities/u" + string(id[len(id)-5:]) + `", "actor": "` + string(o.alice.IRI) +
			`", "to": "` + string(o.apples) + `", "object": {"type": "Commitment", "id": "` + string(id) + `", "action": "work"` + provider + `, "receiver": "` + string(o.apples) + `"}}`
	}
	o.heard(o.alice, commitment(open, `, "provider": "`+string(o.apples)+`"`))
	o.heard(o.alice, commitment(asked, ""))
	if o.provider(open) != o.apples || o.provider(asked) != "" || o.Related(pending[1]) || o.Related(node.Relation{From: open, Kind: node.AsksToDo}) {
		t.Error("what who made it says does not settle it")
	}
	o.Sound()
}

func TestARefusedAnswerWaitsNoMore(t *testing.T) {
	o := newOrchard(t)
	todo := strings.Replace(o.form("todo", "/actors/bob", string(o.apples)), `"provider": "`+string(o.apples)+"\",\n", "", 1)
	o.heard(o.alice, todo)
	made := o.Do(fedtest.Naming("Accept", o.apples, o.mill.IRI(sampleTodo)))
	o.Settle()
	waits := node.Relation{From: o.mill.IRI(sampleTodo), Kind: node.Took, To: o.apples}
	if !o.Related(waits) {
		t.Fatal("it does not wait")
	}

	o.heard(o.bob, string(text(t, o.bob.Act("sorry", "Like", made.Activity, nil))))
	if !o.Related(waits) {
		t.Error("it is over by somebody's word")
	}
	o.heard(o.alice, string(text(t, o.alice.Act("no", "Reject", made.Activity, nil))))
	if o.Related(waits) {
		t.Error("it still waits")
	}
}

func TestTasksAreTakenBetweenNodesAndBetweenGroupsOfOne(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	apples, pears, bread := garden.Group("apples"), garden.Group("pears"), bakery.Group("bread")
	bakery.Do(fedtest.Naming("Follow", bread, apples))
	net.Settle()
	task := func() vocab.IRI {
		id := garden.Create(apples, `{"type": "Commitment", "action": "work", "receiver": "`+string(apples)+`", "effortQuantity": {"hasUnit": "hour", "hasNumericalValue": "3"}}`)
		net.Settle()
		return id
	}
	near, far, both := task(), task(), task()

	garden.Do(fedtest.Naming("Accept", pears, near))
	bakery.Do(fedtest.Naming("Accept", bread, far))
	// Both want the third: neither knows yet.
	bakery.Do(fedtest.Naming("Accept", bread, both))
	garden.Do(fedtest.Naming("Accept", pears, both))
	net.Settle()

	for _, n := range net.Nodes {
		for id, by := range map[vocab.IRI]vocab.IRI{near: pears, far: bread, both: pears} {
			if got := n.Thing(id).Get(vf.Provider).IRI(); got != by {
				t.Errorf("at %s the task %s is for %q, not %s", n.URL, id, got, by)
			}
		}
		if n.Related(node.Relation{From: both, Kind: node.Took, To: bread}) {
			t.Errorf("at %s bread still waits for what pears has", n.URL)
		}
		n.Sound()
	}
	if _, err := garden.Try(fedtest.Naming("Accept", pears, far)); node.KindOf(err) != node.Invalid {
		t.Errorf("taken from another: %v", err)
	}

	bakery.Do(fedtest.Naming("Reject", bread, far))
	net.Settle()
	for _, n := range net.Nodes {
		if got := n.Thing(far).Get(vf.Provider).IRI(); got != "" {
			t.Errorf("at %s the declined task is for %s", n.URL, got)
		}
		if n.Related(node.Relation{From: far, Kind: node.Declined}) {
			t.Errorf("at %s bread still waits", n.URL)
		}
	}
}

// A clause of an agreement was accepted with the whole of it, and is not taken back alone.
func TestAClauseOfAnAgreementIsNotDeclined(t *testing.T) {
	net, garden, bakery, apples, bread, primary, reciprocal := market(t)
	made := bakery.Do(offer(bakery, bread, offering(primary, reciprocal, "10", "4")))
	net.Settle()
	garden.Do(fedtest.Naming("Accept", apples, made.Activity))
	net.Settle()
	bound := relations(t, garden, node.Relation{Kind: node.Binds, To: apples})
	price := clause(t, garden, bound[0].From, vf.ReciprocalClauseOf)

	for _, verb := range []string{"Accept", "Reject"} {
		if _, err := bakery.Try(fedtest.Naming(verb, bread, price)); node.KindOf(err) != node.Conflict {
			t.Errorf("%s of a clause: %v", verb, err)
		}
	}
}

func TestAPersonTakesWhatItIsAsked(t *testing.T) {
	o := newOrchard(t)
	pia := o.Person("pia", false)
	o.heard(o.alice, o.form("todo", "/actors/bob", string(pia)))

	o.Do(fedtest.Naming("Accept", pia, o.mill.IRI(sampleTodo)))
	o.Settle()

	sent := o.posted("Accept")
	if len(sent) != 1 || !strings.Contains(sent[0], `"actor":"`+string(pia)+`"`) || !strings.Contains(sent[0], `"object":"`+string(o.mill.IRI(sampleTodo))+`"`) {
		t.Errorf("who asks is not told: %v", sent)
	}
	work, err := o.Server.Node.Work(t.Context(), node.Caller{Agent: pia, Roles: map[vocab.IRI]node.Role{pia: node.Admin}}, pia)
	if err != nil || len(work.Taken) != 1 || len(work.Asked)+len(work.Waiting) != 0 {
		t.Errorf("it has to do %v: %v", work, err)
	}
}
