package importer

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// row is one row with what its columns mean.
type row struct {
	table *table
	cells []string
	line  int
	id    vocab.IRI // of what it describes
	// derived is what the row does not say and the importer does, with the rule.
	derived []string
}

// get is the cell of a role: what the row has, else the mapping's default.
func (r *row) get(name string) string {
	for _, i := range r.table.layout.at[name] {
		if i < len(r.cells) {
			if cell := plainCell(r.cells[i]); cell != "" {
				return cell
			}
		}
	}
	return r.table.mapping.Defaults[name]
}

// plainCell is a cell without spaces around it and without the mark that keeps a spreadsheet from
// computing with it.
func plainCell(cell string) string {
	cell = strings.TrimSpace(cell)
	if len(cell) > 1 && cell[0] == '\'' && strings.IndexByte("=+-@", cell[1]) >= 0 {
		return cell[1:]
	}
	return cell
}

func (r *row) derive(p *vocab.Property, rule string) {
	r.derived = append(r.derived, p.Term+": "+rule)
}

func (r *row) bad(role, format string, args ...any) error {
	heading := role
	for _, i := range r.table.layout.at[role] {
		heading = r.table.layout.heading[i]
	}
	return badRow(r.line, "%s: %s", heading, fmt.Sprintf(format, args...))
}

// describe is what a row says.
func (r *row) describe() (*vocab.Resource, error) {
	what, err := r.table.layout.kind.build(r)
	if err != nil {
		return nil, err
	}
	extra := what.Extra()
	for _, i := range r.table.layout.unknown {
		if i < len(r.cells) && strings.TrimSpace(r.cells[i]) != "" {
			extra = append(extra, vocab.Statement{
				Property: columnBase + vocab.IRI(url.PathEscape(strings.TrimSpace(r.table.layout.heading[i]))),
				Value:    vocab.Text(plainCell(r.cells[i])),
			})
		}
	}
	for _, d := range r.derived {
		extra = append(extra, vocab.Statement{Property: derivedProperty, Value: vocab.Text(d)})
	}
	return what.WithID(r.id).WithExtra(extra...), nil
}

// derivedProperty says of a thing which of its values the importer derived, and by which rule.
const derivedProperty vocab.IRI = "https://w3id.org/tributary/import#derived"

// build makes what a row of the kind describes. r.id is set for rows that are found by their name.
func (k *kind) build(r *row) (*vocab.Resource, error) {
	switch k.name {
	case rowsEvents, rowsCommitments:
		return r.flow(k.class)
	case rowsResources:
		return r.resource()
	case rowsAgents:
		return r.agent()
	}
	return r.specification()
}

// flow is an event or a commitment.
func (r *row) flow(class *vocab.Class) (*vocab.Resource, error) {
	f := vocab.New(class, "")
	action, err := r.action()
	if err != nil {
		return nil, err
	}
	f = f.With(vf.HasAction, vocab.Ref(action.Action.IRI))
	if f, err = r.parties(f, action); err != nil {
		return nil, err
	}
	if f, err = r.figures(f, action); err != nil {
		return nil, err
	}
	for _, t := range []struct {
		role string
		p    *vocab.Property
	}{{"time", vf.HasPointInTime}, {"beginning", vf.HasBeginning}, {"end", vf.HasEnd}, {"due", vf.Due}} {
		if f, err = r.time(f, t.role, t.p); err != nil {
			return nil, err
		}
	}
	if note := r.note(); note != "" {
		f = f.With(vf.Note, vocab.Text(note))
	}
	return r.links(f, action), nil
}

func (r *row) action() (*actionRow, error) {
	word := r.get("action")
	if said, ok := r.table.mapping.Actions[fold(word)]; ok {
		word = said
	}
	if word == "" && r.get("effort") != "" && r.get("quantity") == "" {
		r.derive(vf.HasAction, "work, because hours are given and nothing else")
		word = vf.Work.Name
	}
	if word == "" {
		return nil, r.bad("action", "nothing says what was done; a mapping with \"defaults: {action: transfer}\" does for all rows")
	}
	action := actionNamed(word)
	if action == nil {
		return nil, r.bad("action", "%s is no action of ValueFlows; a mapping with \"actions:\" says which is meant", quotedCell(word))
	}
	return action, nil
}

// alone are the actions in which one agent takes part, as tables tell them: who is not named is
// whoever is.
var alone = []*vocab.Individual{
	vf.Produce, vf.Consume, vf.Use, vf.Cite, vf.Raise, vf.Lower, vf.Move, vf.Combine, vf.Separate, vf.Accept, vf.Modify, vf.Copy,
}

