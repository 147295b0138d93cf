package federation

import (
	"cmp"
	"context"
	"crypto"
	"crypto/ed25519"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"tributary/federation/dialect"
	"tributary/federation/fetch"
	"tributary/federation/httpsig"
	"tributary/federation/policy"
	"tributary/federation/proof"
	"tributary/federation/wire"
	"tributary/node"
	"tributary/node/problem"
	"tributary/vocab"
)

// Actor is an agent of another node as its own document tells it.
type Actor struct {
	IRI         vocab.IRI
	Inbox       vocab.IRI
	SharedInbox vocab.IRI // empty: it has none
	Outbox      vocab.IRI
	Followers   vocab.IRI
	AlsoKnownAs []vocab.IRI

	Affiliations vocab.IRI // where it is listed who belongs to it; empty: nowhere
	Dialect      dialect.Dialect
	Dealings     bool      // its node tells what stands between two
	Read         time.Time // when the document was read

	manner    manner                          // how its node says that it may be spoken to; empty: it does not
	transport map[vocab.IRI]crypto.PublicKey  // that sign its requests
	methods   map[vocab.IRI]ed25519.PublicKey // that sign what it says
	multikeys map[vocab.IRI]string            // the same as text
}

// How long an actor's document is believed. A key that does not fit has it read again, but not by
// everybody who sends nonsense.
const (
	actorFresh  = 24 * time.Hour
	actorRetry  = 5 * time.Minute
	maxActors   = 20_000 // kept in memory
	maxKeyCount = 16     // of one actor
)

// actors are the actors met lately.
type actors struct {
	mu    sync.Mutex
	known map[vocab.IRI]*Actor
	keys  map[vocab.IRI]vocab.IRI // the owner of a key
	looks map[vocab.IRI]look      // for keys that an actor did not show
	gone  map[vocab.IRI]*Actor    // that are no more, with the keys of their tombstones
}

// look is when an actor was last read for keys that it had not shown, and for which.
type look struct {
	since time.Time
	keys  map[vocab.IRI]chan struct{} // closed when the look has ended
}

// maxLooks is for how many new keys an actor is read within actorRetry.
const maxLooks = 3

// lookAgain says whether an actor that was read lately is read once more for a key; done is called when it
// was. While somebody else reads it for the same key, that is waited for.
func (a *actors) lookAgain(key, owner vocab.IRI, now time.Time) (again bool, done func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.looks == nil || len(a.looks) > maxActors {
		a.looks = map[vocab.IRI]look{}
	}
	l := a.looks[owner]
	if now.Sub(l.since) >= actorRetry {
		l = look{since: now, keys: map[vocab.IRI]chan struct{}{}}
	}
	if looked, known := l.keys[key]; known {
		a.mu.Unlock()
		<-looked
		a.mu.Lock()
		return false, nil
	}
	if len(l.keys) >= maxLooks {
		return false, nil
	}
	ended := make(chan struct{})
	l.keys[key] = ended
	a.looks[owner] = l
	return true, func() { close(ended) }
}

func newActors() *actors {
	return &actors{known: map[vocab.IRI]*Actor{}, keys: map[vocab.IRI]vocab.IRI{}}
}

func (a *actors) get(id vocab.IRI) *Actor {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.known[id]
}

func (a *actors) owner(key vocab.IRI) (vocab.IRI, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	owner, ok := a.keys[key]
	return owner, ok
}

func (a *actors) put(actor *Actor) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.known) >= maxActors {
		clear(a.known)
		clear(a.keys)
	}
	a.known[actor.IRI] = actor
	for key := range actor.transport {
		a.keys[key] = actor.IRI
	}
	for key := range actor.methods {
		a.keys[key] = actor.IRI
	}
}

// depart notes the keys that the tombstone of an actor shows: its last word is signed with one of them.
func (a *actors) depart(id vocab.IRI, err error) {
	raw := fetch.TombstoneOf(err, id)
	m, bad := wire.Read(raw, wire.Limits{})
	if raw == nil || bad != nil || m.ID != id || !slices.Contains(m.Types, "Tombstone") {
		return
	}
	var shown shownKeys
	if json.Unmarshal(raw, &shown) != nil {
		return
	}
	actor := newActor(id)
	actor.read(shown)
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.gone == nil || len(a.gone) >= maxActors {
		a.gone = map[vocab.IRI]*Actor{}
	}
	a.gone[id] = actor
}

// departed is an actor that is gone, as its tombstone shows it; nil when that shows no keys.
func (a *actors) departed(id vocab.IRI) *Actor {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.gone[id]
}

