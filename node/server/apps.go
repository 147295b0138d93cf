package server

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"tributary/federation/fetch"
	"tributary/node"
	"tributary/node/account"
	"tributary/node/oauth"
	"tributary/node/problem"
	"tributary/vocab"
	"tributary/vocab/vf"
)

// metaSeal is the node's own fact under which the key is kept that seals client ids and forms.
const metaSeal = "seal"

// maxClientDocument is how large the description of an app may be, in bytes.
const maxClientDocument = 16 << 10

// authorization is the node's authorization server.
func (s *door) authorization() (*oauth.Server, error) {
	key, err := s.sealKey(context.Background())
	if err != nil {
		return nil, fmt.Errorf("load the key that seals client ids: %w", err)
	}
	o := s.reading()
	o.MaxBytes = maxClientDocument
	o.May = func(u *url.URL) error { return s.Policy.Refuse(context.Background(), u.String(), "") }
	client := fetch.New(o)
	return &oauth.Server{
		Issuer: s.Config.URL, Key: key, Grants: s.Accounts, Now: s.opt.Now, Problem: s.problems.Write,
		Fetch: func(ctx context.Context, address string) ([]byte, error) {
			return client.JSON(ctx, address, "application/json", "application/activity+json", `application/ld+json; profile="https://www.w3.org/ns/activitystreams"`)
		},
		Wrong: func(r *http.Request) error {
			s.metrics.refused.Add(1)
			if wait := s.badTokens.draw(household(visitOf(r).client)); wait > 0 {
				return problem.After(node.Errorf(node.Limited, "too many bad codes came from your address"), wait)
			}
			return nil
		},
	}, nil
}

// sealKey is made at the first start.
func (s *Server) sealKey(ctx context.Context) ([]byte, error) {
	key, err := s.DB.Meta(ctx, metaSeal)
	if node.KindOf(err) != node.NotFound {
		return key, err
	}
	key = make([]byte, 32)
	rand.Read(key) // never fails: crypto/rand ends the program instead
	if err := s.DB.SetMeta(ctx, metaSeal, key); err != nil {
		return nil, err
	}
	return s.DB.Meta(ctx, metaSeal) // another program may have started at the same moment
}

// appMay are what apps can be let do, in words.
var appMay = map[account.Scope]string{
	account.Read:  "read what you may read there",
	account.Write: "read, and record as you may there",
}

// consentView is what a member is asked.
type consentView struct {
	frame
	App, Host, Goes string
	Carried         []carried
	Actors          []actorView
	Scopes          []scopeView
}

// carried is a hidden field of a form.
type carried struct{ Name, Value string }

// actorView is one for whom the app could act.
type actorView struct {
	IRI           vocab.IRI
	Name, Account string
	Role          node.Role // empty: oneself
	Chosen        bool
}

// consentPage answers GET /oauth/authorize: who asks, for whom, and what for. Whatever it is not certain that an
// app asked is told to the member, and nobody is sent anywhere.
func (s *door) consentPage(w http.ResponseWriter, r *http.Request) {
	member, err := s.signedIn(r)
	if err != nil {
		s.problems.Write(w, r, err)
		return
	}
	req, err := s.apps.Read(r.Context(), r.URL.Query())
	if err != nil {
		s.refuseApp(w, r, req, err)
		return
	}
	view := consentView{frame: s.frame("An app asks"), App: appName(req), Host: req.Client.Host, Goes: oauth.OriginOf(req.Redirect)}
	if view.Actors, err = s.actorsOf(r.Context(), member, req.Scope); err != nil {
		s.problems.Write(w, r, err)
		return
	}
	for _, scope := range []account.Scope{account.Write, account.Read} {
		if scope == account.Read || req.Scope == account.Write {
			view.Scopes = append(view.Scopes, scopeView{scope, appMay[scope], scope == req.Scope})
		}
	}
	mark := s.apps.Ask(req, s.session(r))
	form := req.Form()
	form.Set("until", mark.Until)
	form.Set("mark", mark.Mark)
	for name := range form {
		view.Carried = append(view.Carried, carried{name, form.Get(name)})
	}
	slices.SortFunc(view.Carried, func(a, b carried) int { return cmp.Compare(a.Name, b.Name) })
	s.pageLeading(w, r, "consent", view, oauth.SourceOf(req.Redirect)) // browsers ask it of where the answer redirects, too
}

// appName is what people are shown as the name of an app.
func appName(req oauth.Request) string {
	return cmp.Or(req.Client.Name, req.Client.Host, "An app without a name")
}

