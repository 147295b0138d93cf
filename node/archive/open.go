package archive

import (
	"archive/tar"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"tributary/node"
	"tributary/vocab"
)

// Archive is an open archive whose bytes are those that were written. Close it after use.
type Archive struct {
	Manifest
	Digest string // SHA-256 of the file but for its trailer, in hexadecimal
	path   string
	file   *os.File
	at     map[string]place

	manifest string // SHA-256 of the manifest
	// Of one that is examined: what differs from what was written is noted, and reading goes on.
	examined bool
	faults   []node.Fault
}

// place is where the content of an entry stands in the file.
type place struct{ from, size int64 }

// Open opens an archive and reads it once from end to end. progress, if not nil, is told how many
// bytes of how many were read.
//
// Errors: NotFound; Unreadable when it is no archive, was cut off or changed anywhere; Unsupported
// when a newer program made it.
func Open(path string, progress func(done, total int)) (*Archive, error) {
	return open(&Archive{path: path}, progress)
}

// Examine opens also an archive that was changed since it was written, to find out where: [Archive.Audit]
// names it. Nothing else is to be done with such an archive.
//
// Errors: those of Open, where so much is missing that nothing can be read.
func Examine(path string) (*Archive, error) { return open(&Archive{path: path, examined: true}, nil) }

func open(a *Archive, progress func(done, total int)) (*Archive, error) {
	path := a.path
	f, err := os.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, node.Errorf(node.NotFound, "there is no file %s", path)
	case err != nil:
		return nil, fmt.Errorf("open the archive: %w", err)
	}
	a.file, a.at = f, map[string]place{}
	if err := a.read(progress); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), f.Close())
	}
	return a, nil
}

// Close lets go of the file.
func (a *Archive) Close() error { return a.file.Close() }

// Is says whether a file looks like an archive: by its name, else by what its tar begins with.
func Is(path string) bool {
	if strings.HasSuffix(path, Suffix) {
		return true
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	first, err := tar.NewReader(io.LimitReader(f, 512)).Next()
	if err != nil {
		return false
	}
	kind, _, _ := strings.Cut(first.Name, "/")
	for _, k := range kinds {
		if kind == string(k.kind) && strings.HasSuffix(first.Name, ".jsonl.gz") {
			return true
		}
	}
	return false
}

func (a *Archive) read(progress func(done, total int)) error {
	info, err := a.file.Stat()
	if err != nil {
		return fmt.Errorf("open the archive: %w", err)
	}
	if !info.Mode().IsRegular() {
		return node.Errorf(node.Unreadable, "is no file")
	}
	whole := a.whole(info.Size(), progress)
	if whole != nil && !(a.examined && node.KindOf(whole) == node.Unreadable) {
		return whole
	}
	if err := a.index(max(info.Size()-trailerBytes, 0)); err != nil {
		return cmp.Or(whole, err)
	}
	if err := a.declared(); err != nil {
		return cmp.Or(whole, err)
	}
	if whole != nil {
		a.differs(whole)
	}
	return nil
}

// differs notes that the archive is not what was written, when that is what is asked; else it is the error.
func (a *Archive) differs(err error) error {
	if !a.examined || node.KindOf(err) != node.Unreadable {
		return err
	}
	whose := cmp.Or(a.Group, vocab.IRI(a.Node))
	a.faults = append(a.faults, node.Fault{IRI: whose, Message: "the archive " + node.MessageOf(err)})
	return nil
}

// whole compares the file with the digest at its end.
func (a *Archive) whole(size int64, progress func(done, total int)) error {
	if size < trailerBytes {
		return node.Errorf(node.Unreadable, "is no archive of a node, or was cut off: it has %d bytes", size)
	}
	digest := sha256.New()
	from := io.NewSectionReader(a.file, 0, size-trailerBytes)
	for done := int64(0); ; {
		n, err := io.CopyN(digest, from, chunkBytes)
		done += n
		if progress != nil {
			progress(int(done), int(size))
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("read the archive: %w", err)
		}
	}
	sum := [sha256.Size]byte(digest.Sum(nil))
	end := make([]byte, trailerBytes)
	if _, err := a.file.ReadAt(end, size-trailerBytes); err != nil {
		return fmt.Errorf("read the archive: %w", err)
	}
	if !bytes.Equal(end, trailer(sum)) {
		return node.Errorf(node.Unreadable,
			"is no archive of a node, or was cut off or changed since it was written: its SHA-256 is not the one at its end. Take another copy")
	}
	a.Digest = fmt.Sprintf("%x", sum)
	return nil
}

// index finds where each entry stands.
func (a *Archive) index(size int64) error {
	from := io.NewSectionReader(a.file, 0, size)
	t := tar.NewReader(from)
	for {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return node.Errorf(node.Unreadable, "has entries that do not read: %v", err)
		}
		start, err := from.Seek(0, io.SeekCurrent)
		if err != nil {
			return fmt.Errorf("read the archive: %w", err)
		}
		if _, twice := a.at[h.Name]; twice || h.Typeflag != tar.TypeReg || len(a.at) > maxSections {
			return node.Errorf(node.Unreadable, "has an entry %q too many", h.Name)
		}
		if h.Size > size-start {
			return node.Errorf(node.Unreadable, "has an entry %q that claims %d bytes, more than there are", h.Name, h.Size)
		}
		a.at[h.Name] = place{start, h.Size}
	}
}

// declared reads the manifest and compares it with the entries.
func (a *Archive) declared() error {
	p, ok := a.at[manifestName]
	if !ok {
		return node.Errorf(node.Unreadable, "has no manifest")
	}
	text, err := a.entry(p, maxManifest)
	if err != nil {
		return err
	}
	a.manifest = sum(text)
	if err := json.Unmarshal(text, &a.Manifest); err != nil {
		return node.Errorf(node.Unreadable, "has a manifest that does not read: %v", err)
	}
	if a.Format != Format {
		return node.Errorf(node.Unsupported, "is in the form %q; this program knows %s: take a newer program", a.Format, Format)
	}
	names := map[string]bool{manifestName: true}
	if _, signed := a.at[sealName]; signed {
		names[sealName] = true
	}
	lines := 0
	for _, s := range a.Sections {
		if _, ok := a.at[s.Name]; !ok || names[s.Name] {
			if err := a.differs(node.Errorf(node.Unreadable, "lacks its section %s", s.Name)); err != nil {
				return err
			}
		}
		names[s.Name] = true
		if s.Kind == kindLog {
			lines += s.Lines
		}
	}
	if len(names) != len(a.at) || lines != a.Versions {
		return a.differs(node.Errorf(node.Unreadable, "has a manifest that speaks of other sections than it has"))
	}
	return nil
}

// Config is the config.toml of the node; nil when the archive has none.
func (a *Archive) Config() ([]byte, error) {
	var text *string
	err := each(a, kindConfig, func(part string) error { text = &part; return nil })
	if err != nil || text == nil {
		return nil, err
	}
	return []byte(*text), nil
}