// parties are who gives and who gets.
func (r *row) parties(f *vocab.Resource, action *actionRow) (*vocab.Resource, error) {
	provider, receiver := r.get("provider"), r.get("receiver")
	single := slices.Contains(alone, action.Action)
	ours := string(r.table.group)
	switch {
	case provider == "" && receiver == "" && !single:
		return nil, r.bad("provider", "neither who gives nor who gets is said")
	case provider == "" && receiver == "":
		provider, receiver = ours, ours
		r.derive(vf.Provider, "the importing group, because nobody is named")
		r.derive(vf.Receiver, "the importing group, because nobody is named")
	case provider == "" && single:
		provider = receiver
		r.derive(vf.Provider, "the receiver, because "+action.Action.Name+" names one agent")
	case receiver == "" && single:
		receiver = provider
		r.derive(vf.Receiver, "the provider, because "+action.Action.Name+" names one agent")
	case provider == "":
		provider = ours
		r.derive(vf.Provider, "the importing group, because only the receiver is named")
	case receiver == "":
		receiver = ours
		r.derive(vf.Receiver, "the importing group, because only the provider is named")
	}
	return f.With(vf.Provider, vocab.Ref(r.table.agent(provider))).With(vf.Receiver, vocab.Ref(r.table.agent(receiver))), nil
}

// figures are how much of what.
func (r *row) figures(f *vocab.Resource, action *actionRow) (*vocab.Resource, error) {
	var effort, much amount
	var problem string
	if cell := r.get("effort"); cell != "" {
		if effort, problem = r.table.amountOf(cell, r.get("effortunit"), "hour"); problem != "" {
			return nil, r.bad("effort", "%s", problem)
		}
	}
	if cell := r.get("quantity"); cell != "" {
		if much, problem = r.table.amountOf(cell, r.unitSaid(), "one"); problem != "" {
			return nil, r.bad("quantity", "%s", problem)
		}
		// Hours in the column of quantities are effort, where the action takes effort.
		if much.isTime() && action.EventQuantity == vf.ValueBoth && effort.number == "" {
			effort, much = much, amount{}
		}
	}
	what := r.get("specification")
	if much.currency != "" {
		if what != "" && currencyOf(what) != much.currency {
			f = f.With(vf.ResourceClassifiedAs, vocab.Text(what))
			r.derive(vf.ResourceConformsTo, "the currency, because the quantity is money")
		}
		what = much.currency
	} else if code := currencyOf(what); code != "" {
		what = code
	}
	kindOf := r.table.specification(what)
	if kindOf != "" {
		f = f.With(vf.ResourceConformsTo, vocab.Ref(kindOf))
	}
	for _, side := range []struct {
		role string
		p    *vocab.Property
	}{{"resource", vf.ResourceInventoriedAs}, {"toresource", vf.ToResourceInventoriedAs}} {
		if name := r.get(side.role); name != "" {
			f = f.With(side.p, vocab.Ref(r.table.stock(name, kindOf)))
		}
	}
	if much.number != "" {
		f = f.With(vf.ResourceQuantity, much.value())
		if much.assumed {
			r.derive(vf.ResourceQuantity, "pieces, because no unit is said")
		}
	}
	if effort.number != "" {
		f = f.With(vf.EffortQuantity, effort.value())
		if effort.assumed {
			r.derive(vf.EffortQuantity, "hours, because no unit is said")
		}
	}
	return f, nil
}

// unitSaid is the unit of the quantity: in its own column, or in the heading, as in "Menge (kg)".
func (r *row) unitSaid() string {
	if unit := r.get("unit"); unit != "" {
		return unit
	}
	for _, i := range r.table.layout.at["quantity"] {
		if _, after, ok := strings.Cut(r.table.layout.heading[i], "("); ok {
			return strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(after), ")"))
		}
	}
	return ""
}

// time reads a moment into a property.
func (r *row) time(f *vocab.Resource, role string, p *vocab.Property) (*vocab.Resource, error) {
	cell := r.get(role)
	if cell == "" {
		return f, nil
	}
	at, whole, zoned, err := r.table.habits.moment(cell, r.table.mapping.zone)
	if err != nil {
		return nil, r.bad(role, "%s", err)
	}
	switch {
	case whole:
		r.derive(p, "the beginning of the day in "+r.table.mapping.zone.String())
	case !zoned:
		r.derive(p, "the time zone "+r.table.mapping.zone.String())
	}
	return f.With(p, vocab.Time(at)), nil
}

func (r *row) note() string {
	var notes []string
	for _, i := range r.table.layout.at["note"] {
		if i < len(r.cells) && strings.TrimSpace(r.cells[i]) != "" {
			notes = append(notes, plainCell(r.cells[i]))
		}
	}
	if len(notes) == 0 {
		return r.table.mapping.Defaults["note"]
	}
	return strings.Join(notes, "\n")
}

