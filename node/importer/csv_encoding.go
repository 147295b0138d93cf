package importer

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// The encodings of tables. A byte order mark decides before anything else; without one a table is
// UTF-8 unless its mapping says otherwise, because Windows-1252 looks like any other 8-bit encoding.
const (
	encodingUTF8    = "utf-8"
	encodingUTF16   = "utf-16"
	encodingWindows = "windows-1252"
)

var encodings = []string{encodingUTF8, encodingUTF16, encodingWindows}

// inUTF8 is a table as UTF-8 without a byte order mark. said is the encoding of its mapping, or
// empty. What is not UTF-8 is left to the reader of rows, which knows the line.
func inUTF8(r io.Reader, said string) (io.Reader, error) {
	b := bufio.NewReaderSize(r, 64<<10)
	mark, err := b.Peek(3)
	if err != nil && err != io.EOF {
		return nil, err
	}
	found := ""
	switch {
	case bytes.HasPrefix(mark, []byte("\xef\xbb\xbf")):
		found = encodingUTF8
		_, err = b.Discard(3)
	case bytes.HasPrefix(mark, []byte("\xff\xfe")), bytes.HasPrefix(mark, []byte("\xfe\xff")):
		found = encodingUTF16
	default:
		err = nil
	}
	if err != nil {
		return nil, err
	}
	if said != "" && found != "" && said != found {
		return nil, fmt.Errorf("begins with the mark of %s, and its mapping says %s", strings.ToUpper(found), said)
	}
	switch {
	case found == encodingUTF16:
		big := mark[0] == 0xfe
		_, err := b.Discard(2)
		return &utf16Reader{from: b, big: big}, err
	case said == encodingUTF16:
		return nil, fmt.Errorf("has no byte order mark, so its two bytes can stand either way round; save it as UTF-8")
	case said == encodingWindows:
		return &windowsReader{from: b}, nil
	}
	return b, nil
}

// utf16Reader turns UTF-16 into UTF-8. Half a pair becomes a replacement character, half a
// character an error.
type utf16Reader struct {
	from    *bufio.Reader
	big     bool
	pending []byte
}

func (u *utf16Reader) Read(p []byte) (int, error) {
	for len(u.pending) == 0 {
		first, err := u.unit()
		if err != nil {
			return 0, err
		}
		if utf16.IsSurrogate(first) {
			second, err := u.unit()
			if err == io.EOF {
				err = io.ErrUnexpectedEOF
			}
			if err != nil {
				return 0, err
			}
			first = utf16.DecodeRune(first, second)
		}
		u.pending = utf8.AppendRune(u.pending, first)
	}
	n := copy(p, u.pending)
	u.pending = u.pending[:copy(u.pending, u.pending[n:])]
	return n, nil
}

func (u *utf16Reader) unit() (rune, error) {
	var pair [2]byte
	if _, err := io.ReadFull(u.from, pair[:]); err != nil {
		return 0, err
	}
	if u.big {
		return rune(pair[0])<<8 | rune(pair[1]), nil
	}
	return rune(pair[1])<<8 | rune(pair[0]), nil
}

// windowsReader turns Windows-1252 into UTF-8.
type windowsReader struct {
	from    *bufio.Reader
	pending []byte
}

func (w *windowsReader) Read(p []byte) (int, error) {
	if len(w.pending) == 0 {
		var chunk [4096]byte
		n, err := w.from.Read(chunk[:])
		if n == 0 {
			return 0, err
		}
		for _, c := range chunk[:n] {
			w.pending = utf8.AppendRune(w.pending, windowsRune(c))
		}
	}
	n := copy(p, w.pending)
	w.pending = w.pending[:copy(w.pending, w.pending[n:])]
	return n, nil
}

// windows are the characters of 0x80 to 0x9f; the five that are not assigned stay control
// characters.
//
// Spec: WHATWG Encoding, index windows-1252.
var windows = [32]rune{
	0x20ac, 0x81, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d, 0x017d, 0x8f,
	0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d, 0x017e, 0x0178,
}

func windowsRune(c byte) rune {
	if c >= 0x80 && c < 0xa0 {
		return windows[c-0x80]
	}
	return rune(c)
}
