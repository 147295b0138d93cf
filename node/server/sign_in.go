package server

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"tributary/node"
	"tributary/node/account"
)

// signInPage answers GET /sign-in?code=…: a button. The code counts only when it is pressed, because
// scanners of mail and previews in chats open links too.
func (s *door) signInPage(w http.ResponseWriter, r *http.Request) {
	s.page(w, r, "sign-in", struct {
		frame
		Code string
	}{s.frame("Sign in"), r.URL.Query().Get(account.SignInParameter)})
}

// signIn answers POST /sign-in: it trades the code for a session.
func (s *door) signIn(w http.ResponseWriter, r *http.Request) {
	cookie, err := s.trade(r)
	if err != nil {
		s.problems.Write(w, r, err)
		return
	}
	http.SetCookie(w, s.cookie(cookie, int(account.SessionLife.Seconds())))
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, "/account", http.StatusSeeOther)
}

func (s *door) trade(r *http.Request) (cookie string, err error) {
	if err := s.origins.Check(r); err != nil {
		return "", node.Errorf(node.Forbidden, "a page of another site sent this on your behalf")
	}
	if err := r.ParseForm(); err != nil {
		return "", node.Errorf(node.Unreadable, "the form does not read")
	}
	_, err = s.recognise(r, visitOf(r), r.PostForm.Get(account.SignInParameter), func(ctx context.Context, code string) (node.Caller, error) {
		cookie, _, err = s.Accounts.SignIn(ctx, code)
		return node.Stranger, err
	})
	return cookie, err
}

// signOut answers POST /sign-out.
func (s *door) signOut(w http.ResponseWriter, r *http.Request) {
	if err := s.origins.Check(r); err != nil {
		s.problems.Write(w, r, node.Errorf(node.Forbidden, "a page of another site sent this on your behalf"))
		return
	}
	if cookie, err := r.Cookie(s.cookieName()); err == nil {
		if err := s.Accounts.SignOut(r.Context(), cookie.Value); err != nil {
			s.problems.Write(w, r, err)
			return
		}
	}
	http.SetCookie(w, s.cookie("", -1))
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

func (s *door) isSecure() bool { return strings.HasPrefix(s.Config.URL, "https:") }

// cookieName has a prefix with which browsers see to it that no other host set the cookie.
//
// Spec: RFC 6265bis, section 4.1.3.
func (s *door) cookieName() string {
	if s.isSecure() {
		return "__Host-tributary"
	}
	// On http several nodes may share a host, and browsers do not tell ports apart.
	if u, err := url.Parse(s.Config.URL); err == nil && u.Port() != "" {
		return "tributary-" + u.Port()
	}
	return "tributary"
}

func (s *door) cookie(value string, maxAge int) *http.Cookie {
	return &http.Cookie{
		Name: s.cookieName(), Value: value, Path: "/", MaxAge: maxAge,
		HttpOnly: true, Secure: s.isSecure(), SameSite: http.SameSiteLaxMode,
	}
}
