package node

import (
	"strings"
	"time"
	"unicode/utf8"

	"tributary/vocab"
)

// PolicyLevel is how far this node deals with another, or with one actor there.
type PolicyLevel string

const (
	PolicyAllow PolicyLevel = "allow" // as with anyone
	PolicyLimit PolicyLevel = "limit" // followers only: hidden from strangers' lists, no media
	PolicyBlock PolicyLevel = "block" // not at all, in neither direction
	PolicyClear PolicyLevel = "clear" // there is no rule any more: what is more general decides
)

// PolicyLevels are all levels a decision can have.
var PolicyLevels = []PolicyLevel{PolicyAllow, PolicyLimit, PolicyBlock, PolicyClear}

// PolicyRule is one decision about whom to deal with. Decisions are kept for ever: the newest about a
// subject and group that is no draft is in force; a draft counts when it is approved.
type PolicyRule struct {
	ID         int64       `json:"-"`               // order of decision; storage gives it
	Subject    string      `json:"subject"`         // domain, *.domain, host:port, actor's IRI or *, in its one spelling
	Group      vocab.IRI   `json:"group,omitempty"` // whose decision it is; empty: the whole node's
	Level      PolicyLevel `json:"level"`
	Reason     string      `json:"reason,omitempty"`
	Provenance string      `json:"provenance,omitempty"` // where it came from: a file and line, or a decision's IRI
	Author     vocab.IRI   `json:"author,omitempty"`     // who entered it
	At         time.Time   `json:"at,omitzero"`          // UTC, to the microsecond
	Draft      bool        `json:"draft,omitempty"`
}

// PeerKind says how much a node has in common with this one.
type PeerKind string

const (
	PeerUnknown PeerKind = ""
	PeerPlain   PeerKind = "activitypub" // ActivityPub alone
	PeerOurs    PeerKind = "valueflows"  // also ValueFlows as this node writes it
)

// Peer is what is known of another node. It is observation, not policy: it can be forgotten.
type Peer struct {
	Host     string    `json:"host"`               // lower-case ASCII, with a port where it is not the scheme's own
	Software string    `json:"software,omitempty"` // as its NodeInfo says
	Version  string    `json:"version,omitempty"`  // the same
	Kind     PeerKind  `json:"kind,omitempty"`
	Scheme   string    `json:"scheme,omitempty"`  // of HTTP signatures, the one that worked last; empty: none did yet
	Seen     time.Time `json:"seen,omitzero"`     // when it last spoke to us; zero: never
	LastOK   time.Time `json:"lastOK,omitzero"`   // when it last answered us well; zero: never
	LastFail time.Time `json:"lastFail,omitzero"` // when it last did not; zero: never
	Failure  string    `json:"failure,omitempty"` // why not, at that time
	Note     string    `json:"note,omitempty"`    // the operator's
}

// Answered notes that the peer answered well.
func (p *Peer) Answered(at time.Time) { p.LastOK = at }

// maxFailure bounds what is kept of a peer's complaint, in bytes.
const maxFailure = 500

// Failed notes that the peer did not answer well, and why. The reason may be a stranger's text.
func (p *Peer) Failed(at time.Time, reason string) {
	reason = strings.ToValidUTF8(strings.ReplaceAll(reason, "\x00", ""), "")
	for len(reason) > maxFailure {
		_, size := utf8.DecodeLastRuneInString(reason)
		reason = reason[:len(reason)-size]
	}
	p.LastFail, p.Failure = at, reason
}

// Down says whether the peer failed when it was last tried.
func (p Peer) Down() bool { return p.LastFail.After(p.LastOK) }
