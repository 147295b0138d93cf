package federation

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"tributary/federation/fetch"
	"tributary/federation/policy"
	"tributary/node"
	"tributary/vocab"
)

// Deliver does a job of [Delivering]: it brings one activity to one inbox.
//
// Errors: Unreachable and Busy while the peer does not take it, with how long to wait when it says so, and with
// [node.ErrParty] when it takes no signature of this sender; any other when it never will.
//
// Spec: ActivityPub 7.1.
func (f *Federation) Deliver(ctx context.Context, job node.Job) error {
	var e errand
	if err := json.Unmarshal(job.Data, &e); err != nil {
		return fmt.Errorf("read the errand: %w", err)
	}
	if e.Inbox == "" {
		to, err := f.Actor(ctx, e.To)
		if err != nil {
			return f.unknown(ctx, e, err)
		}
		e.Inbox = to.Inbox
		if e.Form == "" {
			apart := vocab.IRI("")
			if e.Apart {
				apart = e.To
			}
			e.Form = form(to.Dialect, apart)
		}
	}
	if err := f.policy.Refuse(ctx, string(e.Inbox), e.As); err != nil {
		if node.KindOf(err) == node.Forbidden {
			return nil // blocked since it was queued
		}
		return err
	}
	body, err := f.parcel(ctx, job.Ref, e)
	if err != nil || body == nil {
		return err
	}
	answer, err := f.post(ctx, e.As, e.Inbox, body, f.synchronization(ctx, e))
	if err == nil {
		err = answer.Err()
	}
	if answer.Status == http.StatusUnauthorized {
		// Keys that were made anew are not known everywhere at once: later they are. It says nothing of other senders.
		err = &node.Error{Kind: node.Busy, Message: node.MessageOf(err), Err: node.ErrParty}
	}
	f.told(ctx, e, err)
	if node.KindOf(err) == node.Gone && e.To != "" {
		return f.lose(ctx, e.To)
	}
	return err
}

// unknown is what becomes of an errand to somebody whose document cannot be had. An address that is no actor's is
// nobody's loss, since agents of other nodes need no inbox. Who does not show it to us may be an actor all the same:
// what takes no signature of ours is asked again, and what forbids it for good is told to the operator.
func (f *Federation) unknown(ctx context.Context, e errand, err error) error {
	switch node.KindOf(err) {
	case node.Unreachable, node.Busy, node.Internal:
		return err
	case node.Gone:
		return f.lose(ctx, e.To)
	}
	switch fetch.StatusOf(err) {
	case http.StatusUnauthorized:
		return &node.Error{Kind: node.Busy, Message: node.MessageOf(err), Err: node.ErrParty}
	case http.StatusForbidden:
		return err
	}
	f.log.Debug("somebody addressed is no actor", "iri", e.To, "error", err)
	return nil
}

// lose ends all dealings with an actor that is gone.
func (f *Federation) lose(ctx context.Context, agent vocab.IRI) error {
	return f.node.Forget(ctx, agent)
}

// post signs and sends, in the manner that the peer understood last; when it refuses, in another one.
func (f *Federation) post(ctx context.Context, as, inbox vocab.IRI, body []byte, sync string) (fetch.Answer, error) {
	k, err := f.knocking(ctx, string(inbox), as, body)
	if err != nil {
		return fetch.Answer{}, err
	}
	var first fetch.Answer
	for m := k.first; m != ""; {
		answer, err := f.attempt(ctx, k, inbox, sync, m)
		switch {
		case err != nil && len(k.tried) == 1:
			return answer, err
		case err != nil:
			return first, nil // what it said when it spoke
		case answer.Err() == nil:
			k.understood(ctx, answer.Header)
			return answer, nil
		case len(k.tried) == 1:
			first = answer
		}
		m = k.next(answer.Status, answer.Header)
	}
	return first, nil
}

func (f *Federation) attempt(ctx context.Context, k *knock, inbox vocab.IRI, sync string, m manner) (fetch.Answer, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, string(inbox), bytes.NewReader(k.body))
	if err != nil {
		return fetch.Answer{}, node.Errorf(node.Invalid, "%s is no address of an inbox", inbox)
	}
	r.Header.Set("Content-Type", "application/activity+json")
	if sync != "" {
		r.Header.Set(syncHeader, sync)
	}
	if err := k.sign(r, m); err != nil {
		return fetch.Answer{}, err
	}
	return f.client.Post(r)
}

// told notes how a delivery went.
func (f *Federation) told(ctx context.Context, e errand, err error) {
	if err == nil {
		f.stats.Delivered.Add(1)
		return
	}
	f.stats.Failed.Add(1)
	host, bad := policy.Host(string(e.Inbox))
	if bad != nil || !f.stats.due("failed "+host, f.now(), time.Minute) {
		return
	}
	if err := f.store.ChangePeer(ctx, host, func(p *node.Peer) { p.Failed(f.now(), node.MessageOf(err)) }); err != nil {
		f.log.Warn("note that a peer failed", "host", host, "error", err)
	}
}
