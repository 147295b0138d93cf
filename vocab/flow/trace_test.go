package flow_test

import (
	"errors"
	"testing"

	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/vf"
)

var errDown = errors.New("the database is down")

// failing is a graph that stops answering after some questions.
type failing struct {
	*world
	left int
}

func (f *failing) ask() error {
	f.left--
	if f.left < 0 {
		return errDown
	}
	return nil
}

func (f *failing) Item(id vocab.IRI) (flow.Item, error) {
	item, _ := f.world.Item(id)
	return item, f.ask()
}

func (f *failing) Flows(id vocab.IRI, most int) ([]flow.Event, error) {
	flows, _ := f.world.Flows(id, most)
	return flows, f.ask()
}

func (f *failing) After(event vocab.IRI) ([]flow.Event, error) {
	after, _ := f.world.After(event)
	return after, f.ask()
}

func TestErrorsOfTheGraphEndATrace(t *testing.T) {
	w := newWorld(t)
	w.run("have wood 3\nuse: consume 1 wood process=making\nmake: produce 1 desk process=making")
	const questions = 4 // fewer than either way asks
	for left := range questions {
		if _, err := flow.Trace(&failing{w, left}, "desk", flow.Limits{}); !errors.Is(err, errDown) {
			t.Errorf("trace after %d questions: %v", left, err)
		}
		if _, err := flow.Track(&failing{w, left}, "wood", flow.Limits{}); !errors.Is(err, errDown) {
			t.Errorf("track after %d questions: %v", left, err)
		}
	}
}

func TestATraceFromAnEventTellsHowItWasMade(t *testing.T) {
	w := newWorld(t)
	w.run("have wood 3\nuse: consume 1 wood process=making\nmake: produce 1 desk process=making\nsell: transfer 1 desk to=ana")
	tree, err := flow.Trace(w, "make", flow.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	var path string
	for _, b := range tree.Flows {
		path += string(b.ID) + " "
	}
	if want := "make making use wood e01 "; path != want {
		t.Errorf("got %s, not %s", path, want)
	}
}

func TestACrowdedResourceIsCut(t *testing.T) {
	w := newWorld(t)
	w.run("have wood 30")
	for range 20 {
		w.run("raise 1 wood")
	}
	tree, err := flow.Trace(w, "wood", flow.Limits{Count: 5})
	if err != nil || !tree.Truncated || len(tree.Flows) > 5 {
		t.Errorf("%d items, truncated %v, %v", len(tree.Flows), tree.Truncated, err)
	}
}

func TestAnEventWithItselfBeforeItEnds(t *testing.T) {
	raise, _ := vf.BehaviourOf(vf.Raise.IRI)
	w := newWorld(t)
	w.events = []flow.Event{{ID: "e", Behaviour: raise, Resource: "r", Previous: "e"}}
	w.holdings["r"] = flow.Holding{Resource: "r", Latest: "e"}
	tree, err := flow.Trace(w, "r", flow.Limits{})
	if err != nil || len(tree.Flows) != 2 {
		t.Errorf("%v, %v", tree.Flows, err)
	}
}