// links are the process, the plan, what is fulfilled and what is corrected.
func (r *row) links(f *vocab.Resource, action *actionRow) *vocab.Resource {
	t := r.table
	if name := r.get("inputof"); name != "" {
		f = f.With(vf.InputOf, vocab.Ref(t.named(vf.Process, "process", name)))
	}
	if name := r.get("outputof"); name != "" {
		f = f.With(vf.OutputOf, vocab.Ref(t.named(vf.Process, "process", name)))
	}
	if name := r.get("process"); name != "" {
		switch action.InputOutput {
		case vf.ValueInput:
			f = f.With(vf.InputOf, vocab.Ref(t.named(vf.Process, "process", name)))
		case vf.ValueOutput, vf.ValueOutputInput:
			f = f.With(vf.OutputOf, vocab.Ref(t.named(vf.Process, "process", name)))
		default: // a transfer is in no process: kept as the table has it
			f = f.WithExtra(append(f.Extra(), vocab.Statement{Property: columnBase + "process", Value: vocab.Text(name)})...)
		}
	}
	if name := r.get("plan"); name != "" && vf.PlannedWithin.Allows(f.Class()) {
		f = f.With(vf.PlannedWithin, vocab.Ref(t.named(vf.Plan, "plan", name)))
	}
	if ids := r.get("fulfills"); ids != "" && vf.Fulfills.Allows(f.Class()) {
		for id := range strings.FieldsFuncSeq(ids, func(c rune) bool { return c == ',' || c == ';' || c == ' ' }) {
			f = f.Plus(vf.Fulfills, vocab.Ref(t.known(t.name("commitment", id))))
		}
	}
	if id := r.get("corrects"); id != "" && vf.Corrects.Allows(f.Class()) {
		f = f.With(vf.Corrects, vocab.Ref(t.known(t.rowName(id))))
	}
	return f
}

// resource is a thing in stock, with how much of it there is.
func (r *row) resource() (*vocab.Resource, error) {
	name, err := r.called("resource")
	if err != nil {
		return nil, err
	}
	what := vocab.New(vf.EconomicResource, "").With(vf.Name, vocab.Text(name))
	var much amount
	var problem string
	if cell := r.get("quantity"); cell != "" {
		if much, problem = r.table.amountOf(cell, r.unitSaid(), "one"); problem != "" {
			return nil, r.bad("quantity", "%s", problem)
		}
		if much.assumed {
			r.derive(vf.AccountingQuantity, "pieces, because no unit is said")
		}
		what = what.With(vf.AccountingQuantity, much.value()).With(vf.OnhandQuantity, much.value())
	}
	if cell := r.get("onhand"); cell != "" {
		there, problem := r.table.amountOf(cell, r.unitSaid(), orElse(much.unit, "one"))
		if problem != "" {
			return nil, r.bad("onhand", "%s", problem)
		}
		what = what.With(vf.OnhandQuantity, there.value())
	}
	specification := r.get("specification")
	if much.currency != "" {
		specification = much.currency
	}
	if id := r.table.specification(specification); id != "" {
		what = what.With(vf.ConformsTo, vocab.Ref(id))
	}
	if owner := r.get("accountable"); owner != "" {
		what = what.With(vf.PrimaryAccountable, vocab.Ref(r.table.agent(owner)))
	}
	if mark := r.get("tracking"); mark != "" {
		what = what.With(vf.TrackingIdentifier, vocab.Text(mark))
	}
	return r.noted(what), nil
}

func (r *row) agent() (*vocab.Resource, error) {
	name, err := r.called("agent")
	if err != nil {
		return nil, err
	}
	class := vf.Agent
	if word := r.get("kind"); word != "" {
		if class = agentKinds[fold(word)]; class == nil {
			return nil, r.bad("kind", "%s is none of person, organization, nature", quotedCell(word))
		}
	}
	return r.noted(vocab.New(class, "").With(vf.Name, vocab.Text(name))), nil
}

func (r *row) specification() (*vocab.Resource, error) {
	name, err := r.called("specification")
	if err != nil {
		return nil, err
	}
	what := vocab.New(vf.ResourceSpecification, "").With(vf.Name, vocab.Text(name))
	if word := r.get("unit"); word != "" {
		unit, currency := r.table.unitOf(word)
		if unit == "" {
			return nil, r.bad("unit", "%s is no unit that is known here", quotedCell(word))
		}
		what = what.With(vf.DefaultUnitOfResource, vocab.Ref(vocab.IRI("http://www.ontology-of-units-of-measure.org/resource/om-2/"+unit)))
		if currency != "" {
			what = what.With(vf.MediumOfExchange, vocab.Bool(true))
		}
	}
	return r.noted(what), nil
}

// called is the name of what a row describes; by it the row is found again.
func (r *row) called(kind string) (string, error) {
	name := r.get("name")
	if name == "" {
		name = r.get("id")
	}
	if name == "" {
		return "", r.bad("name", "is missing")
	}
	r.id = r.table.name(kind, name)
	return name, nil
}

func (r *row) noted(what *vocab.Resource) *vocab.Resource {
	if note := r.note(); note != "" {
		what = what.With(vf.Note, vocab.Text(note))
	}
	if id := r.get("id"); id != "" && r.get("name") != "" {
		what = what.With(pf.ExternalId, vocab.Text(id))
	}
	return what
}

// audience is who may read the row, where it says so.
func (r *row) audience() *node.Audience {
	if openWords[fold(r.get("visibility"))] {
		return &node.Audience{Level: node.Public}
	}
	return nil
}

func orElse(a, b string) string {
	if a == "" {
		return b
	}
	return a
}
