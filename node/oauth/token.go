package oauth

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"tributary/node"
	"tributary/node/account"
	"tributary/vocab"
)

// Server is the authorization server of a node. Issuer, Key, Grants and Problem are needed.
type Server struct {
	Issuer string // the node's URL
	Key    []byte // that seals client ids and forms
	Grants Grants
	// Fetch reads the description of a client at its address, guarded and bounded; nil: there are none.
	Fetch func(ctx context.Context, address string) ([]byte, error)
	// Wrong is told of codes that do not count; it may say to wait. Nil: nobody is.
	Wrong func(*http.Request) error
	// Problem answers what is no refusal of OAuth.
	Problem func(http.ResponseWriter, *http.Request, error)
	Now     func() time.Time // nil: time.Now

	documents documents
}

// Grants keeps what members let apps do.
type Grants interface {
	Code(ctx context.Context, member vocab.IRI, c account.Code) (string, error)
	Trade(ctx context.Context, code string, fits func(account.Code) bool) (token string, c account.Code, err error)
	Disallow(ctx context.Context, token, client string) error
}

func (s *Server) now() time.Time {
	if s.Now == nil {
		return time.Now()
	}
	return s.Now()
}

const maxForm = 16 << 10

// form reads what an app posts. Each member is given once.
func form(r *http.Request) (url.Values, error) {
	if media, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); !strings.EqualFold(strings.TrimSpace(media), "application/x-www-form-urlencoded") {
		return nil, refuse("invalid_request", "the body is application/x-www-form-urlencoded")
	}
	r.Body = http.MaxBytesReader(nil, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		return nil, refuse("invalid_request", "the form does not read")
	}
	for name, values := range r.PostForm {
		if len(values) > 1 {
			return nil, refuse("invalid_request", "%.50s is given twice", name)
		}
	}
	if r.Header.Get("Authorization") != "" || r.PostForm.Has("client_secret") {
		return nil, refuse("invalid_client", "clients have no secret here: client_id in the form says who asks")
	}
	return r.PostForm, nil
}

// Token answers POST /oauth/token: a code, and the verifier behind its challenge, against a token.
//
// Spec: RFC 6749, section 4.1.3; RFC 7636, section 4.5.
func (s *Server) Token(w http.ResponseWriter, r *http.Request) {
	f, err := form(r)
	if err == nil && f.Get("grant_type") != "authorization_code" {
		err = refuse("unsupported_grant_type", "grant_type is authorization_code")
	}
	for _, name := range []string{"code", "client_id", "redirect_uri", "code_verifier"} {
		if err == nil && f.Get(name) == "" {
			err = refuse("invalid_request", "%s is required", name)
		}
	}
	if err != nil {
		s.write(w, r, err)
		return
	}
	token, c, err := s.Grants.Trade(r.Context(), f.Get("code"), func(c account.Code) bool {
		return c.Client == f.Get("client_id") && c.Redirect == f.Get("redirect_uri") && proves(f.Get("code_verifier"), c.Challenge)
	})
	if node.KindOf(err) == node.Unauthenticated {
		if s.Wrong != nil {
			if wait := s.Wrong(r); wait != nil {
				s.Problem(w, r, wait)
				return
			}
		}
		err = refuse("invalid_grant", "%s", node.MessageOf(err))
	}
	if err != nil {
		s.write(w, r, err)
		return
	}
	respond(w, http.StatusOK, map[string]any{
		"access_token": token, "token_type": "Bearer", "expires_in": int(account.AppLife.Seconds()),
		"scope": words(c.Scope), "me": c.As,
	})
}

var verifiers = regexp.MustCompile(`^[A-Za-z0-9._~-]{43,128}$`)

// proves says whether a verifier is the one behind a challenge.
//
// Spec: RFC 7636, sections 4.1 and 4.6.
func proves(verifier, challenge string) bool {
	sum := sha256.Sum256([]byte(verifier))
	made := base64.RawURLEncoding.EncodeToString(sum[:])
	return verifiers.MatchString(verifier) && subtle.ConstantTimeCompare([]byte(made), []byte(challenge)) == 1
}

// Revoke answers POST /oauth/revoke: the token ends. What is no token is ended already.
//
// Spec: RFC 7009, section 2.
func (s *Server) Revoke(w http.ResponseWriter, r *http.Request) {
	f, err := form(r)
	if err == nil && f.Get("token") == "" {
		err = refuse("invalid_request", "token is required")
	}
	if err == nil {
		err = s.Grants.Disallow(r.Context(), f.Get("token"), f.Get("client_id"))
	}
	if err != nil {
		s.write(w, r, err)
		return
	}
	respond(w, http.StatusOK, struct{}{})
}
