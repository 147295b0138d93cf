package dialect

import (
	"slices"
	"strings"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/jsonld"
	"tributary/vocab/own"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// plainContext defines all that plain activities have.
var plainContext = `[` + quoted(contextAS) + `,` + quoted(contextIntegrity) + `]`

// problemContext also defines the reason of a refusal, as a JSON literal, for peers that fetch no context.
var problemContext = `[` + quoted(contextAS) + `,` + quoted(contextIntegrity) +
	`,{"problem":{"@id":` + quoted(string(own.Problem.IRI)) + `,"@type":"@json"}}]`

// plain writes an activity that is ActivityStreams already, with its objects by IRI: Follow, Accept,
// Announce, Block. An answer (Accept, Reject, Undo) to an activity that is known has that inside, as
// some peers look nothing up: GoToSocial undoes only a Follow that it is shown.
func (c *composition) plain() []byte {
	context, problem := plainContext, c.act.Get(own.Problem).Text()
	if problem != "" {
		context = problemContext
	}
	activity := c.envelope(context, common(c.act))
	if problem != "" {
		activity.raw("problem", []byte(problem))
	}
	var items [][]byte
	for _, v := range c.act.All(as.HasObject) {
		if p := c.byIRI[v.IRI()]; p != nil && p.Whole != nil {
			items = append(items, p.Whole)
			continue
		} else if p != nil && p.Known != "" {
			items = append(items, appendQuoted(nil, string(p.Known)))
			continue
		}
		if p := c.byIRI[v.IRI()]; p != nil && answers(c.act) && plainly(p.Resource) {
			items = append(items, append(jsonld.AppendActivityStreams([]byte{'{'}, common(p.Resource)), '}'))
			continue
		}
		items = append(items, appendQuoted(nil, string(v.IRI())))
	}
	activity.values("object", items)
	return activity.end()
}

func answers(act *vocab.Resource) bool {
	return act.Class().IsA(as.Accept) || act.Class().IsA(as.Reject) || act.Class().IsA(as.Undo)
}

// plainly says whether an answered activity may be shown whole: those that describe things are
// named, because not all who read the answer may see the things.
func plainly(r *vocab.Resource) bool {
	if r == nil || !r.Class().IsA(as.Activity) {
		return false
	}
	return !slices.Contains([]*vocab.Class{as.Create, as.Update, as.Delete, as.Undo}, r.Class())
}

// common is what an activity says in ActivityStreams' own terms, in one type, by reference: what any
// peer reads. Whom it is for is for the envelope to say.
func common(act *vocab.Resource) *vocab.Resource {
	var fields []vocab.Field
	for p, values := range act.Fields() {
		if p == as.Bto || p == as.Bcc || p == as.To || p == as.CC || !strings.HasPrefix(string(p.IRI), string(as.Schema.Base)) {
			continue
		}
		values = slices.Clone(values)
		for i, v := range values {
			if v.Kind() == vocab.Nested {
				values[i] = vocab.Ref(v.IRI())
			}
		}
		values = slices.DeleteFunc(values, func(v vocab.Value) bool { return v.Text() == "" })
		if len(values) > 0 {
			fields = append(fields, vocab.Field{Property: p, Values: values})
		}
	}
	return vocab.Make(act.Class(), act.ID(), nil, fields, nil)
}

// delete writes that things are gone. Strangers are told which Note is gone, since they never knew the
// thing by its own address; an actor is gone under its own address for everybody.
func (c *composition) delete(d Dialect) []byte {
	activity := c.envelope(plainContext, common(c.act).WithClass(as.Delete))
	var items [][]byte
	for _, v := range c.act.All(as.HasObject) {
		p := c.byIRI[v.IRI()]
		switch {
		case p == nil || isActor(p.Before) || isActor(p.Resource):
			items = append(items, appendQuoted(nil, string(v.IRI())))
		case d == Full:
			items = append(items, tombstone(v.IRI(), formerType(p.Before), c.act.Get(as.Published).Text()))
		case p.Note.ID != "":
			items = append(items, tombstone(p.Note.ID, string(as.Note.IRI), ""))
		default:
			items = append(items, appendQuoted(nil, string(v.IRI())))
		}
	}
	activity.values("object", items)
	return activity.end()
}

func tombstone(id vocab.IRI, former, deleted string) []byte {
	o := begin("")
	o.text("id", string(id))
	o.text("type", "Tombstone")
	o.text("formerType", former)
	o.text("deleted", deleted)
	return o.end()
}

func formerType(r *vocab.Resource) string {
	if r == nil || r.Class() == nil {
		return ""
	}
	return string(r.Class().IRI)
}

// noted says whether peers know each thing the activity is about by a Note.
func (c *composition) noted() bool {
	return len(c.parts) > 0 && !slices.ContainsFunc(c.parts, func(p Part) bool { return p.Note.ID == "" })
}

// isActor says whether a thing is an agent to whom one can write.
func isActor(r *vocab.Resource) bool {
	return r != nil && (r.Class().IsA(pf.Group) || r.Has(as.Inbox))
}

func (c *composition) onlyActor() bool {
	return len(c.parts) == 1 && len(c.act.All(as.HasObject)) == 1 && isActor(c.parts[0].Resource)
}

// actorContext lists what the members of an actor mean, in the order in which servers list it that
// have all of it built in.
var actorContext = `[` + strings.Join([]string{
	quoted(contextAS), quoted("https://w3id.org/security/v1"), quoted(contextIntegrity),
	quoted("https://www.w3.org/ns/did/v1"), quoted("https://w3id.org/security/multikey/v1"),
	`{"manuallyApprovesFollowers":"as:manuallyApprovesFollowers","movedTo":{"@id":"as:movedTo","@type":"@id"},` +
		`"discoverable":"http://joinmastodon.org/ns#discoverable","indexable":"http://joinmastodon.org/ns#indexable",` +
		`"webfinger":"https://purl.archive.org/socialweb/webfinger#webfinger"}`,
}, ",") + `]`

// actorTerms are what every peer reads of an actor.
var actorTerms = []*vocab.Property{
	vf.Name, as.Summary, as.PreferredUsername, as.Inbox, as.Outbox, as.Following, as.Followers, as.HasEndpoints,
	as.PublicKey, as.AssertionMethod, as.Authentication, as.AlsoKnownAs, as.MovedTo, as.ManuallyApprovesFollowers, as.Published, as.URL,
	as.Webfinger, as.Discoverable, as.Indexable,
}

// updateActor tells peers to read an actor anew: a name, a key, where it has gone.
func (c *composition) updateActor() []byte {
	r := asActor(c.parts[0].Resource)
	var fields []vocab.Field
	for p, values := range r.Fields() {
		if slices.Contains(actorTerms, p) {
			fields = append(fields, vocab.Field{Property: p, Values: values})
		}
	}
	activity := c.envelope(actorContext, common(c.act))
	actor := vocab.Make(r.Class(), r.ID(), nil, fields, nil)
	activity.raw("object", append(jsonld.AppendActivityStreams([]byte{'{'}, actor), '}'))
	return activity.end()
}
