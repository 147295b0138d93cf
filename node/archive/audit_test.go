package archive_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"tributary/node"
	"tributary/node/archive"
	"tributary/node/nodetest"
	"tributary/vocab"
	"tributary/vocab/flow"
	"tributary/vocab/jsonld"
	"tributary/vocab/quantity"
)

// audited are the faults of an archive of a whole node, or of one group.
func audited(t *testing.T, h *here, group vocab.IRI) []node.Fault {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.tributary")
	_, err := archive.Backup(ctx, path, archive.Options{DB: h.DB, Node: h.Addresses, Group: group, Now: nodetest.Begin})
	must(t, err)
	a, err := archive.Open(path, nil)
	must(t, err)
	defer a.Close()
	faults, err := a.Audit(ctx, nil)
	must(t, err)
	return faults
}

// forge records that the apples hold something that no event made.
func forge(t *testing.T, h *here, amount string) {
	t.Helper()
	v, err := h.Get(ctx, node.Operator, h.apples)
	must(t, err)
	apples := flow.HoldingOf(h.Thing(h.apples))
	apples.Onhand.Value = quantity.MustDecimal(amount)
	v.N, v.Content, v.Body = v.N+1, nil, jsonld.Append(nil, flow.Onto(h.Thing(h.apples), apples))
	must(t, h.Store().Update(ctx, func(tx node.Tx) error {
		_, err := tx.Append(v)
		return err
	}))
}

func TestAnArchiveTellsWhatNoEventMade(t *testing.T) {
	for name, corrected := range map[string]bool{"events as they came": false, "an event that was corrected": true} {
		t.Run(name, func(t *testing.T) {
			h := begin(t)
			must(t, h.eat("2"))
			holds := "96.50 kg"
			if corrected {
				h.Create(h.garden, fmt.Sprintf(`{"type": "EconomicEvent", "action": "consume", "provider": %q, "receiver": %q, "corrects": %q,
					"resourceInventoriedAs": %q, "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "-1.50"}}`,
					h.garden, h.garden, h.ate, h.apples))
				must(t, h.eat("1"))
				holds = "97 kg"
			}
			for _, group := range []vocab.IRI{"", h.garden} {
				if faults := audited(t, h, group); len(faults) != 0 {
					t.Fatalf("before: %v", faults)
				}
			}

			forge(t, h, "99")

			for _, group := range []vocab.IRI{"", h.garden} {
				faults := audited(t, h, group)
				if len(faults) != 1 || faults[0].IRI != h.apples || !strings.Contains(faults[0].Message, "has onhandQuantity 99 kg; its events make it "+holds) {
					t.Errorf("found in the archive of %q: %v", group, faults)
				}
			}
		})
	}
}

func TestABackupKeepsTheArchivesByWhichGroupsCame(t *testing.T) {
	h := begin(t)
	name := strings.Repeat("0123456789abcdef", 4) + archive.Suffix
	whole := strings.Repeat("what was said there. ", 100_000)
	path := filepath.Join(t.TempDir(), "a.tributary")
	_, err := archive.Backup(ctx, path, archive.Options{DB: h.DB, Node: h.Addresses, Private: true, Now: nodetest.Begin, Proofs: fstest.MapFS{
		name:              {Data: []byte(whole)},
		name + ".partial": {Data: []byte("half")},
		"notes.txt":       {Data: []byte("somebody's own")},
	}})
	must(t, err)
	a, err := archive.Open(path, nil)
	must(t, err)
	defer a.Close()
	kept := map[string]string{}
	must(t, a.Proofs(func(name string, part []byte) error { kept[name] += string(part); return nil }))
	if len(kept) != 1 || kept[name] != whole {
		t.Errorf("%d archives are kept, with %d bytes of %d", len(kept), len(kept[name]), len(whole))
	}

	none := filepath.Join(t.TempDir(), "b.tributary")
	_, err = archive.Backup(ctx, none, archive.Options{DB: h.DB, Node: h.Addresses, Private: true, Now: nodetest.Begin, Proofs: os.DirFS(filepath.Join(t.TempDir(), "nowhere"))})
	must(t, err)
}

func TestAGroupsArchiveTellsWhyWhatOthersStatedCounts(t *testing.T) {
	h := begin(t)
	press := h.Stock(h.mill, "Apples", "1", "kilogram")
	event := h.Create(h.garden, fmt.Sprintf(`{"type": "EconomicEvent", "action": "transfer", "provider": %q, "receiver": %q,
		"resourceInventoriedAs": %q, "toResourceInventoriedAs": %q, "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "2"}}`,
		h.garden, h.mill, h.apples, press))
	h.Must(nodetest.Speaking(h.mill), node.Activity{Verb: "Accept", Actor: h.mill, Objects: []node.Object{{IRI: event}}})
	for _, group := range []vocab.IRI{h.garden, h.mill} {
		if faults := audited(t, h, group); len(faults) > 0 {
			t.Errorf("of %s: %v", group, faults)
		}
	}
}
