package storagetest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"tributary/node"
	"tributary/storage"
	"tributary/vocab"
)

var relationTests = map[string]func(*testing.T, Database){
	"relations begin and end":            relates,
	"many relations come in order":       manyRelations,
	"a key is remembered for seven days": remembers,
}

func relates(t *testing.T, d Database) {
	db := d.open(t)
	relate := func(r node.Relation, on bool) {
		t.Helper()
		r.Since = noon
		db.update(func(tx node.Tx) error { return tx.Relate(r, on) })
	}
	expect := func(like node.Relation, want ...string) {
		t.Helper()
		db.view(func(view node.View) {
			got := []string{}
			for r, err := range view.Relations(like) {
				if err != nil || !r.Since.Equal(noon) {
					t.Fatal(r, err)
				}
				got = append(got, strings.TrimSpace(fmt.Sprintf("%s %s %s %s", last(r.From), r.Kind, last(r.To), r.Value)))
			}
			equal(t, fmt.Sprintf("like %+v", like), got, want)
		})
	}
	relate(node.Relation{From: ana, Kind: node.Follows, To: garden}, true)
	relate(node.Relation{From: ana, Kind: node.Follows, To: garden}, true)
	relate(node.Relation{From: ana, Kind: node.MemberOf, To: garden, Value: "reader"}, true)
	relate(node.Relation{From: ben, Kind: node.MemberOf, To: garden, Value: "editor"}, true)
	relate(node.Relation{From: ana, Kind: node.MemberOf, To: garden, Value: "admin"}, true)

	expect(node.Relation{}, "ana follows garden", "ben member garden editor", "ana member garden admin")
	expect(node.Relation{From: ana}, "ana follows garden", "ana member garden admin")
	expect(node.Relation{To: garden, Kind: node.MemberOf}, "ben member garden editor", "ana member garden admin")
	expect(node.Relation{Value: "admin"}, "ana member garden admin")
	expect(node.Relation{From: garden})
	expect(node.Relation{From: "https://n.example/nobody"})

	relate(node.Relation{From: ana, Kind: node.MemberOf, To: garden}, false)
	relate(node.Relation{From: ana, Kind: node.MemberOf, To: bakery}, false)
	expect(node.Relation{From: ana}, "ana follows garden")

	event := vocab.IRI("https://n.example/event")
	relate(node.Relation{From: event, Kind: node.Awaits, To: ben, Value: "apples"}, true)
	relate(node.Relation{From: event, Kind: node.Awaits, To: ben, Value: "pears"}, true)
	expect(node.Relation{From: event}, "event awaits ben apples", "event awaits ben pears")
	relate(node.Relation{From: event, Kind: node.Awaits, To: ben, Value: "apples"}, false)
	expect(node.Relation{From: event}, "event awaits ben pears")
	relate(node.Relation{From: event, Kind: node.Awaits, To: ben}, false)
	expect(node.Relation{From: event})
}

func last(id vocab.IRI) string { return string(id[strings.LastIndex(string(id), "/")+1:]) }

func manyRelations(t *testing.T, d Database) {
	db := d.open(t)
	const count = 700
	db.update(func(tx node.Tx) error {
		for i := range count {
			from := vocab.IRI(fmt.Sprintf("https://n.example/%d", i))
			if err := tx.Relate(node.Relation{From: from, Kind: node.Follows, To: garden, Since: noon}, true); err != nil {
				return err
			}
		}
		return nil
	})
	db.view(func(view node.View) {
		i := 0
		for r, err := range view.Relations(node.Relation{To: garden}) {
			if want := vocab.IRI(fmt.Sprintf("https://n.example/%d", i)); err != nil || r.From != want {
				t.Fatalf("relation %d is of %s, %v", i, r.From, err)
			}
			i++
		}
		equal(t, "count", i, count)
	})
}

func remembers(t *testing.T, d Database) {
	now := noon
	db := d.openWith(t, storage.Options{Now: func() time.Time { return now }})
	kept := node.Memory{Digest: "abc", Activity: "https://n.example/1", At: noon}
	recall := func() (m node.Memory, err error) {
		db.view(func(view node.View) { m, err = view.Remembered(ana, "key") })
		return m, err
	}
	db.update(func(tx node.Tx) error {
		_, err := tx.Remembered(ana, "key")
		wantKind(t, err, node.NotFound)
		if err := tx.Remember(ana, "key", kept); err != nil {
			return err
		}
		m, err := tx.Remembered(ana, "key")
		equal(t, "in the same update", m, kept)
		return err
	})
	m, err := recall()
	equal(t, "after", fmt.Sprint(m, err), fmt.Sprint(kept, nil))
	db.view(func(view node.View) {
		_, err := view.Remembered(ben, "key")
		wantKind(t, err, node.NotFound)
	})

	now = noon.Add(7*24*time.Hour - time.Microsecond)
	_, err = recall()
	equal(t, "just before seven days", err, nil)
	now = noon.Add(7 * 24 * time.Hour)
	_, err = recall()
	wantKind(t, err, node.NotFound)

	again := node.Memory{Digest: "def", Activity: "https://n.example/2", At: now}
	db.update(func(tx node.Tx) error { return tx.Remember(ana, "key", again) })
	m, err = recall()
	equal(t, "used again", fmt.Sprint(m, err), fmt.Sprint(again, nil))
}
