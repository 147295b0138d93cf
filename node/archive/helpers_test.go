package archive_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"tributary/node"
	"tributary/node/account"
	"tributary/node/archive"
	"tributary/node/nodetest"
	"tributary/storage"
	"tributary/storage/postgres"
	"tributary/storage/sqlite"
	"tributary/storage/storagetest"
	"tributary/vocab"
)

var ctx = context.Background()

// here is a node in a file, with a group, a member who appears in it, a stock and a few events.
type here struct {
	*nodetest.Node
	path         string // of the database
	garden, mill vocab.IRI
	apples       vocab.IRI
	ana          vocab.IRI // a member
	anaInGarden  vocab.IRI // her pseudonym
	ate          vocab.IRI // an event with a note that names her
	accounts     *account.Accounts
	t            testing.TB
}

func openFile(t testing.TB, path string) *storage.DB {
	t.Helper()
	db, err := sqlite.Open(ctx, path, storage.Options{Now: func() time.Time { return nodetest.Begin }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func openServer(t testing.TB) *storage.DB {
	t.Helper()
	db, err := postgres.Open(ctx, storagetest.Postgres(t), storage.Options{Now: func() time.Time { return nodetest.Begin }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func begin(t testing.TB) *here {
	t.Helper()
	path := filepath.Join(t.TempDir(), "tributary.db")
	h := &here{Node: nodetest.Over(t, openFile(t, path)), path: path, t: t}
	must(t, h.DB.SetMeta(ctx, "url", []byte(nodetest.Base)))
	h.garden, h.mill = h.Group("garden"), h.Group("mill")
	h.accounts = account.New(h.DB, h.DB, h.Addresses, account.Options{Now: func() time.Time { return nodetest.Begin }})
	var err error
	_, h.ana, err = h.accounts.Invite(ctx, "ana@garden.example", h.garden, node.Editor)
	must(t, err)
	who := node.Caller{Agent: h.ana, Roles: map[vocab.IRI]node.Role{h.garden: node.Editor}}
	h.apples = h.Stock(h.garden, "Apples", "100", "kilogram")
	act := node.Create(h.garden, h.Read(fmt.Sprintf(`{"type": "EconomicEvent", "action": "consume", "provider": %q, "receiver": %q,
		"resourceInventoriedAs": %q, "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "1.50"},
		"note": "Ana Rosenblum ate them in the orchard"}`, h.garden, h.garden, h.apples))...)
	act.Key, act.Digest = "first", "digest"
	h.ate = h.Must(who, act).Objects[0]
	h.correspond()
	must(t, h.DB.View(ctx, func(v node.View) error {
		for r, err := range v.Relations(node.Relation{From: h.ana, Kind: node.AppearsAs}) {
			h.anaInGarden = r.To
			return err
		}
		return fmt.Errorf("ana appears nowhere")
	}))
	return h
}

// correspond lets the node hear from another, and have something to send there.
func (h *here) correspond() {
	h.t.Helper()
	const bakery = "https://bakery.example/groups/bread"
	letter := node.Letter{ID: bakery + "/1", Actor: bakery, At: nodetest.Begin, Body: []byte(`{"type": "Like"}`),
		Proof: node.Evidence{Scheme: "cavage", KeyID: bakery + "#key"}}
	_, err := h.DB.TakeLetter(ctx, letter, node.Job{Lane: "receive https://bakery.example", Kind: "receive", Key: bakery, Ref: letter.ID})
	must(h.t, err)
	letter.ID = bakery + "/2"
	_, err = h.DB.TakeLetter(ctx, letter, node.Job{Lane: "receive https://bakery.example", Kind: "receive", Key: bakery, Ref: letter.ID})
	must(h.t, err)
	must(h.t, h.DB.EndLetter(ctx, letter.ID, node.LetterRefused, "nobody asked"))
	must(h.t, h.DB.PutDocument(ctx, node.Letter{ID: bakery, Actor: bakery, At: nodetest.Begin, Body: []byte(`{"id": "x"}`),
		State: node.LetterDone, Proof: node.Evidence{Fetched: true}}))
	sent := vocab.IRI(nodetest.Base + "/id/activity/1")
	must(h.t, h.DB.Send(ctx, 0, h.Position(),
		[]node.Parcel{
			{Activity: sent, Form: "full", Body: []byte(`{"id":"` + string(sent) + `","actor":"` + string(h.garden) + `","proof":{"type":"DataIntegrityProof"}}`)},
			{Activity: sent, Form: "full " + bakery, Body: []byte(`{"id":"` + string(sent) + `"}`)},
		},
		[]node.Job{
			{Lane: "deliver https://bakery.example", Kind: "deliver", Key: string(h.garden), Ref: sent, Data: []byte(`{"as":"` + string(h.garden) + `"}`)},
			{Lane: "deliver https://mill.example", Kind: "deliver", Key: string(h.garden), Ref: sent, Due: nodetest.Begin, Data: []byte{0, 1}},
		}))
	must(h.t, h.DB.HoldLane(ctx, "deliver https://bakery.example"))
	must(h.t, h.DB.AddPolicyRules(ctx, node.PolicyRule{Subject: "spam.example", Level: node.PolicyBlock, Group: h.garden, Author: h.garden,
		Reason: "spam", Provenance: string(h.apples), At: nodetest.Begin}))
	must(h.t, h.DB.ChangePeer(ctx, "bakery.example", func(p *node.Peer) {
		p.Kind, p.Scheme, p.Seen, p.Note = node.PeerOurs, "rfc9421", nodetest.Begin, "our friends"
	}))
}

// eat records one more event.
func (h *here) eat(amount string) error {
	_, err := h.Submit(ctx, nodetest.Speaking(h.garden), node.Create(h.garden, h.Read(fmt.Sprintf(
		`{"type": "EconomicEvent", "action": "consume", "provider": %q, "receiver": %q,
		"resourceInventoriedAs": %q, "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": %q}}`,
		h.garden, h.garden, h.apples, amount))...))
	return err
}

func (h *here) backup(path string) archive.Manifest {
	h.t.Helper()
	m, err := archive.Backup(ctx, path, archive.Options{
		DB: h.DB, Node: h.Addresses, Private: true, Config: []byte("url = \"x\"\n"), Now: nodetest.Begin,
	})
	must(h.t, err)
	return m
}

// restored opens an archive and fills a database with it.
func restored(t testing.TB, path string, db *storage.DB) *nodetest.Node {
	t.Helper()
	a, err := archive.Open(path, nil)
	must(t, err)
	defer a.Close()
	must(t, a.Restore(ctx, db, a.Node, nil))
	return nodetest.Over(t, db)
}

// everything is all that a database says, in words.
func everything(t testing.TB, db *storage.DB) (all []string) {
	t.Helper()
	say := func(what string, v any) error {
		all = append(all, fmt.Sprintf("%s %+v", what, v))
		return nil
	}
	must(t, db.Snapshot(ctx, func(s storage.Snapshot) error {
		for _, read := range []func() error{
			func() error {
				return s.Records("", func(r storage.Record) error {
					return say("record", fmt.Sprint(r.Position, r.Created, r.IRI, r.N, r.Activity, r.Author, r.Owner, r.At, r.Class,
						r.Audience, r.Deleted, r.Base, string(r.Body), string(r.Delta)))
				})
			},
			func() error { return s.Relations(func(r node.Relation) error { return say("relation", r) }) },
			func() error { return s.Memories(func(m storage.Memory) error { return say("memory", m) }) },
			func() error { return s.Members(func(m storage.Member) error { return say("member", m) }) },
			func() error { return s.Secrets(func(x storage.Secret) error { return say("secret", x) }) },
			func() error { return s.Meta(func(k string, v []byte) error { return say("meta "+k, string(v)) }) },
			func() error { return s.Letters(func(l node.Letter) error { return say("letter "+string(l.Body), l) }) },
			func() error { return s.Parcels(func(p node.Parcel) error { return say("parcel "+string(p.Body), p) }) },
			func() error { return s.Lanes(func(l node.Lane) error { return say("lane", l) }) },
			func() error { return s.Jobs(func(b node.Burial) error { return say("job "+string(b.Job.Data), b) }) },
			func() error { return s.PolicyRules(func(r node.PolicyRule) error { return say("rule", r) }) },
			func() error { return s.Peers(func(p node.Peer) error { return say("peer", p) }) },
		} {
			if err := read(); err != nil {
				return err
			}
		}
		for v, err := range s.View().Find(node.Query{Sight: node.Sight{All: true}, Deleted: true}) {
			if err != nil {
				return err
			}
			links, err := s.View().Links(v.IRI)
			slices.SortFunc(links, func(a, b node.Link) int {
				return slices.Compare([]string{string(a.Property), string(a.To)}, []string{string(b.Property), string(b.To)})
			})
			if err != nil {
				return err
			}
			say("latest", fmt.Sprint(v.IRI, v.N, v.Created, links, string(v.Body)))
		}
		return nil
	}))
	return all
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func equal[T comparable](t testing.TB, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}
