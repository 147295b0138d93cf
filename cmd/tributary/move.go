package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"tributary/node"
	"tributary/node/archive"
	"tributary/node/server"
	"tributary/vocab"
)

// proofs is the folder that keeps the archives by which groups came: what they said at their source.
const proofs = "archives"

// arrive brings in a group or a person that left another node.
func (c *imports) arrive(a *app) error {
	if c.DryRun || c.Audience != "" {
		return usagef("an archive comes as it is: --dry-run and --audience are for other sources")
	}
	return a.with(func(s *server.Server) error {
		from, err := archive.Open(c.Source, nil)
		if err != nil {
			return err
		}
		defer from.Close()
		if err := c.trust(a, s, from); err != nil {
			return err
		}
		opt := archive.Moving{DB: s.DB, Node: s.Node.Addresses, Handle: c.As}
		if c.Member != "" {
			if opt.Member, err = s.Accounts.Member(a.ctx, c.Member); err != nil {
				return err
			}
		}
		proof, fresh, err := keepProof(a.folder(), c.Source, from.Digest)
		if err != nil {
			return err
		}
		bar := a.bar("import")
		opt.Progress = bar.at
		moved, err := from.Import(a.ctx, opt)
		bar.end()
		if err != nil && fresh { // nobody came with it
			err = errors.Join(err, os.Remove(proof))
		}
		if err != nil {
			return err
		}
		if _, err := s.Node.Identify(a.ctx, moved.Group); err != nil { // a running server signs for it at once
			return err
		}
		for _, other := range moved.Follows {
			if _, err := a.does(s, "Follow", moved.Group, other); err != nil {
				a.note("%s is not asked whether it may be followed from here: %s", other, node.MessageOf(err))
			}
		}
		if c.JSON {
			return a.json(moved)
		}
		a.say("%s", moved.Group)
		a.note("%s is here with %d versions of %d things; what they were there stays in %s", moved.From, moved.Versions, moved.Things, proof)
		if from.IsPerson() {
			a.note("Followers come along once this address says that it is %s too, and that one that it moved: docs/operating.md tells how", moved.From)
			return nil
		}
		a.note("It has no members yet: tributary member add EMAIL --group %s --role admin", c.As)
		return nil
	})
}

// keepProof copies an archive to the node's folder, under the name of its content; fresh says that it
// was not there yet.
func keepProof(dir, source, digest string) (path string, fresh bool, err error) {
	folder := filepath.Join(dir, proofs)
	path = filepath.Join(folder, digest+archive.Suffix)
	if _, err := os.Stat(path); err == nil {
		return path, false, nil
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return "", false, err
	}
	from, err := os.Open(source)
	if err != nil {
		return "", false, err
	}
	defer from.Close()
	to, err := os.OpenFile(path+".partial", os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return "", false, err
	}
	_, err = io.Copy(to, from)
	if err = errors.Join(err, to.Sync(), to.Close()); err != nil {
		return "", false, fmt.Errorf("keep the archive: %w", err)
	}
	return path, true, os.Rename(path+".partial", path)
}

// bringProofs writes the kept archives of a backup into the folder where its node is restored.
func bringProofs(from *archive.Archive, dir string) error {
	folder := filepath.Join(dir, proofs)
	var file *os.File
	done := func() error {
		if file == nil {
			return nil
		}
		return errors.Join(file.Sync(), file.Close())
	}
	err := from.Proofs(func(name string, part []byte) error {
		path := filepath.Join(folder, name)
		if file == nil || file.Name() != path {
			err := errors.Join(done(), os.MkdirAll(folder, 0o700))
			if err != nil {
				return err
			}
			if file, err = os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600); err != nil {
				return err
			}
		}
		_, err := file.Write(part)
		return err
	})
	if err = errors.Join(err, done()); err != nil {
		return fmt.Errorf("bring back the kept archives: %w", err)
	}
	return nil
}

