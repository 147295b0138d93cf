package fedtest_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"maps"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
)

const (
	verifier = "a-verifier-that-is-as-long-as-it-has-to-be-0123456789"
	callback = "https://app.example/cb"
)

func challengeOf(verifier string) string {
	sum := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// browser is one with cookies, which stops at each redirect.
type browser struct {
	http.Client
	t   *testing.T
	n   *fedtest.Node
	who vocab.IRI // the member
}

// signedIn is the browser of a new member of a group.
func signedIn(t *testing.T, n *fedtest.Node, email string, group vocab.IRI, role node.Role) *browser {
	t.Helper()
	link, member, err := n.Accounts.Invite(t.Context(), email, group, role)
	if err != nil {
		t.Fatal(err)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	b := &browser{t: t, n: n, who: member}
	b.Jar = jar
	b.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	_, code, _ := strings.Cut(link, "code=")
	if answer, body := b.post("/sign-in", url.Values{"code": {code}}, nil); answer.StatusCode != http.StatusSeeOther {
		t.Fatalf("sign in: %d %s", answer.StatusCode, body)
	}
	return b
}

func (b *browser) do(r *http.Request, err error) (*http.Response, string) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
	answer, err := b.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer, string(body)
}

func (b *browser) get(path string) (*http.Response, string) {
	b.t.Helper()
	return b.do(http.NewRequest(http.MethodGet, b.n.URL+path, nil))
}

func (b *browser) post(path string, form url.Values, header http.Header) (*http.Response, string) {
	b.t.Helper()
	r, err := http.NewRequest(http.MethodPost, b.n.URL+path, strings.NewReader(form.Encode()))
	if err == nil {
		maps.Copy(r.Header, header)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return b.do(r, err)
}

// anApp registers at the node and gives its client id.
func anApp(t *testing.T, n *fedtest.Node, redirects ...string) string {
	t.Helper()
	said, _ := json.Marshal(map[string]any{"client_name": "Harvest Book", "redirect_uris": redirects})
	answer, err := http.Post(n.URL+"/oauth/register", "application/json", strings.NewReader(string(said)))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var got struct {
		ClientID string `json:"client_id"`
	}
	if json.NewDecoder(answer.Body).Decode(&got) != nil || answer.StatusCode != http.StatusCreated || got.ClientID == "" {
		t.Fatalf("register: %d", answer.StatusCode)
	}
	return got.ClientID
}

// asking is what an app asks.
func asking(client, redirect, scope string) url.Values {
	return url.Values{
		"response_type": {"code"}, "client_id": {client}, "redirect_uri": {redirect}, "scope": {scope}, "state": {"s&t=1"},
		"code_challenge": {challengeOf(verifier)}, "code_challenge_method": {"S256"},
	}
}

var hidden = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`)

// form is the form that a member is shown for what an app asks.
func (b *browser) form(asked url.Values) url.Values {
	b.t.Helper()
	answer, page := b.get("/oauth/authorize?" + asked.Encode())
	if answer.StatusCode != http.StatusOK {
		b.t.Fatalf("the page: %d %s", answer.StatusCode, page)
	}
	form := url.Values{"answer": {"yes"}}
	for _, m := range hidden.FindAllStringSubmatch(page, -1) {
		form.Set(html.UnescapeString(m[1]), html.UnescapeString(m[2]))
	}
	return form
}

// code is what an app gets when the member lets it act for somebody.
func (b *browser) code(asked url.Values, actor vocab.IRI, may string) string {
	b.t.Helper()
	form := b.form(asked)
	form.Set("actor", string(actor))
	form.Set("may", may)
	answer, body := b.post("/oauth/authorize", form, http.Header{"Sec-Fetch-Site": {"same-origin"}})
	to, err := url.Parse(answer.Header.Get("Location"))
	if err != nil || answer.StatusCode != http.StatusSeeOther || to.Query().Get("code") == "" {
		b.t.Fatalf("let in: %d %s %s", answer.StatusCode, answer.Header.Get("Location"), body)
	}
	if to.Query().Get("state") != asked.Get("state") || to.Query().Get("iss") != b.n.URL || !strings.HasPrefix(to.String(), asked.Get("redirect_uri")+"?") {
		b.t.Errorf("sent to %s", to)
	}
	return to.Query().Get("code")
}

func spending(code, client, redirect string) url.Values {
	return url.Values{"grant_type": {"authorization_code"}, "code": {code}, "client_id": {client}, "redirect_uri": {redirect}, "code_verifier": {verifier}}
}

// token is what a code brings; empty when it is refused, with the error.
func token(t *testing.T, n *fedtest.Node, form url.Values) (bearer, me, refused string) {
	t.Helper()
	answer, err := http.PostForm(n.URL+"/oauth/token", form)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var got struct {
		Token string `json:"access_token"`
		Type  string `json:"token_type"`
		Me    string
		Error string
	}
	if err := json.NewDecoder(answer.Body).Decode(&got); err != nil {
		t.Fatal(err)
	}
	if (answer.StatusCode == http.StatusOK) != (got.Token != "" && got.Type == "Bearer") || answer.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("%d %+v %v", answer.StatusCode, got, answer.Header)
	}
	return got.Token, got.Me, got.Error
}

// asBearer is a request with a bearer token.
func asBearer(t *testing.T, bearer, method string, address vocab.IRI, body string) (int, string) {
	t.Helper()
	r, err := http.NewRequest(method, string(address), strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+bearer)
	r.Header.Set("Accept", fedtest.ActivityJSON)
	if body != "" {
		r.Header.Set("Content-Type", fedtest.ActivityJSON)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

const aKind = `{"type": "ResourceSpecification", "name": "Apples by the app"}`

// app is a node with two groups, a member of both who is signed in, and an app.
type app struct {
	*fedtest.Node
	t             *testing.T
	apples, pears vocab.IRI
	ana           *browser
	client        string
	now           *atomic.Int64 // seconds that the clock is ahead
}

func newApp(t *testing.T) app {
	a := app{t: t, now: new(atomic.Int64)}
	a.Node = fedtest.StartAt(t, t.TempDir(), nil, func() time.Time { return time.Now().Add(time.Duration(a.now.Load()) * time.Second) })
	a.apples, a.pears = a.Group("apples"), a.Group("pears", `"defaultAudience": "members"`)
	a.ana = signedIn(t, a.Node, "ana@garden.example", a.apples, node.Editor)
	if _, _, err := a.Accounts.Invite(t.Context(), "ana@garden.example", a.pears, node.Editor); err != nil {
		t.Fatal(err)
	}
	a.client = anApp(t, a.Node, callback)
	return a
}

// records says whether something of the name is on record.
func (a app) records(name string) bool {
	a.t.Helper()
	_, body := fedtest.Get(a.t, a.apples+"/resource-specifications", fedtest.ActivityJSON)
	return strings.Contains(body, name)
}

func TestAnAppActsForTheGroupThatTheMemberChose(t *testing.T) {
	a := newApp(t)
	mill := fedtest.NewStranger(t)
	miller := mill.Persona("miller", 1)
	miller.Send(a.Node, miller.Act("1", "Create", fedtest.Doc{"id": mill.IRI("/notes/1"), "type": "Note", "content": "Flour for apples?", "attributedTo": miller.IRI},
		fedtest.Doc{"to": []vocab.IRI{a.apples}}))
	a.Settle()

	bearer, me, refused := token(t, a.Node, spending(a.ana.code(asking(a.client, callback, "read write"), a.apples, "write"), a.client, callback))

	if refused != "" || me != string(a.apples) {
		t.Fatalf("%s for %s", refused, me)
	}
	if code, body := asBearer(t, bearer, http.MethodPost, a.apples+"/outbox", aKind); code != http.StatusCreated || !a.records("Apples by the app") {
		t.Errorf("recording: %d %s", code, body)
	}
	if code, body := asBearer(t, bearer, http.MethodGet, a.apples+"/inbox", ""); code != http.StatusOK || !strings.Contains(body, string(mill.IRI("/activities/1"))) {
		t.Errorf("the inbox: %d %s", code, body)
	}

	// It has no part in what else the member may.
	for _, other := range []vocab.IRI{a.pears, a.ana.who} {
		if code, body := asBearer(t, bearer, http.MethodPost, other+"/outbox", aKind); code != http.StatusNotFound && code != http.StatusForbidden {
			t.Errorf("recording for %s: %d %s", other, code, body)
		}
		if code, body := asBearer(t, bearer, http.MethodGet, other, ""); code != http.StatusNotFound {
			t.Errorf("reading %s: %d %s", other, code, body)
		}
	}
	if code, body := asBearer(t, bearer, http.MethodGet, vocab.IRI(a.URL+"/account"), ""); code != http.StatusForbidden {
		t.Errorf("the account: %d %s", code, body)
	}
	if code, _ := asBearer(t, bearer, http.MethodPost, a.apples+"/outbox", fmt.Sprintf(`{"type": "Update", "object": {"id": %q, "type": "Cell", "name": "Mine"}}`, a.apples)); code != http.StatusForbidden {
		t.Errorf("what is for admins: %d", code)
	}

	// The member sees it, and ends it.
	_, page := a.ana.get("/account")
	row := regexp.MustCompile(`Harvest Book</strong>, for <span class="where">@apples@[^<]*</span>: read, and record(?s:.*?)action="(/account/tokens/[0-9a-f]+/revoke)"`).FindStringSubmatch(page)
	if row == nil {
		t.Fatalf("the member does not see the app: %s", page)
	}
	a.ana.post(row[1], nil, http.Header{"Sec-Fetch-Site": {"same-origin"}})
	if code, _ := asBearer(t, bearer, http.MethodGet, a.apples+"/inbox", ""); code != http.StatusUnauthorized {
		t.Errorf("after it was ended: %d", code)
	}
	if _, page := a.ana.get("/account"); strings.Contains(page, "Harvest Book") {
		t.Error("it is still listed")
	}
	a.Sound()
}

func TestAnAppThatMayReadRecordsNothing(t *testing.T) {
	a := newApp(t)
	for _, asked := range []string{"read", "", "read write"} { // the member gives less than is asked for
		bearer, _, refused := token(t, a.Node, spending(a.ana.code(asking(a.client, callback, asked), a.pears, "read"), a.client, callback))
		if code, _ := asBearer(t, bearer, http.MethodGet, a.pears, ""); refused != "" || code != http.StatusOK {
			t.Errorf("%q: reading: %s %d", asked, refused, code)
		}
		if code, _ := asBearer(t, bearer, http.MethodPost, a.pears+"/outbox", aKind); code != http.StatusForbidden {
			t.Errorf("%q: recording: %d", asked, code)
		}
	}
	form := a.ana.form(asking(a.client, callback, "read"))
	form.Set("actor", string(a.apples))
	form.Set("may", "write")
	if answer, _ := a.ana.post("/oauth/authorize", form, nil); answer.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("more than was asked for: %d %s", answer.StatusCode, answer.Header.Get("Location"))
	}
}

func TestAnAppActsForAPersonAndTellsNobodyWhoseItIs(t *testing.T) {
	a := newApp(t)
	person, err := a.Server.Node.BeKnown(t.Context(), a.ana.who, node.Chosen{Handle: "ana"})
	if err != nil {
		t.Fatal(err)
	}
	bearer, me, _ := token(t, a.Node, spending(a.ana.code(asking(a.client, callback, "write"), person, "write"), a.client, callback))

	code, body := asBearer(t, bearer, http.MethodPost, person+"/outbox", `{"@context": "https://www.w3.org/ns/activitystreams", "type": "Note", "content": "Hello from the app."}`)
	if me != string(person) || code != http.StatusCreated {
		t.Errorf("for %s: %d %s", me, code, body)
	}
	if code, _ := asBearer(t, bearer, http.MethodGet, person+"/inbox", ""); code != http.StatusOK {
		t.Errorf("the inbox: %d", code)
	}
	for _, other := range []vocab.IRI{a.apples, a.pears, a.ana.who} {
		if code, _ := asBearer(t, bearer, http.MethodPost, other+"/outbox", aKind); code != http.StatusForbidden && code != http.StatusNotFound {
			t.Errorf("recording for %s: %d", other, code)
		}
	}
	if code, _ := asBearer(t, bearer, http.MethodGet, a.pears, ""); code != http.StatusNotFound {
		t.Error("what the member reads in its groups is the person's to read, too")
	}
}

func TestACodeCountsOnceForWhoItWasGivenTo(t *testing.T) {
	a := newApp(t)
	other := anApp(t, a.Node, callback, "https://app.example/other")
	for name, bend := range map[string]func(url.Values){
		"another verifier":   func(f url.Values) { f.Set("code_verifier", strings.Repeat("x", 43)) },
		"the challenge":      func(f url.Values) { f.Set("code_verifier", challengeOf(verifier)) },
		"no verifier":        func(f url.Values) { f.Del("code_verifier") },
		"another redirect":   func(f url.Values) { f.Set("redirect_uri", "https://app.example/other") },
		"no redirect":        func(f url.Values) { f.Del("redirect_uri") },
		"another client":     func(f url.Values) { f.Set("client_id", other) },
		"another code":       func(f url.Values) { f.Set("code", f.Get("code")+"x") },
		"two codes":          func(f url.Values) { f.Add("code", f.Get("code")) },
		"another grant":      func(f url.Values) { f.Set("grant_type", "password") },
		"a secret":           func(f url.Values) { f.Set("client_secret", "s") },
		"after a minute":     func(url.Values) { a.now.Add(61) },
		"out of the group":   func(url.Values) { a.forgetSeat() },
		"after it was spent": func(f url.Values) { token(t, a.Node, f) },
	} {
		t.Run(name, func(t *testing.T) {
			form := spending(a.ana.code(asking(a.client, callback, "write"), a.apples, "write"), a.client, callback)
			bend(form)
			if bearer, _, refused := token(t, a.Node, form); bearer != "" || refused == "" {
				t.Errorf("it brought a token")
			}
			apps, err := a.Accounts.Apps(t.Context(), a.ana.who)
			if err != nil || len(apps) > 0 {
				t.Errorf("the app may act: %v %v", apps, err)
			}
			a.seatAgain()
		})
	}
}

func (a app) seat(on bool) {
	a.t.Helper()
	err := a.DB.Update(a.t.Context(), func(tx node.Tx) error {
		return tx.Relate(node.Relation{From: a.ana.who, Kind: node.MemberOf, To: a.apples, Value: string(node.Editor), Since: time.Now().UTC().Truncate(time.Second)}, on)
	})
	if err != nil {
		a.t.Fatal(err)
	}
}

func (a app) forgetSeat() { a.seat(false) }
func (a app) seatAgain()  { a.seat(true) }

func TestACodeThatIsShownTwiceEndsWhatItBrought(t *testing.T) {
	a := newApp(t)
	form := spending(a.ana.code(asking(a.client, callback, "write"), a.apples, "write"), a.client, callback)
	bearer, _, _ := token(t, a.Node, form)
	if code, _ := asBearer(t, bearer, http.MethodGet, a.apples+"/inbox", ""); code != http.StatusOK {
		t.Fatalf("the token does not count: %d", code)
	}
	form.Set("code_verifier", strings.Repeat("y", 50)) // whoever caught the code
	if _, _, refused := token(t, a.Node, form); refused != "invalid_grant" {
		t.Errorf("refused as %q", refused)
	}
	if code, _ := asBearer(t, bearer, http.MethodPost, a.apples+"/outbox", aKind); code != http.StatusUnauthorized || a.records("Apples by the app") {
		t.Errorf("the token still counts: %d", code)
	}
}

func TestATokenEndsWithTheSeatAndAfterNinetyDaysAndByTheApp(t *testing.T) {
	a := newApp(t)
	let := func() string {
		bearer, _, refused := token(t, a.Node, spending(a.ana.code(asking(a.client, callback, "write"), a.apples, "write"), a.client, callback))
		if refused != "" {
			t.Fatal(refused)
		}
		return bearer
	}
	counts := func(bearer string) bool {
		code, _ := asBearer(t, bearer, http.MethodGet, a.apples+"/inbox", "")
		return code == http.StatusOK
	}
	revoke := func(form url.Values) int {
		answer, err := http.PostForm(a.URL+"/oauth/revoke", form)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		return answer.StatusCode
	}

	left := let()
	a.forgetSeat()
	if counts(left) {
		t.Error("it counts though the member left the group")
	}
	a.seatAgain()
	if !counts(left) {
		t.Error("it does not count though the member is back")
	}
	if code := revoke(url.Values{"token": {left}, "client_id": {"another"}}); code != http.StatusOK || !counts(left) {
		t.Errorf("another client ended it: %d", code)
	}
	if code := revoke(url.Values{"token": {left}, "client_id": {a.client}}); code != http.StatusOK || counts(left) {
		t.Errorf("the app could not end it: %d", code)
	}
	if code := revoke(url.Values{"token": {"nonsense"}}); code != http.StatusOK {
		t.Errorf("what is no token: %d", code)
	}
	old := let()
	a.now.Add(91 * 24 * 3600)
	if counts(old) {
		t.Error("it counts after ninety days")
	}
}

func TestNobodyIsSentToWhereTheAppDidNotSay(t *testing.T) {
	a := newApp(t)
	for name, bend := range map[string]func(url.Values){
		"another redirect":  func(q url.Values) { q.Set("redirect_uri", "https://evil.example/cb") },
		"a longer redirect": func(q url.Values) { q.Set("redirect_uri", callback+"/more") },
		"no redirect":       func(q url.Values) { q.Del("redirect_uri") },
		"two redirects":     func(q url.Values) { q.Add("redirect_uri", "https://evil.example/cb") },
		"a script":          func(q url.Values) { q.Set("redirect_uri", "javascript:alert(1)") },
		"no client":         func(q url.Values) { q.Del("client_id") },
		"a made up client":  func(q url.Values) { q.Set("client_id", "app.eyJuIjoiWCJ9.AAAA") },
		"a changed client": func(q url.Values) {
			body, mark, _ := strings.Cut(strings.TrimPrefix(q.Get("client_id"), "app."), ".")
			said, _ := base64.RawURLEncoding.DecodeString(body)
			said = []byte(strings.Replace(string(said), "app.example", "evil.example", 1))
			q.Set("client_id", "app."+base64.RawURLEncoding.EncodeToString(said)+"."+mark)
			q.Set("redirect_uri", "https://evil.example/cb")
		},
	} {
		q := asking(a.client, callback, "write")
		bend(q)
		answer, body := a.ana.get("/oauth/authorize?" + q.Encode())
		if answer.Header.Get("Location") != "" || answer.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d to %q %s", name, answer.StatusCode, answer.Header.Get("Location"), body)
		}
	}
	for name, c := range map[string]struct {
		bend func(url.Values)
		want string
	}{
		"no challenge":   {func(q url.Values) { q.Del("code_challenge") }, "invalid_request"},
		"plain":          {func(q url.Values) { q.Set("code_challenge_method", "plain") }, "invalid_request"},
		"a token":        {func(q url.Values) { q.Set("response_type", "token") }, "unsupported_response_type"},
		"admin":          {func(q url.Values) { q.Set("scope", "read admin") }, "invalid_scope"},
		"in a fragment":  {func(q url.Values) { q.Set("response_mode", "fragment") }, "invalid_request"},
		"two challenges": {func(q url.Values) { q.Add("code_challenge", challengeOf("x")) }, "invalid_request"},
	} {
		q := asking(a.client, callback, "write")
		c.bend(q)
		answer, page := a.ana.get("/oauth/authorize?" + q.Encode())
		back := regexp.MustCompile(`<a href="([^"]*)" rel="noreferrer nofollow">`).FindStringSubmatch(page)
		if back == nil {
			t.Fatalf("%s: %s", name, page)
		}
		to, _ := url.Parse(html.UnescapeString(back[1]))
		if answer.StatusCode != http.StatusUnprocessableEntity || answer.Header.Get("Location") != "" || to.Host != "app.example" || to.Query().Get("error") != c.want || to.Query().Get("state") != "s&t=1" || to.Query().Has("code") {
			t.Errorf("%s: %d to %s", name, answer.StatusCode, to)
		}
	}
	own := anApp(t, a.Node, "org.example.app:/cb") // of an app on the device
	if _, page := a.ana.get("/oauth/authorize?" + asking(own, "org.example.app:/cb", "admin").Encode()); !strings.Contains(page, `<a href="org.example.app:/cb?error=invalid_scope`) {
		t.Errorf("no way back to an app on the device: %s", page)
	}
	form := a.ana.form(asking(a.client, callback, "write"))
	form.Set("answer", "no")
	answer, _ := a.ana.post("/oauth/authorize", form, nil)
	if to, _ := url.Parse(answer.Header.Get("Location")); to.Query().Get("error") != "access_denied" || to.Query().Has("code") {
		t.Errorf("after a no: %s", to)
	}
}

