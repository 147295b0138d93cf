package node

import (
	"time"

	"tributary/vocab"
)

// Letter is an activity as another node sent it: its bytes unchanged, with what proved them, so that
// whoever doubts can check again.
type Letter struct {
	ID     vocab.IRI // of the activity
	Actor  vocab.IRI // who did it
	At     time.Time // when it arrived, UTC, to the microsecond
	Body   []byte    // as received
	Proof  Evidence
	State  LetterState
	Reason string // of a refused one: why; of one that was carried out: warnings
}

// Evidence is what proved a letter when it arrived. The public keys are kept with it, because peers
// change theirs.
type Evidence struct {
	Scheme string    `json:"scheme,omitempty"` // of the HTTP signature; empty: there was none, or somebody forwarded it
	KeyID  vocab.IRI `json:"keyId,omitempty"`  // of the key that signed the request
	// Proof and Multikey are the verification method and the public key of the activity's own proof
	// (FEP-8b32); empty: it has none.
	Proof    vocab.IRI `json:"proof,omitempty"`
	Multikey string    `json:"multikey,omitempty"`
	// Fetched says that it was read at its own address, or in its actor's own outbox, which vouches for it.
	Fetched bool `json:"fetched,omitempty"`
	// Erased is when what is personal was blanked in the letter: since then no proof fits it. Zero: never.
	Erased time.Time `json:"erased,omitzero"`
}

// LetterState says what became of a letter.
type LetterState uint8

const (
	LetterWaiting LetterState = iota // on disk; not looked at yet
	LetterDone                       // carried out, or kept
	LetterRefused                    // against a rule: nothing of it remains but the reason
)

// LetterStates are the names of the states, as people read them.
var LetterStates = [...]string{"waiting", "done", "refused"}

func (s LetterState) String() string { return LetterStates[s] }

// Parcel is an activity of this node in one of the forms that peers read, as it is sent. The bytes are
// made once, so that every attempt sends the same.
type Parcel struct {
	Activity vocab.IRI
	Form     string // the dialect
	Body     []byte
}
