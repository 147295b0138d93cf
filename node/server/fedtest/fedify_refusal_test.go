package fedtest_test

import (
	"net/http"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
)

// What a real peer's signatures do not prove is refused at the door, and leaves nothing.
func TestWhatFedifyDidNotSignIsRefused(t *testing.T) {
	p, other := startFedify(t), startFedify(t, "--first-knock", "cavage")
	n, apples := besideFedify(t)
	seek(t, p, n, apples)
	seek(t, other, n, apples)
	note := func(author vocab.IRI, origin, name string) fedtest.Doc {
		return fedtest.Doc{
			"@context": []string{"https://www.w3.org/ns/activitystreams", "https://w3id.org/security/data-integrity/v1"},
			"id":       origin + "/activities/" + name, "type": "Create", "actor": author,
			"to":     []string{"https://www.w3.org/ns/activitystreams#Public"},
			"object": fedtest.Doc{"id": origin + "/objects/" + name, "type": "Note", "attributedTo": author, "content": name},
		}
	}
	mine := func(name string) fedtest.Doc { return note(p.Actor, p.URL, name) }
	changed := func(signed fedtest.Doc) fedtest.Doc {
		return signed.With(fedtest.Doc{"object": fedtest.Doc{"id": signed["object"].(map[string]any)["id"], "type": "Note", "attributedTo": signed["actor"], "content": "something else"}})
	}
	for name, sending := range map[string]fedtest.Doc{
		"no signature": {"activity": mine("unsigned"), "sign": fedtest.Doc{"http": "none"}},
		"another body than the signed one, older scheme": {
			"activity": mine("swapped"), "swap": string(text(t, mine("swapped-in"))), "sign": fedtest.Doc{"http": "cavage"}},
		"another body than the signed one, newer scheme": {
			"activity": mine("swapped2"), "swap": string(text(t, mine("swapped-in2"))), "sign": fedtest.Doc{"http": "rfc9421"}},
		"the name of another actor of the same server":    {"activity": note(vocab.IRI(p.URL+"/actors/instance"), p.URL, "sibling")},
		"the name of another server's actor":              {"activity": note(other.Actor, other.URL, "stranger")},
		"the name of the group itself":                    {"activity": note(apples, n.URL, "ourselves")},
		"an id of another server":                         {"activity": mine("elsewhere").With(fedtest.Doc{"id": other.URL + "/activities/elsewhere"})},
		"a proof of what it said before it was changed":   {"activity": changed(p.sign(mine("changed")))},
		"another's proof of what another said, changed":   {"activity": changed(other.sign(note(other.Actor, other.URL, "forwarded")))},
		"a proof by another actor's key":                  {"activity": other.sign(mine("borrowed"))},
		"another's proof, moved from another of its acts": {"activity": mine("moved").With(fedtest.Doc{"proof": p.sign(mine("unmoved"))["proof"]})},
	} {
		t.Run(name, func(t *testing.T) {
			before := traceOf(t, n)

			answer := p.raw(apples+"/inbox", sending)
			n.Settle()

			if answer.status() != http.StatusUnauthorized {
				t.Errorf("it was answered with %d %s", answer.status(), answer.Results[0].Body)
			}
			if left := traceOf(t, n).since(before); left != "" {
				t.Errorf("it left\n%s", left)
			}
		})
	}
	honest := p.raw(apples+"/inbox", fedtest.Doc{"activity": mine("honest"), "sign": fedtest.Doc{"proof": true}})
	n.Settle()
	if !n.Knows(honest.ID) {
		t.Errorf("what is honest is refused too: %d", honest.status())
	}
	n.Sound()
}

// What Fedify forwards counts by the proof of whoever did it.
func TestWhatFedifyForwardsIsTakenByItsProof(t *testing.T) {
	p, other := startFedify(t), startFedify(t, "--first-knock", "cavage")
	n, apples := besideFedify(t)
	forwarded := other.sign(fedtest.Doc{
		"@context": []string{"https://www.w3.org/ns/activitystreams", "https://w3id.org/security/data-integrity/v1"},
		"id":       other.URL + "/activities/forwarded", "type": "Create", "actor": other.Actor,
		"to":     []string{"https://www.w3.org/ns/activitystreams#Public"},
		"object": fedtest.Doc{"id": other.URL + "/objects/forwarded", "type": "Note", "attributedTo": other.Actor, "content": "Hello"},
	})

	p.raw(apples+"/inbox", fedtest.Doc{"activity": forwarded})
	n.Settle()

	l := n.Letter(vocab.IRI(forwarded["id"].(string)))
	if l.State != node.LetterDone || l.Actor != other.Actor || !strings.HasPrefix(string(l.Proof.Proof), string(other.Actor)) || l.Proof.KeyID != "" {
		t.Errorf("it counts as %s's, %s, proven by %+v", l.Actor, l.State, l.Proof)
	}
}

// A peer with authorized fetch shows nothing to whoever does not sign.
func TestAPeerWithAuthorizedFetchIsRead(t *testing.T) {
	p := startFedify(t, "--secure")
	n, apples := besideFedify(t)
	if code, _ := fedtest.Get(t, p.Actor, fedtest.ActivityJSON); code != http.StatusUnauthorized {
		t.Fatalf("strangers are answered with %d", code)
	}

	seek(t, p, n, apples)
	befriend(t, p, n, apples)

	n.Create(apples, `{"type": "Plan", "name": "Spring"}`)
	n.Settle()
	p.one("Create", apples)
	n.Sound()
}

func TestFedifyReadsWhatIsForFollowersBySigning(t *testing.T) {
	p := startFedify(t)
	n, apples := besideFedify(t)
	befriend(t, p, n, apples)
	plan := n.Do(node.Activity{
		Verb: "Create", Actor: apples, To: []vocab.IRI{apples + "/followers"},
		Objects: []node.Object{{Resource: n.Read(`{"type": "Plan", "name": "Spring"}`)[0]}},
	}).Objects[0]
	n.Settle()

	fetch := func(signed any) (code int, body string) {
		var got struct {
			Status int
			Body   string
		}
		p.call("POST", "fetch", fedtest.Doc{"url": plan, "signed": signed}, &got)
		return got.Status, got.Body
	}
	for _, scheme := range []string{"cavage", "rfc9421"} {
		if code, body := fetch(scheme); code != http.StatusOK || !strings.Contains(body, "Spring") {
			t.Errorf("the follower that signs in %s is answered with %d %s", scheme, code, body)
		}
	}
	if code, body := fetch(false); code != http.StatusNotFound || strings.Contains(body, "Spring") {
		t.Errorf("a stranger is answered with %d %s", code, body)
	}
	p.unfollow(apples)
	await(t, n, "the follower goes", func() bool { return !n.Related(node.Relation{Kind: node.Follows, To: apples}) })
	if code, _ := fetch("cavage"); code != http.StatusNotFound {
		t.Errorf("who follows no more is answered with %d", code)
	}
}
