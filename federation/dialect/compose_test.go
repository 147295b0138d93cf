package dialect_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tributary/federation/dialect"
	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/jsonld"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

var update = flag.Bool("update", false, "write the golden files")

// told is one activity with what it is about.
type told struct {
	name  string
	act   node.Version
	parts []dialect.Part
}

func season() []told {
	resource := vocab.New(vf.EconomicResource, id("economic-resource/apples")).With(vf.Name, vocab.Text("apples"))
	state := func(phase string) *vocab.Resource {
		r := vocab.New(pf.State, alpha+"/state").With(pf.StateOf, vocab.Ref(alpha)).With(pf.Phase, vocab.Ref(pf.Schema.Base+vocab.IRI(phase)))
		return r
	}
	group := vocab.New(pf.Cell, alpha).
		With(vf.Name, vocab.Text("Alpha & sons")).
		With(as.PreferredUsername, vocab.Text("alpha")).
		With(as.Inbox, vocab.Ref(alpha+"/inbox")).
		With(as.Outbox, vocab.Ref(alpha+"/outbox")).
		With(as.Followers, vocab.Ref(alpha+"/followers")).
		With(pf.Phase, vocab.Ref(pf.Schema.Base+"phase-organization")).
		With(as.ManuallyApprovesFollowers, vocab.Bool(true)).
		With(as.PublicKey, vocab.Inside(vocab.New(as.Key, "").With(as.Owner, vocab.Ref(alpha)).With(as.PublicKeyPem, vocab.Text("PEM")))).
		With(as.AssertionMethod, vocab.Inside(vocab.New(as.Multikey, "").With(as.Controller, vocab.Ref(alpha)).
			With(as.PublicKeyMultibase, vocab.Typed("z6Mk", as.Multibase.IRI))))
	promise := vocab.New(vf.Commitment, id("commitment/1")).
		With(vf.HasAction, vocab.Ref(vf.Transfer.IRI)).
		With(vf.Provider, vocab.Ref(alpha)).With(vf.Receiver, vocab.Ref(beta)).
		With(vf.ResourceConformsTo, vocab.Ref(id("resource-specification/seedlings"))).
		With(vf.ResourceQuantity, measure("600", "one"))
	offer := vocab.New(vf.Proposal, id("proposal/1")).With(vf.Name, vocab.Text("Apples for work")).With(vf.Note, vocab.Text("While they last"))
	follow := vocab.New(as.Follow, "https://peer.example/follows/1").With(as.Actor, vocab.Ref(other)).With(as.HasObject, vocab.Ref(alpha))
	ours := vocab.New(as.Follow, id("activity/00")).With(as.Actor, vocab.Ref(alpha)).With(as.HasObject, vocab.Ref(other))
	earlier := dialect.Note{ID: dialect.NoteOf(id("activity/00")), Published: when.AddDate(0, 0, -1)}
	part := func(r *vocab.Resource) dialect.Part { return dialect.Part{Resource: r} }
	return []told{
		{"create-event", version(as.Create, gift().ID()), []dialect.Part{part(gift())}},
		{"create-resource-and-event", saying(version(as.Create, resource.ID(), gift().ID()), as.Summary, vocab.Text("The first <b>harvest</b>")),
			[]dialect.Part{part(gift()), part(resource)}},
		{"create-event-for-followers", saying(version(as.Create, gift().ID()), as.To, vocab.Ref(alpha+"/followers"), vocab.Ref(beta)), []dialect.Part{part(gift())}},
		{"create-commitment", version(as.Create, promise.ID()), []dialect.Part{part(promise)}},
		{"create-proposal", version(as.Create, offer.ID()), []dialect.Part{part(offer)}},
		{"create-group", version(as.Create, alpha), []dialect.Part{part(group)}},
		{"create-state", version(as.Create, alpha+"/state"), []dialect.Part{part(state("phase-formation"))}},
		{"update-state", version(as.Update, alpha+"/state"), []dialect.Part{{Resource: state("phase-organization"), Before: state("phase-formation"), Note: earlier}}},
		{"update-plan-with-note", version(as.Update, id("plan/1")), []dialect.Part{{Resource: plan("Summer"), Before: plan("Spring"), Note: earlier}}},
		{"update-plan-without-note", version(as.Update, id("plan/1")), []dialect.Part{{Resource: plan("Summer"), Before: plan("Spring")}}},
		{"update-actor", version(as.Update, alpha), []dialect.Part{{Resource: group, Before: group}}},
		{"delete-with-note", version(as.Delete, id("plan/1")), []dialect.Part{{IRI: id("plan/1"), Before: plan("Spring"), Note: earlier}}},
		{"delete-without-note", version(as.Delete, id("plan/1")), []dialect.Part{{IRI: id("plan/1"), Before: plan("Spring")}}},
		{"delete-actor", version(as.Delete, alpha), []dialect.Part{{IRI: alpha, Before: group}}},
		{"undo-create", version(as.Undo, id("activity/00")), []dialect.Part{{Resource: vocab.New(as.Create, id("activity/00")), Note: earlier}}},
		{"undo-follow", version(as.Undo, ours.ID()), []dialect.Part{part(ours)}},
		{"follow", version(as.Follow, other), nil},
		{"accept-follow", version(as.Accept, follow.ID()), []dialect.Part{part(follow)}},
		{"reject-follow", version(as.Reject, follow.ID()), []dialect.Part{part(follow)}},
		{"accept-follow-unseen", saying(version(as.Accept, follow.ID()), as.To, vocab.Ref(other)), nil},
		{"block", version(as.Block, other), nil},
		{"announce", version(as.Announce, "https://peer.example/notes/1"), nil},
		{"offer-agreement", saying(version(as.Offer, promise.ID()), as.To, vocab.Ref(other)), []dialect.Part{part(promise)}},
	}
}

