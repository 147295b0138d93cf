package server

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"tributary/federation"
	"tributary/node"
	"tributary/node/oauth"
	"tributary/node/problem"
	"tributary/node/publish"
	"tributary/vocab"
)

// door is the HTTP side of a server.
type door struct {
	*Server
	documents *publish.Documents
	outbox    federation.Outbox
	discovery federation.Discovery
	problems  problem.Writer
	apps      *oauth.Server

	clients   clients
	requests  *limiter
	badTokens *limiter
	unproven  *limiter // letters of which it is not known who sent them
	origins   *http.CrossOriginProtection
	metrics   *metrics
}

// Handler answers the node's HTTP requests.
//
// Errors: those of the configuration.
func (s *Server) Handler() (http.Handler, error) {
	d := &door{Server: s, problems: problem.Writer{Log: s.opt.Log}, origins: http.NewCrossOriginProtection(), metrics: newMetrics()}
	var err error
	if d.clients, err = newClients(s.Config.Proxy); err != nil {
		return nil, fmt.Errorf("read proxy.trusted: %w", err)
	}
	// A proxy may tell us another host than the browser knows.
	if err := d.origins.AddTrustedOrigin(s.Config.URL); err != nil {
		return nil, fmt.Errorf("trust the node's own origin: %w", err)
	}
	limits := s.Config.Limits
	d.requests = newLimiter(limits.RequestsPerMinute, limits.RequestBurst, s.opt.Now)
	d.badTokens = newLimiter(limits.BadTokensPerMinute, limits.BadTokensPerMinute, s.opt.Now)
	if d.apps, err = d.authorization(); err != nil {
		return nil, err
	}
	d.unproven = newLimiter(limits.BadSignaturesPerMinute, limits.BadSignaturesPerMinute, s.opt.Now)
	d.documents = publish.New(publish.Options{
		Authorize: vocab.IRI(s.Config.URL + oauth.AuthorizePath), Token: vocab.IRI(s.Config.URL + oauth.TokenPath),
		Node: s.Node, Caller: d.caller, Problems: d.problems, Name: s.Config.Name,
		Account:    "/account",
		Shapes:     vocab.IRI(s.Config.URL + "/shapes"),
		CacheBytes: max(s.Config.CacheMegabytes<<20, 2),
		Changed:    s.DB.Changed,
		Refused: func(ctx context.Context, agent, group vocab.IRI) bool {
			return s.Policy.Refuse(ctx, string(agent), group) != nil
		},
		Differs: func(ctx context.Context, group, with vocab.IRI) ([]node.Disagreement, time.Time, error) {
			heard, err := s.Federation.HeardDealings(ctx, group, with)
			return heard.Found, heard.Heard, err
		},
		Prove: func(owner vocab.IRI, doc []byte, at time.Time) ([]byte, error) {
			return s.Keys().Prove(owner, doc, at)
		},
	})
	d.outbox = federation.Outbox{Node: s.Node, MaxBytes: s.Config.Limits.BodyBytes, Caller: d.caller, Refuse: d.problems.Write, Show: d.show}
	d.discovery = federation.Discovery{Node: s.Node, Name: s.Config.Name, Version: s.opt.Version, Refuse: d.problems.Write}
	if s.Config.Federation.PublishPeers {
		d.discovery.Peers = s.Federation.Peers
	}
	return d.middleware(d.routes()), nil
}

// middleware is what every request passes, the outermost first.
func (s *door) middleware(h http.Handler) http.Handler {
	h = s.bounded(h)
	h = s.rationed(h)
	h = s.recovered(h)
	h = s.guarded(h)
	return s.noted(h)
}

// requestTime is how long a request may take.
func (s *Server) requestTime() time.Duration {
	return time.Duration(s.Config.Limits.RequestSeconds) * time.Second
}
