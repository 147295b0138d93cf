package fedtest_test

import (
	"net/http"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab/vf"
)

// Only who is asked answers for itself, only who made a task changes it, and only who does it reports.
func TestAttackTasksOfOthers(t *testing.T) {
	o := newOrchard(t)
	evil := fedtest.NewStranger(t)
	mallory := evil.Persona("mallory", 2)
	o.Meet(mallory)
	forBob := o.task(`, "provider": "` + string(o.bob.IRI) + `"`)
	o.heard(o.alice, o.form("todo", "/actors/bob", string(o.apples)))
	theirs := o.mill.IRI(sampleTodo)
	o.Settle()
	as := func(who *fedtest.Persona, message string) string {
		return strings.ReplaceAll(message, o.mill.URL+"/activities/", who.IRIOf("/activities/"))
	}

	for name, message := range map[string]string{
		"an Accept for another": as(mallory, o.accept(mallory, forBob, "e1")),
		"a Reject for another":  as(mallory, o.reject(mallory, forBob, "e2")),
		"an Update of a task of this node": string(text(t, mallory.Act("e3", "Update", fedtest.Doc{
			"type": "Commitment", "id": forBob, "attributedTo": mallory.IRI, "action": "work", "finished": true}, nil))),
		"an Update of a task of a third node": string(text(t, mallory.Act("e4", "Update", fedtest.Doc{
			"type": "Commitment", "id": theirs, "attributedTo": o.alice.IRI, "finished": true}, nil))),
		"a report of a stranger": strings.ReplaceAll(as(mallory, o.report(mallory, forBob, "e5")), o.mill.URL+"/reports/", evil.URL+"/reports/"),
		"a report in another's name": strings.ReplaceAll(strings.ReplaceAll(as(mallory, o.report(o.bob, forBob, "e6")), o.mill.URL+"/reports/", evil.URL+"/reports/"),
			`"actor": "`+string(o.bob.IRI), `"actor": "`+string(mallory.IRI)),
		"a task that somebody else made": string(text(t, mallory.Act("e7", "Create", fedtest.Doc{
			"type": "Commitment", "id": o.mill.IRI("/todos/forged"), "attributedTo": o.alice.IRI, "action": "work", "provider": o.apples}, nil))),
	} {
		t.Run(name, func(t *testing.T) {
			before := traceOf(t, o.Node)
			if code := mallory.Send(o.Node, message); code != http.StatusAccepted {
				t.Errorf("answered with %d", code)
			}
			o.Settle()
			var said struct{ ID string }
			parse(t, []byte(message), &said)
			left := traceOf(t, o.Node).but("version " + said.ID).but("letter " + said.ID).since(before)
			if left != "" {
				t.Errorf("it left\n%s", left)
			}
		})
	}

	// In another's name, at the door already.
	for name, message := range map[string]string{
		"an Accept": as(mallory, o.accept(o.bob, forBob, "e8")), "with an id of its own origin": o.accept(o.bob, forBob, "e9"),
	} {
		before := traceOf(t, o.Node)
		if code := mallory.Send(o.Node, message); code != http.StatusUnauthorized {
			t.Errorf("%s in another's name is answered with %d", name, code)
		}
		o.Settle()
		if left := traceOf(t, o.Node).since(before); left != "" {
			t.Errorf("%s in another's name left\n%s", name, left)
		}
	}
	o.Sound()
}

// An Accept that was taken back by a Reject does not come to life when it is sent again.
func TestAttackAnOldAcceptIsReplayed(t *testing.T) {
	o := newOrchard(t)
	task := o.task("")
	accept := o.accept(o.bob, task, "accept")
	o.heard(o.bob, accept)
	o.heard(o.bob, o.reject(o.bob, task, "reject"))
	before := traceOf(t, o.Node)

	for range 3 {
		if code := o.bob.Send(o.Node, accept); code != http.StatusAccepted {
			t.Errorf("answered with %d", code)
		}
	}
	o.Settle()

	if left := traceOf(t, o.Node).since(before); left != "" || o.Thing(task).Has(vf.Provider) {
		t.Errorf("it left\n%s", left)
	}
	o.Sound()
}

// Whom a group has blocked takes nothing of it.
func TestAttackATaskIsTakenByWhomAGroupBlocks(t *testing.T) {
	o := newOrchard(t)
	open := o.task("")
	o.Do(fedtest.Naming("Block", o.apples, o.bob.IRI))
	o.Settle()
	before := traceOf(t, o.Node)

	if l := o.hear(o.bob, o.accept(o.bob, open, "blocked")); l.State != node.LetterRefused {
		t.Errorf("it is %s", l.State)
	}

	if left := traceOf(t, o.Node).since(before); left != "" {
		t.Errorf("it left\n%s", left)
	}
}
