package exchange

import (
	"slices"
	"time"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/vf"
)

// Standing is what became of an offer.
type Standing string

// What becomes of an offer. All but Open are final.
const (
	Open      Standing = "open"
	Accepted  Standing = "accepted"
	Rejected  Standing = "rejected"
	Countered Standing = "countered" // answered with an offer by the other side
	Undone    Standing = "undone"    // taken back by who made it
)

// Offer is an Offer of an Agreement as both sides keep it.
type Offer struct {
	ID        vocab.IRI
	Actor     vocab.IRI // who offers
	To        vocab.IRI // who is to answer
	Agreement *vocab.Resource
	InReplyTo vocab.IRI // the offer that this one counters; empty: none
	Within    vocab.IRI // the conversation that it, or its answer, belongs to; empty: none
	Until     time.Time // until when it may be accepted; zero: no limit
	Standing  Standing  // empty: open
}

func (o Offer) open() bool { return o.Standing == "" || o.Standing == Open }

// ended says whether the offer's own time is over.
func (o Offer) ended(now time.Time) bool { return !o.Until.IsZero() && now.After(o.Until) }

// CheckAccept says what keeps a message from being the acceptance of an offer. It brings the
// agreement as its result: with ids, attributed to who accepts, and otherwise as it was offered.
//
// Errors: Refusals.
//
// Spec: FEP-0837, "Accepting an agreement".
func CheckAccept(sent Offer, m Message, now time.Time) error {
	var found Refusals
	found.answers(sent, m, "Accept")
	if sent.ended(now) {
		found.say(RuleTime, "", "the offer held until %s", sent.Until.UTC().Format(time.RFC3339))
	}
	if m.Result.Document == nil || m.Result.Class != vf.Agreement {
		found.say(RuleResult, "result", "is required: the agreement")
		return found
	}
	result := m.Result.Document.Resource
	if by := result.Get(as.AttributedTo).IRI(); by != m.Actor {
		found.say(RuleResult, "result.attributedTo", "is whoever accepts: %s", m.Actor)
	}
	found.identity("result.id", result.ID(), m.Actor)
	for _, s := range sides {
		found.asOffered(s, sent.Agreement, result, m.Actor)
	}
	return found.err()
}

// CheckReject says what keeps a message from being the rejection of an offer.
//
// Errors: Refusals.
//
// Spec: FEP-0837, "Rejecting an agreement".
func CheckReject(sent Offer, m Message) error {
	var found Refusals
	found.answers(sent, m, "Reject")
	return found.err()
}

// CheckUndo says what keeps a message from taking an offer back.
//
// Errors: Refusals.
func CheckUndo(sent Offer, m Message) error {
	var found Refusals
	found.about(sent, m, "Undo")
	if m.Actor != sent.Actor {
		found.say(RuleActor, "actor", "is whoever made the offer: %s", sent.Actor)
	}
	return found.err()
}

// CheckCounter says what keeps a message from being a counter-offer to an offer: it comes from the
// one to whom that went, names it in inReplyTo or context, and brings an agreement to the same
// intents of proposal. Amounts are free, but counted in the units of the proposal, and above zero.
//
// Errors: Refusals.
func CheckCounter(sent Offer, proposal *vocab.Resource, m Message, now time.Time) error {
	var found Refusals
	if m.Type != "Offer" {
		found.say(RuleOffer, "type", "takes Offer")
	}
	if !slices.Contains(m.InReplyTo, sent.ID) && !slices.Contains(m.Context, sent.ID) {
		found.say(RuleOffer, "inReplyTo", "names the offer that is countered: %s", sent.ID)
	}
	if m.Actor != sent.To {
		found.say(RuleActor, "actor", "is the one to whom the offer went: %s", sent.To)
	}
	if !slices.Contains(m.To, sent.Actor) {
		found.say(RuleActor, "to", "names whoever made the offer: %s", sent.Actor)
	}
	if !sent.open() {
		found.say(RuleOpen, "", "the offer was answered before: it is %s", sent.Standing)
	}
	if proposal == nil || proposal.Class() != vf.Proposal {
		found.say(RuleLive, "", "there is no such proposal any more")
		return found
	}
	found.live(proposal, now)
	var offered *vocab.Resource
	if m.Object.Document != nil {
		offered = m.Object.Document.Resource
	}
	for _, p := range found.pairs(proposal, offered) {
		_, committed, ok := found.units(p)
		if ok && committed.stated && committed.measure.Value.Sign() <= 0 {
			found.say(RulePositive, p.path+"."+committed.term.Term, "is above zero")
		}
	}
	return found.err()
}

