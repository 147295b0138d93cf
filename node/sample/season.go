package sample

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/own"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

// weeks is how long the season is.
const weeks = 14

// season records what the cells of a network do over some weeks: growing, planting, lending, giving
// work, paying for it. Each thing is done by the group that does it.
type season struct {
	ctx    context.Context
	node   *node.Node
	begin  time.Time
	at     time.Time // when the next event happens
	chance *rand.Rand
	events int

	alder, soil, water, tools vocab.IRI // groups
	specs                     map[string]vocab.IRI
	stocks                    map[string]vocab.IRI
	people                    map[string]vocab.IRI
	err                       error
}

// run records the season; the first error ends it.
func (s *season) run() error {
	s.knowledge()
	s.agents()
	s.openings()
	plan, pledge := s.plan()
	for week := range weeks {
		s.at = s.begin.AddDate(0, 0, 7*week).Add(9 * time.Hour)
		s.grow(week)
		s.plant(week, pledge)
		s.lend(week)
		s.share(week)
		if week == weeks/2 {
			s.miscount()
		}
	}
	s.offer()
	s.waiting()
	_ = plan
	return s.err
}

// knowledge is what kinds of things and work there are.
func (s *season) knowledge() {
	spec := func(key, name, unit string, more ...func(*vocab.Resource) *vocab.Resource) {
		r := vocab.New(vf.ResourceSpecification, "").
			With(vf.Name, vocab.Text(name)).
			With(vf.DefaultUnitOfResource, unitRef(unit))
		for _, f := range more {
			r = f(r)
		}
		s.specs[key] = s.create(s.alder, r)
	}
	spec("seedlings", "Alder seedlings", "one")
	spec("compost", "Compost", "kilogram")
	spec("seed", "Vegetable seed", "gram")
	spec("barrow", "Wheelbarrow", "one")
	spec("work", "Work in the field", "hour", func(r *vocab.Resource) *vocab.Resource {
		return r.With(vf.DefaultUnitOfEffort, unitRef("hour"))
	})
	spec("hours", "Alder hours", "one", func(r *vocab.Resource) *vocab.Resource {
		return r.With(vf.MediumOfExchange, vocab.Bool(true)).
			With(vf.Note, vocab.Text("Mutual credit between the cells: an account may fall below zero."))
	})
	for key, name := range map[string]string{"raise": "Raise seedlings", "plant": "Plant a bank"} {
		s.specs[key] = s.create(s.alder, vocab.New(vf.ProcessSpecification, "").With(vf.Name, vocab.Text(name)))
	}
}

// agents are people who give work and have no account.
func (s *season) agents() {
	for _, p := range []struct {
		name  string
		group vocab.IRI
	}{{"Imke", s.soil}, {"Jonah", s.soil}, {"Kofi", s.water}, {"Lena", s.water}, {"Mirza", s.tools}} {
		s.people[p.name] = s.create(p.group, vocab.New(vf.Person, "").With(vf.Name, vocab.Text(p.name)))
	}
}

// openings are the stocks the season begins with.
func (s *season) openings() {
	for _, o := range []struct {
		key, name, spec, amount, unit string
		group                         vocab.IRI
	}{
		{"soil compost", "Compost heap", "compost", "1800", "kilogram", s.soil},
		{"soil seed", "Seed drawer", "seed", "2400", "gram", s.soil},
		{"soil seedlings", "Nursery beds", "seedlings", "120", "one", s.soil},
		{"water seedlings", "Seedlings at the bank", "seedlings", "40", "one", s.water},
		{"tools barrow", "Green wheelbarrow", "barrow", "1", "one", s.tools},
		{"soil hours", "Hours of Seed and Soil", "hours", "60", "one", s.soil},
		{"water hours", "Hours of Watershed", "hours", "60", "one", s.water},
		{"tools hours", "Hours of Tool Commons", "hours", "60", "one", s.tools},
	} {
		s.at = s.begin
		resource := vocab.New(vf.EconomicResource, "_:stock").
			With(vf.Name, vocab.Text(o.name)).
			With(vf.ConformsTo, vocab.Ref(s.specs[o.spec]))
		event := s.event(vf.Raise, o.group, o.group, o.amount, o.unit).
			With(vf.ResourceInventoriedAs, vocab.Ref("_:stock")).
			With(own.Opening, vocab.Bool(true)).
			With(vf.Note, vocab.Text("There when the season began."))
		s.stocks[o.key] = s.create(o.group, resource, event)
	}
}

