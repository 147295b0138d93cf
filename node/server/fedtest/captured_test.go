package fedtest_test

import (
	"crypto/ed25519"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tributary/federation/proof"
	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
)

var capture = flag.Bool("update", false, "capture anew what other software sends")

const peerDocuments = "../../../federation/testdata/peers/"

// What was captured proves itself without the peer that sent it.
func TestCapturedDocumentsProveThemselves(t *testing.T) {
	dir := peerDocuments + "captured/fedify-2.3.6/"
	if *capture {
		captureFedify(t, dir)
	}
	var actor struct {
		AssertionMethod []struct{ ID, PublicKeyMultibase string }
	}
	parse(t, file(t, dir+"actor.json"), &actor)
	keys := map[vocab.IRI]ed25519.PublicKey{}
	for _, m := range actor.AssertionMethod {
		if key, err := proof.ParseMultikey(m.PublicKeyMultibase); err == nil {
			keys[vocab.IRI(m.ID)] = key
		}
	}
	for _, name := range []string{"follow", "accept", "create", "announce", "undo"} {
		document := file(t, dir+name+".json")
		var activity struct{ Proof struct{ Created time.Time } }
		parse(t, document, &activity)
		proofs, err := proof.Read(document)
		if err != nil || len(proofs) != 1 {
			t.Fatalf("%s: %d proofs, %v", name, len(proofs), err)
		}
		if err := proofs[0].VerifyAt(keys[proofs[0].VerificationMethod], activity.Proof.Created); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// captureFedify keeps, byte for byte, what a Fedify peer serves and sends.
func captureFedify(t *testing.T, dir string) {
	t.Helper()
	p := startFedify(t)
	n, apples := besideFedify(t)
	befriend(t, p, n, apples)
	seek(t, p, n, apples)
	p.send(fedtest.Doc{"type": "Create", "to": []string{"followers", "public"}, "object": fedtest.Doc{"type": "Note", "content": "Hello"}})
	p.send(fedtest.Doc{"type": "Announce", "to": []string{"followers", "public"}, "object": string(apples)})
	p.unfollow(apples)
	await(t, n, "the follower goes", func() bool { return !n.Related(node.Relation{From: p.Actor, Kind: node.Follows, To: apples}) })
	for l, err := range n.DB.Letters(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		var what struct{ Type string }
		parse(t, l.Body, &what)
		name := strings.ToLower(what.Type)
		if l.ID == p.Actor {
			name = "actor"
		}
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(dir+name+".json", l.Body, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// Documents in the shape of other software are read: their actors are found and their Notes kept.
func TestDocumentsInTheShapeOfOtherSoftwareAreRead(t *testing.T) {
	folders, err := filepath.Glob(peerDocuments + "composed/*")
	if err != nil || len(folders) == 0 {
		t.Fatal(folders, err)
	}
	for i, dir := range folders {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			n := fedtest.New(t, 1).Nodes[0]
			apples := n.Group("apples")
			s := fedtest.NewStranger(t)
			ana := s.Persona("ana", i)
			fill := strings.NewReplacer("ORIGIN", s.URL, "GROUP", string(apples), "HOST", strings.TrimPrefix(s.URL, "http://"),
				"PEM", strings.ReplaceAll(ana.Doc["publicKey"].(fedtest.Doc)["publicKeyPem"].(string), "\n", `\n`),
				"MULTIKEY", ana.Doc["assertionMethod"].([]any)[0].(fedtest.Doc)["publicKeyMultibase"].(string))
			document := func(name string) (d fedtest.Doc) {
				parse(t, json.RawMessage(fill.Replace(string(file(t, filepath.Join(dir, name+".json"))))), &d)
				return d
			}
			ana.Doc = document("actor")
			ana.Publish(nil)
			ana.Key.ID = ana.Doc["publicKey"].(map[string]any)["id"].(string)

			if path, apart := strings.CutPrefix(ana.Key.ID, s.URL); apart && !strings.Contains(path, "#") {
				s.Serve(path, fedtest.ActivityJSON, document("key"))
			}

			for _, name := range []string{"follow", "create"} {
				activity := document(name)
				if code := ana.Send(n, activity); code != 202 {
					t.Fatalf("%s was answered with %d\n%s", name, code, n.Log)
				}
				n.Settle()
				if l := n.Letter(vocab.IRI(activity["id"].(string))); l.State != node.LetterDone || l.Reason != "" {
					t.Errorf("%s is %s: %s", name, l.State, l.Reason)
				}
			}

			if !n.Related(node.Relation{From: ana.IRI, Kind: node.Follows, To: apples}) {
				t.Error("the group is not followed")
			}
			if note := n.Thing(vocab.IRI(objectOf(t, mustJSON(t, document("create"))))); contentOf(note) == "" {
				t.Errorf("what arrived says nothing: %v", note)
			}
		})
	}
}

func file(t testing.TB, path string) []byte {
	t.Helper()
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

func mustJSON(t testing.TB, v any) []byte {
	t.Helper()
	body, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return body
}
