package federation

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"tributary/federation/wire"
	"tributary/node"
	"tributary/vocab"
)

// A statement tells another agent what a group or person has on record between the two: sums, and each event and
// commitment. It is proven by the group's key, so that who keeps it can show what was said. A long list is
// told like a digest: how much there is in each part and a hash of it, so that two nodes that agree
// need one request, and two that do not find the single event.
//
// The format is described in docs/dealings.md.

// Statement is what a group says stands between it and another agent, or a part of that.
type Statement struct {
	ID        vocab.IRI `json:"id"` // its own address
	Type      string    `json:"type"`
	Actor     vocab.IRI `json:"actor"` // whose view it is
	With      vocab.IRI `json:"with"`
	Published time.Time `json:"published"`
	// In is a beginning of the SHA-256 sum of an address, in hexadecimal digits: the part are all events
	// and commitments whose addresses have such a sum. Empty: all.
	In    string `json:"in"`
	Count int    `json:"count"`
	Hash  string `json:"hash"`
	// Totals and Owed are of everything, and only told with everything.
	Totals   []node.Total   `json:"totals,omitempty"`
	Owed     []node.Total   `json:"owed,omitempty"`
	Parts    []Stretch      `json:"parts,omitempty"`    // one digit longer, those that hold something
	Dealings []node.Dealing `json:"dealings,omitempty"` // all of them, where they are few
}

const (
	statementType = "Dealings"
	statementLeaf = 256 // so many dealings are told rather than divided further
)

// statementAt is the address of what a group says stands between it and another agent.
func statementAt(group, with vocab.IRI, in string) vocab.IRI {
	address := string(group) + "/dealings?with=" + url.QueryEscape(string(with))
	if in != "" {
		address += "&in=" + in
	}
	return vocab.IRI(address)
}

func isPart(in string) bool {
	return len(in) <= 2*sha256.Size && strings.Trim(in, "0123456789abcdef") == ""
}

// Dealings is the statement of a group of this node about what stands between it and another agent, with
// the group's proof, for that agent, for its node, and for members of the group. Of a person likewise, for that person.
//
// Errors: NotFound for anybody else, whether there is such a group or not; Unreadable for a part that is
// none; Forbidden where the group's own rules keep the other out.
//
// Spec: FEP-8b32.
func (f *Federation) Dealings(ctx context.Context, who node.Caller, group, with vocab.IRI, in string) ([]byte, error) {
	if !isPart(in) {
		return nil, node.Errorf(node.Unreadable, "in is the beginning of a SHA-256 sum in hexadecimal digits; not %.80q", in)
	}
	if _, err := f.node.Get(ctx, node.Operator, group); err != nil || f.node.Handle(group) == "" || !f.mayReadDealings(who, group, with) {
		if err != nil && node.KindOf(err) == node.Internal {
			return nil, err
		}
		return nil, node.Errorf(node.NotFound, "there is nothing between %s and %.300s that you may see", group, with)
	}
	if known, err := f.knows(ctx, who, group, with); err != nil || !known {
		if err == nil {
			err = node.Errorf(node.NotFound, "there is nothing between %s and %.300s that you may see", group, with)
		}
		return nil, err
	}
	if !f.node.Owns(who.Agent) && !who.Operator {
		if err := f.policy.Refuse(ctx, string(who.Agent), group); err != nil {
			return nil, err
		}
	}
	list, err := f.listing(ctx, group, with, time.Time{})
	if err != nil {
		return nil, err
	}
	now := f.now().UTC().Truncate(time.Second)
	text, err := json.Marshal(list.statement(group, with, in, now))
	if err != nil {
		return nil, fmt.Errorf("write what stands between %s and %s: %w", group, with, err)
	}
	return f.keys.Load().Prove(group, text, now)
}

// mayReadDealings says whether somebody is the other side, its node, or a member.
func (f *Federation) mayReadDealings(who node.Caller, group, with vocab.IRI) bool {
	if with == "" {
		return false
	}
	origin, _ := node.Origin(with)
	return who.May(group, node.Reader) || who.Agent == with || origin != "" && who.Agent == vocab.IRI(origin+"/actor")
}

// knows says whether somebody may know that there is a group: it is shown to them, or it has dealt with them. What
// they say of it themselves makes it known to nobody.
func (f *Federation) knows(ctx context.Context, who node.Caller, group, with vocab.IRI) (bool, error) {
	if who.May(group, node.Reader) {
		return true, nil
	}
	_, err := f.node.Get(ctx, who, group)
	if node.KindOf(err) == node.NotFound {
		if f.node.Owns(who.Agent) {
			return f.node.Deal(ctx, group, with)
		}
		if f.policy.Refuse(ctx, string(who.Agent), group) != nil {
			return false, nil // nor that it is there
		}
		_, _, err = f.node.Introduction(ctx, who, group)
	}
	if node.KindOf(err) == node.NotFound {
		return false, nil
	}
	return err == nil, err
}

// listed is one dealing of a listing.
type listedDealing struct {
	node.Dealing
	place string            // the SHA-256 sum of its address, in hexadecimal digits
	sum   [sha256.Size]byte // of what it says
}

// listing are dealings, in order of their places.
type listing []listedDealing

func listingOf(all []node.Dealing) (listing, error) {
	l := make(listing, 0, len(all))
	for _, d := range all {
		text, err := json.Marshal(d)
		if err != nil {
			return nil, fmt.Errorf("write %s: %w", d.ID, err)
		}
		canonical := jsontext.Value(text)
		if err := canonical.Canonicalize(); err != nil {
			return nil, fmt.Errorf("write %s in its canonical form: %w", d.ID, err)
		}
		l = append(l, listedDealing{d, placeOf(d.ID), sha256.Sum256(canonical)})
	}
	slices.SortFunc(l, func(a, b listedDealing) int { return strings.Compare(a.place, b.place) })
	return l, nil
}

