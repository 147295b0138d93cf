package fedtest_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"tributary/federation"
	"tributary/node"
	"tributary/node/archive"
	"tributary/node/server/fedtest"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/own"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

const activityJSON = "application/activity+json"

func follows(from, to vocab.IRI) node.Relation {
	return node.Relation{From: from, Kind: node.Follows, To: to}
}

func TestAPersonAndAGroupOfTwoNodesFollowEachOther(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	ana, bread := garden.Person("ana", false), bakery.Group("bread")

	found, err := bakery.Federation.Resolve(context.Background(), "@ana@"+strings.TrimPrefix(garden.URL, "http://"))
	if err != nil || found != ana {
		t.Fatalf("WebFinger leads to %s: %v", found, err)
	}
	bakery.Do(fedtest.Naming("Follow", bread, ana))
	garden.Do(fedtest.Naming("Follow", ana, bread))
	net.Settle()
	for _, n := range net.Nodes {
		if !n.Related(follows(bread, ana)) || !n.Related(follows(ana, bread)) {
			t.Fatalf("%s does not know both followings\n%s", n.URL, n.Log)
		}
	}

	said := garden.Create(ana, `{"@context": "https://www.w3.org/ns/activitystreams", "type": "Note", "content": "The first plums are ripe."}`)
	news := bakery.Create(bread, `{"type": "Process", "name": "Baking day"}`)
	net.Settle()
	if !bakery.Knows(said) || !garden.Knows(news) {
		t.Errorf("what each said did not reach the other\n%s\n%s", garden.Log, bakery.Log)
	}

	garden.Do(node.Undo(ana, lastOf(garden, ana, "Follow")))
	bakery.Do(fedtest.Naming("Block", bread, ana))
	net.Settle()
	for _, n := range net.Nodes {
		if n.Related(follows(ana, bread)) {
			t.Errorf("%s: a following that was undone goes on", n.URL)
		}
	}
	if bakery.Related(follows(bread, ana)) {
		t.Error("the blocked person is still followed")
	}
	if again := garden.Do(fedtest.Naming("Follow", ana, bread)); again.Activity == "" {
		t.Fatal("asked for nothing")
	}
	net.Settle()
	if bakery.Related(follows(ana, bread)) {
		t.Error("a blocked person follows")
	}
	for _, n := range net.Nodes {
		n.Sound()
	}
}

// lastOf is an actor's newest activity of a kind.
func lastOf(n *fedtest.Node, actor vocab.IRI, verb string) vocab.IRI {
	found, err := n.Server.Node.Find(context.Background(), node.Operator, node.Query{Classes: []string{verb}, Owner: actor, Descending: true, Limit: 1})
	if err != nil || len(found) == 0 {
		return ""
	}
	return found[0].IRI
}

func TestAPersonThatAsksDecidesWhoFollows(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	ana, ben := garden.Person("ana", true), bakery.Person("ben", false)
	hidden := garden.Group("shed", `"defaultAudience": "members"`)

	for n, who := range map[*fedtest.Node]vocab.IRI{bakery: ben, garden: hidden} {
		n.Do(fedtest.Naming("Follow", who, ana))
		net.Settle()
		if garden.Related(follows(who, ana)) {
			t.Fatalf("%s follows unasked", who)
		}
		garden.Do(fedtest.Naming("Accept", ana, lastFollow(garden, who)))
		net.Settle()
		if !n.Related(follows(who, ana)) || !garden.Related(follows(who, ana)) {
			t.Errorf("%s was accepted and does not follow\n%s", who, garden.Log)
		}
	}
}

func lastFollow(n *fedtest.Node, by vocab.IRI) vocab.IRI { return lastOf(n, by, "Follow") }