func TestOnlyTheMembersOwnYesOnTheFormItWasShownCounts(t *testing.T) {
	a := newApp(t)
	ben := signedIn(t, a.Node, "ben@garden.example", a.pears, node.Editor)
	asked := asking(a.client, callback, "write")
	bens := ben.form(asked)
	stranger := &browser{t: t, n: a.Node}
	for name, try := range map[string]func(form url.Values) (*http.Response, string){
		"from a page of another site": func(f url.Values) (*http.Response, string) {
			return a.ana.post("/oauth/authorize", f, http.Header{"Sec-Fetch-Site": {"cross-site"}})
		},
		"from another origin": func(f url.Values) (*http.Response, string) {
			return a.ana.post("/oauth/authorize", f, http.Header{"Origin": {"https://evil.example"}})
		},
		"on somebody else's form": func(url.Values) (*http.Response, string) {
			bens.Set("actor", string(a.apples))
			bens.Set("may", "write")
			return a.ana.post("/oauth/authorize", bens, nil)
		},
		"without the mark": func(f url.Values) (*http.Response, string) {
			f.Del("mark")
			return a.ana.post("/oauth/authorize", f, nil)
		},
		"with another challenge": func(f url.Values) (*http.Response, string) {
			f.Set("code_challenge", challengeOf("evil"))
			return a.ana.post("/oauth/authorize", f, nil)
		},
		"for a group of others": func(f url.Values) (*http.Response, string) {
			f.Set("actor", string(a.Group("plums")))
			return a.ana.post("/oauth/authorize", f, nil)
		},
		"for the member itself": func(f url.Values) (*http.Response, string) {
			f.Set("actor", string(a.ana.who))
			return a.ana.post("/oauth/authorize", f, nil)
		},
		"of nobody": func(f url.Values) (*http.Response, string) { return stranger.post("/oauth/authorize", f, nil) },
		"after ten minutes": func(f url.Values) (*http.Response, string) {
			a.now.Add(601)
			return a.ana.post("/oauth/authorize", f, nil)
		},
	} {
		form := a.ana.form(asked)
		form.Set("actor", string(a.apples))
		form.Set("may", "write")
		if answer, body := try(form); answer.Header.Get("Location") != "" || answer.StatusCode != http.StatusForbidden && answer.StatusCode != http.StatusUnauthorized {
			t.Errorf("%s: %d to %q %s", name, answer.StatusCode, answer.Header.Get("Location"), body)
		}
	}
	answer, page := a.ana.get("/oauth/authorize?" + asked.Encode())
	policy := answer.Header.Get("Content-Security-Policy")
	if !strings.Contains(policy, "frame-ancestors 'none'") || !strings.HasSuffix(policy, "form-action 'self' https://app.example") || answer.Header.Get("Cache-Control") != "private, no-store" {
		t.Errorf("the page is guarded by %q", policy)
	}
	for _, want := range []string{"Harvest Book", "Nobody vouches", "app.example", "@apples@", "@pears@"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q: %s", want, page)
		}
	}
}

