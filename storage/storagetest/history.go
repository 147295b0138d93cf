package storagetest

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"tributary/node"
	"tributary/storage"
	"tributary/vocab"
)

var historyTests = map[string]func(*testing.T, Database){
	"every version is found, around the marks too": foundByNumber,
	"what is erased is erased in every version":    erasedInAll,
}

// long are two things whose versions stand between each other's: one with more versions than two marks
// have between them, one that ends at a mark. A version is made every hour.
var long = map[vocab.IRI]int{"https://n.example/long": 200, "https://n.example/round": 128, "https://n.example/short": 1}

func (h handle) fillLong() {
	newest := map[vocab.IRI]node.Version{}
	for n := 1; n <= 200; n++ {
		for _, id := range [...]vocab.IRI{"https://n.example/long", "https://n.example/round", "https://n.example/short"} {
			if n > long[id] {
				continue
			}
			v := thing(id)
			if n > 1 {
				v = next(newest[id])
			}
			newest[id] = v
			h.put(v)
		}
	}
}

// versions are all versions of the things in long, with where they stand.
func (h handle) versions() (all []string) {
	h.t.Helper()
	h.view(func(view node.View) {
		for _, id := range slices.Sorted(maps.Keys(long)) {
			for v, err := range view.History(id, 0) {
				if err != nil {
					h.t.Fatal(err)
				}
				all = append(all, fmt.Sprint(v.IRI, v.N, v.Position, v.Created, v.Owner, string(v.Body)))
			}
		}
	})
	return all
}

func foundByNumber(t *testing.T, d Database) {
	db := d.open(t)
	db.fillLong()
	equal(t, "versions", len(db.versions()), 200+128+1)
	db.view(func(view node.View) {
		for _, after := range [...]int{-1, 0, 1, 63, 64, 150, 199, 200, 300} {
			want := []string{}
			for n := max(after, 0) + 1; n <= 200; n++ {
				want = append(want, fmt.Sprint("https://n.example/long v", n))
			}
			equal(t, fmt.Sprint("after ", after), titles(t, view.History("https://n.example/long", after)), want)
		}
	})
	db.view(func(view node.View) {
		for id, count := range long {
			for n := range count {
				v := must(t)(view.Version(id, n+1))
				equal(t, fmt.Sprint(id, " version ", n+1), v.N, n+1)
				equal(t, fmt.Sprint(id, " then ", n+1), must(t)(view.AsOf(id, v.At)).N, n+1)
				if n > 0 {
					equal(t, fmt.Sprint(id, " before ", n+1), must(t)(view.AsOf(id, v.At.Add(-time.Microsecond))).N, n)
				}
			}
			for _, none := range [...]int{-1, 0, count + 1, count + 64, 1 << 40} {
				_, err := view.Version(id, none)
				wantKind(t, err, node.NotFound)
			}
			_, err := view.AsOf(id, noon.Add(-time.Microsecond))
			wantKind(t, err, node.NotFound)
		}
	})
	for _, hours := range [...]int{0, 1, 62, 63, 64, 126, 127, 128, 199, 500} {
		at := noon.Add(time.Duration(hours) * time.Hour)
		equal(t, fmt.Sprint("after ", hours, " hours"), db.find(node.Query{At: &at}), []string{
			fmt.Sprint("https://n.example/long v", min(hours+1, 200)), fmt.Sprint("https://n.example/round v", min(hours+1, 128)),
			"https://n.example/short v1",
		})
	}
	before := noon.Add(-time.Microsecond)
	equal(t, "before anything", db.find(node.Query{At: &before}), []string{})
}

// copied also moves one thing to another owner on the way, which the copy has to find it by.
func copied(t *testing.T, from, to Database) {
	db, ctx := from.open(t), context.Background()
	db.fillLong()
	moved := next(db.latest("https://n.example/round"))
	moved.Owner = bakery
	db.put(moved, next(moved))
	other := to.open(t)
	links := func([]byte) ([]node.Link, error) { return nil, nil }
	err := other.Restore(ctx, links, nil, func(l *storage.Loader) error {
		return db.Snapshot(ctx, func(s storage.Snapshot) error {
			n := 0
			return s.Records("", func(r storage.Record) error {
				if n++; n%50 == 0 { // in several pieces, as with a large log
					if err := l.Flush(); err != nil {
						return err
					}
				}
				return l.Append(r)
			})
		})
	})
	equal(t, "restore", err, nil)
	for _, h := range [...]handle{db, other} {
		h.put(next(h.latest(moved.IRI)))
	}
	equal(t, "versions", other.versions(), db.versions())
	equal(t, "found by its owner", other.find(node.Query{Owner: bakery}), []string{"https://n.example/round v131"})
}

func erasedInAll(t *testing.T, d Database) {
	db := d.open(t)
	db.fillLong()
	blank := func([]byte) ([]byte, error) { return []byte(`{}`), nil }
	done, err := db.Rewrite(context.Background(), storage.Rewriting{
		Things: []vocab.IRI{"https://n.example/long"}, Change: blank,
		Links:  func([]byte) ([]node.Link, error) { return nil, nil },
		Record: func([]node.Version) []node.Version { return []node.Version{thing("https://n.example/erased")} },
	})
	equal(t, "erase", fmt.Sprint(done.Versions, err), "map[https://n.example/long:200] <nil>")
	db.view(func(view node.View) {
		for v, err := range view.History("https://n.example/long", 0) {
			if err != nil || string(v.Body) != `{}` {
				t.Fatalf("version %d is %s, %v", v.N, v.Body, err)
			}
		}
	})
}