// audit verifies an archive, without a node.
func (c *verify) audit(a *app) error {
	bar := a.bar("verify")
	defer bar.end()
	from, err := archive.Examine(c.Archive)
	if err != nil {
		return err
	}
	defer from.Close()
	faults, err := from.Audit(a.ctx, bar.at)
	if err != nil {
		return fmt.Errorf("%s: %w", c.Archive, err)
	}
	bar.end()
	signed, err := from.Signature()
	if kind := node.KindOf(err); err != nil && kind != node.NotFound && kind != node.Unauthenticated {
		return fmt.Errorf("%s: %w", c.Archive, err)
	}
	if c.Key != "" && (signed == nil || signed.Multikey != c.Key) {
		faults = append(faults, node.Fault{IRI: vocab.IRI(from.Node), Message: "the archive is not signed with the key " + c.Key})
	}
	if c.JSON {
		if err := a.json(append([]node.Fault{}, faults...)); err != nil {
			return err
		}
	} else {
		for _, f := range faults {
			a.say("%s", f)
		}
	}
	if len(faults) > 0 {
		return fmt.Errorf("%s in %s", count(len(faults), "fault", "faults"), count(from.Versions, "version", "versions"))
	}
	whose := from.Node
	if from.Group != "" {
		whose = string(from.Group)
	}
	a.note("all is well: %d versions of %d things of %s, as they were written on %s", from.Versions, from.Things, whose, from.Made.Format("2006-01-02"))
	a.note("history %s", from.Chain)
	if signed == nil {
		a.note("nobody signed it: whoever had it may have changed it")
		return nil
	}
	a.note("signed by %s %s", signed.By, signed.At.Format(time.RFC3339))
	a.note("with the key %s; whether that is its key, its own address tells, or --key asks", signed.Multikey)
	return nil
}

// trust looks at who signed an archive, and whether its history is sound, before anything is done with it.
func (c *imports) trust(a *app, s *server.Server, from *archive.Archive) error {
	signed, err := from.Signature()
	switch {
	case err == nil:
		if c.Key != "" && signed.Multikey != c.Key {
			return node.Errorf(node.Unauthenticated, "the archive is signed with the key %s, not with %s", signed.Multikey, c.Key)
		}
	case node.KindOf(err) != node.NotFound:
		return err
	case !c.Unsigned || c.Key != "":
		return node.Errorf(node.Unauthenticated, "nobody signed the archive: whoever had it may have changed it. --unsigned takes it all the same")
	}
	faults, err := from.Audit(a.ctx, nil)
	if err != nil {
		return err
	}
	if len(faults) > 0 {
		return node.Errorf(node.Invalid, "the history in the archive has %d faults, first: %s. tributary verify --archive names all", len(faults), faults[0])
	}
	if signed == nil || c.Key != "" {
		return nil
	}
	shown, err := s.Federation.Multikeys(a.ctx, signed.By)
	switch {
	case err != nil:
		a.note("%s could not be asked for its keys (%s); --key compares with one that you know: it is signed with %s",
			signed.By, node.MessageOf(err), signed.Multikey)
	case !slices.Contains(shown, signed.Multikey):
		return node.Errorf(node.Unauthenticated, "the archive is signed with the key %s, which %s does not show", signed.Multikey, signed.By)
	}
	return nil
}

// verifyArrivals compares what came with archives with the archives.
func (a *app) verifyArrivals(s *server.Server) (faults []node.Fault, err error) {
	files, err := filepath.Glob(filepath.Join(a.folder(), proofs, "*"+archive.Suffix))
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		from, err := archive.Open(file, nil)
		if node.KindOf(err) == node.Unreadable {
			faults = append(faults, node.Fault{IRI: vocab.IRI(s.Node.Base), Message: "keeps an archive that is damaged: " + err.Error()})
			continue
		}
		if err != nil {
			return nil, err
		}
		if _, err := from.Signature(); node.KindOf(err) == node.Unauthenticated {
			faults = append(faults, node.Fault{IRI: from.Group, Message: "came with an archive of which " + node.MessageOf(err)})
		}
		err = s.DB.View(a.ctx, func(v node.View) error {
			more, err := from.Compare(a.ctx, v, s.Node.Addresses)
			faults = append(faults, more...)
			return err
		})
		if err := errors.Join(err, from.Close()); err != nil {
			return nil, err
		}
	}
	return faults, nil
}
