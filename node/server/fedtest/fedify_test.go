package fedtest_test

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"

	"tributary/federation/httpsig"
	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
	"tributary/vocab/as"
)

// These tests speak with a server of other people's making, in both directions: what it takes and what it
// thinks of our signatures and proofs is its own judgement.

// befriend has the peer follow a group.
func befriend(t testing.TB, p *fedify, n *fedtest.Node, group vocab.IRI) {
	t.Helper()
	p.follow(group)
	await(t, n, "Fedify follows the group", func() bool { return p.follows(group) })
}

// seek has a group follow the peer.
func seek(t testing.TB, p *fedify, n *fedtest.Node, group vocab.IRI) (follow vocab.IRI) {
	t.Helper()
	follow = n.Do(fedtest.Naming("Follow", group, p.Actor)).Activity
	await(t, n, "the group follows Fedify", func() bool {
		return n.Related(node.Relation{From: group, Kind: node.Follows, To: p.Actor})
	})
	return follow
}

func TestFedifyFollowsAGroupAndUnfollowsIt(t *testing.T) {
	p := startFedify(t)
	n, apples := besideFedify(t)

	befriend(t, p, n, apples)

	follow := node.Relation{From: p.Actor, Kind: node.Follows, To: apples}
	if !n.Related(follow) {
		t.Fatal("the group does not know its follower")
	}
	p.unfollow(apples)
	await(t, n, "the follower goes", func() bool { return !n.Related(follow) })
	n.Sound()
}

func TestAGroupFollowsFedifyAndUnfollowsIt(t *testing.T) {
	p := startFedify(t)
	n, apples := besideFedify(t)

	follow := seek(t, p, n, apples)
	if !p.followed(apples) {
		t.Fatal("Fedify does not know its follower")
	}
	n.Do(node.Undo(apples, follow))
	n.Settle()

	if p.followed(apples) {
		t.Error("Fedify is still followed")
	}
	n.Sound()
}

func TestAGroupThatApprovesItsFollowersRejectsFedify(t *testing.T) {
	p := startFedify(t)
	n, apples := besideFedify(t, `"manuallyApprovesFollowers": true`)
	asks := node.Relation{From: p.Actor, Kind: node.AsksToFollow, To: apples}
	p.follow(apples)
	await(t, n, "Fedify asks", func() bool { return n.Related(asks) })

	var follow vocab.IRI
	for _, r := range relations(t, n, asks) {
		follow = vocab.IRI(r.Value)
	}
	n.Do(fedtest.Naming("Reject", apples, follow))
	n.Settle()

	if p.one("Reject", apples); p.follows(apples) || n.Related(asks) {
		t.Error("the no did not count")
	}
}

func TestFedifyReadsAnEventAsANoteThatCarriesIt(t *testing.T) {
	p := startFedify(t)
	n, apples := besideFedify(t)
	befriend(t, p, n, apples)

	plan := n.Create(apples, `{"type": "Plan", "name": "Spring"}`)
	n.Settle()

	create := p.one("Create", apples)
	if create.VerifiedBy != "integrity-proof" {
		t.Errorf("Fedify verified it by %s", create.VerifiedBy)
	}
	if v := p.verify(fedtest.Doc{"document": create.Raw}); v.Proof != true {
		t.Errorf("Fedify says of the proof: %v", v.Proof)
	}
	// What Fedify understood, as it writes it down itself.
	var parsed struct {
		Object struct {
			ID, Type, Content string
			AttributedTo      vocab.IRI
		}
	}
	parse(t, create.Parsed, &parsed)
	if o := parsed.Object; o.Type != "Note" || o.AttributedTo != apples || !strings.Contains(o.Content, "Spring") {
		t.Errorf("Fedify reads %+v of %s", o, create.Parsed)
	}
	// What is carried stands alone: it has an address and a proof of its own.
	var raw struct {
		Object struct{ Payload json.RawMessage }
	}
	parse(t, create.Raw, &raw)
	var carried struct{ ID vocab.IRI }
	parse(t, raw.Object.Payload, &carried)
	if v := p.verify(fedtest.Doc{"document": raw.Object.Payload}); carried.ID != plan || v.Proof != true {
		t.Errorf("Fedify says of the proof of %s: %v", carried.ID, v.Proof)
	}
	// The Note is at its address too.
	var note struct{ Document struct{ Content string } }
	p.call("POST", "fetch", fedtest.Doc{"url": parsed.Object.ID, "signed": true}, &note)
	if !strings.Contains(note.Document.Content, "Spring") {
		t.Errorf("Fedify fetches %+v", note)
	}
}

