package exchange_test

import (
	"testing"

	"tributary/vocab"
	"tributary/vocab/exchange"
)

func TestPlansTasksAndReportsReadBackAsTheyWere(t *testing.T) {
	plan, err := exchange.ReadPlan(sample(t, "work/plan.json"))
	if err != nil {
		t.Fatal(err)
	}
	added, err := exchange.ReadTodo(sample(t, "work/added.json"))
	if err != nil {
		t.Fatal(err)
	}
	for name, row := range map[string]struct {
		was   exchange.Document
		write func(exchange.Document) ([]byte, error)
		read  func([]byte) (exchange.Document, error)
	}{
		"plan":   {plan, func(d exchange.Document) ([]byte, error) { return exchange.WritePlan(d.Resource, d.Others) }, exchange.ReadPlan},
		"todo":   {exchange.Document{Resource: todo(t)}, func(d exchange.Document) ([]byte, error) { return exchange.WriteTodo(d.Resource) }, exchange.ReadTodo},
		"added":  {added, func(d exchange.Document) ([]byte, error) { return exchange.WriteTodo(d.Resource) }, exchange.ReadTodo},
		"report": {exchange.Document{Resource: done(t)}, func(d exchange.Document) ([]byte, error) { return exchange.WriteReport(d.Resource, "") }, exchange.ReadEvent},
	} {
		raw, err := row.write(row.was)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		golden(t, "wire_"+name+".golden", pretty(t, raw))
		again, err := row.read(raw)
		if err != nil {
			t.Errorf("%s: %v\n%s", name, err, raw)
			continue
		}
		if !again.Resource.Equal(row.was.Resource) || len(again.Others) != len(row.was.Others) {
			t.Errorf("%s: %s", name, raw)
		}
		for i := range again.Others {
			if !again.Others[i].Equal(row.was.Others[i]) {
				t.Errorf("%s: %s differs\n%s", name, again.Others[i].ID(), raw)
			}
		}
	}
}

func TestAnAnswerToATaskIsWrittenInTheExactForm(t *testing.T) {
	raw := exchange.WriteTaskAnswer("Accept", "https://orchard.example/accepts/1", helper, todo(t).ID(), "Gladly, < 3 days", "", gardener)
	golden(t, "wire_take.golden", pretty(t, raw))
	m, err := exchange.ReadMessage(raw)
	if err != nil || m.Object.ID != todo(t).ID() || m.Content != "Gladly, < 3 days" || m.Type != "Accept" {
		t.Errorf("%v %v", m, err)
	}
}

func TestWhatIsNobodysIsNotWritten(t *testing.T) {
	if _, err := exchange.WriteTodo(vocab.New(todo(t).Class(), "https://orchard.example/todos/2")); err == nil {
		t.Error("a task of nobody is written")
	}
}
