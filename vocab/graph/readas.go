package graph

import (
	"maps"
	"sync"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/model"
	"tributary/vocab/vf"
)

// ReadAs are the properties of other vocabularies that are read as ours unless told
// otherwise: those of vf.ReadAs, and the ActivityStreams names that clash with a term of the model
// (as:name is read as vf:name where a name may stand). The map is shared: it is not to be changed.
var ReadAs = sync.OnceValue(func() map[vocab.IRI]*vocab.Property {
	table := maps.Clone(vf.ReadAs)
	for _, p := range as.Clashing.Properties {
		if ours := model.Vocabulary.Property(p.Term); ours != nil {
			if _, taken := table[p.IRI]; !taken {
				table[p.IRI] = ours
			}
		}
	}
	return table
})