func TestAnAppIsDescribedAtItsClientID(t *testing.T) {
	a := newApp(t)
	maker, evil := fedtest.NewStranger(t), fedtest.NewStranger(t)
	id := string(maker.IRI("/app.json"))
	local := "http://127.0.0.1/cb"
	maker.Serve("/app.json", "application/json", fedtest.Doc{"client_id": id, "client_name": "Harvest\u202e Book\n", "redirect_uris": []string{local}})
	linked := string(maker.Serve("/app", fedtest.ActivityJSON, fedtest.Doc{
		"@context": []string{"https://www.w3.org/ns/activitystreams", "https://purl.archive.org/socialweb/oauth"},
		"id":       maker.IRI("/app"), "type": "Application", "name": "Harvest Book", "redirectURI": local}))

	if answer, _ := (&browser{t: t, n: a.Node}).get("/oauth/authorize?" + asking(id, local, "read").Encode()); answer.StatusCode != http.StatusUnauthorized || maker.Hits()["/app.json"] > 0 {
		t.Errorf("a stranger has the node read what it names: %d, %v", answer.StatusCode, maker.Hits())
	}
	for _, client := range []string{id, linked} {
		asked := asking(client, "http://127.0.0.1:49152/cb", "write") // the device chooses the port
		if _, page := a.ana.get("/oauth/authorize?" + asked.Encode()); !strings.Contains(page, "It is the app of") || !strings.Contains(page, "Harvest Book") || strings.Contains(page, "\u202e") {
			t.Errorf("%s: the page says %s", client, page)
		}
		form := spending(a.ana.code(asked, a.apples, "write"), client, "http://127.0.0.1:49152/cb")
		if bearer, _, refused := token(t, a.Node, form); bearer == "" {
			t.Errorf("%s: %s", client, refused)
		}
	}

	for path, doc := range map[string]any{
		"/another":   fedtest.Doc{"client_id": id, "redirect_uris": []string{local}},
		"/nobody":    fedtest.Doc{"redirect_uris": []string{local}},
		"/elsewhere": fedtest.Doc{"client_id": evil.IRI("/elsewhere"), "redirect_uris": []string{"https://app.example/cb"}},
		"/secret":    fedtest.Doc{"client_id": evil.IRI("/secret"), "redirect_uris": []string{local}, "token_endpoint_auth_method": "client_secret_basic"},
		"/nowhere":   fedtest.Doc{"client_id": evil.IRI("/nowhere")},
		"/large":     fedtest.Doc{"client_id": evil.IRI("/large"), "redirect_uris": []string{local}, "client_name": strings.Repeat("x", 1<<16)},
		"/twice":     fmt.Sprintf(`{"client_id": %q, "redirect_uris": ["http://127.0.0.1/x"], "redirect_uris": [%q]}`, evil.IRI("/twice"), local),
		"/a/../app":  fedtest.Doc{"client_id": evil.IRI("/a/../app"), "redirect_uris": []string{local}},
	} {
		evil.Serve(path, "application/json", doc)
		q := asking(string(evil.IRI(path)), local, "read")
		if path == "/elsewhere" {
			q.Set("redirect_uri", "https://app.example/cb")
		}
		if answer, body := a.ana.get("/oauth/authorize?" + q.Encode()); answer.StatusCode != http.StatusUnprocessableEntity || answer.Header.Get("Location") != "" {
			t.Errorf("%s: %d %s", path, answer.StatusCode, body)
		}
	}
}

