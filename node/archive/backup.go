package archive

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"tributary/node"
	"tributary/storage"
	"tributary/vocab"
)

// Options say what goes into an archive. DB and Node are needed.
type Options struct {
	DB     *storage.DB
	Node   node.Addresses
	Group  vocab.IRI // only what this group, or person known by a handle, owns now, with all its history; empty: everything
	Config []byte    // config.toml, without the address of the database; nil: none
	// Private puts in what a node needs to go on where it was: keys, members, hashes of secrets.
	// Never for a group or a person.
	Private bool
	// Sign signs it in the name of the group, or of the node; nil: nobody does.
	Sign   Signer
	Proofs fs.FS // the folder with the archives by which groups came here, for a backup; nil: none
	Now    time.Time
	// Progress is told how many records of how many were written; nil: nobody is.
	Progress func(done, total int)
}

// Backup writes an archive to a file that is not there yet. The node may go on writing; the archive
// holds what was committed when the call began. The file appears under its name when it is whole and
// on disk; until then it is named with ".partial" at the end.
//
// Errors: Conflict when there is such a file, or an unfinished one; Invalid for a group with secrets; NotFound when there
// is no such group or person. With an error nothing is left.
func Backup(ctx context.Context, path string, opt Options) (Manifest, error) {
	if opt.Group != "" && opt.Private {
		return Manifest{}, node.Errorf(node.Invalid, "who leaves, leaves without the node's secrets")
	}
	if _, err := os.Lstat(path); err == nil {
		return Manifest{}, thereAlready(path)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return Manifest{}, fmt.Errorf("look for %s: %w", path, err)
	}
	partial := path + ".partial"
	f, err := os.OpenFile(partial, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return Manifest{}, node.Errorf(node.Conflict,
			"%s is there: another program is writing it, or was ended on the way; in that case remove it and try again", partial)
	}
	if err != nil {
		return Manifest{}, fmt.Errorf("make the archive: %w", err)
	}
	m, err := write(ctx, f, opt)
	if err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = appear(partial, path)
	}
	if err != nil {
		return Manifest{}, errors.Join(err, removed(partial))
	}
	return m, nil
}

func thereAlready(path string) error {
	return node.Errorf(node.Conflict, "%s is there already, and is left as it is", path)
}

