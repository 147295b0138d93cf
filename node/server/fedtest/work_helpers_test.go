package fedtest_test

import (
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
	"tributary/vocab/vf"
)

// orchard is a node with a group and a person, and another node, of no kind that is known, whose actors speak
// FEP-3264 and FEP-c5a1. The addresses of that node are those of the samples.
type orchard struct {
	*fedtest.Node
	t           *testing.T
	apples      vocab.IRI // a group here
	mill        *fedtest.Stranger
	alice, bob  *fedtest.Persona // there
	substitutes []string
}

func newOrchard(t *testing.T) *orchard {
	t.Helper()
	o := &orchard{t: t, Node: fedtest.New(t, 1).Nodes[0], mill: fedtest.NewStranger(t)}
	o.apples = o.Group("apples")
	o.alice, o.bob = o.mill.Persona("alice", 0), o.mill.Persona("bob", 1)
	o.Meet(o.alice, o.bob)
	return o
}

// form is a message in the form that the proposals print, with other addresses in place of its own: pairs of a
// path of the sample and what stands for it. What is left is of the mill.
func (o *orchard) form(name string, pairs ...string) string {
	o.t.Helper()
	body, err := os.ReadFile("testdata/work/" + name + ".json")
	if err != nil {
		o.t.Fatal(err)
	}
	const samples = "https://project.example"
	text := string(body)
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, samples+pairs[i]+`"`) {
			o.t.Fatalf("%s says nothing of %s", name, pairs[i])
		}
		text = strings.ReplaceAll(text, samples+pairs[i]+`"`, pairs[i+1]+`"`)
	}
	for _, p := range []*fedtest.Persona{o.alice, o.bob} {
		text = strings.ReplaceAll(text, samples+"/actors/"+fmt.Sprint(p.Doc["name"])+`"`, string(p.IRI)+`"`)
	}
	return strings.ReplaceAll(text, samples, o.mill.URL)
}

// hear has the node receive what somebody sends, and says what became of it.
func (o *orchard) hear(who *fedtest.Persona, message string) node.Letter {
	o.t.Helper()
	if code := who.Send(o.Node, message); code != http.StatusAccepted {
		o.t.Fatalf("answered with %d", code)
	}
	o.Settle()
	var said struct{ ID vocab.IRI }
	parse(o.t, []byte(message), &said)
	return o.Letter(said.ID)
}

// heard is hear of what is carried out.
func (o *orchard) heard(who *fedtest.Persona, message string) {
	o.t.Helper()
	if l := o.hear(who, message); l.State != node.LetterDone {
		o.t.Fatalf("it is %s: %s\n%s", l.State, l.Reason, o.Log)
	}
}

// refused is hear of what breaks a rule: nothing remains, and the sender is told the rule.
func (o *orchard) refused(who *fedtest.Persona, message, rule string) {
	o.t.Helper()
	before, told := traceOf(o.t, o.Node), len(o.posted("Reject"))
	if l := o.hear(who, message); l.State != node.LetterRefused {
		o.t.Errorf("it is %s: %s", l.State, l.Reason)
	}
	if left := traceOf(o.t, o.Node).since(before); left != "" {
		o.t.Errorf("it left\n%s", left)
	}
	rejects := o.posted("Reject")
	if len(rejects) != told+1 || !strings.Contains(rejects[len(rejects)-1], rule) {
		o.t.Errorf("the sender is not told of the rule %q: %v", rule, rejects)
	}
}

// posted are the activities of a type that came to the mill.
func (o *orchard) posted(verb string) []string {
	return slices.DeleteFunc(o.mill.Got(), func(body string) bool { return !strings.Contains(body, `"type":"`+verb+`"`) })
}

// task makes a commitment of the group here.
func (o *orchard) task(more string) vocab.IRI {
	o.t.Helper()
	return o.Create(o.apples, fmt.Sprintf(`{"type": "Commitment", "action": "work", "note": "Prune the trees", "receiver": %q,
		"effortQuantity": {"hasUnit": "hour", "hasNumericalValue": "6"}%s}`, o.apples, more))
}

func (o *orchard) provider(id vocab.IRI) vocab.IRI { return o.Thing(id).Get(vf.Provider).IRI() }
