package node

import (
	"context"
	"slices"
	"strings"
	"time"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/exchange"
	"tributary/vocab/vf"
)

// offer proposes something to one other agent, who accepts or rejects: an agreement to a proposal of that
// agent, or in answer to an offer of it, and whatever else there is a row for.
//
// Spec: ActivityStreams 2.0 Vocabulary, Offer; FEP-0837.
var _ = verb(Verb{Name: "Offer", May: mayAnswer, Local: offerLocal, Remote: offerRemote})

// offering is one kind of thing that is offered.
type offering struct {
	// made keeps what is offered, under final ids, and says to whom; the same here and from elsewhere.
	made func(d *Draft, things []*vocab.Resource) (to vocab.IRI, err error)
	// answered carries an answer out: ours where the acting agent is of this node, else theirs.
	answered func(d *Draft, offer *vocab.Resource, yes bool) error
}

// offers are what is offered, by class.
var offers = map[string]offering{}

func init() {
	offers[vf.Agreement.Name] = offering{made: (*Draft).offerAgreement, answered: (*Draft).answerAgreement}
	questions["Offer"] = question{here: (*Draft).answerOffer, there: (*Draft).offerAnswered}
}

func offerLocal(d *Draft, act Activity) error {
	if expired(act.Until, d.now) {
		return Refuse(vocab.Violations{{Path: "endTime", Term: "endTime", Message: "has passed: nobody could accept the offer"}})
	}
	things, err := d.describedOffer(act)
	if err != nil {
		return err
	}
	return d.offer(things)
}

func offerRemote(d *Draft, act Activity) error {
	if expired(act.Until, d.now) {
		return outlived(d.self(), act.Until)
	}
	var things []*vocab.Resource
	for _, o := range act.Objects {
		if o.Resource != nil {
			things = append(things, o.Resource)
		}
	}
	if len(things) == 0 {
		return keepNamed(d, act)
	}
	return d.offer(things)
}

// expired says whether the time is over until which an offer may be accepted; zero has no end.
func expired(until, now time.Time) bool { return !until.IsZero() && now.After(until) }

func outlived(offer vocab.IRI, until time.Time) error {
	return Errorf(Conflict, "%s could be accepted until %s", offer, until.UTC().Format(time.RFC3339))
}

// Expired is until when an Offer that nobody answered could be accepted; zero while it can be, and for
// what has been answered.
func (n *Node) Expired(ctx context.Context, offer *vocab.Resource) (time.Time, error) {
	until := offer.Get(as.EndTime).Time()
	if !offer.Class().IsA(as.Offer) || !expired(until, n.now()) {
		return time.Time{}, nil
	}
	open, err := n.Relations(ctx, Relation{From: offer.Get(as.Actor).IRI(), Kind: Offered})
	if err != nil || !slices.ContainsFunc(open, func(r Relation) bool { return r.Value == string(offer.ID()) }) {
		return time.Time{}, err
	}
	return until, nil
}

// describedOffer is what is offered, under ids beneath the Offer's own.
func (d *Draft) describedOffer(act Activity) ([]*vocab.Resource, error) {
	var things []*vocab.Resource
	for _, o := range act.Objects {
		if o.Resource == nil {
			continue
		}
		// A clause may be told of twice: by the agreement, and by itself.
		i := slices.IndexFunc(things, func(r *vocab.Resource) bool { return r.ID() != "" && r.ID() == o.Resource.ID() })
		if i < 0 {
			things = append(things, o.Resource)
			continue
		}
		for p, values := range o.Resource.Fields() {
			things[i] = things[i].With(p, values...)
		}
	}
	if len(things) == 0 || things[0].Class() == nil {
		return nil, Refuse(vocab.Violations{{Path: "object", Term: "object", Message: "Offer takes a description of what is offered"}})
	}
	root := things[0]
	if root.Class() == vf.Agreement {
		return exchange.Detach(exchange.Identified(gathered(things), d.self()+"#agreement", d.self())), nil
	}
	return []*vocab.Resource{root.WithID(d.self() + "#" + vocab.IRI(root.Class().Path()))}, nil
}

func (d *Draft) offer(things []*vocab.Resource) error {
	kind, known := offers[things[0].Class().Name]
	if !known {
		return Refuse(vocab.Violations{{Path: "object.type", Term: "type", Message: "a " + things[0].Class().Name + " is not offered; propose it in a Proposal"}})
	}
	d.ids = append(d.ids, things[0].ID())
	to, err := kind.made(d, things)
	if err != nil {
		return err
	}
	if d.received() && !d.node.Owns(to) {
		return Errorf(Forbidden, "what is offered is for %s to answer", to)
	}
	if d.received() {
		if err := d.welcome(to); err != nil {
			return err
		}
	}
	for _, r := range things {
		if err := d.Put(r); err != nil {
			return err
		}
		d.shareWith(to)
	}
	d.Relate(Relation{From: d.act.Actor, Kind: Offered, To: to, Value: string(d.self())}, true)
	d.Send(to)
	if d.node.Owns(to) && !d.received() {
		return d.show(to)
	}
	return nil
}

