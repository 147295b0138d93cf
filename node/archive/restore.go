package archive

import (
	"context"
	"fmt"
	"time"

	"tributary/node"
	"tributary/storage"
	"tributary/vocab/jsonld"
)

// metaURL is the node's own fact that says which node the database belongs to.
const metaURL = "url"

// Restore fills an empty database with everything in the archive of a whole node, and compares what
// the database then says with the archive's chain of hashes. All or nothing: after an error, or when
// the program ends on the way, the database is as empty as before.
//
// base is the URL the node has from now on. Another than the archive's moves the node: its own IRIs
// then begin with the new URL, in every version, and the chain is that of the renamed records.
//
// progress, if not nil, is told what is being done, and how far.
//
// Errors: Invalid for the archive of a group; Conflict when the database is not empty; Busy when
// another program has it open; Internal when it does not hold what it was given.
func (a *Archive) Restore(ctx context.Context, db *storage.DB, base string, progress func(doing string, done, total int)) error {
	if a.Group != "" {
		return node.Errorf(node.Invalid,
			"this archive holds %s alone: tributary import brings it into a node that is there", a.Group)
	}
	if progress == nil {
		progress = func(string, int, int) {}
	}
	deriving := func(done, total int) { progress("derive", done, total) }
	return db.Restore(ctx, linksOf, deriving, func(l *storage.Loader) error {
		move := renaming(a.Node, base)
		given, err := a.load(ctx, l, move, progress)
		if err != nil {
			return err
		}
		if err := a.loadRest(l, move, base); err != nil {
			return err
		}
		return a.compare(ctx, l, given, progress)
	})
}

// linksOf are the references that a stored body makes.
func linksOf(body []byte) ([]node.Link, error) {
	r, err := jsonld.ReadStored(body)
	if err != nil {
		return nil, err
	}
	return node.Links(r), nil
}

// load brings in the log, and gives the chain of what it brought in.
func (a *Archive) load(
	ctx context.Context, l *storage.Loader, move *rename, progress func(string, int, int),
) (given chain, err error) {
	count := 0
	var line []byte
	err = a.Records(ctx, func(r storage.Record) error {
		if r, err = move.record(r); err != nil {
			return err
		}
		if count++; count%recordsBetween == 0 {
			progress("restore", count, a.Versions)
		}
		line = appendRecord(line[:0], r)
		given.add(line)
		return l.Append(r)
	})
	return given, err
}

// loadRest brings in what is beside the log.
func (a *Archive) loadRest(l *storage.Loader, move *rename, base string) error {
	if err := each(a, kindRelations, func(r relationLine) error {
		return l.Relate(move.relation(node.Relation{From: r.From, Kind: r.Kind, To: r.To, Value: r.Value, Since: r.Since}))
	}); err != nil {
		return err
	}
	if err := each(a, kindMemories, func(m memoryLine) error {
		return l.Remember(storage.Memory{Actor: move.iri(m.Actor), Key: m.Key,
			Memory: node.Memory{Digest: m.Digest, Activity: move.iri(m.Activity), At: m.At}})
	}); err != nil {
		return err
	}
	if err := l.SetMeta(metaURL, []byte(base)); err != nil {
		return err
	}
	if err := each(a, kindMeta, func(m metaLine) error {
		if m.Key == metaURL {
			return nil
		}
		return l.SetMeta(m.Key, m.Value)
	}); err != nil {
		return err
	}
	if err := a.loadTraffic(l, move); err != nil {
		return err
	}
	if err := each(a, kindMembers, func(m memberLine) error {
		return l.AddMember(storage.Member{IRI: move.iri(m.IRI), Email: m.Email, Since: m.Since})
	}); err != nil {
		return err
	}
	return each(a, kindSecrets, func(s secretLine) error {
		return l.KeepSecret(storage.Secret{Hash: s.Hash, Holder: move.iri(s.Holder), Scope: s.Scope,
			Issued: s.Issued, Expires: s.Expires, Used: s.Used})
	})
}

// compare reads back what the database holds now.
func (a *Archive) compare(ctx context.Context, l *storage.Loader, given chain, progress func(string, int, int)) error {
	s, err := l.Snapshot()
	if err != nil {
		return err
	}
	var kept chain
	count := 0
	var line []byte
	err = s.Records("", func(r storage.Record) error {
		if count++; count%recordsBetween == 0 {
			progress("compare", count, a.Versions)
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		line = appendRecord(line[:0], r)
		kept.add(line)
		return nil
	})
	if err != nil {
		return fmt.Errorf("read back what was restored: %w", err)
	}
	if kept != given || count != a.Versions {
		return node.Errorf(node.Internal, "the database holds something else than it was given; nothing was restored")
	}
	return nil
}

// Name is a name for an archive made now: tributary-20260301T120000Z.tributary.
func Name(what string, now time.Time) string {
	return what + "-" + now.UTC().Format("20060102T150405Z") + Suffix
}
