package server

import (
	"cmp"
	"net/http"
	"strings"
	"time"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/vf"
)

// workView is what there is to do for a member's groups, and for the person as whom the member is known.
type workView struct {
	frame
	Sides []sideView
}

// sideView is one of those for whom the member answers.
type sideView struct {
	Agent   vocab.IRI
	Name    string
	Answers bool // the member may answer for it
	Lists   []workList
}

// workList is one kind of tasks, with what can be said to them; empty: nothing.
type workList struct {
	Heading string
	Yes, No string
	Tasks   []taskView
}

type taskView struct {
	ID               vocab.IRI // what is answered
	Path, Text, Plan string
	Maker, For       *otherView // nil: the one whose page it is, or nobody
	Due, Since, Said string
}

// otherView is somebody else who has to do with a task.
type otherView struct {
	IRI  vocab.IRI
	Name string // or the address, where no name is known here
}

// workLists are the kinds of tasks, in the order in which they are shown.
var workLists = []struct {
	heading string
	yes, no string
	of      func(node.Work) []node.Task
}{
	{"Asked of it", "Take", "Decline", func(w node.Work) []node.Task { return w.Asked }},
	{"Reported to it", "Confirm", "Deny", func(w node.Work) []node.Task { return w.Reports }},
	{"To be added to its plans", "Add", "Refuse", func(w node.Work) []node.Task { return w.Added }},
	{"What it does", "", "Decline", func(w node.Work) []node.Task { return w.Taken }},
	{"Given to others", "", "", func(w node.Work) []node.Task { return w.Given }},
	{"Waiting for the word of others", "", "", func(w node.Work) []node.Task { return w.Waiting }},
	{"Open to whoever comes first", "Take", "", func(w node.Work) []node.Task { return w.Open }},
}

// saidWords are what an answer that waits was, in words.
var saidWords = map[string]string{"taken": "you said yes", "declined": "you said no", "added": "to be added to the plan", "accepted": "accepted", "unanswered": "not answered yet"}

// workPage answers GET /account/work: what there is to do, and what waits for an answer.
func (s *door) workPage(w http.ResponseWriter, r *http.Request) {
	view := workView{frame: s.frame("What there is to do")}
	var err error
	if view.Sides, err = s.sides(r); err != nil {
		s.problems.Write(w, r, err)
		return
	}
	s.page(w, r, "work", view)
}

func (s *door) sides(r *http.Request) (sides []sideView, err error) {
	member, err := s.signedIn(r)
	if err != nil {
		return nil, err
	}
	who, err := s.caller(r)
	if err != nil {
		return nil, err
	}
	seats, err := s.seats(r)
	if err != nil {
		return nil, err
	}
	for _, seat := range seats {
		side, err := s.side(r, who, seat.Group, seat.Name)
		if err != nil {
			return nil, err
		}
		sides = append(sides, side)
	}
	person, err := s.Node.KnownAs(r.Context(), member)
	if err != nil || person == "" {
		return sides, err
	}
	side, err := s.side(r, asPerson(person), person, "You, as @"+s.account(person))
	return append(sides, side), err
}

func (s *door) side(r *http.Request, who node.Caller, agent vocab.IRI, name string) (sideView, error) {
	side := sideView{Agent: agent, Name: name, Answers: who.May(agent, node.Editor)}
	work, err := s.Node.Work(r.Context(), who, agent)
	if err != nil {
		return side, err
	}
	known := map[vocab.IRI]*otherView{agent: nil, "": nil}
	other := func(id vocab.IRI) *otherView {
		if _, is := known[id]; !is {
			known[id] = &otherView{id, s.nameFor(r, who, id)}
		}
		return known[id]
	}
	for _, l := range workLists {
		list := workList{Heading: l.heading, Yes: l.yes, No: l.no}
		for _, t := range l.of(work) {
			list.Tasks = append(list.Tasks, taskView{
				ID: cmp.Or(t.Made, t.ID), Path: strings.TrimPrefix(string(t.ID), s.Config.URL), Text: t.Text, Plan: strings.TrimPrefix(string(t.Plan), s.Config.URL),
				Maker: other(t.Maker), For: other(t.For), Due: onDay(t.Due), Since: onDay(t.Since), Said: saidWords[t.Said],
			})
		}
		if len(list.Tasks) > 0 {
			side.Lists = append(side.Lists, list)
		}
	}
	return side, nil
}

// nameFor is what somebody is called, as far as the member may know; else its address.
func (s *door) nameFor(r *http.Request, who node.Caller, agent vocab.IRI) string {
	v, err := s.Node.Get(r.Context(), who, agent)
	if err != nil {
		return string(agent)
	}
	about, err := v.Resource()
	if err != nil {
		return string(agent)
	}
	return cmp.Or(about.Get(vf.Name).Text(), string(agent))
}

func onDay(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format("2 January 2006")
}

func asPerson(person vocab.IRI) node.Caller {
	return node.Caller{Agent: person, Roles: map[vocab.IRI]node.Role{person: node.Admin}}
}

// answerWork answers POST /account/work: yes or no to a task or a report, for a group of the member or the person as
// whom it is known.
func (s *door) answerWork(w http.ResponseWriter, r *http.Request) {
	s.changeOn(w, r, "/account/work", func(member vocab.IRI) error {
		who, err := s.caller(r)
		if err != nil {
			return err
		}
		as := vocab.IRI(r.PostForm.Get("as"))
		person, err := s.Node.KnownAs(r.Context(), member)
		if err != nil {
			return err
		}
		if as == person {
			who = asPerson(person)
		}
		act := node.Activity{Actor: as, Summary: strings.TrimSpace(r.PostForm.Get("reason")), Objects: []node.Object{{IRI: vocab.IRI(r.PostForm.Get("object"))}}}
		switch r.PostForm.Get("answer") {
		case "yes":
			act.Verb = "Accept"
		case "no":
			act.Verb = "Reject"
		default:
			return node.Errorf(node.Invalid, "answer: takes yes or no")
		}
		_, err = s.Node.Submit(r.Context(), who, act)
		return err
	})
}