func TestAnInvitedPersonTakesASeatAndAPosition(t *testing.T) {
	net := fedtest.New(t, 2)
	center, garden := net.Nodes[0], net.Nodes[1]
	ana := garden.Person("ana", false)
	hills := center.Group("hills")
	body, seats := council(center, "", hills)
	center.Do(node.Activity{Verb: "Invite", Actor: body, Summary: "delegate", Objects: []node.Object{{IRI: ana}}})
	net.Settle()
	member := node.Relation{From: ana, Kind: node.MemberOf, To: body}
	if center.Related(member) {
		t.Fatal("an invitation made somebody a member")
	}

	garden.Do(fedtest.Naming("Accept", ana, lastOf(garden, body, "Invite")))
	net.Settle()
	if !center.Related(member) || !garden.Related(member) {
		t.Fatalf("who accepted does not belong\n%s\n%s", center.Log, garden.Log)
	}
	proposal := center.Create(body, fmt.Sprintf(`{"type": "GovernanceProposal", "name": "A common cellar", "proposedToBody": %q}`, body))
	net.Settle()
	early := garden.Do(node.Activity{Verb: "Create", Actor: ana, To: []vocab.IRI{body}, Objects: []node.Object{{Resource: garden.Read(position(proposal, ana, "stance-object"))[0]}}})
	net.Settle()
	if got := tallied(center, proposal); got != "" {
		t.Errorf("a member without a seat is counted: %s", got)
	}
	garden.Do(node.Delete(ana, early.Objects[0]))

	center.Create(body, fmt.Sprintf(`{"type": "RoleAssignment", "member": %q, "organization": %q, "fillsSeat": %q}`, ana, body, seats[0]))
	second := center.Create(body, fmt.Sprintf(`{"type": "GovernanceProposal", "name": "A press", "proposedToBody": %q}`, body))
	net.Settle()
	if !garden.Knows(second) {
		t.Fatalf("a delegate is not told of a proposal\n%s", garden.Log)
	}
	garden.Create(ana, position(second, ana, "stance-agree"))
	net.Settle()
	if got := counts(center, second); got != "agree 1 of 1" {
		t.Errorf("the council counts %s\n%s", got, center.Log)
	}
	center.Create(hills, position(second, hills, "stance-object"))
	net.Settle()
	if got := counts(center, second); got != "object 1 of 1" {
		t.Errorf("the group and its delegate are two voices: %s", got)
	}

	garden.Do(fedtest.Naming("Leave", ana, body))
	net.Settle()
	if center.Related(member) || garden.Related(member) {
		t.Error("who left belongs still")
	}
	for _, n := range net.Nodes {
		n.Sound()
	}
}

func tallied(n *fedtest.Node, proposal vocab.IRI) string {
	if n.Thing(proposal).Get(pf.HasTally).Part() == nil {
		return ""
	}
	return counts(n, proposal)
}

func TestAnEventBetweenAPersonAndAGroupOfAnotherNode(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	ana, bread := garden.Person("ana", false), bakery.Group("bread")
	plums := garden.Stock(ana, "Plums", "10", "kilogram")
	fruit := bakery.Stock(bread, "Fruit", "1", "kilogram")

	event := garden.Create(ana, transfer(ana, bread, plums, "4"))
	net.Settle()
	if garden.Holds(plums) != "6 kg (6 kg on hand)" {
		t.Errorf("the person's side holds %s", garden.Holds(plums))
	}
	bakery.Do(node.Activity{Verb: "Accept", Actor: bread, Objects: []node.Object{{IRI: event}}, Target: fruit})
	net.Settle()
	if got := bakery.Holds(fruit); got != "5 kg (5 kg on hand)" {
		t.Errorf("the group's side holds %s\n%s", got, bakery.Log)
	}
	if said := garden.Thing(event).Get(own.HasConfirmation).IRI(); said != own.Confirmed.IRI {
		t.Errorf("the person's node has it %s", said)
	}

	// And the other way about, denied.
	back := bakery.Create(bread, transfer(bread, ana, fruit, "1"))
	net.Settle()
	garden.Do(fedtest.Naming("Reject", ana, back))
	net.Settle()
	if said := bakery.Thing(back).Get(own.HasConfirmation).IRI(); said != own.Disputed.IRI {
		t.Errorf("a denied event is %s", said)
	}
	for _, n := range net.Nodes {
		n.Sound()
	}
}

