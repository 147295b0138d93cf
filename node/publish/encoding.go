package publish

import (
	"strings"

	"tributary/vocab/rdf"
)

// An encoding is one way to write a page: a row of the table encodings.
type encoding struct {
	name   string // for people
	suffix string // of addresses that name this encoding whatever Accept says; the first row with it
	// typ and profile are the media type as it is negotiated; content is the Content-Type sent.
	typ, profile, content string
	// also are older or wider media types that are answered with this one when they are named.
	also []string
	// twin is a media type that counts like typ where typ is named as well.
	twin string
	// named: never chosen by a wildcard, nor by its type without its profile.
	named bool
	on    pageKind // what kinds of page have it
	// changing: the bytes depend on more than the page's own content, such as the names of other things.
	changing bool
	write    func(*writing) ([]byte, error)
}

// pageKind says what a page holds. An encoding is offered on pages that share a bit with it.
type pageKind uint8

const (
	graphPage      pageKind = 1 << iota // a graph
	messagePage                         // can be told in an ActivityStreams message
	tablePage                           // rows
	viewPage                            // can be shown to people
	contextPage                         // a JSON-LD context
	historyPage                         // a list of versions
	differencePage                      // what changed from one version to the next
	feedPage                            // news
)

const (
	asProfile        = "https://www.w3.org/ns/activitystreams"
	expandedProfile  = "http://www.w3.org/ns/json-ld#expanded"
	compactedProfile = "http://www.w3.org/ns/json-ld#compacted"
	flattenedProfile = "http://www.w3.org/ns/json-ld#flattened"
)

// encodings are in the order of the node's preference, which decides between types that a client
// likes equally.
//
// Spec: RFC 9110, section 12.5.1; JSON-LD 1.1, section 6 (IANA considerations); ActivityPub 3.2;
// RFC 4180, section 3.
var encodings = []*encoding{
	{name: "Turtle", suffix: ".ttl", typ: "text/turtle", content: "text/turtle; charset=utf-8",
		also: rdf.Turtle.Also, on: graphPage, write: writeRDF(rdf.Turtle)},
	{name: "ActivityStreams", suffix: ".as", typ: "application/activity+json", content: "application/activity+json",
		on: messagePage, write: writeMessage},
	{name: "ActivityStreams", typ: "application/ld+json", profile: asProfile, named: true,
		content: `application/ld+json; profile="` + asProfile + `"`, on: messagePage, write: writeMessage},
	{name: "JSON-LD", suffix: ".jsonld", typ: "application/ld+json", content: "application/ld+json",
		on: graphPage, write: writeCompacted},
	{name: "JSON-LD, compacted", typ: "application/ld+json", profile: compactedProfile, named: true,
		content: `application/ld+json; profile="` + compactedProfile + `"`, on: graphPage, write: writeCompacted},
	{name: "JSON-LD, expanded", typ: "application/ld+json", profile: expandedProfile, named: true,
		content: `application/ld+json; profile="` + expandedProfile + `"`, on: graphPage, write: writeExpanded},
	{name: "JSON-LD, flattened", typ: "application/ld+json", profile: flattenedProfile, named: true,
		content: `application/ld+json; profile="` + flattenedProfile + `"`, on: graphPage, write: writeFlattened},
	{name: "JSON", suffix: ".json", typ: "application/json", content: "application/json", named: true,
		on: graphPage, write: writeCompacted},
	{name: "N-Triples", suffix: ".nt", typ: "application/n-triples", content: "application/n-triples",
		also: []string{"text/plain"}, on: graphPage, write: writeRDF(rdf.NTriples)},
	{name: "N-Quads", suffix: ".nq", typ: "application/n-quads", content: "application/n-quads",
		also: rdf.NQuads.Also, on: graphPage, write: writeRDF(rdf.NQuads)},
	{name: "TriG", suffix: ".trig", typ: "application/trig", content: "application/trig",
		also: rdf.TriG.Also, on: graphPage, write: writeRDF(rdf.TriG)},
	{name: "RDF/XML", suffix: ".rdf", typ: "application/rdf+xml", content: "application/rdf+xml",
		on: graphPage, write: writeRDF(rdf.RDFXML)},
	{name: "JSON-LD context", suffix: ".jsonld", typ: "application/ld+json", content: "application/ld+json",
		also: []string{"application/json"}, on: contextPage, write: writeRaw},
	{name: "Link format", typ: "application/link-format", content: "application/link-format",
		on: historyPage, write: writeTimemap},
	{name: "JSON", suffix: ".json", typ: "application/json", content: "application/json",
		on: historyPage | differencePage, write: writeJSON},
	{name: "Atom", suffix: ".atom", typ: "application/atom+xml", content: "application/atom+xml; charset=utf-8",
		also: []string{"application/xml", "text/xml", "application/rss+xml"}, on: feedPage, write: writeFeed},
	{name: "HTML", suffix: ".html", typ: "text/html", content: "text/html; charset=utf-8",
		twin: "application/xhtml+xml", on: viewPage, changing: true, write: writeHTML},
	{name: "CSV", suffix: ".csv", typ: "text/csv", content: "text/csv; charset=utf-8; header=present",
		on: tablePage, changing: true, write: writeCSV},
}

// offered are the encodings of a kind of page, in order of preference.
func offered(kind pageKind) (some []*encoding) {
	for _, e := range encodings {
		if e.on&kind != 0 {
			some = append(some, e)
		}
	}
	return some
}

// alternates are the encodings with an address of their own.
func alternates(kind pageKind) (some []*encoding) {
	for _, e := range offered(kind) {
		if e.suffix != "" {
			some = append(some, e)
		}
	}
	return some
}

// splitSuffix parts the suffix of an encoding from a path. Nothing else in our paths has a dot.
func splitSuffix(path string) (rest, suffix string) {
	for _, e := range encodings {
		rest, ok := strings.CutSuffix(path, e.suffix)
		if ok && e.suffix != "" && len(rest) > 1 && !strings.HasSuffix(rest, "/") {
			return rest, e.suffix
		}
	}
	return path, ""
}
