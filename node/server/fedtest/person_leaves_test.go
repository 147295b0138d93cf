package fedtest_test

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tributary/node"
	"tributary/node/archive"
	"tributary/node/server/fedtest"
	"tributary/storage"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/own"
)

// leaving is ana, who is known by a handle, acts in two groups of her node under pseudonyms, of which one says that
// it is her, and another that it was; is followed from another node, and follows there.
type leaving struct {
	*secretive
	net              *fedtest.Network
	valley, bakery   *fedtest.Node
	bread            vocab.IRI
	linked, unlinked vocab.IRI // her pseudonyms besides that in the garden, of which nothing was ever said
	plums            vocab.IRI
}

func newLeaving(t *testing.T) *leaving {
	l := &leaving{secretive: newSecretive(t)}
	l.valley, l.bakery = fedtest.Start(t, t.TempDir(), nil), fedtest.Start(t, t.TempDir(), nil)
	l.net = fedtest.Of(t, l.Node, l.valley, l.bakery)
	l.bread = l.bakery.Group("bread")
	l.bakery.Do(fedtest.Naming("Follow", l.bread, l.known))
	l.Do(fedtest.Naming("Follow", l.known, l.bread))
	for handle, agent := range map[string]*vocab.IRI{"orchard": &l.linked, "cellar": &l.unlinked} { // linked; linked, and no more
		group := l.Group(handle)
		l.Member("ana@people.example", group, node.Editor)
		for _, on := range []bool{true, false}[:map[string]int{"orchard": 1, "cellar": 2}[handle]] {
			if err := l.Server.Node.Link(context.Background(), l.member, group, on); err != nil {
				t.Fatal(err)
			}
		}
		ties, err := l.Server.Node.Relations(context.Background(), node.Relation{From: l.member, Kind: node.AppearsAs})
		if err != nil {
			t.Fatal(err)
		}
		for _, tie := range ties {
			if tie.Value == string(group) {
				*agent = tie.To
			}
		}
	}
	l.plums = l.Stock(l.known, "Plums", "10", "kilogram")
	store := l.Stock(l.garden, "Store", "1", "kilogram")
	// She confirms for the garden, under her pseudonym there, what she states as the person.
	given := l.Create(l.known, transfer(l.known, l.garden, l.plums, "4"))
	l.post(201, l.garden, fmt.Sprintf(`{"type": "Accept", "object": %q, "target": %q}`, given, store))
	if said := l.Thing(given).Get(own.HasConfirmation).IRI(); said != own.Confirmed.IRI {
		t.Fatalf("the garden did not confirm: %s", said)
	}
	l.Create(l.known, `{"@context": "https://www.w3.org/ns/activitystreams", "type": "Note", "content": "The plums are ripe."}`)
	l.net.Settle()
	return l
}

// leave writes ana's archive.
func (l *leaving) leave() *archive.Archive {
	l.t.Helper()
	ctx := context.Background()
	path := filepath.Join(l.t.TempDir(), "ana.tributary")
	if _, err := archive.Backup(ctx, path, archive.Options{DB: l.DB, Node: l.Server.Node.Addresses, Group: l.known, Sign: l.Keys(), Now: time.Now()}); err != nil {
		l.t.Fatal(err)
	}
	from, err := archive.Open(path, nil)
	if err != nil {
		l.t.Fatal(err)
	}
	l.t.Cleanup(func() { from.Close() })
	faults, err := from.Audit(ctx, nil)
	if err != nil {
		l.t.Fatal(err)
	}
	for _, f := range faults {
		l.t.Error(f)
	}
	signed, err := from.Signature()
	if err != nil || signed.By != l.known {
		l.t.Fatalf("signed by %v: %v", signed, err)
	}
	return from
}

