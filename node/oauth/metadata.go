package oauth

import (
	"net/http"
	"strings"
	"time"
)

// Where what is, under the node's URL.
const (
	AuthorizePath = "/oauth/authorize"
	TokenPath     = "/oauth/token"
	RevokePath    = "/oauth/revoke"
	RegisterPath  = "/oauth/register"
	MetadataPath  = "/.well-known/oauth-authorization-server"
)

// Metadata answers GET /.well-known/oauth-authorization-server.
//
// Spec: RFC 8414, section 2.
func (s *Server) Metadata(w http.ResponseWriter, _ *http.Request) {
	respond(w, http.StatusOK, map[string]any{
		"issuer":                                         s.Issuer,
		"authorization_endpoint":                         s.Issuer + AuthorizePath,
		"token_endpoint":                                 s.Issuer + TokenPath,
		"revocation_endpoint":                            s.Issuer + RevokePath,
		"registration_endpoint":                          s.Issuer + RegisterPath,
		"scopes_supported":                               []string{"read", "write"},
		"response_types_supported":                       responseTypes,
		"response_modes_supported":                       []string{"query"},
		"grant_types_supported":                          grantTypes,
		"code_challenge_methods_supported":               []string{"S256"},
		"token_endpoint_auth_methods_supported":          []string{"none"},
		"revocation_endpoint_auth_methods_supported":     []string{"none"},
		"authorization_response_iss_parameter_supported": true,
		"client_id_metadata_document_supported":          s.Fetch != nil,
	})
}

// Preflight answers OPTIONS: apps in browsers of any origin may ask for tokens, without cookies.
//
// Spec: Fetch Standard, "CORS-preflight request".
func Preflight(w http.ResponseWriter, _ *http.Request) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Allow-Methods", "GET, POST, OPTIONS")
	h.Set("Access-Control-Allow-Headers", "Content-Type")
	h.Set("Access-Control-Max-Age", "86400")
	w.WriteHeader(http.StatusNoContent)
}

// Consent is a mark that a form is the one which the node showed, for this request, to the browser with a secret: no
// other page can have a member say yes.
type Consent struct{ Until, Mark string }

// consentLife is how long a member may think about it.
const consentLife = 10 * time.Minute

// Ask makes the mark of a form.
func (s *Server) Ask(r Request, secret string) Consent {
	until := s.now().Add(consentLife).UTC().Format(time.RFC3339)
	return Consent{until, s.seal("consent", s.asked(r, secret, until))}
}

// Asked says whether a form has its mark, and is not too old.
func (s *Server) Asked(r Request, secret string, c Consent) bool {
	until, err := time.Parse(time.RFC3339, c.Until)
	return err == nil && s.now().Before(until) && s.holds("consent", s.asked(r, secret, c.Until), c.Mark)
}

func (s *Server) asked(r Request, secret, until string) string {
	return strings.Join([]string{r.Form().Encode(), secret, until}, "\x00")
}