func TestFedifySeesAPlanChangeAndGo(t *testing.T) {
	p := startFedify(t)
	n, apples := besideFedify(t)
	befriend(t, p, n, apples)
	plan := n.Create(apples, `{"type": "Plan", "name": "Spring"}`)
	n.Settle()
	note := objectOf(t, p.one("Create", apples).Raw)

	n.Do(node.Update(apples, n.Read(`{"id": "`+string(plan)+`", "type": "Plan", "name": "Summer"}`)...))
	n.Do(node.Delete(apples, plan))
	n.Settle()

	if got := objectOf(t, p.one("Update", apples).Raw); got != note {
		t.Errorf("the change is to %s, not %s", got, note)
	}
	if got := objectOf(t, p.one("Delete", apples).Raw); got != note {
		t.Errorf("gone is %s, not %s", got, note)
	}
}

func TestFedifyReadsAProposalAsMarketplacesHaveIt(t *testing.T) {
	p := startFedify(t)
	n, apples := besideFedify(t)
	befriend(t, p, n, apples)

	proposal := propose(n, apples)[0]
	n.Settle()

	var parsed struct {
		Object struct{ Attachment []fedtest.Doc }
	}
	create := p.one("Create", apples)
	parse(t, create.Parsed, &parsed)
	if !slices.ContainsFunc(parsed.Object.Attachment, func(a fedtest.Doc) bool {
		return strings.HasSuffix(a["type"].(string), "Proposal") && a["id"] == string(proposal)
	}) {
		t.Errorf("Fedify reads no proposal %s among %v", proposal, parsed.Object.Attachment)
	}
}

func TestEachOfOurSignaturesIsGoodToFedify(t *testing.T) {
	for _, scheme := range []httpsig.Scheme{httpsig.Cavage, httpsig.RFC9421} {
		t.Run(string(scheme), func(t *testing.T) {
			p := startFedify(t)
			n, apples := besideFedify(t)
			befriend(t, p, n, apples)
			speak(t, n, p, scheme)

			n.Create(apples, `{"type": "Plan", "name": "Spring"}`)
			n.Settle()

			all := p.requests()
			last := all[len(all)-1]
			if got := last.Headers["signature-input"] != ""; got != (scheme == httpsig.RFC9421) {
				t.Fatalf("it was signed otherwise: %v", last.Headers)
			}
			verdict := p.verify(fedtest.Doc{"request": fedtest.Doc{
				"url": p.URL + last.Path, "headers": last.Headers, "body": last.Text,
			}})
			if verdict.Owner != apples {
				t.Errorf("Fedify says that the key %v of %s signed", verdict.HTTP, verdict.Owner)
			}
		})
	}
}

func TestAPeerThatUnderstandsOneSchemeIsSpokenToInIt(t *testing.T) {
	for _, refused := range []string{"cavage", "rfc9421"} {
		t.Run("all but "+refused, func(t *testing.T) {
			p := startFedify(t)
			n, apples := besideFedify(t)
			befriend(t, p, n, apples)
			speak(t, n, p, map[string]httpsig.Scheme{"cavage": httpsig.Cavage, "rfc9421": httpsig.RFC9421}[refused])
			p.call("POST", "behave", fedtest.Doc{"refuse": refused}, nil)

			n.Create(apples, `{"type": "Plan", "name": "Spring"}`)
			n.Settle()
			n.Create(apples, `{"type": "Plan", "name": "Summer"}`)
			n.Settle()

			if got := len(p.got("Create", apples)); got != 2 {
				t.Fatalf("%d of 2 arrived:\n%s", got, p.trace())
			}
			knocks := 0
			for _, r := range p.requests() {
				if strings.Contains(r.Text, `"Create"`) {
					knocks++
				}
			}
			if knocks != 3 {
				t.Errorf("it knocked %d times, not twice at first and once after that", knocks)
			}
		})
	}
}