// plan is what the watershed cell means to do with what it was promised.
func (s *season) plan() (plan, pledge vocab.IRI) {
	due := s.begin.AddDate(0, 0, 7*weeks)
	plan = s.create(s.water, vocab.New(vf.Plan, "").
		With(vf.Name, vocab.Text("A kilometre of shade")).
		With(vf.Due, vocab.Time(due)).
		With(vf.Note, vocab.Text("Six hundred alders along the upper bank before the leaves turn.")))
	pledge = s.create(s.soil, vocab.New(vf.Commitment, "").
		With(vf.HasAction, vocab.Ref(vf.Transfer.IRI)).
		With(vf.Provider, vocab.Ref(s.soil)).
		With(vf.Receiver, vocab.Ref(s.water)).
		With(vf.ResourceConformsTo, vocab.Ref(s.specs["seedlings"])).
		With(vf.ResourceQuantity, measure("600", "one")).
		With(vf.IndependentDemandOf, vocab.Ref(plan)).
		With(vf.Due, vocab.Time(due)))
	return plan, pledge
}

// grow raises seedlings from seed and compost, with work.
func (s *season) grow(week int) {
	process := s.create(s.soil, vocab.New(vf.Process, "").
		With(vf.Name, vocab.Text(fmt.Sprintf("Seedlings of week %d", week+1))).
		With(vf.BasedOn, vocab.Ref(s.specs["raise"])).
		With(vf.InScopeOf, vocab.Ref(s.soil)))
	grown := 38 + s.chance.IntN(15)
	s.record(s.soil, s.event(vf.Consume, s.soil, s.soil, fmt.Sprint(grown*2), "gram").
		With(vf.ResourceInventoriedAs, vocab.Ref(s.stocks["soil seed"])).With(vf.InputOf, vocab.Ref(process)))
	s.record(s.soil, s.event(vf.Consume, s.soil, s.soil, fmt.Sprintf("%d.%d", grown*3/2, 5*(grown%2)), "kilogram").
		With(vf.ResourceInventoriedAs, vocab.Ref(s.stocks["soil compost"])).With(vf.InputOf, vocab.Ref(process)))
	for _, who := range []string{"Imke", "Jonah"} {
		s.work(s.soil, s.people[who], s.soil, 3+s.chance.IntN(5), process)
	}
	s.record(s.soil, s.event(vf.Produce, s.soil, s.soil, fmt.Sprint(grown), "one").
		With(vf.ResourceInventoriedAs, vocab.Ref(s.stocks["soil seedlings"])).With(vf.OutputOf, vocab.Ref(process)).
		With(own.WholeStock, vocab.Bool(true)))
}

