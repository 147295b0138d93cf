package storagetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"tributary/node"
	"tributary/storage"
	"tributary/vocab"
)

var logTests = map[string]func(*testing.T, Database){
	"what is appended reads back":                     readsBack,
	"a version that does not follow is a conflict":    conflicts,
	"what cannot be kept is refused and harms nobody": refuses,
	"deltas are rebuilt over many versions":           rebuilds,
	"a whole version amid deltas is built upon":       wholeAmid,
	"a tombstone is a version":                        tombstone,
	"an update reads its own writes":                  ownWrites,
	"the version in force at a record time":           asOf,
	"large bodies and long IRIs are kept":             large,
	"what is committed is there after a restart":      durable,
	"a snapshot does not change":                      snapshot,
}

func readsBack(t *testing.T, d Database) {
	db := d.open(t)
	v := thing("https://n.example/id/economic-event/1", link("provider", garden))
	v.Audience = node.Audience{Level: node.Named, Names: []vocab.IRI{ana, ben}}

	placed := db.put(v, next(v), thing("https://n.example/id/economic-event/2"))

	v.Position, v.Created, v.Link = 1, 1, nil
	second := next(v)
	second.Position = 2
	equal(t, "positions", []node.Position{placed[0].Position, placed[1].Position, placed[2].Position}, []node.Position{1, 2, 3})
	equal(t, "created", []node.Position{placed[0].Created, placed[1].Created, placed[2].Created}, []node.Position{1, 1, 3})
	db.view(func(view node.View) {
		equal(t, "version 1", must(t)(view.Version(v.IRI, 1)), v)
		equal(t, "version 2", must(t)(view.Version(v.IRI, 2)), second)
		equal(t, "latest", must(t)(view.Latest(v.IRI)), second)
		equal(t, "history", titles(t, view.History(v.IRI, 0)), []string{
			"https://n.example/id/economic-event/1 v1", "https://n.example/id/economic-event/1 v2",
		})
		equal(t, "log", titles(t, view.Log(1)), []string{
			"https://n.example/id/economic-event/1 v2", "https://n.example/id/economic-event/2 v1",
		})
		end, err := view.Position()
		equal(t, "end", fmt.Sprint(end, err), "3 <nil>")
		_, err = view.Latest("https://n.example/nothing")
		wantKind(t, err, node.NotFound)
		_, err = view.Version(v.IRI, 3)
		wantKind(t, err, node.NotFound)
		for _, none := range []vocab.IRI{garden, "", "a\x00b", "\xff"} { // the first is mentioned, but no thing
			_, err = view.Latest(none)
			wantKind(t, err, node.NotFound)
			equal(t, "found", titles(t, view.Find(node.Query{Owner: none + "/", Refers: []node.Link{link("provider", none)}})), []string{})
			_, err = view.Remembered(none, string(none))
			wantKind(t, err, node.NotFound)
		}
	})
}

func conflicts(t *testing.T, d Database) {
	db := d.open(t)
	v := db.put(thing("https://n.example/a"))[0]
	wrong := map[string]node.Version{"again": v, "too far": next(next(v)), "begins late": next(thing("https://n.example/b"))}
	for name, bad := range wrong {
		err := db.Update(context.Background(), func(tx node.Tx) error {
			_, err := tx.Append(thing("https://n.example/beside"), bad)
			return err
		})
		if node.KindOf(err) != node.Conflict {
			t.Errorf("%s: error is %v, want a conflict", name, err)
		}
	}
	db.view(func(view node.View) {
		equal(t, "log", titles(t, view.Log(0)), []string{"https://n.example/a v1"})
	})
	db.put(next(v), thing("https://n.example/beside"))
}

