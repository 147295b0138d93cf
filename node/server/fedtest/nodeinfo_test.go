package fedtest_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"tributary/federation/policy"
	"tributary/node/config"
	"tributary/node/server/fedtest"
	"tributary/vocab"
)

func TestNodeInfoSaysWhatTheNodeSpeaks(t *testing.T) {
	n := fedtest.New(t, 1).Nodes[0]

	_, body := fedtest.Get(t, vocab.IRI(n.URL+"/nodeinfo/2.1"), "application/json")

	var info struct {
		Metadata struct {
			Federation struct {
				Speaks         []struct{ Href string }
				Dialects       []string
				PeersPublished bool
			}
		}
	}
	if err := json.Unmarshal([]byte(body), &info); err != nil {
		t.Fatal(err)
	}
	var spoken []string
	for _, s := range info.Metadata.Federation.Speaks {
		spoken = append(spoken, s.Href)
	}
	for _, want := range []string{"valueflows", "rfc9421", "8b32", "0837"} {
		if !strings.Contains(strings.Join(spoken, " "), want) {
			t.Errorf("%s is not among what it speaks: %v", want, spoken)
		}
	}
	if info.Metadata.Federation.PeersPublished || len(info.Metadata.Federation.Dialects) != 2 {
		t.Errorf("it says %+v", info.Metadata.Federation)
	}
}

func TestANodeSaysWhomItDealsWithOnlyWhenItsOperatorSaysSo(t *testing.T) {
	quiet := fedtest.New(t, 1).Nodes[0]
	open := fedtest.Start(t, t.TempDir(), func(c *config.Config) { c.Federation.PublishPeers = true })
	friend, foe := fedtest.NewStranger(t), fedtest.NewStranger(t)
	for _, n := range []*fedtest.Node{quiet, open} {
		ana, mallory := friend.Persona("ana", 0), foe.Persona("mallory", 1)
		n.Meet(ana, mallory)
		for _, p := range []*fedtest.Persona{ana, mallory} { // a peer is one that spoke
			p.Send(n, p.Act("hello"+n.URL[len(n.URL)-5:], "Like", n.URL+"/actor", nil))
		}
		n.Settle()
		host, err := policy.Host(foe.URL)
		if err != nil {
			t.Fatal(err)
		}
		if err := n.Policy.Record(t.Context(), policy.Rule{Subject: host, Level: policy.Limit, Author: n.Server.Node.Node(), Reason: "on trial"}); err != nil {
			t.Fatal(err)
		}
	}

	if code, body := fedtest.Get(t, vocab.IRI(quiet.URL+"/api/v1/instance/peers"), "application/json"); code != http.StatusNotFound {
		t.Errorf("by default it answers %d: %s", code, body)
	}
	code, body := fedtest.Get(t, vocab.IRI(open.URL+"/api/v1/instance/peers"), "application/json")
	var hosts []string
	if err := json.Unmarshal([]byte(body), &hosts); err != nil || code != http.StatusOK {
		t.Fatalf("%d %s: %v", code, body, err)
	}
	if want := strings.TrimPrefix(friend.URL, "http://"); len(hosts) != 1 || hosts[0] != want {
		t.Errorf("it lists %v, and deals with %s; the other is limited", hosts, want)
	}
}
