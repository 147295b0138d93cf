package server

import (
	"context"
	"fmt"
	"time"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/jsonld"
	"tributary/vocab/vf"
)

// recordActor keeps the node's own actor in the record, like whatever else has an address: what it is
// called, where it is reached, with which keys it signs. A new name or key is a new version.
func (s *Server) recordActor(ctx context.Context) error {
	actor, err := s.actor()
	if err != nil {
		return err
	}
	err = s.DB.Update(ctx, func(tx node.Tx) error {
		latest, kept, err := newest(tx, actor.ID())
		if err != nil || kept != nil && kept.Equal(actor) {
			return err
		}
		at := s.opt.Now().UTC().Truncate(time.Microsecond)
		if last := tx.Recorded(); at.Before(last) {
			at = last // the clock was set back
		}
		// The node is the author of itself, and the cause too: nobody asked for it.
		_, err = tx.Append(node.Version{
			IRI: actor.ID(), N: latest.N + 1, Activity: actor.ID(), Author: actor.ID(), Owner: actor.ID(),
			At: at, Class: actor.Class().Name,
			Body: jsonld.Append(nil, actor), Link: added(kept, actor), Unlink: added(actor, kept),
		})
		return err
	})
	if err != nil {
		return fmt.Errorf("record the node's actor: %w", err)
	}
	return nil
}

// introduce records the actor unless it is there. A command may know the node by another name than
// the server, from its environment; only the server says what others see.
func (s *Server) introduce(ctx context.Context) (err error) {
	var there *vocab.Resource
	err = s.DB.View(ctx, func(v node.View) error {
		_, there, err = newest(v, s.Node.Node())
		return err
	})
	if err != nil || there != nil {
		return err
	}
	return s.recordActor(ctx)
}

// newest is the newest version of something; zero and nil when there is none.
func newest(v node.View, id vocab.IRI) (node.Version, *vocab.Resource, error) {
	latest, err := v.Latest(id)
	if node.KindOf(err) == node.NotFound {
		return node.Version{}, nil, nil
	}
	if err != nil {
		return latest, nil, err
	}
	r, err := latest.Resource()
	return latest, r, err
}

// added are the references that next makes and kept does not.
func added(kept, next *vocab.Resource) (links []node.Link) {
	before := map[node.Link]bool{}
	for _, l := range node.Links(kept) {
		before[l] = true
	}
	for _, l := range node.Links(next) {
		if !before[l] {
			links = append(links, l)
		}
	}
	return links
}

// actor is the node as others see it.
//
// Spec: ActivityPub 4.1; FEP-521a; FEP-2677.
func (s *Server) actor() (*vocab.Resource, error) {
	id := s.Node.Node()
	keys, err := s.identity(id)
	if err != nil {
		return nil, fmt.Errorf("write the node's public keys: %w", err)
	}
	return vocab.New(as.Application, id).WithTypes(vf.Agent.IRI).
		With(vf.Name, vocab.Text(s.Config.Name)).
		With(as.PreferredUsername, vocab.Text("actor")).
		With(as.Inbox, vocab.Ref(vocab.IRI(s.Config.URL+"/inbox"))).
		With(as.Outbox, vocab.Ref(id+"/outbox")).
		With(as.Followers, vocab.Ref(id+"/followers")).
		With(as.Following, vocab.Ref(id+"/following")).
		WithAll(keys...), nil
}
