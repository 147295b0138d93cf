package fedtest_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tributary/node"
	"tributary/node/archive"
	"tributary/node/config"
	"tributary/node/server/fedtest"
	"tributary/storage"
	"tributary/storage/postgres"
	"tributary/storage/sqlite"
	"tributary/storage/storagetest"
	"tributary/vocab"
)

// waits is all that goes between a node and others, in words.
func waits(t *testing.T, db *storage.DB) (all []string) {
	t.Helper()
	say := func(what string, v any) error {
		all = append(all, fmt.Sprintf("%s %+v", what, v))
		return nil
	}
	err := db.Snapshot(context.Background(), func(s storage.Snapshot) error {
		return errors.Join(
			s.Lanes(func(l node.Lane) error { return say("lane", l) }),
			s.Jobs(func(b node.Burial) error { return say("job "+string(b.Job.Data), b) }),
			s.Parcels(func(p node.Parcel) error { return say("parcel", p) }),
			s.Letters(func(l node.Letter) error { return say("letter", l) }),
			s.PolicyRules(func(r node.PolicyRule) error { return say("rule", r) }),
			s.Peers(func(p node.Peer) error { return say("peer", p) }),
		)
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestARestoredNodeGoesOnSendingAndReceivingWhereItWas(t *testing.T) {
	ctx := context.Background()
	for _, engine := range []string{"sqlite", "postgres"} {
		t.Run(engine, func(t *testing.T) {
			dsn := ""
			if engine == "postgres" {
				dsn = asURL(storagetest.Postgres(t))
			}
			net := fedtest.New(t, 2)
			garden, bakery := net.Nodes[0], net.Nodes[1]
			apples, bread := garden.Group("apples"), bakery.Group("bread")
			bakery.Do(fedtest.Naming("Follow", bread, apples))
			stock := garden.Stock(apples, "Apples", "10", "kilogram")
			net.Settle()
			arrived := bakery.Federation.Stats().Taken.Load()

			queued := garden.Create(apples, `{"type": "Plan", "name": "made ready to be sent"}`)
			if err := garden.Federation.Distribute(ctx); err != nil {
				t.Fatal(err)
			}
			event := garden.Create(apples, transfer(apples, bread, stock, "3")) // not looked at yet
			like := bakery.Do(fedtest.Naming("Like", bread, apples)).Activity
			if err := bakery.Federation.Distribute(ctx); err != nil {
				t.Fatal(err)
			}
			if err := bakery.Runner().Settle(ctx); err != nil {
				t.Fatal(err)
			}
			if got := garden.Letter(like).State; got != node.LetterWaiting {
				t.Fatalf("the letter is %s, so that this test shows little", got)
			}

			want := waits(t, garden.DB)
			garden.Replace(filepath.Join(t.TempDir(), "again"), func(c *config.Config) { c.Database = dsn }, moveInto(t, garden))
			if got := waits(t, garden.DB); fmt.Sprint(got) != fmt.Sprint(want) {
				t.Errorf("there waited\n%q\nand after restoring\n%q", want, got)
			}
			net.Settle()

			if bakery.Thing(queued) == nil || bakery.Thing(event) == nil {
				t.Errorf("something was lost\n%s", garden.Log)
			}
			if l := garden.Letter(like); l.State != node.LetterDone {
				t.Errorf("what had arrived is %s: %s", l.State, l.Reason)
			}
			if s := bakery.Federation.Stats(); s.Taken.Load() != arrived+2 || s.Repeated.Load() != 0 {
				t.Errorf("%d letters came, %d of them twice; want 2 and none\n%s", s.Taken.Load()-arrived, s.Repeated.Load(), garden.Log)
			}
			bakery.Do(fedtest.Naming("Accept", bread, event))
			net.Settle()
			garden.Sound()
			bakery.Sound()
		})
	}
}

// moveInto backs a node up and fills the database of a configuration with that.
func moveInto(t *testing.T, n *fedtest.Node) func(config.Config) {
	t.Helper()
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "a"+archive.Suffix)
	if _, err := archive.Backup(ctx, path, archive.Options{DB: n.DB, Node: n.Server.Node.Addresses, Private: true, Now: time.Now()}); err != nil {
		t.Fatal(err)
	}
	return func(cfg config.Config) {
		t.Helper()
		a, err := archive.Open(path, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer a.Close()
		if faults, err := a.Audit(ctx, nil); err != nil || len(faults) > 0 {
			t.Errorf("the backup is at fault: %v %v", err, faults)
		}
		var db *storage.DB
		if cfg.Postgres() != "" {
			db, err = postgres.Open(ctx, cfg.Postgres(), storage.Options{})
		} else {
			db, err = sqlite.Open(ctx, cfg.SQLite(), storage.Options{})
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(a.Restore(ctx, db, n.URL, nil), db.Close()); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAGroupTakesTheLettersAlongThatItsHistoryRestsOn(t *testing.T) {
	ctx := context.Background()
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	apples, pears, bread := garden.Group("apples"), garden.Group("pears"), bakery.Group("bread")
	store := garden.Stock(apples, "Flour", "1", "kilogram")
	flour := bakery.Stock(bread, "Flour", "10", "kilogram")
	event := bakery.Do(node.Create(bread, bakery.Read(transfer(bread, apples, flour, "3"))...))
	private := bakery.Do(node.Create(bread, bakery.Read(transfer(bread, pears, flour, "2"))...))
	net.Settle()
	accept := fedtest.Naming("Accept", apples, event.Objects[0])
	accept.Target = store
	garden.Do(accept)
	net.Settle()

	path := filepath.Join(t.TempDir(), "apples"+archive.Suffix)
	if _, err := archive.Backup(ctx, path, archive.Options{DB: garden.DB, Node: garden.Server.Node.Addresses, Group: apples, Now: time.Now()}); err != nil {
		t.Fatal(err)
	}
	a, err := archive.Open(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	faults, err := a.Audit(ctx, nil)
	if err != nil || len(faults) > 0 {
		t.Fatal(err, faults)
	}
	known := map[vocab.IRI]bool{}
	if err := a.Records(ctx, func(r storage.Record) error { known[r.IRI] = true; return nil }); err != nil {
		t.Fatal(err)
	}
	if !known[event.Objects[0]] || !known[event.Activity] || !known[bread] {
		t.Errorf("its record has the event: %t, what told of it: %t, whose keys proved that: %t; want all",
			known[event.Objects[0]], known[event.Activity], known[bread])
	}
	if known[private.Objects[0]] || known[private.Activity] {
		t.Error("another group's dealings leave with it")
	}

	hill := fedtest.Start(t, t.TempDir(), nil)
	moved, err := a.Import(ctx, archive.Moving{DB: hill.DB, Node: hill.Server.Node.Addresses, Handle: "apples"})
	if err != nil {
		t.Fatal(err)
	}
	if !hill.Knows(moved.Group) || !hill.Knows(event.Objects[0]) {
		t.Error("the group came without its event")
	}
	letters := 0
	for l, err := range hill.DB.Letters(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		if letters++; l.ID != event.Activity || string(l.Body) != string(garden.Letter(event.Activity).Body) {
			t.Errorf("%s came along", l.ID)
		}
	}
	if letters != 1 {
		t.Errorf("%d letters came along; want the one that the event rests on", letters)
	}
	hill.Sound()
	if _, err := a.Import(ctx, archive.Moving{DB: bakery.DB, Node: bakery.Server.Node.Addresses, Handle: "apples"}); node.KindOf(err) != node.Conflict {
		t.Errorf("a node that knows the event from the other side took the group: %v", err)
	}
}

// asURL is a DSN of keywords as config.toml takes it.
func asURL(dsn string) string {
	if strings.Contains(dsn, "://") {
		return dsn
	}
	return "postgres:///postgres?" + strings.Join(slices.DeleteFunc(strings.Fields(dsn), func(pair string) bool {
		return strings.HasPrefix(pair, "dbname=")
	}), "&")
}