func placeOf(id vocab.IRI) string {
	sum := sha256.Sum256([]byte(id))
	return hex.EncodeToString(sum[:])
}

// in is a part of a listing.
func (l listing) in(part string) listing {
	from, _ := slices.BinarySearchFunc(l, part, func(d listedDealing, s string) int { return strings.Compare(d.place, s) })
	to := from
	for to < len(l) && strings.HasPrefix(l[to].place, part) {
		to++
	}
	return l[from:to]
}

// hash is the SHA-256 sum of the sums, in order.
func (l listing) hash() string {
	h := sha256.New()
	for _, d := range l {
		h.Write(d.sum[:])
	}
	return hex.EncodeToString(h.Sum(nil))
}

func (l listing) dealings() []node.Dealing {
	all := make([]node.Dealing, 0, len(l))
	for _, d := range l {
		all = append(all, d.Dealing)
	}
	return all
}

// statement tells of a part of a listing.
func (l listing) statement(group, with vocab.IRI, in string, now time.Time) Statement {
	part := l.in(in)
	s := Statement{
		ID: statementAt(group, with, in), Type: statementType, Actor: group, With: with, Published: now,
		In: in, Count: len(part), Hash: part.hash(),
	}
	if in == "" {
		s.Totals, s.Owed = node.Sums(group, l.dealings())
	}
	if len(part) <= statementLeaf {
		s.Dealings = part.dealings()
		return s
	}
	for len(part) > 0 {
		longer := part[0].place[:len(in)+1]
		inside := part.in(longer)
		s.Parts = append(s.Parts, Stretch{In: longer, Count: len(inside), Hash: inside.hash()})
		part = part[len(inside):]
	}
	return s
}

// listings are those made lately. They are good until the next commit.
type listings struct {
	mu   sync.Mutex
	at   node.Position
	made map[string]listing
}

// maxListings bounds how many listings are in memory, and maxListing how long they are.
const (
	maxListings = 16
	maxListing  = 50_000
)

// listing is what stands between a group and an agent: now, or as it was recorded at some time.
func (f *Federation) listing(ctx context.Context, group, with vocab.IRI, at time.Time) (listing, error) {
	var end node.Position
	if err := f.node.Store().View(ctx, func(v node.View) (err error) {
		end, err = v.Position()
		return err
	}); err != nil {
		return nil, err
	}
	key := string(group) + " " + string(with)
	c := &f.listings
	c.mu.Lock()
	made, known := c.made[key]
	known = known && c.at == end && at.IsZero()
	c.mu.Unlock()
	if known {
		return made, nil
	}
	all, err := f.node.Dealings(ctx, group, with, at)
	if err != nil {
		return nil, err
	}
	l, err := listingOf(all)
	if err != nil || !at.IsZero() || len(l) > maxListing {
		return l, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.at != end || c.made == nil || len(c.made) >= maxListings {
		c.at, c.made = end, map[string]listing{}
	}
	c.made[key] = l
	return l, nil
}

// readStatement takes a statement apart, and finds whatever in it does not fit itself. It says nothing
// of who made it.
//
// Errors: Unreadable, TooLarge, Invalid.
func readStatement(text []byte, of, with vocab.IRI, in string) (s Statement, err error) {
	address := statementAt(of, with, in)
	if _, err := wire.Read(text, wire.Limits{}); err != nil {
		return s, err
	}
	if err := storable(text); err != nil {
		return s, err
	}
	if err := json.Unmarshal(text, &s); err != nil {
		return s, node.Errorf(node.Unreadable, "%s is no statement: %s", address, plain(err))
	}
	wrong := func(format string, args ...any) (Statement, error) {
		return s, node.Errorf(node.Invalid, "%s %s", address, fmt.Sprintf(format, args...))
	}
	if s.ID != address || s.Type != statementType || s.Actor != of || s.With != with || s.In != in {
		return wrong("is a statement of something else")
	}
	if len(s.Parts) > 0 {
		count := 0
		for i, p := range s.Parts {
			if len(p.In) != len(in)+1 || !strings.HasPrefix(p.In, in) || !isPart(p.In) || p.Count <= 0 || i > 0 && p.In <= s.Parts[i-1].In {
				return wrong("has a part %.80q, which is not one of it", p.In)
			}
			if count += p.Count; count > s.Count {
				break
			}
		}
		if count != s.Count || len(s.Dealings) > 0 {
			return wrong("has parts of %d, and says that it is of %d", count, s.Count)
		}
		return s, nil
	}
	if len(s.Dealings) != s.Count || s.Count > statementLeaf {
		return wrong("lists %d, and says that it is of %d; at most %d are listed in one piece", len(s.Dealings), s.Count, statementLeaf)
	}
	seen := map[vocab.IRI]bool{}
	for _, d := range s.Dealings {
		between := d.Provider == of && d.Receiver == with || d.Provider == with && d.Receiver == of
		if !between || seen[d.ID] || !strings.HasPrefix(placeOf(d.ID), in) {
			return wrong("lists %.300q, which is not of it", d.ID)
		}
		seen[d.ID] = true
	}
	l, err := listingOf(s.Dealings)
	if err != nil {
		return s, node.Errorf(node.Invalid, "%s: %s", address, err)
	}
	if l.hash() != s.Hash {
		return wrong("has a hash that is not one of what it lists")
	}
	return s, nil
}
