package proof_test

import (
	"os"
	"strings"
	"testing"

	"tributary/federation/proof"
	"tributary/node"
)

// No change of a signed document verifies but one that leaves its canonical form as it was.
func FuzzRead(f *testing.F) {
	signed := sign(f, event)
	f.Add(signed)
	for _, file := range []string{"fep-8b32.json", "vc-di-eddsa-jcs.json"} {
		doc, err := os.ReadFile("testdata/" + file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(doc)
	}
	f.Add([]byte(strings.Replace(string(signed), "1.0", "1e400", 1)))
	f.Fuzz(func(t *testing.T, doc []byte) {
		proofs, err := proof.Read(doc)
		if err != nil {
			if kind := node.KindOf(err); kind != node.Unreadable && kind != node.TooLarge {
				t.Fatalf("the error %v is of kind %s", err, kind)
			}
			return
		}
		for _, p := range proofs {
			if p.VerifyAt(pub, now) == nil && !strings.Contains(canonical(t, doc), `"hasNumericalValue":"10.50"`) {
				t.Fatalf("%s verifies", doc)
			}
		}
	})
}

func FuzzSign(f *testing.F) {
	f.Add([]byte(event))
	f.Add([]byte(` { "@context" : null , "\u0000": [1e0, "\ud83d\ude00"] } `))
	f.Fuzz(func(t *testing.T, doc []byte) {
		signed, err := proof.Sign(doc, key, now)
		if err != nil {
			return
		}
		if err := verify(t, signed, pub); err != nil && node.KindOf(err) != node.TooLarge {
			t.Fatalf("%s does not verify: %v", signed, err)
		}
	})
}

func BenchmarkSign(b *testing.B) {
	doc := read(b, "testdata/offer.json")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := proof.Sign(doc, key, now); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkVerify(b *testing.B) {
	signed, err := proof.Sign(read(b, "testdata/offer.json"), key, now)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		proofs, err := proof.Read(signed)
		if err != nil {
			b.Fatal(err)
		}
		if err := proofs[0].VerifyAt(pub, now); err != nil {
			b.Fatal(err)
		}
	}
}
