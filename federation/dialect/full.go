package dialect

import (
	"fmt"

	"tributary/contexts"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/jsonld"
	"tributary/vocab/pf"
)

// Contexts that peers have built in.
const (
	contextAS        = "https://www.w3.org/ns/activitystreams"
	contextIntegrity = "https://w3id.org/security/data-integrity/v1"
)

// ownContext is the context of the ActivityStreams form with all terms of the node: known to nodes of
// our kind by its hash, and not sent where anyone else would read it.
func (c *composition) ownContext() string {
	return `[` + quoted(contextAS) + `,` + quoted(contextIntegrity) + `,` +
		quoted(c.Base+"/contexts/"+contexts.ActivityStreams().Name) + `]`
}

// maxEmbedded bounds how many things stand inside one activity; an import can have thousands.
const maxEmbedded = 256

// full writes an activity with its objects inside it, each with a proof of its own.
func (c *composition) full() ([]byte, error) {
	activity := c.envelope(c.ownContext(), c.act.With(as.Bto).With(as.Bcc))
	var items [][]byte
	embedded := 0
	for _, v := range c.act.All(as.HasObject) {
		p := c.byIRI[v.IRI()]
		if p == nil || p.Resource == nil || embedded == maxEmbedded {
			items = append(items, appendQuoted(nil, string(v.IRI())))
			continue
		}
		thing, err := c.thing(p.Resource)
		if err != nil {
			return nil, err
		}
		items = append(items, thing)
		embedded++
	}
	activity.values("object", items)
	return activity.end(), nil
}

// thing writes a thing as a document that stands alone, with its proof: the bytes that both dialects
// have inside.
func (c *composition) thing(r *vocab.Resource) ([]byte, error) {
	doc := begin(c.ownContext())
	doc.b = jsonld.AppendActivityStreams(doc.b, asActor(r.With(as.Bto).With(as.Bcc)))
	proven, err := c.prove(doc.end())
	if err != nil {
		return nil, fmt.Errorf("prove %s: %w", r.ID(), err)
	}
	return proven, nil
}

// asActor is a group as peers know one: an ActivityStreams Group, in one word.
func asActor(r *vocab.Resource) *vocab.Resource {
	if r.Class().IsA(as.Application) {
		return r.WithTypes()
	}
	if r.Class().IsA(pf.Group) {
		return r.WithClass(pf.Group).WithTypes()
	}
	return r
}

// envelope begins an activity: all that act says but its objects and to whom it goes.
func (c *composition) envelope(context string, act *vocab.Resource) *object {
	o := begin(context)
	o.b = jsonld.AppendActivityStreams(o.b, act.With(as.HasObject).With(as.To).With(as.CC))
	to, cc := c.addresses()
	o.ids("to", to)
	o.ids("cc", cc)
	return o
}
