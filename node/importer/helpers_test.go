package importer_test

import (
	"regexp"

	"tributary/vocab"
)

func iri(s string) vocab.IRI { return vocab.IRI(s) }

// durations are the hasDuration of processes, with the comma before or after.
var durations = regexp.MustCompile(`,\s*"hasDuration": \{[^}]*\}`)
