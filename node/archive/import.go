package archive

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"tributary/node"
	"tributary/storage"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/jsonld"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// Moving says where a group or a person goes. DB, Node and Handle are needed; for a person, Member too.
type Moving struct {
	DB     *storage.DB
	Node   node.Addresses
	Handle string                 // on this node
	Member vocab.IRI              // of this node, who is the person; for a group, empty
	Now    func() time.Time       // nil: time.Now
	Mint   func(time.Time) string // nil: node.Mint()
	// Progress is told how many versions of how many were brought in; nil: nobody is.
	Progress func(done, total int)
}

// Moved is what became of a group or a person.
type Moved struct {
	Group    vocab.IRI `json:"group"` // or the person: who it is here
	From     vocab.IRI `json:"from"`
	Activity vocab.IRI `json:"activity"` // which brought it in
	Things   int       `json:"things"`
	Versions int       `json:"versions"`
	// Follows are those of other nodes whom it followed, and who do not know yet under which address it follows
	// them now: it has to ask them anew.
	Follows []vocab.IRI `json:"follows,omitempty"`
}

// Import brings a group or a person that left another node into this one, with its history: each thing gets an
// address here, keeps the old one as prov:alternateOf, and has the versions it had, in their order,
// with their authors and their times. What the archive does not describe keeps its address there. An
// activity of this node, before all of them, tells when they came and from which archive; the archive
// itself stays the proof of what they said there.
//
// All or nothing. Members are not in the archive: a group begins with none, and whose a person is says Member.
//
// Whether it is signed, and its history sound, is for the caller to ask before: [Archive.Signature],
// [Archive.Audit].
//
// Errors: Unauthenticated when it is signed by somebody else, or was changed; Invalid for the archive of a whole
// node, a handle that cannot be, and a person without a member or the reverse; Conflict when the handle is taken, the
// group or person came before, or the member is known by a handle already.
func (a *Archive) Import(ctx context.Context, opt Moving) (Moved, error) {
	if a.Group == "" {
		return Moved{}, node.Errorf(node.Invalid,
			"this archive holds a whole node: tributary restore brings it into an empty folder, and from there a group leaves with export --archive --group")
	}
	if _, err := a.Signature(); err != nil && node.KindOf(err) != node.NotFound {
		return Moved{}, err
	}
	whose, err := a.becomes(opt)
	if err != nil {
		return Moved{}, err
	}
	if opt.Now == nil {
		opt.Now = time.Now
	}
	if opt.Mint == nil {
		opt.Mint = node.Mint()
	}
	m := &move{Moving: opt, archive: a, there: node.Addresses{Base: a.Node}, has: map[vocab.IRI]bool{}, met: map[vocab.IRI]bool{}}
	m.result = Moved{Group: whose, From: a.Group}
	if err := a.Records(ctx, func(r storage.Record) error { m.has[r.IRI] = true; return nil }); err != nil {
		return Moved{}, err
	}
	m.names = &rename{m.name}
	err = opt.DB.Update(ctx, func(tx node.Tx) error { return m.carryOut(ctx, tx) })
	return m.result, err
}

// IsPerson says whether the archive is of a person known by a handle.
func (a *Archive) IsPerson() bool { return node.Addresses{Base: a.Node}.IsPublicPerson(a.Group) }

// becomes is the address here of the group or person that comes.
func (a *Archive) becomes(opt Moving) (vocab.IRI, error) {
	switch {
	case !a.IsPerson() && opt.Member != "":
		return "", node.Errorf(node.Invalid, "%s is a group, and nobody is a group: leave out --member", a.Group)
	case !a.IsPerson():
		return opt.Node.Group(opt.Handle), node.CheckHandle(opt.Handle)
	case opt.Member == "" || !opt.Node.IsMember(opt.Member):
		return "", node.Errorf(node.Invalid, "%s is a person: --member EMAIL says which member of this node that is", a.Group)
	}
	return opt.Node.PublicPerson(opt.Handle), node.CheckPersonHandle(opt.Handle)
}

// move is one import.
type move struct {
	Moving
	archive *Archive
	there   node.Addresses
	has     map[vocab.IRI]bool // what the archive describes
	names   *rename
	met     map[vocab.IRI]bool // of other nodes, and known here before the group came
	now     time.Time
	result  Moved
}

