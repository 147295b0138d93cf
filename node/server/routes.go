package server

import (
	"net/http"
	"strings"

	"github.com/gorilla/mux"

	"tributary/node/publish"
)

// suffix is that of an encoding, which publish takes apart.
const suffix = `(?:\.[a-z]+)?`

// routes leads addresses to handlers, those that are asked for most first. It is the one place that
// knows the router: handlers see path values as the standard library has them.
func (s *door) routes() http.Handler {
	root := mux.NewRouter()
	root.NotFoundHandler = s.elsewhere(root)
	root.MethodNotAllowedHandler = root.NotFoundHandler

	things := s.area(root, "/id", "things")
	get(things, "/{class}/{id}/note", s.note)
	read(things, "/{class}/{id}/{name:context"+suffix+"}", s.documents.Conversation())
	s.versioned(things, "/{class}/{id}")

	groups := s.area(root, "/groups", "groups")
	post(groups, "/{handle}/inbox", s.groupInbox)
	post(groups, "/{handle}/outbox", s.groupOutbox)
	get(groups, "/{handle}/digest", s.digest)
	get(groups, "/{handle}/dealings", s.dealings)
	get(groups.Queries("domain", "{domain}").Subrouter(), "/{handle}/followers", s.followersAt)
	read(groups, "/{handle}/feed.atom", s.documents.Feed())
	read(groups, "/{handle}/state/{version:[0-9]+"+suffix+"}", s.documents.Memento())
	read(groups, "/{handle}/state/{version:[0-9]+}/{name:difference"+suffix+"}", s.documents.Difference())
	s.versioned(groups, "/{handle}/{name:state"+suffix+"}")
	s.versioned(groups, "/{handle}/agents/{id}")
	s.versions(groups, "/{handle}")
	read(groups, "/{handle}/{name:rollup"+suffix+"}", s.documents.Rollup())
	read(groups, "/{handle}/{name:alignment"+suffix+"}", s.documents.Alignment())
	read(groups, "/{handle}/{collection}", s.documents.Collection())
	read(groups, "/{handle}", s.documents.Thing())

	people := s.area(root, "/people", "people")
	const ulid = "/{id:[0-9A-HJKMNP-TV-Z]{26}}"
	post(people, ulid+"/outbox", s.memberOutbox)
	get(people, ulid+"/outbox", s.memberActivities)
	get(people, ulid, s.member)
	post(people, "/{handle}/inbox", s.personInbox)
	post(people, "/{handle}/outbox", s.personOutbox)
	get(people, "/{handle}/digest", s.digest)
	get(people, "/{handle}/dealings", s.dealings)
	get(people.Queries("domain", "{domain}").Subrouter(), "/{handle}/followers", s.followersAt)
	read(people, "/{handle}/feed.atom", s.documents.Feed())
	s.versions(people, "/{handle}")
	read(people, "/{handle}/{collection}", s.documents.Collection())
	read(people, "/{handle}", s.documents.Thing())

	vocabularies := s.area(root, "", "vocabularies")
	read(vocabularies, "/contexts/{name}", s.documents.Contexts())
	read(vocabularies, "/ns/{name}", s.documents.Namespaces())
	get(vocabularies, "/{name:shapes(?:\\.ttl)?}", s.shapes)

	inbox := s.area(root, "", "inbox")
	post(inbox, "/inbox", s.inbox)

	actor := s.area(root, "/actor", "groups")
	get(actor, "/outbox", s.nodeActivities)
	s.versions(actor, "")

	home := s.area(root, "", "home")
	read(home, "/", s.documents.Home())
	read(home, "/{name:index"+suffix+"}", s.documents.Home())
	read(home, "/{name:groups"+suffix+"}", s.documents.Groups())
	read(home, "/{name:actor"+suffix+"}", s.documents.Thing())

	discovery := s.area(root, "", "discovery")
	get(discovery, "/.well-known/webfinger", s.discovery.WebFinger)
	get(discovery, "/.well-known/host-meta", s.discovery.HostMeta)
	get(discovery, "/.well-known/nodeinfo", s.discovery.NodeInfoLinks)
	get(discovery, "/nodeinfo/2.0", s.discovery.NodeInfo)
	get(discovery, "/nodeinfo/2.1", s.discovery.NodeInfo)
	get(discovery, "/api/v1/instance/peers", s.discovery.PeerList)

	operation := s.area(root, "", "operation")
	get(operation, "/robots.txt", s.robots)
	get(operation, "/healthz", s.healthz)
	get(operation, "/readyz", s.readyz)
	get(operation, "/metrics", s.showMetrics)

	accounts := s.area(root, "", "accounts")
	get(accounts, "/sign-in", s.signInPage)
	post(accounts, "/sign-in", s.signIn)
	post(accounts, "/sign-out", s.signOut)
	get(accounts, "/account", s.accountPage)
	post(accounts, "/account/handle", s.chooseHandle)
	post(accounts, "/account/handle/change", s.changePerson)
	post(accounts, "/account/handle/close", s.closePerson)
	post(accounts, "/account/answers", s.answerPerson)
	post(accounts, "/account/links", s.linkPseudonym)
	post(accounts, "/account/tokens", s.makeToken)
	post(accounts, "/account/tokens/{name}/revoke", s.revokeToken)
	return root
}