func TestAPersonsKeysAreMadeAnewAndItsHistoryHolds(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	ana, bread := garden.Person("ana", false), bakery.Group("bread")
	bakery.Do(fedtest.Naming("Follow", bread, ana))
	net.Settle()
	garden.Create(ana, `{"@context": "https://www.w3.org/ns/activitystreams", "type": "Note", "content": "Before."}`)
	net.Settle()
	if err := garden.RotateKeys(context.Background()); err != nil {
		t.Fatal(err)
	}
	after := garden.Create(ana, `{"@context": "https://www.w3.org/ns/activitystreams", "type": "Note", "content": "After."}`)
	net.Settle()
	if !bakery.Knows(after) {
		t.Fatalf("with new keys nothing arrives\n%s", bakery.Log)
	}
	if n := len(garden.Thing(ana).All(as.AssertionMethod)); n != 2 {
		t.Errorf("the person shows %d generations of keys", n)
	}
	for _, n := range net.Nodes {
		n.Sound()
	}
}

func TestAPersonThatIsClosedIsGoneEverywhere(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	ana, bread := garden.Person("ana", false), bakery.Group("bread")
	shed := garden.Group("shed")
	bakery.Do(fedtest.Naming("Follow", bread, ana))
	garden.Do(fedtest.Naming("Follow", ana, bread))
	garden.Do(fedtest.Naming("Follow", shed, ana))
	net.Settle()

	if err := garden.Server.Node.Close(context.Background(), ana); err != nil {
		t.Fatal(err)
	}
	net.Settle()
	if bakery.Knows(ana) || bakery.Related(follows(bread, ana)) || bakery.Related(follows(ana, bread)) || garden.Related(follows(shed, ana)) {
		t.Errorf("dealings with who is gone go on\n%s", bakery.Log)
	}
	for _, accept := range []string{activityJSON, "text/html", "application/ld+json"} {
		if code, _ := fedtest.Get(t, ana, accept); code != http.StatusGone {
			t.Errorf("%s: %d", accept, code)
		}
	}
	if code, _ := fedtest.Get(t, vocab.IRI(garden.URL+"/.well-known/webfinger?resource="+string(ana)), "*/*"); code != http.StatusNotFound {
		t.Errorf("WebFinger: %d", code)
	}
	other := garden.Member("ben@people.example", "", "")
	if _, err := garden.Server.Node.BeKnown(context.Background(), other, node.Chosen{Handle: "ana"}); node.KindOf(err) != node.Conflict {
		t.Errorf("the handle is given again: %v", err)
	}
	for _, n := range net.Nodes {
		n.Sound()
	}
}

func TestHandlesOfGroupsAndPeopleAreOneSpace(t *testing.T) {
	n := fedtest.New(t, 1).Nodes[0]
	n.Group("apples")
	n.Person("ana", false)
	ctx := context.Background()
	for handle, kind := range map[string]node.Kind{
		"apples": node.Conflict, "APPLES": node.Conflict, "Ana": node.Conflict, "actor": node.Invalid, "admin": node.Invalid, "a_b": node.Invalid,
		"-ana": node.Invalid, "01jzzzzzzzzzzzzzzzzzzzzzzz": node.Invalid, "": node.Invalid,
	} {
		member := n.Member(fmt.Sprintf("m%x@people.example", handle), "", "")
		if id, err := n.Server.Node.BeKnown(ctx, member, node.Chosen{Handle: handle}); node.KindOf(err) != kind {
			t.Errorf("%q: %s %v", handle, id, err)
		}
	}
	doc := n.Read(`{"type": "Cell", "name": "x", "preferredUsername": "ana"}`)
	if _, err := n.Server.Node.Submit(ctx, node.Operator, node.Create(n.Server.Node.Node(), doc...)); node.KindOf(err) != node.Conflict {
		t.Errorf("a group takes a person's handle: %v", err)
	}
}

