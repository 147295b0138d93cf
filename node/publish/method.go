package publish

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"tributary/node/problem"
)

// MethodNotAllowed answers a request whose method its address does not take, with the methods that it
// takes.
//
// Spec: RFC 9110, section 15.5.6; RFC 9457, section 4.2.1: the status says all there is to the type.
func MethodNotAllowed(w http.ResponseWriter, r *http.Request, allowed ...string) {
	status := http.StatusMethodNotAllowed
	body, _ := json.MarshalIndent(problem.Problem{ // strings and numbers always encode
		Type: "about:blank", Title: http.StatusText(status), Status: status,
		Detail:   "this address takes " + enumerated(allowed),
		Instance: r.URL.EscapedPath(),
	}, "", "  ")
	h := w.Header()
	h.Set("Allow", strings.Join(allowed, ", "))
	h.Set("Content-Type", "application/problem+json")
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(body) // a client that went away is no error of ours
	}
}

// enumerated is a list as people say it.
func enumerated(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}