// plant brings seedlings to the bank, which fulfils the pledge, and puts them into the ground.
func (s *season) plant(week int, pledge vocab.IRI) {
	s.at = s.at.AddDate(0, 0, 1)
	given := 34 + s.chance.IntN(12)
	s.record(s.soil, s.event(vf.Transfer, s.soil, s.water, fmt.Sprint(given), "one").
		With(vf.ResourceInventoriedAs, vocab.Ref(s.stocks["soil seedlings"])).
		With(vf.ToResourceInventoriedAs, vocab.Ref(s.stocks["water seedlings"])).
		With(vf.Fulfills, vocab.Ref(pledge)))
	process := s.create(s.water, vocab.New(vf.Process, "").
		With(vf.Name, vocab.Text(fmt.Sprintf("Upper bank, stretch %d", week+1))).
		With(vf.BasedOn, vocab.Ref(s.specs["plant"])).
		With(vf.InScopeOf, vocab.Ref(s.water)))
	s.record(s.water, s.event(vf.Consume, s.water, s.water, fmt.Sprint(given-s.chance.IntN(4)), "one").
		With(vf.ResourceInventoriedAs, vocab.Ref(s.stocks["water seedlings"])).With(vf.InputOf, vocab.Ref(process)))
	for _, who := range []string{"Kofi", "Lena"} {
		s.work(s.water, s.people[who], s.water, 4+s.chance.IntN(4), process)
	}
	s.record(s.water, s.event(vf.Use, s.water, s.water, "1", "one").
		With(vf.ResourceInventoriedAs, vocab.Ref(s.stocks["tools barrow"])).
		With(vf.EffortQuantity, measure("5", "hour")).
		With(vf.InputOf, vocab.Ref(process)))
}

// lend gives the barrow out and takes it back, in one record.
func (s *season) lend(week int) {
	borrower := s.water
	if week%2 == 1 {
		borrower = s.soil
	}
	s.at = s.at.Add(-3 * time.Hour)
	s.record(s.tools, s.event(vf.TransferCustody, s.tools, borrower, "1", "one").
		With(vf.ResourceInventoriedAs, vocab.Ref(s.stocks["tools barrow"])))
	s.at = s.at.AddDate(0, 0, 2)
	s.record(s.tools, s.event(vf.TransferCustody, borrower, s.tools, "1", "one").
		With(vf.ResourceInventoriedAs, vocab.Ref(s.stocks["tools barrow"])))
	s.work(s.tools, s.people["Mirza"], s.tools, 1+s.chance.IntN(2), "")
}

// share pays for what was given, in hours of the network.
func (s *season) share(week int) {
	s.pay("water hours", "soil hours", s.water, s.soil, 4+s.chance.IntN(5))
	s.pay("soil hours", "tools hours", s.soil, s.tools, 1+week%3)
	if week%3 == 0 {
		s.pay("tools hours", "water hours", s.tools, s.water, 2)
	}
}

func (s *season) pay(from, to string, payer, payee vocab.IRI, hours int) {
	s.record(payer, s.event(vf.Transfer, payer, payee, fmt.Sprint(hours), "one").
		With(vf.ResourceInventoriedAs, vocab.Ref(s.stocks[from])).
		With(vf.ToResourceInventoriedAs, vocab.Ref(s.stocks[to])))
}

// miscount records too much compost and corrects it.
func (s *season) miscount() {
	wrong := s.record(s.soil, s.event(vf.Consume, s.soil, s.soil, "70", "kilogram").
		With(vf.ResourceInventoriedAs, vocab.Ref(s.stocks["soil compost"])).
		With(vf.Note, vocab.Text("For the kitchen garden.")))
	s.record(s.soil, s.event(vf.Consume, s.soil, s.soil, "-63", "kilogram").
		With(vf.ResourceInventoriedAs, vocab.Ref(s.stocks["soil compost"])).
		With(vf.Corrects, vocab.Ref(wrong)).
		With(vf.Note, vocab.Text("It was 7 kg; a digit too many.")))
}

