package server

import (
	"net/http"
	"net/url"
	"strings"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/vf"
)

// personView is the person as whom a member is known, as the member sees it.
type personView struct {
	Path, Account string
	Name, Note    string
	Asks          bool
	Discoverable  bool
	Waits         []waitView // what others ask of the person
}

// waitView is what somebody asks, and waits for an answer to.
type waitView struct {
	Text     string
	Activity vocab.IRI
}

// tellPerson adds to a member's page as whom it is known, and in which groups it says so.
func (s *door) tellPerson(r *http.Request, view *accountView) error {
	if u, err := url.Parse(s.Config.URL); err == nil {
		view.Host = u.Host
	}
	person, err := s.Node.KnownAs(r.Context(), view.Member)
	if err != nil || person == "" {
		return err
	}
	v, err := s.Node.Get(r.Context(), node.Stranger, person)
	if err != nil {
		return err
	}
	about, err := v.Resource()
	if err != nil {
		return err
	}
	view.Person = &personView{
		Path: strings.TrimPrefix(string(person), s.Config.URL), Account: "@" + s.account(person),
		Name: about.Get(vf.Name).Text(), Note: about.Get(vf.Note).Text(),
		Asks: about.Get(as.ManuallyApprovesFollowers).Bool(), Discoverable: about.Get(as.Discoverable).Bool(),
	}
	if view.Person.Waits, err = s.waits(r, person); err != nil {
		return err
	}
	for i, seat := range view.Groups {
		if view.Groups[i].Linked, err = s.Node.Linked(r.Context(), view.Member, seat.Group); err != nil {
			return err
		}
	}
	return nil
}

// maxWaits is how much of what waits for an answer is shown.
const maxWaits = 100

// waits is what others ask of a person: to follow it, or that it belongs to a group.
func (s *door) waits(r *http.Request, person vocab.IRI) (waits []waitView, err error) {
	asks, err := s.Node.Relations(r.Context(), node.Relation{Kind: node.AsksToFollow, To: person})
	if err != nil {
		return nil, err
	}
	for _, ask := range asks {
		waits = append(waits, waitView{string(ask.From) + " asks to follow you", vocab.IRI(ask.Value)})
	}
	invited, err := s.Node.Relations(r.Context(), node.Relation{Kind: node.InvitedTo, From: person})
	for _, invite := range invited {
		activity, role, _ := strings.Cut(invite.Value, " ")
		waits = append(waits, waitView{string(invite.To) + " invites you, as " + role, vocab.IRI(activity)})
	}
	return waits[:min(len(waits), maxWaits)], err
}

// answerPerson answers POST /account/answers: yes or no to what somebody asks of the person.
func (s *door) answerPerson(w http.ResponseWriter, r *http.Request) {
	s.changeAccount(w, r, func(member vocab.IRI) error {
		person, err := s.personOf(r, member)
		if err != nil {
			return err
		}
		verb := "Reject"
		if r.PostForm.Get("answer") == "yes" {
			verb = "Accept"
		}
		who := node.Caller{Agent: person, Roles: map[vocab.IRI]node.Role{person: node.Admin}}
		_, err = s.Node.Submit(r.Context(), who, node.Activity{
			Verb: verb, Actor: person, Objects: []node.Object{{IRI: vocab.IRI(r.PostForm.Get("activity"))}},
		})
		return err
	})
}

// chooseHandle answers POST /account/handle: from now on the member is known as a person, too.
func (s *door) chooseHandle(w http.ResponseWriter, r *http.Request) {
	s.changeAccount(w, r, func(member vocab.IRI) error {
		_, err := s.Node.BeKnown(r.Context(), member, node.Chosen{
			Handle: r.PostForm.Get("handle"), Name: r.PostForm.Get("name"), Note: r.PostForm.Get("note"),
			Asks: r.PostForm.Has("asks"), Discoverable: r.PostForm.Has("discoverable"),
		})
		return err
	})
}

// changePerson answers POST /account/handle/change: what the person says of itself.
func (s *door) changePerson(w http.ResponseWriter, r *http.Request) {
	s.changeAccount(w, r, func(member vocab.IRI) error {
		person, err := s.personOf(r, member)
		if err != nil {
			return err
		}
		who := node.Caller{Agent: person, Roles: map[vocab.IRI]node.Role{person: node.Admin}}
		told := vocab.New(vf.Person, person).
			With(as.ManuallyApprovesFollowers, vocab.Bool(r.PostForm.Has("asks"))).
			With(as.Discoverable, vocab.Bool(r.PostForm.Has("discoverable"))).
			With(as.Indexable, vocab.Bool(r.PostForm.Has("discoverable")))
		object := node.Object{Resource: told}
		for p, text := range map[*vocab.Property]string{vf.Name: r.PostForm.Get("name"), vf.Note: r.PostForm.Get("note")} {
			if text = strings.TrimSpace(text); text != "" {
				object.Resource = object.Resource.With(p, vocab.Text(text))
			} else {
				object.Clear = append(object.Clear, p)
			}
		}
		_, err = s.Node.Submit(r.Context(), who, node.Activity{Verb: "Update", Actor: person, Objects: []node.Object{object}})
		return err
	})
}

// closePerson answers POST /account/handle/close.
func (s *door) closePerson(w http.ResponseWriter, r *http.Request) {
	s.changeAccount(w, r, func(member vocab.IRI) error {
		person, err := s.personOf(r, member)
		if err != nil {
			return err
		}
		return s.Node.Close(r.Context(), person)
	})
}

// linkPseudonym answers POST /account/links: whether the member's pseudonym in a group says who it is.
func (s *door) linkPseudonym(w http.ResponseWriter, r *http.Request) {
	s.changeAccount(w, r, func(member vocab.IRI) error {
		return s.Node.Link(r.Context(), member, vocab.IRI(r.PostForm.Get("group")), r.PostForm.Get("link") == "yes")
	})
}

// personOf is the person as whom a member is known.
func (s *door) personOf(r *http.Request, member vocab.IRI) (vocab.IRI, error) {
	person, err := s.Node.KnownAs(r.Context(), member)
	if err == nil && person == "" {
		err = node.Errorf(node.NotFound, "you have no handle here")
	}
	return person, err
}

// changeAccount does what a form on a member's page asks for, and shows the page again.
func (s *door) changeAccount(w http.ResponseWriter, r *http.Request, do func(member vocab.IRI) error) {
	s.changeOn(w, r, "/account", do)
}

// changeOn does what a form on one of a member's pages asks for, and shows that page again.
func (s *door) changeOn(w http.ResponseWriter, r *http.Request, page string, do func(member vocab.IRI) error) {
	member, err := s.signedIn(r)
	if err == nil && r.ParseForm() != nil {
		err = node.Errorf(node.Unreadable, "the form does not read")
	}
	if err == nil {
		err = do(member)
	}
	if err != nil {
		s.problems.Write(w, r, err)
		return
	}
	http.Redirect(w, r, page, http.StatusSeeOther)
}
