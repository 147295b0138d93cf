package archive

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"

	"tributary/node"
)

// writer writes an archive section by section. Of a section no more than one chunk is in memory.
type writer struct {
	out      *bufio.Writer
	digest   hash.Hash // of all bytes so far
	tar      *tar.Writer
	zip      *gzip.Writer
	manifest Manifest
	numbers  map[Kind]int

	kind    Kind
	private bool
	lines   int
	hashes  []byte // of the records so far, one after the other
	open    []byte // lines of the section that is being filled
	packed  bytes.Buffer
}

func newWriter(to io.Writer, m Manifest) *writer {
	w := &writer{out: bufio.NewWriterSize(to, 1<<20), digest: sha256.New(), manifest: m, numbers: map[Kind]int{}}
	w.tar = tar.NewWriter(io.MultiWriter(w.out, w.digest))
	w.zip, _ = gzip.NewWriterLevel(io.Discard, gzip.BestSpeed) // the level is a good one
	return w
}

// begin starts the sections of a kind.
func (w *writer) begin(kind Kind, private bool) {
	w.kind, w.private, w.lines, w.open = kind, private, 0, w.open[:0]
}

// line adds a line to the kind that was begun.
func (w *writer) line(text []byte) error {
	if len(text) >= maxLine {
		return node.Errorf(node.TooLarge, "an archive keeps nothing of %d bytes", len(text))
	}
	w.open = append(append(w.open, text...), '\n')
	w.lines++
	if len(w.open) < chunkBytes {
		return nil
	}
	return w.end()
}

// value adds a line that encoding/json makes.
func (w *writer) value(v any) error {
	text, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("write %s: %w", w.kind, err)
	}
	return w.line(text)
}

// end writes what was gathered as one section.
func (w *writer) end() error {
	if len(w.open) == 0 {
		return nil
	}
	if len(w.manifest.Sections) >= maxSections {
		return node.Errorf(node.TooLarge, "an archive has at most %d sections", maxSections)
	}
	w.numbers[w.kind]++
	sum := sha256.Sum256(w.open)
	s := Section{
		Name: fmt.Sprintf("%s/%08d.jsonl.gz", w.kind, w.numbers[w.kind]), Kind: w.kind, Lines: w.lines,
		Bytes: int64(len(w.open)), SHA256: hex.EncodeToString(sum[:]), Private: w.private,
	}
	w.packed.Reset()
	w.zip.Reset(&w.packed)
	if _, err := w.zip.Write(w.open); err != nil {
		return fmt.Errorf("compress %s: %w", s.Name, err)
	}
	if err := w.zip.Close(); err != nil {
		return fmt.Errorf("compress %s: %w", s.Name, err)
	}
	w.manifest.Sections = append(w.manifest.Sections, s)
	w.lines, w.open = 0, w.open[:0]
	return w.file(s.Name, w.packed.Bytes())
}

func (w *writer) file(name string, content []byte) error {
	if err := w.tar.WriteHeader(header(name, len(content))); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	if _, err := w.tar.Write(content); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

// close writes the manifest, what seal makes of it, unless that is nil, and the digest.
func (w *writer) close(seal func(manifest []byte) ([]byte, error)) error {
	text, err := json.MarshalIndent(w.manifest, "", "  ")
	if err != nil {
		return fmt.Errorf("write the manifest: %w", err)
	}
	text = append(text, '\n')
	if err := w.file(manifestName, text); err != nil {
		return err
	}
	signed, err := seal(text)
	if err != nil {
		return err
	}
	if signed != nil {
		if err := w.file(sealName, signed); err != nil {
			return err
		}
	}
	if err := w.tar.Flush(); err != nil {
		return fmt.Errorf("write the archive: %w", err)
	}
	if _, err := w.out.Write(trailer([sha256.Size]byte(w.digest.Sum(nil)))); err != nil {
		return fmt.Errorf("write the archive: %w", err)
	}
	if err := w.out.Flush(); err != nil {
		return fmt.Errorf("write the archive: %w", err)
	}
	return nil
}