func TestAPersonsArchiveSaysOnlyWhichPseudonymsSheLinked(t *testing.T) {
	l := newLeaving(t)
	var all bytes.Buffer
	confirmed := false
	if err := l.leave().Records(context.Background(), func(r storage.Record) error {
		fmt.Fprintln(&all, r.IRI, r.Author, r.Owner, r.Audience, r.Activity, string(r.Body), string(r.Delta))
		confirmed = confirmed || r.Owner == l.known && r.Author == l.garden
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for what, want := range map[vocab.IRI]bool{l.plums: true, l.linked: true, l.unlinked: false, l.pseudonym: false, l.member: false, "ana@people.example": false} {
		if got := strings.Contains(all.String(), string(what)); got != want {
			t.Errorf("names %s: %t", what, got)
		}
	}
	if !confirmed {
		t.Error("what the garden said of her event is not the garden's word")
	}
}

func TestAPersonMovesWithEverythingAndFollowersComeAlong(t *testing.T) {
	l := newLeaving(t)
	ctx := context.Background()
	from := l.leave()
	member := l.valley.Member("ana@valley.example", "", "")
	moving := archive.Moving{DB: l.valley.DB, Node: l.valley.Server.Node.Addresses, Handle: "annie"}
	if _, err := from.Import(ctx, moving); node.KindOf(err) != node.Invalid {
		t.Errorf("a person who is nobody here: %v", err)
	}
	moving.Member = member
	moved, err := from.Import(ctx, moving)
	if err != nil {
		t.Fatal(err)
	}
	annie := moved.Group
	if annie != l.valley.Server.Node.PublicPerson("annie") || moved.From != l.known {
		t.Fatalf("%s came as %s", moved.From, annie)
	}
	if known, err := l.valley.Server.Node.KnownAs(ctx, member); err != nil || known != annie {
		t.Errorf("the member is known as %s: %v", known, err)
	}
	moving.Handle, moving.Member = "again", l.valley.Member("ben@valley.example", "", "")
	if _, err := from.Import(ctx, moving); node.KindOf(err) != node.Conflict {
		t.Errorf("coming again: %v", err)
	}
	if _, err := l.valley.Server.Node.Identify(ctx, annie); err != nil {
		t.Fatal(err)
	}
	plums := vocab.IRI(l.valley.URL + strings.TrimPrefix(string(l.plums), l.URL))
	if got := l.valley.Holds(plums); got != "6 kg (6 kg on hand)" {
		t.Errorf("the plums arrive as %s", got)
	}
	if len(moved.Follows) != 1 || moved.Follows[0] != l.bread {
		t.Fatalf("%s follows %s", annie, moved.Follows)
	}

	l.valley.Do(fedtest.Naming("Follow", annie, l.bread))
	names := append(l.valley.Thing(annie).All(as.AlsoKnownAs), vocab.Ref(l.known))
	also := vocab.New(l.valley.Thing(annie).Class(), annie).With(as.AlsoKnownAs, names...)
	l.valley.Do(node.Update(annie, also))
	l.net.Settle()
	l.Do(node.Activity{Verb: "Move", Actor: l.known, Objects: []node.Object{{IRI: l.known}}, Target: annie})
	l.net.Settle()
	for _, r := range []node.Relation{follows(l.bread, annie), follows(annie, l.bread)} {
		for _, n := range []*fedtest.Node{l.bakery, l.valley} {
			if !n.Related(r) {
				t.Errorf("%s does not know that %s follows %s\n%s", n.URL, r.From, r.To, n.Log)
			}
		}
	}
	said := l.valley.Create(annie, `{"@context": "https://www.w3.org/ns/activitystreams", "type": "Note", "content": "I am here now."}`)
	news := l.bakery.Create(l.bread, `{"type": "Process", "name": "Baking day"}`)
	l.net.Settle()
	if !l.bakery.Knows(said) || !l.valley.Knows(news) {
		t.Errorf("what each said did not reach the other\n%s\n%s", l.bakery.Log, l.valley.Log)
	}
	for _, n := range l.net.Nodes {
		n.Sound()
	}
}