func TestActorsSayWhereTheyAreFoundAndWhetherTheyAreListed(t *testing.T) {
	n := fedtest.New(t, 1).Nodes[0]
	host := strings.TrimPrefix(n.URL, "http://")
	n.Group("open")
	n.Group("shed", `"defaultAudience": "followers"`)
	ana := n.Person("ana", false)
	for path, listed := range map[string]string{"/groups/open": `"discoverable":true,"indexable":true`, "/groups/shed": `"discoverable":false,"indexable":false`,
		"/people/ana": `"discoverable":false,"indexable":false`, "/actor": ""} {
		code, body := fedtest.Get(t, vocab.IRI(n.URL+path), activityJSON)
		_, name, _ := strings.Cut(path[1:], "/")
		if name == "" {
			name = "actor"
		}
		if code != http.StatusOK || !strings.Contains(body, `"webfinger":"`+name+"@"+host+`"`) || !strings.Contains(body, listed) {
			t.Errorf("%s: %d %s", path, code, body)
		}
		code, jrd := fedtest.Get(t, vocab.IRI(n.URL+"/.well-known/webfinger?resource=acct:"+strings.ToUpper(name)+"@"+host), "*/*")
		if code != http.StatusOK || !strings.Contains(jrd, `"subject":"acct:`+name+"@"+host+`"`) || !strings.Contains(jrd, `"href":"`+n.URL+path+`"`) {
			t.Errorf("%s: WebFinger leads to %d %s", path, code, jrd)
		}
	}
	n.Do(node.Update(n.Server.Node.Group("shed"), n.Read(fmt.Sprintf(`{"id": %q, "type": "Cell", "defaultAudience": "public"}`, n.Server.Node.Group("shed")))...))
	if !n.Thing(n.Server.Node.Group("shed")).Get(as.Discoverable).Bool() {
		t.Error("a group that became public stays unlisted")
	}
	if n.Thing(ana).Get(vf.Name).Text() != "Known as ana" {
		t.Error("the person has another name than it chose")
	}
	for _, version := range []string{"2.0", "2.1"} {
		code, info := fedtest.Get(t, vocab.IRI(n.URL+"/nodeinfo/"+version), "*/*")
		if code != http.StatusOK || !strings.Contains(info, `"version":"`+version+`"`) || !strings.Contains(info, `"users":{"total":3}`) {
			t.Errorf("NodeInfo %s: %d %s", version, code, info)
		}
	}
}

func TestAPersonWhoLeavesIsErasedHereAndGoneThere(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	ctx := context.Background()
	apples, bread := garden.Group("apples"), bakery.Group("bread")
	member := garden.Member("ana@people.example", apples, node.Editor)
	ana, err := garden.Server.Node.BeKnown(ctx, member, node.Chosen{Handle: "ana", Name: "Ana Appleseed", Note: "I live by the river."})
	if err != nil {
		t.Fatal(err)
	}
	if err := garden.Server.Node.Link(ctx, member, apples, true); err != nil {
		t.Fatal(err)
	}
	bakery.Do(fedtest.Naming("Follow", bread, ana))
	net.Settle()
	plums := garden.Stock(ana, "Plums of my grandmother", "10", "kilogram")
	note := garden.Create(ana, `{"@context": "https://www.w3.org/ns/activitystreams", "type": "Note", "content": "My own words"}`)
	net.Settle()
	if !bakery.Knows(note) {
		t.Fatal("the follower does not know the note")
	}

	e := archive.Erasing{DB: garden.DB, Node: garden.Server.Node.Addresses, Accounts: garden.Accounts, IRI: member, Close: garden.Server.Node.Close}
	for range 2 { // again does no harm
		if _, err = archive.Erase(ctx, e); err != nil && node.KindOf(err) != node.NotFound {
			t.Fatal(err)
		}
	}
	net.Settle()
	if bakery.Knows(ana) || bakery.Related(follows(bread, ana)) {
		t.Errorf("the follower was not told\n%s", bakery.Log)
	}
	if bakery.Knows(note) {
		t.Error("the follower shows the words of somebody who is gone")
	}
	if code, _ := fedtest.Get(t, ana, activityJSON); code != http.StatusGone {
		t.Errorf("the person answers %d", code)
	}
	if got := garden.Holds(plums); got != "10 kg (10 kg on hand)" {
		t.Errorf("what is counted changed: %s", got)
	}
	garden.DB.View(ctx, func(v node.View) error {
		for version, err := range v.Log(0) {
			if err != nil {
				t.Error(err)
			}
			for _, words := range []string{"Appleseed", "river", "grandmother", "My own words", "ana@people"} {
				if strings.Contains(string(version.Body), words) {
					t.Errorf("version %d of %s says %q still", version.N, version.IRI, words)
				}
			}
		}
		return nil
	})
	for _, like := range []node.Relation{{From: member}, {To: ana, Kind: node.KnownAs}} {
		if garden.Related(like) {
			t.Errorf("a tie is left: %v", like)
		}
	}
	if !garden.Knows(note) {
		t.Error("that there was a note is forgotten, too")
	}
	garden.Sound()
}

