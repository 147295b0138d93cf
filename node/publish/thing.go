package publish

import (
	"net/http"
	"slices"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
)

// Thing answers for any resource under its IRI, and with the suffix of an encoding under the
// address of that encoding.
func (d *Documents) Thing() http.HandlerFunc { return d.serve(d.thing) }

func (d *Documents) thing(q *request) (*page, error) {
	id := vocab.IRI(d.node.Base + q.path)
	v, err := d.node.Get(q, q.who, id)
	switch kind := node.KindOf(err); {
	case kind == node.Gone:
		return d.tombstone(v)
	case kind == node.NotFound && id == d.node.Node():
		return d.nodeActor(), nil
	case kind == node.NotFound && q.message():
		return d.introduction(q, id)
	case err != nil:
		return nil, err
	}
	p, err := d.version(q, v)
	if err != nil {
		return nil, err
	}
	p.links = append(p.links, versionLinks(v, 0)...)
	return p, nil
}

// introduction is the actor document of a group that hides from strangers, for a node that it deals with and that no
// policy, of the node or of the group, keeps out.
func (d *Documents) introduction(q *request, group vocab.IRI) (*page, error) {
	if d.refused != nil && q.who.Agent != "" && d.refused(q, q.who.Agent, group) {
		return nil, node.Errorf(node.NotFound, "there is no %s", group)
	}
	v, actor, err := d.node.Introduction(q, q.who, group)
	if err != nil {
		return nil, err
	}
	return &page{
		kind: messagePage, iri: group, doc: group, thing: told{resource: actor}, owner: group, modified: v.At, private: true,
		key: keyOf(group, v.N, []byte("introduction")),
	}, nil
}

// version is the page of one version under the thing's own address.
func (d *Documents) version(q *request, v node.Version) (*page, error) {
	thing, bodies, err := d.told(q, v)
	if err != nil {
		return nil, err
	}
	if bodies, err = d.enclose(q, v, &thing, bodies); err != nil {
		return nil, err
	}
	if bodies, err = d.propose(q, v, &thing, bodies); err != nil {
		return nil, err
	}
	p := &page{
		kind: graphPage | messagePage | viewPage,
		iri:  v.IRI, doc: v.IRI, thing: thing, owner: v.Owner, modified: v.At,
		private: v.Audience.Level != node.Public,
		key:     keyOf(v.IRI, v.N, bodies...),
	}
	p.view = func(q *request) (view, error) { return d.thingView(q, v, p.thing.resource) }
	return p, nil
}

// maxTold bounds how many objects a message shows inside an activity; an import can have thousands.
const maxTold = 256

// message says whether a thing is going to be told in an ActivityStreams message: only there do an
// activity's objects stand inside it.
func (q *request) message() bool {
	const thing = graphPage | messagePage | viewPage
	if q.suffix != "" {
		return q.suffix == ".as"
	}
	e := negotiate(q.http.Header, thing)
	return e != nil && e.on&messagePage != 0
}

// told is a version's content, and for an activity its objects as they were when it was done, as
// far as the caller may see them. bodies are the bytes it was made of.
func (d *Documents) told(q *request, v node.Version) (told, [][]byte, error) {
	r, err := v.Resource()
	if err != nil {
		return told{}, nil, err
	}
	if q.message() {
		r = addressed(r, v)
	}
	if q.message() && r != nil && r.Class().IsA(as.Activity) {
		if r, err = d.within(q, r); err != nil {
			return told{}, nil, err
		}
	}
	if q.message() && r != nil && d.node.Handle(v.IRI) != "" {
		r = d.admitting(r.With(as.Affiliations, vocab.Ref(v.IRI+"/standing")))
	}
	t, bodies := told{resource: r}, [][]byte{v.Body}
	objects := r.All(as.HasObject)
	if !r.Class().IsA(as.Activity) || len(objects) > maxTold || !q.message() {
		return t, bodies, nil
	}
	t.objects = map[vocab.IRI]*vocab.Resource{}
	for _, o := range objects {
		if !d.node.Owns(o.IRI()) {
			continue
		}
		then, err := d.node.AsOf(q, q.who, o.IRI(), v.At)
		if kind := node.KindOf(err); kind == node.NotFound || kind == node.Gone {
			continue // stays a reference
		}
		if err != nil {
			return told{}, nil, err
		}
		if q.elsewhere() && then.Audience.Level > v.Audience.Level {
			continue
		}
		if t.objects[o.IRI()], err = then.Resource(); err != nil {
			return told{}, nil, err
		}
		bodies = append(bodies, then.Body)
	}
	return t, bodies, nil
}

// admitting is an actor of the node with where apps of its members are let in.
//
// Spec: ActivityPub 4.1, endpoints.
func (d *Documents) admitting(actor *vocab.Resource) *vocab.Resource {
	endpoints := actor.Get(as.HasEndpoints).Part()
	if d.door[0] == "" || endpoints == nil {
		return actor
	}
	return actor.With(as.HasEndpoints, vocab.Inside(endpoints.
		With(as.OAuthAuthorizationEndpoint, vocab.Ref(d.door[0])).With(as.OAuthTokenEndpoint, vocab.Ref(d.door[1]))))
}

// versionLinks lead from a thing to its versions; n is the version at hand, or 0 for the thing itself.
//
// Spec: RFC 7089, section 2.2; RFC 5829.
func versionLinks(v node.Version, n int) []link {
	links := []link{
		{to: string(v.IRI), rel: "original"},
		{to: string(v.IRI) + "/timegate", rel: "timegate"},
		{to: string(v.IRI) + "/timemap", rel: "timemap", typ: "application/link-format"},
	}
	if n == 0 {
		return append(links, link{to: string(v.Memento()), rel: "memento", datetime: v.At})
	}
	links = append(links, link{to: string(v.IRI), rel: "latest-version"})
	if n > 1 {
		links = append(links, link{to: string(node.MementoIRI(v.IRI, n-1)), rel: "predecessor-version"})
	}
	return links
}

// tombstone is what stays at the address of something that was deleted.
//
// That of an actor keeps its public keys: the Delete by which it says so may be signed with keys that are newer
// than what a peer read last.
//
// Spec: ActivityPub 6.4; ActivityStreams Vocabulary, Tombstone.
func (d *Documents) tombstone(v node.Version) (*page, error) {
	r := vocab.New(as.Tombstone, v.IRI).With(as.Deleted, vocab.Typed(vocab.Time(v.At).Text(), vocab.XSD+"dateTime"))
	class := d.node.Vocabulary().Class(v.Class)
	if class != nil {
		r = r.With(as.FormerType, vocab.Ref(class.IRI))
	}
	if d.node.Handle(v.IRI) != "" && v.Audience.Level == node.Public {
		keys, err := d.node.Keys(v.IRI)
		if err != nil {
			return nil, err
		}
		r = r.WithAll(keys...)
	}
	p := &page{
		kind: graphPage | messagePage | viewPage,
		iri:  v.IRI, doc: v.IRI, thing: told{resource: r}, modified: v.At, status: http.StatusGone,
		private: v.Audience.Level != node.Public,
	}
	p.view = func(q *request) (view, error) { return d.tombstoneView(q, v, class) }
	return p, nil
}

// typesOf are all types of a resource by IRI.
func typesOf(r *vocab.Resource) []vocab.IRI {
	types := slices.Clone(r.Types())
	if c := r.Class(); c != nil {
		types = slices.Insert(types, 0, c.IRI)
	}
	return types
}
