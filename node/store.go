package node

import (
	"context"
	"iter"
	"time"

	"tributary/vocab"
)

// Store is what a node needs of a database.
type Store interface {
	// View reads one snapshot. Errors of f come back unchanged.
	View(ctx context.Context, f func(View) error) error
	// Update runs alone. An error of f, or a failed commit, undoes everything f did; when it
	// returns nil the changes are on disk. f may run more than once, when what it saw did not come to pass;
	// only the last run counts.
	Update(ctx context.Context, f func(Tx) error) error
	// UpdateAll is Update for several that are to happen in this order, each with an outcome of its own. They
	// share commits where they can. When one is lost with its transaction, those after it are not carried out: Busy.
	UpdateAll(ctx context.Context, all []func(Tx) error) []error
	Close() error
}

// View reads. Iterators stop at the first error, which is their last pair.
type View interface {
	// Latest is the newest version, a tombstone included. NotFound when there is none.
	Latest(vocab.IRI) (Version, error)
	// Version is version n. NotFound when there is none.
	Version(id vocab.IRI, n int) (Version, error)
	// AsOf is the version in force at a record time. NotFound when there was none yet.
	AsOf(id vocab.IRI, at time.Time) (Version, error)
	// History is every version after a number, 0 for all, oldest first; bodies are rebuilt.
	History(id vocab.IRI, after int) iter.Seq2[Version, error]
	// Find is what matches now, in order of creation.
	Find(Query) iter.Seq2[Version, error]
	// Count is how many match, paging apart.
	Count(Query) (int, error)
	// Log is every version after a position, in order; bodies are rebuilt.
	Log(after Position) iter.Seq2[Version, error]
	// Links are the references that a thing's current version makes, as they are kept for Find.
	Links(vocab.IRI) ([]Link, error)
	// Relations are standing relations that match; empty fields match all.
	Relations(Relation) iter.Seq2[Relation, error]
	// Remembered is what an idempotency key was used for. NotFound when it was not, or more than
	// seven days ago.
	Remembered(actor vocab.IRI, key string) (Memory, error)
	// Position is the end of the log.
	Position() (Position, error)
}

// Tx reads its own writes.
type Tx interface {
	View
	// Append adds versions to the log and makes them current. Their N must follow the latest one
	// of the same IRI: Conflict otherwise. It returns them with positions assigned.
	Append(...Version) ([]Version, error)
	// Recorded is the latest record time in the log; zero when it is empty. What is appended is not
	// recorded earlier.
	Recorded() time.Time
	// Relate begins a standing relation, or ends it. Of From, Kind and To there is one (but for Awaits): a further
	// beginning replaces its Value and keeps the first Since.
	Relate(r Relation, on bool) error
	// Remember keeps what an idempotency key was used for.
	Remember(actor vocab.IRI, key string, m Memory) error
	// Enqueue asks for work once this update is on disk: if it fails, nothing was asked. Invalid for
	// a job that nobody could do.
	Enqueue(...Job) error
	// Erased is since when what is personal is blanked in a letter; zero: it is not. NotFound when it is gone.
	Erased(letter vocab.IRI) (time.Time, error)
	// EndLetter notes what became of a letter.
	EndLetter(id vocab.IRI, state LetterState, reason string) error
}

// Query says what to find. Zero fields do not restrict.
type Query struct {
	Classes    []string   // class names; callers list subclasses too (vocab.Kinds)
	Owner      vocab.IRI  // whose record
	Refers     []Link     // references it makes, all of them
	After      Position   // Created position of the last one seen
	Limit      int        // 0: all
	Descending bool       // newest first; After then means before
	At         *time.Time // record time; nil: now
	Sight      Sight
	Deleted    bool // tombstones too
	Bodies     bool // only N, Position, Created, Deleted and Body are needed; the rest may stay empty
}

// Relation is a standing relation between two agents: not a statement of either, but a fact of
// this node, such as a follow or a membership.
type Relation struct {
	From  vocab.IRI
	Kind  RelationKind
	To    vocab.IRI
	Value string // of a membership: the role
	Since time.Time
}

// RelationKind names a kind of standing relation.
type RelationKind string

const (
	// Follows: From reads what To publishes to followers. Value is the Follow, where one of the two is
	// of another node.
	Follows RelationKind = "follows"
	// AsksToFollow: From asked to follow To, with the activity Value, and waits for the answer.
	AsksToFollow RelationKind = "asks-to-follow"
	// AsksToJoin: From asked to belong to To, with the activity Value, and waits for the answer.
	AsksToJoin RelationKind = "asks-to-join"
	// InvitedTo: From was invited to belong to To, and has not answered; Value is the role, after the
	// Invite and a space.
	InvitedTo RelationKind = "invited"
	// Offered: From offers To something, with the activity Value, and waits for the answer.
	Offered RelationKind = "offered"
	// Binds: agreement From was concluded with the word of To.
	Binds RelationKind = "binds"
	// Blocks: From wants nothing to do with To.
	Blocks RelationKind = "blocks"
	// MemberOf: From has the role Value in group To.
	MemberOf RelationKind = "member"
	// SpokenFor: From is an agent without an account; group To created it and speaks for it.
	SpokenFor RelationKind = "spoken-for"
	// AppearsAs: member From appears in group Value under the pseudonym To.
	AppearsAs RelationKind = "appears-as"
	// KnownAs: member From is known to others as the person To, by a handle. Value is KnownNoMore once the
	// person was closed; the relation stays so that its traces are found when they are to be erased.
	KnownAs RelationKind = "known-as"
	// Awaits: event From waits for the confirmation of agent To, who is accountable for resource Value.
	Awaits RelationKind = "awaits"
	// AsksToDo: agent To is asked to do what commitment From says, and has not answered.
	AsksToDo RelationKind = "asks-to-do"
	// Took: agent To said, with the activity Value, that it does what commitment From says.
	Took RelationKind = "took"
	// Declined: agent To of this node said, with the activity Value, that it does not do what commitment From of
	// another node says, which still names it.
	Declined RelationKind = "declined"
	// AsksToAdd: whoever made commitment From asks To, with the activity Value, that it becomes part of its plan, which
	// To made.
	AsksToAdd RelationKind = "asks-to-add"
	// Finishes: by the word of who reports event From all of commitment To is done, once that is confirmed.
	Finishes RelationKind = "finishes"
	// DealsWith: group From has sent something to agents of the node at the origin To, which therefore has to
	// know by which keys From speaks.
	DealsWith RelationKind = "deals-with"
)

// KnownNoMore is the value of KnownAs for a person that was closed.
const KnownNoMore = "closed"

// Memory is what an idempotency key was used for.
type Memory struct {
	Digest   string    // of the body it came with
	Activity vocab.IRI // the first result
	At       time.Time
}
