package server

import (
	"context"
	"net/http"
	"strings"

	"tributary/federation/httpsig"
	"tributary/node"
	"tributary/node/problem"
)

// caller is who a request comes from: the holder of its bearer token, else of its session cookie,
// else a stranger. It is found out once a request.
//
// Errors: Unauthenticated for a token that is not known, also where a stranger might read: whoever
// sends one means to be somebody. Forbidden when a page of another origin sent the cookie along.
// Limited when the client sent too many bad ones.
func (s *door) caller(r *http.Request) (node.Caller, error) {
	v := visitOf(r)
	if !v.asked {
		v.who, v.err = s.identify(r, v)
		v.asked = true
	}
	return v.who, v.err
}

func (s *door) identify(r *http.Request, v *visit) (node.Caller, error) {
	if httpsig.Signed(r) && isSafe(r.Method) && !strings.HasPrefix(r.Header.Get("Authorization"), "Bearer ") {
		if r.URL.Path == "/actor" {
			// Whoever checks our signature reads this, and signs that; nobody would ever come to an end.
			return node.Stranger, nil
		}
		return s.Federation.Reader(r)
	}
	if header := r.Header.Get("Authorization"); header != "" {
		token, err := bearer(header)
		if err != nil {
			return node.Stranger, err
		}
		return s.recognise(r, v, token, s.Accounts.Caller)
	}
	cookie, err := r.Cookie(s.cookieName())
	if err != nil && s.Config.Federation.SignedReads && isSafe(r.Method) && r.URL.Path != "/actor" && readsMessages(r) {
		return node.Stranger, node.Errorf(node.Unauthenticated, "this node answers other nodes that sign what they read")
	}
	if err != nil {
		return node.Stranger, nil
	}
	if err := s.origins.Check(r); err != nil {
		return node.Stranger, node.Errorf(node.Forbidden, "a page of another site sent this on your behalf")
	}
	who, err := s.Accounts.Session(r.Context(), cookie.Value)
	if node.KindOf(err) == node.Unauthenticated && isSafe(r.Method) {
		return node.Stranger, nil // an old cookie is no guess: it just comes along
	}
	return who, err
}

// recognise asks who holds a secret. Clients that bring too many bad ones are told to wait; good ones
// count even then, since nobody guesses 256 bits, and others may share the address.
func (s *door) recognise(
	r *http.Request, v *visit, secret string, ask func(context.Context, string) (node.Caller, error),
) (node.Caller, error) {
	who, err := ask(r.Context(), secret)
	if node.KindOf(err) != node.Unauthenticated {
		return who, err
	}
	s.metrics.refused.Add(1)
	if wait := s.badTokens.draw(household(v.client)); wait > 0 {
		err = problem.After(node.Errorf(node.Limited, "too many bad tokens came from your address"), wait)
	}
	return node.Stranger, err
}

// readsMessages says whether a request is for ActivityStreams, as other nodes ask.
func readsMessages(r *http.Request) bool {
	accept := r.Header.Get("Accept")
	return strings.HasSuffix(r.URL.Path, ".as") || strings.Contains(accept, "application/activity+json") ||
		strings.Contains(accept, "https://www.w3.org/ns/activitystreams")
}

// bearer is the token in an Authorization header.
//
// Spec: RFC 6750, section 2.1.
func bearer(header string) (string, error) {
	scheme, token, _ := strings.Cut(header, " ")
	token = strings.TrimSpace(token)
	if !strings.EqualFold(scheme, "Bearer") || token == "" {
		return "", node.Errorf(node.Unauthenticated, "the Authorization header takes: Bearer TOKEN")
	}
	return token, nil
}

func isSafe(method string) bool {
	return method == http.MethodGet || method == http.MethodHead || method == http.MethodOptions
}
