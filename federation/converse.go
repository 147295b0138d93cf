package federation

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"tributary/federation/fetch"
	"tributary/federation/policy"
	"tributary/federation/wire"
	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/own"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// When something comes that rests on what never came, such as an event that fulfils an unknown commitment,
// and it says which conversation of its author's node it belongs to, that is read: the offer, the answer, the
// agreement are there.
//
// Spec: FEP-f228, "Reading collections".

// Conversing is the work of reading a conversation at another node.
const Conversing = "converse"

// Bounds of one reading of one conversation.
const (
	maxConversationPages = 40
	maxConversationItems = 2_000
	maxConversationBytes = 32 << 20
	maxThirdParties      = 32 // activities of others that are read at their own address
	conversationPause    = 10 * time.Minute
)

// hearsay is what a job of Conversing carries.
type hearsay struct {
	As           vocab.IRI `json:"as"` // in whose name it is read
	Conversation vocab.IRI `json:"conversation"`
}

// resting are the terms by which a thing rests on another that must be known to understand it.
var resting = []*vocab.Property{
	vf.Fulfills, vf.ClauseOf, vf.ReciprocalClauseOf, vf.RealizationOf, vf.Satisfies, vf.InputOf, vf.OutputOf, own.OnProposal, pf.Decides, as.InReplyTo,
}

// catchUp asks for a conversation to be read when an activity of it rests on something that is not known here.
// Only a conversation of the actor's own origin is read, for a group here that is concerned, and not often.
func (f *Federation) catchUp(ctx context.Context, act node.Activity, groups []vocab.IRI) error {
	if act.About == "" || f.node.Owns(act.About) || !wire.SameOrigin(act.About, act.Actor) || act.Limited {
		return nil
	}
	if len(groups) == 0 {
		followers, err := f.followersHere(ctx, act.Actor)
		if err != nil || len(followers) == 0 {
			return err
		}
		groups = followers
	}
	lacks, err := f.lacks(ctx, act)
	if err != nil || !lacks || !f.stats.due("converse "+string(act.About), f.now(), conversationPause) {
		return err
	}
	return f.ask(ctx, Conversing, act.Actor, hearsay{As: groups[0], Conversation: act.About}, time.Time{})
}

// lacks says whether an activity rests on something of its actor's origin that is not known here.
func (f *Federation) lacks(ctx context.Context, act node.Activity) (bool, error) {
	var rests []vocab.IRI
	for _, o := range act.Objects {
		if o.Resource == nil && (act.Verb == "Accept" || act.Verb == "Reject") {
			rests = append(rests, o.IRI)
		}
		if o.Resource == nil {
			continue
		}
		for p, to := range o.Resource.Refs() {
			if slices.Contains(resting, p) {
				rests = append(rests, to)
			}
		}
	}
	for _, id := range rests[:min(len(rests), maxNamed)] {
		if f.node.Owns(id) || !wire.SameOrigin(id, act.Actor) {
			continue
		}
		_, err := f.node.Get(ctx, node.Operator, id)
		if kind := node.KindOf(err); kind == node.NotFound {
			return true, nil
		} else if kind != node.Gone && err != nil {
			return false, err
		}
	}
	return false, nil
}

// ReadConversation does a job of [Conversing]: it takes what a conversation holds and did not come here for
// letters, in its order. What is the word of another origin is taken only when it proves itself or stands at
// its own address; what was between others is left alone.
//
// Errors: Unreachable and Busy while the peer does not answer; Internal.
//
// Spec: FEP-f228; FEP-fe34.
func (f *Federation) ReadConversation(ctx context.Context, job node.Job) error {
	var h hearsay
	if err := json.Unmarshal(job.Data, &h); err != nil {
		return fmt.Errorf("read which conversation is meant: %w", err)
	}
	if err := f.policy.Refuse(ctx, string(job.Ref), h.As); err != nil {
		if node.KindOf(err) == node.Forbidden {
			return nil
		}
		return err
	}
	r := &listening{Federation: f, client: f.readingAs(h.As), at: h.Conversation, seen: map[vocab.IRI]bool{}}
	err := r.read(ctx)
	switch node.KindOf(err) {
	case "", node.Internal, node.Busy, node.Unreachable:
		return err
	}
	f.log.Info("a conversation at another node cannot be read", "conversation", h.Conversation, "error", err)
	return nil
}