func TestTheDeleteOfAnActorReadLongAgoIsBelieved(t *testing.T) {
	var hours clock
	garden, bakery := fedtest.StartAt(t, t.TempDir(), nil, hours.now), fedtest.StartAt(t, t.TempDir(), nil, hours.now)
	net := fedtest.Of(t, garden, bakery)
	ana, bread := garden.Person("ana", false), bakery.Group("bread")
	bakery.Do(fedtest.Naming("Follow", bread, ana))
	net.Settle()
	hours.pass(25 * time.Hour) // its document is old now, and its address says that it is gone
	if err := garden.Server.Node.Close(context.Background(), ana); err != nil {
		t.Fatal(err)
	}
	net.Settle()
	if bakery.Knows(ana) || bakery.Related(follows(bread, ana)) {
		t.Errorf("who is gone is followed\n%s", bakery.Log)
	}
}

func TestWhoFollowsAPersonReadsWhatWasBeforeAndFindsWhatWasMissed(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	ana, bread := garden.Person("ana", false), bakery.Group("bread")
	before := garden.Create(ana, `{"type": "Process", "name": "Planting"}`)
	bakery.Do(fedtest.Naming("Follow", bread, ana))
	net.Settle()
	if !bakery.Knows(before) {
		t.Errorf("what was before the following is not known\n%s", bakery.Log)
	}
	if code, body := fedtest.Get(t, ana+"/digest", "application/json"); code != http.StatusOK {
		t.Errorf("the digest of a person's log: %d %s", code, body)
	}
	// Followers only: a person's word is not for everyone.
	to := garden.Do(node.Activity{Verb: "Create", Actor: ana, To: []vocab.IRI{ana + "/followers"},
		Objects: []node.Object{{Resource: garden.Read(`{"type": "Process", "name": "Among us"}`)[0]}}}).Objects[0]
	net.Settle()
	if code, _ := fedtest.Get(t, to, activityJSON); code != http.StatusNotFound || !bakery.Knows(to) {
		t.Errorf("what is for followers: strangers get %d, followers know it: %t", code, bakery.Knows(to))
	}
	offered := garden.Create(ana, fmt.Sprintf(`[{"id": "_:p", "type": "Proposal", "name": "Plums for bread", "purpose": "offer", "publishes": ["_:give"], "reciprocal": ["_:take"]},
		{"id": "_:give", "type": "Intent", "action": "transfer", "provider": %q, "resourceClassifiedAs": ["https://www.wikidata.org/wiki/Q13223"], "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "5"}},
		{"id": "_:take", "type": "Intent", "action": "transfer", "receiver": %q, "resourceClassifiedAs": ["https://www.wikidata.org/wiki/Q7802"], "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "2"}}]`, ana, ana))
	net.Settle()
	if !bakery.Knows(offered) {
		t.Error("a person's proposal did not arrive")
	}
	for _, n := range net.Nodes {
		n.Sound()
	}
}

