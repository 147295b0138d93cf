package federation

import (
	"context"

	"tributary/federation/dialect"
	"tributary/node"
	"tributary/vocab"
)

// Note is the Note by which strangers know an activity of this node, as its own address shows it, and
// who may read it.
//
// Errors: NotFound where there is none, or the caller may not see it; Gone.
func (f *Federation) Note(ctx context.Context, who node.Caller, activity vocab.IRI) (body []byte, level node.Level, err error) {
	act, err := f.node.Get(ctx, who, activity)
	if err != nil {
		return nil, 0, err
	}
	err = f.node.Store().View(ctx, func(v node.View) error {
		r, err := act.Resource()
		if err != nil {
			return err
		}
		sight := who.Sight()
		parts, err := f.parts(v, sight, act, r, false)
		if err != nil {
			return err
		}
		body, err = dialect.NoteDocument(act, parts, dialect.Options{
			Base: f.node.Base, Prover: f.keys.Load(), Names: f.names(v, sight), Exchange: f.exchanged(v, sight),
		})
		return err
	})
	return body, act.Audience.Level, err
}