// listening is the reading of one conversation.
type listening struct {
	*Federation
	client *fetch.Client
	at     vocab.IRI // the conversation

	seen                 map[vocab.IRI]bool // pages
	items, bytes, thirds int
}

func (r *listening) read(ctx context.Context) error {
	for next := r.at; next != "" && !r.seen[next] && len(r.seen) < maxConversationPages; {
		if !wire.SameOrigin(next, r.at) {
			return node.Errorf(node.Invalid, "%s is no page of %s: it is of another origin", next, r.at)
		}
		r.seen[next] = true
		page, err := readSheet(ctx, r.client, next)
		if err != nil {
			return err
		}
		r.bytes += page.bytes
		if next = page.next; page.embedded != nil {
			page.items, next = append(page.items, page.embedded.items...), page.embedded.next
		} else if len(page.items) == 0 && page.first != "" {
			next = page.first
		}
		for _, item := range page.items {
			if r.items++; r.items > maxConversationItems || r.bytes > maxConversationBytes {
				return nil
			}
			if err := r.take(ctx, page.context, item); err != nil {
				return err
			}
		}
	}
	return nil
}

// take takes one activity for a letter, unless it came before.
func (r *listening) take(ctx context.Context, context jsontext.Value, item wire.Item) error {
	if item.ID == "" || r.node.Owns(item.ID) {
		return nil
	}
	if held, err := r.store.Letter(ctx, item.ID); err == nil && held.State != node.LetterRefused {
		return nil
	}
	if !wire.SameOrigin(item.ID, r.at) {
		origin, _ := node.Origin(r.at)
		if r.thirds++; r.thirds > maxThirdParties || !r.passing.draw(origin) {
			return nil
		}
		if refused := r.policy.Refuse(ctx, string(item.ID), ""); refused != nil {
			return nil
		}
	}
	body, evidence, err := r.vouched(ctx, context, item)
	if err != nil || body == nil {
		return err
	}
	m, err := wire.Read(body, wire.Limits{Bytes: r.max})
	if err != nil || m.ID != item.ID || !wire.SameOrigin(m.ID, m.Actor) || storable(body) != nil {
		return nil
	}
	verb := verbOf(m.Types)
	ours := len(r.addressed(node.Activity{To: m.To, CC: m.CC})) > 0
	if !inLog(verb) && !(ours && dealt[verb]) {
		return nil
	}
	if _, err := policy.Host(string(m.Actor)); err != nil || r.policy.Refuse(ctx, string(m.Actor), "") != nil {
		return nil
	}
	origin, _ := node.Origin(m.Actor)
	taken, err := r.store.TakeLetter(ctx, node.Letter{
		ID: m.ID, Actor: m.Actor, At: r.now().UTC().Truncate(time.Microsecond), Body: body, Proof: evidence,
	}, node.Job{Lane: node.LaneOf(Receiving, origin), Kind: Receiving, Key: string(m.Actor), Ref: m.ID})
	if err == nil {
		r.stats.received(taken)
	}
	return err
}

// dealt are the verbs between two sides that a conversation with a group of this node is made of.
var dealt = map[string]bool{"Offer": true, "Accept": true, "Reject": true}

// vouched is an activity as a document, with what vouches for it: its own proof, or the place where it was
// read. Nil when nothing does.
func (r *listening) vouched(ctx context.Context, context jsontext.Value, item wire.Item) ([]byte, node.Evidence, error) {
	if item.Raw != nil && !wire.SameOrigin(item.ID, r.at) {
		m, err := wire.Read(item.Raw, wire.Limits{Bytes: r.max})
		if err == nil && m.Actor != "" {
			if e, err := r.proven(ctx, item.Raw, m.Actor); err == nil && e.Proof != "" {
				return bytes.Clone(item.Raw), e, nil
			}
		}
		item.Raw = nil // somebody else's word: only its own address tells
	}
	client := r.client
	if !wire.SameOrigin(item.ID, r.at) {
		client = r.Federation.client // nobody else is asked in the group's name
	}
	body, err := r.bodyOf(ctx, client, context, item)
	if err != nil || body == nil {
		if !wire.SameOrigin(item.ID, r.at) && node.KindOf(err) != node.Internal {
			err = nil // others need not answer
		}
		return nil, node.Evidence{}, err
	}
	return body, node.Evidence{Fetched: true}, nil
}
