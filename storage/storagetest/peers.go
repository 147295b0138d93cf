package storagetest

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"tributary/node"
	"tributary/storage"
	"tributary/vocab"
)

var peerTests = map[string]func(*testing.T, Database){
	"decisions of policy are kept for ever":  policyRules,
	"of decisions all or none are kept":      policyAtOnce,
	"policy is seen beside its writer":       policyBeside,
	"peers are noted":                        peers,
	"peers are listed by host":               peersByHost,
	"policy and peers come out and in again": peersMove,
}

// decision is a rule about a subject.
func decision(subject string, group vocab.IRI, level node.PolicyLevel, draft bool) node.PolicyRule {
	return node.PolicyRule{
		Subject: subject, Group: group, Level: level, Reason: "because", Provenance: "list.csv line 3",
		Author: ana, At: noon, Draft: draft,
	}
}

// told is a rule in few words.
func told(rules []node.PolicyRule) string {
	var all []string
	for _, r := range rules {
		one := fmt.Sprintf("%d %s %s", r.ID, r.Subject, r.Level)
		if r.Group != "" {
			one += " of " + last(r.Group)
		}
		if r.Draft {
			one += "?"
		}
		all = append(all, one)
	}
	return strings.Join(all, ", ")
}

func policyRules(t *testing.T, d Database) {
	db := d.open(t)
	ctx := context.Background()
	add := func(r node.PolicyRule) { t.Helper(); wantKind(t, db.AddPolicyRules(ctx, r), "") }
	newest := func(want string) {
		t.Helper()
		rules, err := db.PolicyRules(ctx)
		equal(t, "newest", fmt.Sprint(told(rules), err), want+"<nil>")
	}
	newest("")
	add(decision("peer.example", "", node.PolicyBlock, false))
	add(decision("peer.example", garden, node.PolicyLimit, false))
	add(decision("peer.example", "", node.PolicyAllow, true))
	newest("1 peer.example block, 2 peer.example limit of garden, 3 peer.example allow?")
	add(decision("peer.example", "", node.PolicyClear, true))
	newest("1 peer.example block, 2 peer.example limit of garden, 4 peer.example clear?")
	add(decision("peer.example", "", node.PolicyClear, false))
	newest("2 peer.example limit of garden, 5 peer.example clear")

	history, err := db.PolicyHistory(ctx, "peer.example")
	equal(t, "history", fmt.Sprint(told(history), err), "1 peer.example block, 2 peer.example limit of garden, "+
		"3 peer.example allow?, 4 peer.example clear?, 5 peer.example clear<nil>")
	want := decision("peer.example", "", node.PolicyBlock, false)
	want.ID = 1
	equal(t, "whole", history[0], want)
	for _, other := range []string{"other.example", "a\x00b"} {
		none, err := db.PolicyHistory(ctx, other)
		equal(t, "nobody's history", fmt.Sprint(len(none), err), "0 <nil>")
	}
}

func policyAtOnce(t *testing.T, d Database) {
	db := d.open(t)
	ctx := context.Background()
	good, bad := decision("a.example", "", node.PolicyBlock, false), decision("b\x00.example", "", node.PolicyBlock, false)
	wantKind(t, db.AddPolicyRules(ctx, good, bad), node.Invalid)
	wantKind(t, db.AddPolicyRules(ctx), "")
	id, err := db.LatestPolicy(ctx)
	equal(t, "nothing", fmt.Sprint(id, err), "0 <nil>")
	wantKind(t, db.AddPolicyRules(ctx, good, good), "")
	id, err = db.LatestPolicy(ctx)
	equal(t, "both", fmt.Sprint(id, err), "2 <nil>")
}

func policyBeside(t *testing.T, d Database) {
	one, other := d.open(t), d.open(t)
	changed := one.Changed()
	wantKind(t, other.AddPolicyRules(context.Background(), decision("a.example", "", node.PolicyBlock, false)), "")
	<-changed
	rules, err := one.PolicyRules(context.Background())
	equal(t, "beside", fmt.Sprint(told(rules), err), "1 a.example block<nil>")
}

