package federation

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"net/http"
	"net/url"
	"strings"

	"tributary/federation/dialect"
	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
)

// Discovery answers who is here: WebFinger, NodeInfo and host-meta.
type Discovery struct {
	Node    *node.Node
	Name    string // of the node, for people
	Version string // of the program
	Refuse  func(http.ResponseWriter, *http.Request, error)
	// Peers are the nodes this one deals with, by host, when it says so to everybody; nil: it does not.
	Peers func(context.Context) ([]string, error)
}

// jrd is a JSON resource descriptor.
//
// Spec: RFC 7033, section 4.4.
type jrd struct {
	Subject string    `json:"subject"`
	Aliases []string  `json:"aliases,omitempty"`
	Links   []jrdLink `json:"links"`
}

type jrdLink struct {
	Rel      string `json:"rel"`
	Type     string `json:"type,omitempty"`
	Href     string `json:"href,omitempty"`
	Template string `json:"template,omitempty"`
}

// WebFinger answers GET /.well-known/webfinger?resource=acct:HANDLE@HOST, or an actor's address.
//
// Errors: Invalid without a resource, NotFound for agents that are not here or not public.
//
// Spec: RFC 7033.
func (d Discovery) WebFinger(w http.ResponseWriter, r *http.Request) {
	resource := r.URL.Query().Get("resource")
	if resource == "" {
		d.Refuse(w, r, node.Errorf(node.Unreadable, "webfinger needs a resource, such as acct:garden@%s", d.host()))
		return
	}
	actor, account, err := d.actor(r.Context(), resource)
	if err != nil {
		d.Refuse(w, r, err)
		return
	}
	page := string(actor)
	links := []jrdLink{
		{Rel: "self", Type: "application/activity+json", Href: page},
		{Rel: "self", Type: `application/ld+json; profile="https://www.w3.org/ns/activitystreams"`, Href: page},
		{Rel: "http://webfinger.net/rel/profile-page", Type: "text/html", Href: page},
	}
	if actor != d.Node.Node() {
		links = append(links, jrdLink{Rel: "http://schemas.google.com/g/2010#updates-from", Type: "application/atom+xml", Href: page + "/feed.atom"})
	}
	d.write(w, "application/jrd+json", jrd{Subject: "acct:" + account, Aliases: []string{page}, Links: links})
}

// actor finds an agent by account name or address. Only what is public is found.
func (d Discovery) actor(ctx context.Context, resource string) (vocab.IRI, string, error) {
	notHere := node.Errorf(node.NotFound, "%s is not here", resource)
	actor := vocab.IRI(resource)
	if account, ok := strings.CutPrefix(resource, "acct:"); ok {
		handle, host, _ := strings.Cut(strings.TrimPrefix(account, "@"), "@")
		if !strings.EqualFold(host, d.host()) {
			return "", "", notHere
		}
		var err error
		if actor, err = d.Node.Named(ctx, handle); err != nil {
			actor = ""
		}
		if actor == "" && strings.EqualFold(handle, nodeHandle) {
			actor = d.Node.Node()
		}
	}
	handle := d.Node.Handle(actor)
	if actor == d.Node.Node() {
		handle = nodeHandle
	}
	if handle == "" {
		return "", "", notHere
	}
	if _, err := d.Node.Get(ctx, node.Stranger, actor); err != nil {
		return "", "", notHere
	}
	return actor, handle + "@" + d.host(), nil
}

// nodeHandle is the name of the node's own actor.
//
// Spec: FEP-2677; FEP-2c59.
const nodeHandle = "actor"

// HostMeta answers GET /.well-known/host-meta.
//
// Spec: RFC 6415.
func (d Discovery) HostMeta(w http.ResponseWriter, _ *http.Request) {
	type link struct {
		Rel      string `xml:"rel,attr"`
		Type     string `xml:"type,attr"`
		Template string `xml:"template,attr"`
	}
	w.Header().Set("Content-Type", "application/xrd+xml; charset=utf-8")
	w.Write([]byte(xml.Header))
	xml.NewEncoder(w).Encode(struct {
		XMLName xml.Name `xml:"http://docs.oasis-open.org/ns/xri/xrd-1.0 XRD"`
		Link    link     `xml:"Link"`
	}{Link: link{"lrdd", "application/jrd+json", d.Node.Base + "/.well-known/webfinger?resource={uri}"}})
}

