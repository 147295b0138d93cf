package rdf_test

import (
	"bytes"
	"crypto/sha512"
	"encoding/hex"
	"errors"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"tributary/vocab/rdf"
)

func TestCanonicalFormForgetsOrderLabelsAndRepetition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := quads(rdf.NQuads).Draw(t, "quads")
		other := relabelled(data, map[string]string{"a": "x0", "b": "x1", "b0": "a", "0": "b", "a.b": "c14n0", "é-1": "c14n1"})
		other = rapid.Permutation(append(other, other...)).Draw(t, "other order")

		want, _, err := rdf.Canonicalize(data, rdf.Budget{})
		if err != nil {
			t.Fatal(err)
		}
		got, _, err := rdf.Canonicalize(other, rdf.Budget{})
		if err != nil || !bytes.Equal(got, want) {
			t.Fatalf("%v: got\n%s\nwant\n%s", err, got, want)
		}
		again, err := rdf.Read(bytes.NewReader(got), rdf.NQuads, "", rdf.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if same, err := rdf.Isomorphic(again, data); err != nil || !same {
			t.Fatalf("the canonical form says something else: %v", err)
		}
	})
}

func TestSHA384OrdersBlankNodesByItsOwnHashes(t *testing.T) {
	const p, q = "urn:p", "urn:q"
	data := []rdf.Quad{
		{S: rdf.Blank("x"), P: rdf.IRI(p), O: rdf.Text("x")},
		{S: rdf.Blank("y"), P: rdf.IRI(q), O: rdf.Text("y")},
	}
	hash := func(line string) string {
		sum := sha512.Sum384([]byte(line))
		return hex.EncodeToString(sum[:])
	}
	want := "c14n0"
	if hash("_:a <urn:p> \"x\" .\n") > hash("_:a <urn:q> \"y\" .\n") {
		want = "c14n1"
	}
	_, labels, err := rdf.CanonicalizeSHA384(data, rdf.Budget{})
	if err != nil || labels["x"] != want {
		t.Errorf("x is labelled %q, want %q: %v", labels["x"], want, err)
	}
}

// complete returns the graph in which each of n blank nodes points to every other.
func complete(n int) (quads []rdf.Quad) {
	for i := range n {
		for j := range n {
			if i != j {
				quads = append(quads, rdf.Quad{S: rdf.Blank(fmt.Sprint("n", i)), P: rdf.IRI("urn:p"), O: rdf.Blank(fmt.Sprint("n", j))})
			}
		}
	}
	return quads
}

func TestPoisonGraphsAreRefused(t *testing.T) {
	for _, n := range []int{9, 10, 30, 200} {
		if _, _, err := rdf.Canonicalize(complete(n), rdf.Budget{}); !errors.Is(err, rdf.ErrBudget) {
			t.Errorf("complete graph of %d: %v", n, err)
		}
		if _, err := rdf.Isomorphic(complete(n), nil); !errors.Is(err, rdf.ErrBudget) {
			t.Errorf("comparing the complete graph of %d: %v", n, err)
		}
	}
}

func TestABudgetCanBeWidened(t *testing.T) {
	narrow, wide := rdf.Budget{Steps: 10}, rdf.Budget{Steps: 1_000_000}
	if _, _, err := rdf.Canonicalize(complete(4), narrow); !errors.Is(err, rdf.ErrBudget) {
		t.Errorf("narrow: %v", err)
	}
	if _, _, err := rdf.Canonicalize(complete(4), wide); err != nil {
		t.Errorf("wide: %v", err)
	}
}

func TestHonestDataStaysWithinTheBudget(t *testing.T) {
	// A chain of cells that differ in nothing but their place, and nodes that differ in nothing.
	var chain, twins []rdf.Quad
	for i := range 100 {
		next := rdf.Blank(fmt.Sprint("c", i+1))
		chain = append(chain, rdf.Quad{S: rdf.Blank(fmt.Sprint("c", i)), P: rdf.IRI("urn:rest"), O: next})
		twins = append(twins, rdf.Quad{S: rdf.Blank(fmt.Sprint("t", i)), P: rdf.IRI("urn:unit"), O: rdf.Text("kg")})
	}
	for name, data := range map[string][]rdf.Quad{"chain": chain, "twins": twins} {
		if _, _, err := rdf.Canonicalize(data, rdf.Budget{}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestDiffNamesWhatOnlyOneSideSays(t *testing.T) {
	p := rdf.IRI("urn:p")
	a := []rdf.Quad{
		{S: rdf.IRI("urn:s"), P: p, O: rdf.Text("old")},
		{S: rdf.IRI("urn:s"), P: p, O: rdf.Text("old")},
		{S: rdf.IRI("urn:s"), P: p, O: rdf.Blank("x")},
		{S: rdf.Blank("x"), P: p, O: rdf.Text("kept")},
	}
	b := []rdf.Quad{
		{S: rdf.Blank("y"), P: p, O: rdf.Text("kept")},
		{S: rdf.IRI("urn:s"), P: p, O: rdf.Blank("y")},
		{S: rdf.IRI("urn:s"), P: p, O: rdf.Text("new")},
	}
	onlyA, onlyB, err := rdf.Diff(a, b)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := lines(onlyA), "<urn:s> <urn:p> \"old\" .\n"; got != want {
		t.Errorf("only in the first: %q, want %q", got, want)
	}
	if got, want := lines(onlyB), "<urn:s> <urn:p> \"new\" .\n"; got != want {
		t.Errorf("only in the second: %q, want %q", got, want)
	}
}

func TestCanonicalFormRefusesWhatIsNoStatement(t *testing.T) {
	data := []rdf.Quad{{S: rdf.Text("s"), P: rdf.IRI("urn:p"), O: rdf.Text("o")}}
	if _, _, err := rdf.Canonicalize(data, rdf.Budget{}); !errors.Is(err, rdf.ErrUnwritable) {
		t.Errorf("got %v", err)
	}
}
