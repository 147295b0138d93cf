package federation

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"tributary/federation/wire"
	"tributary/node"
	"tributary/node/problem"
	"tributary/vocab"
	"tributary/vocab/vf"
)

// answered are the verbs whose refusal is told: the others ask for nothing.
var answered = map[string]bool{
	"Create": true, "Update": true, "Follow": true, "Offer": true, "Accept": true, "Invite": true, "Join": true, "Add": true, "Remove": true,
}

// reject tells another node's agent why what it did was not carried out.
//
// Spec: FEP-c180; ActivityStreams 2.0 Vocabulary, Reject.
func (f *Federation) reject(ctx context.Context, l node.Letter, why error) error {
	m, err := wire.Read(l.Body, wire.Limits{Bytes: f.max})
	if err != nil || !answered[verbOf(m.Types)] && !f.declines(m) {
		return nil
	}
	act := node.Activity{To: m.To, CC: m.CC}
	for _, item := range m.Objects() {
		act.Objects = append(act.Objects, node.Object{IRI: item.ID})
	}
	groups := f.addressed(act)
	if len(groups) == 0 {
		return nil
	}
	told, err := json.Marshal(problem.Of(why))
	if err != nil {
		return fmt.Errorf("write why %s was refused: %w", l.ID, err)
	}
	speaker, err := f.speaker(ctx, groups[0], l.Actor)
	if err != nil {
		return err
	}
	_, err = f.node.Submit(ctx, node.Caller{Agent: speaker, Roles: map[vocab.IRI]node.Role{speaker: node.Admin}}, node.Activity{
		Verb: "Reject", Actor: speaker, Objects: []node.Object{{IRI: l.ID}}, To: []vocab.IRI{l.Actor},
		Summary: node.MessageOf(why), Problem: string(told),
	})
	if err != nil {
		f.log.Warn("tell why a letter was refused", "letter", l.ID, "error", err)
	}
	return nil
}

// declines says whether a message declines a commitment of this node, by its address: whether there is one is not
// told. A Reject of anything else answers something itself, and is not answered again.
func (f *Federation) declines(m wire.Message) bool {
	objects := m.Objects()
	return verbOf(m.Types) == "Reject" && len(objects) == 1 &&
		strings.HasPrefix(string(objects[0].ID), string(f.node.Thing(vf.Commitment, "")))
}

// speaker is who answers somebody for a group: the group itself, or the node's own actor where the other
// may not know of the group, or there is none.
func (f *Federation) speaker(ctx context.Context, group, to vocab.IRI) (vocab.IRI, error) {
	var who node.Caller
	err := f.node.Store().View(ctx, func(v node.View) (err error) {
		who, err = node.PeerCaller(v, to)
		return err
	})
	if err != nil {
		return "", err
	}
	_, err = f.node.Get(ctx, who, group)
	switch node.KindOf(err) {
	case "":
		return group, nil
	case node.NotFound, node.Gone:
		return f.node.Node(), nil
	}
	return "", err
}
