package node

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// A member is private. It may choose a handle: then there is a person under /people/HANDLE, an actor like a
// group, which anybody can follow and write to. That the two are one is known to the member and the operator
// alone. The handle is one of the names by which accounts of this node are found, groups and people together;
// once taken it is never another's, and a person that was closed leaves a tombstone.

// Chosen is what a member says of the person as whom it wants to be known. Nothing of it is taken from the
// account.
type Chosen struct {
	Handle       string
	Name         string // empty: the handle
	Note         string
	Asks         bool // each Follow waits for the person's answer
	Discoverable bool // may be listed and suggested
}

// reserved are the handles that people would take for the node's own, or for somebody in charge of it.
//
// Spec: RFC 2142.
var reserved = []string{
	"abuse", "account", "accounts", "actor", "admin", "administrator", "everyone", "followers", "groups", "help",
	"host", "hostmaster", "inbox", "info", "mailer-daemon", "moderator", "news", "node", "nobody", "noc", "noreply",
	"no-reply", "operator", "outbox", "people", "postmaster", "privacy", "public", "root", "security", "staff",
	"support", "sysadmin", "system", "tributary", "webmaster", "www",
}

// ulidForm is what a member's private address ends with, in small letters.
var ulidForm = regexp.MustCompile(`^[0-9a-hjkmnp-tv-z]{26}$`)

// CheckPersonHandle refuses what cannot be a person's handle.
func CheckPersonHandle(handle string) error {
	if err := CheckHandle(handle); err != nil {
		return err
	}
	if slices.Contains(reserved, handle) || ulidForm.MatchString(handle) {
		return Errorf(Invalid, "the handle %s is reserved; choose another", handle)
	}
	return nil
}

// PublicPerson is the IRI of the person known by a handle.
func (a Addresses) PublicPerson(handle string) vocab.IRI { return vocab.IRI(a.Base + people + handle) }

// Named is the actor of this node that has a handle, in any spelling of case: a group or a person. A deleted
// one keeps its handle.
//
// Errors: NotFound.
func (n *Node) Named(ctx context.Context, handle string) (id vocab.IRI, err error) {
	handle = strings.ToLower(handle)
	err = n.store.View(ctx, func(view View) error {
		id, err = n.named(view, handle)
		return err
	})
	return id, err
}

func (n *Node) named(view View, handle string) (vocab.IRI, error) {
	for _, id := range []vocab.IRI{n.Group(handle), n.PublicPerson(handle)} {
		if n.Handle(id) == "" {
			continue
		}
		_, err := view.Latest(id)
		if KindOf(err) != NotFound {
			return id, err
		}
	}
	return "", Errorf(NotFound, "there is neither a group nor a person %s here", handle)
}

// taken says whether a handle is somebody's already, or was.
func (n *Node) taken(view View, handle string) (bool, error) {
	_, err := n.named(view, handle)
	if KindOf(err) == NotFound {
		return false, nil
	}
	return err == nil, err
}

// BeKnown makes the person as whom a member is known from now on. Everyone may read it, whatever the member
// belongs to.
//
// Errors: Invalid for a handle that cannot be; Conflict when it is taken, or was, or the member has one.
func (n *Node) BeKnown(ctx context.Context, member vocab.IRI, c Chosen) (id vocab.IRI, err error) {
	if !n.IsMember(member) {
		return "", Errorf(Invalid, "%s is no member of this node", member)
	}
	c.Handle = strings.ToLower(strings.TrimSpace(c.Handle))
	if err := CheckPersonHandle(c.Handle); err != nil {
		return "", Refuse(vocab.Violations{{Path: "handle", Term: "preferredUsername", Message: MessageOf(err)}})
	}
	id = n.PublicPerson(c.Handle)
	err = n.store.Update(ctx, func(tx Tx) error {
		n.notBefore(tx.Recorded())
		if known, err := PersonOf(tx, member); err != nil || known != "" {
			if err == nil {
				err = Errorf(Conflict, "this member is known as %s already: close that first", n.Handle(known))
			}
			return err
		}
		if taken, err := n.taken(tx, c.Handle); err != nil || taken {
			if err == nil {
				err = Errorf(Conflict, "the handle %s is taken", c.Handle)
			}
			return err
		}
		// The node makes the person: who asked for it is not on record.
		d := n.draft(tx, Operator, Activity{Verb: "Create", Actor: n.Node()})
		person := vocab.New(vf.Person, id).With(vf.Name, vocab.Text(c.name())).
			With(as.Discoverable, vocab.Bool(c.Discoverable)).With(as.Indexable, vocab.Bool(c.Discoverable))
		if c.Note != "" {
			person = person.With(vf.Note, vocab.Text(c.Note))
		}
		if c.Asks {
			person = person.With(as.ManuallyApprovesFollowers, vocab.Bool(true))
		}
		if err := Refuse(n.vocabulary.Check(person)); err != nil {
			return err
		}
		if person, err = n.acting(person); err != nil {
			return err
		}
		d.ids = append(d.ids, id)
		d.minted[id] = true
		d.described[id] = person
		d.prior[id] = Audience{Level: Public}
		if err := d.put(person, id, false); err != nil {
			return err
		}
		d.Relate(Relation{From: member, Kind: KnownAs, To: id}, true)
		_, err := n.commit(tx, d)
		return err
	})
	return id, err
}

