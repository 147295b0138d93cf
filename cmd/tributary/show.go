package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"tributary/contexts"
	"tributary/node"
	"tributary/node/server"
	"tributary/vocab"
	"tributary/vocab/graph"
	"tributary/vocab/jsonld"
	"tributary/vocab/model"
	"tributary/vocab/own"
	"tributary/vocab/pf"
	"tributary/vocab/rdf"
	"tributary/vocab/vf"
)

// show tells what this node knows of an IRI.
type show struct {
	IRI  string `arg:"" name:"iri" help:"The address of anything, here (also of a version, IRI/v/N) or at the source it was imported from."`
	JSON bool   `help:"Print JSON: where it came from, and the document as JSON-LD."`
}

// known is what this node knows of something.
type known struct {
	IRI      vocab.IRI       `json:"iri"`
	Version  int             `json:"version"`
	Memento  vocab.IRI       `json:"memento"`
	At       time.Time       `json:"at"`
	Author   vocab.IRI       `json:"author"`
	Owner    vocab.IRI       `json:"owner"`
	Activity vocab.IRI       `json:"activity"`
	Audience string          `json:"audience"`
	Source   []vocab.IRI     `json:"source,omitempty"` // what it is called where it was imported from
	Proof    string          `json:"proof"`
	Came     *cameWith       `json:"archive,omitempty"`      // the archive that tells what it was there
	Says     string          `json:"confirmation,omitempty"` // of an event: stated, confirmed, disputed
	Expired  *time.Time      `json:"expired,omitempty"`      // of an offer that nobody answered: until when it could be accepted
	Arrived  []arrival       `json:"arrived,omitempty"`      // of another node's: how each version came here
	Heard    *responded      `json:"responses,omitempty"`    // what others said about it, as members of its group see it
	Deleted  bool            `json:"deleted,omitempty"`
	Document json.RawMessage `json:"document,omitempty"`
	resource *vocab.Resource
}

func (c *show) Run(a *app) error {
	if !strings.Contains(c.IRI, ":") {
		return usagef("show takes an IRI, such as https://node.example/groups/garden; not %q", c.IRI)
	}
	return a.with(func(s *server.Server) error {
		v, err := c.find(a, s.Node)
		if node.KindOf(err) == node.NotFound {
			return c.told(a, s, err)
		}
		if err != nil {
			return err
		}
		k, err := knowledge(s.Node, v)
		if err != nil {
			return err
		}
		if !s.Node.Owns(v.IRI) {
			k.Proof = "as another node told it"
		}
		if err := k.cameWith(a, s, v); err != nil {
			return err
		}
		if k.Arrived, err = arrivals(a, s, v); err != nil {
			return err
		}
		if err := k.more(a, s.Node); err != nil {
			return err
		}
		if k.Heard, err = responses(a, s, v); err != nil {
			return err
		}
		if c.JSON {
			return a.json(k)
		}
		return k.write(a)
	})
}

// more adds what stands elsewhere: the commitments of an agreement that is offered, and whether an offer can
// still be accepted.
func (k *known) more(a *app, n *node.Node) error {
	if k.resource == nil {
		return nil
	}
	until, err := n.Expired(a.ctx, k.resource)
	if err != nil {
		return err
	}
	if !until.IsZero() {
		k.Expired = &until
	}
	if !strings.Contains(string(k.IRI), "#") || k.resource.Class() != vf.Agreement {
		return nil
	}
	return n.Store().View(a.ctx, func(v node.View) error {
		if k.resource, err = node.AgreementOf(v, k.IRI); err == nil {
			k.Document = jsonld.Document(k.resource, n.Base+"/contexts/"+contexts.Native().Name)
		}
		return err
	})
}