// name is what something is called here. Chance made the names of things, so they stay: only what is
// before them changes.
func (m *move) name(id vocab.IRI) vocab.IRI {
	if !m.there.Owns(id) {
		return id
	}
	if rest, ok := strings.CutPrefix(string(id), string(m.archive.Group)); ok && (rest == "" || strings.ContainsRune("/#", rune(rest[0]))) {
		return m.result.Group + vocab.IRI(rest)
	}
	thing, _, _ := strings.Cut(string(id), "#")
	thing, _, _ = strings.Cut(thing, "/v/")
	if !m.has[vocab.IRI(thing)] {
		return id
	}
	return vocab.IRI(m.Node.Base + strings.TrimPrefix(string(id), m.there.Base))
}

func (m *move) carryOut(ctx context.Context, tx node.Tx) error {
	m.result.Things, m.result.Versions, m.result.Follows = 0, 0, nil // a commit that failed is decided anew
	clear(m.met)
	for _, id := range []vocab.IRI{m.Node.Group(m.Handle), m.Node.PublicPerson(m.Handle)} {
		if _, err := tx.Latest(id); err == nil {
			return node.Errorf(node.Conflict, "the handle %s is taken on this node; choose another with --as", m.Handle)
		} else if node.KindOf(err) != node.NotFound {
			return err
		}
	}
	for v, err := range tx.Find(node.Query{Refers: []node.Link{{Property: pf.AlternateOf.IRI, To: m.archive.Group}}, Sight: node.Sight{All: true}, Limit: 1}) {
		if err != nil {
			return err
		}
		return node.Errorf(node.Conflict, "%s came to this node before, as %s", m.archive.Group, v.IRI)
	}
	if err := m.tell(tx); err != nil {
		return err
	}
	if err := m.own(tx); err != nil {
		return err
	}
	err := m.archive.Records(ctx, func(r storage.Record) error {
		if m.result.Versions%recordsBetween == 0 && m.Progress != nil {
			m.Progress(m.result.Versions, m.archive.Versions)
		}
		known, err := m.known(tx, r)
		if err == nil && !known {
			err = m.version(tx, r)
		}
		if err != nil {
			return fmt.Errorf("bring in version %d of %s: %w", r.N, r.IRI, err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := m.letters(tx); err != nil {
		return err
	}
	return each(m.archive, kindRelations, func(line relationLine) error {
		if private[line.Kind] || !m.has[line.From] && !m.has[line.To] {
			return node.Errorf(node.Invalid, "the archive says that %s is %s %s, which is not %s's to say", line.From, line.Kind, line.To, m.archive.Group)
		}
		r := m.names.relation(node.Relation{From: line.From, Kind: line.Kind, To: line.To, Value: line.Value, Since: line.Since})
		if r.Kind == node.Follows && r.From == m.result.Group && !m.Node.Owns(r.To) {
			m.result.Follows = append(m.result.Follows, r.To)
		}
		return tx.Relate(r, true)
	})
}

// private are the kinds of relations that leave with nobody: they are for each node to say of its own. An archive
// that has some was not written by this program, and might make anybody a member of anything.
var private = map[node.RelationKind]bool{node.MemberOf: true, node.AppearsAs: true, node.KnownAs: true}

// own makes a person that of its member.
func (m *move) own(tx node.Tx) error {
	if m.Member == "" {
		return nil
	}
	known, err := node.PersonOf(tx, m.Member)
	if err == nil && known != "" {
		err = node.Errorf(node.Conflict, "this member is known as %s already: close that first", m.Node.Handle(known))
	}
	if err != nil {
		return err
	}
	return tx.Relate(node.Relation{From: m.Member, Kind: node.KnownAs, To: m.result.Group}, true)
}

// tell records that the group or person came.
func (m *move) tell(tx node.Tx) error {
	m.now = m.Now().UTC().Truncate(time.Microsecond)
	id := m.Node.Thing(as.Activity, m.Mint(m.now))
	r := vocab.New(as.Create, id).
		With(as.Actor, vocab.Ref(m.Node.Node())).
		With(as.HasObject, vocab.Ref(m.result.Group)).
		With(as.Published, vocab.Moment(m.now)).
		With(as.Summary, vocab.Text(fmt.Sprintf("%s came here with its history, in the archive with SHA-256 %s%s.", m.archive.Group, m.archive.Digest, m.signed())))
	m.result.Activity = id
	_, err := tx.Append(node.Version{
		IRI: id, N: 1, Activity: id, Author: m.Node.Node(), Owner: m.result.Group, At: m.now, Class: as.Create.Name,
		Audience: node.Audience{Level: node.Members}, Body: jsonld.Append(nil, r), Link: node.Links(r),
	})
	return err
}

// signed says who signed the archive, and with what.
func (m *move) signed() string {
	s, err := m.archive.Signature()
	if err != nil {
		return ", which nobody signed"
	}
	return fmt.Sprintf(", signed by %s with the key %s", s.By, s.Multikey)
}

// known says whether a version is of something of another node that is known here already: what came here
// itself stays. Of an event that is known, the effects would count under names that the group leaves behind.
//
// Errors: Conflict for such an event.
func (m *move) known(tx node.Tx, r storage.Record) (bool, error) {
	if m.there.Owns(r.IRI) || r.N > 1 {
		return m.met[r.IRI], nil
	}
	_, err := tx.Latest(r.IRI)
	switch node.KindOf(err) {
	case node.NotFound:
		return false, nil
	case "":
	default:
		return false, err
	}
	if r.Class == vf.EconomicEvent.Name {
		return false, node.Errorf(node.Conflict,
			"%s is recorded here already: a group cannot come to a node that knows its events from the other side", r.IRI)
	}
	m.met[r.IRI] = true
	return true, nil
}

// letters keeps what other nodes sent to the group. What only a connection proved is proven by the archive
// alone. Documents, which say whose keys are whose, stay: they are read at their own address when they are
// needed.
func (m *move) letters(tx node.Tx) error {
	return each(m.archive, kindLetters, func(line letterLine) error {
		l, err := line.letter()
		if err != nil || l.State != node.LetterDone || l.ID == l.Actor || m.there.Owns(l.Actor) || m.Node.Owns(l.ID) {
			return err
		}
		l.Reason = strings.TrimPrefix(l.Reason+"\nit came with the archive "+m.archive.Digest, "\n")
		return storage.KeepLetter(tx, l)
	})
}

// version brings in one version.
func (m *move) version(tx node.Tx, r storage.Record) error {
	source := r.IRI
	r, err := m.names.record(r)
	if err != nil {
		return err
	}
	v := r.Version
	if v.At.After(m.now) {
		v.At = m.now // another machine's clock was ahead of ours, which never runs backwards
	}
	if v.N == 1 {
		m.result.Things++
	}
	m.result.Versions++
	var before node.Version
	if v.N > 1 {
		if before, err = tx.Latest(v.IRI); err != nil {
			return err
		}
	}
	if r.Base != 0 {
		// Only economic fields changed since then, and all of those are in the delta.
		if v.Body, _, err = node.Rebuild(before.Body, r.Delta); err != nil {
			return err
		}
	} else if !v.Deleted && v.IRI != source {
		if v.Body, err = m.described(source, v.Body); err != nil {
			return err
		}
	}
	if err := m.refer(&v, before); err != nil {
		return err
	}
	_, err = tx.Append(v)
	return err
}

// described is a body that also says what the thing is called where it came from.
func (m *move) described(source vocab.IRI, body []byte) ([]byte, error) {
	r, err := jsonld.ReadStored(body)
	if err != nil {
		return nil, err
	}
	r = r.Plus(pf.AlternateOf, vocab.Ref(source))
	if r.ID() == m.result.Group {
		r = r.With(as.PreferredUsername, vocab.Text(m.Handle))
	}
	return jsonld.Append(nil, r), nil
}

// refer says which references a version makes that the one before did not, and the reverse.
func (m *move) refer(v *node.Version, before node.Version) error {
	var old, left []node.Link
	for _, side := range []struct {
		version node.Version
		links   *[]node.Link
	}{{before, &old}, {*v, &left}} {
		if side.version.Body == nil {
			continue
		}
		var err error
		if *side.links, err = linksOf(side.version.Body); err != nil {
			return err
		}
	}
	for _, l := range left {
		if !slices.Contains(old, l) {
			v.Link = append(v.Link, l)
		}
	}
	for _, l := range old {
		if !slices.Contains(left, l) {
			v.Unlink = append(v.Unlink, l)
		}
	}
	return nil
}