func refuses(t *testing.T, d Database) {
	db := d.open(t)
	change := func(f func(*node.Version)) node.Version {
		v := thing("https://n.example/bad")
		f(&v)
		return v
	}
	for name, bad := range map[string]node.Version{
		"no IRI":          change(func(v *node.Version) { v.IRI = "" }),
		"no class":        change(func(v *node.Version) { v.Class = "" }),
		"no body":         change(func(v *node.Version) { v.Body = nil }),
		"a deleted body":  change(func(v *node.Version) { v.Deleted = true }),
		"a zero byte":     change(func(v *node.Version) { v.IRI = "https://n.example/\x00" }),
		"no UTF-8":        change(func(v *node.Version) { v.Author = "https://n.example/\xff" }),
		"an endless IRI":  change(func(v *node.Version) { v.IRI += vocab.IRI(strings.Repeat("a", storage.MaxIRI)) }),
		"a bad reference": change(func(v *node.Version) { v.Link = []node.Link{link("provider", "a\x00b")} }),
		"no level":        change(func(v *node.Version) { v.Audience.Level = 9 }),
	} {
		err := db.Update(context.Background(), func(tx node.Tx) error {
			_, err := tx.Append(bad)
			return err
		})
		if node.KindOf(err) != node.Invalid {
			t.Errorf("%s: error is %v, want invalid", name, err)
		}
	}
	db.put(thing("https://n.example/good"))
}

func rebuilds(t *testing.T, d Database) {
	db := d.open(t)
	const id, count = "https://n.example/id/economic-resource/1", 150
	for n := 1; n <= count; n++ {
		v := crate(id, n, n*10)
		if n == 1 {
			v.Delta = nil
		}
		db.put(v)
	}
	db.view(func(view node.View) {
		n := 0
		for v, err := range view.History(id, 0) {
			n++
			if err != nil || v.N != n || !bytes.Equal(v.Body, crate(id, n, n*10).Body) {
				t.Fatalf("version %d reads as %d, %s, %v", n, v.N, v.Body, err)
			}
			one := must(t)(view.Version(id, n))
			if !bytes.Equal(one.Body, v.Body) || one.Created != 1 {
				t.Fatalf("version %d alone reads as %s, created %d", n, one.Body, one.Created)
			}
		}
		equal(t, "versions", n, count)
		equal(t, "latest", string(must(t)(view.Latest(id)).Body), string(crate(id, count, count*10).Body))
	})
}

func wholeAmid(t *testing.T, d Database) {
	db := d.open(t)
	const id = "https://n.example/id/economic-resource/1"
	renamed := func(v node.Version) node.Version {
		v.Body = bytes.ReplaceAll(v.Body, []byte("Crate"), []byte("Box"))
		return v
	}
	first, second, third, fourth := crate(id, 1, 1), crate(id, 2, 2), renamed(crate(id, 3, 2)), renamed(crate(id, 4, 4))
	first.Delta, third.Delta = nil, nil

	db.put(first, second)
	db.put(third, fourth)

	db.view(func(view node.View) {
		for n, want := range []node.Version{first, second, third, fourth} {
			equal(t, fmt.Sprint("version ", n+1), string(must(t)(view.Version(id, n+1)).Body), string(want.Body))
		}
	})
}

func tombstone(t *testing.T, d Database) {
	db := d.open(t)
	first := crate("https://n.example/r", 1, 1)
	first.Link = []node.Link{link("stage", garden)}
	gone := next(first)
	gone.Deleted, gone.Body, gone.Unlink = true, nil, first.Link
	back := crate("https://n.example/r", 3, 3) // as a delta it would have nothing to build on

	db.put(first)
	db.put(gone)
	v := db.latest("https://n.example/r")
	equal(t, "tombstone", fmt.Sprint(v.Deleted, v.Body == nil, v.N, " ", v.Class), "true true 2 EconomicResource")
	equal(t, "found", db.find(node.Query{}), []string{})
	equal(t, "found among the deleted", db.find(node.Query{Deleted: true}), []string{"https://n.example/r v2"})
	equal(t, "refers", db.find(node.Query{Deleted: true, Refers: first.Link}), []string{})

	db.put(back)
	equal(t, "back", string(db.latest("https://n.example/r").Body), string(back.Body))
}