// shareWith lets an agent read what was put last, whoever else may.
func (d *Draft) shareWith(agent vocab.IRI) {
	c := &d.changes[len(d.changes)-1]
	if c.audience.Level != Public && !slices.Contains(c.audience.Names, agent) {
		c.audience.Names = append(slices.Clone(c.audience.Names), agent)
	}
}

// answerOffer accepts or rejects an offer that was made to the acting agent of this node.
func (d *Draft) answerOffer(_ string, offer *vocab.Resource, yes bool) error {
	if err := d.settleOffer(offer, yes); err != nil {
		return err
	}
	d.Send(offer.Get(as.Actor).IRI())
	return nil
}

// offerAnswered carries out what the agent of another node says to an offer of ours.
func (d *Draft) offerAnswered(offer *vocab.Resource, yes bool) error {
	return d.settleOffer(offer, yes)
}

func (d *Draft) settleOffer(offer *vocab.Resource, yes bool) error {
	if until := offer.Get(as.EndTime).Time(); yes && expired(until, d.now) {
		return outlived(offer.ID(), until)
	}
	open := Relation{From: offer.Get(as.Actor).IRI(), Kind: Offered, To: d.act.Actor, Value: string(offer.ID())}
	found := false
	for r, err := range d.Relations(open) {
		if err != nil {
			return err
		}
		found = true
		d.Relate(r, false)
	}
	if !found {
		return Errorf(Conflict, "%s waits for no answer of %s", offer.ID(), d.act.Actor)
	}
	thing, err := d.Current(offer.Get(as.HasObject).IRI())
	if err != nil {
		return err
	}
	return offers[thing.Class().Name].answered(d, offer, yes)
}

// offerAgreement checks an agreement that is offered: to a proposal of somebody else, or, in answer to an
// offer of somebody else, to the same proposal.
func (d *Draft) offerAgreement(things []*vocab.Resource) (to vocab.IRI, err error) {
	agreement := gathered(things)
	proposal, err := ProposalOf(d, agreement)
	if err != nil {
		return "", err
	}
	proposer := proposal.Get(as.AttributedTo).IRI()
	if proposer != d.act.Actor {
		return proposer, refusals(exchange.CheckOffer(proposal, agreement, proposer, d.act.Actor, d.now))
	}
	earlier, err := d.Current(d.act.About)
	if err != nil || !earlier.Class().IsA(as.Offer) {
		return "", Refuse(vocab.Violations{{Path: "inReplyTo", Term: "inReplyTo", Message: "names the offer that is countered, where the proposal is one's own"}})
	}
	sent, _, err := OfferOf(d, earlier)
	if err != nil {
		return "", err
	}
	if open, err := d.related(Relation{From: sent.Actor, Kind: Offered, To: sent.To, Value: string(sent.ID)}); err != nil || !open {
		return "", Errorf(Conflict, "%s was answered, or has ended", sent.ID)
	}
	document := exchange.Document{Resource: agreement}
	counter := exchange.Message{
		Type: "Offer", ID: d.self(), Actor: d.act.Actor, To: []vocab.IRI{sent.Actor}, InReplyTo: []vocab.IRI{sent.ID},
		Object: exchange.Thing{Class: vf.Agreement, Document: &document},
	}
	if err := refusals(exchange.CheckCounter(sent, proposal, counter, d.now)); err != nil {
		return "", err
	}
	d.Relate(Relation{From: sent.Actor, Kind: Offered, To: sent.To, Value: string(sent.ID)}, false)
	return sent.Actor, nil
}

func gathered(things []*vocab.Resource) *vocab.Resource {
	return exchange.Enclose(things[0], things[1:]...)
}

func refusals(err error) error {
	if r, ok := err.(exchange.Refusals); ok {
		return &Error{Kind: Invalid, Message: r.Error(), Violations: r.Violations()}
	}
	return err
}

