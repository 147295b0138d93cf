package server

import (
	"context"
	"net/http"
	"strings"
	"time"

	"tributary/federation"
	"tributary/federation/fetch"
	"tributary/federation/httpsig"
	"tributary/federation/policy"
	"tributary/node"
	"tributary/node/jobs"
	"tributary/vocab"
)

// federate makes the side of the server that speaks with other nodes.
func (s *Server) federate() error {
	mode, err := policy.ParseMode(s.Config.Federation.Mode)
	if err != nil {
		return err
	}
	s.Policy = policy.Keep(s.DB, mode, s.opt.Now)
	s.Federation = federation.New(federation.Options{
		Node: s.Node, Store: s.DB, Keys: s.Keys(), Policy: s.Policy, Log: s.opt.Log, Now: s.opt.Now,
		MaxBytes:  s.Config.Limits.BodyBytes,
		PerOrigin: s.Config.Limits.InboxPerMinute,
		Client:    s.reading(),
		KeyReads:  s.Config.Limits.KeyReadsPerMinute,
	})
	return nil
}

// reading is how the node reads what is elsewhere.
func (s *Server) reading() fetch.Options {
	return fetch.Options{
		AllowPrivate: s.Config.AllowPrivateAddresses, AllowHTTP: strings.HasPrefix(s.Config.URL, "http:"),
		UserAgent: "tributary/" + s.opt.Version + " (+" + s.Config.URL + ")",
	}
}

// Runner does the work that waits: of receiving and delivering, and what else there is.
func (s *Server) Runner() *jobs.Runner {
	return jobs.New(jobs.Options{
		Queue: s.DB, Changed: s.DB.Changed, Now: s.opt.Now, Logger: s.opt.Log, Handlers: s.handlers(),
	})
}

// Kinds are those of the work that there is.
func (s *Server) Kinds() (kinds []string) {
	for _, h := range s.handlers() {
		kinds = append(kinds, h.Kind)
	}
	return kinds
}

func (s *Server) handlers() []jobs.Handler {
	return []jobs.Handler{
		{Kind: federation.Receiving, Lanes: 16, Batch: s.Federation.Receive},
		{Kind: node.Reminding, Lanes: 1, InFlight: 1, Do: s.Node.Remind},
		{Kind: federation.Delivering, Lanes: 256, InFlight: 4, Do: s.Federation.Deliver},
		{Kind: federation.Backfilling, Lanes: 16, InFlight: 1, Do: s.Federation.ReadHistory},
		{Kind: federation.Repairing, Lanes: 8, InFlight: 1, Patience: 10 * time.Minute, Do: s.Federation.Mend},
		{Kind: federation.Conversing, Lanes: 8, InFlight: 1, Patience: 5 * time.Minute, Do: s.Federation.ReadConversation},
		{Kind: federation.Acquainting, Lanes: 8, InFlight: 1, Patience: 5 * time.Minute, Do: s.Federation.Acquaint},
		{Kind: federation.Agreeing, Lanes: 8, InFlight: 1, Do: s.Federation.Agree},
		{Kind: federation.Comparing, Lanes: 8, InFlight: 1, Patience: 10 * time.Minute, Do: s.Federation.Compare},
	}
}

// identify gives every group and person the keys that are the node's now.
func (s *Server) identify(ctx context.Context) error {
	if err := s.recordActor(ctx); err != nil {
		return err
	}
	groups, err := s.Node.Groups(ctx, node.Operator)
	if err != nil {
		return err
	}
	people, err := s.Node.People(ctx, node.Operator)
	if err != nil {
		return err
	}
	for _, actor := range append(groups, people...) {
		if s.Node.Handle(actor.IRI) == "" {
			continue
		}
		if _, err := s.Node.Identify(ctx, actor.IRI); err != nil {
			return err
		}
	}
	return nil
}

// inbox answers POST to the shared inbox and the node's own.
func (s *door) inbox(w http.ResponseWriter, r *http.Request) {
	if err := s.Federation.Inbox(w, r, ration{s.unproven, household(visitOf(r).client)}); err != nil {
		s.refuseLetter(w, r, err)
	}
}

// groupInbox answers POST to a group's inbox.
func (s *door) groupInbox(w http.ResponseWriter, r *http.Request) {
	s.actorInbox(w, r, s.Node.Group(r.PathValue("handle")))
}

// personInbox answers POST to the inbox of a person known by a handle. Nobody else has one.
func (s *door) personInbox(w http.ResponseWriter, r *http.Request) {
	person := s.Node.PublicPerson(r.PathValue("handle"))
	if _, err := s.Node.Get(r.Context(), node.Stranger, person); node.KindOf(err) == node.NotFound {
		s.refuseLetter(w, r, err)
		return
	}
	s.actorInbox(w, r, person)
}

func (s *door) actorInbox(w http.ResponseWriter, r *http.Request, actor vocab.IRI) {
	// A group that is hidden looks as if it was not there, and so both take letters.
	if _, err := s.Node.Get(r.Context(), node.Stranger, actor); node.KindOf(err) == node.Gone {
		s.problems.Write(w, r, err)
		return
	}
	s.inbox(w, r)
}

// refuseLetter answers with why a letter was not taken. A request meant for another node is misdirected.
//
// Spec: RFC 9110, section 15.5.20.
func (s *door) refuseLetter(w http.ResponseWriter, r *http.Request, err error) {
	r.Header.Set("Accept", "application/problem+json")
	if httpsig.ReasonOf(err) == httpsig.Unsigned {
		w.Header().Set("Accept-Signature", `sig1=("@method" "@target-uri" "content-digest");created;keyid;alg="rsa-v1_5-sha256"`)
	}
	s.problems.Write(w, r, err)
}

// note answers for the Note that strangers know an activity by.
func (s *door) note(w http.ResponseWriter, r *http.Request) {
	who, err := s.caller(r)
	if err != nil {
		s.problems.Write(w, r, err)
		return
	}
	body, audience, err := s.Federation.Note(r.Context(), who, vocab.IRI(s.Config.URL+"/id/"+r.PathValue("class")+"/"+r.PathValue("id")))
	if err != nil {
		s.problems.Write(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "application/activity+json")
	h.Add("Vary", "Accept, Authorization, Cookie, Signature")
	if audience != node.Public {
		h.Set("Cache-Control", "private, no-store")
	}
	w.Write(body)
}
