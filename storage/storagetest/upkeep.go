package storagetest

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"tributary/node"
	"tributary/vocab"
)

var upkeepTests = map[string]func(*testing.T, Database){
	"reindexing gives what was there":       reindexes,
	"reindexing waits for no other program": reindexesAlone,
	"the node's own facts are kept":         keepsMeta,
	"opening twice migrates once":           opensTwice,
}

func reindexes(t *testing.T, d Database) {
	db := d.open(t)
	made := map[string][]node.Link{}
	var all []node.Version
	for i := range 700 {
		id := vocab.IRI(fmt.Sprintf("https://n.example/%03d", i))
		v := thing(id, link("provider", ana), link("receiver", garden))
		w := next(v)
		w.Unlink, w.Link = v.Link[:1], []node.Link{link("provider", ben)}
		made[string(id)] = []node.Link{link("receiver", garden), link("provider", ben)}
		all = append(all, v, w)
		if i%10 == 0 {
			x := next(w)
			x.Deleted, x.Body, x.Unlink, x.Owner = true, nil, made[string(id)], bakery
			all = append(all, x)
		}
	}
	// One that was spoken of before it was there.
	all = append(all, thing(ana))
	db.put(all...)

	before := db.derived()
	calls := ""
	err := db.Reindex(context.Background(), func(v node.Version) ([]node.Link, error) {
		return made[string(v.IRI)], nil
	}, func(done, total int) { calls = fmt.Sprint(done, " of ", total) })
	equal(t, "reindex", err, nil)
	equal(t, "progress", calls, "701 of 701")
	equal(t, "derived", db.derived(), before)

	err = db.Reindex(context.Background(), func(node.Version) ([]node.Link, error) { return nil, errNo }, nil)
	equal(t, "an error comes back", fmt.Sprint(err), "reindex: read the references of https://n.example/001: no")
	equal(t, "and undoes everything", db.derived(), before)
	db.put(thing("https://n.example/after"))
}

// derived is all that can be seen of the derived tables.
func (h handle) derived() []string {
	h.t.Helper()
	var all []string
	everything := node.Sight{All: true}
	h.view(func(view node.View) {
		for _, q := range []node.Query{
			{Deleted: true}, {Owner: garden, Deleted: true}, {Owner: bakery, Deleted: true}, {Classes: []string{"EconomicEvent"}},
			{Refers: []node.Link{link("provider", ana)}}, {Refers: []node.Link{link("provider", ben)}},
			{Refers: []node.Link{link("receiver", garden)}},
		} {
			q.Sight = everything
			all = append(all, titles(h.t, view.Find(q))...)
		}
		for v, err := range view.Find(node.Query{Sight: everything, Deleted: true}) {
			if err != nil {
				h.t.Fatal(err)
			}
			links, err := view.Links(v.IRI)
			all = append(all, fmt.Sprint(v.IRI, v.Created, len(links), err))
		}
		all = append(all, fmt.Sprint(must(h.t)(view.Latest(ana)).Created))
	})
	return all
}

func reindexesAlone(t *testing.T, d Database) {
	db := d.openWith(t, quick)
	other := d.openWith(t, quick)
	err := db.Reindex(context.Background(), nil, nil)
	wantKind(t, err, node.Busy)
	other.put(thing("https://n.example/1"))
	db.put(thing("https://n.example/2"))
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	err = db.Reindex(context.Background(), func(node.Version) ([]node.Link, error) { return nil, nil }, nil)
	equal(t, "alone", err, nil)
}

func keepsMeta(t *testing.T, d Database) {
	db, ctx := d.open(t), context.Background()
	_, err := db.Meta(ctx, "base")
	wantKind(t, err, node.NotFound)
	for _, value := range []string{"https://n.example", "https://m.example"} {
		wantKind(t, db.SetMeta(ctx, "base", []byte(value)), "")
		got, err := db.Meta(ctx, "base")
		equal(t, "base", fmt.Sprint(string(got), err), fmt.Sprint(value, nil))
	}
}

func opensTwice(t *testing.T, d Database) {
	var opened [3]handle
	var all sync.WaitGroup
	for i := range opened {
		all.Go(func() { opened[i] = d.open(t) })
	}
	all.Wait()
	opened[0].put(thing("https://n.example/1"))
	for _, db := range opened {
		if db.DB != nil { // else it has failed already
			equal(t, "latest", db.latest("https://n.example/1").N, 1)
		}
	}
}
