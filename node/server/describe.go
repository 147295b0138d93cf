package server

import (
	"bytes"
	"net/http"
	"strconv"
	"strings"

	"tributary/contexts"
	"tributary/vocab"
	"tributary/vocab/graph"
	"tributary/vocab/jsonld"
	"tributary/vocab/model"
	"tributary/vocab/rdf"
)

// describe answers with something that is not in the record, and for whoever asks alone: as a
// message, as linked data or as Turtle.
func (s *door) describe(w http.ResponseWriter, r *http.Request, about *vocab.Resource) {
	h := w.Header()
	h.Set("Cache-Control", "private, no-store")
	h.Add("Vary", "Accept, Authorization, Cookie")
	accept := r.Header.Get("Accept")
	switch {
	case strings.Contains(accept, "application/activity+json"):
		h.Set("Content-Type", "application/activity+json")
		w.Write(jsonld.ActivityStreams(about, s.Config.URL+"/contexts/"+contexts.ActivityStreams().Name))
	case strings.Contains(accept, "json"):
		h.Set("Content-Type", "application/ld+json")
		w.Write(jsonld.Document(about, s.Config.URL+"/contexts/"+contexts.Native().Name))
	default:
		var b bytes.Buffer
		if err := rdf.Write(&b, rdf.Turtle, graph.Append(nil, about), model.Prefixes()); err != nil {
			s.problems.Write(w, r, err)
			return
		}
		h.Set("Content-Type", "text/turtle; charset=utf-8")
		w.Write(b.Bytes())
	}
}

func counted(n int) vocab.Value { return vocab.Typed(strconv.Itoa(n), vocab.NonNegativeInteger.IRI) }