func TestAnAppInABrowserRecordsAndReadsWhereItIs(t *testing.T) {
	a := newApp(t)
	bearer, _, _ := token(t, a.Node, spending(a.ana.code(asking(a.client, callback, "write"), a.apples, "write"), a.client, callback))
	for _, method := range []string{http.MethodOptions, http.MethodPost} {
		r, _ := http.NewRequest(method, string(a.apples)+"/outbox", strings.NewReader(aKind))
		r.Header.Set("Origin", "https://app.example")
		if method == http.MethodPost {
			r.Header.Set("Authorization", "Bearer "+bearer)
			r.Header.Set("Content-Type", fedtest.ActivityJSON)
			r.Header.Set("Sec-Fetch-Site", "cross-site")
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		h := answer.Header
		if answer.StatusCode/100 != 2 || h.Get("Access-Control-Allow-Origin") != "*" || h.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%s: %d %v", method, answer.StatusCode, h)
		}
		if method == http.MethodOptions && !strings.Contains(h.Get("Access-Control-Allow-Headers"), "Authorization") || method == http.MethodPost && h.Get("Location") == "" {
			t.Errorf("%s: %v", method, h)
		}
	}
}

func TestRegistrationRefusesWhatItCannotKeep(t *testing.T) {
	n := fedtest.New(t, 1).Nodes[0]
	for name, c := range map[string]struct{ body, want string }{
		"no JSON":        {`hello`, "invalid_client_metadata"},
		"no redirect":    {`{"client_name": "X"}`, "invalid_redirect_uri"},
		"a script":       {`{"redirect_uris": ["javascript:alert(1)"]}`, "invalid_redirect_uri"},
		"plain http":     {`{"redirect_uris": ["http://app.example/cb"]}`, "invalid_redirect_uri"},
		"too many":       {`{"redirect_uris": [` + strings.TrimSuffix(strings.Repeat(`"https://app.example/cb",`, 6), ",") + `]}`, "invalid_redirect_uri"},
		"a secret":       {`{"redirect_uris": ["https://app.example/cb"], "token_endpoint_auth_method": "client_secret_post"}`, "invalid_client_metadata"},
		"another grant":  {`{"redirect_uris": ["https://app.example/cb"], "grant_types": ["password"]}`, "invalid_client_metadata"},
		"another scope":  {`{"redirect_uris": ["https://app.example/cb"], "scope": "admin"}`, "invalid_client_metadata"},
		"something else": {`{"redirect_uris": ["https://app.example/cb"]} {}`, "invalid_client_metadata"},
		"too large":      {`{"redirect_uris": ["https://app.example/cb"], "x": "` + strings.Repeat("x", 20_000) + `"}`, "invalid_client_metadata"},
	} {
		answer, err := http.Post(n.URL+"/oauth/register", "application/json", strings.NewReader(c.body))
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(answer.Body)
		answer.Body.Close()
		if answer.StatusCode != http.StatusBadRequest || !strings.Contains(string(body), `"error":"`+c.want+`"`) {
			t.Errorf("%s: %d %s", name, answer.StatusCode, body)
		}
	}
}

