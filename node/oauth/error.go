package oauth

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"tributary/node"
)

// Error is a refusal in the words of OAuth.
//
// Spec: RFC 6749, sections 4.1.2.1 and 5.2; RFC 7591, section 3.2.2.
type Error struct {
	Code    string // such as invalid_grant
	Message string // for the app's developer
}

func (e *Error) Error() string { return e.Code + ": " + e.Message }

func refuse(code, format string, args ...any) error {
	return &Error{code, fmt.Sprintf(format, args...)}
}

// write answers an app with why it is refused. What is no refusal in the words of OAuth goes to problems.
func (s *Server) write(w http.ResponseWriter, r *http.Request, err error) {
	var refused *Error
	if !errors.As(err, &refused) {
		switch node.KindOf(err) {
		case node.Forbidden, node.Invalid, node.NotFound, node.Gone:
			refused = &Error{"invalid_grant", node.MessageOf(err)}
		default:
			s.Problem(w, r, err)
			return
		}
	}
	respond(w, http.StatusBadRequest, map[string]string{"error": refused.Code, "error_description": printable(refused.Message)})
}

// respond answers an app in JSON that nobody keeps.
func respond(w http.ResponseWriter, status int, body any) {
	text, err := json.Marshal(body)
	if err != nil {
		panic(err) // of strings and numbers alone
	}
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Cache-Control", "no-store")
	h.Set("Access-Control-Allow-Origin", "*")
	w.WriteHeader(status)
	w.Write(text)
}

// printable is a text with nothing but what an error_description may have.
//
// Spec: RFC 6749, section 5.2.
func printable(text string) string {
	b := []byte(text)
	for i, c := range b {
		if c < 0x20 || c > 0x7e || c == '"' || c == '\\' {
			b[i] = '\''
		}
	}
	return string(b)
}
