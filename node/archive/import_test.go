package archive_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tributary/node"
	"tributary/node/archive"
	"tributary/node/nodetest"
	"tributary/storage"
	"tributary/vocab"
)

// leave lets the garden leave, after the mill took part in its history.
func leave(t *testing.T) (h *here, a *archive.Archive) {
	h = begin(t)
	for range 70 {
		must(t, h.eat("0.5"))
	}
	flour := h.Stock(h.mill, "Flour", "20", "kilogram")
	h.Must(nodetest.Speaking(h.mill, h.garden), node.Create(h.mill, h.Read(fmt.Sprintf(
		`{"type": "EconomicEvent", "action": "transfer", "provider": %q, "receiver": %q, "note": "the mill's own words",
		"resourceInventoriedAs": %q, "toResourceInventoriedAs": %q, "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "4"}}`,
		h.garden, h.mill, h.apples, flour))...))
	path := filepath.Join(t.TempDir(), "garden.tributary")
	_, err := archive.Backup(ctx, path, archive.Options{DB: h.DB, Node: h.Addresses, Group: h.garden, Now: nodetest.Begin})
	must(t, err)
	a, err = archive.Open(path, nil)
	must(t, err)
	t.Cleanup(func() { a.Close() })
	return h, a
}

func TestAGroupLeavesWithWhatIsItsOwn(t *testing.T) {
	h, a := leave(t)
	faults, err := a.Audit(ctx, nil)
	must(t, err)
	if len(faults) > 0 {
		t.Error(faults)
	}
	all := string(content(t, a))
	for text, want := range map[string]bool{
		"Ana Rosenblum": true, string(h.apples): true, "the mill's own words": false, "Flour": false,
		"ana@garden.example": false, string(h.ana): false,
	} {
		if strings.Contains(all, text) != want {
			t.Errorf("says %q: %v, want %v", text, !want, want)
		}
	}
	if _, err := archive.Backup(ctx, filepath.Join(t.TempDir(), "b"), archive.Options{DB: h.DB, Node: h.Addresses, Group: h.garden, Private: true}); node.KindOf(err) != node.Invalid {
		t.Errorf("a group left with the node's secrets: %v", err)
	}
	if err := a.Restore(ctx, openFile(t, filepath.Join(t.TempDir(), "c.db")), a.Node, nil); node.KindOf(err) != node.Invalid {
		t.Errorf("a group became a node: %v", err)
	}
}

// content is all records of an archive.
func content(t *testing.T, a *archive.Archive) (all []byte) {
	t.Helper()
	must(t, a.Records(ctx, func(r storage.Record) error {
		all = fmt.Appendf(all, "%s %s %s %s %s\n", r.IRI, r.Author, r.Owner, r.Body, r.Delta)
		return nil
	}))
	return all
}

func TestAGroupArrivesWithItsHistory(t *testing.T) {
	h, a := leave(t)
	db := openFile(t, filepath.Join(t.TempDir(), "b.db"))
	there := node.New(node.Options{Base: "https://other.example", Store: db})

	moved, err := a.Import(ctx, archive.Moving{DB: db, Node: there.Addresses, Handle: "orchard"})
	must(t, err)

	equal(t, "group", moved.Group, vocab.IRI("https://other.example/groups/orchard"))
	equal(t, "versions", moved.Versions, a.Versions)
	faults, err := there.Verify(ctx, nil)
	must(t, err)
	for _, f := range faults {
		t.Error(f)
	}
	apples := vocab.IRI("https://other.example" + strings.TrimPrefix(string(h.apples), nodetest.Base))
	old, err := h.History(ctx, node.Operator, h.apples)
	must(t, err)
	new, err := there.History(ctx, node.Operator, apples)
	must(t, err)
	if len(old) != len(new) || len(old) < 70 {
		t.Fatalf("%d versions became %d", len(old), len(new))
	}
	for i := range old {
		if !old[i].At.Equal(new[i].At) || old[i].N != new[i].N {
			t.Errorf("version %d of %s is version %d of %s", old[i].N, old[i].At, new[i].N, new[i].At)
		}
	}
	r, err := new[len(new)-1].Resource()
	must(t, err)
	equal(t, "where it came from", r.Get(there.Vocabulary().Property("alternateOf")).IRI(), h.apples)

	// It goes on, and does not come twice.
	_, err = there.Submit(ctx, nodetest.Speaking(moved.Group), node.Create(moved.Group, h.Read(fmt.Sprintf(
		`{"type": "EconomicEvent", "action": "consume", "provider": %q, "receiver": %q,
		"resourceInventoriedAs": %q, "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "1"}}`, moved.Group, moved.Group, apples))...))
	must(t, err)
	for _, handle := range []string{"orchard", "again"} {
		_, err = a.Import(ctx, archive.Moving{DB: db, Node: there.Addresses, Handle: handle})
		equal(t, "coming again as "+handle, node.KindOf(err), node.Conflict)
	}

	// From there it may leave again, with its proof.
	path := filepath.Join(t.TempDir(), "on.tributary")
	_, err = archive.Backup(ctx, path, archive.Options{DB: db, Node: there.Addresses, Group: moved.Group, Now: time.Now()})
	must(t, err)
	on, err := archive.Open(path, nil)
	must(t, err)
	defer on.Close()
	faults, err = on.Audit(ctx, nil)
	must(t, err)
	for _, f := range faults {
		t.Error(f)
	}
	if !strings.Contains(string(content(t, on)), a.Digest) {
		t.Error("it does not say from which archive it came")
	}
}