// actorsOf are those for whom a member may let an app act.
func (s *door) actorsOf(ctx context.Context, member vocab.IRI, scope account.Scope) (views []actorView, err error) {
	actors, err := s.Accounts.Actors(ctx, member)
	if err != nil {
		return nil, err
	}
	for actor, role := range actors {
		v, err := s.Node.Get(ctx, node.Operator, actor)
		if kind := node.KindOf(err); kind == node.NotFound || kind == node.Gone || scope == account.Write && !role.Includes(node.Member) {
			continue
		}
		if err != nil {
			return nil, err
		}
		about, err := v.Resource()
		if err != nil {
			return nil, err
		}
		view := actorView{IRI: actor, Name: cmp.Or(about.Get(vf.Name).Text(), s.Node.Handle(actor)), Account: "@" + s.account(actor), Role: role}
		if !s.Node.IsGroup(actor) {
			view.Role = ""
		}
		views = append(views, view)
	}
	slices.SortFunc(views, func(a, b actorView) int {
		return cmp.Or(cmp.Compare(a.Role, b.Role), cmp.Compare(a.Account, b.Account))
	})
	if len(views) == 1 {
		views[0].Chosen = true
	}
	return views, nil
}

// consent answers POST /oauth/authorize with the member's word: the browser is sent back to the app.
func (s *door) consent(w http.ResponseWriter, r *http.Request) {
	member, err := s.signedIn(r)
	if err == nil && r.ParseForm() != nil {
		err = node.Errorf(node.Unreadable, "the form does not read")
	}
	if err != nil {
		s.problems.Write(w, r, err)
		return
	}
	req, err := s.apps.Read(r.Context(), r.PostForm)
	if err != nil {
		s.refuseApp(w, r, req, err)
		return
	}
	if !s.apps.Asked(req, s.session(r), oauth.Consent{Until: r.PostForm.Get("until"), Mark: r.PostForm.Get("mark")}) {
		s.problems.Write(w, r, node.Errorf(node.Forbidden, "this is not the form that you were shown, or you took longer than ten minutes: begin again in the app"))
		return
	}
	to := s.apps.Denied(req)
	if r.PostForm.Get("answer") == "yes" {
		if to, err = s.letIn(r, req, member); err != nil {
			s.problems.Write(w, r, err)
			return
		}
	}
	s.sendBack(w, r, to)
}

// letIn is where the browser is sent when the member lets the app act as the form says.
func (s *door) letIn(r *http.Request, req oauth.Request, member vocab.IRI) (string, error) {
	switch may := account.Scope(r.PostForm.Get("may")); {
	case may == account.Read:
		req.Scope = account.Read
	case may != req.Scope:
		return "", node.Errorf(node.Invalid, "what the app may do was not asked so")
	}
	actors, err := s.actorsOf(r.Context(), member, req.Scope)
	if err != nil {
		return "", err
	}
	actor := vocab.IRI(r.PostForm.Get("actor"))
	if !slices.ContainsFunc(actors, func(a actorView) bool { return a.IRI == actor }) {
		return "", node.Errorf(node.Forbidden, "you may not let an app act for that one: choose one of those on the page")
	}
	return s.apps.Approve(r.Context(), req, member, actor)
}

// refusedApp is what a member is told of an app that does not ask as it has to.
type refusedApp struct {
	frame
	App, Why, Goes string
	Back           template.URL // where the app is told, too
}

func (refusedApp) status() int { return http.StatusUnprocessableEntity }

// refuseApp tells the member what is wrong with what an app asks. Where it is certain which app asks, a link leads
// back to it; nobody is sent on unasked, for anybody can register an app, and would have a node lead to any page.
//
// Spec: RFC 9700, section 4.11.2.
func (s *door) refuseApp(w http.ResponseWriter, r *http.Request, req oauth.Request, err error) {
	refused, is := err.(*oauth.Error)
	switch {
	case !is:
		s.problems.Write(w, r, err)
	case req.Redirect == "":
		s.problems.Write(w, r, node.Errorf(node.Invalid, "the app that sent you here did not ask as it has to: %s", refused.Message))
	default:
		s.page(w, r, "app-refused", refusedApp{
			s.frame("Not let in"), appName(req), refused.Message, oauth.OriginOf(req.Redirect),
			template.URL(s.apps.Refusal(req, err)), // of a redirect that was checked
		})
	}
}

// sendBack sends the browser to the app. The address holds a code: nothing of it is kept or passed on.
func (s *door) sendBack(w http.ResponseWriter, r *http.Request, to string) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Location", to)
	w.WriteHeader(http.StatusSeeOther)
}

// session is the secret of the browser that asks.
func (s *door) session(r *http.Request) string {
	cookie, err := r.Cookie(s.cookieName())
	if err != nil {
		return ""
	}
	return cookie.Value
}

// called is an actor of the node by its name here.
func (s *Server) called(actor vocab.IRI) string {
	if handle := s.Node.Handle(actor); handle != "" {
		return "@" + s.account(actor)
	}
	return strings.TrimPrefix(string(actor), s.Config.URL)
}