func TestWhatFedifySendsIsProven(t *testing.T) {
	p := startFedify(t)
	n, apples := besideFedify(t)
	seek(t, p, n, apples)

	create := p.send(fedtest.Doc{"type": "Create", "to": []string{"followers", "public"}, "object": fedtest.Doc{"type": "Note", "content": "Hello"}})
	n.Settle()

	proof := n.Letter(create.ID).Proof
	if proof.Scheme == "" || proof.KeyID != p.Actor+"#main-key" {
		t.Errorf("signed in %q with %s", proof.Scheme, proof.KeyID)
	}
	if !strings.HasPrefix(string(proof.Proof), string(p.Actor)+"#") || proof.Multikey == "" {
		t.Errorf("proven by %q with the key %q", proof.Proof, proof.Multikey)
	}
	note := n.Thing(vocab.IRI(objectOf(t, create.Activity)))
	if note.Class() != as.Note || contentOf(note) != "Hello" {
		t.Errorf("a %s arrived that says %q", note.Class().Name, contentOf(note))
	}
}

func TestBothSignatureSchemesOfFedifyAreRead(t *testing.T) {
	for name, scheme := range map[string]httpsig.Scheme{"rfc9421": httpsig.RFC9421, "cavage": httpsig.Cavage} {
		t.Run(name, func(t *testing.T) {
			p := startFedify(t)
			n, apples := besideFedify(t)

			create := p.raw(apples+"/inbox", fedtest.Doc{
				"type": "Create", "to": "public", "sign": fedtest.Doc{"http": name}, "object": fedtest.Doc{"type": "Note", "content": "Hello"},
			})

			if create.status() != 202 {
				t.Fatalf("it was answered with %d %s", create.status(), create.Results[0].Body)
			}
			if proof := n.Letter(create.ID).Proof; proof.Scheme != string(scheme) || proof.KeyID != p.Actor+"#main-key" {
				t.Errorf("signed in %q with %s", proof.Scheme, proof.KeyID)
			}
		})
	}
}

func TestFedifySpeaksFirstInTheOlderScheme(t *testing.T) {
	p := startFedify(t, "--first-knock", "cavage")
	n, apples := besideFedify(t)

	befriend(t, p, n, apples)

	for l, err := range n.DB.Letters(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if l.ID != l.Actor && l.Proof.Scheme != string(httpsig.Cavage) {
			t.Errorf("%s was signed in %q", l.ID, l.Proof.Scheme)
		}
	}
}

func TestANoteOfFedifyChangesAndGoes(t *testing.T) {
	p := startFedify(t)
	n, apples := besideFedify(t)
	seek(t, p, n, apples)
	note := func(text string) fedtest.Doc {
		return fedtest.Doc{"id": p.URL + "/objects/" + string(apples[strings.LastIndexByte(string(apples), '/')+1:]), "type": "Note", "content": text}
	}
	id := vocab.IRI(note("")["id"].(string))
	content := func() string { return contentOf(n.Thing(id)) }

	p.send(fedtest.Doc{"type": "Create", "to": "followers", "object": note("one")})
	await(t, n, "the Note arrives", func() bool { return n.Knows(id) && content() == "one" })
	p.send(fedtest.Doc{"type": "Update", "to": "followers", "object": note("two")})
	await(t, n, "the change arrives", func() bool { return content() == "two" })
	p.send(fedtest.Doc{"type": "Delete", "to": "followers", "object": string(id)})
	await(t, n, "the Note goes", func() bool { return !n.Knows(id) })
	n.Sound()
}

