package fedtest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"tributary/federation"
	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
	"tributary/vocab/jsonld"
	"tributary/vocab/vf"
)

// doubts are the faults in what others sent, in words.
func doubts(t *testing.T, n *fedtest.Node) string {
	t.Helper()
	faults, _, err := federation.Verify(context.Background(), n.DB, n.Server.Node)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, f := range faults {
		all = append(all, f.String())
	}
	return strings.Join(all, "\n")
}

// proven is a letter of the bakery that carries a proof, at the garden.
func proven(t *testing.T) (garden *fedtest.Node, bread vocab.IRI, l node.Letter) {
	t.Helper()
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	apples := garden.Group("apples")
	bread = bakery.Group("bread")
	flour := bakery.Stock(bread, "Flour", "10", "kilogram")
	told := bakery.Do(node.Create(bread, bakery.Read(transfer(bread, apples, flour, "3"))...))
	net.Settle()
	if l = garden.Letter(told.Activity); l.State != node.LetterDone || l.Proof.Multikey == "" {
		t.Fatalf("the letter is %s, proven by %+v", l.State, l.Proof)
	}
	if got := doubts(t, garden); got != "" {
		t.Fatalf("an honest letter is doubted: %s", got)
	}
	return garden, bread, l
}

func TestWhatOthersSentIsCheckedAgain(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*node.Letter)
		want   string
	}{
		"other bytes":      {func(l *node.Letter) { l.Body = bytes.Replace(l.Body, []byte("Create"), []byte("Update"), 1) }, "does not hold"},
		"no proof":         {func(l *node.Letter) { l.Body = bytes.ReplaceAll(l.Body, []byte(`"proof"`), []byte(`"prof"`)) }, "carries no such proof"},
		"no JSON":          {func(l *node.Letter) { l.Body = l.Body[1:] }, "does not read"},
		"another activity": {func(l *node.Letter) { l.ID += "0" }, "calls itself"},
		"somebody else's":  {func(l *node.Letter) { l.Actor += "0" }, "says that"},
		"another key":      {func(l *node.Letter) { l.Proof.Multikey = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2" }, "does not hold"},
		"no key":           {func(l *node.Letter) { l.Proof.Multikey = "z6" }, "does not hold"},
	} {
		t.Run(name, func(t *testing.T) {
			garden, _, l := proven(t)
			c.change(&l)
			if err := garden.DB.PutDocument(context.Background(), l); err != nil {
				t.Fatal(err)
			}
			if got := doubts(t, garden); !strings.Contains(got, c.want) {
				t.Errorf("the doubts are %q; want one that says %q", got, c.want)
			}
		})
	}
}

func TestAProofNeedsAKeyThatItsActorShowedByThen(t *testing.T) {
	garden, bread, l := proven(t)
	forget := node.Letter{ID: bread, Actor: bread, At: l.At, Body: []byte(`{"id": "` + string(bread) + `"}`), State: node.LetterDone,
		Proof: node.Evidence{Fetched: true}}
	if err := garden.DB.PutDocument(context.Background(), forget); err != nil {
		t.Fatal(err)
	}
	if got := doubts(t, garden); got != "" {
		t.Errorf("a key of an earlier version is doubted: %s", got)
	}
	early := l
	early.At = l.At.Add(-time.Hour) // the proof says when it was made; the clocks of nodes differ by minutes
	if err := garden.DB.PutDocument(context.Background(), early); err != nil {
		t.Fatal(err)
	}
	if got := doubts(t, garden); !strings.Contains(got, "from the future") {
		t.Errorf("a proof that was made after its letter came: %q", got)
	}
	if err := garden.DB.PutDocument(context.Background(), l); err != nil {
		t.Fatal(err)
	}

	mill := fedtest.NewStranger(t)
	ana, eve := mill.Persona("ana", 0), mill.Persona("eve", 1)
	garden.Meet(ana)
	garden.Meet(eve)
	act := eve.Act("9", "Like", garden.Group("pears"), fedtest.Doc{"actor": ana.IRI})
	forged := node.Letter{ID: mill.IRI("/activities/9"), Actor: ana.IRI, At: time.Now(), Body: eve.Prove(act), State: node.LetterDone}
	forged.Proof = node.Evidence{Proof: eve.Prover.ID, Multikey: multikeyOf(eve)}
	if err := garden.DB.PutDocument(context.Background(), forged); err != nil {
		t.Fatal(err)
	}
	if got := doubts(t, garden); !strings.Contains(got, "is not known to have had") {
		t.Errorf("somebody else's key: %q", got)
	}
}

func multikeyOf(p *fedtest.Persona) string {
	return p.Doc["assertionMethod"].([]any)[0].(fedtest.Doc)["publicKeyMultibase"].(string)
}

func TestVersionsThatNobodySaidAreTold(t *testing.T) {
	garden, bread, l := proven(t)
	made := func(activity, author vocab.IRI) {
		t.Helper()
		plan := vocab.New(vf.Plan, l.ID+"/plan-"+vocab.IRI(activity[len(activity)-1:])).With(vf.Name, vocab.Text("forged"))
		if err := garden.Server.Node.Store().Update(context.Background(), func(tx node.Tx) error {
			_, err := tx.Append(node.Version{IRI: plan.ID(), N: 1, Activity: activity, Author: author, Owner: bread, At: tx.Recorded(),
				Class: "Plan", Body: jsonld.Append(nil, plan)})
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	made(l.ID+"x", bread)
	if got := doubts(t, garden); !strings.Contains(got, "no such letter is kept") || strings.Contains(got, "\n") {
		t.Errorf("without a letter: %q", got)
	}
	made(l.ID, bread+"0")
	if got := doubts(t, garden); !strings.Contains(got, "and "+string(bread)+" did what it rests on") {
		t.Errorf("somebody else's: %q", got)
	}
}

func TestWhatWasPassedOnAndBelievedByItsProofIsCheckedAgain(t *testing.T) {
	n := fedtest.New(t, 1).Nodes[0]
	n.Group("apples")
	mill, hill := fedtest.NewStranger(t), fedtest.NewStranger(t)
	ana, ben := mill.Persona("ana", 0), hill.Persona("ben", 1)
	n.Meet(ana)
	n.Meet(ben)
	plan := fedtest.Doc{"@context": []string{"https://www.w3.org/ns/activitystreams", "https://w3id.org/security/data-integrity/v1"},
		"id": hill.IRI("/notes/1"), "type": "Note", "attributedTo": ben.IRI, "content": "as it is"}
	signed := ben.Prove(plan)
	var embedded fedtest.Doc
	if err := json.Unmarshal(signed, &embedded); err != nil {
		t.Fatal(err)
	}
	act := ana.Act("1", "Create", embedded, nil)
	if code := ana.Send(n, act); code != http.StatusAccepted {
		t.Fatalf("answered %d", code)
	}
	if err := n.Runner().Settle(context.Background()); err != nil {
		t.Fatal(err)
	}
	if !n.Knows(hill.IRI("/notes/1")) {
		t.Fatalf("the note was not believed: %+v\n%s", n.Letter(mill.IRI("/activities/1")), n.Log)
	}
	n.Sound()

	ben.Publish(fedtest.Doc{"assertionMethod": []any{}})
	l := n.Letter(mill.IRI("/activities/1"))
	at := bytes.Index(l.Body, []byte(`"proofValue":"z`)) + len(`"proofValue":"z`)
	if l.Body[at] = '3'; bytes.Equal(l.Body, n.Letter(l.ID).Body) {
		l.Body[at] = '4'
	}
	if err := n.DB.PutDocument(context.Background(), l); err != nil {
		t.Fatal(err)
	}
	if got := doubts(t, n); !strings.Contains(got, "its proof fits no key of "+string(ben.IRI)) {
		t.Errorf("the doubts are %q\n%s", got, l.Body)
	}
}
