package node

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/own"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// What is said and done about one agreement, proposal or process is a conversation: from the offer over the
// commitments to the events that fulfil them, from the proposal over the positions to the decision. It has
// an address, the thing's own and "/context"; activities say in context which one they belong to.
//
// Spec: FEP-7888; FEP-f228, "Collection of activities"; FEP-171b.

// conversing are the things that conversations are about.
var conversing = []*vocab.Class{vf.Agreement, vf.Proposal, vf.Process, pf.GovernanceProposal}

// proposing are those among them on which everybody may say something, where everybody may read them.
var proposing = []*vocab.Class{vf.Proposal, pf.GovernanceProposal}

// belonging are the terms by which a thing belongs to what a conversation is about, or to what belongs to it;
// the first that is there counts.
var belonging = []*vocab.Property{
	vf.ClauseOf, vf.ReciprocalClauseOf, vf.Fulfills, vf.RealizationOf, vf.ReciprocalRealizationOf, own.OnProposal, pf.Decides, vf.InputOf, vf.OutputOf,
}

// following are, by class, the terms in which further things of a conversation refer to one.
var following = map[*vocab.Class][]*vocab.Property{
	vf.Agreement:          {vf.ClauseOf, vf.ReciprocalClauseOf, vf.RealizationOf, vf.ReciprocalRealizationOf},
	vf.Commitment:         {vf.Fulfills},
	vf.Intent:             {vf.Satisfies},
	vf.Process:            {vf.InputOf, vf.OutputOf},
	pf.GovernanceProposal: {own.OnProposal, pf.Decides},
}

// Bounds of one conversation: what is beyond them is not shown.
const (
	maxTopics   = 512   // things
	maxTurns    = 2_000 // activities
	maxClimbing = 5     // steps from a thing to what the conversation is about
)

// ConversationOf is the address of the conversation that an activity belongs to; empty when it belongs to
// none, or to one of another node that has told no address.
func (n *Node) ConversationOf(v View, act *vocab.Resource) (vocab.IRI, error) {
	topic, err := n.topicOf(v, act, 0)
	if err != nil || topic == "" {
		return "", err
	}
	if n.Owns(topic) {
		return topic + "/context", nil
	}
	first, err := v.Version(topic, 1)
	if err != nil {
		return "", lacking(err)
	}
	made, err := v.Latest(first.Activity)
	if err != nil {
		return "", lacking(err)
	}
	r, err := made.Resource()
	if err != nil || r == nil {
		return "", err
	}
	if said := r.Get(as.Context).IRI(); SameOrigin(said, topic) {
		return said, nil
	}
	return "", nil
}

// Within is ConversationOf as far as a caller may know what the conversation is about.
func (n *Node) Within(ctx context.Context, who Caller, act *vocab.Resource) (conversation vocab.IRI, err error) {
	err = n.store.View(ctx, func(v View) error {
		if conversation, err = n.ConversationOf(v, act); err != nil || !n.Owns(conversation) {
			return err
		}
		topic, _ := strings.CutSuffix(string(conversation), "/context")
		if about, err := v.Latest(vocab.IRI(topic)); err != nil || !who.Sight().Sees(about) {
			conversation = ""
			return lacking(err)
		}
		return nil
	})
	return conversation, err
}

// lacking is no error where something is only not there.
func lacking(err error) error {
	if k := KindOf(err); k == NotFound || k == Gone {
		return nil
	}
	return err
}

