package server

import (
	"context"
	"io"
	"net/http"
	"time"

	"tributary/node"
)

// healthz says that the program runs.
func (s *door) healthz(w http.ResponseWriter, _ *http.Request) { plain(w, http.StatusOK, "ok\n") }

// readyTime is how long the database may take to answer a probe.
const readyTime = 2 * time.Second

// readyz says whether the node can answer: whether its database does.
func (s *door) readyz(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), readyTime)
	defer cancel()
	err := s.DB.View(ctx, func(v node.View) error {
		_, err := v.Position()
		return err
	})
	if err != nil {
		s.opt.Log.WarnContext(r.Context(), "not ready", "error", err)
		w.Header().Set("Retry-After", "5")
		plain(w, http.StatusServiceUnavailable, "the database does not answer\n")
		return
	}
	plain(w, http.StatusOK, "ok\n")
}

// robots keeps crawlers from what is theirs to ask for in another way: pages of pages, versions.
//
// Spec: RFC 9309.
func (s *door) robots(w http.ResponseWriter, _ *http.Request) {
	plain(w, http.StatusOK, "User-agent: *\nDisallow: /account\nDisallow: /sign-in\nDisallow: /oauth/\nDisallow: /metrics\nDisallow: /people/\n")
}

func plain(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	io.WriteString(w, text)
}
