package fedtest_test

import (
"bytes"
"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"context"
"tributary/federation/httpsig"
	"testing"
"time"
	"tributary/node/server/fedtest"
	"tributary/vocab"
)

func TestZZ(t *testing.T) {
	p := startFedify(t)
	n, apples := besideFedify(t)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = httputil.DumpRequest
		_, err := httpsig.Read(r, httpsig.Rules{Origin: "http://" + r.Host, Now: time.Now})
		t.Log("sig:", err)
		w.WriteHeader(401)
	}))
	defer srv.Close()

	rr := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, err := n.Federation.Reader(func() *http.Request { q := r.Clone(r.Context()); q.Host = n.URL[7:]; return q }())
		t.Log("reader:", err)
		w.WriteHeader(404)
	}))
	_ = rr
	func() {
		resp, err := http.Post(p.URL+"/_control/lookup", "application/json", jsonBody(fedtest.Doc{"url": srv.URL + "/groups/x"}))
		t.Log(resp.Status, err)
	}()
	befriend(t, p, n, apples)
	seek(t, p, n, apples)
	things := propose(n, apples)
	offer := p.raw(apples+"/inbox", fedtest.Doc{
		"type": "Offer", "to": string(apples), "sign": fedtest.Doc{"proof": true}, "attribute": false,
		"@context": marketContext, "object": agreementTo(things[1], things[2]),
	})
	n.Settle()
	l := n.Letter(offer.ID)
	t.Log(l.State, l.Reason)
	t.Log(string(l.Body), things)
	if l.State == 1 { n.Do(fedtest.Naming("Accept", apples, offer.ID)) }
	n.Settle()
	t.Log(p.trace())
	p2 := startFedify(t, "--first-knock", "cavage")
	inner := p2.raw(p.Actor+"/inbox", fedtest.Doc{
		"type": "Create", "to": "public", "sign": fedtest.Doc{"proof": true}, "object": fedtest.Doc{"type": "Note", "content": "<p>Hello</p>"},
	})
	t.Log(n.Federation.Actor(context.Background(), p2.Actor))
	s := p.raw(apples+"/inbox", fedtest.Doc{"type": "Announce", "to": []string{"followers", "public"}, "attribute": false, "object": inner.Activity})
	n.Settle()
	l = n.Letter(s.ID)
	t.Log(l.State, l.Reason, string(l.Body))
	l = n.Letter(inner.ID)
	t.Log(l.State, l.Reason)
	t.Log(n.Thing(vocab.IRI(objectOf(t, inner.Activity))))
}
func jsonBody(d fedtest.Doc) *bytes.Reader { b, _ := json.Marshal(d); return bytes.NewReader(b) }
