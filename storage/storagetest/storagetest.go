package storagetest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"testing"
	"time"

	"tributary/node"
	"tributary/storage"
	"tributary/vocab"
	"tributary/vocab/jsonld"
	"tributary/vocab/vf"
)

// Database is one database that a test opens, maybe more than once at a time.
type Database func(t testing.TB, opt storage.Options) *storage.DB

// Run runs the suite on databases that make gives, each empty.
func Run(t *testing.T, make func(t testing.TB) Database) {
	for _, part := range [...]map[string]func(*testing.T, Database){
		logTests, historyTests, findTests, edgeTests, writerTests, relationTests, accountTests, upkeepTests, peerTests, laneTests, letterTests,
	} {
		for name, test := range part {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				test(t, make(t))
			})
		}
	}
	t.Run("a copy has the same versions", func(t *testing.T) { copied(t, make(t), make(t)) })
}

// handle is an open database with the shortcuts tests like.
type handle struct {
	*storage.DB
	t testing.TB
}

// open opens a database for one test.
func (d Database) open(t testing.TB) handle { return d.openWith(t, storage.Options{}) }

func (d Database) openWith(t testing.TB, opt storage.Options) handle {
	t.Helper()
	return handle{d(t, opt), t}
}

func (h handle) update(f func(node.Tx) error) {
	h.t.Helper()
	if err := h.Update(context.Background(), f); err != nil {
		h.t.Fatalf("update: %v", err)
	}
}

func (h handle) view(f func(node.View)) {
	h.t.Helper()
	err := h.View(context.Background(), func(v node.View) error { f(v); return nil })
	if err != nil {
		h.t.Fatalf("view: %v", err)
	}
}

// put appends versions, in one update, and returns them placed.
func (h handle) put(versions ...node.Version) []node.Version {
	h.t.Helper()
	var placed []node.Version
	h.update(func(tx node.Tx) (err error) {
		placed, err = tx.Append(versions...)
		return err
	})
	return placed
}

func (h handle) latest(id vocab.IRI) node.Version {
	h.t.Helper()
	var v node.Version
	h.view(func(view node.View) { v = must(h.t)(view.Latest(id)) })
	return v
}

func (h handle) find(q node.Query) []string {
	h.t.Helper()
	var found []string
	h.view(func(view node.View) { found = titles(h.t, view.Find(q)) })
	return found
}

// titles are "IRI vN" of each version.
func titles(t testing.TB, versions iter.Seq2[node.Version, error]) []string {
	t.Helper()
	all := []string{}
	for v, err := range versions {
		if err != nil {
			t.Fatalf("read: %v", err)
		}
		all = append(all, fmt.Sprintf("%s v%d", v.IRI, v.N))
	}
	return all
}

func must(t testing.TB) func(node.Version, error) node.Version {
	return func(v node.Version, err error) node.Version {
		t.Helper()
		if err != nil {
			t.Fatalf("read: %v", err)
		}
		return v
	}
}

func equal[T any](t testing.TB, what string, got, want T) {
	t.Helper()
	if g, w := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want); g != w {
		t.Errorf("%s:\n got %s\nwant %s", what, g, w)
	}
}

func wantKind(t testing.TB, err error, kind node.Kind) {
	t.Helper()
	if node.KindOf(err) != kind {
		t.Errorf("error is %q (%v), want %q", node.KindOf(err), err, kind)
	}
}

var errNo = errors.New("no")

// quick loses patience soon, where a test wants it lost.
var quick = storage.Options{BusyWait: time.Second}

// noon is when tests happen, unless they say otherwise.
var noon = time.Date(2026, 3, 1, 12, 0, 0, 1000, time.UTC)

const (
	garden vocab.IRI = "https://n.example/groups/garden"
	bakery vocab.IRI = "https://n.example/groups/bakery"
	ana    vocab.IRI = "https://n.example/people/ana"
	ben    vocab.IRI = "https://n.example/people/ben"
)

// thing is version 1 of something public.
func thing(id vocab.IRI, links ...node.Link) node.Version {
	return node.Version{
		IRI: id, N: 1, Activity: id + "#made", Author: ana, Owner: garden, At: noon, Class: "EconomicEvent",
		Body: []byte(fmt.Sprintf(`{"id":%q}`, id)), Link: links,
	}
}

// next is the version after v, with its own body.
func next(v node.Version) node.Version {
	v.N++
	v.Activity += "+"
	v.At = v.At.Add(time.Hour)
	v.Link, v.Unlink, v.Delta = nil, nil, nil
	return v
}

func link(property string, to vocab.IRI) node.Link {
	return node.Link{Property: vocab.IRI("https://w3id.org/valueflows/ont/vf#" + property), To: to}
}

// crate is version n of an economic resource that holds so many kilograms.
func crate(id vocab.IRI, n, kilograms int) node.Version {
	measure := vocab.New(vf.Measure, "").With(vf.HasNumericalValue, vocab.Int(kilograms))
	r := vocab.New(vf.EconomicResource, id).
		With(vf.Name, vocab.Text("Crate")).
		With(vf.AccountingQuantity, vocab.Inside(measure))
	v := thing(id)
	v.N, v.Class, v.At = n, "EconomicResource", noon.Add(time.Duration(n)*time.Minute)
	v.Body, v.Delta = jsonld.Append(nil, r), node.Delta(r)
	return v
}
