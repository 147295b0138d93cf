package server

import (
	"context"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// visitor is a browser with a session.
type visitor struct {
	http.Handler
	cookie string
}

// signedInAs invites someone into a group, and signs in.
func signedInAs(t *testing.T, s *Server, h http.Handler, email string, group vocab.IRI, role node.Role) visitor {
	t.Helper()
	link, _, err := s.Accounts.Invite(context.Background(), email, group, role)
	if err != nil {
		t.Fatal(err)
	}
	_, code, _ := strings.Cut(link, "code=")
	w := visitor{Handler: h}.post("/sign-in", "code="+code)
	if w.Code != http.StatusSeeOther {
		t.Fatalf("sign in: %d %s", w.Code, w.Body)
	}
	cookie, _, _ := strings.Cut(w.Header().Get("Set-Cookie"), ";")
	return visitor{h, cookie}
}

func (v visitor) post(path, form string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", path, strings.NewReader(form))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.do(r)
}

func (v visitor) do(r *http.Request) *httptest.ResponseRecorder {
	if v.cookie != "" {
		r.Header.Set("Cookie", v.cookie)
	}
	w := httptest.NewRecorder()
	v.ServeHTTP(w, r)
	return w
}

func TestAccountShowsWhatARoleMayDoAndTheRequestItShowsIsAllowed(t *testing.T) {
	s, _ := opened(t, t.TempDir(), nil)
	h, err := s.Handler()
	if err != nil {
		t.Fatal(err)
	}
	made, err := s.Node.Submit(context.Background(), node.Operator, node.Create(s.Node.Node(),
		vocab.New(pf.Cell, "").With(vf.Name, vocab.Text("Garden")).With(as.PreferredUsername, vocab.Text("garden"))))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		role    node.Role
		says    string
		scope   string
		records string // empty: it reads
	}{
		{node.Reader, "reader: you may read", "write", ""},
		{node.Member, "member: you may read what is for its members, propose", "write", "Intent"},
		{node.Member, "member: you may read", "read", ""},
		{node.Editor, "editor: you may read, propose, record", "write", "ResourceSpecification"},
		{node.Delegate, "delegate: you may do what editors do", "write", "ResourceSpecification"},
		{node.Admin, "admin: you may do everything", "admin", "ResourceSpecification"},
	} {
		name := string(c.role) + " with " + c.scope
		ana := signedInAs(t, s, h, string(c.role)+c.scope+"@garden.example", made.Objects[0], c.role)
		page := html.UnescapeString(ana.post("/account/tokens", url.Values{"scope": {c.scope}}.Encode()).Body.String())
		if !strings.Contains(page, c.says) {
			t.Errorf("%s: the page does not say %q:\n%s", name, c.says, page)
		}
		curl := regexp.MustCompile(`<pre>curl (\S+) \\\s+-H '(Authorization: Bearer \S+)'(?: \\\s+-H 'Content-Type: (.*)' \\\s+-d '(.*)')?</pre>`).FindStringSubmatch(page)
		if curl == nil || (c.records == "") != (curl[4] == "") || !strings.Contains(curl[4], c.records) {
			t.Fatalf("%s: the page shows %q:\n%s", name, curl, page)
		}
		method, want := http.MethodGet, http.StatusOK
		if curl[4] != "" {
			method, want = http.MethodPost, http.StatusCreated
		}
		r := httptest.NewRequest(method, strings.TrimPrefix(curl[1], s.Config.URL), strings.NewReader(curl[4]))
		r.Header.Set("Authorization", strings.TrimPrefix(curl[2], "Authorization: "))
		r.Header.Set("Content-Type", curl[3])
		if w := (visitor{Handler: h}).do(r); w.Code != want {
			t.Errorf("%s: %q was answered with %d %s", name, curl[0], w.Code, w.Body)
		}
	}
}
