package node

import (
	"fmt"
	"strconv"
	"strings"

	"tributary/vocab"
	"tributary/vocab/pf"
)

// createState appends a version to the state of a group, role or task. A group keeps its own state.
func (d *Draft) createState(path string, r *vocab.Resource, owner vocab.IRI) error {
	of := vocab.IRI(strings.TrimSuffix(string(r.ID()), "/state"))
	r = r.With(pf.StateOf, vocab.Ref(of))
	if of != owner {
		keeper, err := d.owner(of)
		if KindOf(err) == NotFound && d.minted[of] {
			keeper, err = owner, nil
		}
		if err != nil {
			return err
		}
		if keeper != owner {
			return Errorf(Forbidden, "%s keeps its own state", of)
		}
	}
	kept, err := d.Current(r.ID())
	switch KindOf(err) {
	case "":
		return d.succeed(path, kept, r)
	case NotFound:
		d.minted[r.ID()] = true
		if err := d.put(d.dated(r, ""), owner, false); err != nil {
			return err
		}
		return d.pointToState(of, r.ID())
	}
	return err
}

// succeed makes next the state after kept, if the phase may be entered from the one before.
func (d *Draft) succeed(path string, kept, next *vocab.Resource) error {
	from, to := kept.Get(pf.Phase).IRI(), next.Get(pf.Phase).IRI()
	if from != "" && to != "" && from != to && !pf.MayMove(from, to) {
		return &Error{Kind: Conflict, Message: fmt.Sprintf("a group does not go from %s to %s", local(from), local(to)),
			Violations: vocab.Violations{{Path: path + ".phase", Term: "phase", Message: fmt.Sprintf("may not follow %s", local(from))}}}
	}
	before, _, err := d.before(kept.ID())
	if err != nil {
		return err
	}
	return d.put(d.dated(next, before.Memento()), before.Owner, false)
}

// dated says when the state was made, by whom, and what it follows. An import keeps what the source
// says of time and author.
func (d *Draft) dated(r *vocab.Resource, after vocab.IRI) *vocab.Resource {
	if !d.act.Import || !r.Has(pf.GeneratedAtTime) {
		r = r.With(pf.GeneratedAtTime, vocab.Moment(d.now))
	}
	if !d.act.Import || !r.Has(pf.WasAttributedTo) {
		r = r.With(pf.WasAttributedTo, r.Get(pf.StateOf))
	}
	if after == "" {
		return r.With(pf.WasRevisionOf)
	}
	return r.With(pf.WasRevisionOf, vocab.Ref(after))
}

// pointToState lets the thing name its state, once there is one.
func (d *Draft) pointToState(of, state vocab.IRI) error {
	thing, err := d.Current(of)
	if err != nil {
		return err
	}
	if thing.Get(pf.CurrentState).IRI() == state {
		return nil
	}
	if i, staged := d.latest[of]; staged {
		d.changes[i].resource = thing.With(pf.CurrentState, vocab.Ref(state))
		return nil
	}
	return d.Put(thing.With(pf.CurrentState, vocab.Ref(state)))
}

// splitMemento takes IRI/v/N, or GROUP/state/N, apart; n is 0 when it is neither.
func splitMemento(id vocab.IRI) (vocab.IRI, int) {
	i := strings.LastIndexByte(string(id), '/')
	if i < 0 {
		return id, 0
	}
	n, err := strconv.Atoi(string(id[i+1:]))
	if err != nil || n < 1 {
		return id, 0
	}
	base := id[:i]
	if rest, ok := strings.CutSuffix(string(base), "/v"); ok {
		return vocab.IRI(rest), n
	}
	if strings.HasSuffix(string(base), "/state") {
		return base, n
	}
	return id, 0
}

// structural says whether an own IRI is an address that always leads somewhere: the node itself and
// its namespaces.
func (n *Node) structural(id vocab.IRI) bool {
	switch rest, ok := strings.CutPrefix(string(id), n.Base); {
	case !ok:
		return false
	case rest == "", rest == "/", rest == "/actor", rest == "/inbox", rest == "/ns/pf", rest == "/ns/tributary", rest == "/ns/vf":
		return true
	default:
		return strings.HasPrefix(rest, "/contexts/")
	}
}

// collectionOf is the group or person whose collection an own IRI is the address of.
func (n *Node) collectionOf(id vocab.IRI) (actor vocab.IRI, ok bool) {
	at := strings.LastIndexByte(string(id), '/')
	if at < 0 || n.Handle(id[:at]) == "" {
		return "", false
	}
	if under := id[at+1:]; under == "" || under == "state" {
		return "", false
	}
	return id[:at], true
}

// local is the last piece of an IRI, for messages.
func local(id vocab.IRI) string {
	return string(id[strings.LastIndexAny(string(id), "#/")+1:])
}
