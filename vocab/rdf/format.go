package rdf

import (
	"mime"
	"strings"
)

// Format is a syntax of RDF: a row of [Formats].
type Format struct {
	Name      string   // as its specification calls it
	MediaType string   // registered media type, lower case, without parameters
	Suffix    string   // of file names and addresses, with the dot
	Graphs    bool     // whether statements can stand in named graphs
	Also      []string // further media types it is asked for by, lower case

	read  func(*document) ([]Quad, error)
	write func(*output) error
}

// The syntaxes.
var (
	NTriples = &Format{Name: "N-Triples", MediaType: "application/n-triples", Suffix: ".nt", read: readNQuads, write: writeNQuads}
	NQuads   = &Format{Name: "N-Quads", MediaType: "application/n-quads", Suffix: ".nq", Graphs: true, Also: []string{"text/x-nquads"}, read: readNQuads, write: writeNQuads}
	Turtle   = &Format{Name: "Turtle", MediaType: "text/turtle", Suffix: ".ttl", Also: []string{"application/x-turtle", "application/turtle", "text/rdf+n3", "text/n3"}, read: readTurtle, write: writeTurtle}
	TriG     = &Format{Name: "TriG", MediaType: "application/trig", Suffix: ".trig", Graphs: true, Also: []string{"application/x-trig"}, read: readTurtle, write: writeTurtle}
	RDFXML   = &Format{Name: "RDF/XML", MediaType: "application/rdf+xml", Suffix: ".rdf", read: readRDFXML, write: writeRDFXML}
)

// Formats lists the syntaxes, the one most liked by clients first.
var Formats = []*Format{Turtle, NTriples, NQuads, TriG, RDFXML}

// FormatByMediaType returns the format with a media type, in any case and with any parameters, or
// nil. Older names of the media types are understood too.
func FormatByMediaType(mediaType string) *Format {
	// Parameters that cannot be read come with the type they follow, which is all we want.
	name, _, err := mime.ParseMediaType(mediaType)
	if err != nil && name == "" {
		return nil
	}
	for _, f := range Formats {
		if f.MediaType == name {
			return f
		}
		for _, also := range f.Also {
			if also == name {
				return f
			}
		}
	}
	return nil
}

// FormatBySuffix returns the format of a file name, an address or a bare suffix (".ttl"), or nil.
func FormatBySuffix(name string) *Format {
	for _, f := range Formats {
		if strings.HasSuffix(name, f.Suffix) {
			return f
		}
	}
	return nil
}