func TestAnnouncesPassBothWays(t *testing.T) {
	p := startFedify(t)
	n, apples := besideFedify(t)
	befriend(t, p, n, apples)
	seek(t, p, n, apples)
	create := p.send(fedtest.Doc{"type": "Create", "to": []string{"followers", "public"}, "object": fedtest.Doc{"type": "Note", "content": "Hello"}})
	await(t, n, "the Note arrives", func() bool { return n.Knows(create.ID) })
	note := vocab.IRI(objectOf(t, create.Activity))

	n.Do(fedtest.Naming("Announce", apples, note))
	plan := n.Create(apples, `{"type": "Plan", "name": "Spring"}`)
	n.Settle()
	back := p.send(fedtest.Doc{"type": "Announce", "to": []string{"followers", "public"}, "object": string(plan)})

	if got := objectOf(t, p.one("Announce", apples).Raw); got != string(note) {
		t.Errorf("Fedify hears of %s", got)
	}
	await(t, n, "the Announce arrives", func() bool { return n.Knows(back.ID) })
	if got := n.Thing(back.ID).Get(as.HasObject).IRI(); got != plan {
		t.Errorf("announced is %s", got)
	}
}

// FEP-1b12: a group passes on what its members do, whole.
func TestAnAnnouncedActivityIsCarriedOutAsItsActors(t *testing.T) {
	p, other := startFedify(t), startFedify(t, "--first-knock", "cavage")
	n, apples := besideFedify(t)
	seek(t, p, n, apples)
	inner := other.sign(fedtest.Doc{
		"@context": []string{"https://www.w3.org/ns/activitystreams", "https://w3id.org/security/data-integrity/v1"},
		"id":       other.URL + "/activities/passed-on", "type": "Create", "actor": other.Actor, "to": []string{string(as.Public)},
		"object": fedtest.Doc{"id": other.URL + "/objects/passed-on", "type": "Note", "attributedTo": other.Actor, "content": "Hello"},
	})
	id := vocab.IRI(inner["id"].(string))

	p.raw(apples+"/inbox", fedtest.Doc{"activity": fedtest.Doc{
		"@context": inner["@context"], "id": p.URL + "/activities/passing-on", "type": "Announce", "actor": p.Actor,
		"to": []string{string(as.Public)}, "object": inner,
	}})
	await(t, n, "what was announced arrives", func() bool { return n.Knows(id) })

	if l := n.Letter(id); l.Actor != other.Actor || l.State != node.LetterDone || l.Proof.Proof == "" {
		t.Errorf("it counts as %s's, %s, proven by %q", l.Actor, l.State, l.Proof.Proof)
	}
}

func TestFedifyOffersAnAgreementAndIsAnswered(t *testing.T) {
	for _, answer := range []string{"Accept", "Reject"} {
		t.Run(answer, func(t *testing.T) {
			p := startFedify(t)
			n, apples := besideFedify(t)
			befriend(t, p, n, apples)
			things := propose(n, apples)
			offer := p.raw(apples+"/inbox", fedtest.Doc{
				"type": "Offer", "to": string(apples), "sign": fedtest.Doc{"proof": true}, "attribute": false,
				"@context": marketContext, "object": agreementTo(things[1], things[2]),
			})
			await(t, n, "the offer arrives", func() bool { return n.Knows(offer.ID) })

			n.Do(fedtest.Naming(answer, apples, offer.ID))
			n.Settle()

			if !slices.ContainsFunc(p.got(answer, apples), func(a tookIn) bool { return objectOf(t, a.Raw) == string(offer.ID) }) {
				t.Errorf("Fedify hears of no %s:\n%s", answer, p.trace())
			}
			agreed := len(relations(t, n, node.Relation{Kind: node.Binds, To: p.Actor})) > 0
			if agreed != (answer == "Accept") {
				t.Errorf("after %s it is %t that Fedify is bound", answer, agreed)
			}
			n.Sound()
		})
	}
}

func TestAnActorThatDeletesItselfIsForgotten(t *testing.T) {
	p := startFedify(t)
	n, apples := besideFedify(t)
	befriend(t, p, n, apples)
	seek(t, p, n, apples)

	gone := p.raw(apples+"/inbox", fedtest.Doc{"type": "Delete", "to": "public", "object": string(p.Actor)})
	n.Settle()

	if gone.status() != 202 {
		t.Errorf("it was answered with %d %s", gone.status(), gone.Results[0].Body)
	}
	for _, like := range []node.Relation{{From: p.Actor}, {To: p.Actor}} {
		for _, r := range relations(t, n, like) {
			t.Errorf("%s %s %s still holds", r.From, r.Kind, r.To)
		}
	}
}