// versioned routes a thing and its versions.
func (s *door) versioned(r *mux.Router, path string) {
	s.versions(r, strings.ReplaceAll(path, suffix, ""))
	read(r, path, s.documents.Thing())
}

// versions routes what stands under every thing.
func (s *door) versions(r *mux.Router, path string) {
	read(r, path+"/v/{version}", s.documents.Memento())
	read(r, path+"/timegate", s.documents.Timegate())
	read(r, path+"/{timemap:timemap"+suffix+"}", s.documents.Timemap())
	read(r, path+"/v/{version}/{difference:difference"+suffix+"}", s.documents.Difference())
	read(r, path+"/diff/{version}", s.documents.Difference())
}

// read routes open data, which programs in browsers of any origin may ask for.
func read(r *mux.Router, path string, h http.HandlerFunc) {
	r.Handle(path, valued(h)).Methods(http.MethodGet, http.MethodHead, http.MethodOptions)
}

func get(r *mux.Router, path string, h http.HandlerFunc) {
	r.Handle(path, valued(h)).Methods(http.MethodGet, http.MethodHead)
}

func post(r *mux.Router, path string, h http.HandlerFunc) {
	r.Handle(path, valued(h)).Methods(http.MethodPost)
}

// valued hands the variables of the path over as the standard library has them.
func valued(h http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, value := range mux.Vars(r) {
			r.SetPathValue(name, value)
		}
		h(w, r)
	})
}

// area is a part of the node under a path, by which requests are counted.
func (s *door) area(root *mux.Router, path, name string) *mux.Router {
	r := root.NewRoute().Subrouter()
	if path != "" {
		r = root.PathPrefix(path).Subrouter()
	}
	r.Use(func(h http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			visitOf(r).area = name
			h.ServeHTTP(w, r)
		})
	})
	return r
}

// elsewhere answers where no route fits: 405 when one would with another method, else 404. The router
// tells the two apart only as long as no later part of the node matches the path.
//
// Spec: RFC 9110, section 15.5.6.
func (s *door) elsewhere(root *mux.Router) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var allowed []string
		for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodOptions} {
			asked := r.Clone(r.Context())
			asked.Method = method
			if match := new(mux.RouteMatch); root.Match(asked, match) && match.MatchErr == nil {
				allowed = append(allowed, method)
			}
		}
		if len(allowed) == 0 {
			s.nothing(w, r)
			return
		}
		publish.MethodNotAllowed(w, r, allowed...)
	})
}
