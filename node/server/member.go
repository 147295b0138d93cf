package server

import (
	"net/http"
	"slices"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// member answers for a member, /people/ULID. Only the member and admins of its groups may know that
// it is there.
func (s *door) member(w http.ResponseWriter, r *http.Request) {
	id := s.Node.Person(r.PathValue("id"))
	seats, err := s.mayMeet(r, id)
	if err != nil {
		s.problems.Write(w, r, err)
		return
	}
	about := vocab.New(vf.Person, id).
		With(as.Inbox, vocab.Ref(id+"/inbox")).
		With(as.Outbox, vocab.Ref(id+"/outbox"))
	for _, seat := range seats {
		about = about.Plus(pf.MemberOf, vocab.Ref(seat.To))
	}
	s.describe(w, r, about)
}

// mayMeet are the seats of a member, for those who may know of it; NotFound for everyone else.
func (s *door) mayMeet(r *http.Request, person vocab.IRI) ([]node.Relation, error) {
	who, err := s.caller(r)
	if err != nil {
		return nil, err
	}
	unknown := node.Errorf(node.NotFound, "there is no %s", person)
	if who.Agent == "" || who.For != "" {
		return nil, unknown // an app knows the group or person it acts for, not whose it is
	}
	if _, err := s.Accounts.Email(r.Context(), person); err != nil {
		if node.KindOf(err) == node.NotFound {
			return nil, unknown
		}
		return nil, err
	}
	seats, err := s.Node.Relations(r.Context(), node.Relation{From: person, Kind: node.MemberOf})
	if err != nil {
		return nil, err
	}
	administered := func(seat node.Relation) bool { return who.May(seat.To, node.Admin) }
	if who.Agent != person && !slices.ContainsFunc(seats, administered) {
		return nil, unknown
	}
	return seats, nil
}

// memberActivities answers GET /people/ULID/outbox.
func (s *door) memberActivities(w http.ResponseWriter, r *http.Request) {
	person := s.Node.Person(r.PathValue("id"))
	if _, err := s.mayMeet(r, person); err != nil {
		s.problems.Write(w, r, err)
		return
	}
	s.activities(w, r, person)
}

// nodeActivities answers GET /actor/outbox: what the node itself did, such as making groups.
func (s *door) nodeActivities(w http.ResponseWriter, r *http.Request) {
	s.activities(w, r, s.Node.Node())
}

// latestActivities is how many activities of a person or the node are listed.
const latestActivities = 50

// activities lists what an actor that is no group did lately.
func (s *door) activities(w http.ResponseWriter, r *http.Request, actor vocab.IRI) {
	who, err := s.caller(r)
	if err != nil {
		s.problems.Write(w, r, err)
		return
	}
	of := node.Query{Classes: s.Node.Kinds(as.Activity), Owner: actor, Limit: latestActivities, Descending: true}
	found, err := s.Node.Find(r.Context(), who, of)
	if err != nil {
		s.problems.Write(w, r, err)
		return
	}
	total, err := s.Node.Count(r.Context(), who, of)
	if err != nil {
		s.problems.Write(w, r, err)
		return
	}
	list := vocab.New(as.OrderedCollection, actor+"/outbox").With(as.TotalItems, counted(total))
	for _, v := range found {
		list = list.Plus(as.Items, vocab.Ref(v.IRI))
	}
	s.describe(w, r, list)
}
