package federation

import (
	"context"
	"net/url"
	"strings"

	"tributary/node"
	"tributary/vocab"
)

// Resolve is the actor that people mean by a text: its address, another address of the same origin that
// leads to it, or an account such as @garden@node.example. What another node's actor says of itself is
// read, and must bear the name it was found by.
//
// Errors: Invalid for what is neither, or leads to somebody who is called otherwise; NotFound and Gone
// when nobody is there; Forbidden for a node that is kept out by the policy; Unreachable and Busy.
//
// Spec: ActivityPub 3.1; RFC 7033; FEP-fe34.
func (f *Federation) Resolve(ctx context.Context, text string) (vocab.IRI, error) {
	id := vocab.IRI(text)
	if _, web := node.Origin(id); !web {
		return f.account(ctx, text)
	}
	if f.node.Owns(id) {
		return f.resident(ctx, id)
	}
	if err := f.policy.Refuse(ctx, text, ""); err != nil {
		return "", err
	}
	if f.remembered(ctx, id) != nil {
		return id, nil
	}
	doc, err := f.client.Document(ctx, id)
	if err != nil {
		return "", err
	}
	actor, err := f.learnActor(ctx, doc.IRI, doc.Raw)
	if err != nil {
		return "", err
	}
	return actor.IRI, nil
}

// account is the actor of an account, here or elsewhere.
func (f *Federation) account(ctx context.Context, text string) (vocab.IRI, error) {
	handle, host, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(text, "acct:"), "@"), "@")
	if strings.EqualFold(host, hostOf(f.node.Base)) {
		id, err := f.node.Named(ctx, handle)
		if err != nil {
			return "", err
		}
		return f.resident(ctx, id)
	}
	if host != "" {
		if err := f.policy.Refuse(ctx, host, ""); err != nil {
			return "", err
		}
	}
	id, err := f.client.WebFinger(ctx, text)
	if node.KindOf(err) == node.NotFound {
		return "", node.Errorf(node.NotFound, "%s knows no account %.100q", host, handle)
	}
	if err != nil {
		return "", err
	}
	if err := f.policy.Refuse(ctx, string(id), ""); err != nil {
		return "", err
	}
	actor, err := f.Actor(ctx, id)
	if err != nil {
		return "", err
	}
	return actor.IRI, nil
}

// resident is an actor of this node, which is there.
func (f *Federation) resident(ctx context.Context, id vocab.IRI) (vocab.IRI, error) {
	if f.node.IsMember(id) {
		return "", node.Errorf(node.NotFound, "there is no %s", id)
	}
	_, err := f.node.Get(ctx, node.Operator, id)
	return id, err
}

func hostOf(base string) string {
	u, err := url.Parse(base)
	if err != nil {
		return ""
	}
	return u.Host
}