// offer publishes seed against hours.
func (s *season) offer() {
	intent := func(id vocab.IRI, provider, receiver, spec, amount, unit string) *vocab.Resource {
		r := vocab.New(vf.Intent, id).
			With(vf.HasAction, vocab.Ref(vf.Transfer.IRI)).
			With(vf.ResourceConformsTo, vocab.Ref(s.specs[spec])).
			With(vf.ResourceQuantity, measure(amount, unit))
		if provider != "" {
			return r.With(vf.Provider, vocab.Ref(vocab.IRI(provider)))
		}
		return r.With(vf.Receiver, vocab.Ref(vocab.IRI(receiver)))
	}
	s.create(s.soil,
		vocab.New(vf.Proposal, "").
			With(vf.Name, vocab.Text("Seed of hardy beans")).
			With(vf.Purpose, vocab.Ref(vf.ValueOffer.IRI)).
			With(vf.UnitBased, vocab.Bool(true)).
			With(vf.Publishes, vocab.Ref("_:seed")).
			With(vf.Reciprocal, vocab.Ref("_:hours")),
		intent("_:seed", string(s.soil), "", "seed", "50", "gram"),
		intent("_:hours", "", string(s.soil), "hours", "1", "one"))
}

// waiting leaves one transfer that the other side has still to confirm.
func (s *season) waiting() {
	event := s.event(vf.Transfer, s.soil, s.water, "12", "one").
		With(vf.ResourceInventoriedAs, vocab.Ref(s.stocks["soil seedlings"])).
		With(vf.ToResourceInventoriedAs, vocab.Ref(s.stocks["water seedlings"])).
		With(vf.Note, vocab.Text("Left at the bridge; Watershed has still to say that they arrived."))
	s.submit(s.soil, speaking(s.soil), event)
}

func (s *season) work(group, who, receiver vocab.IRI, hours int, process vocab.IRI) {
	event := s.event(vf.Work, who, receiver, "", "").
		With(vf.ResourceConformsTo, vocab.Ref(s.specs["work"])).
		With(vf.EffortQuantity, measure(fmt.Sprint(hours), "hour"))
	if process != "" {
		event = event.With(vf.InputOf, vocab.Ref(process))
	}
	s.record(group, event)
}

// event is one that happens now.
func (s *season) event(action *vocab.Individual, provider, receiver vocab.IRI, amount, unit string) *vocab.Resource {
	s.at = s.at.Add(time.Duration(7+s.chance.IntN(40)) * time.Minute)
	r := vocab.New(vf.EconomicEvent, "").
		With(vf.HasAction, vocab.Ref(action.IRI)).
		With(vf.Provider, vocab.Ref(provider)).
		With(vf.Receiver, vocab.Ref(receiver)).
		With(vf.HasPointInTime, vocab.Time(s.at))
	if amount == "" {
		return r
	}
	return r.With(vf.ResourceQuantity, measure(amount, unit))
}

// record keeps an event that all sides agree on.
func (s *season) record(group vocab.IRI, event *vocab.Resource) vocab.IRI {
	s.events++
	return s.submit(group, speaking(s.soil, s.water, s.tools, s.alder), event)
}

// create keeps things, and gives the first one's address.
func (s *season) create(group vocab.IRI, things ...*vocab.Resource) vocab.IRI {
	return s.submit(group, speaking(group), things...)
}

func (s *season) submit(group vocab.IRI, who node.Caller, things ...*vocab.Resource) vocab.IRI {
	if s.err != nil {
		return ""
	}
	who.Agent = group
	receipt, err := s.node.Submit(s.ctx, who, node.Create(group, things...))
	if err != nil {
		s.err = fmt.Errorf("record the season at %s: %w", s.at.Format(time.DateOnly), err)
		return ""
	}
	return receipt.Objects[0]
}

// speaking is a caller who speaks for groups.
func speaking(groups ...vocab.IRI) node.Caller {
	who := node.Caller{Roles: map[vocab.IRI]node.Role{}}
	for _, g := range groups {
		who.Roles[g] = node.Admin
	}
	return who
}

func measure(amount, unit string) vocab.Value {
	return vocab.Inside(vocab.New(vf.Measure, "").
		With(vf.HasUnit, unitRef(unit)).
		With(vf.HasNumericalValue, vocab.Number(amount)))
}

func unitRef(id string) vocab.Value { return vocab.Ref(vocab.IRI(quantity.OM2 + id)) }
