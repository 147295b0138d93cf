package archive

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"tributary/node"
	"tributary/storage"
)

// content reads a section whole. In memory is what there is, not what is claimed, and never more than one
// section can have.
//
// Errors: Unreadable, which names the section, when it is not what the manifest says; of an archive that is
// examined, only when it does not unpack.
func (a *Archive) content(s Section) ([]byte, error) {
	p, ok := a.at[s.Name]
	if !ok {
		return nil, nil // which was said: only an archive that is examined comes here
	}
	if s.Bytes < 0 || s.Bytes > maxLine+chunkBytes {
		return nil, a.damaged(s, 0, fmt.Errorf("it claims %d bytes; a section has %d at most", s.Bytes, int64(maxLine+chunkBytes)))
	}
	zip, err := gzip.NewReader(io.NewSectionReader(a.file, p.from, p.size))
	if err != nil {
		return nil, a.damaged(s, 0, err)
	}
	most := s.Bytes
	if a.examined {
		most += chunkBytes // something may have been put in
	}
	var content bytes.Buffer
	if _, err := io.Copy(&content, io.LimitReader(zip, most+1)); err != nil {
		return nil, a.damaged(s, 0, err)
	}
	text := content.Bytes()
	if int64(len(text)) > most {
		return nil, a.damaged(s, 0, fmt.Errorf("it unpacks to more than the %d bytes that the manifest says", s.Bytes))
	}
	var why error
	if got := sum(text); int64(len(text)) != s.Bytes || got != s.SHA256 {
		why = errors.New("its SHA-256 is not the one in the manifest")
	} else if n := bytes.Count(text, []byte("\n")); n != s.Lines {
		why = fmt.Errorf("it has %d lines; the manifest says %d", n, s.Lines)
	}
	if why != nil {
		return text, a.differs(a.damaged(s, 0, why))
	}
	return text, nil
}

// damaged says which section of which file, and which line of it, is not what it should be.
func (a *Archive) damaged(s Section, line int, why error) error {
	where := fmt.Sprintf("%s: the section %s", a.path, s.Name)
	if a.examined {
		where = "has a section " + s.Name // after "the archive"
	}
	if line > 0 {
		where += fmt.Sprintf(", line %d", line)
	}
	if a.examined {
		where += ", which"
	}
	text := why.Error()
	if node.KindOf(why) != node.Internal {
		text = node.MessageOf(why)
	}
	return node.Errorf(node.Unreadable, "%s is damaged: %s", where, text)
}

// lines hands over the lines of a section, counted from 1, without their ends.
func (a *Archive) lines(s Section, f func(n int, line []byte) error) error {
	text, err := a.content(s)
	if err != nil {
		return err
	}
	n := 0
	for line := range bytes.Lines(text) {
		n++
		if err := f(n, bytes.TrimSuffix(line, []byte("\n"))); err != nil {
			return err
		}
	}
	return nil
}

// each hands over the lines of a kind, read as T.
func each[T any](a *Archive, kind Kind, f func(T) error) error {
	for _, s := range a.Sections {
		if s.Kind != kind {
			continue
		}
		if err := a.lines(s, func(n int, line []byte) error {
			var v T
			if err := json.Unmarshal(line, &v); err != nil {
				return a.differs(a.damaged(s, n, err))
			}
			return f(v)
		}); err != nil {
			return err
		}
	}
	return nil
}

// chunk is a section of the log, read.
type chunk struct {
	records []storage.Record
	hashes  [][sha256.Size]byte // of each
	sum     chain               // with it
	err     error
}

// Records are the records of the log, in order. They are compared with the chain: with a nil error
// at the end, they are those that were written, all of them.
func (a *Archive) Records(ctx context.Context, f func(storage.Record) error) error {
	return a.hashed(ctx, func(r storage.Record, _ [sha256.Size]byte) error { return f(r) })
}

// hashed are the records with the hash of each.
func (a *Archive) hashed(ctx context.Context, f func(storage.Record, [sha256.Size]byte) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var sum chain
	count := 0
	for c := range a.ahead(ctx) {
		if c.err != nil {
			return c.err
		}
		for i, r := range c.records {
			if err := f(r, c.hashes[i]); err != nil {
				return err
			}
			count++
		}
		sum = c.sum
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if sum.String() != a.Chain || count != a.Versions {
		return a.differs(node.Errorf(node.Unreadable, "holds another history than the one that was written: its chain of hashes ends with %s, not %s", &sum, a.Chain))
	}
	return nil
}

// ahead reads sections of the log while the ones before are worked on.
func (a *Archive) ahead(ctx context.Context) <-chan chunk {
	chunks := make(chan chunk, 1)
	go func() {
		defer close(chunks)
		var sum chain
		for _, s := range a.Sections {
			if s.Kind != kindLog {
				continue
			}
			c := a.chunk(s, sum)
			sum = c.sum
			select {
			case <-ctx.Done():
				return
			case chunks <- c:
			}
			if c.err != nil {
				return
			}
		}
	}()
	return chunks
}

func (a *Archive) chunk(s Section, sum chain) (c chunk) {
	c.sum = sum
	c.err = a.lines(s, func(n int, line []byte) error {
		c.sum.add(line)
		r, err := readRecord(line)
		if err != nil {
			return a.differs(a.damaged(s, n, err))
		}
		c.records = append(c.records, r)
		c.hashes = append(c.hashes, sha256.Sum256(line))
		return nil
	})
	return c
}

// signedHashes are the hashes of the records as they were written, one after the other; nil when the archive
// has none.
func (a *Archive) signedHashes() (all []byte, err error) {
	err = each(a, kindHashes, func(leaf []byte) error {
		if len(leaf) != sha256.Size {
			return a.differs(node.Errorf(node.Unreadable, "has a hash of %s in its list, which is none", hex.EncodeToString(leaf)))
		}
		all = append(all, leaf...)
		return nil
	})
	return all, err
}
