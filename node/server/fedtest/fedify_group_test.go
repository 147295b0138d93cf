package fedtest_test

import (
	"fmt"
	"testing"

	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
	"tributary/vocab/as"
)

// FEP-1b12: one Fedify server is a member of a group, another follows the group and hears what the first says.
func TestAGroupPassesOnWhatFedifySaysAsItsMember(t *testing.T) {
	p, member := startFedify(t), startFedify(t, "--first-knock", "cavage")
	n, apples := besideFedify(t)
	n.Do(node.Update(apples, n.Read(fmt.Sprintf(`{"id": %q, "type": "Cell", "republishes": "all"}`, apples))...))
	befriend(t, p, n, apples)
	context := []string{"https://www.w3.org/ns/activitystreams", "https://w3id.org/security/data-integrity/v1"}
	join := vocab.IRI(member.URL + "/activities/join")
	member.raw(apples+"/inbox", fedtest.Doc{"activity": fedtest.Doc{"@context": context, "id": join, "type": "Join", "actor": member.Actor, "object": apples, "to": []vocab.IRI{apples}}})
	await(t, n, "Fedify asks to belong", func() bool { return n.Knows(join) })
	n.Do(fedtest.Naming("Accept", apples, join))
	n.Settle()

	say := func(name string, to ...vocab.IRI) vocab.IRI {
		note := fedtest.Doc{"id": member.URL + "/objects/" + name, "type": "Note", "attributedTo": member.Actor, "content": "Hello", "to": to}
		activity := member.sign(fedtest.Doc{"@context": context, "id": member.URL + "/activities/" + name, "type": "Create", "actor": member.Actor, "to": to, "object": note})
		member.raw(apples+"/inbox", fedtest.Doc{"activity": activity})
		await(t, n, "what it says arrives", func() bool { return n.Knows(vocab.IRI(member.URL + "/activities/" + name)) })
		n.Settle()
		return vocab.IRI(member.URL + "/objects/" + name)
	}
	say("private", apples)
	note := say("public", apples, as.Public)

	if got := objectOf(t, p.one("Announce", apples).Raw); got != string(note) {
		t.Errorf("the follower hears of %s", got)
	}
	n.Sound()
}