func ownWrites(t *testing.T, d Database) {
	db := d.open(t)
	v := thing("https://n.example/a", link("provider", garden))
	db.update(func(tx node.Tx) error {
		if _, err := tx.Append(v); err != nil {
			return err
		}
		equal(t, "latest", must(t)(tx.Latest(v.IRI)).N, 1)
		if _, err := tx.Append(next(v)); err != nil {
			return err
		}
		equal(t, "latest", must(t)(tx.Latest(v.IRI)).N, 2)
		equal(t, "version", must(t)(tx.Version(v.IRI, 1)).N, 1)
		equal(t, "as of", must(t)(tx.AsOf(v.IRI, noon)).N, 1)
		equal(t, "history", len(titles(t, tx.History(v.IRI, 0))), 2)
		equal(t, "log", len(titles(t, tx.Log(0))), 2)
		equal(t, "refers", titles(t, tx.Find(node.Query{Refers: v.Link})), []string{"https://n.example/a v2"})
		links, err := tx.Links(v.IRI)
		equal(t, "links", fmt.Sprint(links, err), fmt.Sprint(v.Link, nil))
		count, err := tx.Count(node.Query{})
		equal(t, "count", fmt.Sprint(count, err), "1 <nil>")
		end, err := tx.Position()
		equal(t, "end", fmt.Sprint(end, err), "2 <nil>")
		if _, err := tx.Append(next(next(v))); err != nil {
			return err
		}
		return nil
	})
	equal(t, "latest", db.latest(v.IRI).N, 3)
}

func asOf(t *testing.T, d Database) {
	db := d.open(t)
	v := thing("https://n.example/a")
	db.put(v, next(v), next(next(v))) // an hour apart
	db.view(func(view node.View) {
		for after, want := range map[time.Duration]int{
			0: 1, time.Minute: 1, time.Hour: 2, 2*time.Hour - time.Microsecond: 2, 9 * time.Hour: 3,
		} {
			equal(t, "after "+after.String(), must(t)(view.AsOf(v.IRI, noon.Add(after))).N, want)
		}
		_, err := view.AsOf(v.IRI, noon.Add(-time.Microsecond))
		wantKind(t, err, node.NotFound)
	})
	const versions = 100
	v = thing("https://n.example/b")
	all := []node.Version{v}
	for range versions - 1 {
		v = next(v)
		all = append(all, v)
	}
	db.put(all...)
	db.view(func(view node.View) {
		for i := range versions {
			got := must(t)(view.AsOf(v.IRI, noon.Add(time.Duration(i)*time.Hour+time.Minute)))
			equal(t, fmt.Sprintf("after %d hours of %d", i, versions), got.N, i+1)
		}
	})
}

func large(t *testing.T, d Database) {
	db := d.open(t)
	v := thing("https://n.example/" + vocab.IRI(strings.Repeat("ä", (storage.MaxIRI-18)/2)))
	v.Activity = v.IRI
	v.Body = bytes.Repeat([]byte("body\x00\xff"), 1<<20)
	db.put(v)
	if got := db.latest(v.IRI); !bytes.Equal(got.Body, v.Body) || got.IRI != v.IRI {
		t.Errorf("a body of %d bytes reads back with %d", len(v.Body), len(got.Body))
	}
	many := make([]node.Version, 10_000) // more than is gathered in memory
	for i := range many {
		many[i] = thing(vocab.IRI(fmt.Sprintf("https://n.example/many/%d", i)), link("provider", garden))
	}
	db.put(many...)
	db.view(func(view node.View) {
		n, err := view.Count(node.Query{Refers: []node.Link{link("provider", garden)}})
		equal(t, "count", fmt.Sprint(n, err), "10000 <nil>")
		equal(t, "found", len(titles(t, view.Find(node.Query{Owner: garden}))), 10_001)
		equal(t, "log", len(titles(t, view.Log(0))), 10_001)
	})
}

func durable(t *testing.T, d Database) {
	db := d.open(t)
	v := db.put(thing("https://n.example/a", link("provider", garden)))[0]
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	err := db.Update(context.Background(), func(node.Tx) error { return nil })
	wantKind(t, err, node.Busy)

	db = d.open(t)
	equal(t, "latest", db.latest(v.IRI).Activity, v.Activity)
	equal(t, "position", db.put(next(v))[0].Position, 2)
}

func snapshot(t *testing.T, d Database) {
	db := d.open(t)
	v := db.put(thing("https://n.example/a"))[0]
	db.view(func(view node.View) {
		equal(t, "before", must(t)(view.Latest(v.IRI)).N, 1)
		db.put(next(v))
		equal(t, "after", must(t)(view.Latest(v.IRI)).N, 1)
		for range view.Log(0) {
			must(t)(view.Latest(v.IRI)) // reading within reading
		}
	})
	equal(t, "a new one", db.latest(v.IRI).N, 2)
	err := db.View(context.Background(), func(node.View) error { return errNo })
	equal(t, "its error comes back", errors.Is(err, errNo), true)
}
