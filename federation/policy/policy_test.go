package policy_test

import (
	"fmt"
	"strings"
	"testing"

	"tributary/federation/policy"
	"tributary/node"
	"tributary/vocab"
)

const garden vocab.IRI = "https://node.example/groups/garden"

// rules reads "block peer.example" and "limit peer.example of garden".
func rules(t *testing.T, lines ...string) []policy.Rule {
	t.Helper()
	var all []policy.Rule
	for _, line := range lines {
		words := strings.Fields(line)
		r := policy.Rule{Level: policy.Level(strings.TrimSuffix(words[0], "?")), Draft: strings.HasSuffix(words[0], "?")}
		subject, err := policy.Subject(words[1])
		if err != nil {
			t.Fatal(err)
		}
		r.Subject = subject
		if len(words) == 4 {
			r.Group = garden
		}
		all = append(all, r)
	}
	return all
}

func TestMostSpecificRuleDecides(t *testing.T) {
	p := policy.New(policy.Open, rules(t,
		"limit example",
		"allow peer.example",
		"block *.peer.example",
		"allow good.peer.example",
		"block peer.example:8443",
		"allow https://peer.example:8443/users/ana",
		"block https://peer.example/users/ben",
		"block 192.0.2.7",
		"limit [2001:db8::1]",
	))
	for who, want := range map[string]string{
		"https://elsewhere.org/users/x":       "allow ",
		"https://other.example/users/x":       "limit example",
		"https://peer.example/users/ana":      "allow peer.example",
		"https://peer.example/users/ben":      "block https://peer.example/users/ben",
		"https://peer.example":                "allow peer.example",
		"peer.example":                        "allow peer.example",
		"https://bad.peer.example/":           "block *.peer.example",
		"https://a.b.peer.example/":           "block *.peer.example",
		"https://good.peer.example/x":         "allow good.peer.example",
		"https://a.good.peer.example/x":       "allow good.peer.example",
		"https://peer.example:8443/users/cem": "block peer.example:8443",
		"https://peer.example:8443/users/ana": "allow https://peer.example:8443/users/ana",
		"https://peer.example:9000/":          "allow peer.example",
		"https://notpeer.example":             "limit example",
		"https://192.0.2.7/a":                 "block 192.0.2.7",
		"http://[2001:db8:0:0::1]:8080/a":     "limit [2001:db8::1]",
		"https://192.0.2.70/":                 "allow ",
		"https://peer.example.org/":           "allow ",
	} {
		level, rule := p.Decide(who, "")
		if got := fmt.Sprint(level, " ", rule.Subject); got != want {
			t.Errorf("%s: %s, want %s", who, got, want)
		}
	}
}

func TestBlocksAreNotEvadedBySpelling(t *testing.T) {
	p := policy.New(policy.Open, rules(t,
		"block bad.example", "block bücher.example", "block 192.0.2.1", "block https://open.example/users/eve",
	))
	for _, who := range []string{
		"https://BAD.example/a", "HTTPS://Bad.Example/a", "http://bad.example/a", "https://bad.example:443/", "https://bad.example:8443/",
		"https://sub.bad.example/", "https://a.b.c.bad.example/", "https://ｂａｄ.example/", "bad.example.", "https://bad.example./a",
		"https://xn--bcher-kva.example/", "https://XN--BCHER-KVA.example/", "https://BÜCHER.example/", "https://bu\u0308cher.example/",
		"https://[::ffff:192.0.2.1]/", "https://[::ffff:c000:201]/",
		"https://open.example/users/eve#main-key", "https://open.example:443/users/eve", "https://OPEN.example/users/eve",
		"https://open.example/users/%65ve", "https://open.example/users/./eve", "https://open.example/x/../users/eve",
		// What two programs could read as two hosts is no address at all.
		"https://good.example@bad.example/", "https://bad.example@good.example/", "https://bad.example\\@good.example/", "https://bad%2eexample/",
		"https://3221225985/", "https://0xc0000201/", "https://0300.0.2.1/", "https://192.0.513/",
		"https://bad.example:/", "https://bad.example:0443/", "https://bad .example/", "https://bad.example\n.good.example/", "https:///a", "", "acct:eve@bad.example",
		"ftp://good.example/", "https://good..example/", "https://" + strings.Repeat("a.", 200) + "example/",
	} {
		if level, rule := p.Decide(who, ""); level != policy.Block {
			t.Errorf("%q: %s by %q", who, level, rule.Subject)
		}
	}
}

func TestOthersAreNotTakenForWhoIsAllowed(t *testing.T) {
	p := policy.New(policy.AllowList, rules(t, "allow good.example", "allow https://open.example/users/ana"))
	for who, want := range map[string]policy.Level{
		"https://good.example/users/x":        policy.Allow,
		"https://shop.good.example/":          policy.Allow,
		"https://open.example/users/ana#key":  policy.Allow,
		"https://gооd.example/":               policy.Block, // Cyrillic о
		"https://good.example.bad.example/":   policy.Block,
		"https://notgood.example/":            policy.Block,
		"https://good.example@bad.example/":   policy.Block,
		"https://open.example/users/ana/x":    policy.Block,
		"https://open.example/users/Ana":      policy.Block,
		"https://open.example:8443/users/ana": policy.Block,
		"https://open.example":                policy.Block,
	} {
		if level, _ := p.Decide(who, ""); level != want {
			t.Errorf("%s: %s", who, level)
		}
	}
}