func TestAPersonTakesUpAnOfferOfAGroupOfAnotherNode(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	ana, bread := garden.Person("ana", false), bakery.Group("bread")
	garden.Do(fedtest.Naming("Follow", ana, bread))
	net.Settle()
	things := bakery.Do(node.Create(bread, bakery.Read(fmt.Sprintf(`[{"id": "_:p", "type": "Proposal", "name": "Bread for plums", "purpose": "offer", "publishes": ["_:give"], "reciprocal": ["_:take"]},
		{"id": "_:give", "type": "Intent", "action": "transfer", "provider": %q, "resourceClassifiedAs": ["https://www.wikidata.org/wiki/Q7802"], "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "5"}},
		{"id": "_:take", "type": "Intent", "action": "transfer", "receiver": %q, "resourceClassifiedAs": ["https://www.wikidata.org/wiki/Q13223"], "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "2"}}]`, bread, bread))...)).Objects
	net.Settle()
	act, err := federation.ReadActivity([]byte(fmt.Sprintf(`{"type": "Offer", "object": {"type": "Agreement",
		"stipulates": {"type": "Commitment", "satisfies": %q, "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "5"}},
		"stipulatesReciprocal": {"type": "Commitment", "satisfies": %q, "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "2"}}}}`, things[1], things[2])), ana)
	if err != nil {
		t.Fatal(err)
	}
	offer := garden.Do(act).Activity
	net.Settle()
	bakery.Do(fedtest.Naming("Accept", bread, offer))
	net.Settle()
	agreed := false
	for _, r := range relations(t, garden, node.Relation{Kind: node.Binds}) {
		agreed = agreed || garden.Knows(r.From)
	}
	if !agreed {
		t.Errorf("no agreement is known to the person's node\n%s\n%s", garden.Log, bakery.Log)
	}
	for _, n := range net.Nodes {
		n.Sound()
	}
}

func TestAPersonAndAGroupOfOneNodeAgree(t *testing.T) {
	n := fedtest.New(t, 1).Nodes[0]
	ana, bread := n.Person("ana", false), n.Group("bread")
	things := n.Do(node.Create(bread, n.Read(fmt.Sprintf(`[{"id": "_:p", "type": "Proposal", "name": "Bread for plums", "purpose": "offer", "publishes": ["_:give"], "reciprocal": ["_:take"]},
		{"id": "_:give", "type": "Intent", "action": "transfer", "provider": %q, "resourceClassifiedAs": ["https://www.wikidata.org/wiki/Q7802"], "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "5"}},
		{"id": "_:take", "type": "Intent", "action": "transfer", "receiver": %q, "resourceClassifiedAs": ["https://www.wikidata.org/wiki/Q13223"], "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "2"}}]`, bread, bread))...)).Objects
	act, err := federation.ReadActivity([]byte(fmt.Sprintf(`{"type": "Offer", "object": {"type": "Agreement",
		"stipulates": {"type": "Commitment", "satisfies": %q, "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "5"}},
		"stipulatesReciprocal": {"type": "Commitment", "satisfies": %q, "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "2"}}}}`, things[1], things[2])), ana)
	if err != nil {
		t.Fatal(err)
	}
	offer := n.Do(act).Activity
	if _, err := n.Try(fedtest.Naming("Accept", n.Group("other"), offer)); err == nil {
		t.Error("somebody else takes the offer")
	}
	n.Do(fedtest.Naming("Accept", bread, offer))
	if !n.Related(node.Relation{Kind: node.Binds, To: ana}) || !n.Related(node.Relation{Kind: node.Binds, To: bread}) {
		t.Error("the two are not bound by what they agreed on")
	}
	n.Sound()
}

func TestAPersonMovesAndIsFollowedThere(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	ana, annie, bread := garden.Person("ana", false), bakery.Person("annie", false), bakery.Group("bread")
	bakery.Do(fedtest.Naming("Follow", bread, ana))
	net.Settle()

	garden.Do(node.Activity{Verb: "Move", Actor: ana, Objects: []node.Object{{IRI: ana}}, Target: annie})
	net.Settle()
	if bakery.Related(follows(bread, annie)) {
		t.Fatal("followers went to somebody who does not say that she was ana")
	}
	bakery.Do(node.Update(annie, bakery.Read(fmt.Sprintf(`{"id": %q, "type": "Person", "alsoKnownAs": [%q]}`, annie, ana))...))
	garden.Do(node.Activity{Verb: "Move", Actor: ana, Objects: []node.Object{{IRI: ana}}, Target: annie})
	net.Settle()
	if !bakery.Related(follows(bread, annie)) {
		t.Errorf("the follower stayed behind\n%s", bakery.Log)
	}
}

