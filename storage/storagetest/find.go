package storagetest

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/jsonld"
	"tributary/vocab/vf"
)

var findTests = map[string]func(*testing.T, Database){
	"things are found by class, owner and reference": finds,
	"pages follow each other without gap":            pages,
	"who sees what is what Sight says":               sees,
	"the past is found by record time":               findsPast,
	"narrowing hides older versions":                 narrows,
	"references follow the latest version":           relinks,
	"bodies alone are those of what is found":        bodies,
}

// fill puts 300 things of three classes and two owners.
func fill(db handle) {
	classes := []string{"EconomicEvent", "EconomicResource", "Process"}
	var all []node.Version
	for i := range 300 {
		v := thing(vocab.IRI(fmt.Sprintf("https://n.example/%03d", i)))
		v.Class = classes[i%3]
		v.Link = []node.Link{link("provider", ana)}
		if i%2 == 1 {
			v.Owner = bakery
			v.Link = append(v.Link, link("receiver", ben))
		}
		all = append(all, v)
	}
	db.put(all...)
}

func finds(t *testing.T, d Database) {
	db := d.open(t)
	fill(db)
	for name, c := range map[string]struct {
		q    node.Query
		want int
	}{
		"all":                 {node.Query{}, 300},
		"a class":             {node.Query{Classes: []string{"Process"}}, 100},
		"two classes":         {node.Query{Classes: []string{"Process", "EconomicEvent", "Process"}}, 200},
		"no class":            {node.Query{Classes: []string{"Intent"}}, 0},
		"an owner":            {node.Query{Owner: bakery}, 150},
		"nobody":              {node.Query{Owner: "https://n.example/nobody"}, 0},
		"class and owner":     {node.Query{Owner: bakery, Classes: []string{"Process", "EconomicEvent"}}, 100},
		"a reference":         {node.Query{Refers: []node.Link{link("receiver", ben)}}, 150},
		"two references":      {node.Query{Refers: []node.Link{link("provider", ana), link("receiver", ben)}}, 150},
		"another property":    {node.Query{Refers: []node.Link{link("provider", ben)}}, 0},
		"reference and class": {node.Query{Refers: []node.Link{link("receiver", ben)}, Classes: []string{"Process"}}, 50},
		"reference and owner": {node.Query{Refers: []node.Link{link("provider", ana)}, Owner: garden}, 150},
	} {
		db.view(func(view node.View) {
			found := titles(t, view.Find(c.q))
			count, err := view.Count(c.q)
			equal(t, name, fmt.Sprint(len(found), count, err), fmt.Sprint(c.want, c.want, nil))
			for i := 1; i < len(found); i++ {
				if found[i-1] >= found[i] {
					t.Errorf("%s: %s comes before %s", name, found[i-1], found[i])
				}
			}
		})
	}
}

func bodies(t *testing.T, d Database) {
	db := d.open(t)
	fill(db)
	apples := crate("https://n.example/apples", 1, 1)
	apples.Delta = nil
	db.put(apples)
	for n := 2; n < 5; n++ { // logged as the fields that changed
		db.put(crate(apples.IRI, n, n))
	}
	gone := next(db.latest("https://n.example/007"))
	gone.Deleted, gone.Body = true, nil
	db.put(gone)
	before := noon.Add(90 * time.Minute)
	for name, q := range map[string]node.Query{
		"all":                    {},
		"backwards":              {Descending: true, Limit: 40},
		"a page":                 {After: 17, Limit: 9},
		"what is gone too":       {Deleted: true},
		"class and owner":        {Owner: bakery, Classes: []string{"Process", "EconomicResource"}},
		"a reference":            {Refers: []node.Link{link("receiver", ben)}},
		"the past":               {At: &before},
		"references in the past": {At: &before, Refers: []node.Link{link("provider", ana)}},
	} {
		q.Sight = node.Sight{All: true}
		read := func(alone bool) (all []string) {
			q.Bodies = alone
			db.view(func(view node.View) {
				for v, err := range view.Find(q) {
					if err != nil {
						t.Fatalf("%s: %v", name, err)
					}
					all = append(all, fmt.Sprint(v.N, v.Position, v.Created, v.Deleted, string(v.Body)))
				}
			})
			return all
		}
		whole := read(false)
		equal(t, name, read(true), whole)
		if len(whole) == 0 && name != "references in the past" { // whose bodies make none
			t.Errorf("%s: nothing was found, which shows nothing", name)
		}
	}
}

