package federation

import (
	"context"

	"tributary/federation/wire"
	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
)

// rereads are the activities that are taken back by going to what was before: which that was, only whose
// things they are can say.
var rereads = map[string]bool{"Update": true, "Delete": true, "Add": true, "Remove": true}

// undone reads again what an Undo restores: the things of an Update or Delete that is taken back, as they
// stand at their own address now.
func (f *Federation) undone(ctx context.Context, act *node.Activity) error {
	for _, o := range act.Objects {
		id := o.IRI
		if o.Resource != nil {
			id = o.Resource.ID()
		}
		kept, err := f.node.Get(ctx, node.Operator, id)
		if node.KindOf(err) == node.NotFound || err == nil && (kept.Owner != act.Actor || !rereads[kept.Class]) {
			continue
		}
		if err != nil {
			return err
		}
		done, err := kept.Resource()
		if err != nil {
			return err
		}
		for _, thing := range append(done.All(as.HasObject), done.All(as.Target)...) {
			if err := f.reread(ctx, thing.IRI(), act.Actor); err != nil {
				return err
			}
		}
	}
	return nil
}

// reread keeps what a thing of an agent is now, when it was known here before.
func (f *Federation) reread(ctx context.Context, thing, owner vocab.IRI) error {
	if !wire.SameOrigin(thing, owner) {
		return nil
	}
	known, err := f.node.Get(ctx, node.Operator, thing)
	if kind := node.KindOf(err); kind == node.NotFound || err != nil && kind != node.Gone {
		return nil
	}
	doc, err := f.client.Document(ctx, thing)
	switch node.KindOf(err) {
	case "":
	case node.Unreachable, node.Busy, node.Internal:
		return err
	default:
		return nil
	}
	r, err := readRoot(ctx, doc.Raw)
	if err != nil || r == nil || r.ID() != thing {
		return err
	}
	return f.node.Learn(ctx, r, known.Owner, known.Audience)
}
