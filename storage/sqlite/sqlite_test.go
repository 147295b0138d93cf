package sqlite_test

import (
	"context"
	"testing"

	"tributary/node"
	"tributary/storage"
	"tributary/storage/sqlite"
)

func TestSmoke(t *testing.T) {
	ctx := context.Background()
	db, err := sqlite.Open(ctx, ":memory:", storage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.Update(ctx, func(tx node.Tx) error {
		_, err := tx.Append(node.Version{IRI: "https://a/1", N: 1, Class: "X", Body: []byte("{}"), Link: []node.Link{{"p:p", "q:q"}}})
		if err != nil {
			return err
		}
		for v, err := range tx.Find(node.Query{Refers: []node.Link{{"p:p", "q:q"}}, Sight: node.Sight{All: true}}) {
			t.Log(v, err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	db.View(ctx, func(v node.View) error {
		t.Log(v.Latest("https://a/1"))
		t.Log(v.Latest("https://a/2"))
		t.Log(v.Version("https://a/1", 1))
		t.Log(v.Links("https://a/1"))
		for v, err := range v.Log(0) {
			t.Log(v, err)
		}
		return nil
	})
}