func TestTheDeleteOfAnActorNobodyKnewIsTakenAndForgotten(t *testing.T) {
	p := startFedify(t)
	n, apples := besideFedify(t)
	u, _ := url.Parse(string(p.Actor))
	p.call("POST", "serve", fedtest.Doc{"path": u.Path, "status": 410, "body": ""}, nil)

	gone := p.raw(apples+"/inbox", fedtest.Doc{"type": "Delete", "to": "public", "object": string(p.Actor)})

	if gone.status() != 202 {
		t.Errorf("it was answered with %d %s", gone.status(), gone.Results[0].Body)
	}
	if n.Knows(gone.ID) || n.Knows(p.Actor) {
		t.Error("it left something")
	}
}

// speak has the node believe that the peer understood a scheme last.
func speak(t testing.TB, n *fedtest.Node, p *fedify, s httpsig.Scheme) {
	t.Helper()
	u, err := url.Parse(p.URL)
	if err != nil {
		t.Fatal(err)
	}
	if err := n.DB.ChangePeer(t.Context(), u.Host, func(peer *node.Peer) { peer.Scheme = string(s) }); err != nil {
		t.Fatal(err)
	}
}

// contentOf is the text of a Note, which is kept as it came: the term is not one of the node's own.
func contentOf(note *vocab.Resource) string {
	for _, s := range note.Extra() {
		if s.Property == as.Content.IRI {
			return s.Value.Text()
		}
	}
	return ""
}

func parse(t testing.TB, raw json.RawMessage, into any) {
	t.Helper()
	if err := json.Unmarshal(raw, into); err != nil {
		t.Fatalf("%v in %s", err, raw)
	}
}

// objectOf is the id of what an activity is about.
func objectOf(t testing.TB, activity json.RawMessage) string {
	t.Helper()
	var a struct{ Object any }
	parse(t, activity, &a)
	switch o := a.Object.(type) {
	case string:
		return o
	case map[string]any:
		id, _ := o["id"].(string)
		return id
	}
	t.Fatalf("no object in %s", activity)
	return ""
}

// propose has a group offer apples for flour, and gives the proposal and its two intents.
func propose(n *fedtest.Node, apples vocab.IRI) []vocab.IRI {
	return n.Do(node.Create(apples, n.Read(`[
		{"id": "_:p", "type": "Proposal", "name": "Apples for flour", "purpose": "offer", "unitBased": true, "publishes": ["_:give"], "reciprocal": ["_:take"]},
		{"id": "_:give", "type": "Intent", "action": "transfer", "provider": "`+string(apples)+`", "resourceClassifiedAs": ["https://www.wikidata.org/wiki/Q89"],
		 "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "5"}, "availableQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "20"}},
		{"id": "_:take", "type": "Intent", "action": "transfer", "receiver": "`+string(apples)+`", "resourceClassifiedAs": ["https://www.wikidata.org/wiki/Q36465"],
		 "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "2"}}]`)...)).Objects
}

// marketContext is the inline context of FEP-0837.
var marketContext = []any{
	"https://www.w3.org/ns/activitystreams", "https://w3id.org/security/data-integrity/v1",
	fedtest.Doc{
		"vf": "https://w3id.org/valueflows/ont/vf#", "om2": "http://www.ontology-of-units-of-measure.org/resource/om-2/",
		"Agreement": "vf:Agreement", "Commitment": "vf:Commitment", "stipulates": "vf:stipulates",
		"stipulatesReciprocal": "vf:stipulatesReciprocal", "satisfies": fedtest.Doc{"@id": "vf:satisfies", "@type": "@id"},
		"resourceQuantity": "vf:resourceQuantity", "hasUnit": "om2:hasUnit", "hasNumericalValue": "om2:hasNumericalValue",
	},
}

// agreementTo is an agreement as other software offers it: ten kilograms of one thing for four of another.
func agreementTo(primary, reciprocal vocab.IRI) fedtest.Doc {
	promise := func(to vocab.IRI, amount string) fedtest.Doc {
		return fedtest.Doc{"type": "Commitment", "satisfies": to, "resourceQuantity": fedtest.Doc{"hasUnit": "kilogram", "hasNumericalValue": amount}}
	}
	return fedtest.Doc{"type": "Agreement", "stipulates": promise(primary, "10"), "stipulatesReciprocal": promise(reciprocal, "4")}
}