func peers(t *testing.T, d Database) {
	db := d.open(t)
	ctx := context.Background()
	_, err := db.Peer(ctx, "peer.example")
	wantKind(t, err, node.NotFound)
	change := func(change func(*node.Peer)) { t.Helper(); wantKind(t, db.ChangePeer(ctx, "peer.example", change), "") }

	change(func(p *node.Peer) {
		p.Software, p.Version, p.Kind, p.Scheme, p.Note = "garden", "1.2", node.PeerOurs, "rfc9421", "a friend"
		p.Seen = noon
		p.Answered(noon.Add(time.Minute))
	})
	change(func(p *node.Peer) { p.Failed(noon.Add(time.Hour), "it is\x00 \xffon fire") })
	p, err := db.Peer(ctx, "peer.example")
	equal(t, "peer", fmt.Sprint(p, err), fmt.Sprint(node.Peer{
		Host: "peer.example", Software: "garden", Version: "1.2", Kind: node.PeerOurs, Scheme: "rfc9421", Note: "a friend",
		Seen: noon, LastOK: noon.Add(time.Minute), LastFail: noon.Add(time.Hour), Failure: "it is on fire",
	}, nil))

	change(func(p *node.Peer) { p.Host = "thief.example"; p.Seen = noon.Add(time.Nanosecond) })
	same, err := db.Peer(ctx, "peer.example")
	equal(t, "peer after a change of nothing", fmt.Sprint(same, err), fmt.Sprint(p, nil))
	wantKind(t, db.ChangePeer(ctx, "peer.example", func(p *node.Peer) { p.Note = "\x00" }), node.Invalid)
	wantKind(t, db.ChangePeer(ctx, "", func(*node.Peer) {}), node.Invalid)
	_, err = db.Peer(ctx, "\x00")
	wantKind(t, err, node.NotFound)
}

func peersByHost(t *testing.T, d Database) {
	db := d.open(t)
	ctx := context.Background()
	for _, host := range []string{"b.example", "a.example", "c.example:8443"} {
		wantKind(t, db.ChangePeer(ctx, host, func(p *node.Peer) { p.Note = "n" }), "")
	}
	equal(t, "hosts", hosts(t, db.DB), "a.example b.example c.example:8443")
}

func hosts(t *testing.T, db *storage.DB) string {
	t.Helper()
	var all []string
	for p, err := range db.Peers(context.Background()) {
		equal(t, "peers", err, nil)
		all = append(all, p.Host)
	}
	return strings.Join(all, " ")
}

func peersMove(t *testing.T, d Database) {
	db := d.open(t)
	ctx := context.Background()
	rules := []node.PolicyRule{
		decision("a.example", "", node.PolicyBlock, false), decision("a.example", garden, node.PolicyClear, false),
		decision("a.example", "", node.PolicyAllow, true),
	}
	nolinks := func([]byte) ([]node.Link, error) { return nil, nil }
	err := db.Restore(ctx, nolinks, func(int, int) {}, func(l *storage.Loader) error {
		for _, r := range rules {
			if err := l.AddPolicyRule(r); err != nil {
				return err
			}
		}
		return l.AddPeer(node.Peer{Host: "a.example", Seen: noon, Kind: node.PeerPlain})
	})
	wantKind(t, err, "")

	var again []node.PolicyRule
	known := ""
	err = db.Snapshot(ctx, func(s storage.Snapshot) error {
		if err := s.Peers(func(p node.Peer) error { known += fmt.Sprint(p.Host, p.Kind, p.Seen.Equal(noon)); return nil }); err != nil {
			return err
		}
		return s.PolicyRules(func(r node.PolicyRule) error { again = append(again, r); return nil })
	})
	wantKind(t, err, "")
	for i := range rules {
		rules[i].ID = int64(i + 1)
	}
	equal(t, "rules", again, rules)
	equal(t, "peers", known, "a.exampleactivitypubtrue")
}