// Actor is what is known of an actor of another node; its document is read when none is at hand, or only
// an old one. An old one serves while its node does not answer, or does not show it to this one.
//
// Errors: those of [fetch.Client.Document]; Invalid for what is no actor.
func (f *Federation) Actor(ctx context.Context, id vocab.IRI) (*Actor, error) {
	known := f.remembered(ctx, id)
	if known != nil && f.now().Sub(known.Read) < actorFresh {
		return known, nil
	}
	read, err := f.readActor(ctx, id)
	if err != nil && known != nil {
		silent := node.KindOf(err) == node.Unreachable || node.KindOf(err) == node.Busy
		if status := fetch.StatusOf(err); silent || status == http.StatusUnauthorized || status == http.StatusForbidden {
			return known, nil
		}
	}
	return read, err
}

// remembered is an actor from memory or from disk; nil when it was never met.
func (f *Federation) remembered(ctx context.Context, id vocab.IRI) *Actor {
	if known := f.actors.get(id); known != nil {
		return known
	}
	kept, err := f.store.Letter(ctx, id)
	if err != nil || !kept.Proof.Fetched {
		return nil
	}
	actor, err := parseActor(kept.Body)
	if err != nil {
		return nil
	}
	actor.Read = kept.At
	f.actors.put(actor)
	return actor
}

// readActor reads an actor's document at its own address, and keeps it.
func (f *Federation) readActor(ctx context.Context, id vocab.IRI) (*Actor, error) {
	if f.node.Owns(id) {
		return nil, node.Errorf(node.Invalid, "%s is of this node", id)
	}
	doc, err := f.client.Document(ctx, id)
	if err != nil {
		return nil, err
	}
	if doc.IRI != id {
		return nil, node.Errorf(node.Invalid, "%s calls itself %s", id, doc.IRI)
	}
	return f.learnActor(ctx, doc.IRI, doc.Raw)
}

// learnActor keeps an actor's document that its own origin vouches for.
func (f *Federation) learnActor(ctx context.Context, id vocab.IRI, raw []byte) (*Actor, error) {
	actor, err := parseActor(raw)
	if err != nil {
		return nil, err
	}
	if actor.IRI != id || f.node.Owns(id) {
		return nil, node.Errorf(node.Invalid, "%s calls itself %s", id, actor.IRI)
	}
	actor.Read = f.now().UTC().Truncate(time.Microsecond)
	if err := f.store.PutDocument(ctx, node.Letter{
		ID: id, Actor: id, At: actor.Read, Body: raw, State: node.LetterDone, Proof: node.Evidence{Fetched: true},
	}); err != nil {
		return nil, err
	}
	if r, err := readRoot(ctx, raw); err == nil && r != nil {
		if err := f.node.Learn(ctx, r, id, node.Audience{Level: node.Public}); err != nil {
			return nil, err
		}
	}
	if err := f.noteDialect(ctx, actor); err != nil {
		return nil, err
	}
	f.actors.put(actor)
	return actor, nil
}

// noteDialect keeps what kind of node an actor lives on.
func (f *Federation) noteDialect(ctx context.Context, actor *Actor) error {
	host, err := policy.Host(string(actor.IRI))
	if err != nil {
		return err
	}
	kind := node.PeerPlain
	if actor.Dialect == dialect.Full {
		kind = node.PeerOurs
	}
	return f.store.ChangePeer(ctx, host, func(p *node.Peer) {
		p.Kind = kind
		// What it was found to understand counts more, but for what saves both sides the most.
		if actor.manner == edwards || p.Scheme == "" {
			p.Scheme = cmp.Or(string(actor.manner), p.Scheme)
		}
	})
}

