package archive

import (
	"tributary/node"
	"tributary/vocab/jsonld"
)

// blank gives a stored body, or a delta, without what is personal.
func blank(body []byte) ([]byte, error) {
	r, err := jsonld.ReadStored(body)
	if err != nil {
		return nil, err
	}
	return jsonld.Append(nil, node.Impersonal(r)), nil
}
