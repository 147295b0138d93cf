package fedtest_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"tributary/federation"
	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/exchange"
	"tributary/vocab/vf"
)

// attached are the links in the attachment of an actor's document.
func attached(t *testing.T, actor vocab.IRI) (links []exchange.Link) {
	t.Helper()
	_, body := fedtest.Get(t, actor, fedtest.ActivityJSON)
	var doc struct {
		Attachment json.RawMessage `json:"attachment"`
	}
	if err := json.Unmarshal([]byte(body), &doc); err != nil {
		t.Fatal(err)
	}
	type link struct {
		Type, Name, Href, MediaType string
		Rel                         any
	}
	var all []link
	if len(doc.Attachment) > 0 && json.Unmarshal(doc.Attachment, &all) != nil {
		var one link
		if err := json.Unmarshal(doc.Attachment, &one); err != nil {
			t.Fatalf("%v: %s", err, doc.Attachment)
		}
		all = append(all, one)
	}
	for _, l := range all {
		if l.Type != "Link" {
			t.Errorf("%s is attached as a %q", l.Href, l.Type)
		}
		made := exchange.Link{Href: l.Href, Name: l.Name, MediaType: l.MediaType}
		switch rel := l.Rel.(type) {
		case string:
			made.Rel = []string{rel}
		case []any:
			for _, r := range rel {
				made.Rel = append(made.Rel, r.(string))
			}
		}
		links = append(links, made)
	}
	return links
}

func TestAnActorLinksToWhatItProposesAndWhereItIsPaid(t *testing.T) {
	net, garden, bakery, apples, bread, primary, reciprocal := market(t)
	hidden := node.Create(apples, garden.Read(strings.Replace(`[{"id": "_:p", "type": "Proposal", "name": "For friends", "purpose": "offer", "publishes": ["_:i"]},
		{"id": "_:i", "type": "Intent", "action": "transfer", "provider": "GROUP", "resourceQuantity": {"hasUnit": "one", "hasNumericalValue": "1"}, "resourceClassifiedAs": ["https://www.wikidata.org/wiki/Q89"]}]`, "GROUP", string(apples), 1))...)
	hidden.To = []vocab.IRI{apples}
	garden.Do(hidden)
	act := node.Activity{Verb: "Update", Actor: apples}
	for _, r := range garden.Read(fmt.Sprintf(`{"id": %q, "type": "Cell", "attachment": [{"type": "Link", "href": "payto://iban/DE75512108001245126199", "rel": ["payment"]}]}`, apples)) {
		act.Objects = append(act.Objects, node.Object{Resource: r})
	}
	garden.Do(act)

	proposal := vocab.IRI("")
	links := attached(t, apples)
	for _, l := range links {
		if l.LeadsToProposal() {
			proposal = vocab.IRI(l.Href)
			if l.Name != "Apples for flour" || l.MediaType != `application/ld+json; profile="https://www.w3.org/ns/activitystreams"` ||
				!slices.Equal(l.Rel, []string{"payment", "https://w3id.org/valueflows/ont/vf#Proposal"}) {
				t.Errorf("the link is %+v", l)
			}
		}
	}
	if len(links) != 2 || !slices.ContainsFunc(links, func(l exchange.Link) bool {
		return strings.HasPrefix(l.Href, "payto:") && slices.Equal(l.Rel, []string{"payment"})
	}) {
		t.Fatalf("attached are %+v", links)
	}
	if !bakery.Knows(proposal) {
		t.Errorf("the link does not lead to the proposal: %s", proposal)
	}
	if _, page := fedtest.Get(t, apples, "text/html"); !strings.Contains(page, "payto://iban/DE75512108001245126199") {
		t.Error("people do not see where the group is paid")
	}

	if found, err := bakery.Federation.Proposals(t.Context(), apples); err != nil || !slices.Equal(found, []vocab.IRI{proposal}) {
		t.Errorf("the bakery finds %v, %v", found, err)
	}
	if paid := exchange.Payments(bakery.Thing(apples)); len(paid) != 1 {
		t.Errorf("the bakery knows that the group is paid at %v", paid)
	}
	bakery.Sound()

	// All of it is taken: there is nothing to link to any more.
	made := bakery.Do(offer(bakery, bread, offering(primary, reciprocal, "20", "8")))
	net.Settle()
	garden.Do(fedtest.Naming("Accept", apples, made.Activity))
	net.Settle()
	if links := attached(t, apples); len(links) != 1 || links[0].LeadsToProposal() {
		t.Errorf("after it was taken: %+v", links)
	}
}

