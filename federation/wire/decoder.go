package wire

import (
	"bytes"
	"sync"

	"github.com/go-json-experiment/json/jsontext"
)

// spare are decoders kept for the next text, because what a decoder remembers of names costs more to
// allocate than a usual text costs to read.
var spare = sync.Pool{New: func() any { return new(jsontext.Decoder) }}

// strict reads a text that has not been looked at.
func strict(text []byte) *jsontext.Decoder { return decoder(text, false) }

// again reads a text that has been read by [Members], so that no name can be there twice.
func again(text []byte) *jsontext.Decoder { return decoder(text, true) }

func decoder(text []byte, checked bool) *jsontext.Decoder {
	in := spare.Get().(*jsontext.Decoder)
	in.Reset(bytes.NewBuffer(text), jsontext.AllowDuplicateNames(checked), jsontext.AllowInvalidUTF8(checked))
	return in
}

// done gives a decoder back, unless it has grown with a large text.
func done(in *jsontext.Decoder, text []byte) {
	const usual = 64 << 10
	if len(text) <= usual {
		in.Reset(new(bytes.Buffer)) // lets go of the text
		spare.Put(in)
	}
}
