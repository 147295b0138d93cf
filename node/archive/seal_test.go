package archive_test

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tributary/federation/keyring"
	"tributary/node"
	"tributary/node/archive"
	"tributary/node/nodetest"
	"tributary/vocab"
	"tributary/vocab/jsonld"
)

func keys(t testing.TB) *keyring.Keyring {
	t.Helper()
	k, err := keyring.New(nodetest.Begin)
	must(t, err)
	return k
}

// signed is the archive of the garden, signed with keys that were made twice.
func signed(t testing.TB, h *here) (path string, k *keyring.Keyring) {
	t.Helper()
	first := keys(t)
	k, err := first.Rotate(nodetest.Begin.Add(time.Hour))
	must(t, err)
	path = filepath.Join(t.TempDir(), "garden.tributary")
	_, err = archive.Backup(ctx, path, archive.Options{DB: h.DB, Node: h.Addresses, Group: h.garden, Now: nodetest.Begin.Add(2 * time.Hour), Sign: k})
	must(t, err)
	return path, k
}

// examined are the faults of an archive that may have been changed.
func examined(t testing.TB, path string) string {
	t.Helper()
	a, err := archive.Examine(path)
	must(t, err)
	defer a.Close()
	faults, err := a.Audit(ctx, nil)
	must(t, err)
	var all []string
	for _, f := range faults {
		all = append(all, f.String())
	}
	return strings.Join(all, "\n")
}

func TestAnArchiveIsSignedByWhoLeaves(t *testing.T) {
	h := begin(t)
	path, k := signed(t, h)
	a, err := archive.Open(path, nil)
	must(t, err)
	defer a.Close()
	s, err := a.Signature()
	must(t, err)
	equal(t, "signed by", s.By, h.garden)
	prover, err := k.Prover(h.garden)
	must(t, err)
	equal(t, "with", s.Key, prover.ID)
	equal(t, "keys shown", len(s.Keys), 2)
	if !s.Keys[0].Created.Equal(nodetest.Begin.Add(time.Hour)) || s.Keys[0].Multibase != s.Multikey {
		t.Errorf("the newest key is %+v", s.Keys[0])
	}
	if found := examined(t, path); found != "" {
		t.Error(found)
	}

	whole := filepath.Join(t.TempDir(), "whole.tributary")
	_, err = archive.Backup(ctx, whole, archive.Options{DB: h.DB, Node: h.Addresses, Private: true, Now: nodetest.Begin, Sign: k})
	must(t, err)
	b, err := archive.Open(whole, nil)
	must(t, err)
	defer b.Close()
	if s, err = b.Signature(); err != nil || s.By != h.Addresses.Node() {
		t.Errorf("a backup is signed by %+v: %v", s, err)
	}
}

// Somebody who knows the form makes every hash fit, but has no key.
func TestWhatWasChangedInAnArchiveIsNamed(t *testing.T) {
	h := begin(t)
	for range 3 {
		must(t, h.eat("0.5"))
	}
	path, _ := signed(t, h)
	another := keys(t)
	apples := `"iri":"` + string(h.apples) + `"`
	of := func(lines []string, n string) int {
		return slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, apples) && strings.Contains(l, `"n":`+n+`,`) })
	}
	for name, tt := range map[string]struct {
		change func(e entries) entries
		found  []string
	}{
		"a figure": {
			func(e entries) entries {
				return e.log(func(l []string) []string {
					i := of(l, "1")
					l[i] = strings.ReplaceAll(l[i], `"100"`, `"900"`)
					return l
				})
			},
			[]string{"signed another archive: this one was changed afterwards", string(h.apples) + " version 1: is not what was written: its content was changed"},
		},
		"a version taken out": {
			func(e entries) entries {
				return e.log(func(l []string) []string { i := of(l, "3"); return slices.Delete(l, i, i+1) })
			},
			[]string{string(h.apples) + " version 4: follows version 2", "of the log, which was removed"},
		},
		"the last version taken out": {
			func(e entries) entries { return e.log(func(l []string) []string { return l[:len(l)-1] }) },
			[]string{"was followed by another version, the ", "of the log, which was removed"},
		},
		"two versions in another order": {
			func(e entries) entries {
				return e.log(func(l []string) []string {
					i, j := of(l, "3"), of(l, "4")
					l[i], l[j] = l[j], l[i]
					return l
				})
			},
			[]string{string(h.apples) + " version 4: follows version 2", "stands in another order than it was written"},
		},
		"a version put in": {
			func(e entries) entries {
				return e.log(func(l []string) []string { return append(l, strings.Replace(l[of(l, "1")], `"n":1,`, `"n":99,`, 1)) })
			},
			[]string{string(h.apples) + " version 99: was not there when the archive was written: it was put in"},
		},
		"the list of hashes": {
			func(e entries) entries {
				name := e.names[slices.IndexFunc(e.names, func(n string) bool { return strings.HasPrefix(n, "hashes/") })]
				lines := bytes.SplitAfter(e.content[name], []byte("\n"))
				e.content[name] = slices.Concat(lines[1:]...)
				return e
			},
			[]string{"it was put in"},
		},
		"a signature with a foreign key": {
			func(e entries) entries {
				var s map[string]any
				must(t, json.Unmarshal(e.content["seal.json"], &s))
				delete(s, "proof")
				text, err := json.Marshal(s)
				must(t, err)
				e.content["seal.json"], err = another.Prove(h.garden, text, nodetest.Begin)
				must(t, err)
				return e
			},
			[]string{"which is no key of " + string(h.garden)},
		},
		"a signature in another's name": {
			func(e entries) entries {
				text := bytes.ReplaceAll(e.content["seal.json"], []byte(h.garden), []byte(h.mill))
				e.content["seal.json"] = text
				return e
			},
			[]string{"it is signed in the name of " + string(h.mill) + ", and is the record of " + string(h.garden)},
		},
		"words of the signature": {
			func(e entries) entries {
				e.content["seal.json"] = bytes.Replace(e.content["seal.json"], []byte(`"versions":`), []byte(`"versions":1`), 1)
				return e
			},
			[]string{"does not hold: the proof does not fit the document and the key"},
		},
		"no signature": {
			func(e entries) entries {
				e.names = slices.DeleteFunc(e.names, func(n string) bool { return n == "seal.json" })
				return e.log(func(l []string) []string { i := of(l, "3"); return slices.Delete(l, i, i+1) })
			},
			[]string{"of the log, which was removed"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			changed := tt.change(unpack(t, path)).pack(t)
			found := examined(t, changed)
			for _, want := range tt.found {
				if !strings.Contains(found, want) {
					t.Errorf("does not say %q, but\n%s", want, found)
				}
			}
			a, err := archive.Open(changed, nil)
			must(t, err)
			defer a.Close()
			if _, err := a.Signature(); err == nil {
				t.Error("the signature holds")
			}
		})
	}
}