// find is the newest version of the thing, or the version named, also by what its source calls it.
func (c *show) find(a *app, n *node.Node) (node.Version, error) {
	id := vocab.IRI(c.IRI)
	v, err := c.own(a, n, id)
	if node.KindOf(err) != node.NotFound {
		return v, err
	}
	found, err := n.Find(a.ctx, node.Operator, node.Query{Refers: []node.Link{{Property: pf.AlternateOf.IRI, To: id}}, Limit: 1})
	if err != nil {
		return v, err
	}
	if len(found) == 0 {
		return v, node.Errorf(node.NotFound, "this node knows nothing of %s", id)
	}
	return found[0], nil
}

func (c *show) own(a *app, n *node.Node, id vocab.IRI) (node.Version, error) {
	whole, _, part := strings.Cut(string(id), "#")
	if part { // what is offered is a thing of its own; other parts stand in the document of what they are part of
		if v, err := n.Get(a.ctx, node.Operator, id); node.KindOf(err) != node.NotFound {
			return v, err
		}
	}
	v, err := n.Get(a.ctx, node.Operator, vocab.IRI(whole))
	if node.KindOf(err) == node.Gone {
		return v, nil
	}
	if node.KindOf(err) != node.NotFound {
		return v, err
	}
	i := strings.LastIndexByte(whole, '/')
	nr, bad := strconv.Atoi(whole[i+1:])
	if bad != nil {
		return v, err
	}
	return n.Version(a.ctx, node.Operator, vocab.IRI(strings.TrimSuffix(whole[:i], "/v")), nr)
}

func knowledge(n *node.Node, v node.Version) (known, error) {
	k := known{
		IRI: v.IRI, Version: v.N, Memento: v.Memento(), At: v.At, Author: v.Author, Owner: v.Owner,
		Activity: v.Activity, Audience: v.Audience.Level.String(), Deleted: v.Deleted,
		Proof: "recorded on this node, by whom it says",
	}
	if v.Deleted {
		return k, nil
	}
	r, err := v.Resource()
	if err != nil {
		return k, err
	}
	for _, source := range r.All(pf.AlternateOf) {
		k.Source = append(k.Source, source.IRI())
		k.Proof = "imported by this node's operator; not proven"
	}
	if said := r.Get(own.HasConfirmation).IRI(); said != "" {
		k.Says = strings.TrimPrefix(string(said), string(own.Schema.Base))
	}
	k.resource = r
	k.Document = jsonld.Document(r, n.Base+"/contexts/"+contexts.Native().Name)
	return k, nil
}

// write writes Turtle; what is not part of the document stands in comments above it.
func (k known) write(a *app) error {
	a.say("# version %d, recorded %s", k.Version, k.At.Format(time.RFC3339))
	a.say("# by %s, for %s, in %s", k.Author, k.Owner, k.Activity)
	a.say("# readable by: %s", k.Audience)
	for _, source := range k.Source {
		a.say("# from %s", source)
	}
	if k.Says != "" {
		a.say("# %s", k.Says)
	}
	if k.Expired != nil {
		a.say("# expired: it could be accepted until %s", k.Expired.UTC().Format(time.RFC3339))
	}
	if len(k.Arrived) == 0 {
		a.say("# proof: %s", k.Proof)
	}
	if k.Came != nil {
		for _, line := range k.Came.lines() {
			a.say("# %s", line)
		}
	}
	if more := len(k.Arrived) - maxArrivals; more > 0 {
		a.say("# %d earlier versions; --json tells of them too", more)
		k.Arrived = k.Arrived[more:]
	}
	for _, came := range k.Arrived {
		for i, line := range came.lines() {
			if i == 0 {
				line = fmt.Sprintf("version %d: %s", came.Version, line)
			} else {
				line = "  " + line
			}
			a.say("# %s", line)
		}
	}
	if k.Heard != nil {
		for _, line := range k.Heard.lines() {
			a.say("# %s", line)
		}
	}
	if k.Deleted {
		a.say("# deleted; what stays is this address and its history")
		return nil
	}
	var b bytes.Buffer
	if err := rdf.Write(&b, rdf.Turtle, graph.Quads(k.resource), model.Prefixes()); err != nil {
		return err
	}
	a.say("")
	_, err := a.stdout.Write(b.Bytes())
	return err
}