// What this node's groups offer, and counter, is read by Fedify's own parser as what it is.
func TestFedifyReadsOurOfferAndCounterOffer(t *testing.T) {
	p := startFedify(t)
	n, apples := besideFedify(t)
	befriend(t, p, n, apples)
	seek(t, p, n, apples)
	proposal := vocab.IRI(p.URL + "/proposals/1")
	intent := func(name string, more fedtest.Doc) fedtest.Doc {
		return fedtest.Doc{"id": proposal + vocab.IRI("#"+name), "type": "Intent", "action": "transfer",
			"resourceConformsTo": "https://www.wikidata.org/wiki/Q89",
			"resourceQuantity":   fedtest.Doc{"hasUnit": "kilogram", "hasNumericalValue": "5"}}.With(more)
	}
	p.raw(apples+"/inbox", fedtest.Doc{
		"type": "Create", "to": "public", "sign": fedtest.Doc{"proof": true}, "@context": proposalContext, "object": fedtest.Doc{
			"id": proposal, "type": "Proposal", "name": "Apples for flour", "purpose": "offer", "unitBased": true, "attributedTo": p.Actor,
			"to":         "https://www.w3.org/ns/activitystreams#Public",
			"publishes":  intent("primary", fedtest.Doc{"provider": p.Actor}),
			"reciprocal": intent("reciprocal", fedtest.Doc{"receiver": p.Actor}),
		},
	})
	await(t, n, "the proposal arrives", func() bool { return n.Knows(proposal) })

	n.Do(offer(n, apples, offering(proposal+"#primary", proposal+"#reciprocal", "10", "10")))
	n.Settle()
	took := string(p.one("Offer", apples).Raw)
	for _, want := range []string{string(proposal) + "#primary", string(proposal) + "#reciprocal", "Agreement"} {
		if !strings.Contains(took, want) {
			t.Errorf("Fedify reads no %s in our Offer: %s", want, took)
		}
	}

	// Fedify offers to the group's own proposal, and is countered.
	things := propose(n, apples)
	theirs := p.raw(apples+"/inbox", fedtest.Doc{
		"type": "Offer", "to": string(apples), "sign": fedtest.Doc{"proof": true}, "attribute": false,
		"@context": marketContext, "object": agreementTo(things[1], things[2]),
	})
	await(t, n, "the offer arrives", func() bool { return n.Knows(theirs.ID) })
	counter := offer(n, apples, offering(things[1], things[2], "15", "6"))
	counter.About = theirs.ID
	n.Do(counter)
	n.Settle()
	offers := p.got("Offer", apples)
	if len(offers) != 2 || !slices.ContainsFunc(offers, func(o tookIn) bool {
		return strings.Contains(string(o.Raw), `"inReplyTo":"`+string(theirs.ID)) && strings.Contains(string(o.Raw), string(things[0])+"#primary")
	}) {
		t.Errorf("Fedify hears of no counter-offer to %s among %d offers: %s", theirs.ID, len(offers), offers[0].Raw)
	}
	if l, _, err := n.DB.Lane(t.Context(), node.LaneOf("deliver", p.URL), 1); err == nil && l.Waiting+l.Buried > 0 {
		t.Errorf("not all was taken: %+v", l)
	}
}

// proposalContext is the inline context of FEP-0837 for proposals.
var proposalContext = append(slices.Clone(marketContext[:2]), marketContext[2].(fedtest.Doc).With(fedtest.Doc{
	"Proposal": "vf:Proposal", "Intent": "vf:Intent", "publishes": "vf:publishes", "reciprocal": "vf:reciprocal", "purpose": "vf:purpose",
	"unitBased": "vf:unitBased", "provider": fedtest.Doc{"@id": "vf:provider", "@type": "@id"}, "receiver": fedtest.Doc{"@id": "vf:receiver", "@type": "@id"},
	"action": "vf:action", "resourceConformsTo": fedtest.Doc{"@id": "vf:resourceConformsTo", "@type": "@id"},
}))
