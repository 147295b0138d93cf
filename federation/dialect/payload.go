package dialect

import (
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"tributary/federation/wire"
	"tributary/vocab"
)

// Payload is the property under which a carrier has the things it tells of: one JSON object, or
// several in an array, as a JSON literal. Its key is payload.
const Payload vocab.IRI = "https://w3id.org/tributary#payload"

// Payloads takes the things out of a Note, or out of an activity with a Note inside, each with the
// bytes and the proof it came with. What is no carrier has none. The carrier says who sent the things;
// whose they are, only their proofs say.
//
// Errors: for what is no JSON object, is larger than 1 MiB, or has more than 20 things.
func Payloads(raw []byte) ([][]byte, error) {
	var document carried
	if err := read(raw, &document); err != nil {
		return nil, fmt.Errorf("read the carrier: %w", err)
	}
	if object := document.Object; object.Kind() == '{' {
		document = carried{}
		if err := json.Unmarshal(object, &document); err != nil {
			return nil, fmt.Errorf("read the carrier's object: %w", err)
		}
	}
	if string(document.Type) != `"Note"` {
		return nil, nil
	}
	items := wire.Elements(document.Payload)
	if len(items) > maxCarried {
		return nil, fmt.Errorf("read the carrier: payload has more than %d things", maxCarried)
	}
	var things [][]byte
	for _, item := range items {
		if item.Kind() == '{' {
			things = append(things, item)
		}
	}
	return things, nil
}

// carried is what of a document is looked at.
type carried struct {
	Type    jsontext.Value `json:"type"`
	Object  jsontext.Value `json:"object"`
	Payload jsontext.Value `json:"payload"`
}

// NoteOf is the address of the Note that tells of an activity.
func NoteOf(activity vocab.IRI) vocab.IRI { return activity + "/note" }

// ToldBy is the activity of which the Note at an address tells; false for other addresses.
func ToldBy(note vocab.IRI) (activity vocab.IRI, ok bool) {
	text, ok := strings.CutSuffix(string(note), "/note")
	return vocab.IRI(text), ok && text != ""
}