// parseActor reads what of an actor's document federation needs.
//
// Spec: ActivityPub 4.1; FEP-521a.
func parseActor(raw []byte) (*Actor, error) {
	m, err := wire.Read(raw, wire.Limits{})
	if err != nil {
		return nil, err
	}
	if err := storable(raw); err != nil {
		return nil, err
	}
	var own struct {
		Inbox     vocab.IRI      `json:"inbox"`
		Outbox    vocab.IRI      `json:"outbox"`
		Followers jsontext.Value `json:"followers"`
		Endpoints jsontext.Value `json:"endpoints"`
		shownKeys
		Also     jsontext.Value `json:"alsoKnownAs"`
		Standing jsontext.Value `json:"affiliations"`
	}
	if err := json.Unmarshal(raw, &own); err != nil {
		return nil, node.Errorf(node.Invalid, "%s is no actor: %s", m.ID, plain(err))
	}
	if own.Inbox == "" || !wire.SameOrigin(own.Inbox, m.ID) {
		return nil, node.Errorf(node.Invalid, "%s is no actor: it has no inbox of its own origin", m.ID)
	}
	a := newActor(m.ID)
	a.Inbox, a.Outbox, a.Followers = own.Inbox, own.Outbox, firstID(own.Followers)
	var endpoints struct {
		SharedInbox vocab.IRI `json:"sharedInbox"`
	}
	if own.Endpoints.Kind() == '{' && json.Unmarshal(own.Endpoints, &endpoints) == nil && wire.SameOrigin(endpoints.SharedInbox, m.ID) {
		a.SharedInbox = endpoints.SharedInbox
	}
	for _, s := range stringsOf(own.Also) {
		a.AlsoKnownAs = append(a.AlsoKnownAs, vocab.IRI(s))
	}
	if standing := firstID(own.Standing); wire.SameOrigin(standing, m.ID) {
		a.Affiliations = standing
	}
	a.read(own.shownKeys)
	if features, err := dialect.ReadCapabilities(raw); err == nil {
		a.Dialect, a.manner = dialect.KindOf(features), hinted(features)
		a.Dealings = slices.Contains(features, dialect.FeatureDealings)
	}
	return a, nil
}

// shownKeys are the terms in which an actor, or its tombstone, shows keys.
type shownKeys struct {
	PublicKey jsontext.Value `json:"publicKey"`
	Method    jsontext.Value `json:"assertionMethod"`
	Signs     jsontext.Value `json:"authentication"`
}

func newActor(id vocab.IRI) *Actor {
	return &Actor{IRI: id, transport: map[vocab.IRI]crypto.PublicKey{}, methods: map[vocab.IRI]ed25519.PublicKey{}, multikeys: map[vocab.IRI]string{}}
}

func (a *Actor) read(k shownKeys) {
	a.readKeys(k.PublicKey)
	a.readMethods(k.Method)
	a.readSigning(k.Signs)
}

func firstID(raw jsontext.Value) vocab.IRI {
	items, err := wire.Items("", raw, wire.Limits{})
	if err != nil || len(items) == 0 {
		return ""
	}
	return items[0].ID
}

// readKeys takes the keys that sign requests: the actor's own, of its own origin.
func (a *Actor) readKeys(raw jsontext.Value) {
	for _, item := range wire.Elements(raw) {
		var key struct {
			ID    vocab.IRI `json:"id"`
			Owner vocab.IRI `json:"owner"`
			PEM   string    `json:"publicKeyPem"`
		}
		if item.Kind() != '{' || json.Unmarshal(item, &key) != nil || key.Owner != a.IRI || !wire.SameOrigin(key.ID, a.IRI) || len(a.transport) >= maxKeyCount {
			continue
		}
		if public, err := httpsig.ParsePublicPEM([]byte(key.PEM)); err == nil {
			a.transport[key.ID] = public
		}
	}
}

// readMethods takes the keys that sign what the actor says.
func (a *Actor) readMethods(raw jsontext.Value) {
	for _, item := range wire.Elements(raw) {
		var key struct {
			ID         vocab.IRI `json:"id"`
			Controller vocab.IRI `json:"controller"`
			Multibase  string    `json:"publicKeyMultibase"`
		}
		if item.Kind() != '{' || json.Unmarshal(item, &key) != nil || key.Controller != a.IRI || !wire.SameOrigin(key.ID, a.IRI) || len(a.methods) >= maxKeyCount {
			continue
		}
		if public, err := proof.ParseMultikey(key.Multibase); err == nil {
			a.methods[key.ID], a.multikeys[key.ID] = public, key.Multibase
		}
	}
}

// readSigning takes the keys for which the actor says that they sign its requests, beside what they prove. A
// key that it does not name here proves and no more: of those that were replaced, proofs are checked for
// years.
//
// Spec: FEP-521a; Controlled Identifiers 1.0, 2.3.1 Authentication.
func (a *Actor) readSigning(raw jsontext.Value) {
	for _, item := range wire.Elements(raw) {
		id := firstID(item)
		if public, known := a.methods[id]; known && a.transport[id] == nil && len(a.transport) < maxKeyCount {
			a.transport[id] = public
		}
	}
}

// shows says whether the actor's document has a key, for requests or for proofs.
func (a *Actor) shows(key vocab.IRI) bool { return a.transport[key] != nil || a.methods[key] != nil }

