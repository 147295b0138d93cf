package server

import (
	"net/http"

	"tributary/contexts"
	"tributary/node"
)

// shapes answers with what the node asks of its data, as SHACL: /shapes.
func (s *door) shapes(w http.ResponseWriter, r *http.Request) {
	doc, ok := contexts.ByName("shapes.ttl")
	if !ok {
		s.nothing(w, r)
		return
	}
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Content-Type", "text/turtle; charset=utf-8")
	h.Set("Cache-Control", "public, no-cache")
	h.Set("ETag", `"`+doc.SHA256[:24]+`"`)
	if r.Header.Get("If-None-Match") == h.Get("ETag") {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.Write(doc.Bytes)
}

// nothing answers for addresses that lead nowhere.
func (s *door) nothing(w http.ResponseWriter, r *http.Request) {
	s.problems.Write(w, r, node.Errorf(node.NotFound, "there is nothing at %s", r.URL.Path))
}
