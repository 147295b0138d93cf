package archive

import (
	"context"
	"crypto/sha256"
	"fmt"

	"tributary/node"
	"tributary/storage"
	"tributary/vocab"
)

// unsigned names what is not as it was signed. found are the hashes of the records, one after the other.
func (a *Archive) unsigned(ctx context.Context, found []byte) (faults []node.Fault, err error) {
	say := func(format string, args ...any) {
		faults = append(faults, node.Fault{IRI: a.signer(), Message: "the archive: " + fmt.Sprintf(format, args...)})
	}
	signature, err := a.Signature()
	switch node.KindOf(err) {
	case "", node.NotFound:
	case node.Unauthenticated:
		say("%s", node.MessageOf(err))
	default:
		return nil, err
	}
	written, err := a.signedHashes()
	if err != nil {
		return nil, err
	}
	if written == nil || string(written) == string(found) {
		if signature != nil && signature.said.Records != "" && signature.said.Records != sum(written) {
			say("its records are others than %s signed", signature.By)
		}
		return faults, nil
	}
	more, err := a.named(ctx, written, found)
	return append(faults, more...), err
}

// maxNamed bounds how many records are named one by one.
const maxNamed = 1000

// named says which records are not those that were written, or stand elsewhere.
func (a *Archive) named(ctx context.Context, written, found []byte) (faults []node.Fault, err error) {
	type leaf = [sha256.Size]byte
	place := make(map[leaf]int, len(written)/sha256.Size)
	for i := 0; i < len(written); i += sha256.Size {
		place[leaf(written[i:])] = i / sha256.Size
	}
	there := make(map[leaf]bool, len(found)/sha256.Size)
	for i := 0; i < len(found); i += sha256.Size {
		there[leaf(found[i:])] = true
	}
	missing := func(i int) bool {
		return i*sha256.Size < len(written) && !there[leaf(written[i*sha256.Size:])]
	}
	say := func(id vocab.IRI, n int, format string, args ...any) {
		if len(faults) < maxNamed {
			faults = append(faults, node.Fault{IRI: id, N: n, Message: fmt.Sprintf(format, args...)})
		}
	}
	next := 0 // the place of the record that was written after those read so far
	before := storage.Record{Version: node.Version{IRI: a.signer()}}
	removed := func(to int) {
		for ; next < to; next++ {
			if missing(next) {
				say(before.IRI, before.N, "was followed by another version, the %dth of the log, which was removed", next+1)
			}
		}
	}
	noted := len(a.faults)
	err = a.hashed(ctx, func(r storage.Record, hash [sha256.Size]byte) error {
		at, known := place[hash]
		switch {
		case known && at < next:
			say(r.IRI, r.N, "stands in another order than it was written: it was the %dth of the log", at+1)
		case known:
			removed(at)
			next = at + 1
		case missing(next):
			say(r.IRI, r.N, "is not what was written: its content was changed, or it was put in the place of another")
			next++
		default:
			say(r.IRI, r.N, "was not there when the archive was written: it was put in")
		}
		before = r
		return nil
	})
	removed(len(written) / sha256.Size)
	a.faults = a.faults[:noted] // they were noted before
	return faults, err
}
