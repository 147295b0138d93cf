package publish

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

// between is how a group or person stands with an agent of another node, and in what that node differs.
type between struct {
	node.Reconciliation
	Heard   time.Time           `json:"heard,omitzero"` // when their node last said; zero: it never did
	Differs []node.Disagreement `json:"differences,omitempty"`
}

// Bounds of what pages say of dealings.
const (
	maxSummary = 5      // agents on the page of a group
	maxSummed  = 20_000 // events and commitments that are summed up for it
	maxMatters = 50     // of one kind, on the page of all dealings
)

// Dealings answers for how a group or person stands with agents of other nodes: /groups/H/dealings and
// /people/H/dealings, as JSON or a page, for who belongs to it. To all others there is no such page.
func (d *Documents) Dealings() http.HandlerFunc { return d.serve(d.dealings) }

func (d *Documents) dealings(q *request) (*page, error) {
	actor := vocab.IRI(d.node.Base + strings.TrimSuffix(q.path, "/dealings"))
	_, err := d.node.Get(q, q.who, actor)
	if err == nil && (d.node.Handle(actor) == "" || !q.who.May(actor, node.Reader)) {
		err = node.Errorf(node.NotFound, "there is no %s", d.node.Base+q.path)
	}
	if err != nil {
		return nil, err
	}
	all, err := d.between(q, actor)
	if err != nil {
		return nil, err
	}
	if err := d.hear(q, all); err != nil {
		return nil, err
	}
	doc := actor + "/dealings"
	return &page{
		kind: differencePage | viewPage, iri: doc, doc: doc, private: true, links: []link{{to: string(actor), rel: "up"}},
		json: func(*request) (any, error) { return all, nil },
		view: func(q *request) (view, error) { return d.dealingsView(q, actor, all), nil },
	}, nil
}

// between are all dealings with agents of other nodes, those with something open first.
func (d *Documents) between(q *request, actor vocab.IRI) ([]between, error) {
	all := []between{}
	err := d.node.ReconcileFor(q, q.who, actor, "", func(r node.Reconciliation) error {
		all = append(all, between{Reconciliation: r})
		return nil
	})
	slices.SortStableFunc(all, func(a, b between) int { return cmp.Compare(b.open(), a.open()) })
	return all, err
}

// open is how much there is still to do.
func (b between) open() int { return len(b.Disputed) + len(b.Theirs) + len(b.Ours) + len(b.Owed) }

// hear notes what the other sides say, of what the caller may see.
func (d *Documents) hear(q *request, all []between) error {
	for i := range all {
		if d.differs == nil {
			return nil
		}
		found, heard, err := d.differs(q, all[i].Group, all[i].With)
		switch node.KindOf(err) {
		case "":
			if !q.who.May(all[i].Group, node.Editor) { // who sees the whole record, and what sums are made of
				found = slices.DeleteFunc(found, func(one node.Disagreement) bool { return one.What == "" || !d.sees(q, one.What) })
			}
			all[i].Differs, all[i].Heard = found, heard
		case node.Internal, node.Busy:
			return err
		}
	}
	return nil
}

// summarize adds to the page of a group or person, for who belongs to it, how it stands with others in short.
func (d *Documents) summarize(q *request, actor vocab.IRI, page *view) error {
	if !q.who.May(actor, node.Reader) {
		return nil
	}
	n, err := d.node.Count(q, q.who, node.Query{Classes: append(d.node.Kinds(vf.EconomicEvent), vf.Commitment.Name), Owner: actor})
	if err != nil {
		return err
	}
	whole := anchor{Text: "Dealings with agents of other nodes", Href: string(actor) + "/dealings"}
	var all []between
	if n <= maxSummed {
		if all, err = d.between(q, actor); err != nil || len(all) == 0 {
			return err
		}
		whole.Text = fmt.Sprintf("All dealings (%d)", len(all))
		all = all[:min(len(all), maxSummary)]
		if err := d.hear(q, all); err != nil {
			return err
		}
	}
	page.Dealings = &summary{Table: d.dealingsGrid(q, all), Whole: whole}
	return nil
}

// summary is what the page of a group says of its dealings.
type summary struct {
	Table *grid
	Whole anchor
}

func (d *Documents) dealingsGrid(q *request, all []between) *grid {
	g := &grid{Caption: "Dealings", Columns: []string{"We owe", "They owe", "Waits", "Differs"}}
	for _, b := range all {
		owe, owed := promises(b.Owed)
		g.Rows = append(g.Rows, gridRow{
			Name:  anchor{Text: d.nameOf(q, b.With), Href: webAddress(string(b.With))},
			Cells: [][]shown{owe, owed, b.waits(), {{Text: b.differing()}}},
		})
	}
	return g
}