func TestWhatOthersCountedIntoAPromiseLeavesWithIt(t *testing.T) {
	h := begin(t)
	flour := h.Stock(h.mill, "Flour", "20", "kilogram")
	pledge := h.Create(h.garden, fmt.Sprintf(`{"type": "Commitment", "action": "transfer", "provider": %q, "receiver": %q,
		"resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "10"}}`, h.mill, h.garden))
	delivered := h.Create(h.mill, fmt.Sprintf(`{"type": "EconomicEvent", "action": "transfer", "provider": %q, "receiver": %q, "fulfills": [%q],
		"resourceInventoriedAs": %q, "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "4"}}`, h.mill, h.garden, pledge, flour))
	h.Create(h.mill, fmt.Sprintf(`{"type": "EconomicEvent", "action": "transfer", "provider": %q, "receiver": %q, "corrects": %q,
		"resourceInventoriedAs": %q, "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "-1"}}`, h.mill, h.garden, delivered, flour))
	h.Sound()
	path := filepath.Join(t.TempDir(), "garden.tributary")
	_, err := archive.Backup(ctx, path, archive.Options{DB: h.DB, Node: h.Addresses, Group: h.garden, Now: nodetest.Begin})
	must(t, err)
	a, err := archive.Open(path, nil)
	must(t, err)
	defer a.Close()

	db := openFile(t, filepath.Join(t.TempDir(), "b.db"))
	there := node.New(node.Options{Base: "https://other.example", Store: db})
	_, err = a.Import(ctx, archive.Moving{DB: db, Node: there.Addresses, Handle: "orchard"})
	must(t, err)

	faults, err := there.Verify(ctx, nil)
	must(t, err)
	for _, f := range faults {
		t.Error(f)
	}
	v, err := there.Get(ctx, node.Operator, vocab.IRI("https://other.example"+strings.TrimPrefix(string(pledge), nodetest.Base)))
	must(t, err)
	if !strings.Contains(string(v.Body), `"fulfilledQuantity":{"type":"Measure","hasNumericalValue":"3","hasUnit":"kilogram"}`) {
		t.Errorf("it arrived as %s", v.Body)
	}
}

func TestAnArchiveMakesNobodyAMember(t *testing.T) {
	h := begin(t)
	h.Must(nodetest.Speaking(h.mill), node.Activity{Verb: "Follow", Actor: h.mill, Objects: []node.Object{{IRI: h.garden}}})
	path := filepath.Join(t.TempDir(), "garden.tributary")
	_, err := archive.Backup(ctx, path, archive.Options{DB: h.DB, Node: h.Addresses, Group: h.garden, Now: nodetest.Begin})
	must(t, err)
	for _, line := range []string{
		`{"from":"https://evil.example/mallory","kind":"member","to":"` + string(h.garden) + `","value":"admin"}`,
		`{"from":"https://evil.example/mallory","kind":"known-as","to":"` + string(h.garden) + `"}`,
		`{"from":"https://evil.example/mallory","kind":"follows","to":"https://other.example/groups/shed"}`,
	} {
		e := unpack(t, path)
		found := false
		for _, name := range e.names {
			if strings.HasPrefix(name, "relations/") {
				e.content[name], found = append(e.content[name], line+"\n"...), true
			}
		}
		if !found {
			t.Fatal("the archive has no relations")
		}
		a, err := archive.Open(e.pack(t), nil)
		must(t, err)
		defer a.Close()
		db := openFile(t, filepath.Join(t.TempDir(), "b.db"))
		there := node.New(node.Options{Base: "https://other.example", Store: db})
		_, err = a.Import(ctx, archive.Moving{DB: db, Node: there.Addresses, Handle: "orchard"})
		equal(t, line, node.KindOf(err), node.Invalid)
		left, err := there.Relations(ctx, node.Relation{From: "https://evil.example/mallory"})
		must(t, err)
		equal(t, "relations that came", len(left), 0)
	}
}
