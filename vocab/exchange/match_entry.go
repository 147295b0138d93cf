package exchange

import (
	"strconv"
	"strings"
	"time"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/flow"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

// entry is an intent as it is compared: read once, compared often.
type entry struct {
	intent, proposal *vocab.Resource
	agent            vocab.IRI
	gives            bool
	action           vocab.IRI
	thing            vocab.IRI // the very resource
	specification    vocab.IRI // as the intent names it
	oneName          vocab.IRI // the same without differences of spelling
	tags             map[string]bool
	asked            amount           // each time
	most, least      quantity.Measure // unit "": not said
	begin, end       time.Time        // of the flow
	place            *place
	back             []back
	unitBased        bool
}

// place is where a proposal holds.
type place struct {
	id        vocab.IRI
	name      string
	lat, long float64
	located   bool
}

// back is what is wanted or given in return.
type back struct {
	specification, oneName vocab.IRI
	amount                 amount
}

// entries are the intents that may be matched: the primary ones of proposals, and those on their own.
func (o Matching) entries(list []*vocab.Resource) (entries []entry) {
	byID := make(map[vocab.IRI]*vocab.Resource, len(list))
	published := map[vocab.IRI]bool{}
	for _, r := range list {
		byID[r.ID()] = r
	}
	find := func(id vocab.IRI) *vocab.Resource {
		if r := byID[id]; r != nil || o.Find == nil {
			return r
		}
		return o.Find(id)
	}
	for _, r := range list {
		if r.Class() != vf.Proposal {
			continue
		}
		whole, _ := Gather(r, find)
		for _, v := range whole.All(vf.Publishes) {
			published[v.IRI()] = true
		}
		if !o.holds(whole) {
			continue
		}
		for _, intent := range parts(whole, vf.Publishes) {
			if e, ok := entryOf(intent, whole); ok {
				entries = append(entries, e)
			}
		}
	}
	for _, r := range list {
		if r.Class() != vf.Intent || published[r.ID()] {
			continue
		}
		if e, ok := entryOf(r, nil); ok {
			entries = append(entries, e)
		}
	}
	return entries
}

// holds says whether a proposal may be taken up at the time in question.
func (o Matching) holds(proposal *vocab.Resource) bool {
	if o.Now.IsZero() {
		return true
	}
	begin, end := proposal.Get(vf.HasBeginning).Time(), proposal.Get(vf.HasEnd).Time()
	return !(o.Now.Before(begin) || !end.IsZero() && o.Now.After(end))
}

// entryOf reads an intent. There is none for one that is finished, or of which nobody can tell
// whether it gives or asks.
func entryOf(intent, proposal *vocab.Resource) (entry, bool) {
	e := entry{
		intent: intent, proposal: proposal,
		action:        intent.Get(vf.HasAction).IRI(),
		thing:         intent.Get(vf.ResourceInventoriedAs).IRI(),
		specification: intent.Get(vf.ResourceConformsTo).IRI(),
		tags:          map[string]bool{},
	}
	e.oneName = oneName(e.specification)
	provider, receiver := intent.Get(vf.Provider).IRI(), intent.Get(vf.Receiver).IRI()
	e.gives = provider != ""
	if proposal != nil {
		switch proposal.Get(vf.Purpose).IRI() {
		case vf.ValueOffer.IRI:
			e.gives = true
		case vf.ValueRequest.IRI:
			e.gives = false
		}
		e.agent = proposal.Get(as.AttributedTo).IRI()
		e.unitBased = proposal.Get(vf.UnitBased).Bool()
		e.place = placeOf(proposal.Get(vf.EligibleLocation))
		for _, r := range parts(proposal, vf.Reciprocal) {
			if wanted, err := amountOf(r); err == nil {
				name := r.Get(vf.ResourceConformsTo).IRI()
				e.back = append(e.back, back{name, oneName(name), wanted})
			}
		}
	} else if (provider == "") == (receiver == "") {
		return entry{}, false
	}
	switch {
	case e.agent != "":
	case e.gives:
		e.agent = provider
	default:
		e.agent = receiver
	}
	for i, v := range intent.All(vf.ResourceClassifiedAs) {
		if i == maxFlows {
			break
		}
		e.tags[tagName(v)] = true
	}
	var err error
	if e.asked, err = amountOf(intent); err != nil || intent.Get(vf.Finished).Bool() {
		return entry{}, false
	}
	e.least = boundOf(intent, vf.MinimumQuantity)
	if e.most = boundOf(intent, vf.AvailableQuantity); e.most.Unit == "" && e.asked.stated {
		e.most = e.asked.measure
	}
	e.begin, e.end = span(intent)
	return e, true
}

func boundOf(intent *vocab.Resource, p *vocab.Property) quantity.Measure {
	m, err := flow.QuantityOf(intent.Get(p))
	if err != nil {
		return quantity.Measure{}
	}
	return m
}

// span is when the flow may take place; zero times are open ends.
func span(intent *vocab.Resource) (begin, end time.Time) {
	if t := intent.Get(vf.HasPointInTime).Time(); !t.IsZero() {
		return t, t
	}
	begin, end = intent.Get(vf.HasBeginning).Time(), intent.Get(vf.HasEnd).Time()
	if end.IsZero() {
		end = intent.Get(vf.Due).Time()
	}
	return begin, end
}

func placeOf(v vocab.Value) *place {
	if v.IsZero() {
		return nil
	}
	p := &place{id: v.IRI()}
	part := v.Part()
	if part == nil {
		return p
	}
	p.name = part.Get(vf.Name).Text()
	lat, errLat := strconv.ParseFloat(part.Get(vf.Lat).Text(), 64)
	long, errLong := strconv.ParseFloat(part.Get(vf.Long).Text(), 64)
	if errLat == nil && errLong == nil && lat >= -90 && lat <= 90 && long >= -180 && long <= 180 {
		p.lat, p.long, p.located = lat, long, true
	}
	return p
}

// keys are the names under which an entry is found.
func (e *entry) keys() (keys []string) {
	if e.thing != "" {
		keys = append(keys, "thing "+string(e.thing))
	}
	if e.oneName != "" {
		keys = append(keys, "type "+string(e.oneName))
	}
	for t := range e.tags {
		keys = append(keys, "tag "+t)
	}
	return keys
}

// wanted are the names by which an entry looks for others, in a fixed order.
func (e *entry) wanted(kin func(vocab.IRI) []vocab.IRI) []string {
	keys := e.keys()
	for _, name := range kin(e.specification) {
		keys = append(keys, "type "+string(name))
	}
	return sortedKeys(keys)
}

func indexOf(entries []entry) map[string][]int {
	index := map[string][]int{}
	for i := range entries {
		for _, key := range entries[i].keys() {
			index[key] = append(index[key], i)
		}
	}
	return index
}

// oneName is a type of resource in one spelling: Wikidata items are named in three.
func oneName(id vocab.IRI) vocab.IRI {
	for _, page := range []string{"www.wikidata.org/wiki/", "www.wikidata.org/entity/", "wikidata.org/wiki/", "wikidata.org/entity/"} {
		for _, scheme := range []string{"https://", "http://"} {
			if item, ok := strings.CutPrefix(string(id), scheme+page); ok {
				return "http://www.wikidata.org/entity/" + vocab.IRI(strings.TrimLeft(item, "/"))
			}
		}
	}
	return id
}

// tagName is a classification in one spelling.
func tagName(v vocab.Value) string {
	if v.Kind() == vocab.Reference {
		return string(oneName(v.IRI()))
	}
	return strings.ToLower(strings.TrimSpace(v.Text()))
}
