package server

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"tributary/federation/httpsig"
	"tributary/node"
	"tributary/node/problem"
)

// noted gives each request a number, and when it ends writes one line and counts it.
func (s *door) noted(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := &visit{id: rand.Text()[:16], client: s.clients.of(r), area: "none"}
		w.Header().Set("X-Request-Id", v.id)
		began := time.Now()
		rec := &recorder{ResponseWriter: w}
		s.metrics.running.Add(1)
		defer func() {
			took := time.Since(began)
			s.metrics.running.Add(-1)
			s.metrics.ended(v.area, rec.status(), took)
			// Not the query: it may hold the code of a sign-in link.
			s.opt.Log.InfoContext(r.Context(), "request", "id", v.id, "method", r.Method, "path", r.URL.EscapedPath(),
				"status", rec.status(), "bytes", rec.bytes, "ms", took.Milliseconds(), "caller", s.face(r, v.who), "client", v.client)
		}()
		h.ServeHTTP(rec, v.in(r))
	})
}

// recorder remembers what was answered.
type recorder struct {
	http.ResponseWriter
	code  int
	bytes int64
}

func (r *recorder) WriteHeader(code int) {
	if r.code == 0 && code >= 200 {
		r.code = code
	}
	r.ResponseWriter.WriteHeader(code)
}

func (r *recorder) Write(b []byte) (int, error) {
	if r.code == 0 {
		r.code = http.StatusOK
	}
	n, err := r.ResponseWriter.Write(b)
	r.bytes += int64(n)
	return n, err
}

// Unwrap is for http.ResponseController.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

func (r *recorder) status() int {
	if r.code == 0 {
		return http.StatusOK
	}
	return r.code
}

// guarded sets the headers that keep browsers from doing more with an answer than it is for. Pages
// loosen the policy by the one style they have.
func (s *door) guarded(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "strict-origin-when-cross-origin")
		header.Set("Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
		h.ServeHTTP(w, r)
	})
}

// recovered answers 500 where a handler panics, if nothing was answered yet.
func (s *door) recovered(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			caught := recover()
			if caught == nil {
				return
			}
			if caught == http.ErrAbortHandler {
				panic(caught)
			}
			s.metrics.panics.Add(1)
			err := fmt.Errorf("panic: %v\n%s", caught, debug.Stack())
			if rec, ok := w.(*recorder); ok && rec.code != 0 {
				s.opt.Log.ErrorContext(r.Context(), "request failed midway", "path", r.URL.EscapedPath(), "error", err)
				panic(http.ErrAbortHandler) // the client must see that this is not all
			}
			s.problems.Write(w, r, err)
		}()
		h.ServeHTTP(w, r)
	})
}

// probes are never refused: who asks them restarts what does not answer.
var probes = map[string]bool{"/healthz": true, "/readyz": true}

// rationed refuses clients that ask too often.
func (s *door) rationed(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// What is signed and sent to an inbox counts by its sender: nobody at the same address uses that up.
		letter := r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/inbox") && httpsig.Signed(r)
		if probes[r.URL.Path] || letter {
			h.ServeHTTP(w, r)
			return
		}
		if wait := s.requests.draw(household(visitOf(r).client)); wait > 0 {
			s.problems.Write(w, r, problem.After(node.Errorf(node.Limited, "too many requests came from your address"), wait))
			return
		}
		h.ServeHTTP(w, r)
	})
}

// bounded ends a request that takes too long or brings too much.
func (s *door) bounded(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), s.requestTime())
		defer cancel()
		r = r.WithContext(ctx)
		r.Body = http.MaxBytesReader(w, r.Body, int64(s.Config.Limits.BodyBytes))
		h.ServeHTTP(w, r)
	})
}

// face is who a request came from, for the log: who asks for what is under its handle is the person known by
// it, so that the log does not tell who that is.
func (s *door) face(r *http.Request, who node.Caller) string {
	if who.Known != nil && strings.HasPrefix(s.Config.URL+r.URL.Path+"/", string(who.Known.Agent)+"/") {
		return string(who.Known.Agent)
	}
	return string(who.Agent)
}