func TestWhatAnActorAttachesItselfStandsBesideWhatItProposes(t *testing.T) {
	net, garden, _, apples, _, _, _ := market(t)
	proposal := vocab.IRI("")
	for _, l := range attached(t, apples) {
		proposal = vocab.IRI(l.Href)
	}
	act := node.Activity{Verb: "Update", Actor: apples}
	for _, r := range garden.Read(fmt.Sprintf(`{"id": %q, "type": "Cell", "attachment": ["https://apples.example/orchard", {"type": "Link", "href": %q}]}`, apples, proposal)) {
		act.Objects = append(act.Objects, node.Object{Resource: r})
	}
	garden.Do(act)
	net.Settle()

	code, body := fedtest.Get(t, apples, fedtest.ActivityJSON)
	if code != 200 || strings.Count(body, string(proposal)) != 1 || !strings.Contains(body, "https://apples.example/orchard") {
		t.Errorf("%d %s", code, body)
	}
}

func TestAPaymentLinkIsAnAddressToPayAt(t *testing.T) {
	n := fedtest.New(t, 1).Nodes[0]
	apples := n.Group("apples")
	for _, bad := range []string{"javascript:alert(1)", "http://bank.example/", "https://", "https://user@bank.example/"} {
		act := node.Activity{Verb: "Update", Actor: apples}
		for _, r := range n.Read(fmt.Sprintf(`{"id": %q, "type": "Cell", "attachment": [{"type": "Link", "href": %q, "rel": ["payment"]}]}`, apples, bad)) {
			act.Objects = append(act.Objects, node.Object{Resource: r})
		}
		if _, err := n.Try(act); node.KindOf(err) != node.Invalid {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

// subscription is a proposal as Mitra makes it, of an actor, under an address.
func subscription(id, of vocab.IRI, price string) fedtest.Doc {
	intent := func(part, action, what, unit, amount, least string) fedtest.Doc {
		return fedtest.Doc{"type": "Intent", "id": string(id) + part, "action": action, "resourceConformsTo": what,
			"resourceQuantity": fedtest.Doc{"hasUnit": unit, "hasNumericalValue": amount},
			"minimumQuantity":  fedtest.Doc{"hasUnit": unit, "hasNumericalValue": least}}
	}
	return fedtest.Doc{
		"@context": []any{"https://www.w3.org/ns/activitystreams", fedtest.Doc{
			"vf": "https://w3id.org/valueflows/ont/vf#", "Proposal": "vf:Proposal", "Intent": "vf:Intent", "purpose": "vf:purpose",
			"hasUnit": "vf:hasUnit", "hasNumericalValue": "vf:hasNumericalValue"}},
		"id": id, "type": "Proposal", "attributedTo": of, "name": "Letters from the mill", "purpose": "offer", "unitBased": true,
		"publishes":  intent("#primary", "deliverService", "https://www.wikidata.org/wiki/Q579716", "second", "1", "86400"),
		"reciprocal": intent("#reciprocal", "transfer", "caip:19:chain:7/slip44:128", "one", price, price+"00000"),
		"to":         "https://www.w3.org/ns/activitystreams#Public",
	}
}

func proposing(ids ...vocab.IRI) fedtest.Doc {
	var links []any
	for _, id := range ids {
		links = append(links, fedtest.Doc{"type": "Link", "name": "Subscription", "href": id, "rel": []string{"payment", "https://w3id.org/valueflows/ont/vf#Proposal"},
			"mediaType": `application/ld+json; profile="https://www.w3.org/ns/activitystreams"`})
	}
	return fedtest.Doc{"attachment": links}
}

func TestWhatAnotherActorLinksToAsItsProposalsIsFoundAndTakenUp(t *testing.T) {
	s := newScene(t)
	own, forged, others := s.ana.IRI+"/proposals/chain:7", s.evil.IRI("/proposals/1"), s.ana.IRI+"/proposals/other"
	s.ana.Serve("/proposals/chain:7", fedtest.ActivityJSON, subscription(own, s.ana.IRI, "38580"))
	s.ana.Serve("/proposals/other", fedtest.ActivityJSON, subscription(others, s.mill.IRI("/users/somebody"), "1"))
	s.evil.Serve("/proposals/1", fedtest.ActivityJSON, subscription(forged, s.ana.IRI, "1"))
	s.ana.Publish(proposing(own, forged, others))

	found, err := s.Federation.Proposals(t.Context(), s.ana.IRI)

	if err != nil || !slices.Equal(found, []vocab.IRI{own}) {
		t.Fatalf("found are %v, %v\n%s", found, err, s.Log)
	}
	if s.evil.Hits()["/proposals/1"] > 0 || s.Knows(forged) {
		t.Error("a link to another origin was followed")
	}
	if s.Knows(others) {
		t.Error("the proposal of somebody else is believed")
	}
	if r := s.Thing(own); r.Get(as.AttributedTo).IRI() != s.ana.IRI || r.Class() != vf.Proposal {
		t.Errorf("it is kept as %v", r)
	}

	// The price goes up: the same address says so.
	s.ana.Serve("/proposals/chain:7", fedtest.ActivityJSON, subscription(own, s.ana.IRI, "50000"))
	if _, err := s.Federation.Proposals(t.Context(), s.ana.IRI); err != nil {
		t.Fatal(err)
	}
	made, err := s.Try(offer(s.Node, s.apples, taking(own, "86400", "3333312000")))
	if err == nil {
		t.Error("an offer at yesterday's price was made")
	}
	if made, err = s.Try(offer(s.Node, s.apples, taking(own, "100000", "5000000000"))); err != nil {
		t.Fatal(err)
	}
	s.Settle()
	got := strings.Join(s.mill.Got(), "\n")
	if !strings.Contains(got, `"id":"`+string(made.Activity)+`"`) || !strings.Contains(got, `"satisfies":"`+string(own)+`#primary"`) {
		t.Errorf("the offer did not arrive: %s", got)
	}
}

func taking(proposal vocab.IRI, seconds, price string) string {
	return fmt.Sprintf(`{"type": "Agreement",
		"stipulates": {"type": "Commitment", "satisfies": "%[1]s#primary", "resourceQuantity": {"hasUnit": "second-Time", "hasNumericalValue": %[2]q}},
		"stipulatesReciprocal": {"type": "Commitment", "satisfies": "%[1]s#reciprocal", "resourceQuantity": {"hasUnit": "one", "hasNumericalValue": %[3]q}}}`, proposal, seconds, price)
}

func TestWhoBeginsToFollowFindsWhatIsProposed(t *testing.T) {
	s := newScene(t)
	own := s.ana.IRI + "/proposals/chain:7"
	s.ana.Serve("/proposals/chain:7", fedtest.ActivityJSON, subscription(own, s.ana.IRI, "38580"))
	many := []vocab.IRI{own}
	for i := range 40 {
		path := fmt.Sprintf("/proposals/%d", i)
		many = append(many, s.ana.Serve(path, fedtest.ActivityJSON, subscription(s.ana.IRI+vocab.IRI(path), s.ana.IRI, "1")))
	}
	s.ana.Publish(proposing(many...))
	s.ana.Send(s.Node, s.ana.Act(s.fresh(), "Update", s.ana.Doc, nil)) // has its document read anew
	s.Settle()
	if s.Knows(own) {
		t.Fatal("read though nobody follows")
	}

	follow := s.Do(fedtest.Naming("Follow", s.apples, s.ana.IRI))
	s.Settle()
	s.ana.Send(s.Node, s.ana.Act(s.fresh(), "Accept", follow.Activity, fedtest.Doc{"to": []vocab.IRI{s.apples}}))
	s.Settle()

	if !s.Knows(own) {
		t.Errorf("the proposal is not known\n%s", s.Log)
	}
	read := 0
	for path := range s.mill.Hits() {
		if strings.Contains(path, "/proposals/") {
			read++
		}
	}
	if read > 16 {
		t.Errorf("%d proposals of one actor were read", read)
	}

	// A new one is found when the actor says that it changed.
	later := s.ana.Serve("/proposals/later", fedtest.ActivityJSON, subscription(s.ana.IRI+"/proposals/later", s.ana.IRI, "1"))
	s.ana.Publish(proposing(later))
	s.ana.Send(s.Node, s.ana.Act(s.fresh(), "Update", s.ana.Doc, nil))
	s.Settle()
	if !s.Knows(later) {
		t.Error("what was proposed later is not known")
	}
}

func TestAnAgreementSaysWhereItIsPaid(t *testing.T) {
	net, garden, bakery, apples, bread, primary, reciprocal := market(t)
	made := bakery.Do(offer(bakery, bread, offering(primary, reciprocal, "5", "2")))
	net.Settle()

	accept := func(url string) error {
		act, err := federation.ReadActivity([]byte(fmt.Sprintf(`{"type": "Accept", "object": %q, "result": {"type": "Agreement", "url": %s}}`, made.Activity, url)), apples)
		if err != nil {
			return err
		}
		_, err = garden.Try(act)
		return err
	}
	if err := accept(`"https://pay.example/garden"`); node.KindOf(err) != node.Invalid {
		t.Errorf("a page elsewhere that the group does not state: %v", err)
	}
	if err := accept(`[{"type": "Link", "href": "payto://iban/DE75512108001245126199", "rel": "payment"}]`); err != nil {
		t.Fatal(err)
	}
	net.Settle()

	for _, n := range net.Nodes {
		for _, r := range relations(t, n, node.Relation{Kind: node.Binds, To: bread}) {
			link := n.Thing(r.From).Get(as.URL).Part()
			if link == nil || link.Get(as.Href).IRI() != "payto://iban/DE75512108001245126199" {
				t.Errorf("at %s the agreement is paid at %v", n.URL, link)
			}
		}
		if !n.Related(node.Relation{Kind: node.Binds, To: bread}) {
			t.Errorf("%s has no agreement", n.URL)
		}
		n.Sound()
	}
}

func TestOnlyTheAcceptersOwnLinksAreTaken(t *testing.T) {
	s := newScene(t)
	own := s.ana.IRI + "/proposals/chain:7"
	s.ana.Serve("/proposals/chain:7", fedtest.ActivityJSON, subscription(own, s.ana.IRI, "38580"))
	s.ana.Publish(proposing(own))
	if _, err := s.Federation.Proposals(t.Context(), s.ana.IRI); err != nil {
		t.Fatal(err)
	}
	made := s.Do(offer(s.Node, s.apples, taking(own, "100000", "3858000000")))
	s.Settle()
	id := s.mill.IRI("/agreements/8")
	commitment := func(part, unit, amount string) fedtest.Doc {
		return fedtest.Doc{"id": string(id) + part, "type": "Commitment", "satisfies": string(own) + part, "resourceQuantity": fedtest.Doc{"hasUnit": unit, "hasNumericalValue": amount}}
	}
	link := func(href any) fedtest.Doc {
		return fedtest.Doc{"type": "Link", "href": href, "rel": []string{"payment"}, "preview": fedtest.Doc{"type": "Note", "name": "Open"}}
	}

	s.ana.Send(s.Node, s.ana.Act(s.fresh(), "Accept", made.Activity, fedtest.Doc{"to": []vocab.IRI{s.apples}, "result": fedtest.Doc{
		"type": "Agreement", "id": id, "attributedTo": s.ana.IRI,
		"stipulates": commitment("#primary", "second", "100000"), "stipulatesReciprocal": commitment("#reciprocal", "one", "3858000000"),
		"url": []any{link("caip:10:chain:7:4abc"), link(s.evil.IRI("/pay")), link("javascript:alert(1)"), link(s.mill.IRI("/pay"))},
	}}))
	s.Settle()

	var got []vocab.IRI
	for _, v := range s.Thing(id).All(as.URL) {
		got = append(got, v.Part().Get(as.Href).IRI())
	}
	if !slices.Equal(got, []vocab.IRI{"caip:10:chain:7:4abc", s.mill.IRI("/pay")}) {
		t.Errorf("taken are %v\n%s", got, s.Log)
	}

	// Nor can one come in later, with what is told of the agreement or of another one.
	told := func(id vocab.IRI) fedtest.Doc {
		first := commitment("#primary", "second", "86400").With(fedtest.Doc{"id": string(id) + "#primary", "action": "deliverService"})
		return fedtest.Doc{"type": "Agreement", "id": id, "attributedTo": s.ana.IRI, "name": "Letters", "stipulates": first, "url": link(s.evil.IRI("/pay"))}
	}
	s.ana.Send(s.Node, s.ana.Act(s.fresh(), "Update", told(id), fedtest.Doc{"to": []vocab.IRI{s.apples}}))
	another := s.mill.IRI("/agreements/9")
	s.ana.Send(s.Node, s.ana.Act(s.fresh(), "Create", told(another), fedtest.Doc{"to": []vocab.IRI{s.apples}}))
	s.Settle()
	for _, id := range []vocab.IRI{id, another} {
		if !s.Knows(id) {
			t.Errorf("%s is not known\n%s", id, s.Log)
			continue
		}
		for _, v := range s.Thing(id).All(as.URL) {
			if part := v.Part(); part == nil || part.Get(as.Href).IRI() == s.evil.IRI("/pay") {
				t.Errorf("%s is paid elsewhere", id)
			}
		}
	}
	if s.evil.Hits()["/pay"] > 0 {
		t.Error("a link was followed")
	}
}
