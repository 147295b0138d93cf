package main

import (
	"cmp"
	"strings"

	"tributary/node"
	"tributary/node/lineage"
	"tributary/node/server"
	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

// trace tells where something came from.
type trace struct{ wandering }

func (c *trace) Run(a *app) error { return c.wander(a, flow.Trace) }

// track tells where something went.
type track struct{ wandering }

func (c *track) Run(a *app) error { return c.wander(a, flow.Track) }

// wandering is what trace and track share.
type wandering struct {
	IRI   string `arg:"" name:"iri" help:"The address of a resource, an event or a process here."`
	Depth int    `default:"1000" placeholder:"N" help:"How many steps to follow. Default: ${default}."`
	JSON  bool   `help:"Print the tree as JSON."`
}

// step is one line of the tree.
type step struct {
	IRI    vocab.IRI `json:"iri"`
	Kind   string    `json:"kind"`
	Parent vocab.IRI `json:"parent,omitempty"`
	Depth  int       `json:"depth"`
	Text   string    `json:"text"`
}

var kinds = map[flow.Kind]string{
	flow.Elsewhere: "elsewhere", flow.ResourceItem: "resource", flow.EventItem: "event", flow.ProcessItem: "process",
}

func (c *wandering) wander(a *app, walk func(flow.Graph, vocab.IRI, flow.Limits) (flow.Tree, error)) error {
	if c.Depth < 1 {
		return usagef("--depth is at least 1; not %d", c.Depth)
	}
	return a.with(func(s *server.Server) error {
		start := vocab.IRI(c.IRI)
		if _, err := s.Node.Get(a.ctx, node.Operator, start); err != nil {
			return err
		}
		flows := lineage.Of(a.ctx, s.Node, node.Operator)
		item, err := flows.Item(start)
		if err != nil {
			return err
		}
		if item.Kind == flow.Elsewhere {
			return node.Errorf(node.Invalid, "%s is neither a resource nor an event nor a process: nothing flows through it", start)
		}
		tree, err := walk(flows, start, flow.Limits{Depth: c.Depth})
		if err != nil {
			return err
		}
		var steps []step
		for _, b := range tree.Flows {
			steps = append(steps, step{b.ID, kinds[b.Kind], b.Parent, b.Depth, describe(a, s.Node, b.Item)})
		}
		if c.JSON {
			return a.json(struct {
				Steps     []step      `json:"steps"`
				Truncated bool        `json:"truncated,omitempty"`
				Cut       []vocab.IRI `json:"cut,omitempty"`
			}{steps, tree.Truncated, tree.Cut})
		}
		draw(a, steps)
		if tree.Truncated {
			a.note("the tree is cut off at %d places; go on from there, or with a larger --depth", len(tree.Cut))
		}
		return nil
	})
}

// draw draws the tree, with rules from each branch to its root.
func draw(a *app, steps []step) {
	// A rule goes on beneath a step where another step of its depth follows before a shallower one.
	goesOn := func(from, depth int) bool {
		for _, s := range steps[from+1:] {
			if s.Depth <= depth {
				return s.Depth == depth
			}
		}
		return false
	}
	var open []bool // per depth, whether its rule goes on
	for i, s := range steps {
		more := goesOn(i, s.Depth)
		open = append(open[:min(s.Depth, len(open))], more)
		var b strings.Builder
		for depth := 1; depth < s.Depth; depth++ {
			if open[depth] {
				b.WriteString("│  ")
			} else {
				b.WriteString("   ")
			}
		}
		if s.Depth > 0 {
			b.WriteString(map[bool]string{true: "├─ ", false: "└─ "}[more])
		}
		a.say("%s%s  <%s>", b.String(), s.Text, s.IRI)
	}
}

// describe says in a few words what an item is.
func describe(a *app, n *node.Node, item flow.Item) string {
	if item.Kind == flow.Elsewhere {
		return "something that is not known here"
	}
	v, err := n.Get(a.ctx, node.Operator, item.ID)
	if err != nil {
		return kinds[item.Kind]
	}
	r, err := v.Resource()
	if err != nil {
		return kinds[item.Kind]
	}
	name := r.Get(vf.Name).Text()
	if item.Kind != flow.EventItem {
		return cmp.Or(name, kinds[item.Kind])
	}
	e := item.Event
	text := e.Behaviour.Action.Name
	for _, amount := range []quantity.Measure{e.Quantity, e.Effort} {
		if amount.Unit != "" {
			text += " " + amount.String()
		}
	}
	if at := r.Get(vf.HasPointInTime).Text(); at != "" {
		text += ", " + at
	}
	return text
}
