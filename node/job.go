package node

import (
	"errors"
	"strings"
	"time"

	"tributary/vocab"
)

// Job is work to be done once what asked for it is on disk. It is done at least once: after a crash
// maybe again, so that who does it must bear that.
type Job struct {
	ID       int64     // grows; storage assigns it
	Lane     string    // where it queues: its kind, or its kind and a destination, "deliver https://b.example"
	Kind     string    // which handler does it: one word
	Key      string    // jobs of one lane with one key are done in order, one at a time; empty: no order
	Party    string    // on whose behalf it is done; see ErrParty; empty: nobody's
	Ref      vocab.IRI // what it is about: the activity
	Data     []byte    // what else the handler needs, up to MaxJobData bytes
	Due      time.Time // not before; zero: at once, ahead of jobs with a time
	Made     time.Time // when it was asked for; zero: now
	Attempts int       // how often it was begun and failed; storage counts
}

// ErrLeft is the outcome of a job that was handed over with others and not begun: it stays where it is, as if
// nobody had looked.
var ErrLeft = errors.New("left for later")

// ErrParty is in the chain of a failure that may pass and concerns one party alone: its destination takes what
// others bring. The jobs of that party then wait in a lane of their own, and those of others go on.
var ErrParty = errors.New("what others send goes on")

const (
	// MaxJobData is how much a job may carry.
	MaxJobData = 1 << 20
	// maxJobText bounds a job's lane, key, party and reference, which storage indexes.
	maxJobText = 2048
)

// LaneOf is the lane for a kind of work and a destination, which may be empty.
func LaneOf(kind, destination string) string {
	if destination == "" {
		return kind
	}
	return kind + " " + destination
}

// Apart is the lane in which the job waits when its destination refuses its party alone.
func (j Job) Apart() string { return LaneOf(j.Lane, j.Party) }

// Check refuses a job that nobody could do: Invalid.
func (j Job) Check() error {
	kind, _, _ := strings.Cut(j.Lane, " ")
	switch {
	case j.Kind == "" || strings.ContainsAny(j.Kind, " \t\r\n"):
		return Errorf(Invalid, "a job's kind is one word, not %q", j.Kind)
	case kind != j.Kind:
		return Errorf(Invalid, "a job of kind %s has a lane that begins with this word, not %q", j.Kind, j.Lane)
	case len(j.Apart()) > maxJobText, len(j.Key) > maxJobText, len(j.Ref) > maxJobText:
		return Errorf(Invalid, "a job's lane with its party, its key and its reference have at most %d bytes each", maxJobText)
	case len(j.Data) > MaxJobData:
		return Errorf(Invalid, "a job carries %d bytes; at most %d are kept", len(j.Data), MaxJobData)
	}
	return nil
}