func removed(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// appear gives a whole file its name. Link, unlike rename, refuses one that somebody took meanwhile.
func appear(partial, path string) error {
	err := os.Link(partial, path)
	switch {
	case errors.Is(err, fs.ErrExist):
		return thereAlready(path)
	case err != nil: // a file system without links
		if err := os.Rename(partial, path); err != nil {
			return fmt.Errorf("name the archive: %w", err)
		}
	default:
		if err := os.Remove(partial); err != nil {
			return fmt.Errorf("name the archive: %w", err)
		}
	}
	return syncFolder(filepath.Dir(path))
}

// syncFolder makes a name last.
func syncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("keep the name of the archive: %w", err)
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// write writes an archive of one snapshot.
func write(ctx context.Context, to io.Writer, opt Options) (Manifest, error) {
	w := newWriter(to, Manifest{
		Format: Format, Node: opt.Node.Base, Group: opt.Group, Private: opt.Private, Made: opt.Now.UTC().Truncate(time.Second),
	})
	err := opt.DB.Snapshot(ctx, func(s storage.Snapshot) error {
		if opt.Group != "" {
			if _, err := s.View().Latest(opt.Group); err != nil {
				return err
			}
		}
		source := source{Snapshot: s, opt: opt, w: w, ctx: ctx}
		for _, k := range kinds {
			if k.private && !opt.Private {
				continue
			}
			w.begin(k.kind, k.private)
			if err := source.section(k.kind); err != nil {
				return err
			}
			if err := w.end(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return Manifest{}, err
	}
	return w.manifest, w.close(func(manifest []byte) ([]byte, error) { return seal(opt, w.manifest, manifest, w.hashes) })
}

// source is a snapshot on its way into an archive.
type source struct {
	storage.Snapshot
	ctx context.Context
	opt Options
	w   *writer
	// Of a group or a person: what is its own, and what of others tells how it came to be so.
	has, witness map[vocab.IRI]bool
}

// section writes all that the database has of a kind.
func (s *source) section(kind Kind) error {
	switch kind {
	case kindConfig:
		if s.opt.Config == nil {
			return nil
		}
		return s.w.value(string(s.opt.Config))
	case kindLog:
		return s.log()
	case kindHashes:
		return s.hashes()
	case kindRelations:
		return s.Relations(s.relation)
	case kindMemories:
		return s.Memories(func(m storage.Memory) error {
			return s.w.value(memoryLine{m.Actor, m.Key, m.Digest, m.Activity, m.At})
		})
	case kindMeta:
		return s.Meta(func(key string, value []byte) error { return s.w.value(metaLine{key, value}) })
	case kindMembers:
		return s.Members(func(m storage.Member) error { return s.w.value(memberLine{m.IRI, m.Email, m.Since}) })
	case kindSecrets:
		return s.Secrets(func(x storage.Secret) error {
			return s.w.value(secretLine{x.Hash, x.Holder, x.Scope, x.Issued, x.Expires, x.Used})
		})
	case kindProofs:
		return s.proofs()
	}
	return s.traffic(kind)
}

func (s *source) log() error {
	end, err := s.View().Position()
	if err != nil {
		return err
	}
	if s.opt.Group != "" {
		if err := s.survey(); err != nil {
			return err
		}
	}
	shown, err := s.facing()
	if err != nil {
		return err
	}
	var sum chain
	var line []byte
	m := &s.w.manifest
	err = s.Records("", func(r storage.Record) error {
		if r.Position%recordsBetween == 0 {
			if err := s.ctx.Err(); err != nil {
				return err
			}
			if s.opt.Progress != nil {
				s.opt.Progress(int(r.Position), int(end))
			}
		}
		if s.has != nil && !s.has[r.IRI] {
			if !s.witness[r.IRI] {
				return nil
			}
			if r.Body, err = blankUnlessNil(r.Body); err != nil {
				return fmt.Errorf("read %s: %w", r.IRI, err)
			}
		}
		if r, err = shown.record(r); err != nil {
			return err
		}
		line = appendRecord(line[:0], r)
		sum.add(line)
		if !s.opt.Private {
			leaf := sha256.Sum256(line)
			s.w.hashes = append(s.w.hashes, leaf[:]...)
		}
		if m.Versions == 0 {
			m.Position.First = r.Position
		}
		m.Position.Last = r.Position
		m.Versions++
		if r.N == 1 {
			m.Things++
		}
		return s.w.line(line)
	})
	m.Chain = sum.String()
	return err
}

// hashes writes the hash of each record that leaves. A backup has none: who restores it asks only whether
// it is whole.
func (s *source) hashes() error {
	for leaf := range slices.Chunk(s.w.hashes, sha256.Size) {
		if err := s.w.value(leaf); err != nil {
			return err
		}
	}
	return nil
}

func blankUnlessNil(body []byte) ([]byte, error) {
	if body == nil {
		return nil, nil
	}
	return blank(body)
}

// recordsBetween two looks at the clock of the caller.
const recordsBetween = 1024

// relation writes a standing relation, if it leaves with the group or person. Who belongs to whom stays: the body
// that made somebody a member knows it by the address here. So does who stands behind a pseudonym or a handle.
func (s *source) relation(r node.Relation) error {
	if s.has != nil {
		if private[r.Kind] || !s.has[r.From] && !s.has[r.To] {
			return nil
		}
	}
	if !s.opt.Private && (s.opt.Node.IsMember(r.From) || s.opt.Node.IsMember(r.To)) {
		return nil // who stands behind a pseudonym or a handle stays where the members are
	}
	return s.w.value(relationLine{r.From, r.Kind, r.To, r.Value, r.Since})
}
