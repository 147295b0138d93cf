package archive_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/archive"
	"tributary/storage"
	"tributary/vocab"
	"tributary/vocab/jsonld"
)

// entries are the files in an archive, in order.
type entries struct {
	names   []string
	content map[string][]byte // unpacked
}

// unpack reads an archive as anybody can, without this program.
func unpack(t testing.TB, path string) entries {
	t.Helper()
	text, err := os.ReadFile(path)
	must(t, err)
	e := entries{content: map[string][]byte{}}
	for r := tar.NewReader(bytes.NewReader(text)); ; {
		h, err := r.Next()
		if err == io.EOF {
			return e
		}
		must(t, err)
		var from io.Reader = r
		if strings.HasSuffix(h.Name, ".gz") {
			from, err = gzip.NewReader(r)
			must(t, err)
		}
		e.content[h.Name], err = io.ReadAll(from)
		must(t, err)
		e.names = append(e.names, h.Name)
	}
}

// pack writes an archive whose hashes fit all that is in it, as somebody would who knows the form and has no key.
func (e entries) pack(t testing.TB) (path string) {
	t.Helper()
	var m archive.Manifest
	must(t, json.Unmarshal(e.content["manifest.json"], &m))
	var log [][]byte
	for i := range m.Sections {
		s := &m.Sections[i]
		text := e.content[s.Name]
		s.Bytes, s.SHA256, s.Lines = int64(len(text)), fmt.Sprintf("%x", sha256.Sum256(text)), bytes.Count(text, []byte("\n"))
		if s.Kind == "log" {
			log = append(log, bytes.Split(bytes.TrimSuffix(text, []byte("\n")), []byte("\n"))...)
		}
	}
	m.Chain, m.Versions = archive.ChainOf(log), len(log)
	text, err := json.MarshalIndent(m, "", "  ")
	must(t, err)
	e.content["manifest.json"] = append(text, '\n')
	return e.packAsItIs(t)
}

// packAsItIs writes an archive with whatever manifest there is; only the hash at its end fits.
func (e entries) packAsItIs(t testing.TB) (path string) {
	t.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, name := range e.names {
		content := e.content[name]
		if strings.HasSuffix(name, ".gz") {
			var packed bytes.Buffer
			z := gzip.NewWriter(&packed)
			z.Write(content)
			z.Close()
			content = packed.Bytes()
		}
		if name == "SHA256" {
			continue
		}
		must(t, w.WriteHeader(&tar.Header{Name: name, Size: int64(len(content)), Mode: 0o600, Format: tar.FormatUSTAR}))
		_, err := w.Write(content)
		must(t, err)
	}
	must(t, w.Flush())
	path = filepath.Join(t.TempDir(), "changed.tributary")
	must(t, os.WriteFile(path, append(b.Bytes(), archive.Trailer(sha256.Sum256(b.Bytes()))...), 0o600))
	return path
}

// log changes the lines of the log.
func (e entries) log(change func(lines []string) []string) entries {
	for _, name := range e.names {
		if strings.HasPrefix(name, "log/") {
			lines := strings.Split(strings.TrimSuffix(string(e.content[name]), "\n"), "\n")
			e.content[name] = []byte(strings.Join(change(lines), "\n") + "\n")
		}
	}
	return e
}

// rewriting replaces words in every version of a thing, as somebody would who has the database.
func rewriting(id vocab.IRI, old, new string) storage.Rewriting {
	return storage.Rewriting{
		Things: []vocab.IRI{id},
		Change: func(body []byte) ([]byte, error) { return bytes.ReplaceAll(body, []byte(old), []byte(new)), nil },
		Links: func(body []byte) ([]node.Link, error) {
			r, err := jsonld.ReadStored(body)
			if err != nil {
				return nil, err
			}
			return node.Links(r), nil
		},
		Record: func(changed []node.Version) []node.Version {
			v := changed[0]
			v.IRI, v.N, v.Position, v.Created, v.Content = "https://other.example/id/activity/X", 1, 0, 0, nil
			v.Activity, v.Class = v.IRI, "Update"
			v.Body = []byte(`{"id":"https://other.example/id/activity/X","type":"as:Update"}`)
			return []node.Version{v}
		},
	}
}
