package archive

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"tributary/node"
	"tributary/node/account"
	"tributary/storage"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/jsonld"
	"tributary/vocab/vf"
)

// Erasing says what is to be forgotten, and where. DB, Node and Accounts are needed.
type Erasing struct {
	DB       *storage.DB
	Node     node.Addresses
	Accounts *account.Accounts
	IRI      vocab.IRI // a thing, an agent, a member or a person known by a handle, of this node; or of another, as kept here
	// Close ends a person known by a handle, so that its followers are told; nil: none is closed.
	Close func(ctx context.Context, person vocab.IRI) error
	Now   func() time.Time       // nil: time.Now
	Mint  func(time.Time) string // nil: node.Mint()
}

// Erased is what was forgotten.
type Erased struct {
	Things []ErasedThing `json:"things"`           // in which something was blanked
	Member bool          `json:"member,omitempty"` // the account is gone, with all its secrets and ties
	// Letters of other nodes, and parcels that wait to be sent, in which something was blanked.
	Letters []vocab.IRI `json:"letters,omitempty"`
	Parcels int         `json:"parcels,omitempty"`
	// Everywhere is whether the database's files hold none of it any more. False while another
	// program has them open: then erase again when it has ended.
	Everywhere bool `json:"everywhere"`
}

// ErasedThing is a thing with the number of its versions that said something personal.
type ErasedThing struct {
	IRI      vocab.IRI `json:"iri"`
	Versions int       `json:"versions"`
}

// Plan is what [Erase] would look through: the thing itself, the activities that made and changed
// it, which may speak of it in their own words, and of a member everything it appears as. Of a person
// known by a handle, here or on another node, everything it recorded is looked through, too.
//
// Errors: NotFound when this node knows nothing of the IRI.
func (e Erasing) Plan(ctx context.Context) (things []vocab.IRI, member bool, err error) {
	if _, err := e.Accounts.Email(ctx, e.IRI); err == nil {
		member = true
	} else if node.KindOf(err) != node.NotFound {
		return nil, false, err
	}
	err = e.DB.View(ctx, func(v node.View) error {
		agents, met := []vocab.IRI{e.IRI}, map[vocab.IRI]bool{}
		for r, err := range v.Relations(node.Relation{From: e.IRI, Kind: node.AppearsAs}) {
			if err != nil {
				return err
			}
			agents = append(agents, r.To)
		}
		for r, err := range v.Relations(node.Relation{From: e.IRI, Kind: node.KnownAs}) {
			if err != nil {
				return err
			}
			agents = append(agents, r.To)
		}
		for _, person := range slices.Clone(agents) {
			if of, err := e.recorder(v, person); err != nil || !of {
				if err != nil {
					return err
				}
				continue
			}
			for of, err := range v.Find(node.Query{Owner: person, Sight: node.Sight{All: true}, Deleted: true}) {
				if err != nil {
					return err
				}
				if of.IRI != person {
					agents = append(agents, of.IRI)
				}
			}
		}
		for _, id := range agents {
			for version, err := range v.History(id, 0) {
				if err != nil {
					return err
				}
				for _, one := range [...]vocab.IRI{id, version.Activity} {
					if met[one] {
						continue
					}
					met[one] = true
					if _, err := v.Latest(one); err == nil {
						things = append(things, one)
					} else if node.KindOf(err) != node.NotFound {
						return err
					}
				}
			}
		}
		return nil
	})
	if err == nil && len(things) == 0 && !member {
		if _, err := e.DB.Letter(ctx, e.IRI); err == nil {
			return nil, false, nil // it was sent here, and never became part of the record
		}
		err = node.Errorf(node.NotFound, "this node knows nothing of %s", e.IRI)
	}
	return things, member, err
}

// recorder says whether what an agent recorded is looked through with it: it is a person, of this node by its
// handle or of another.
func (e Erasing) recorder(v node.View, agent vocab.IRI) (bool, error) {
	if e.Node.IsPublicPerson(agent) || e.Node.Owns(agent) {
		return e.Node.IsPublicPerson(agent), nil
	}
	known, err := v.Latest(agent)
	if node.KindOf(err) == node.NotFound {
		return false, nil
	}
	return slices.Contains(personClasses, known.Class), err
}

// personClasses are the names of the classes of persons.
var personClasses = []string{vf.Person.Name, as.Person.Name}

