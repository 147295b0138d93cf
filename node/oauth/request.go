package oauth

import (
	"context"
	"encoding/base64"
	"net/url"
	"slices"
	"strings"

	"tributary/node/account"
	"tributary/vocab"
)

// Request is what an app asks of a member, once it is certain which app asks and where the answer goes.
type Request struct {
	Client    Client
	Redirect  string
	State     string // given back to the app as it came
	Challenge string // of PKCE, S256
	Scope     account.Scope
}

const maxState = 2048

// Read reads what an app asks for.
//
// Errors: where Redirect is empty, it is not certain to whom the answer would go, and the member is told; else
// the app is, by Refusal.
//
// Spec: RFC 6749, section 4.1.1; RFC 7636, section 4.3; RFC 9700, section 2.1.
func (s *Server) Read(ctx context.Context, q url.Values) (Request, error) {
	var req Request
	for _, name := range []string{"client_id", "redirect_uri"} {
		if len(q[name]) != 1 || q.Get(name) == "" {
			return req, refuse("invalid_request", "%s is required, once", name)
		}
	}
	client, err := s.client(ctx, q.Get("client_id"))
	if err != nil {
		return req, err
	}
	if !matches(client.Redirects, q.Get("redirect_uri")) {
		return req, refuse("invalid_request", "redirect_uri is none of those that the client named")
	}
	req.Client, req.Redirect = client, q.Get("redirect_uri")
	if len(q["state"]) > 1 || len(q.Get("state")) > maxState {
		return req, refuse("invalid_request", "state is one text of at most %d bytes", maxState)
	}
	req.State = q.Get("state")
	for _, name := range []string{"response_type", "code_challenge", "code_challenge_method", "scope", "response_mode"} {
		if len(q[name]) > 1 {
			return req, refuse("invalid_request", "%s is given twice", name)
		}
	}
	switch {
	case q.Has("request") || q.Has("request_uri"):
		return req, refuse("request_not_supported", "requests are given in the query alone")
	case q.Get("response_type") != "code":
		return req, refuse("unsupported_response_type", "response_type is code")
	case q.Has("response_mode") && q.Get("response_mode") != "query":
		return req, refuse("invalid_request", "response_mode is query")
	case q.Get("code_challenge_method") != "S256" || !isChallenge(q.Get("code_challenge")):
		return req, refuse("invalid_request", "PKCE is required: code_challenge_method S256, and a code_challenge of 43 characters")
	}
	req.Challenge = q.Get("code_challenge")
	req.Scope, err = parseScope(q.Get("scope"))
	return req, err
}

// isChallenge says whether a text can be the SHA-256 of a verifier.
func isChallenge(text string) bool {
	raw, err := base64.RawURLEncoding.Strict().DecodeString(text)
	return err == nil && len(raw) == 32
}

// parseScope reads what is asked for: read, or read and write; nothing said is read.
func parseScope(text string) (account.Scope, error) {
	words := strings.Fields(text)
	for _, word := range words {
		if word != string(account.Read) && word != string(account.Write) {
			return "", refuse("invalid_scope", "scope is of read and write")
		}
	}
	if slices.Contains(words, string(account.Write)) {
		return account.Write, nil
	}
	return account.Read, nil
}

// words are a scope as apps write it.
func words(scope account.Scope) string {
	if scope == account.Write {
		return allScopes
	}
	return string(scope)
}

// Form is the request as a form carries it on.
func (r Request) Form() url.Values {
	return url.Values{
		"client_id": {r.Client.ID}, "redirect_uri": {r.Redirect}, "state": {r.State}, "response_type": {"code"},
		"code_challenge": {r.Challenge}, "code_challenge_method": {"S256"}, "scope": {words(r.Scope)},
	}
}

// answer is where the member's browser is sent, with an answer to the app.
//
// Spec: RFC 6749, section 4.1.2; RFC 9207.
func (s *Server) answer(r Request, said url.Values) string {
	if r.State != "" {
		said.Set("state", r.State)
	}
	said.Set("iss", s.Issuer)
	mark := "?"
	if strings.Contains(r.Redirect, "?") {
		mark = "&"
	}
	return r.Redirect + mark + said.Encode()
}

// Refusal is where the browser is sent when the app is refused.
func (s *Server) Refusal(r Request, err error) string {
	code, message := "server_error", "something went wrong"
	if refused, ok := err.(*Error); ok {
		code, message = refused.Code, refused.Message
	}
	return s.answer(r, url.Values{"error": {code}, "error_description": {printable(message)}})
}

// Denied is where the browser is sent when the member says no.
func (s *Server) Denied(r Request) string {
	return s.Refusal(r, refuse("access_denied", "the member said no"))
}

// Approve is where the browser is sent when the member lets the app act for an actor: back to the app, with a
// code.
//
// Errors: Forbidden for an actor that is not the member's to act for.
func (s *Server) Approve(ctx context.Context, r Request, member, actor vocab.IRI) (string, error) {
	code, err := s.Grants.Code(ctx, member, account.Code{
		Grant:    account.Grant{Client: r.Client.ID, Name: r.Client.Name, As: actor, Scope: r.Scope},
		Redirect: r.Redirect, Challenge: r.Challenge,
	})
	if err != nil {
		return "", err
	}
	return s.answer(r, url.Values{"code": {code}}), nil
}
