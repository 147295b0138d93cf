package archive

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"regexp"

	"tributary/node"
)

// proofLine is the next part of an archive by which a group came here.
type proofLine struct {
	Name  string `json:"name"`
	Bytes []byte `json:"bytes"`
}

// A proof is called by its digest. Other names are none of ours, and lead nowhere.
var proofName = regexp.MustCompile(`^[0-9a-f]{64}\` + Suffix + `$`)

const proofPart = 1 << 20 // bytes in a line

// proofs writes the archives that the node keeps, part by part.
func (s *source) proofs() error {
	if s.opt.Proofs == nil {
		return nil
	}
	files, err := fs.ReadDir(s.opt.Proofs, ".")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("read the kept archives: %w", err)
	}
	for _, f := range files {
		if !f.Type().IsRegular() || !proofName.MatchString(f.Name()) {
			continue // one that is just being made, or somebody's own
		}
		if err := s.proof(f.Name()); err != nil {
			return fmt.Errorf("read the kept archive %s: %w", f.Name(), err)
		}
	}
	return nil
}

func (s *source) proof(name string) error {
	f, err := s.opt.Proofs.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	part := make([]byte, proofPart)
	for {
		n, err := io.ReadFull(f, part)
		if n > 0 {
			if err := s.w.value(proofLine{name, part[:n]}); err != nil {
				return err
			}
		}
		switch {
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
			return s.ctx.Err()
		case err != nil:
			return err
		case s.ctx.Err() != nil:
			return s.ctx.Err()
		}
	}
}

// Proofs hands over the archives that the node kept, part after part: name is the same for all parts
// of one, and is a plain file name.
//
// Errors: Unreadable for a name that is none.
func (a *Archive) Proofs(f func(name string, part []byte) error) error {
	return each(a, kindProofs, func(p proofLine) error {
		if !proofName.MatchString(p.Name) {
			return node.Errorf(node.Unreadable, "it holds an archive by the name %q, which is no name", p.Name)
		}
		return f(p.Name, p.Bytes)
	})
}