// NodeInfoLinks answers GET /.well-known/nodeinfo.
func (d Discovery) NodeInfoLinks(w http.ResponseWriter, _ *http.Request) {
	const schema = "http://nodeinfo.diaspora.software/ns/schema/"
	d.write(w, "application/json", map[string]any{"links": []jrdLink{
		{Rel: schema + "2.0", Href: d.Node.Base + "/nodeinfo/2.0"},
		{Rel: schema + "2.1", Href: d.Node.Base + "/nodeinfo/2.1"},
	}})
}

// NodeInfo answers GET /nodeinfo/2.1 and /nodeinfo/2.0: what runs here and how much is public. Its users are
// the groups and the persons that everyone may see; members without a handle are not told of.
//
// Spec: NodeInfo 2.1, 2.0.
func (d Discovery) NodeInfo(w http.ResponseWriter, r *http.Request) {
	version := "2.1"
	if strings.HasSuffix(r.URL.Path, "/2.0") {
		version = "2.0" // the two differ in what the software may say of itself, which is nothing here
	}
	actors, err := d.Node.Groups(r.Context(), node.Stranger)
	if err != nil {
		d.Refuse(w, r, err)
		return
	}
	people, err := d.Node.People(r.Context(), node.Stranger)
	if err != nil {
		d.Refuse(w, r, err)
		return
	}
	actors = append(actors, people...)
	activities := 0
	for _, owner := range append([]vocab.IRI{d.Node.Node()}, addresses(actors)...) {
		n, err := d.Node.Count(r.Context(), node.Stranger, node.Query{Classes: d.Node.Kinds(as.Activity), Owner: owner})
		if err != nil {
			d.Refuse(w, r, err)
			return
		}
		activities += n
	}
	d.write(w, `application/json; profile="http://nodeinfo.diaspora.software/ns/schema/`+version+`#"`, map[string]any{
		"version":           version,
		"software":          map[string]string{"name": "tributary", "version": d.Version},
		"protocols":         []string{"activitypub"},
		"services":          map[string][]string{"inbound": {}, "outbound": {"atom1.0"}},
		"openRegistrations": false,
		"usage":             map[string]any{"users": map[string]int{"total": len(actors)}, "localPosts": activities},
		"metadata": map[string]any{
			"nodeName": d.Name, "implements": dialect.Features, "federation": map[string]any{
				"speaks": dialect.Spoken, "dialects": []string{dialect.Full.String(), dialect.Carrier.String()}, "peersPublished": d.Peers != nil,
			},
		},
	})
}

// PeerList answers GET /api/v1/instance/peers: the hosts of the nodes that this one deals with, where it
// publishes them.
//
// Errors: NotFound where it does not.
//
// Spec: Mastodon's API, "instance/peers", which surveys of networks read.
func (d Discovery) PeerList(w http.ResponseWriter, r *http.Request) {
	if d.Peers == nil {
		d.Refuse(w, r, node.Errorf(node.NotFound, "this node does not publish which nodes it deals with"))
		return
	}
	hosts, err := d.Peers(r.Context())
	if err != nil {
		d.Refuse(w, r, err)
		return
	}
	d.write(w, "application/json", hosts)
}

func addresses(actors []node.Version) (all []vocab.IRI) {
	for _, g := range actors {
		all = append(all, g.IRI)
	}
	return all
}

func (d Discovery) host() string {
	u, err := url.Parse(d.Node.Base)
	if err != nil {
		return ""
	}
	return u.Host
}

func (d Discovery) write(w http.ResponseWriter, contentType string, body any) {
	h := w.Header()
	h.Set("Content-Type", contentType)
	h.Set("Access-Control-Allow-Origin", "*")
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.Encode(body)
}
