package storagetest

import (
	"fmt"
	"slices"
	"testing"

	"tributary/node"
	"tributary/vocab"
)

var edgeTests = map[string]func(*testing.T, Database){
	"references are found, sorted in or not": manyReferences,
}

// manyReferences makes more references than an engine lets wait, takes some back that were sorted in and
// some that were not, makes some of those again, and asks after every step.
func manyReferences(t *testing.T, d Database) {
	db := d.open(t)
	const things, step = 1500, 250
	targets := []vocab.IRI{ana, ben, garden, bakery}
	newest := make([]node.Version, things)
	made := make([]map[node.Link]bool, things)
	write := func(from, to int, change func(i int, v *node.Version)) {
		var all []node.Version
		for i := from; i < to; i++ {
			v := newest[i]
			if v.N == 0 {
				v, made[i] = thing(vocab.IRI(fmt.Sprintf("https://n.example/%04d", i))), map[node.Link]bool{}
			} else {
				v = next(v)
			}
			change(i, &v)
			for _, l := range v.Unlink {
				delete(made[i], l)
			}
			for _, l := range v.Link {
				made[i][l] = true
			}
			newest[i] = v
			all = append(all, v)
		}
		db.put(all...)
	}
	ask := func(when string) {
		t.Helper()
		for _, refers := range [][]node.Link{
			{link("p0", ana)}, {link("p1", ben)}, {link("p2", garden), link("p0", ana)}, {link("p3", bakery), link("p1", ana)},
		} {
			want := []string{}
			for i, links := range made {
				if links != nil && !slices.ContainsFunc(refers, func(l node.Link) bool { return !links[l] }) {
					want = append(want, fmt.Sprintf("%s v%d", newest[i].IRI, newest[i].N))
				}
			}
			what := fmt.Sprint(when, ", ", refers)
			equal(t, what, db.find(node.Query{Refers: refers}), want)
			db.view(func(view node.View) {
				n, err := view.Count(node.Query{Refers: refers})
				equal(t, what+", counted", fmt.Sprint(n, err), fmt.Sprint(len(want), nil))
			})
			few := db.find(node.Query{Refers: refers, Limit: 7, Owner: garden, Descending: true})
			slices.Reverse(want)
			equal(t, what+", the last", few, want[:min(7, len(want))])
		}
	}
	for from := 0; from < things; from += step {
		write(from, from+step, func(i int, v *node.Version) {
			for p := range 5 {
				v.Link = append(v.Link, link(fmt.Sprint("p", p), targets[(i+p*i/7)%len(targets)]))
			}
		})
		ask(fmt.Sprint("after ", from+step))
	}
	taken := func(i int) (links []node.Link) {
		for _, l := range newest[i].Link {
			if i%3 == 0 {
				links = append(links, l)
			}
		}
		return links
	}
	first := slices.Clone(newest)
	write(0, things, func(i int, v *node.Version) { v.Unlink = taken(i) })
	ask("after some were taken back")
	write(0, things, func(i int, v *node.Version) {
		if i%6 == 0 {
			v.Link = first[i].Link
		}
	})
	ask("after some of those were made again")
	db.view(func(view node.View) {
		for i, v := range newest {
			links, err := view.Links(v.IRI)
			if err != nil || len(links) != len(made[i]) {
				t.Fatalf("%s makes %d references, %v, want %d", v.IRI, len(links), err, len(made[i]))
			}
		}
	})
}
