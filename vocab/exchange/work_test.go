package exchange_test

import (
	"slices"
	"testing"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/exchange"
	"tributary/vocab/vf"
)

const (
	gardener vocab.IRI = "https://orchard.example/ana"
	helper   vocab.IRI = "https://orchard.example/bo"
	newcomer vocab.IRI = "https://orchard.example/eli"
)

// todo is a to-do that the gardener gave the helper.
func todo(t *testing.T) *vocab.Resource {
	t.Helper()
	d, err := exchange.ReadTodo(sample(t, "work/todo.json"))
	if err != nil {
		t.Fatal(err)
	}
	return d.Resource
}

func done(t *testing.T) *vocab.Resource {
	t.Helper()
	d, err := exchange.ReadEvent(sample(t, "work/done.json"))
	if err != nil {
		t.Fatal(err)
	}
	return d.Resource
}

type working struct {
	name string
	err  error
	want []exchange.Rule
}

func workings(t *testing.T) []working {
	t.Helper()
	given, event := todo(t), done(t)
	open := exchange.Declined(given)
	closed := given.With(vf.Finished, vocab.Bool(true))
	plan, err := exchange.ReadPlan(sample(t, "work/plan.json"))
	if err != nil {
		t.Fatal(err)
	}
	read, err := exchange.ReadTodo(sample(t, "work/added.json"))
	if err != nil {
		t.Fatal(err)
	}
	added := read.Resource
	rules := func(r ...exchange.Rule) []exchange.Rule { return r }
	return []working{
		{"its provider takes it", exchange.CheckTake(given, helper), nil},
		{"another takes it", exchange.CheckTake(given, newcomer), rules(exchange.RuleTaker)},
		{"anyone takes what is open", exchange.CheckTake(open, newcomer), nil},
		{"a second one takes it", exchange.CheckTake(exchange.Taken(open, newcomer), helper), rules(exchange.RuleTaker)},
		{"who took it says so again", exchange.CheckTake(exchange.Taken(open, newcomer), newcomer), nil},
		{"what is finished is taken", exchange.CheckTake(closed, helper), rules(exchange.RuleFinished)},
		{"its provider declines it", exchange.CheckDecline(given, helper), nil},
		{"another declines it", exchange.CheckDecline(given, newcomer), rules(exchange.RuleTaker)},
		{"what is open is declined", exchange.CheckDecline(open, newcomer), rules(exchange.RuleTaker)},
		{"what is finished is declined", exchange.CheckDecline(closed, helper), rules(exchange.RuleFinished)},

		{"its provider reports", exchange.CheckReport(given, event, helper), nil},
		{"who made it reports", exchange.CheckReport(given, event, gardener), nil},
		{"another reports", exchange.CheckReport(given, event, newcomer), rules(exchange.RuleTaker, exchange.RuleTaker)},
		{"the work of another is reported", exchange.CheckReport(given, event.With(vf.Provider, vocab.Ref(newcomer)), helper), rules(exchange.RuleTaker)},
		{"something else is reported", exchange.CheckReport(given, event.With(vf.Fulfills), helper), rules(exchange.RuleSatisfies)},
		{"another action is reported", exchange.CheckReport(given, event.With(vf.HasAction, vocab.Ref(vf.Use.IRI)), helper), rules(exchange.RuleUnchanged)},
		{"who made it closes it", exchange.CheckFinish(given, gardener), nil},
		{"for whom it is done closes it", exchange.CheckFinish(given.With(as.AttributedTo), gardener), nil},
		{"its provider closes it", exchange.CheckFinish(given, helper), rules(exchange.RuleOwner)},

		{"one's own work is added", exchange.CheckAdd(plan.Resource, added, newcomer), nil},
		{"another's commitment is added", exchange.CheckAdd(plan.Resource, added, helper), rules(exchange.RuleOwner, exchange.RuleTaker)},
		{"another's work is added", exchange.CheckAdd(plan.Resource, added.With(vf.Provider, vocab.Ref(helper)), newcomer), rules(exchange.RuleTaker)},
		{"a commitment of another origin is added", exchange.CheckAdd(plan.Resource, added.WithID("https://x.example/c"), newcomer), rules(exchange.RuleOwner)},
		{"to another plan", exchange.CheckAdd(plan.Resource, added.With(vf.PlannedWithin, vocab.Ref("https://orchard.example/plans/2")), newcomer), rules(exchange.RuleSatisfies)},
		{"to another process", exchange.CheckAdd(plan.Resource, added.With(vf.InputOf, vocab.Ref("https://orchard.example/plans/2#p")), newcomer), rules(exchange.RuleSatisfies)},
	}
}

func TestWorkIsTakenAndReportedByWhoMay(t *testing.T) {
	for _, c := range workings(t) {
		t.Run(c.name, func(t *testing.T) {
			if got := broken(t, c.err); !slices.Equal(got, c.want) {
				t.Errorf("broken: %v, want %v (%v)", got, c.want, c.err)
			}
		})
	}
}

func TestAPartOfAPlanOnAnotherOriginIsRefused(t *testing.T) {
	raw := []byte(`{"type":"Plan","id":"https://a.example/plan","planIncludes":[
		{"type":"Process","id":"https://b.example/process"},
		{"type":"Process","id":"https://a.example/process","hasInput":{"type":"Commitment","id":"https://b.example/c"}},
		{"type":"Intent","id":"https://a.example/i"}]}`)
	_, err := exchange.ReadPlan(raw)
	var at []string
	if found, ok := err.(vocab.Violations); ok { //nolint:errorlint // nothing wraps it
		for _, v := range found {
			at = append(at, v.Path)
		}
	}
	want := []string{"planIncludes[0].id", "planIncludes[1].hasInput.id", "planIncludes[2].type"}
	if !slices.Equal(at, want) {
		t.Errorf("%v, want %v", at, want)
	}
}

// Every rule has a case that breaks it and nothing but rules of the table is ever named.
func TestEveryRuleIsBrokenBySomething(t *testing.T) {
	broken := map[exchange.Rule]bool{}
	for _, c := range offers() {
		for _, r := range c.want {
			broken[r] = true
		}
	}
	for _, c := range answers() {
		for _, r := range c.want {
			broken[r] = true
		}
	}
	for _, c := range workings(t) {
		for _, r := range c.want {
			broken[r] = true
		}
	}
	for _, row := range exchange.Rules {
		if !broken[row.Name] {
			t.Errorf("nothing breaks %s", row.Name)
		}
		delete(broken, row.Name)
	}
	for r := range broken {
		t.Errorf("%s is not in the table", r)
	}
}