// topicOf is what the conversation of an activity is about; empty for none.
func (n *Node) topicOf(v View, act *vocab.Resource, depth int) (vocab.IRI, error) {
	if act == nil || depth > 2 {
		return "", nil
	}
	if act.Class() == as.Offer {
		agreement, err := AgreementOf(v, act.Get(as.HasObject).IRI())
		if err != nil {
			return "", lacking(err)
		}
		proposal, err := ProposalOf(v, agreement)
		if err != nil || proposal == nil {
			return "", nil // to nothing that is known here
		}
		return proposal.ID(), nil
	}
	things := append(act.All(as.Result), act.All(as.HasObject)...)
	for _, o := range things[:min(len(things), maxTies)] {
		r := current(v, o.IRI())
		if r == nil {
			first, err := v.Version(o.IRI(), 1) // gone, but it belonged
			if lacking(err) != nil {
				return "", err
			}
			if err == nil {
				r, _ = first.Resource()
			}
		}
		if r == nil || r.Class() == nil {
			continue
		}
		topic, err := climb(v, r), error(nil)
		if r.Class().IsA(as.Activity) {
			topic, err = n.topicOf(v, r, depth+1)
		}
		if err != nil || topic != "" {
			return topic, err
		}
	}
	return "", nil
}

// climb goes from a thing to what its conversation is about; empty when that is nothing.
func climb(v View, r *vocab.Resource) vocab.IRI {
	for range maxClimbing {
		if r == nil || r.Class() == nil {
			return ""
		}
		if r.Class().IsAny(conversing) {
			return r.ID()
		}
		up := vocab.IRI("")
		for _, p := range belonging {
			if up = r.Get(p).IRI(); up != "" {
				break
			}
		}
		if up == "" {
			return ""
		}
		r = current(v, up)
	}
	return ""
}

// Converses says whether a thing has a conversation at this node.
func (n *Node) Converses(about Version) bool {
	class := n.vocabulary.Class(about.Class)
	return class != nil && class.IsAny(conversing) && n.Owns(about.IRI)
}

// Conversation is every activity about a thing that the caller may see, in the order in which this node
// recorded them, with the thing itself. Who is no side of a deal, or of what is
// not public, does not get into the conversation by naming it.
//
// Errors: NotFound for a thing that is not there, or that no conversation is about.
func (n *Node) Conversation(ctx context.Context, who Caller, topic vocab.IRI) (turns []Version, about Version, err error) {
	err = n.store.View(ctx, func(v View) error {
		if about, err = n.seen(v, who, topic, nil); err != nil && KindOf(err) != Gone {
			return err
		}
		if !n.Converses(about) {
			return Errorf(NotFound, "no conversation is about %s", topic)
		}
		g := conversation{node: n, view: v, sight: who.Sight(), topic: about, seen: map[vocab.IRI]bool{}, sides: map[vocab.IRI]bool{about.Owner: true}}
		if err := g.gather(); err != nil {
			return err
		}
		turns = g.turns
		return nil
	})
	slices.SortFunc(turns, func(a, b Version) int { return cmp.Compare(a.Created, b.Created) })
	return turns, about, err
}

// conversation is one call of Conversation.
type conversation struct {
	node  *Node
	view  View
	sight Sight
	topic Version
	seen  map[vocab.IRI]bool // things and activities
	sides map[vocab.IRI]bool // who takes part
	turns []Version
}

func (g *conversation) gather() error {
	topics := []vocab.IRI{g.topic.IRI}
	g.seen[g.topic.IRI] = true
	for i := 0; i < len(topics) && i < maxTopics; i++ {
		more, err := g.around(topics[i])
		if err != nil {
			return err
		}
		for _, id := range more {
			if id != "" && !g.seen[id] {
				g.seen[id] = true
				topics = append(topics, id)
			}
		}
		for _, p := range []*vocab.Property{as.HasObject, as.Result} {
			if err := g.hear(p, topics[i], false); err != nil {
				return err
			}
		}
	}
	about := g.node.vocabulary.Class(g.topic.Class)
	open := g.topic.Audience.Level == Public && about.IsAny(proposing)
	for _, id := range []vocab.IRI{g.topic.IRI, g.topic.IRI + "/context"} {
		if err := g.hear(as.Context, id, !open); err != nil {
			return err
		}
	}
	return nil
}

