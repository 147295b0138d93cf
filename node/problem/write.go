package problem

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"strconv"

	"tributary/node"
)

// Writer answers requests that failed. The zero Writer logs nothing.
type Writer struct {
	Log *slog.Logger // what is our fault, with what lies beneath; nil: not logged
}

//go:embed page.html
var pageText string

var page = template.Must(template.New("problem").Parse(pageText))

// Write answers a request with an error: a page when the client would rather have one, else
// application/problem+json. Nothing may have been written before. err is not nil.
//
// Spec: RFC 9457; RFC 9110, sections 10.2.3 (Retry-After) and 11.6.1 (WWW-Authenticate).
func (w Writer) Write(rw http.ResponseWriter, r *http.Request, err error) {
	err = translate(err)
	p := Of(err)
	// Not the query: it may hold the code of a sign-in link.
	p.Instance = r.URL.EscapedPath()
	if p.Status == http.StatusInternalServerError && w.Log != nil {
		w.Log.ErrorContext(r.Context(), "request failed", "method", r.Method, "path", p.Instance, "error", err)
	}
	body, mediaType := encode(p, wantsPage(r.Header.Values("Accept")))
	setHeaders(rw.Header(), r, err, p)
	rw.Header().Set("Content-Type", mediaType)
	rw.Header().Set("Content-Length", strconv.Itoa(len(body)))
	rw.WriteHeader(p.Status)
	if r.Method != http.MethodHead {
		rw.Write(body)
	}
}

// encode writes a problem as a page or as JSON.
func encode(p Problem, asPage bool) (body []byte, mediaType string) {
	var b bytes.Buffer
	if asPage && page.Execute(&b, p) == nil {
		return b.Bytes(), "text/html; charset=utf-8"
	}
	b.Reset()
	e := json.NewEncoder(&b)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false) // the media type and nosniff keep browsers from reading it as a page
	_ = e.Encode(p)        // strings and numbers always encode
	return b.Bytes(), "application/problem+json"
}

func setHeaders(h http.Header, r *http.Request, err error, p Problem) {
	// What a handler said of the body it meant to send is not true of this one.
	for _, name := range [...]string{"Content-Encoding", "Content-Location", "Content-Disposition", "ETag", "Last-Modified"} {
		h.Del(name)
	}
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Add("Vary", "Accept")
	if p.Status == http.StatusUnauthorized {
		h.Set("WWW-Authenticate", challenge(r))
	}
	if seconds := retryAfter(err); seconds > 0 {
		h.Set("Retry-After", strconv.Itoa(seconds))
	}
	if node.KindOf(err) == node.Unacceptable {
		for _, a := range p.Alternates {
			h.Add("Link", fmt.Sprintf(`<%s>; rel="alternate"; type="%s"`, linkTarget(a.Href), quoted(a.Type)))
		}
	}
}

// challenge asks for a token, and says whether one was there and bad.
//
// Spec: RFC 6750, section 3.
func challenge(r *http.Request) string {
	if r.Header.Get("Authorization") == "" {
		return `Bearer realm="tributary"`
	}
	return `Bearer realm="tributary", error="invalid_token"`
}
