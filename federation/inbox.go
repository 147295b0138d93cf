package federation

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"tributary/federation/httpsig"
	"tributary/federation/policy"
	"tributary/federation/proof"
	"tributary/federation/wire"
	"tributary/node"
	"tributary/vocab"
)

// Inbox answers POST to an inbox of this node: 202 once the activity, as it came, and the work of reading
// it are on disk. What it does is found out after that.
//
// Before it: the media type, the size, the signature with its digest and time, strict JSON, that the key
// is the actor's own, that the activity's id is of the actor's origin, the activity's own proof where it
// has one, and the policy. An activity that somebody forwards must carry the proof of its actor.
//
// What is refused before it is known who signed it counts for the address it came from, which may be refused so much.
//
// Errors: Unsupported, TooLarge, Unreadable, Unauthenticated, Forbidden, Limited; Busy when the actor's
// key cannot be had now.
//
// Spec: ActivityPub 7; draft-cavage-12; RFC 9421; FEP-8b32; FEP-fe34.
func (f *Federation) Inbox(w http.ResponseWriter, r *http.Request, from Address) error {
	defer f.posts.begin()()
	by := &poster{Address: from}
	l, err := f.intake(w, r, by)
	if err != nil {
		err = by.refused(err)
		f.stats.refused(err)
		return err
	}
	if l.ID == "" { // about nothing that is known here
		w.WriteHeader(http.StatusAccepted)
		return nil
	}
	origin, _ := node.Origin(l.Actor)
	taken, err := f.store.TakeLetter(r.Context(), l, node.Job{
		Lane: node.LaneOf(Receiving, origin), Kind: Receiving, Key: string(l.Actor), Ref: l.ID,
	})
	if err != nil {
		return err
	}
	f.stats.received(taken)
	w.WriteHeader(http.StatusAccepted)
	return nil
}

// Receiving is the work of carrying out what another node sent.
const Receiving = "receive"

// intake is the letter that a request brings, proven. Its ID is empty when there is nothing to keep.
func (f *Federation) intake(w http.ResponseWriter, r *http.Request, by *poster) (node.Letter, error) {
	if !wire.IsActivityPost(r.Header.Get("Content-Type")) {
		return node.Letter{}, node.Errorf(node.Unsupported, "an inbox takes application/activity+json or application/ld+json")
	}
	if r.ContentLength > int64(f.max) {
		return node.Letter{}, node.Errorf(node.TooLarge, "an activity has at most %d bytes", f.max)
	}
	signature, err := httpsig.Read(r, httpsig.Rules{Origin: f.node.Base, Now: f.now})
	if err != nil {
		return node.Letter{}, err
	}
	key := vocab.IRI(signature.KeyID)
	if _, err := wire.OriginOf(key); err != nil {
		return node.Letter{}, node.Errorf(node.Unauthenticated, "keyId: %s", node.MessageOf(err))
	}
	if wait := by.Wait(); wait > 0 && !f.vouched(r.Context(), signature) {
		return node.Letter{}, tooMany(wait)
	}
	body, err := readBody(w, r, f.max)
	if err != nil {
		return node.Letter{}, err
	}
	if err := httpsig.CheckDigest(r.Header, body); err != nil {
		return node.Letter{}, err
	}
	m, err := wire.Read(body, wire.Limits{Bytes: f.max})
	if err != nil {
		return node.Letter{}, err
	}
	if err := storable(body); err != nil {
		return node.Letter{}, err
	}
	if m.Actor == "" {
		return node.Letter{}, node.Errorf(node.Unreadable, "actor: an inbox takes activities, and they have one actor")
	}
	for _, who := range []string{string(key), string(m.Actor)} {
		if err := f.policy.Refuse(r.Context(), who, ""); err != nil {
			return node.Letter{}, err
		}
	}
	if wire.SameOrigin(m.Actor, f.node.Node()) || wire.SameOrigin(key, f.node.Node()) {
		return node.Letter{}, node.Errorf(node.Unauthenticated, "actor: an agent of this node acts through its own outbox")
	}
	if !wire.SameOrigin(m.ID, m.Actor) {
		return node.Letter{}, node.Errorf(node.Unauthenticated, "id: %s is not of the origin of %s", m.ID, m.Actor)
	}
	l := node.Letter{ID: m.ID, Actor: m.Actor, At: f.now().UTC().Truncate(time.Microsecond), Body: body}
	if l, err = f.prove(r.Context(), l, m, signature, by); err == nil && l.Proof.KeyID != "" {
		f.compareFollowers(r, signature, l.Actor)
	}
	return l, err
}

