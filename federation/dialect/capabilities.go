package dialect

import (
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"tributary/federation/wire"
	"tributary/vocab"
)

// Bounds of what strangers say about themselves.
const (
	maxDocument = 1 << 20 // bytes
	maxFeatures = 200     // of one peer; further ones are not read
	maxName     = 200     // bytes of a software's name or version
	maxIRI      = 2048    // bytes
)

// ReadCapabilities are the features that an actor document says its node implements: those of its
// generator, or of the actor itself where it is the Application. Nil: it says nothing of the kind.
//
// Errors: for what is no JSON object, or larger than 1 MiB.
//
// Spec: FEP-844e.
func ReadCapabilities(actor []byte) ([]vocab.IRI, error) {
	var document struct {
		Generator  jsontext.Value `json:"generator"`
		Implements jsontext.Value `json:"implements"`
	}
	if err := read(actor, &document); err != nil {
		return nil, fmt.Errorf("read the actor: %w", err)
	}
	features := hrefs(nil, document.Implements)
	for _, g := range wire.Elements(document.Generator) {
		var generator struct {
			Implements jsontext.Value `json:"implements"`
		}
		if g.Kind() == '{' && json.Unmarshal(g, &generator) == nil {
			features = hrefs(features, generator.Implements)
		}
	}
	return features, nil
}

// ReadNodeInfo says which program runs at a peer, in which version, and which dialect it reads.
// Features in metadata.implements are IRIs, or Links as in an actor.
//
// Errors: for what is no JSON object, or larger than 1 MiB, or names no software.
//
// Spec: NodeInfo 2.0, 2.1.
func ReadNodeInfo(raw []byte) (software, version string, kind Dialect, err error) {
	var document struct {
		Software struct {
			Name    string `json:"name"`
			Version string `json:"version"`
		} `json:"software"`
		Metadata jsontext.Value `json:"metadata"`
	}
	if err := read(raw, &document); err != nil {
		return "", "", Carrier, fmt.Errorf("read the NodeInfo: %w", err)
	}
	s := document.Software
	if s.Name == "" || len(s.Name) > maxName || len(s.Version) > maxName {
		return "", "", Carrier, fmt.Errorf("read the NodeInfo: software.name and software.version are texts of at most %d bytes", maxName)
	}
	var metadata struct {
		Implements jsontext.Value `json:"implements"`
	}
	// Some write a list where metadata is empty.
	if document.Metadata.Kind() == '{' && json.Unmarshal(document.Metadata, &metadata) == nil {
		kind = KindOf(hrefs(nil, metadata.Implements))
	}
	return s.Name, s.Version, kind, nil
}

// read decodes a document of bearable size.
func read(raw []byte, into any) error {
	if len(raw) > maxDocument {
		return fmt.Errorf("it has more than %d bytes", maxDocument)
	}
	if jsontext.Value(raw).Kind() != '{' {
		return fmt.Errorf("it is not a JSON object")
	}
	return json.Unmarshal(raw, into)
}

// hrefs appends the addresses of features, which are Links or bare IRIs.
func hrefs(features []vocab.IRI, raw jsontext.Value) []vocab.IRI {
	for _, item := range wire.Elements(raw) {
		var link Feature
		switch item.Kind() {
		case '{':
			if json.Unmarshal(item, &link) != nil {
				continue
			}
		case '"':
			if json.Unmarshal(item, &link.Href) != nil {
				continue
			}
		}
		if link.Href != "" && len(link.Href) <= maxIRI && len(features) < maxFeatures {
			features = append(features, link.Href)
		}
	}
	return features
}