func TestAppsFindWhereToAsk(t *testing.T) {
	n := fedtest.New(t, 1).Nodes[0]
	apples := n.Group("apples")
	_, actor := fedtest.Get(t, apples, fedtest.ActivityJSON)
	for term, path := range map[string]string{"oauthAuthorizationEndpoint": "/oauth/authorize", "oauthTokenEndpoint": "/oauth/token"} {
		if !strings.Contains(actor, fmt.Sprintf("%q:%q", term, n.URL+path)) {
			t.Errorf("the actor does not name %s: %s", term, actor)
		}
	}
	code, said := fedtest.Get(t, vocab.IRI(n.URL+"/.well-known/oauth-authorization-server"), "application/json")
	var metadata map[string]any
	if code != http.StatusOK || json.Unmarshal([]byte(said), &metadata) != nil || metadata["issuer"] != n.URL || metadata["authorization_endpoint"] != n.URL+"/oauth/authorize" ||
		fmt.Sprint(metadata["code_challenge_methods_supported"]) != "[S256]" || fmt.Sprint(metadata["token_endpoint_auth_methods_supported"]) != "[none]" {
		t.Errorf("%d %s", code, said)
	}
	for _, path := range []string{"/oauth/token", "/oauth/register", "/oauth/revoke"} {
		r, _ := http.NewRequest(http.MethodOptions, n.URL+path, nil)
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.Header.Get("Access-Control-Allow-Origin") != "*" || answer.Header.Get("Access-Control-Allow-Credentials") != "" {
			t.Errorf("%s for an app in a browser: %d %v", path, answer.StatusCode, answer.Header)
		}
	}
}
