package keyring_test

import (
	"bytes"
	"testing"
	"time"

	"tributary/federation/keyring"
	"tributary/federation/proof"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/jsonld"
)

const garden vocab.IRI = "https://node.example/groups/garden"

var day = time.Date(2026, 3, 21, 9, 0, 0, 0, time.UTC)

func TestKeysSurviveBeingKept(t *testing.T) {
	k := made(t)
	text, err := k.Text()
	if err != nil {
		t.Fatal(err)
	}
	read, err := keyring.Read(text)
	if err != nil {
		t.Fatal(err)
	}
	if a, b := k.Transport(garden), read.Transport(garden); a.ID != b.ID {
		t.Errorf("the key %s became %s", a.ID, b.ID)
	}
	if !bytes.Equal(prover(t, k).Private, prover(t, read).Private) {
		t.Error("another key is derived")
	}
	if !read.Made().Equal(day) {
		t.Errorf("made %s", read.Made())
	}
}

func TestEveryActorHasItsOwnProvingKey(t *testing.T) {
	k := made(t)
	other, err := k.Prover("https://node.example/groups/bakery")
	if err != nil {
		t.Fatal(err)
	}
	if mine := prover(t, k); bytes.Equal(mine.Private, other.Private) || mine.ID == other.ID {
		t.Error("two actors have one key")
	}
}

func TestRotationKeepsOldProofsGoodAndUsesNewAddresses(t *testing.T) {
	k := made(t)
	before, transport := prover(t, k), k.Transport(garden)
	next, err := k.Rotate(day.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	after := prover(t, next)
	if before.ID == after.ID || transport.ID == next.Transport(garden).ID {
		t.Error("a new key stands where an old one stood")
	}
	fields, err := next.Fields(garden)
	if err != nil {
		t.Fatal(err)
	}
	actor := vocab.New(as.Group, garden).WithAll(fields...)
	message := jsonld.ActivityStreams(actor, "https://node.example/contexts/as.jsonld")
	for _, id := range []vocab.IRI{before.ID, after.ID, vocab.IRI(next.Transport(garden).ID)} {
		if !bytes.Contains(message, []byte(`"id":"`+string(id)+`"`)) {
			t.Errorf("%s is not published in %s", id, message)
		}
	}
	if bytes.Contains(message, []byte(transport.ID)) {
		t.Error("the old transport key is still published")
	}
	if len(actor.All(as.PublicKey)) != 1 {
		t.Error("peers read one transport key only")
	}
}

func TestWhatAnActorProves(t *testing.T) {
	k := made(t)
	doc, err := k.Prove(garden, []byte(`{"@context":"https://w3id.org/security/data-integrity/v1","id":"https://node.example/id/1"}`), day)
	if err != nil {
		t.Fatal(err)
	}
	proofs, err := proof.Read(doc)
	if err != nil || len(proofs) != 1 {
		t.Fatalf("%d proofs, %v", len(proofs), err)
	}
	key := prover(t, k)
	if proofs[0].VerificationMethod != key.ID {
		t.Errorf("the proof names %s", proofs[0].VerificationMethod)
	}
}

func made(t *testing.T) *keyring.Keyring {
	t.Helper()
	k, err := keyring.New(day)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func prover(t *testing.T, k *keyring.Keyring) proof.Key {
	t.Helper()
	key, err := k.Prover(garden)
	if err != nil {
		t.Fatal(err)
	}
	return key
}
