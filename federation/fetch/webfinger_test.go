package fetch_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"tributary/node"
)

// accounts answers WebFinger with a descriptor for each account; %s is the peer's host.
func (p *peer) accounts(descriptors map[string]string) {
	p.mux.HandleFunc("/.well-known/webfinger", func(w http.ResponseWriter, r *http.Request) {
		name, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Query().Get("resource"), "acct:"), "@")
		d, ok := descriptors[name]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/jrd+json; charset=utf-8")
		io.WriteString(w, strings.ReplaceAll(d, "%s", p.Listener.Addr().String()))
	})
}

func descriptor(subject, links string) string {
	return fmt.Sprintf(`{"subject":%q,"links":[%s]}`, subject, links)
}

const (
	page  = `{"rel":"http://webfinger.net/rel/profile-page","type":"text/html","href":"http://%s/@ana"}`
	html  = `{"rel":"self","type":"text/html","href":"http://%s/@ana"}`
	actor = `{"rel":"self","type":"application/activity+json","href":"http://%s/users/ana"}`
)

func TestAccountLeadsToItsActor(t *testing.T) {
	p := newPeer(t)
	host := p.Listener.Addr().String()
	p.accounts(map[string]string{
		"ana":    descriptor("acct:ana@%s", page+","+html+","+actor),
		"loud":   descriptor("acct:LOUD@%s", actor),
		"itself": descriptor("http://%s/users/ana", actor),
		"alias":  descriptor("acct:ana@%s", page+","+actor),
		"thief":  descriptor("acct:ana@%s", strings.ReplaceAll(actor, "users/ana", "users/thief")),
		"none":   descriptor("acct:none@%s", page),
		"mute":   `{"links":[` + actor + `]}`,
		"odd":    `[]`,
	})
	c := client()
	for account, kind := range map[string]node.Kind{
		"@ana@" + host: "", "ana@" + host: "", "acct:ana@" + host: "", "@Ana@" + host: "", "@loud@" + host: "",
		"@itself@" + host: "", "@alias@" + host: "",
		"@thief@" + host: node.Invalid, "@none@" + host: node.NotFound, "@nobody@" + host: node.NotFound,
		"@mute@" + host: node.Invalid, "@odd@" + host: node.Unreadable,
		"ana": node.Invalid, "@ana@": node.Invalid, "@@" + host: node.Invalid, "@ana@" + host + "/x": node.Invalid,
		"@ana@me@" + host: node.Invalid, "@ana@host:port": node.Invalid, "": node.Invalid,
	} {
		found, err := c.WebFinger(t.Context(), account)
		wantKind(t, account, err, kind)
		if err == nil && found != p.at("/users/ana") {
			t.Errorf("%s leads to %s", account, found)
		}
	}
}

func TestAccountOfAnotherHostIsConfirmedThere(t *testing.T) {
	shop, home := newPeer(t), newPeer(t)
	homeHost := home.Listener.Addr().String()
	self := strings.ReplaceAll(actor, "%s", homeHost)
	shop.accounts(map[string]string{
		"ana": descriptor("acct:ana@"+homeHost, self),
		"bad": descriptor("acct:bad@"+homeHost, self),
	})
	home.accounts(map[string]string{"ana": descriptor("acct:ana@%s", self)})
	c := client()
	found, err := c.WebFinger(t.Context(), "@ana@"+shop.Listener.Addr().String())
	if err != nil || found != home.at("/users/ana") {
		t.Errorf("%s, %v", found, err)
	}
	_, err = c.WebFinger(t.Context(), "@bad@"+shop.Listener.Addr().String())
	wantKind(t, "an account the other host does not have", err, node.NotFound)
}

func TestHostsSayWhatRunsThere(t *testing.T) {
	p := newPeer(t)
	host := p.Listener.Addr().String()
	p.has("/.well-known/nodeinfo", "application/json", `{"links":[
		{"rel":"http://nodeinfo.diaspora.software/ns/schema/1.0","href":"%s/1"},
		{"rel":"http://nodeinfo.diaspora.software/ns/schema/2.1","href":"%s/2.1"},
		{"rel":"http://nodeinfo.diaspora.software/ns/schema/2.0","href":"%s/2.0"}]}`)
	p.has("/2.1", "application/json", `{"version":"2.1","software":{"name":"garden","version":"1.2.3"}}`)

	n, err := client().NodeInfo(t.Context(), host)
	if err != nil || n.Software != "garden" || n.Version != "1.2.3" {
		t.Errorf("%+v, %v", n, err)
	}

	liar := newPeer(t)
	liar.has("/.well-known/nodeinfo", "application/json", `{"links":[{"rel":"http://nodeinfo.diaspora.software/ns/schema/2.1","href":"`+p.URL+`/2.1"}]}`)
	_, err = client().NodeInfo(t.Context(), liar.Listener.Addr().String())
	wantKind(t, "NodeInfo of another host", err, node.Invalid)
	_, err = client().NodeInfo(t.Context(), newPeer(t).Listener.Addr().String())
	wantKind(t, "no NodeInfo", err, node.NotFound)
}