// around are the things next to one in the conversation.
func (g *conversation) around(id vocab.IRI) (more []vocab.IRI, err error) {
	r := current(g.view, id)
	if r == nil || r.Class() == nil {
		return nil, nil
	}
	if r.Class().IsA(vf.Proposal) {
		more = append(iris(r.All(vf.Publishes)), iris(r.All(vf.Reciprocal))...)
	}
	if r.Class().IsA(vf.Commitment) { // that satisfies an intent of a proposal
		more = append(more, r.Get(vf.ClauseOf).IRI(), r.Get(vf.ReciprocalClauseOf).IRI())
	}
	said := []vocab.IRI{id}
	if first, err := g.view.Version(id, 1); err == nil {
		said = append(said, first.Activity+"/note")
	}
	for _, to := range said {
		if err := g.find(nil, as.InReplyTo, to, func(v Version) { more = append(more, v.IRI) }); err != nil {
			return nil, err
		}
	}
	for class, terms := range following {
		if !r.Class().IsA(class) {
			continue
		}
		for _, p := range terms {
			clause := class == vf.Agreement && (p == vf.ClauseOf || p == vf.ReciprocalClauseOf)
			if err := g.find(nil, p, id, func(v Version) {
				if clause && !g.stipulated(id, v) {
					return
				}
				g.sides[v.Owner] = true
				more = append(more, v.IRI)
			}); err != nil {
				return nil, err
			}
		}
	}
	return more, nil
}

// stipulated says whether a commitment is a clause of an agreement: who made the agreement made it, or it came to be
// with it. Anybody can say of a commitment that it is one.
func (g *conversation) stipulated(agreement vocab.IRI, clause Version) bool {
	a, err := g.view.Version(agreement, 1)
	if err != nil || a.Owner == clause.Owner {
		return err == nil
	}
	c, err := g.view.Version(clause.IRI, 1)
	return err == nil && a.Activity == c.Activity
}

// find gives what refers to a thing by a term, as far as the caller may see it.
func (g *conversation) find(classes []string, p *vocab.Property, to vocab.IRI, f func(Version)) error {
	for v, err := range g.view.Find(Query{Classes: classes, Refers: []Link{{p.IRI, to}}, Sight: g.sight, Limit: maxTurns}) {
		if err != nil {
			return err
		}
		f(v)
	}
	return nil
}

// hear takes the activities that refer to something by a term; invited only those of the sides.
func (g *conversation) hear(p *vocab.Property, to vocab.IRI, invited bool) error {
	var found []Version
	if err := g.find(g.node.Kinds(as.Activity), p, to, func(v Version) { found = append(found, v) }); err != nil {
		return err
	}
	for _, v := range found {
		if g.seen[v.IRI] || len(g.turns) >= maxTurns || invited && !g.sides[v.Owner] {
			continue
		}
		g.seen[v.IRI] = true
		shown, err := Redact(g.view, g.sight, v)
		if err != nil {
			return err
		}
		g.turns = append(g.turns, shown)
		if v.Class == as.Offer.Name || v.Class == as.Accept.Name || v.Class == as.Reject.Name {
			g.sides[v.Owner] = true // anybody may like something
		}
		if err := g.answered(v); err != nil {
			return err
		}
	}
	return nil
}

// answered takes what an activity answers, and what answers it: an offer is followed by an answer, or by
// another offer.
func (g *conversation) answered(v Version) error {
	if !Between[v.Class] {
		return nil
	}
	r, err := v.Resource()
	if err != nil || r == nil {
		return err
	}
	for _, id := range append(iris(r.All(as.HasObject)), iris(r.All(as.Context))...) {
		earlier, err := g.view.Latest(id)
		if lacking(err) != nil {
			return err
		}
		if err != nil || earlier.Class != as.Offer.Name || g.seen[id] || !g.sight.Sees(earlier) || len(g.turns) >= maxTurns {
			continue
		}
		g.seen[id] = true
		g.turns = append(g.turns, earlier)
		if err := g.answered(earlier); err != nil {
			return err
		}
	}
	return g.hear(as.HasObject, v.IRI, false)
}
