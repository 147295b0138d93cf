package federation

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"tributary/federation/wire"
	"tributary/node"
	"tributary/vocab"
)

// Outbox is the door through which members' programs record.
//
// Spec: ActivityPub 6, client to server interactions.
type Outbox struct {
	Node *node.Node
	// MaxBytes bounds a body; 0: 1 MiB, which is the most that is read in any case.
	MaxBytes int
	// Caller is who a request comes from; the zero Caller for a stranger.
	Caller func(*http.Request) (node.Caller, error)
	// Refuse answers an error.
	Refuse func(http.ResponseWriter, *http.Request, error)
	// Show answers with a thing, for Prefer: return=representation.
	Show func(w http.ResponseWriter, r *http.Request, id vocab.IRI, status int)
}

// Post answers POST to the outbox of actor: 201 with Location, once everything is on disk.
//
// Headers: Idempotency-Key makes a repeat answer the first result; If-Match "v/N" is the version an
// Update was made to; Prefer: return=representation asks for the activity itself.
func (o Outbox) Post(w http.ResponseWriter, r *http.Request, actor vocab.IRI) {
	receipt, err := o.submit(w, r, actor)
	if err != nil {
		o.Refuse(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Location", string(receipt.Activity))
	for _, warning := range receipt.Warnings {
		h.Add("Warning", `299 - `+strconv.QuoteToASCII(warning))
	}
	if prefers(r.Header, "return=representation") {
		h.Set("Preference-Applied", "return=representation")
		o.Show(w, r, receipt.Activity, http.StatusCreated)
		return
	}
	w.WriteHeader(http.StatusCreated)
}

func (o Outbox) submit(w http.ResponseWriter, r *http.Request, actor vocab.IRI) (node.Receipt, error) {
	who, err := o.Caller(r)
	if err != nil {
		return node.Receipt{}, err
	}
	if who.Agent == "" && !who.Operator {
		return node.Receipt{}, node.Errorf(node.Unauthenticated, "recording needs a token: Authorization: Bearer …")
	}
	if !wire.IsActivityPost(r.Header.Get("Content-Type")) {
		return node.Receipt{}, node.Errorf(node.Unsupported, "the outbox takes application/activity+json or application/ld+json, in UTF-8")
	}
	most := int64(cmp.Or(o.MaxBytes, 1<<20))
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, most))
	if err != nil {
		var tooLarge *http.MaxBytesError
		if errors.As(err, &tooLarge) {
			return node.Receipt{}, node.Errorf(node.TooLarge, "a body has at most %d bytes", most)
		}
		return node.Receipt{}, node.Errorf(node.Unreadable, "the body broke off")
	}
	act, err := ReadActivity(body, actor)
	if err != nil {
		return node.Receipt{}, err
	}
	if act.IfMatch, err = version(r.Header.Get("If-Match")); err != nil {
		return node.Receipt{}, err
	}
	if act.Key = r.Header.Get("Idempotency-Key"); act.Key != "" {
		if len(act.Key) > 255 {
			return node.Receipt{}, node.Errorf(node.Invalid, "an Idempotency-Key has at most 255 bytes")
		}
		digest := sha256.Sum256(body)
		act.Digest = hex.EncodeToString(digest[:])
	}
	return o.Node.Submit(r.Context(), who, act)
}

// version reads an entity tag of the form "v/N"; * and none mean any version.
func version(tag string) (int, error) {
	if tag == "" || tag == "*" {
		return 0, nil
	}
	inner, quoted := strings.CutPrefix(tag, `"v/`)
	inner, closed := strings.CutSuffix(inner, `"`)
	n, err := strconv.Atoi(inner)
	if err != nil || n < 1 || !quoted || !closed {
		return 0, node.Errorf(node.Invalid, `If-Match takes a version such as "v/3", not %s`, tag)
	}
	return n, nil
}

// prefers says whether a Prefer header asks for something.
//
// Spec: RFC 7240, section 2.
func prefers(h http.Header, preference string) bool {
	for _, line := range h.Values("Prefer") {
		for one := range strings.SplitSeq(line, ",") {
			asked, _, _ := strings.Cut(one, ";")
			if strings.EqualFold(strings.TrimSpace(asked), preference) {
				return true
			}
		}
	}
	return false
}
