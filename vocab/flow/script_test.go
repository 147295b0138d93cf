package flow_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/own"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

var update = flag.Bool("update", false, "write what the scripts in testdata give")

// TestScripts runs testdata/*.txt. A script is a list of stories, each under a line "=== Title" and
// with a world of its own. A story is commands, "----", and what they leave:
//
//	have NAME QUANTITY [UNIT] [owner= accounting= onhand= at= stage= state= in= spec= negative unchecked]
//	process NAME SPECIFICATION
//	[LABEL:] ACTION QUANTITY [UNIT] RESOURCE [TO-RESOURCE] [from= to= process= at= state= corrects=
//	         effort= mode= fulfills= whole]
//	promise NAME QUANTITY [UNIT], then: progress NAME
//	pairs PROCESS
//	trace NAME, or track NAME [depth= count=]
//
// "-" stands for no resource; a name that begins "elsewhere:" for one kept by another node; agents
// are "we" unless named. A line that begins "!" is a refusal, one that begins "~" a warning. Accountable agent and
// custodian are shown where they are not both "we".
func TestScripts(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var rewritten strings.Builder
		for i, story := range strings.Split(string(data), "=== ") {
			if i == 0 {
				rewritten.WriteString(story)
				continue
			}
			title, _, _ := strings.Cut(story, "\n")
			t.Run(strings.TrimSuffix(filepath.Base(file), ".txt")+"/"+title, func(t *testing.T) {
				rewritten.WriteString("=== " + runStory(t, story))
			})
		}
		if *update {
			if err := os.WriteFile(file, []byte(rewritten.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// runStory runs one story and gives it back with what its blocks really leave.
func runStory(t *testing.T, story string) string {
	title, rest, _ := strings.Cut(story, "\n")
	w := newWorld(t)
	actual := title + "\n"
	for _, block := range strings.Split(strings.Trim(rest, "\n"), "\n\n") {
		commands, expected, found := strings.Cut(block, "----")
		if !found {
			t.Fatalf("no ---- in:\n%s", block)
		}
		got := w.run(commands)
		if want := strings.Trim(expected, "\n"); got != want && !*update {
			t.Errorf("after\n%s\ngot\n%s\nwant\n%s", commands, got, want)
		}
		actual += commands + "----\n" + got + "\n\n"
	}
	return actual
}

func (w *world) run(commands string) string {
	w.touched, w.out, w.pending = nil, nil, nil
	lines := strings.Split(strings.Trim(commands, "\n"), "\n")
	for _, line := range lines {
		if c := w.parse(line); c.event != nil {
			if e, err := flow.EventOf(c.event); err == nil {
				w.pending = append(w.pending, e)
			}
		}
	}
	for _, line := range lines {
		if c := w.parse(line); c.event != nil {
			w.record(c)
		} else if c.do != nil {
			c.do()
		}
	}
	for _, id := range w.touched {
		h, ok := w.holdings[id]
		if !ok {
			continue
		}
		w.out = append(w.out, show(h))
		folded, err := flow.Fold(w.start[id], w.history[id])
		if err != nil || show(folded) != show(h) || folded.Latest != h.Latest || folded.Events != h.Events {
			w.t.Errorf("replaying the history of %s gives %s, %v", id, show(folded), err)
		}
	}
	return strings.Join(w.out, "\n")
}

// command is one line: an event, or something else to do.
type command struct {
	event   *vocab.Resource
	creates flow.Holding // policies of a resource that the event may bring in
	do      func()
}

func (w *world) parse(line string) command {
	words := strings.Fields(line)
	if len(words) == 0 || words[0][0] == '#' {
		return command{}
	}
	e := vocab.New(vf.EconomicEvent, vocab.IRI(fmt.Sprintf("e%02d", len(w.events)+1)))
	if label, ok := strings.CutSuffix(words[0], ":"); ok {
		e, words = e.WithID(vocab.IRI(label)), words[1:]
	}
	var plain []string
	option := map[string]string{}
	for _, word := range words[1:] {
		key, value, ok := strings.Cut(word, "=")
		if ok || word == "negative" || word == "unchecked" || word == "whole" {
			option[key] = value
		} else {
			plain = append(plain, word)
		}
	}
	switch words[0] {
	case "process":
		return command{do: func() { w.processes[plain[0]] = vocab.IRI(plain[1]) }}
	case "promise":
		return command{do: func() {
			q, _ := w.amount(plain[1:])
			w.promises[plain[0]] = vocab.New(vf.Commitment, vocab.IRI(plain[0])).With(vf.ResourceQuantity, q)
		}}
	case "progress":
		return command{do: func() { w.progress(plain[0]) }}
	case "trace", "track":
		return command{do: func() { w.trace(words[0], plain[0], option) }}
	case "pairs":
		return command{do: func() { w.pairs(plain[0]) }}
	case "have":
		q, _ := w.amount(plain[1:])
		return command{event: w.opening(e, plain[0], q, option), creates: policies(option)}
	}
	q, rest := w.amount(plain)
	return command{event: w.flow(e, words[0], q, rest, option), creates: policies(option)}
}

func policies(option map[string]string) flow.Holding {
	_, negative := option["negative"]
	_, unchecked := option["unchecked"]
	return flow.Holding{Specification: vocab.IRI(option["spec"]), AllowNegative: negative, Unchecked: unchecked}
}

// opening is the raise that a have stands for.
func (w *world) opening(e *vocab.Resource, name string, q vocab.Value, option map[string]string) *vocab.Resource {
	owner := vocab.Ref(vocab.IRI(or(option["owner"], "we")))
	unit := q.Part().Get(vf.HasUnit).Text()
	figure := func(key string) vocab.Value {
		if option[key] == "" {
			return vocab.Value{}
		}
		return measure(option[key], unit)
	}
	return e.With(vf.HasAction, vocab.Ref(vf.Raise.IRI)).With(vf.Provider, owner).With(vf.Receiver, owner).
		With(vf.ResourceInventoriedAs, ref(name)).With(vf.ResourceQuantity, q).With(own.Opening, vocab.Bool(true)).
		With(own.OpeningAccounting, figure("accounting")).With(own.OpeningOnhand, figure("onhand")).
		With(own.OpeningLocation, ref(option["at"])).With(own.OpeningStage, ref(option["stage"])).
		With(own.OpeningState, words(option["state"])).With(own.OpeningContainer, ref(option["in"]))
}

func (w *world) flow(e *vocab.Resource, action string, q vocab.Value, rest []string, option map[string]string) *vocab.Resource {
	e = e.With(vf.HasAction, vocab.Ref(vf.Schema.Base+vocab.IRI(action))).With(vf.ResourceQuantity, q).
		With(vf.Provider, ref(or(option["from"], "we"))).With(vf.Receiver, ref(or(option["to"], "we"))).
		With(vf.ToLocation, ref(option["at"])).With(vf.State, words(option["state"])).
		With(vf.Corrects, ref(option["corrects"])).With(vf.Fulfills, ref(option["fulfills"])).
		With(own.ToResource, words(option["mode"]))
	if effort, ok := option["effort"]; ok {
		e = e.With(vf.EffortQuantity, measure(effort, quantity.OM2+"hour"))
	}
	if _, ok := option["whole"]; ok {
		e = e.With(own.WholeStock, vocab.Bool(true))
	}
	if len(rest) > 0 {
		e = e.With(vf.ResourceInventoriedAs, ref(rest[0]))
	}
	if len(rest) > 1 {
		e = e.With(vf.ToResourceInventoriedAs, ref(rest[1]))
	}
	row, _ := vf.BehaviourOf(vf.Schema.Base + vocab.IRI(action))
	if row.InputOutput == vf.ValueInput {
		return e.With(vf.InputOf, ref(option["process"]))
	}
	return e.With(vf.OutputOf, ref(option["process"]))
}

func (w *world) progress(name string) {
	p, err := flow.ProgressOf(w.promises[name])
	for _, e := range w.events {
		at := slices.IndexFunc(w.events, func(o flow.Event) bool { return o.ID == e.Corrects })
		var original *flow.Event
		if at >= 0 {
			original = &w.events[at]
		}
		if err == nil && slices.Contains(flow.Promises(e, original, nothingMet), vocab.IRI(name)) {
			p, err = p.Count(e.Quantity, e.Effort)
		}
	}
	if err != nil {
		w.t.Fatal(err)
	}
	rest, err := p.Left()
	if err != nil {
		w.t.Fatal(err)
	}
	line := fmt.Sprintf("%s done=%s left=%s", name, p.Done, rest)
	w.say("%s", line)
}

func (w *world) pairs(process string) {
	for _, p := range flow.Pairs(w.events) {
		if string(p.Process) != process {
			continue
		}
		line := fmt.Sprintf("%s %s in=%s out=%s", p.Resource, p.Action.Name, p.In.Value, p.Out)
		if p.Out.IsZero() && !p.In.IsZero() {
			line += " open"
		} else if !p.Lost().IsZero() {
			line += " lost=" + p.Lost().String()
		}
		w.say("%s", line)
	}
}

func (w *world) say(format string, args ...any) { w.out = append(w.out, fmt.Sprintf(format, args...)) }

// amount reads "10 kg" or "10" from the front of words.
func (w *world) amount(plain []string) (vocab.Value, []string) {
	if len(plain) == 0 || strings.Trim(plain[0], "-0123456789.") != "" || plain[0] == "-" {
		return vocab.Value{}, plain
	}
	if len(plain) > 1 {
		if id, ok := units[plain[1]]; ok {
			return measure(plain[0], quantity.OM2+id), plain[2:]
		}
	}
	return measure(plain[0], quantity.OM2+"one"), plain[1:]
}

var units = map[string]string{"kg": "kilogram", "g": "gram", "h": "hour", "l": "litre", "MJ": "megajoule", "kWh": "kilowattHour"}

func measure(number, unit string) vocab.Value {
	return vocab.Inside(vocab.New(vf.Measure, "").With(vf.HasUnit, vocab.Ref(vocab.IRI(unit))).
		With(vf.HasNumericalValue, vocab.Number(number)))
}

func ref(name string) vocab.Value {
	if name == "" || name == "-" {
		return vocab.Value{}
	}
	return vocab.Ref(vocab.IRI(name))
}

func words(s string) vocab.Value {
	if s == "" {
		return vocab.Value{}
	}
	return vocab.Text(s)
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
