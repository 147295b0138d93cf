package federation

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
)

// A digest tells what a log holds without telling all of it: how many activities there are in a stretch of
// time, and a hash of which. Two nodes that have the same digest have the same activities; where they
// differ, one asks for the parts of that stretch, until it sees which activities it lacks.
//
// The format is described in docs/digest.md.

// Digest is what the log of a group holds in a stretch of time, as far as whoever asks may see.
type Digest struct {
	Group vocab.IRI `json:"group"`
	// In is a beginning of a time in UTC, such as 2026, 2026-11 or 2026-11-21T09: the stretch are all times
	// that begin so. Empty: all times.
	In    string `json:"in"`
	Count int    `json:"count"`
	// Hash is the exclusive or of the SHA-256 sums of the activities' addresses, in hexadecimal digits.
	Hash string `json:"hash"`
	// Parts are the next shorter stretches that hold something, in order of time.
	Parts []Stretch `json:"parts,omitempty"`
	// Activities are all of them by address, in order of time, where they are few.
	Activities []vocab.IRI `json:"activities,omitempty"`
}

// Stretch is a part of a digest.
type Stretch struct {
	In    string `json:"in"`
	Count int    `json:"count"`
	Hash  string `json:"hash"`
}

const (
	instant    = "2006-01-02T15:04:05"
	digestLeaf = 256 // so many activities are named rather than divided further
)

// stretches are the lengths of the beginnings of a time that name a stretch: all, a year, a month, a day,
// an hour, a minute, a second.
var stretches = []int{0, len("2006"), len("2006-01"), len("2006-01-02"), len("2006-01-02T15"), len("2006-01-02T15:04"), len(instant)}

// inLog says whether an activity is of a group's log: what it tells its followers, and those it names.
// What is asked and answered between two sides is theirs.
func inLog(verb string) bool { return !node.Between[verb] || verb == "Undo" }

// Digest is what the log of a group of this node holds in a stretch of time, as far as a caller may see.
//
// Errors: NotFound for a group that is not there; Gone; Unreadable for a stretch that is none.
func (f *Federation) Digest(ctx context.Context, who node.Caller, group vocab.IRI, in string) (Digest, error) {
	if !isStretch(in) {
		return Digest{}, node.Errorf(node.Unreadable, "in is the beginning of a time, such as 2026-11 or 2026-11-21T09; not %.40q", in)
	}
	if _, err := f.node.Get(ctx, who, group); err != nil {
		return Digest{}, err
	}
	l, err := f.ledger(ctx, who.Sight(), group)
	if err != nil {
		return Digest{}, err
	}
	return l.digest(group, in), nil
}

func isStretch(in string) bool {
	if !slices.Contains(stretches, len(in)) {
		return false
	}
	_, err := time.Parse(instant[:len(in)], in)
	return err == nil
}

// logged is one activity of a log.
type logged struct {
	at  string // to the second
	id  vocab.IRI
	sum [sha256.Size]byte
}

// ledger is the log of a group, in order of time.
type ledger []logged

// in is the part of a log in a stretch of time.
func (l ledger) in(stretch string) ledger {
	from, _ := slices.BinarySearchFunc(l, stretch, func(e logged, s string) int { return strings.Compare(e.at[:len(s)], s) })
	part := l[from:]
	to, _ := slices.BinarySearchFunc(part, stretch, func(e logged, s string) int {
		if e.at[:len(s)] > s {
			return 0
		}
		return -1
	})
	return part[:to]
}

// hash is the exclusive or of the sums.
func (l ledger) hash() string {
	var all [sha256.Size]byte
	for _, e := range l {
		xor(&all, e.sum)
	}
	return hex.EncodeToString(all[:])
}

func xor(into *[sha256.Size]byte, sum [sha256.Size]byte) {
	for i := range into {
		into[i] ^= sum[i]
	}
}

// digest tells of a stretch of a log.
func (l ledger) digest(group vocab.IRI, in string) Digest {
	part := l.in(in)
	d := Digest{Group: group, In: in, Count: len(part), Hash: part.hash()}
	if len(part) <= digestLeaf || len(in) == len(instant) {
		for _, e := range part {
			d.Activities = append(d.Activities, e.id)
		}
		return d
	}
	for len(part) > 0 {
		shorter := part[0].at[:narrower(in)]
		inside := part.in(shorter)
		d.Parts = append(d.Parts, Stretch{In: shorter, Count: len(inside), Hash: inside.hash()})
		part = part[len(inside):]
	}
	return d
}

// narrower is the length of the next shorter stretches inside one.
func narrower(in string) int {
	return stretches[min(slices.Index(stretches, len(in))+1, len(stretches)-1)]
}

// ledgers are the logs read lately, each as somebody may see it. They are good until the next commit.
type ledgers struct {
	mu   sync.Mutex
	at   node.Position
	read map[string]ledger
}

// maxLedgers bounds how many logs are kept in memory, and maxLedger how long they are.
const (
	maxLedgers = 8
	maxLedger  = 100_000
)

func (l *ledgers) get(at node.Position, key string) (ledger, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.at != at {
		l.at, l.read = at, nil
	}
	kept, ok := l.read[key]
	return kept, ok
}

func (l *ledgers) put(at node.Position, key string, read ledger) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.at != at || len(read) > maxLedger {
		return
	}
	if l.read == nil || len(l.read) >= maxLedgers {
		l.read = map[string]ledger{}
	}
	l.read[key] = read
}

// ledger is the log of an agent, of this node or another, as it is kept here and somebody may see it.
func (f *Federation) ledger(ctx context.Context, sight node.Sight, agent vocab.IRI) (l ledger, err error) {
	err = f.node.Store().View(ctx, func(v node.View) error {
		at, err := v.Position()
		if err != nil {
			return err
		}
		key := fmt.Sprint(agent, " ", sight)
		kept, ok := f.ledgers.get(at, key)
		if ok {
			l = kept
			return nil
		}
		classes := slices.DeleteFunc(f.node.Kinds(as.Activity), func(verb string) bool { return !inLog(verb) })
		for act, err := range v.Find(node.Query{Classes: classes, Owner: agent, Sight: sight}) {
			if err != nil {
				return err
			}
			r, err := act.Resource()
			if err != nil {
				return err
			}
			when := act.At
			if published, err := time.Parse(time.RFC3339Nano, r.Get(as.Published).Text()); err == nil {
				when = published
			}
			l = append(l, logged{at: when.UTC().Format(instant), id: act.IRI, sum: sha256.Sum256([]byte(act.IRI))})
		}
		slices.SortFunc(l, func(a, b logged) int {
			return cmp.Or(strings.Compare(a.at, b.at), strings.Compare(string(a.id), string(b.id)))
		})
		f.ledgers.put(at, key, l)
		return nil
	})
	return l, err
}