// signer is whose key this is, whatever it signs. The actor's document is read when the key is not known.
//
// Errors: Unauthenticated when there is no such key, or its owner does not show it; Gone when the owner
// is; Unreachable and Busy when it cannot be found out now.
func (f *Federation) signer(ctx context.Context, key vocab.IRI) (*Actor, error) {
	owner := f.ownerOf(key)
	actor := f.remembered(ctx, owner)
	if actor != nil && actor.shows(key) {
		// A key that its owner has withdrawn must not count for ever.
		if actor, err := f.Actor(ctx, owner); err != nil {
			return nil, keyError(key, err)
		} else if actor.shows(key) {
			return actor, nil
		}
		return nil, node.Errorf(node.Unauthenticated, "%s shows no key %s any more", owner, key)
	}
	// A key that is new may have been made just now; one that was not there a moment ago is still not there,
	// and who invents keys has an actor read a few times only.
	looking := actor != nil && f.now().Sub(actor.Read) < actorRetry
	if looking {
		again, done := f.actors.lookAgain(key, owner, f.now())
		if !again {
			if actor = f.actors.get(owner); actor != nil && actor.shows(key) {
				return actor, nil // somebody else's look has found it
			}
			if gone := f.actors.departed(owner); gone != nil && gone.shows(key) {
				return nil, node.Errorf(node.Gone, "%s is gone", owner)
			}
			return nil, node.Errorf(node.Unauthenticated, "%s shows no key %s", owner, key)
		}
		defer done()
	}
	// Anybody can write any key id; how often a node is asked for one must not be theirs to choose.
	if err := f.mayRead(key); err != nil {
		return nil, err
	}
	select {
	case f.reads <- struct{}{}:
		defer func() { <-f.reads }()
	default:
		return nil, node.Errorf(node.Busy, "too many keys are being read; try again")
	}
	doc, err := f.client.Document(ctx, owner)
	if err != nil {
		f.actors.depart(owner, err)
		return nil, keyError(key, err)
	}
	if owned := keyOwner(doc.Raw); owned != "" && owned != doc.IRI {
		// The key stands at an address of its own; what counts is the actor's document.
		if !wire.SameOrigin(owned, key) {
			return nil, node.Errorf(node.Unauthenticated, "the key %s belongs to somebody of another origin", key)
		}
		if doc, err = f.client.Document(ctx, owned); err != nil {
			return nil, keyError(key, err)
		}
	}
	actor, err = f.learnActor(ctx, doc.IRI, doc.Raw)
	if err != nil {
		return nil, keyError(key, err)
	}
	if !actor.shows(key) {
		if !looking {
			if again, done := f.actors.lookAgain(key, actor.IRI, f.now()); again {
				done() // it was looked for just now
			}
		}
		return nil, node.Errorf(node.Unauthenticated, "%s shows no key %s", actor.IRI, key)
	}
	return actor, nil
}

// ownerOf is the address at which a key's owner is looked for: where it was found before, else where the key is.
func (f *Federation) ownerOf(key vocab.IRI) vocab.IRI {
	if owner, known := f.actors.owner(key); known {
		return owner
	}
	owner, _, _ := strings.Cut(string(key), "#")
	return vocab.IRI(owner)
}

// mayRead says whether the node at which a key is may be asked for it once more: nil.
func (f *Federation) mayRead(key vocab.IRI) error {
	origin, _ := wire.OriginOf(key)
	if f.keyReads.draw(origin) {
		return nil
	}
	return problem.After(node.Errorf(node.Limited, "keys of %s are asked for too often", origin), f.keyReads.wait())
}

// keyOwner is the owner that a document names when it is a key.
func keyOwner(raw []byte) vocab.IRI {
	var key struct {
		Owner     vocab.IRI      `json:"owner"`
		PublicKey jsontext.Value `json:"publicKey"`
		Inbox     jsontext.Value `json:"inbox"`
	}
	if json.Unmarshal(raw, &key) != nil || key.Inbox != nil {
		return ""
	}
	if key.Owner == "" && key.PublicKey.Kind() == '{' {
		_ = json.Unmarshal(key.PublicKey, &key) // GoToSocial shows a part of the actor at the key's address
	}
	return key.Owner
}

// keyError is why a key could not be found. What a peer gets wrong about its keys is about signatures.
func keyError(key vocab.IRI, err error) error {
	switch node.KindOf(err) {
	case node.Unreachable, node.Busy, node.Gone, node.Internal, node.Limited:
		return err
	}
	return node.Errorf(node.Unauthenticated, "the key %s cannot be read: %s", key, node.MessageOf(err))
}

// refreshed is the actor read anew, unless that was done lately: its key may have changed.
func (f *Federation) refreshed(ctx context.Context, actor *Actor) (*Actor, bool) {
	if f.now().Sub(actor.Read) < actorRetry || f.mayRead(actor.IRI) != nil {
		return actor, false
	}
	read, err := f.readActor(ctx, actor.IRI)
	if err != nil {
		return actor, false
	}
	return read, true
}
