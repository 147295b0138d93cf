package server

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	"tributary/node"
	"tributary/vocab"
)

// What other nodes ask for to see whether both know the same: the digest of a group's log, which of their
// agents follow a group, and what stands between the group and one of them.

// digest answers GET /groups/H/digest, with ?in=STRETCH for a stretch of time.
func (s *door) digest(w http.ResponseWriter, r *http.Request) {
	who, err := s.caller(r)
	if err != nil {
		s.problems.Write(w, r, err)
		return
	}
	told, err := s.Federation.Digest(r.Context(), who, s.actorAt(r), r.URL.Query().Get("in"))
	if err != nil {
		s.problems.Write(w, r, err)
		return
	}
	s.answerPeer(w, r, "application/json", told)
}

// actorAt is the group or person under whose address a request comes.
func (s *door) actorAt(r *http.Request) vocab.IRI {
	if strings.HasPrefix(r.URL.Path, "/people/") {
		return s.Node.PublicPerson(r.PathValue("handle"))
	}
	return s.Node.Group(r.PathValue("handle"))
}

// followersAt answers GET /groups/H/followers?domain=HOST.
//
// Spec: FEP-8fcf, "Partial follower collection".
func (s *door) followersAt(w http.ResponseWriter, r *http.Request) {
	who, err := s.caller(r)
	if err != nil {
		s.problems.Write(w, r, err)
		return
	}
	group, host := s.actorAt(r), r.URL.Query().Get("domain")
	followers, err := s.Federation.FollowersAt(r.Context(), who, group, host)
	if err != nil {
		s.problems.Write(w, r, err)
		return
	}
	s.answerPeer(w, r, "application/activity+json", map[string]any{
		"@context":     "https://www.w3.org/ns/activitystreams",
		"id":           group + "/followers?domain=" + vocab.IRI(url.QueryEscape(host)),
		"type":         "OrderedCollection",
		"attributedTo": group,
		"totalItems":   len(followers),
		"orderedItems": followers,
	})
}

// dealings answers GET /groups/H/dealings?with=ACTOR and the same of a person, with &in=PART for a part of a long list.
func (s *door) dealings(w http.ResponseWriter, r *http.Request) {
	who, err := s.caller(r)
	if err != nil {
		s.problems.Write(w, r, err)
		return
	}
	asked := r.URL.Query()
	body, err := s.Federation.Dealings(r.Context(), who, s.actorAt(r), vocab.IRI(asked.Get("with")), asked.Get("in"))
	if err != nil {
		s.problems.Write(w, r, err)
		return
	}
	private(w, "application/json").Write(body)
}

// answerPeer writes what is for whoever asked alone.
func (s *door) answerPeer(w http.ResponseWriter, r *http.Request, media string, what any) {
	body, err := json.Marshal(what)
	if err != nil {
		s.problems.Write(w, r, node.Errorf(node.Internal, "write the answer: %s", err))
		return
	}
	private(w, media).Write(body)
}

// private begins an answer that is for whoever asked alone.
func private(w http.ResponseWriter, media string) http.ResponseWriter {
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("Cache-Control", "private, no-store")
	h.Add("Vary", "Authorization, Cookie, Signature")
	return w
}
