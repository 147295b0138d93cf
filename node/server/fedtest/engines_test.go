package fedtest_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tributary/node"
	"tributary/node/archive"
	"tributary/node/server/fedtest"
	"tributary/storage"
	"tributary/storage/postgres"
	"tributary/storage/sqlite"
	"tributary/storage/storagetest"
	"tributary/vocab"
)

// A node with all that federation brings goes from SQLite to PostgreSQL and back. A backup says everything that
// the database holds (node/archive knows each table), in one order, so that equal bytes are equal nodes.
func TestAFederatingNodeIsTheSameInEveryEngine(t *testing.T) {
	ctx := context.Background()
	net := fedtest.New(t, 2)
	garden, bakery := net.Nodes[0], net.Nodes[1]
	apples, bread := garden.Group("apples"), bakery.Group("bread")
	garden.Do(fedtest.Naming("Follow", apples, bread))
	bakery.Do(fedtest.Naming("Follow", bread, apples))
	store := garden.Stock(apples, "Flour", "1", "kilogram")
	flour := bakery.Stock(bread, "Flour", "10", "kilogram")
	event := bakery.Do(node.Create(bread, bakery.Read(transfer(bread, apples, flour, "3"))...))
	net.Settle()
	accept := fedtest.Naming("Accept", apples, event.Objects[0])
	accept.Target = store
	garden.Do(accept)
	net.Settle()
	garden.Do(node.Create(apples, garden.Read(`{"type": "Plan", "name": "Spring"}`)...))
	if _, _, err := garden.Server.Accounts.Invite(ctx, "ana@garden.example", apples, node.Editor); err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{
		garden.Federation.Distribute(ctx), garden.DB.HoldLane(ctx, "deliver "+bakery.URL),
		garden.DB.AddPolicyRules(ctx, node.PolicyRule{Subject: "spam.example", Level: node.PolicyBlock, Author: apples, Reason: "spam", At: time.Now().UTC().Truncate(time.Microsecond)}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}

	folder, made := t.TempDir(), time.Now()
	keep := func(db *storage.DB, name string) string {
		path := filepath.Join(folder, name+archive.Suffix)
		if _, err := archive.Backup(ctx, path, archive.Options{DB: db, Node: garden.Server.Node.Addresses, Private: true, Now: made}); err != nil {
			t.Fatal(err)
		}
		return path
	}
	fill := func(path string, db *storage.DB, err error) *storage.DB {
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		a, err := archive.Open(path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(a.Restore(ctx, db, garden.URL, nil), a.Close()); err != nil {
			t.Fatal(err)
		}
		return db
	}
	first := keep(garden.DB, "1")
	server, err := postgres.Open(ctx, storagetest.Postgres(t), storage.Options{})
	second := keep(fill(first, server, err), "2")
	file, err := sqlite.Open(ctx, filepath.Join(folder, "back.db"), storage.Options{})
	third := keep(fill(second, file, err), "3")

	a, err := archive.Open(first, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	sections := map[string]bool{}
	for _, s := range a.Sections {
		sections[string(s.Kind)] = true
	}
	for _, want := range strings.Fields("log relations letters meta parcels lanes jobs policy peers members secrets") {
		if !sections[want] {
			t.Errorf("the node has no %s to be compared", want)
		}
	}
	bytesOf := func(path string) []byte {
		b, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	if !bytes.Equal(bytesOf(first), bytesOf(second)) {
		t.Error("PostgreSQL holds something else")
	}
	if !bytes.Equal(bytesOf(first), bytesOf(third)) {
		t.Error("SQLite holds something else in the end")
	}
	there := node.New(node.Options{Base: garden.URL, Store: file})
	if found, err := there.Verify(ctx, nil); err != nil || len(found) > 0 {
		t.Error(found, err)
	}
	if _, err := there.Get(ctx, node.Operator, vocab.IRI(event.Objects[0])); err != nil {
		t.Error(err)
	}
}
