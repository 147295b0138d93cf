package importer

import (
	"bytes"
	"strings"
)

// disguises are the beginnings of files that are often handed over and never read here, whatever their
// names say.
var disguises = []struct{ begins, is string }{
	{"PK\x03\x04", "a zip archive, or a document of an office program: unpack it, or save its tables as CSV"},
	{"\x1f\x8b", "packed with gzip: unpack it"},
	{"BZh", "packed with bzip2: unpack it"},
	{"\xfd7zXZ", "packed with xz: unpack it"},
	{"7z\xbc\xaf", "a 7-Zip archive: unpack it"},
	{"\xd0\xcf\x11\xe0", "a document of an older office program: save its tables as CSV"},
	{"%PDF-", "a PDF, which says nothing to programs"},
	{"\x89PNG", "a picture"},
	{"\xff\xd8\xff", "a picture"},
	{"GIF8", "a picture"},
	{"SQLite format 3\x00", "a SQLite database"},
}

// disguised says what a file is that no reader takes; empty when it may be one that some reader takes.
func disguised(head []byte) string {
	for _, d := range disguises {
		if bytes.HasPrefix(head, []byte(d.begins)) {
			return d.is
		}
	}
	text := strings.ToLower(string(bytes.TrimSpace(head[:min(len(head), 256)])))
	if strings.HasPrefix(text, "<!doctype html") || strings.HasPrefix(text, "<html") {
		return "a web page: fetch the data that it shows, such as its .jsonld, .ttl or .csv"
	}
	if len(head) >= 4 && (head[0] == 0) != (head[1] == 0) && (head[2] == 0) == (head[0] == 0) && (head[3] == 0) == (head[1] == 0) {
		return "UTF-16 without a byte order mark: save it as UTF-8"
	}
	return ""
}