// Somebody changes bytes, and nothing that belongs to them.
func TestASectionThatDoesNotFitTheManifestIsNamed(t *testing.T) {
	h := begin(t)
	path, _ := signed(t, h)
	e := unpack(t, path)
	e.log(func(l []string) []string { l[1] = strings.Replace(l[1], `"at":"2`, `"at":"1`, 1); return l })
	changed := e.packAsItIs(t)
	if found := examined(t, changed); !strings.Contains(found, "section log/00000001.jsonl.gz, which is damaged: its SHA-256 is not the one in the manifest") ||
		!strings.Contains(found, "was changed, or it was put in the place of another") {
		t.Error(found)
	}
	a, err := archive.Open(changed, nil)
	must(t, err)
	defer a.Close()
	if _, err := a.Audit(ctx, nil); node.KindOf(err) != node.Unreadable || !strings.Contains(err.Error(), changed+": the section log/00000001.jsonl.gz") {
		t.Errorf("reads on: %v", err)
	}
}

func TestAnArchiveTellsWhatPromisesDoNotHold(t *testing.T) {
	h := begin(t)
	pledge := h.Create(h.garden, `{"type": "Commitment", "action": "consume", "provider": "`+string(h.garden)+`", "receiver": "`+string(h.garden)+`",
		"resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "10"}}`)
	h.Create(h.garden, `{"type": "EconomicEvent", "action": "consume", "provider": "`+string(h.garden)+`", "receiver": "`+string(h.garden)+`", "fulfills": ["`+string(pledge)+`"],
		"resourceInventoriedAs": "`+string(h.apples)+`", "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "4"}}`)
	for _, group := range []vocab.IRI{"", h.garden} {
		if faults := audited(t, h, group); len(faults) > 0 {
			t.Fatal(faults)
		}
	}
	v, err := h.Get(ctx, node.Operator, pledge)
	must(t, err)
	r, err := jsonld.ReadStored(bytes.Replace(v.Body, []byte(`"fulfilledQuantity":{"type":"Measure","hasNumericalValue":"4"`),
		[]byte(`"fulfilledQuantity":{"type":"Measure","hasNumericalValue":"9"`), 1))
	must(t, err)
	v.N, v.Content, v.Body = v.N+1, nil, jsonld.Append(nil, r)
	must(t, h.Store().Update(ctx, func(tx node.Tx) error { _, err := tx.Append(v); return err }))
	for _, group := range []vocab.IRI{"", h.garden} {
		faults := audited(t, h, group)
		if len(faults) == 0 || !strings.Contains(faults[0].Message, "what counts into it makes it 4 kg") {
			t.Errorf("found in the archive of %q: %v", group, faults)
		}
	}
}

func TestHistoryThatCameWithAnArchiveIsComparedWithIt(t *testing.T) {
	h := begin(t)
	must(t, h.eat("0.5"))
	path, _ := signed(t, h)
	a, err := archive.Open(path, nil)
	must(t, err)
	defer a.Close()
	db := openFile(t, filepath.Join(t.TempDir(), "b.db"))
	there := node.New(node.Options{Base: "https://other.example", Store: db})
	moved, err := a.Import(ctx, archive.Moving{DB: db, Node: there.Addresses, Handle: "orchard"})
	must(t, err)
	compared := func() (faults []node.Fault) {
		must(t, db.View(ctx, func(v node.View) (err error) {
			faults, err = a.Compare(ctx, v, there.Addresses)
			digest, err2 := archive.CameWith(v, moved.Group)
			must(t, err2)
			equal(t, "came with", digest, a.Digest)
			return err
		}))
		return faults
	}
	if faults := compared(); len(faults) > 0 {
		t.Fatal(faults)
	}
	apples := vocab.IRI("https://other.example" + strings.TrimPrefix(string(h.apples), nodetest.Base))
	_, err = db.Rewrite(ctx, rewriting(apples, `"100"`, `"70"`))
	must(t, err)
	faults := compared()
	if len(faults) != 1 || faults[0].IRI != apples || !strings.Contains(faults[0].Message, "says something else than in the archive "+a.Digest) {
		t.Error(faults)
	}
}