// answerAgreement concludes what was offered, or does not. Who accepts gives the agreement its address;
// the other side takes it only when it is what was offered.
//
// Spec: FEP-0837, "Accepting an agreement".
func (d *Draft) answerAgreement(offer *vocab.Resource, yes bool) error {
	if !yes {
		return nil
	}
	sent, proposal, err := OfferOf(d, offer)
	if err != nil {
		return err
	}
	proposer := proposal.Get(as.AttributedTo).IRI()
	other := sent.Actor
	if other == proposer {
		other = sent.To
	}
	id := vocab.IRI("")
	links, err := d.payable()
	if err != nil {
		return err
	}
	if d.received() {
		if id, err = d.accepted(sent, proposal); err != nil {
			return err
		}
	} else {
		if sent.Actor != proposer {
			if err := refusals(exchange.CheckOffer(proposal, sent.Agreement, proposer, sent.Actor, d.now)); err != nil {
				return err
			}
		}
		id = d.node.Thing(vf.Agreement, d.node.mint(d.now))
		d.results = append(d.results, id)
	}
	agreement := exchange.Conclude(proposal, sent.Agreement, d.act.Actor, other, id, d.now).With(as.URL, links...)
	for _, r := range exchange.Detach(agreement) {
		if err := d.Put(r); err != nil {
			return err
		}
		d.shareWith(sent.Actor)
		if r.Class().IsA(vf.Commitment) {
			if err := d.satisfied(r, true); err != nil {
				return err
			}
		}
	}
	for _, side := range []vocab.IRI{proposer, other} {
		d.Relate(Relation{From: id, Kind: Binds, To: side}, true)
	}
	if !d.node.Owns(proposer) {
		return nil
	}
	return d.reduce(proposal, agreement, proposer)
}

// payable are the links of what an Accept brings: where whoever accepts is paid. Of those that come from
// another node, the ones that are its own word; ours are to be such.
//
// Errors: Invalid for a link of ours that the other side would not believe.
//
// Spec: FEP-0837, "Accepting an agreement"; FEP-0ea0.
func (d *Draft) payable() ([]vocab.Value, error) {
	var links []vocab.Value
	for _, o := range d.act.Results {
		if o.Resource != nil && o.Resource.Class() == vf.Agreement {
			links = append(links, o.Resource.All(as.URL)...)
		}
	}
	kept := exchange.Believed(links, d.act.Actor, current(d, d.act.Actor))
	if !d.received() && len(kept) < len(links) {
		return nil, Refuse(vocab.Violations{{Path: "result.url", Term: "url", Message: "takes at most 8 links: payto or caip:10 addresses, pages of this node, and pages that the attachment of " + string(d.act.Actor) + " names as payment"}})
	}
	return kept, nil
}

// accepted is the agreement's address, when a received Accept brings what was offered.
func (d *Draft) accepted(sent exchange.Offer, proposal *vocab.Resource) (vocab.IRI, error) {
	var results []*vocab.Resource
	for _, o := range d.act.Results {
		if o.Resource != nil {
			results = append(results, o.Resource)
		}
	}
	m := exchange.Message{Type: "Accept", ID: d.act.ID, Actor: d.act.Actor, To: []vocab.IRI{sent.Actor}, Object: exchange.Thing{ID: sent.ID}}
	if len(results) > 0 {
		document := exchange.Document{Resource: exchange.Localized(gathered(results), proposal)}
		m.Result = exchange.Thing{ID: results[0].ID(), Class: results[0].Class(), Document: &document}
	}
	if err := refusals(exchange.CheckAccept(sent, m, d.now)); err != nil {
		return "", err
	}
	return m.Result.ID, nil
}

// reduce takes what was promised from what a proposal of ours still has.
func (d *Draft) reduce(proposal, agreement *vocab.Resource, proposer vocab.IRI) error {
	for _, r := range exchange.Spread(exchange.Reduced(proposal, agreement)) {
		kept, err := d.read(r.ID())
		if KindOf(err) == NotFound {
			continue
		}
		if err != nil {
			return err
		}
		next := kept
		for _, p := range []*vocab.Property{vf.AvailableQuantity, vf.Finished} {
			next = next.With(p, r.All(p)...)
		}
		if owner, err := d.owner(r.ID()); err != nil || owner != proposer || next.Equal(kept) {
			continue
		}
		if err := d.Put(next); err != nil {
			return err
		}
	}
	return nil
}

// current is a thing as it stands in a view or a draft; nil when it is not there.
func current(v View, id vocab.IRI) *vocab.Resource {
	if d, ok := v.(*Draft); ok {
		r, err := d.read(id)
		if err != nil {
			return nil
		}
		return r
	}
	kept, err := v.Latest(id)
	if err != nil || kept.Deleted {
		return nil
	}
	r, err := kept.Resource()
	if err != nil {
		return nil
	}
	return r
}