func TestGroupIsAtMostAsOpenAsItsNode(t *testing.T) {
	p := policy.New(policy.Open, rules(t,
		"block bad.example", "allow bad.example of garden",
		"limit loud.example", "allow loud.example of garden", "block worse.loud.example of garden",
		"block * of garden", "allow friend.example of garden",
	))
	for who, want := range map[string][2]string{ // by the node, by the group
		"https://bad.example":        {"block bad.example", "block bad.example"},
		"https://loud.example":       {"limit loud.example", "limit loud.example"},
		"https://worse.loud.example": {"limit loud.example", "block worse.loud.example"},
		"https://friend.example":     {"allow ", "allow "},
		"https://stranger.example":   {"allow ", "block *"},
	} {
		for i, group := range []vocab.IRI{"", garden} {
			level, rule := p.Decide(who, group)
			if got := fmt.Sprint(level, " ", rule.Subject); got != want[i] {
				t.Errorf("%s of %q: %s, want %s", who, group, got, want[i])
			}
		}
	}
	if level, _ := p.Decide("https://stranger.example", "https://node.example/groups/bakery"); level != policy.Allow {
		t.Error("a group's rules reach another group")
	}
}

func TestDraftsDecideNothing(t *testing.T) {
	p := policy.New(policy.Open, rules(t, "limit a.example", "block? a.example", "block? b.example", "allow c.example", "block? c.example", "clear c.example"))
	for who, want := range map[string]policy.Level{"a.example": policy.Limit, "b.example": policy.Allow, "c.example": policy.Allow} {
		if level, _ := p.Decide(who, ""); level != want {
			t.Errorf("%s: %s", who, level)
		}
	}
	var waiting []string
	for _, d := range p.Drafts() {
		waiting = append(waiting, d.Subject)
	}
	if fmt.Sprint(waiting) != "[a.example b.example]" || len(p.Rules()) != 1 {
		t.Errorf("waiting %v, in force %v", waiting, p.Rules())
	}
}

func TestSubjectsHaveOneSpelling(t *testing.T) {
	for text, want := range map[string]string{
		" Peer.Example. ": "peer.example", "*.Peer.example": "*.peer.example", "peer.example:8443": "peer.example:8443",
		"https://peer.example": "peer.example", "https://peer.example/": "peer.example", "http://peer.example:3000/": "peer.example:3000",
		"https://Peer.example/users/Ana#main-key": "https://peer.example/users/Ana", "*": "*",
		"bücher.example": "xn--bcher-kva.example", "2001:DB8::1": "[2001:db8::1]", "[2001:db8::1]:8443": "[2001:db8::1]:8443",
		"192.0.2.1": "192.0.2.1", "localhost": "localhost",
	} {
		got, err := policy.Subject(text)
		if err != nil || got != want {
			t.Errorf("%q: %q, %v", text, got, err)
		}
		if again, err := policy.Subject(got); err != nil || again != got {
			t.Errorf("%q again: %q, %v", got, again, err)
		}
	}
	for _, text := range []string{
		"", "   ", "*.", "**.example", "a.*.example", "*.192.0.2.1", "*.peer.example:80", "*.https://peer.example/a", "@ana@peer.example",
		"peer.example/users/ana", "peer_example", "peer example", "peer.example:http", "127.1", "mailto:a@b.example", "[::1%eth0]",
	} {
		if got, err := policy.Subject(text); node.KindOf(err) != node.Invalid {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
}

func TestHostIsHowAPeerIsKnown(t *testing.T) {
	for text, want := range map[string]string{
		"https://Peer.example/users/ana": "peer.example", "peer.example:443": "peer.example", "http://peer.example:3000/x": "peer.example:3000",
		"http://peer.example/": "peer.example", "http://peer.example:443/": "peer.example:443", "[2001:DB8::1]:80": "[2001:db8::1]:80",
	} {
		if got, err := policy.Host(text); err != nil || got != want {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
}

func FuzzDecide(f *testing.F) {
	p := policy.New(policy.AllowList, []policy.Rule{{Subject: "good.example", Level: policy.Allow}})
	for _, seed := range []string{"https://good.example/x", "https://good.example@bad.example", "[::1]:80", "*.good.example", "%"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, who string) {
		p.Decide(who, garden)
		if s, err := policy.Subject(who); err == nil {
			if again, err := policy.Subject(s); err != nil || again != s {
				t.Errorf("%q is %q, and that %q, %v", who, s, again, err)
			}
		}
	})
}