func pages(t *testing.T, d Database) {
	db := d.open(t)
	fill(db)
	for name, q := range map[string]node.Query{
		"all":         {},
		"classes":     {Classes: []string{"EconomicEvent", "Process"}},
		"an owner":    {Owner: bakery},
		"a reference": {Refers: []node.Link{link("provider", ana)}},
		"the past":    {At: &noon},
	} {
		want := db.find(q)
		for _, q.Descending = range []bool{false, true} {
			var got []string
			for page := (q); ; {
				page.Limit = 7
				n := 0
				db.view(func(view node.View) {
					for v, err := range view.Find(page) {
						if err != nil {
							t.Fatal(err)
						}
						got = append(got, fmt.Sprintf("%s v%d", v.IRI, v.N))
						page.After = v.Created
						n++
					}
				})
				if n == 0 {
					break
				}
				if n > 7 {
					t.Fatalf("%s: a page of 7 has %d", name, n)
				}
			}
			if q.Descending {
				for i, j := 0, len(got)-1; i < j; i, j = i+1, j-1 {
					got[i], got[j] = got[j], got[i]
				}
			}
			equal(t, fmt.Sprint(name, ", descending ", q.Descending), got, want)
		}
	}
}

func sees(t *testing.T, d Database) {
	db := d.open(t)
	chance := rand.New(rand.NewPCG(1, 2))
	agents := []vocab.IRI{ana, ben, garden, bakery, "https://n.example/people/cleo", "https://n.example/people/never"}
	some := func() []vocab.IRI {
		var chosen []vocab.IRI
		for _, a := range agents[:len(agents)-1] {
			if chance.IntN(3) == 0 {
				chosen = append(chosen, a)
			}
		}
		return chosen
	}
	var all []node.Version
	for i := range 120 {
		v := thing(vocab.IRI(fmt.Sprintf("https://n.example/%03d", i)), link("provider", ana))
		v.Owner = agents[chance.IntN(4)]
		v.Audience = node.Audience{Level: node.Level(chance.IntN(4)), Names: some()}
		all = append(all, v)
	}
	db.put(all...)
	later := noon.Add(time.Hour)
	for range 60 {
		s := node.Sight{Members: some(), Follows: some(), Names: append(some(), agents[len(agents)-1])}
		if chance.IntN(10) == 0 {
			s = node.Sight{All: true}
		}
		want := []string{}
		for _, v := range all {
			if s.Sees(v) {
				want = append(want, string(v.IRI)+" v1")
			}
		}
		for name, q := range map[string]node.Query{
			"all":       {},
			"by class":  {Classes: []string{"EconomicEvent"}},
			"by edge":   {Refers: []node.Link{link("provider", ana)}},
			"at a time": {At: &later},
		} {
			q.Sight = s
			equal(t, fmt.Sprintf("%s, %+v", name, s), db.find(q), want)
			db.view(func(view node.View) {
				n, err := view.Count(q)
				equal(t, name+": count", fmt.Sprint(n, err), fmt.Sprint(len(want), nil))
			})
		}
	}
}

// described is version n of an event from a provider to the garden.
func described(id vocab.IRI, n int, provider vocab.IRI) node.Version {
	r := vocab.New(vf.EconomicEvent, id).With(vf.Provider, vocab.Ref(provider))
	v := thing(id)
	v.N, v.At, v.Body = n, noon.Add(time.Duration(n-1)*time.Hour), jsonld.Append(nil, r)
	return v
}