// Erase blanks what is personal in every version of a thing: names, notes, pictures, places, all
// free text, and whatever no vocabulary here declares. What the node counts with stays: figures,
// times, parties, and that there was something. A member's account goes, and with it the tie between
// the person and the agents it appeared as. What other nodes sent of it, and what waits to be sent, is blanked
// too; what proved it fits no more, and says since when. An activity says that this was done, and nothing more;
// it goes to whoever was sent the thing. Erasing again does no harm, and finishes what was interrupted.
//
// Errors: NotFound when this node knows nothing of the IRI.
func Erase(ctx context.Context, e Erasing) (Erased, error) {
	if e.Now == nil {
		e.Now = time.Now
	}
	if e.Mint == nil {
		e.Mint = node.Mint()
	}
	if err := e.close(ctx); err != nil {
		return Erased{}, err
	}
	things, member, err := e.Plan(ctx)
	if err != nil {
		return Erased{}, err
	}
	h := hushing{things: map[vocab.IRI]bool{e.IRI: true}}
	for _, id := range things {
		h.things[id] = true
	}
	rewritten, err := e.DB.Rewrite(ctx, storage.Rewriting{Things: things, Change: blank, Links: linksOf, Record: e.records,
		Letter: func(l node.Letter) (node.Letter, bool) { return h.letter(l, e.Now().UTC().Truncate(time.Microsecond)) },
		Parcel: func(body []byte) ([]byte, bool) { return h.document(body) },
	})
	if err != nil {
		return Erased{}, fmt.Errorf("erase %s: %w", e.IRI, err)
	}
	done := Erased{Member: member, Things: []ErasedThing{}, Letters: rewritten.Letters, Parcels: rewritten.Parcels}
	for _, id := range things {
		if n := rewritten.Versions[id]; n > 0 {
			done.Things = append(done.Things, ErasedThing{id, n})
		}
	}
	// The tie to the agents goes last: it leads to them when this is interrupted.
	if member {
		if err := e.Accounts.Forget(ctx, e.IRI); err != nil {
			return done, fmt.Errorf("forget the member %s: %w", e.IRI, err)
		}
	}
	done.Everywhere, err = e.DB.Clean(ctx)
	return done, err
}

// close ends the person as whom a member is known, or the person that is to be erased itself.
func (e Erasing) close(ctx context.Context) error {
	if e.Close == nil {
		return nil
	}
	persons := []vocab.IRI{e.IRI}
	err := e.DB.View(ctx, func(v node.View) error {
		for r, err := range v.Relations(node.Relation{From: e.IRI, Kind: node.KnownAs}) {
			if err != nil {
				return err
			}
			persons = append(persons, r.To)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, person := range persons {
		if !e.Node.IsPublicPerson(person) {
			continue
		}
		err := e.Close(ctx, person)
		if kind := node.KindOf(err); err != nil && kind != node.NotFound && kind != node.Gone {
			return fmt.Errorf("close %s: %w", person, err)
		}
	}
	return nil
}

// records are the activities that tell of the erasure: when, and of what, for whoever could read it. One of a
// group goes out to whoever holds the things: nodes of this kind get them as they are now, and others are
// told that the Note by which they knew them is gone. What they keep beside that is theirs to say.
func (e Erasing) records(changed []node.Version) (all []node.Version) {
	now := e.Now().UTC().Truncate(time.Microsecond)
	// Who may read one of the things learns of no other, nor that two who recorded them are one.
	type readers struct {
		of    vocab.IRI
		level node.Level
		names string
	}
	by := map[readers][]node.Version{}
	for _, v := range changed {
		names := slices.Clone(v.Audience.Names)
		slices.Sort(names)
		who := readers{v.Owner, v.Audience.Level, fmt.Sprint(names)}
		by[who] = append(by[who], v)
	}
	order := func(a, b readers) int {
		return cmp.Or(cmp.Compare(a.of, b.of), cmp.Compare(a.level, b.level), cmp.Compare(a.names, b.names))
	}
	for _, who := range slices.SortedFunc(maps.Keys(by), order) {
		owner := who.of
		if some := by[who]; !e.Node.Owns(some[0].IRI) || !e.Node.IsGroup(owner) { // a person that is closed says nothing more
			owner = e.Node.Node()
		}
		all = append(all, e.record(now, owner, by[who]))
	}
	return all
}

func (e Erasing) record(now time.Time, owner vocab.IRI, changed []node.Version) node.Version {
	id := e.Node.Thing(as.Activity, e.Mint(now))
	r := vocab.New(as.Update, id).With(as.Actor, vocab.Ref(owner)).With(as.Published, vocab.Moment(now)).
		With(as.Deleted, vocab.Moment(now))
	audience := changed[0].Audience // of all: nobody learns of a thing from its erasure
	var objects []vocab.Value
	for _, v := range changed {
		objects = append(objects, vocab.Ref(v.IRI))
	}
	r = r.With(as.HasObject, objects...)
	return node.Version{
		IRI: id, N: 1, Activity: id, Author: e.Node.Node(), Owner: owner, At: now,
		Class: as.Update.Name, Audience: audience, Body: jsonld.Append(nil, r), Link: node.Links(r),
	}
}
