package server

import (
	"net/http"
	"net/url"
	"strings"

	"tributary/vocab"
)

// groupOutbox answers POST /groups/H/outbox. Whether the group is there is told to whoever says who
// it is; strangers hear that they need a token.
func (s *door) groupOutbox(w http.ResponseWriter, r *http.Request) {
	s.actorOutbox(w, r, s.Node.Group(r.PathValue("handle")))
}

// personOutbox answers POST /people/HANDLE/outbox.
func (s *door) personOutbox(w http.ResponseWriter, r *http.Request) {
	s.actorOutbox(w, r, s.Node.PublicPerson(r.PathValue("handle")))
}

func (s *door) actorOutbox(w http.ResponseWriter, r *http.Request, actor vocab.IRI) {
	who, err := s.caller(r)
	if err == nil && who.Agent != "" {
		_, err = s.Node.Get(r.Context(), who, actor)
	}
	if err != nil {
		s.problems.Write(w, r, err)
		return
	}
	// Apps in browsers post here, with tokens and without cookies.
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Access-Control-Expose-Headers", "Location, Warning, Retry-After")
	s.outbox.Post(w, r, actor)
}

// memberOutbox answers POST /people/ULID/outbox.
func (s *door) memberOutbox(w http.ResponseWriter, r *http.Request) {
	person := s.Node.Person(r.PathValue("id"))
	if _, err := s.mayMeet(r, person); err != nil {
		s.problems.Write(w, r, err)
		return
	}
	s.outbox.Post(w, r, person)
}

// show answers with a thing of this node, as it would be read, under another status.
func (s *door) show(w http.ResponseWriter, r *http.Request, id vocab.IRI, status int) {
	read := r.Clone(r.Context())
	read.Method = http.MethodGet
	read.URL = &url.URL{Path: strings.TrimPrefix(string(id), s.Config.URL)}
	for _, conditional := range []string{"If-Match", "If-None-Match", "Accept-Encoding"} {
		read.Header.Del(conditional)
	}
	if accept := read.Header.Get("Accept"); accept == "" || accept == "*/*" {
		// Whoever posts an activity reads them.
		read.Header.Set("Accept", "application/activity+json")
	}
	s.documents.Thing()(&restated{ResponseWriter: w, instead: status}, read)
}

// restated answers with another status where all is well.
type restated struct {
	http.ResponseWriter
	instead int
	begun   bool
}

func (w *restated) WriteHeader(code int) {
	if code == http.StatusOK {
		code = w.instead
	}
	w.begun = true
	w.ResponseWriter.WriteHeader(code)
}

func (w *restated) Write(b []byte) (int, error) {
	if !w.begun {
		w.WriteHeader(http.StatusOK)
	}
	return w.ResponseWriter.Write(b)
}