func TestADelegateOnAnotherNodeIsRemindedOfItsTermThatEnds(t *testing.T) {
	net := fedtest.New(t, 2)
	center, garden := net.Nodes[0], net.Nodes[1]
	ana, hills := garden.Person("ana", false), center.Group("hills")
	body, seats := council(center, "", hills)
	center.Do(node.Activity{Verb: "Invite", Actor: body, Summary: "delegate", Objects: []node.Object{{IRI: ana}}})
	net.Settle()
	garden.Do(fedtest.Naming("Accept", ana, lastOf(garden, body, "Invite")))
	net.Settle()
	assignment := center.Create(body, fmt.Sprintf(`{"type": "RoleAssignment", "member": %q, "organization": %q, "fillsSeat": %q, "termEnd": %q}`,
		ana, body, seats[0], time.Now().AddDate(0, 0, 5).UTC().Format(time.DateOnly)))
	net.Settle()

	if err := center.Server.Node.Remind(t.Context(), node.Job{}); err != nil {
		t.Fatal(err)
	}
	net.Settle()
	herself := node.Caller{Agent: ana, Roles: map[vocab.IRI]node.Role{ana: node.Admin}}
	notes, err := garden.Server.Node.Find(t.Context(), herself, node.Query{Classes: []string{"Note"}})
	if err != nil || len(notes) != 1 {
		t.Fatalf("%d notices arrived: %v\n%s", len(notes), err, garden.Log)
	}
	if note, err := notes[0].Resource(); err != nil || note.Get(own.Reminds).IRI() != assignment {
		t.Errorf("the notice is of something else: %v", err)
	}
	list, err := garden.Server.Node.Reminders(t.Context(), herself, ana)
	if err != nil || len(list) != 1 || list[0].Kind != node.TermEnds || list[0].About != assignment {
		t.Errorf("her node works out %+v: %v", list, err)
	}
}

func TestAPersonAndAGroupOfAnotherNodeCompareTheirRecords(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	ana, bread := garden.Person("ana", false), bakery.Group("bread")
	bakery.Do(fedtest.Naming("Follow", bread, ana))
	garden.Do(fedtest.Naming("Follow", ana, bread))
	net.Settle()
	plums, fruit := garden.Stock(ana, "Plums", "10", "kilogram"), bakery.Stock(bread, "Fruit", "1", "kilogram")
	event := garden.Create(ana, transfer(ana, bread, plums, "4"))
	net.Settle()
	bakery.Do(node.Activity{Verb: "Accept", Actor: bread, Objects: []node.Object{{IRI: event}}, Target: fruit})
	net.Settle()
	for n, sides := range map[*fedtest.Node][2]vocab.IRI{bakery: {bread, ana}, garden: {ana, bread}} {
		if c, found := ask(t, n, sides[0], sides[1]); c.Count != 1 || len(found) > 0 {
			t.Errorf("%s hears of %d dealings and differs in %s", n.URL, c.Count, found)
		}
		if pairs, err := n.Federation.Partners(context.Background(), "", ""); err != nil || len(pairs) != 1 || pairs[0] != sides {
			t.Errorf("%s compares daily %s: %v", n.URL, pairs, err)
		}
	}
	if code, _ := fedtest.Get(t, ana+"/dealings?with="+bread, "application/json"); code != http.StatusNotFound {
		t.Errorf("a stranger reads what stands between two: %d", code)
	}
}

func TestWhoMayNotReadWhatWaitsIsNotRemindedOfIt(t *testing.T) {
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	ana, bread := garden.Person("ana", false), bakery.Group("bread")
	plums := garden.Stock(ana, "Plums", "10", "kilogram")
	event := garden.Do(node.Activity{Verb: "Create", Actor: ana, To: []vocab.IRI{bread}, Objects: []node.Object{{Resource: garden.Read(transfer(ana, bread, plums, "4"))[0]}}}).Objects[0]
	net.Settle()
	for role, want := range map[node.Role]int{node.Reader: 0, node.Editor: 1} {
		who := node.Caller{Agent: bakery.Server.Node.Person("01JZZZZZZZZZZZZZZZZZZZZZZZ"), Roles: map[vocab.IRI]node.Role{bread: role}}
		list, err := bakery.Server.Node.Reminders(t.Context(), who, bread)
		if err != nil || len(list) != want || want > 0 && list[0].About != event {
			t.Errorf("a %s is told %+v: %v", role, list, err)
		}
	}
}
