package archive

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"tributary/node"
	"tributary/storage"
)

// lines reads a section whole: its content, without the end of each line.
func (a *Archive) lines(s Section) ([][]byte, error) {
	p := a.at[s.Name]
	zip, err := gzip.NewReader(io.NewSectionReader(a.file, p.from, p.size))
	if err != nil {
		return nil, damaged(s, err)
	}
	if s.Bytes < 0 || s.Bytes > maxLine+chunkBytes {
		return nil, damaged(s, fmt.Errorf("it claims %d bytes", s.Bytes))
	}
	var content bytes.Buffer // grows with what there is, not with what is claimed
	if _, err := io.Copy(&content, io.LimitReader(zip, s.Bytes+1)); err != nil {
		return nil, damaged(s, err)
	}
	text := content.Bytes()
	if sum := sha256.Sum256(text); int64(len(text)) != s.Bytes || fmt.Sprintf("%x", sum) != s.SHA256 {
		return nil, damaged(s, errors.New("its SHA-256 is not the one in the manifest"))
	}
	lines := bytes.Split(bytes.TrimSuffix(text, []byte("\n")), []byte("\n"))
	if len(lines) != s.Lines {
		return nil, damaged(s, fmt.Errorf("it has %d lines; the manifest says %d", len(lines), s.Lines))
	}
	return lines, nil
}

func damaged(s Section, why error) error {
	return &node.Error{Kind: node.Unreadable, Message: "the section " + s.Name + " is damaged", Err: why}
}

// each hands over the lines of a kind, read as T.
func each[T any](a *Archive, kind Kind, f func(T) error) error {
	for _, s := range a.Sections {
		if s.Kind != kind {
			continue
		}
		lines, err := a.lines(s)
		if err != nil {
			return err
		}
		for _, line := range lines {
			var v T
			if err := json.Unmarshal(line, &v); err != nil {
				return damaged(s, err)
			}
			if err := f(v); err != nil {
				return err
			}
		}
	}
	return nil
}

// chunk is a section of the log, read.
type chunk struct {
	records []storage.Record
	lines   [][]byte
	err     error
}

// Records are the records of the log, in order. They are compared with the chain: with a nil error
// at the end, they are those that were written, all of them.
func (a *Archive) Records(ctx context.Context, f func(storage.Record) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var sum chain
	count := 0
	for c := range a.ahead(ctx) {
		if c.err != nil {
			return c.err
		}
		for i, r := range c.records {
			sum.add(c.lines[i])
			if err := f(r); err != nil {
				return err
			}
			count++
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if sum.String() != a.Chain || count != a.Versions {
		return node.Errorf(node.Unreadable, "the history is not the one that was written: its chain of hashes ends with %s, not %s", &sum, a.Chain)
	}
	return nil
}

// ahead reads sections of the log while the ones before are worked on.
func (a *Archive) ahead(ctx context.Context) <-chan chunk {
	chunks := make(chan chunk, 1)
	go func() {
		defer close(chunks)
		for _, s := range a.Sections {
			if s.Kind != kindLog {
				continue
			}
			c := a.chunk(s)
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

func (a *Archive) chunk(s Section) (c chunk) {
	if c.lines, c.err = a.lines(s); c.err != nil {
		return c
	}
	c.records = make([]storage.Record, len(c.lines))
	for i, line := range c.lines {
		if c.records[i], c.err = readRecord(line); c.err != nil {
			return c
		}
	}
	return c
}
