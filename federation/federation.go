package federation

import (
	"context"
	"log/slog"
	"net/url"
	"sync/atomic"
	"time"

	"tributary/federation/fetch"
	"tributary/federation/keyring"
	"tributary/federation/policy"
	"tributary/node"
	"tributary/vocab"
)

// Store is what federation keeps, beside the record.
type Store interface {
	policy.Peers
	// TakeLetter keeps what another node sent, and the work of reading it, in one transaction. False:
	// it was taken before.
	TakeLetter(ctx context.Context, l node.Letter, work node.Job) (bool, error)
	// EndLetter notes what became of a letter.
	EndLetter(ctx context.Context, id vocab.IRI, state node.LetterState, reason string) error
	// Letter is what another node sent, as it came. NotFound.
	Letter(ctx context.Context, id vocab.IRI) (node.Letter, error)
	// PutDocument keeps a document that was read at its own address, in place of the one kept before.
	PutDocument(ctx context.Context, l node.Letter) error
	// Sent is how far the log has been looked through for what goes to other nodes. NotFound before
	// anything was.
	Sent(ctx context.Context) (node.Position, error)
	// Send keeps what goes out, the work of delivering it, and how far the log was looked through, in one
	// transaction. Conflict when another process looked first.
	Send(ctx context.Context, after, to node.Position, parcels []node.Parcel, work []node.Job) error
	// SendAgain keeps what goes out once more and the work of delivering it, in place of what waits of the
	// same activities in the same lanes, in one transaction.
	SendAgain(ctx context.Context, parcels []node.Parcel, work []node.Job) error
	// Parcel is the body of an activity as it is sent in a form. NotFound.
	Parcel(ctx context.Context, activity vocab.IRI, form string) ([]byte, error)
	// Changed is closed when something is committed.
	Changed() <-chan struct{}
}

// Options are what federation is made of. Node, Store, Keys and Policy are needed.
type Options struct {
	Node     *node.Node
	Store    Store
	Keys     *keyring.Keyring
	Policy   *policy.Keeper
	Client   fetch.Options // of the client; Sign is ours
	Log      *slog.Logger
	Now      func() time.Time
	MaxBytes int // of a received body; 0: 1 MB
	// PerOrigin is how many requests a minute one origin may send to an inbox; 0: no limit.
	PerOrigin int
	// KeyReads is how often a minute one origin is asked for keys that others name; 0: no limit.
	KeyReads int
}

// Federation speaks with other nodes: it takes what they send, finds out who they are, and brings them
// what is for them. It is safe for concurrent use.
type Federation struct {
	node   *node.Node
	store  Store
	policy *policy.Keeper
	client *fetch.Client
	log    *slog.Logger
	now    func() time.Time
	max    int

	keys   atomic.Pointer[keyring.Keyring]
	looked looked
	actors *actors
	reads  chan struct{} // of keys of strangers, going on
	budget *budget
	stats  Stats
	posts  intake

	keyReads *budget // of what is read at one node because requests name a key of it
	forwards *budget // of letters that go on to followers
	passing  *budget // of what is read at one node because agents of another name it

	reading  fetch.Options // of clients that read in somebody's name
	ledgers  ledgers
	circles  circles
	listings listings
}

// maxKeyReads bounds how many keys of strangers are read at once: each has a request wait, with its body.
const maxKeyReads = 32

// New makes a federation.
func New(o Options) *Federation {
	f := &Federation{
		node: o.Node, store: o.Store, policy: o.Policy, log: o.Log, now: o.Now, max: o.MaxBytes,
		actors: newActors(), reads: make(chan struct{}, maxKeyReads),
	}
	if f.log == nil {
		f.log = slog.New(slog.DiscardHandler)
	}
	if f.now == nil {
		f.now = time.Now
	}
	if f.max == 0 {
		f.max = 1 << 20
	}
	f.budget, f.keyReads = newBudget(o.PerOrigin, f.now), newBudget(o.KeyReads, f.now)
	f.forwards, f.passing = newBudget(maxForwards, f.now), newBudget(maxPassedOnReads, f.now)
	f.keys.Store(o.Keys)
	o.Client.Sign = f.reader(o.Node.Node())
	o.Client.Now = f.now
	o.Client.May = f.mayAsk
	f.reading = o.Client
	f.client = fetch.New(o.Client)
	return f
}

// mayAsk refuses to ask nodes that are kept out by the policy, also where a redirect leads there.
func (f *Federation) mayAsk(u *url.URL) error {
	return f.policy.Refuse(context.Background(), u.String(), "")
}

// UseKeys has the federation sign with other keys from now on.
func (f *Federation) UseKeys(k *keyring.Keyring) { f.keys.Store(k) }
