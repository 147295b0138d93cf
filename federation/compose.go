package federation

import (
	"context"
	"slices"
	"strings"

	"tributary/federation/dialect"
	"tributary/node"
	"tributary/node/narrate"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/vf"
)

// compose writes an activity for one recipient, or for all followers, with the things in it that they may
// see.
func (f *Federation) compose(ctx context.Context, v node.View, d dialect.Dialect, act node.Version, r *vocab.Resource, to vocab.IRI, again bool) ([]byte, error) {
	sight := node.Sight{}
	if act.Audience.Level == node.Followers {
		sight.Follows = []vocab.IRI{act.Owner}
	}
	if to != "" {
		sight.Names = []vocab.IRI{to}
		following := false
		for _, err := range v.Relations(node.Relation{From: to, Kind: node.Follows, To: act.Owner}) {
			if err != nil {
				return nil, err
			}
			following = true
		}
		if following {
			sight.Follows = []vocab.IRI{act.Owner}
		}
	}
	within, err := f.within(v, sight, r)
	if err != nil {
		return nil, err
	}
	body, err := bargain(v, r, within)
	if err == nil && body == nil && d == dialect.Carrier {
		body = taskAnswer(v, r, within)
	}
	if err != nil || body != nil {
		if err != nil {
			return nil, err
		}
		return f.keys.Load().Prove(act.Owner, body, act.At)
	}
	parts, err := f.parts(v, sight, act, r, again)
	if act.Class == as.Announce.Name && err == nil {
		parts, err = f.passedOnParts(ctx, v, sight, d, act, r)
	}
	if err != nil {
		return nil, err
	}
	return dialect.Compose(d, act, parts, dialect.Options{
		Base: f.node.Base, Prover: f.keys.Load(), Names: f.names(v, sight), Exchange: f.exchanged(v, sight), Context: within,
	})
}

// within is the conversation that an activity belongs to, as far as somebody may know of it.
func (f *Federation) within(v node.View, sight node.Sight, r *vocab.Resource) (vocab.IRI, error) {
	conversation, err := f.node.ConversationOf(v, r)
	topic, ours := strings.CutSuffix(string(conversation), "/context")
	if err != nil || !ours || !f.node.Owns(conversation) {
		return conversation, err
	}
	if about, err := v.Latest(vocab.IRI(topic)); err != nil || !sight.Sees(about) {
		return "", err
	}
	return conversation, nil
}

// maxParts bounds how many things are looked up for one activity.
const maxParts = 256

// parts are the things of an activity, as it left them and as somebody may see them. What is told again is
// told only of what there still is and as far as it may be seen today.
func (f *Federation) parts(v node.View, sight node.Sight, act node.Version, r *vocab.Resource, again bool) (parts []dialect.Part, err error) {
	objects := append(r.All(as.HasObject), r.All(as.Result)...)
	for _, o := range objects[:min(len(objects), maxParts)] {
		then, err := v.AsOf(o.IRI(), act.At)
		if node.KindOf(err) == node.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		if act.Audience.Level <= node.Followers && then.Audience.Level > act.Audience.Level {
			continue // who reads the activity may be more than may read the thing
		}
		foreign := !f.node.Owns(then.IRI)
		if !sight.Sees(then) && !(foreign && slices.Contains(sight.Names, then.Owner)) {
			continue
		}
		if again && !then.Deleted {
			now, err := v.Latest(then.IRI)
			if err != nil {
				return nil, err
			}
			if now.Deleted || !sight.Sees(now) && !(foreign && slices.Contains(sight.Names, now.Owner)) ||
				act.Audience.Level <= node.Followers && now.Audience.Level > act.Audience.Level {
				continue
			}
		}
		if then, err = node.Redact(v, sight, then); err != nil {
			return nil, err
		}
		p := dialect.Part{IRI: then.IRI}
		if p.Resource, err = then.Resource(); err != nil {
			return nil, err
		}
		if then.N > 1 && then.Activity == act.IRI {
			before, err := v.Version(then.IRI, then.N-1)
			if err != nil {
				return nil, err
			}
			if p.Before, err = before.Resource(); err != nil {
				return nil, err
			}
		}
		if p.Note, err = f.noteOf(v, then, act.IRI); err != nil {
			return nil, err
		}
		parts = append(parts, p)
	}
	return parts, nil
}

// noteOf is the Note by which strangers know a thing: that of the activity which made it and nothing else. What
// is told for the first time has none yet.
func (f *Federation) noteOf(v node.View, then node.Version, act vocab.IRI) (n dialect.Note, err error) {
	if then.N == 1 && !then.Deleted && then.Activity == act || !f.node.Owns(then.IRI) {
		return n, nil
	}
	if then.Activity == then.IRI && then.Class != as.Create.Name && then.Class != as.Update.Name {
		return n, nil // an activity such as Announce is no Note: it is taken back as what it is
	}
	first, err := v.Version(then.IRI, 1)
	if err != nil {
		return n, err
	}
	made, err := v.Latest(first.Activity)
	if err != nil {
		return n, nil // the node itself made it
	}
	r, err := made.Resource()
	if err != nil || r == nil || len(r.All(as.HasObject)) != 1 {
		return n, err
	}
	return dialect.Note{ID: dialect.NoteOf(made.IRI), Published: made.At}, nil
}

// names tells what things are called, as far as somebody may know.
func (f *Federation) names(v node.View, sight node.Sight) narrate.Names {
	return func(id vocab.IRI) string {
		kept, err := v.Latest(id)
		if err != nil || kept.Deleted || !sight.Sees(kept) {
			return ""
		}
		r, err := kept.Resource()
		if err != nil {
			return ""
		}
		for _, p := range []*vocab.Property{vf.Name, as.PreferredUsername} {
			if name := r.Get(p).Text(); name != "" {
				return name
			}
		}
		return ""
	}
}