// OfferOf is an Offer of an agreement as it is kept, and the proposal it is to, whole.
//
// Errors: NotFound when the agreement or the proposal is not there any more.
func OfferOf(v View, offer *vocab.Resource) (exchange.Offer, *vocab.Resource, error) {
	agreement, err := AgreementOf(v, offer.Get(as.HasObject).IRI())
	if err != nil {
		return exchange.Offer{}, nil, err
	}
	proposal, err := ProposalOf(v, agreement)
	if err != nil {
		return exchange.Offer{}, nil, err
	}
	sent := exchange.Offer{
		ID: offer.ID(), Actor: offer.Get(as.Actor).IRI(), Agreement: exchange.Localized(agreement, proposal),
		Until: offer.Get(as.EndTime).Time(),
	}
	if earlier := current(v, offer.Get(as.Context).IRI()); earlier != nil && earlier.Class() == as.Offer {
		sent.InReplyTo = earlier.ID() // a context may also be the conversation
	}
	for r, err := range v.Relations(Relation{From: sent.Actor, Kind: Offered, Value: string(sent.ID)}) {
		if err != nil {
			return sent, nil, err
		}
		sent.To = r.To
	}
	if sent.To == "" { // answered
		sent.To = offer.Get(as.To).IRI()
	}
	return sent, proposal, nil
}

// AgreementOf is an agreement with its commitments inside.
//
// Errors: NotFound when it is none.
func AgreementOf(v View, id vocab.IRI) (*vocab.Resource, error) {
	agreement := current(v, id)
	if agreement == nil || agreement.Class() != vf.Agreement {
		return nil, Errorf(NotFound, "there is no agreement %s", id)
	}
	for _, clause := range []*vocab.Property{vf.ClauseOf, vf.ReciprocalClauseOf} {
		for found, err := range v.Find(Query{Classes: []string{vf.Commitment.Name}, Refers: []Link{{clause.IRI, id}}, Sight: Sight{All: true}}) {
			if err != nil {
				return nil, err
			}
			r, err := found.Resource()
			if err != nil {
				return nil, err
			}
			agreement = exchange.Enclose(agreement, r)
		}
	}
	return agreement, nil
}

// ProposalOf is the proposal whose intents the commitments of an agreement satisfy, with its intents inside
// and attributed to whose record it is.
//
// Errors: Invalid when there is none here.
func ProposalOf(v View, agreement *vocab.Resource) (*vocab.Resource, error) {
	for _, intent := range exchange.Satisfied(agreement) {
		id, err := publisher(v, intent)
		if err != nil {
			return nil, err
		}
		proposal := current(v, id)
		if proposal == nil || proposal.Class() != vf.Proposal {
			continue
		}
		proposal, _ = exchange.Gather(proposal, func(id vocab.IRI) *vocab.Resource { return current(v, id) })
		if !proposal.Has(as.AttributedTo) {
			kept, err := v.Latest(id)
			if err != nil {
				return nil, err
			}
			proposal = proposal.With(as.AttributedTo, vocab.Ref(kept.Owner))
		}
		return proposal, nil
	}
	return nil, Refuse(vocab.Violations{{Path: "object.stipulates.satisfies", Term: "satisfies", Message: "names no intent of a proposal that is known here"}})
}

// publisher is the proposal that publishes an intent.
func publisher(v View, intent vocab.IRI) (vocab.IRI, error) {
	if base, _, part := strings.Cut(string(intent), "#"); part {
		if r := current(v, vocab.IRI(base)); r != nil {
			return vocab.IRI(base), nil
		}
	}
	for _, p := range []*vocab.Property{vf.Publishes, vf.Reciprocal} {
		for found, err := range v.Find(Query{Classes: []string{vf.Proposal.Name}, Refers: []Link{{p.IRI, intent}}, Sight: Sight{All: true}, Limit: 1}) {
			return found.IRI, err
		}
	}
	return "", nil
}

// withdraw takes an offer of ours back, where it has not been answered.
func (d *Draft) withdraw(offer *vocab.Resource) error {
	ended, err := d.endOffer(offer)
	if err != nil {
		return err
	}
	if !ended {
		return Errorf(Conflict, "%s was answered, or has ended", offer.ID())
	}
	d.Send(addressees(offer)...)
	return nil
}

// withdrawn notes that an agent of another node takes an offer back. Once answered, it stays answered.
func (d *Draft) withdrawn(offer *vocab.Resource) error {
	_, err := d.endOffer(offer)
	return err
}

func (d *Draft) endOffer(offer *vocab.Resource) (ended bool, err error) {
	for r, err := range d.Relations(Relation{From: offer.Get(as.Actor).IRI(), Kind: Offered, Value: string(offer.ID())}) {
		if err != nil {
			return false, err
		}
		d.Relate(r, false)
		ended = true
	}
	return ended, nil
}
