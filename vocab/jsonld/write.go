package jsonld

import (
	"tributary/vocab"
	"tributary/vocab/graph"
)

// Append appends r as it is kept: compact JSON whose keys the native context defines, without
// @context and without the ids of parts. Equal resources give equal bytes when their values stand
// in the same order. [ReadStored] reads it back.
func Append(dst []byte, r *vocab.Resource) []byte {
	e := encoder{b: dst, form: stored}
	e.resource(r.ID(), r, nil)
	return e.b
}

// Document is r as linked data: JSON-LD under the native context at contextURL, each part under its
// id, which is the resource's with a fragment (graph.PartIDs).
func Document(r *vocab.Resource, contextURL string) []byte {
	e := begin(contextURL)
	e.linked(r, false)
	return append(e.b, '}')
}

// Documents are several resources in one JSON-LD document, under @graph.
func Documents(resources []*vocab.Resource, contextURL string) []byte {
	e := begin(contextURL)
	e.key(`"@graph":[`)
	for i, r := range resources {
		if i > 0 {
			e.b = append(e.b, ',')
		}
		e.linked(r, true)
	}
	return append(e.b, "]}"...)
}

func begin(contextURL string) *encoder {
	e := &encoder{b: make([]byte, 0, 1024)}
	e.b = appendString(append(e.b, `{"@context":`...), contextURL)
	return e
}

// linked writes r as linked data. Without an id its parts have none either.
func (e *encoder) linked(r *vocab.Resource, braces bool) {
	e.form, e.ids = stored, nil
	if r.ID() != "" {
		e.form, e.ids = linked, graph.NewPartIDs(r.ID())
	}
	if braces {
		e.resource(r.ID(), r, nil)
		return
	}
	e.body(r.ID(), r, nil)
}

// ActivityStreams is r as a message: ActivityStreams with the extension context at contextURL.
// name, image and content are ActivityStreams' own there, parts have neither id nor type (but for keys), one value
// stands without brackets, and type is a string unless there are several.
func ActivityStreams(r *vocab.Resource, contextURL string) []byte {
	b := make([]byte, 0, 1024)
	b = append(b, `{"@context":["`+asURL+`",`...)
	b = append(appendString(b, contextURL), ']')
	return append(AppendActivityStreams(b, r), '}')
}

// AppendActivityStreams appends the members of r as a message, to an object that was begun: what
// follows @context, or what stands inside another message.
func AppendActivityStreams(dst []byte, r *vocab.Resource) []byte {
	e := encoder{b: dst, form: message}
	if r.ID() != "" {
		e.ids = graph.NewPartIDs(r.ID())
	}
	e.body(r.ID(), r, nil)
	return e.b
}

// asURL is the address of the ActivityStreams context.
const asURL = "https://www.w3.org/ns/activitystreams"
