package oauth

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"unicode"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// Client is an app.
type Client struct {
	ID        string
	Name      string // what it calls itself
	Redirects []string
	// Host vouches for it, by the document at its client id; empty: it registered itself, and its name is
	// whatever it says.
	Host string
}

const (
	maxName     = 80 // characters
	maxClientID = 2000
	maxMetadata = 16 << 10 // bytes of a registration
)

// sealed is what a client id says, when this node gave it out.
type sealed struct {
	Name      string   `json:"n"`
	Redirects []string `json:"r"`
	Issued    int64    `json:"t"`
}

const idPrefix = "app."

// mint is the client id of an app that registers: what it said, sealed, so that nothing has to be kept of it, and
// a thousand registrations take no room.
//
// Spec: RFC 7591, appendix A.5.2, "Stateless Client Registration".
func (s *Server) mint(name string, redirects []string) (string, int64) {
	at := s.now().Unix()
	text, err := json.Marshal(sealed{name, redirects, at})
	if err != nil {
		panic(err) // of strings and a number
	}
	body := base64.RawURLEncoding.EncodeToString(text)
	return idPrefix + body + "." + s.seal("client", body), at
}

// seal is the node's mark on a text that only it can have made for a purpose.
func (s *Server) seal(purpose, text string) string {
	mac := hmac.New(sha256.New, s.Key)
	io.WriteString(mac, purpose+"\x00"+text)
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:24])
}

func (s *Server) holds(purpose, text, mark string) bool {
	return hmac.Equal([]byte(s.seal(purpose, text)), []byte(mark))
}

// client is the app with an id.
//
// Errors: an [Error] for what is none.
func (s *Server) client(ctx context.Context, id string) (Client, error) {
	unknown := refuse("invalid_client", "there is no such client: register it, or let its client_id be the https address of its description")
	if len(id) > maxClientID {
		return Client{}, unknown
	}
	if isDocument(id) {
		return s.described(ctx, id)
	}
	body, mark, _ := strings.Cut(strings.TrimPrefix(id, idPrefix), ".")
	if !strings.HasPrefix(id, idPrefix) || !s.holds("client", body, mark) {
		return Client{}, unknown
	}
	var said sealed
	text, err := base64.RawURLEncoding.DecodeString(body)
	if err != nil || json.Unmarshal(text, &said) != nil {
		return Client{}, unknown
	}
	return Client{ID: id, Name: said.Name, Redirects: said.Redirects}, nil
}

// Register answers POST /oauth/register: an app says what it is called and where answers go, and gets a client id.
//
// Spec: RFC 7591, sections 2 and 3, for public clients of the authorization code.
func (s *Server) Register(w http.ResponseWriter, r *http.Request) {
	if media, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); !strings.EqualFold(strings.TrimSpace(media), "application/json") {
		s.write(w, r, refuse("invalid_client_metadata", "a registration is application/json"))
		return
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxMetadata+1))
	if err != nil || len(body) > maxMetadata {
		s.write(w, r, refuse("invalid_client_metadata", "a registration has at most %d bytes", maxMetadata))
		return
	}
	var asked metadata
	if err := strictly(body, &asked); err != nil {
		s.write(w, r, refuse("invalid_client_metadata", "the body is no JSON object of the members that RFC 7591 names: %s", err))
		return
	}
	name, redirects, err := asked.check()
	if err != nil {
		s.write(w, r, err)
		return
	}
	id, issued := s.mint(name, redirects)
	if len(id) > maxClientID {
		s.write(w, r, refuse("invalid_client_metadata", "name and redirect_uris are too long together"))
		return
	}
	respond(w, http.StatusCreated, map[string]any{
		"client_id": id, "client_id_issued_at": issued, "client_name": name, "redirect_uris": redirects,
		"token_endpoint_auth_method": "none", "grant_types": grantTypes, "response_types": responseTypes, "scope": allScopes,
	})
}

// metadata is what an app says of itself, in a registration or at its client id.
type metadata struct {
	ClientID   string         `json:"client_id"`
	ClientName string         `json:"client_name"`
	Redirects  []string       `json:"redirect_uris"`
	Method     string         `json:"token_endpoint_auth_method"`
	Secret     jsontext.Value `json:"client_secret"`
	Grants     []string       `json:"grant_types"`
	Responses  []string       `json:"response_types"`
	Scope      string         `json:"scope"`
}

var (
	grantTypes    = []string{"authorization_code"}
	responseTypes = []string{"code"}
)

const allScopes = "read write"

// strictly reads JSON that names nothing twice: of two, one reader takes the first and another the last.
func strictly(body []byte, into any) error {
	if jsontext.Value(body).Kind() != '{' || json.Unmarshal(body, into) != nil {
		return errors.New("it does not read, or names something twice")
	}
	return nil
}

// check is what counts of an app's words.
func (m metadata) check() (name string, redirects []string, err error) {
	switch {
	case m.Method != "" && m.Method != "none" || len(m.Secret) > 0:
		return "", nil, refuse("invalid_client_metadata", "token_endpoint_auth_method is none: clients have no secret here")
	case len(m.Grants) > 0 && !slices.Contains(m.Grants, "authorization_code"):
		return "", nil, refuse("invalid_client_metadata", "grant_types has to name authorization_code")
	case len(m.Responses) > 0 && !slices.Contains(m.Responses, "code"):
		return "", nil, refuse("invalid_client_metadata", "response_types has to name code")
	case len(m.Redirects) == 0 || len(m.Redirects) > maxRedirects:
		return "", nil, refuse("invalid_redirect_uri", "redirect_uris takes one to %d addresses", maxRedirects)
	}
	if m.Scope != "" {
		if _, err := parseScope(m.Scope); err != nil {
			return "", nil, refuse("invalid_client_metadata", "scope is of read and write")
		}
	}
	for _, one := range m.Redirects {
		if err := checkRedirect(one); err != nil {
			return "", nil, err
		}
	}
	return cleanName(m.ClientName), m.Redirects, nil
}

// cleanName is a name as people are shown it: on one line, without what turns the reading round.
func cleanName(text string) string {
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || !unicode.IsPrint(r)
	}), " ")
	runes := []rune(text)
	return string(runes[:min(len(runes), maxName)])
}
