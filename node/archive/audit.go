package archive

import (
	"bytes"
	"context"
	"fmt"

	"tributary/node"
	"tributary/storage"
	"tributary/vocab/jsonld"
	"tributary/vocab/vf"
)

// Audit reads the history in an archive, without any node or network: that the records are those
// that were written, that the versions of each thing follow each other and were caused by something
// recorded before them, that each reads as what it claims to be, and that resources hold what their
// events make of them. Of a group's archive, in which the other sides are missing, only quantities are
// recomputed. progress, if not nil, is told how far it is. Nil faults: all is well.
//
// Where events were corrected, the history is read twice.
//
// Errors: Unreadable when the records are not those that were written.
func (a *Archive) Audit(ctx context.Context, progress func(done, total int)) (faults []node.Fault, err error) {
	h := newHistory(a.Node)
	done := 0
	err = a.Records(ctx, func(r storage.Record) error {
		h.record(r)
		if done++; progress != nil && done%recordsBetween == 0 {
			progress(done, a.Versions)
		}
		return nil
	})
	if err != nil {
		return h.faults, err
	}
	h.compare(nil, a.Group != "")
	again := h.refold.Corrected()
	if len(again) == 0 {
		return h.faults, nil
	}
	second := newHistory(a.Node)
	second.refold.Keep(again)
	if err := a.Records(ctx, func(r storage.Record) error { second.record(r); return nil }); err != nil {
		return h.faults, err
	}
	second.faults = nil // they were found before
	second.compare(again, a.Group != "")
	return append(h.faults, second.faults...), nil
}

func (h *history) say(r storage.Record, format string, args ...any) {
	h.faults = append(h.faults, node.Fault{IRI: r.IRI, N: r.N, Message: fmt.Sprintf(format, args...)})
}

func (h *history) record(r storage.Record) {
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
		return
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
		return
	default:
		var err error
		if body, err = node.Rebuild(l.whole, r.Delta); err != nil {
			h.say(r, "does not read: %v", err)
			return
		}
	}
	h.reads(r, body)
}

func (h *history) reads(r storage.Record, body []byte) {
	resource, err := jsonld.ReadStored(body)
	switch {
	case err != nil:
		h.say(r, "does not read: %v", err)
		return
	case resource.ID() != r.IRI || resource.Class() == nil || resource.Class().Name != r.Class:
		h.say(r, "describes a %s %s", resource.Class(), resource.ID())
		return
	case !bytes.Equal(jsonld.Append(nil, resource), body):
		h.say(r, "is not in the form this program writes")
	}
	h.fold(r, body, resource)
}