func findsPast(t *testing.T, d Database) {
	db := d.open(t)
	toAna := []node.Link{{Property: vf.Provider.IRI, To: ana}}
	toBen := []node.Link{{Property: vf.Provider.IRI, To: ben}}
	first, moved, late := described("https://n.example/1", 1, ana), described("https://n.example/1", 2, ben), described("https://n.example/2", 1, ana)
	first.Link, moved.Link, moved.Unlink, late.Link = toAna, toBen, toAna, toAna
	moved.Owner, late.At = bakery, noon.Add(2*time.Hour)
	db.put(first)
	db.put(moved, late)
	gone := next(late)
	gone.Deleted, gone.Body, gone.Unlink = true, nil, toAna
	db.put(gone) // at three hours

	for hour, want := range map[int]map[string]string{
		-1: {"all": "[]", "garden": "[]", "ana": "[]", "ben": "[]"},
		0:  {"all": "[https://n.example/1 v1]", "garden": "[https://n.example/1 v1]", "ana": "[https://n.example/1 v1]", "ben": "[]"},
		1:  {"all": "[https://n.example/1 v2]", "garden": "[]", "ana": "[]", "ben": "[https://n.example/1 v2]"},
		2:  {"all": "[https://n.example/1 v2 https://n.example/2 v1]", "garden": "[https://n.example/2 v1]", "ana": "[https://n.example/2 v1]", "ben": "[https://n.example/1 v2]"},
		3:  {"all": "[https://n.example/1 v2]", "garden": "[]", "ana": "[]", "ben": "[https://n.example/1 v2]"},
	} {
		at := noon.Add(time.Duration(hour) * time.Hour)
		for name, q := range map[string]node.Query{
			"all": {At: &at}, "garden": {At: &at, Owner: garden}, "ana": {At: &at, Refers: toAna}, "ben": {At: &at, Refers: toBen},
		} {
			found := db.find(q)
			equal(t, fmt.Sprintf("%s at %d", name, hour), fmt.Sprint(found), want[name])
			db.view(func(view node.View) {
				n, err := view.Count(q)
				equal(t, fmt.Sprintf("%s at %d: count", name, hour), fmt.Sprint(n, err), fmt.Sprint(len(found), nil))
			})
		}
	}
}

func narrows(t *testing.T, d Database) {
	db := d.open(t)
	v := thing("https://n.example/narrowed")
	narrow := next(v)
	narrow.Audience.Level = node.Members
	w := thing("https://n.example/widened")
	w.Audience.Level = node.Members
	wide := next(w)
	wide.Audience.Level = node.Public
	db.put(v, narrow, w, wide)

	equal(t, "then, by a stranger", db.find(node.Query{At: &noon}), []string{})
	equal(t, "then, by a member", db.find(node.Query{At: &noon, Sight: node.Sight{Members: []vocab.IRI{garden}}}),
		[]string{"https://n.example/narrowed v1", "https://n.example/widened v1"})
	equal(t, "now, by a stranger", db.find(node.Query{}), []string{"https://n.example/widened v2"})
}

func relinks(t *testing.T, d Database) {
	db := d.open(t)
	v := thing("https://n.example/a", link("stage", ana), link("stage", ben))
	w := next(v)
	w.Unlink, w.Link = []node.Link{link("stage", ana)}, []node.Link{link("stage", garden)}
	x := next(w)
	x.Unlink, x.Link = []node.Link{link("stage", garden)}, []node.Link{link("stage", ana)}

	expect := func(to vocab.IRI, want bool) {
		t.Helper()
		equal(t, "refers to "+string(to), len(db.find(node.Query{Refers: []node.Link{link("stage", to)}})) == 1, want)
	}
	db.put(v)
	db.put(w)
	expect(ana, false)
	expect(ben, true)
	expect(garden, true)
	db.put(x)
	expect(ana, true)
	expect(garden, false)
	db.view(func(view node.View) {
		links, err := view.Links(v.IRI)
		equal(t, "links", fmt.Sprint(len(links), err), "2 <nil>")
	})
}