// promises are what each side has still to give.
func promises(owed []node.Total) (ours, theirs []shown) {
	for _, t := range owed {
		for _, side := range []struct {
			m    quantity.Measure
			into *[]shown
		}{{t.Given, &ours}, {t.Received, &theirs}} {
			if !side.m.IsZero() {
				*side.into = append(*side.into, shown{Text: t.Action + " " + side.m.String()})
			}
		}
	}
	return ours, theirs
}

// waits says how many events wait for whose word, and how many are disputed.
func (b between) waits() (all []shown) {
	for _, one := range []struct {
		n    int
		text string
	}{{len(b.Theirs), "for our word"}, {len(b.Ours), "for theirs"}, {len(b.Disputed), "disputed"}} {
		if one.n > 0 {
			all = append(all, shown{Text: fmt.Sprintf("%d %s", one.n, one.text)})
		}
	}
	return all
}

// differing says in how much the two records differ.
func (b between) differing() string {
	switch {
	case b.Heard.IsZero():
		return "not compared yet"
	case len(b.Differs) == 0:
		return "in nothing"
	case len(b.Differs) == 1:
		return "in one thing"
	}
	return fmt.Sprintf("in %d things", len(b.Differs))
}

// dealingsView shows all dealings: first the table, then each other side.
func (d *Documents) dealingsView(q *request, actor vocab.IRI, all []between) view {
	name := d.nameOf(q, actor)
	v := view{
		template: "collection", Heading: "Dealings", Title: "Dealings of " + name,
		Crumbs: []anchor{{Text: d.name, Href: d.node.Base + "/"}, {Text: name, Href: string(actor)}},
		Lead:   "How " + name + " stands with agents of other nodes, as it is on record here. Only who belongs to it sees this.",
		Table:  d.dealingsGrid(q, all),
	}
	if len(all) == 0 {
		v.Lead = "There are no dealings with agents of other nodes yet."
	}
	for _, b := range all {
		v.Sections = append(v.Sections, section{Heading: "With " + d.nameOf(q, b.With), Doc: string(b.With), Facts: d.dealingsFacts(q, b)})
	}
	return v
}

func (d *Documents) dealingsFacts(q *request, b between) (facts []fact) {
	say := func(label string, values ...shown) {
		if len(values) > 0 {
			facts = append(facts, fact{Label: label, Values: values})
		}
	}
	confirmed := fmt.Sprintf("%d events", b.Confirmed)
	if b.Confirmed == 1 {
		confirmed = "1 event"
	}
	if b.Unasked > 0 {
		confirmed += fmt.Sprintf(", and %d from before the record", b.Unasked)
	}
	say("Confirmed by both", shown{Text: confirmed})
	var sums []shown
	for _, t := range b.Totals {
		sums = append(sums, shown{Text: t.String()})
	}
	say("In all", sums...)
	owe, owed := promises(b.Owed)
	say("We owe", owe...)
	say("They owe", owed...)
	say("Waits for our word", d.matters(b.Theirs)...)
	say("Waits for their word", d.matters(b.Ours)...)
	say("Disputed", d.matters(b.Disputed)...)
	say("Corrections", d.matters(b.Corrections)...)
	var differs []shown
	for _, one := range b.Differs[:min(len(b.Differs), maxMatters)] {
		text := strings.TrimPrefix(one.String(), string(one.What)+" ")
		if one.What != "" {
			text = d.nameOf(q, one.What) + " " + text
		}
		differs = append(differs, shown{Text: text, Href: webAddress(string(one.What))})
	}
	if len(differs) == 0 {
		differs = []shown{{Text: b.differing()}}
	} else if more := len(b.Differs) - maxMatters; more > 0 {
		differs = append(differs, shown{Text: fmt.Sprintf("and %d more", more)})
	}
	say("Their record differs", differs...)
	if !b.Heard.IsZero() {
		say("Heard", shown{Text: b.Heard.UTC().Format("2 January 2006, 15:04 UTC"), Time: b.Heard.UTC().Format(time.RFC3339)})
	}
	return facts
}

// matters are events that are open, each with where it stands.
func (d *Documents) matters(list []node.Matter) (all []shown) {
	for _, m := range list[:min(len(list), maxMatters)] {
		way := "received"
		if m.Given {
			way = "given"
		}
		text := fmt.Sprintf("%s: %s %s, %s", m.Action, way, m.Quantity, m.At.UTC().Format("2 January 2006"))
		if m.Reason != "" {
			text += ": " + clip(m.Reason, 200)
		}
		all = append(all, shown{Text: text, Href: webAddress(string(m.Event))})
	}
	if more := len(list) - maxMatters; more > 0 {
		all = append(all, shown{Text: fmt.Sprintf("and %d more", more)})
	}
	return all
}
