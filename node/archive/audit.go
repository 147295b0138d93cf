package archive

import (
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"

	"tributary/node"
	"tributary/storage"
	"tributary/vocab/jsonld"
	"tributary/vocab/vf"
)

// Audit reads the history in an archive, without any node or network: that it is signed by whose record it
// is, that the records are those that were signed, that the versions of each thing follow each other and
// were caused by something recorded before them, that each reads as what it claims to be, that resources
// hold what their events make of them, that of promises has come about what counted into them, and that the
// proofs of the letters still fit. Of a group's archive, in which the other sides are missing, only
// quantities are recomputed. progress, if not nil, is told how far it is. Nil faults: all is well.
//
// That nobody signed is no fault: [Archive.Signature] tells. Where events were corrected, the history is
// read twice; where records are not those that were signed, once more, to name them.
//
// Errors: Unreadable when the records are not those that were written, and the archive was not opened with
// [Examine].
func (a *Archive) Audit(ctx context.Context, progress func(done, total int)) (faults []node.Fault, err error) {
	// What was found when it was opened is told in any case; what is found twice, once.
	begun := len(a.faults)
	defer func() { a.faults = a.faults[:begun] }()
	h, err := a.begin(ctx)
	if err != nil {
		return nil, err
	}
	done := 0
	var hashes []byte
	err = a.hashed(ctx, func(r storage.Record, hash [sha256.Size]byte) error {
		hashes = append(hashes, hash[:]...)
		if done++; progress != nil && done%recordsBetween == 0 {
			progress(done, a.Versions)
		}
		return h.record(r)
	})
	if err != nil {
		return h.faults, err
	}
	h.compare(a.Group != "")
	changed, err := a.unsigned(ctx, hashes)
	if err != nil {
		return nil, err
	}
	letters, err := a.letters()
	if err != nil {
		return nil, err
	}
	faults = append(append(append(a.faults[:len(a.faults):len(a.faults)], changed...), h.faults...), letters...)
	again := h.refold.Corrected()
	if len(again) == 0 {
		return faults, nil
	}
	second, err := a.begin(ctx)
	if err != nil {
		return nil, err
	}
	second.refold.Keep(again)
	if err := a.Records(ctx, second.record); err != nil {
		return faults, err
	}
	second.faults = nil // they were found before
	second.hold(again, a.Group != "")
	return append(faults, second.faults...), nil
}

func (h *history) say(r storage.Record, format string, args ...any) {
	h.faults = append(h.faults, node.Fault{IRI: r.IRI, N: r.N, Message: fmt.Sprintf(format, args...)})
}

func (h *history) record(r storage.Record) error {
	l := h.things[r.IRI]
	if l == nil {
		l = &last{created: r.Created}
		h.things[r.IRI] = l
	}
	if r.N != l.n+1 || r.Created != l.created {
		h.say(r, "follows version %d", l.n)
	}
	l.n, l.newest = r.N, nil
	if h.things[r.Activity] == nil {
		h.say(r, "was caused by %s, which is not in the log before it", r.Activity)
	}
	if r.Deleted {
		return h.recount.Version(r.Version, nil)
	}
	body := r.Body
	switch {
	case r.Base == 0:
		l.base = r.Position
		if r.Class == vf.EconomicResource.Name {
			l.whole = body
		}
	case r.Base != l.base || l.whole == nil:
		h.say(r, "builds on position %d, where no whole version of it stands", r.Base)
		return nil
	default:
		var err error
		if body, _, err = node.Rebuild(l.whole, r.Delta); err != nil {
			h.say(r, "does not read: %v", err)
			return nil
		}
	}
	return h.reads(r, body)
}

func (h *history) reads(r storage.Record, body []byte) error {
	resource, err := jsonld.ReadStored(body)
	switch {
	case err != nil:
		h.say(r, "does not read: %v", err)
		return nil
	case resource.ID() != r.IRI || resource.Class() == nil || resource.Class().Name != r.Class:
		h.say(r, "describes a %s %s", resource.Class(), resource.ID())
		return nil
	case !bytes.Equal(jsonld.Append(nil, resource), body):
		h.say(r, "is not in the form this program writes")
	}
	h.things[r.IRI].owner = r.Owner
	return h.fold(r, body, resource)
}
