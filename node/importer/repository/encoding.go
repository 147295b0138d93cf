package repository

import (
	"bytes"
	"unicode/utf8"
)

// isText says whether bytes are UTF-8 text, or what they are instead, and on which line.
func isText(data []byte) (ok bool, line int, instead string) {
	switch {
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return false, 1, "is UTF-16 text; save it as UTF-8"
	}
	if i := bytes.IndexByte(data, 0); i >= 0 {
		return false, 1 + bytes.Count(data[:i], []byte("\n")), "holds a zero byte, so it is no text"
	}
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size < 2 {
			return false, 1 + bytes.Count(data[:i], []byte("\n")), "is not UTF-8; save it as UTF-8"
		}
		i += size
	}
	return true, 0, ""
}