// CheckConfirmation says what keeps a message from being the proposer's word that an agreement was
// carried out. It is one side's claim: no event follows from it.
//
// Errors: Refusals.
//
// Spec: FEP-0837, "Confirmations".
func CheckConfirmation(agreement *vocab.Resource, m Message) error {
	var found Refusals
	if by := agreement.Get(as.AttributedTo).IRI(); m.Actor != by {
		found.say(RuleActor, "actor", "is whoever the agreement is attributed to: %s", by)
	}
	if !slices.Contains(m.Context, agreement.ID()) && m.Object.ID != agreement.ID() {
		found.say(RuleOffer, "context", "names the agreement: %s", agreement.ID())
	}
	return found.err()
}

// answers asks what holds for every answer to an offer.
func (r *Refusals) answers(sent Offer, m Message, verb string) {
	r.about(sent, m, verb)
	if m.Actor != sent.To {
		r.say(RuleActor, "actor", "is the one to whom the offer went: %s", sent.To)
	}
}

func (r *Refusals) about(sent Offer, m Message, verb string) {
	if m.Type != verb {
		r.say(RuleOffer, "type", "takes %s", verb)
	}
	if m.Object.ID != sent.ID {
		r.say(RuleOffer, "object", "names no offer of %s to %s", sent.Actor, sent.To)
	}
	if !sent.open() {
		r.say(RuleOpen, "", "the offer was answered before: it is %s", sent.Standing)
	}
}

// identity asks for an id that who accepts may give.
func (r *Refusals) identity(path string, id, actor vocab.IRI) {
	switch {
	case id == "":
		r.say(RuleIdentity, path, "is required once accepted")
	case !sameOrigin(id, actor):
		r.say(RuleIdentity, path, "is not on the origin of %s", actor)
	}
}

// asOffered asks that one side of the accepted agreement is the one that was offered. Commitments
// are told apart by the intent they satisfy; their order may differ.
func (r *Refusals) asOffered(s side, offered, result *vocab.Resource, actor vocab.IRI) {
	path := "result." + s.commitments.Term
	before, after := parts(offered, s.commitments), parts(result, s.commitments)
	if len(after) != len(before) || len(result.All(s.commitments)) != len(after) {
		r.say(RuleUnchanged, path, "has %d commitments, where %d were offered", len(result.All(s.commitments)), len(before))
		return
	}
	seen := map[vocab.IRI]bool{}
	for _, c := range after {
		r.identity(path+".id", c.ID(), actor)
		if seen[c.ID()] && c.ID() != "" {
			r.say(RuleIdentity, path+".id", "is the id of two commitments")
		}
		seen[c.ID()] = true
		i := slices.IndexFunc(before, func(b *vocab.Resource) bool {
			return b.Get(vf.Satisfies).IRI() == c.Get(vf.Satisfies).IRI()
		})
		if i < 0 {
			r.say(RuleUnchanged, path+".satisfies", "names an intent that the offer did not")
			continue
		}
		r.sameCommitment(before[i], c, path)
		before = slices.Delete(slices.Clone(before), i, i+1)
	}
}

func (r *Refusals) sameCommitment(offered, accepted *vocab.Resource, path string) {
	was, errWas := amountOf(offered)
	is, errIs := amountOf(accepted)
	at := path + "." + was.term.Term
	switch {
	case errWas != nil || errIs != nil:
		r.say(RuleEqual, at, "cannot be read")
	case was.stated != is.stated || was.term != is.term:
		r.say(RuleEqual, at, "is not given as it was offered")
	case was.measure.Unit != is.measure.Unit:
		r.say(RuleUnit, at+".hasUnit", "was offered as %s, not %s", unitName(was.measure.Unit), unitName(is.measure.Unit))
	case !was.measure.Value.Equal(is.measure.Value):
		r.say(RuleEqual, at, "was offered as %s, not %s", was.measure, is.measure)
	}
	for _, term := range settled {
		if v := offered.Get(term); !v.IsZero() && accepted.Has(term) && !accepted.Get(term).Equal(v) {
			r.say(RuleUnchanged, path+"."+term.Term, "is not what was offered")
		}
	}
}