func TestActivitiesAsTheyAreSent(t *testing.T) {
	for _, c := range season() {
		t.Run(c.name, func(t *testing.T) {
			var both bytes.Buffer
			for _, d := range []dialect.Dialect{dialect.Full, dialect.Carrier} {
				body := compose(t, d, c.act, c.parts, dialect.Options{Prover: &stamp{}})
				both.WriteString("// " + d.String() + "\n")
				if err := json.Indent(&both, unversioned(body), "", "  "); err != nil {
					t.Fatalf("%v\n%s", err, body)
				}
				both.WriteByte('\n')
			}
			file := filepath.Join("testdata", c.name+".golden")
			if *update {
				if err := os.WriteFile(file, both.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(both.Bytes(), want) {
				t.Errorf("%s is stale; got\n%s", file, both.Bytes())
			}
		})
	}
}

func TestAThingHasTheSameBytesAndProofInBothDialects(t *testing.T) {
	carried := 0
	for _, c := range season() {
		full := compose(t, dialect.Full, c.act, c.parts, dialect.Options{Prover: &stamp{}})
		things, err := dialect.Payloads(compose(t, dialect.Carrier, c.act, c.parts, dialect.Options{Prover: &stamp{}}))
		if err != nil {
			t.Fatal(err)
		}
		for _, thing := range things {
			carried++
			if !intact(thing) || !bytes.Contains(full, thing) {
				t.Errorf("%s: changed on its way:\n%s\n%s", c.name, thing, full)
			}
		}
	}
	if carried != 11 {
		t.Errorf("%d things were carried", carried)
	}
}

func TestEachThingIsProvenOnceAndThenTheActivity(t *testing.T) {
	parts := []dialect.Part{{Resource: gift()}, {Resource: plan("Spring")}}
	for _, d := range []dialect.Dialect{dialect.Full, dialect.Carrier} {
		prover := &stamp{}
		body := compose(t, d, version(as.Create, id("plan/1"), id("economic-event/1")), parts, dialect.Options{Prover: prover})
		if want := []vocab.IRI{id("plan/1"), id("economic-event/1"), act}; !slices.Equal(prover.proven, want) {
			t.Errorf("%s: proven were %v", d, prover.proven)
		}
		if !intact(body) {
			t.Errorf("%s: the activity was changed after it was proven", d)
		}
	}
}

func TestTheSameActivityGivesTheSameBytes(t *testing.T) {
	v := version(as.Create, id("plan/1"), id("economic-event/1"))
	one := []dialect.Part{{Resource: gift()}, {Resource: plan("Spring")}}
	other := []dialect.Part{one[1], one[0]}
	for _, d := range []dialect.Dialect{dialect.Full, dialect.Carrier} {
		if a, b := compose(t, d, v, one, dialect.Options{}), compose(t, d, v, other, dialect.Options{}); !bytes.Equal(a, b) {
			t.Errorf("%s:\n%s\n%s", d, a, b)
		}
	}
}

func TestNobodyIsToldWhoWasBlindCopied(t *testing.T) {
	const secret = "https://peer.example/users/secret"
	v := saying(version(as.Create, gift().ID()), as.Bto, vocab.Ref(secret))
	v = saying(v, as.Bcc, vocab.Ref(secret))
	v.Audience = node.Audience{Level: node.Named, Names: []vocab.IRI{secret}}
	thing := gift().With(as.Bto, vocab.Ref(secret)).With(as.Bcc, vocab.Ref(secret))
	for _, d := range []dialect.Dialect{dialect.Full, dialect.Carrier} {
		if body := compose(t, d, v, []dialect.Part{{Resource: thing}}, dialect.Options{}); bytes.Contains(body, []byte("secret")) || bytes.Contains(body, []byte("Public")) {
			t.Errorf("%s: %s", d, body)
		}
	}
}

func TestWhatStrangersMayNotSeeIsNotNamedToThem(t *testing.T) {
	v := version(as.Create, gift().ID(), id("plan/private"))
	body := compose(t, dialect.Carrier, v, []dialect.Part{{Resource: gift()}}, dialect.Options{})
	if bytes.Contains(body, []byte("plan/private")) {
		t.Errorf("%s", body)
	}
}

func TestAudiencesBecomeAddressees(t *testing.T) {
	for level, want := range map[node.Level]string{
		node.Public:    `"to":["https://node.example/groups/alpha/followers"],"cc":["https://www.w3.org/ns/activitystreams#Public"]`,
		node.Followers: `"to":["https://node.example/groups/alpha/followers"],"object"`,
		node.Members:   `"to":["https://node.example/groups/alpha/members"],"object"`,
	} {
		v := version(as.Create, gift().ID())
		v.Audience.Level = level
		if body := compose(t, dialect.Carrier, v, []dialect.Part{{Resource: gift()}}, dialect.Options{}); !bytes.Contains(body, []byte(want)) {
			t.Errorf("%s: %s", level, body)
		}
	}
}

func TestNamesAreNoMarkup(t *testing.T) {
	body := compose(t, dialect.Carrier, version(as.Create, gift().ID()), []dialect.Part{{Resource: gift()}}, dialect.Options{})
	var activity struct {
		Object struct{ Content string }
	}
	if err := json.Unmarshal(body, &activity); err != nil {
		t.Fatal(err)
	}
	want := "<p>Alpha gave 3 kg of apples to Beta &lt;script&gt;alert(1)&lt;/script&gt;</p>"
	if activity.Object.Content != want {
		t.Errorf("got %s", activity.Object.Content)
	}
}

func TestAMarketplaceFormIsAttachedBesideTheLink(t *testing.T) {
	offer := vocab.New(vf.Proposal, id("proposal/1")).With(vf.Name, vocab.Text("Apples"))
	hook := func(r *vocab.Resource) []byte { return []byte(`{"type":"Proposal","id":"` + string(r.ID()) + `"}`) }
	body := compose(t, dialect.Carrier, version(as.Create, offer.ID()), []dialect.Part{{Resource: offer}}, dialect.Options{Exchange: hook})
	var activity struct {
		Object struct{ Attachment []struct{ Type string } }
	}
	if err := json.Unmarshal(body, &activity); err != nil {
		t.Fatal(err)
	}
	if a := activity.Object.Attachment; len(a) != 2 || a[0].Type != "Link" || a[1].Type != "Proposal" {
		t.Errorf("attached is %v", a)
	}
}

func TestAnActivityOfManyThingsIsBounded(t *testing.T) {
	var parts []dialect.Part
	var objects []vocab.IRI
	for i := range 300 {
		r := plan("Spring").WithID(id("plan/" + strings.Repeat("x", i+1)))
		objects = append(objects, r.ID())
		parts = append(parts, dialect.Part{Resource: r})
	}
	prover := &stamp{}
	body := compose(t, dialect.Carrier, version(as.Create, objects...), parts, dialect.Options{Prover: prover})
	if things, err := dialect.Payloads(body); err != nil || len(things) != 20 || len(prover.proven) != 21 {
		t.Errorf("%d things, %d proofs, %v", len(things), len(prover.proven), err)
	}
	if !bytes.Contains(body, []byte("And 280 changes more")) {
		t.Error("nothing is said of the others")
	}
	prover = &stamp{}
	compose(t, dialect.Full, version(as.Create, objects...), parts, dialect.Options{Prover: prover})
	if len(prover.proven) != 257 {
		t.Errorf("%d proofs", len(prover.proven))
	}
}

func TestANoteStandsAloneAtItsAddress(t *testing.T) {
	v, parts := version(as.Create, gift().ID()), []dialect.Part{{Resource: gift()}}
	prover := &stamp{}
	note, err := dialect.NoteDocument(v, parts, dialect.Options{Base: base, Names: names, Prover: prover})
	if err != nil {
		t.Fatal(err)
	}
	sent := compose(t, dialect.Carrier, v, parts, dialect.Options{Prover: &stamp{}})
	bare := bytes.SplitN(note, []byte(`],"id"`), 2)[0]
	inner := bytes.TrimPrefix(note[:bytes.LastIndex(note, []byte(`,"proof":`))], append(bare, "],"...))
	if !bytes.Contains(sent, inner) {
		t.Errorf("served is\n%s\nsent was\n%s", inner, sent)
	}
	if want := []vocab.IRI{gift().ID(), dialect.NoteOf(act)}; !slices.Equal(prover.proven, want) || !intact(note) {
		t.Errorf("proven were %v", prover.proven)
	}
	if told, ok := dialect.ToldBy(dialect.NoteOf(act)); !ok || told != act {
		t.Errorf("the Note tells of %s, %t", told, ok)
	}
	if _, err := dialect.NoteDocument(version(as.Follow, other), nil, dialect.Options{Base: base}); node.KindOf(err) != node.NotFound {
		t.Errorf("a Follow has a Note: %v", err)
	}
}

func TestWhatCannotBeSentIsRefused(t *testing.T) {
	for name, v := range map[string]node.Version{
		"no activity":      of(plan("Spring")),
		"nobody's":         saying(version(as.Create, id("plan/1")), as.Actor),
		"a tombstone":      {IRI: act, Deleted: true},
		"an unread record": {IRI: act, Body: []byte("{")},
	} {
		if body, err := dialect.Compose(dialect.Full, v, nil, dialect.Options{Base: base}); err == nil {
			t.Errorf("%s: %s", name, body)
		}
	}
	for _, d := range []dialect.Dialect{dialect.Full, dialect.Carrier} {
		_, err := dialect.Compose(d, version(as.Create, gift().ID()), []dialect.Part{{Resource: gift()}}, dialect.Options{Base: base, Prover: broken{}})
		if err == nil || !strings.Contains(err.Error(), "the key is locked") {
			t.Errorf("%s: %v", d, err)
		}
	}
}

func TestANodeOfOurKindReadsWhatItWasToldOf(t *testing.T) {
	body := compose(t, dialect.Full, version(as.Create, gift().ID()), []dialect.Part{{Resource: gift()}}, dialect.Options{})
	doc, err := jsonld.Read(body, jsonld.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if i := slices.IndexFunc(doc.Resources, func(r *vocab.Resource) bool { return r.ID() == gift().ID() }); i < 0 || !doc.Resources[i].Equal(gift()) {
		t.Errorf("read were %v from %s", doc.Resources, body)
	}
	carrier := compose(t, dialect.Carrier, version(as.Create, gift().ID()), []dialect.Part{{Resource: gift()}}, dialect.Options{})
	things, err := dialect.Payloads(carrier)
	if err != nil || len(things) != 1 {
		t.Fatal(things, err)
	}
	if doc, err = jsonld.Read(things[0], jsonld.Options{}); err != nil || len(doc.Resources) != 1 || !doc.Resources[0].Equal(gift()) {
		t.Errorf("read was %v, %v", doc, err)
	}
}