// prove finds out whether the one who sent a letter is who did it.
func (f *Federation) prove(ctx context.Context, l node.Letter, m wire.Message, signature httpsig.Signature, by *poster) (node.Letter, error) {
	sender, err := f.verified(ctx, signature)
	if err != nil {
		if node.KindOf(err) == node.Gone && isDelete(m) {
			return f.lastWord(ctx, l, m, signature), nil
		}
		if node.KindOf(err) == node.Gone {
			err = node.Errorf(node.Unauthenticated, "the owner of the key %s is gone", signature.KeyID)
		}
		return l, unavailable(err)
	}
	by.known = true
	// Counted only now: what somebody claims to be would use up what another may send.
	if origin, _ := wire.OriginOf(sender.IRI); !f.budget.draw(origin) {
		return l, node.Errorf(node.Limited, "%s sends too much", origin)
	}
	f.seen(ctx, sender, signature.Scheme)
	l.Proof = node.Evidence{Scheme: string(signature.Scheme), KeyID: vocab.IRI(signature.KeyID)}
	evidence, err := f.proven(ctx, l.Body, m.Actor)
	switch {
	case err != nil:
		return l, unavailable(err)
	case evidence.Proof != "":
		l.Proof.Proof, l.Proof.Multikey = evidence.Proof, evidence.Multikey
	case sender.IRI != m.Actor:
		return l, node.Errorf(node.Unauthenticated, "%s sends what %s did, without a proof of it", sender.IRI, m.Actor)
	}
	if sender.IRI != m.Actor { // forwarded: the sender vouches for nothing
		l.Proof.Scheme, l.Proof.KeyID = "", ""
	}
	return l, nil
}

// lastWord is the letter of an actor that is no more and says so, by a key that it showed when its document
// was read last, or that its tombstone shows, since keys may be newer than that; the zero Letter when it was never
// known here, which then has nothing to do.
func (f *Federation) lastWord(ctx context.Context, l node.Letter, m wire.Message, signature httpsig.Signature) node.Letter {
	key := vocab.IRI(signature.KeyID)
	known := f.remembered(ctx, m.Actor)
	if known == nil {
		return node.Letter{}
	}
	for _, shown := range []*Actor{known, f.actors.departed(m.Actor)} {
		if shown != nil && shown.transport[key] != nil && signature.Verify(shown.transport[key]) == nil {
			l.Proof = node.Evidence{Scheme: string(signature.Scheme), KeyID: key}
			return l
		}
	}
	return node.Letter{}
}

// unavailable lets a peer try again when it is its own key that cannot be had now.
func unavailable(err error) error {
	if k := node.KindOf(err); k == node.Unreachable {
		return node.Errorf(node.Busy, "the sender's key cannot be read now: %s", node.MessageOf(err))
	}
	return err
}

// verified is the actor whose key made a signature. A key that does not fit is read anew, once in a while.
func (f *Federation) verified(ctx context.Context, s httpsig.Signature) (*Actor, error) {
	key := vocab.IRI(s.KeyID)
	actor, err := f.signer(ctx, key)
	if err != nil {
		return nil, err
	}
	err = actor.signed(s)
	if reason := httpsig.ReasonOf(err); reason != httpsig.NotByKey && reason != httpsig.UnfitKey {
		return actor, err
	}
	again, read := f.refreshed(ctx, actor)
	if !read {
		return nil, err
	}
	return again, again.signed(s)
}

// signed says that the actor signed a request: nil. A key that it proves with counts only where it says so.
//
// Errors: Unauthenticated, with a [httpsig.Reason].
func (a *Actor) signed(s httpsig.Signature) error {
	key := vocab.IRI(s.KeyID)
	public := a.transport[key]
	if public == nil {
		return &node.Error{Kind: node.Unauthenticated, Message: fmt.Sprintf("%s does not say that it signs requests with %s", a.IRI, key), Err: httpsig.UnfitKey}
	}
	return s.Verify(public)
}

