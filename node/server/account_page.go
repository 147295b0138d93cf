package server

import (
	"cmp"
	"net/http"
	"slices"
	"strings"
	"time"

	"tributary/node"
	"tributary/node/account"
	"tributary/vocab"
	"tributary/vocab/vf"
)

// accountView is what a member sees of itself.
type accountView struct {
	frame
	Member  vocab.IRI
	Email   string
	Token   string  // just made
	Example example // of what the token may do
	Groups  []seatView
	Due     []dueView // what the groups and the person should see to, soonest first
	Tokens  []tokenView
	Apps    []appView
	Scopes  []scopeView
	Person  *personView // as whom the member is known; nil: it has no handle
	Host    string
}

type seatView struct {
	Name, Path string
	Role       node.Role
	May        string
	Group      vocab.IRI
	Linked     bool // the member's pseudonym there says who it is
}

// dueView is a reminder, and of whom.
type dueView struct {
	Text, Path, Who string
	About           vocab.IRI
}

type tokenView struct{ Name, May, Used string }

// appView is an app that may act for the member.
type appView struct{ Name, App, As, May, Used, Until string }

type scopeView struct {
	Scope  account.Scope
	May    string
	Chosen bool
}

// scopes are what a token can be good for, in words.
var scopes = []scopeView{
	{account.Read, "read what you may read", false},
	{account.Write, "read and record, as you may", true},
	{account.Full, "everything you may, roles and policy too", false},
}

// accountPage answers GET /account: a member's groups and tokens.
func (s *door) accountPage(w http.ResponseWriter, r *http.Request) { s.showAccount(w, r, "", "") }

// makeToken answers POST /account/tokens with the page that shows the token, this once.
func (s *door) makeToken(w http.ResponseWriter, r *http.Request) {
	token, scope, err := s.tokenFor(r)
	if err != nil {
		s.problems.Write(w, r, err)
		return
	}
	s.showAccount(w, r, token, scope)
}

func (s *door) tokenFor(r *http.Request) (token string, scope account.Scope, err error) {
	member, err := s.signedIn(r)
	if err != nil {
		return "", "", err
	}
	if err := r.ParseForm(); err != nil {
		return "", "", node.Errorf(node.Unreadable, "the form does not read")
	}
	if scope, err = account.ParseScope(r.PostForm.Get("scope")); err != nil {
		return "", "", err
	}
	token, err = s.Accounts.Token(r.Context(), member, scope)
	return token, scope, err
}

// revokeToken answers POST /account/tokens/NAME/revoke.
func (s *door) revokeToken(w http.ResponseWriter, r *http.Request) {
	member, err := s.signedIn(r)
	if err == nil {
		err = s.Accounts.Revoke(r.Context(), member, r.PathValue("name"))
	}
	if err != nil {
		s.problems.Write(w, r, err)
		return
	}
	http.Redirect(w, r, "/account", http.StatusSeeOther)
}

// signedIn is the member that a session stands for. Tokens do not make tokens: one that leaked could
// not be ended by revoking it.
func (s *door) signedIn(r *http.Request) (vocab.IRI, error) {
	if r.Header.Get("Authorization") != "" {
		return "", node.Errorf(node.Forbidden, "this page is for people who signed in; tokens have no account")
	}
	who, err := s.caller(r)
	if err != nil {
		return "", err
	}
	if who.Agent == "" {
		return "", node.Errorf(node.Unauthenticated, "you are not signed in: open the link that you were sent")
	}
	return who.Agent, nil
}

// showAccount writes the page; token is one that was just made, with its scope, or empty.
func (s *door) showAccount(w http.ResponseWriter, r *http.Request, token string, scope account.Scope) {
	view, err := s.accountOf(r)
	if err != nil {
		s.problems.Write(w, r, err)
		return
	}
	view.Token, view.Example = token, s.example(view.Groups, scope)
	s.page(w, r, "account", view)
}

func (s *door) accountOf(r *http.Request) (view accountView, err error) {
	view = accountView{frame: s.frame("Your account"), Scopes: scopes}
	if view.Member, err = s.signedIn(r); err != nil {
		return view, err
	}
	if view.Email, err = s.Accounts.Email(r.Context(), view.Member); err != nil {
		return view, err
	}
	if view.Groups, err = s.seats(r); err != nil {
		return view, err
	}
	if err := s.tellPerson(r, &view); err != nil {
		return view, err
	}
	if view.Due, err = s.due(r); err != nil {
		return view, err
	}
	tokens, err := s.Accounts.Tokens(r.Context(), view.Member)
	for _, t := range tokens {
		view.Tokens = append(view.Tokens, tokenView{t.Name, mayDo(t.Scope), lastUse(t.Used)})
	}
	if err != nil {
		return view, err
	}
	apps, err := s.Accounts.Apps(r.Context(), view.Member)
	for _, a := range apps {
		view.Apps = append(view.Apps, appView{
			a.Token.Name, cmp.Or(a.Name, "an app without a name"), s.called(a.As), appMay[a.Scope], lastUse(a.Token.Used),
			a.Token.Expires.UTC().Format("2 January 2006"),
		})
	}
	return view, err
}

// maxDue is how many reminders are shown; tributary reminders has all.
const maxDue = 50

// due is what whoever asks should see to: as the person it is known as, and in its groups.
func (s *door) due(r *http.Request) (due []dueView, err error) {
	who, err := s.caller(r)
	if err != nil {
		return nil, err
	}
	list, err := s.Node.Reminders(r.Context(), who)
	for _, one := range list[:min(len(list), maxDue)] {
		due = append(due, dueView{
			Text: one.Text, About: one.About, Who: s.Node.Handle(one.Group), Path: strings.TrimPrefix(string(one.Group), s.Config.URL),
		})
	}
	return due, err
}

// seats are the groups that whoever asks has a role in, by name.
func (s *door) seats(r *http.Request) (seats []seatView, err error) {
	who, err := s.caller(r)
	if err != nil {
		return nil, err
	}
	for group, role := range who.Roles {
		seat := seatView{Name: s.Node.Handle(group), Path: strings.TrimPrefix(string(group), s.Config.URL), Role: role, May: mayAs[role], Group: group}
		v, err := s.Node.Get(r.Context(), who, group)
		if kind := node.KindOf(err); kind == node.NotFound || kind == node.Gone {
			continue
		}
		if err != nil {
			return nil, err
		}
		about, err := v.Resource()
		if err != nil {
			return nil, err
		}
		if name := about.Get(vf.Name).Text(); name != "" {
			seat.Name = name
		}
		seats = append(seats, seat)
	}
	slices.SortFunc(seats, func(a, b seatView) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Path, b.Path)) })
	return seats, nil
}

func mayDo(scope account.Scope) string {
	for _, s := range scopes {
		if s.Scope == scope {
			return s.May
		}
	}
	return string(scope)
}

func lastUse(at time.Time) string {
	if at.IsZero() {
		return "never"
	}
	return at.UTC().Format("2 January 2006, 15 UTC")
}
