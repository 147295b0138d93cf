package main

import (
	"strings"

	"tributary/node"
	"tributary/node/server"
	"tributary/vocab"
)

// align compares the values that two groups state.
type align struct {
	A    string `arg:"" name:"a" help:"A group: a handle of this node, or the address of a group anywhere whose statements are known here."`
	B    string `arg:"" name:"b" help:"Another."`
	JSON bool   `help:"Print JSON."`
}

// aligned is a comparison as programs read it.
type aligned struct {
	Groups         []vocab.IRI   `json:"groups"`
	Score          string        `json:"score,omitempty"` // from -1 to 1; left out where nothing can be compared
	Comparable     int           `json:"comparable"`
	Agrees         []vocab.IRI   `json:"agrees"`
	Differs        []vocab.IRI   `json:"differs"`
	Compared       []vocab.IRI   `json:"compared"`
	Contradictions [][]vocab.IRI `json:"contradictions,omitempty"`
	Statements     []statement   `json:"statements"`
}

type statement struct {
	Group vocab.IRI `json:"group"`
	IRI   vocab.IRI `json:"iri"`
	Text  string    `json:"text,omitempty"`
}

func (c *align) Run(a *app) error {
	return a.with(func(s *server.Server) error {
		var sides [2]vocab.IRI
		for i, name := range []string{c.A, c.B} {
			sides[i] = vocab.IRI(name)
			if strings.Contains(name, ":") {
				continue
			}
			var err error
			if sides[i], err = a.group(s, name); err != nil {
				return err
			}
		}
		x, err := s.Node.Align(a.ctx, node.Operator, sides[0], sides[1])
		if err != nil {
			return err
		}
		out := aligned{
			Groups: sides[:], Score: x.Score, Comparable: x.Comparable, Statements: []statement{},
			Agrees: append([]vocab.IRI{}, x.Agrees...), Differs: append([]vocab.IRI{}, x.Differs...), Compared: append([]vocab.IRI{}, x.Compared...),
		}
		for _, c := range x.Contradictions {
			out.Contradictions = append(out.Contradictions, []vocab.IRI{c.First, c.Second})
		}
		for i, list := range [][]*vocab.Resource{x.Ours, x.Theirs} {
			for _, r := range list {
				out.Statements = append(out.Statements, statement{sides[i], r.ID(), s.Node.Ranking(r)})
			}
		}
		if c.JSON {
			return a.json(out)
		}
		out.tell(a, s.Node)
		return nil
	})
}

func (x aligned) tell(a *app, n *node.Node) {
	if x.Score == "" {
		a.say("nothing to compare: the two take no position on a common trade-off")
	} else {
		a.say("%s, from -1 (opposed) to 1 (agreed), over %d trade-offs", x.Score, x.Comparable)
	}
	for _, id := range x.Agrees {
		a.say("agree on %s", n.LabelOf(id))
	}
	for _, id := range x.Differs {
		a.say("differ on %s", n.LabelOf(id))
	}
	for _, pair := range x.Contradictions {
		a.say("left out, since one group says both: <%s> and <%s>", pair[0], pair[1])
	}
	for _, s := range x.Statements {
		a.say("%s: %s  <%s>", s.Group, oneLine(s.Text), s.IRI)
	}
}