// proven checks the proof that a document carries of its author. No proof is no error: Evidence is empty
// then. A proof of a kind that is not known here counts as none.
//
// Errors: Unauthenticated for a proof that does not hold, or is somebody else's.
func (f *Federation) proven(ctx context.Context, doc []byte, author vocab.IRI) (node.Evidence, error) {
	proofs, err := proof.Read(doc)
	if err != nil {
		return node.Evidence{}, node.Errorf(node.Unauthenticated, "proof: %s", node.MessageOf(err))
	}
	for _, p := range proofs {
		if p.Cryptosuite != proof.Cryptosuite {
			continue
		}
		if !wire.SameOrigin(p.VerificationMethod, author) { // nobody else's node is asked for it
			return node.Evidence{}, node.Errorf(node.Unauthenticated, "proof: %s is not of the origin of %s", p.VerificationMethod, author)
		}
		actor, err := f.signer(ctx, p.VerificationMethod)
		if err != nil {
			return node.Evidence{}, err
		}
		if actor.IRI != author {
			return node.Evidence{}, node.Errorf(node.Unauthenticated, "proof: %s is a key of %s, not of %s", p.VerificationMethod, actor.IRI, author)
		}
		public, ok := actor.methods[p.VerificationMethod]
		if !ok {
			return node.Evidence{}, node.Errorf(node.Unauthenticated, "proof: %s does not say that it signs what it says with %s", author, p.VerificationMethod)
		}
		err = p.VerifyAt(public, f.now())
		if node.KindOf(err) == node.Unsupported {
			continue
		}
		if err != nil {
			return node.Evidence{}, node.Errorf(node.Unauthenticated, "proof: %s", node.MessageOf(err))
		}
		return node.Evidence{Proof: p.VerificationMethod, Multikey: actor.multikeys[p.VerificationMethod]}, nil
	}
	return node.Evidence{}, nil
}

// seen notes that a peer spoke to us, and how, now and then.
func (f *Federation) seen(ctx context.Context, sender *Actor, scheme httpsig.Scheme) {
	const often = time.Hour
	host, err := policy.Host(string(sender.IRI))
	if err != nil || !f.stats.due(host, f.now(), often) {
		return
	}
	if err := f.store.ChangePeer(ctx, host, func(p *node.Peer) {
		p.Seen = f.now()
		if p.Scheme == "" {
			p.Scheme = string(scheme)
		}
	}); err != nil {
		f.log.Warn("note that a peer was seen", "host", host, "error", err)
	}
}

func isDelete(m wire.Message) bool {
	objects := m.Objects()
	return len(m.Types) == 1 && m.Types[0] == "Delete" && len(objects) == 1 && objects[0].ID == m.Actor
}

// readBody reads a body of bearable size.
func readBody(w http.ResponseWriter, r *http.Request, most int) ([]byte, error) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, int64(most)))
	if err == nil {
		return body, nil
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return nil, node.Errorf(node.TooLarge, "a body has at most %d bytes", most)
	}
	return nil, node.Errorf(node.Unreadable, "the body broke off")
}

// Reader is the agent of another node that signed a request to read; the zero Caller when it signed
// nothing. Its node may be kept out by the policy.
//
// Errors: Unauthenticated for a bad signature, Forbidden.
//
// Spec: "authorized fetch", as in use.
func (f *Federation) Reader(r *http.Request) (node.Caller, error) {
	if !httpsig.Signed(r) || strings.HasPrefix(r.Header.Get("Authorization"), "Bearer ") {
		return node.Stranger, nil
	}
	s, err := httpsig.Read(r, httpsig.Rules{Origin: f.node.Base, Now: f.now})
	if err != nil {
		return node.Stranger, err
	}
	if err := f.policy.Refuse(r.Context(), s.KeyID, ""); err != nil {
		return node.Stranger, err
	}
	actor, err := f.verified(r.Context(), s)
	switch node.KindOf(err) {
	case "":
	case node.Unreachable, node.Busy, node.Gone:
		return node.Stranger, nil // what is public is for everybody
	default:
		return node.Stranger, err
	}
	var who node.Caller
	err = f.node.Store().View(r.Context(), func(v node.View) error {
		who, err = node.PeerCaller(v, actor.IRI)
		return err
	})
	return who, err
}