func (c Chosen) name() string {
	if c.Name != "" {
		return c.Name
	}
	return c.Handle
}

// acting is a resource with what makes it an actor of this node.
//
// Spec: ActivityPub 4.1.
func (n *Node) acting(r *vocab.Resource) (*vocab.Resource, error) {
	id := r.ID()
	r = r.With(as.PreferredUsername, vocab.Text(n.Handle(id))).
		With(as.Inbox, vocab.Ref(id+"/inbox")).
		With(as.Outbox, vocab.Ref(id+"/outbox")).
		With(as.Followers, vocab.Ref(id+"/followers")).
		With(as.Following, vocab.Ref(id+"/following"))
	keys, err := n.identity(id)
	return r.WithAll(keys...), err
}

// KnownAs is the person as whom a member is known; empty when the member has no handle.
func (n *Node) KnownAs(ctx context.Context, member vocab.IRI) (id vocab.IRI, err error) {
	err = n.store.View(ctx, func(view View) error {
		id, err = PersonOf(view, member)
		return err
	})
	return id, err
}

// PersonOf is KnownAs of what a transaction or a view sees.
func PersonOf(view View, member vocab.IRI) (vocab.IRI, error) {
	for r, err := range view.Relations(Relation{From: member, Kind: KnownAs}) {
		if err != nil {
			return "", err
		}
		if r.Value != KnownNoMore {
			return r.To, nil
		}
	}
	return "", nil
}

// People are the persons of this node that are known by a handle, in order of creation.
func (n *Node) People(ctx context.Context, who Caller) (persons []Version, err error) {
	err = n.Each(ctx, who, Query{Classes: n.Kinds(vf.Person)}, func(v Version) error {
		if n.IsPublicPerson(v.IRI) {
			persons = append(persons, v)
		}
		return nil
	})
	return persons, err
}

// Listed are the people who want to be listed, in order of creation. Everyone may read any of them, and finds the
// others by their handles alone.
func (n *Node) Listed(ctx context.Context, who Caller) (listed []Version, err error) {
	all, err := n.People(ctx, who)
	for _, v := range all {
		r, err := v.Resource()
		if err != nil {
			return nil, err
		}
		if r.Get(as.Discoverable).Bool() {
			listed = append(listed, v)
		}
	}
	return listed, err
}

// Close ends a person: those whom it concerned are told by a Delete, and a tombstone stays. Followers are kept
// until they were told; everything else between the person and others ends. The handle is not given again.
// What the person recorded stays on record.
//
// Errors: NotFound and Gone.
//
// Spec: ActivityPub 6.4, 7.4.
func (n *Node) Close(ctx context.Context, person vocab.IRI) error {
	if !n.IsPublicPerson(person) {
		return Errorf(NotFound, "there is no person %s", person)
	}
	return n.store.Update(ctx, func(tx Tx) error {
		n.notBefore(tx.Recorded())
		if err := n.unlinkAll(tx, person); err != nil {
			return err
		}
		d := n.draft(tx, Operator, Activity{Verb: "Delete", Actor: person})
		if _, err := d.Current(person); err != nil {
			return err
		}
		d.ids = append(d.ids, person)
		if err := d.Remove(person); err != nil {
			return err
		}
		if err := d.part(person); err != nil {
			return err
		}
		d.act.To = []vocab.IRI{as.Public, person + "/followers"}
		_, err := n.commit(tx, d)
		return err
	})
}

// part ends what stands between a person that is closed and others, and has those of other nodes told.
func (d *Draft) part(person vocab.IRI) error {
	for _, like := range []Relation{{From: person}, {To: person}} {
		for r, err := range d.Relations(like) {
			if err != nil {
				return err
			}
			switch r.Kind {
			case KnownAs:
				r.Value = KnownNoMore
				d.Relate(r, true)
				continue
			case Follows, AsksToFollow, AsksToJoin, InvitedTo, MemberOf:
			default:
				continue // what was agreed and what waits for a word stays on record
			}
			other := r.To
			if other == person {
				other = r.From
			}
			d.Send(other)
			if r.Kind == Follows && r.To == person && !d.node.Owns(r.From) {
				continue // the Delete goes to them
			}
			d.Relate(r, false)
		}
	}
	return nil
}

// unfit refuses what is for groups to record: what bodies are made of and decide with.
func (d *Draft) unfit(path string, r *vocab.Resource) error {
	if !d.node.IsPublicPerson(d.act.Actor) || d.act.Import {
		return nil
	}
	for _, t := range append([]vocab.IRI{r.Class().IRI}, r.Types()...) {
		c := d.node.vocabulary.ClassByIRI(t)
		if c != nil && c.IsAny(ofGroups) {
			return Refuse(vocab.Violations{{Path: path + ".type", Term: "type", Message: c.Name + " is for groups to record, not for persons"}})
		}
	}
	return nil
}

// ofGroups are the classes of what only groups have.
var ofGroups = []*vocab.Class{
	vf.Agent, pf.StatefulEntity, pf.State, pf.Seat, pf.RoleAssignment, pf.Affiliation, pf.Decision, pf.DecisionMechanism,
}
