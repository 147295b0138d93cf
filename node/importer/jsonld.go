package importer

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"tributary/vocab"
	"tributary/vocab/jsonld"
)

// importLimits are wider than a request's: an operator chose the file.
var importLimits = jsonld.Limits{Bytes: maxSourceBytes, Depth: 64, Nodes: 5_000_000, Time: time.Minute}

// readJSONLD reads JSON-LD by document order, before equal ids become one.
//
// Spec: JSON-LD 1.1.
func readJSONLD(s source) (document, error) {
	data, notes := modern(s.data)
	reading, err := jsonld.ReadContext(s.ctx, data, jsonld.Options{Limits: importLimits})
	doc := document{ordered: true, notes: notes}
	if err != nil && !errors.As(err, &doc.problems) {
		return document{}, placed(s.data, err)
	}
	roots := map[*vocab.Resource]int{}
	for i, r := range reading.Roots {
		roots[r] = i
	}
	graph := strings.Contains(string(s.data[:min(len(s.data), sniffed)]), `"@graph"`) || len(reading.Roots) > 1
	at := ""
	for _, r := range reading.Resources {
		if i, root := roots[r]; root && graph {
			at = fmt.Sprintf("@graph[%d]", i)
		}
		doc.things = append(doc.things, thing{resource: r, at: at})
	}
	return doc, nil
}

// placed says on which line a document is wrong, where that is known, and marks what is too large.
func placed(data []byte, err error) error {
	var syntax *jsonld.SyntaxError
	switch {
	case errors.As(err, &syntax) && syntax.Offset > 0:
		return fmt.Errorf("line %d: %w", lineAt(data, int(syntax.Offset)), err)
	case errors.Is(err, jsonld.ErrTooLarge), errors.Is(err, jsonld.ErrTooDeep), errors.Is(err, jsonld.ErrTooSlow):
		return fmt.Errorf("%w: %w", errTooLarge, err)
	}
	return err
}
