package archive_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"tributary/node"
	"tributary/node/archive"
	"tributary/node/nodetest"
	"tributary/vocab"
	"tributary/vocab/vf"
)

func TestABackupIsOneStateWhileOthersWrite(t *testing.T) {
	h := begin(t)
	path := filepath.Join(t.TempDir(), "a"+archive.Suffix)

	stop := make(chan struct{})
	var writers, underWay sync.WaitGroup
	for range 8 {
		underWay.Add(1)
		writers.Go(func() {
			for n := 0; ; n++ {
				err := h.eat("0.001")
				if n == 0 {
					underWay.Done()
				}
				if err != nil {
					t.Error(err)
					return
				}
				select {
				case <-stop:
					if n > 10 {
						return
					}
				default:
				}
			}
		})
	}
	underWay.Wait()
	made := h.backup(path)
	close(stop)
	writers.Wait()

	if h.Position() <= made.Position.Last {
		t.Fatalf("nothing was written after position %d: this test shows nothing", made.Position.Last)
	}
	there := restored(t, path, openFile(t, filepath.Join(t.TempDir(), "b.db")))
	there.Sound()
	equal(t, "end of the log", there.Position(), made.Position.Last)
	equal(t, "versions", int(there.Position()), made.Versions)
	// The snapshot ends between two activities: every activity has its event and the stock.
	latest, err := there.Get(ctx, node.Operator, h.apples)
	must(t, err)
	equal(t, "the last version belongs to the last activity", latest.Position, made.Position.Last)
}

func TestARestoredNodeSaysTheSameInEveryEngine(t *testing.T) {
	h := begin(t)
	for range 150 { // more than one whole body every 64 versions
		must(t, h.eat("0.25"))
	}
	want := everything(t, h.DB)
	folder := t.TempDir()
	first, second, third := filepath.Join(folder, "1.tributary"), filepath.Join(folder, "2.tributary"), filepath.Join(folder, "3.tributary")
	h.backup(first)

	server := openServer(t)
	restored(t, first, server).Sound()
	same(t, "SQLite to PostgreSQL", everything(t, server), want)

	_, err := archive.Backup(ctx, second, archive.Options{DB: server, Node: h.Addresses, Private: true, Config: []byte("url = \"x\"\n"), Now: nodetest.Begin})
	must(t, err)
	file := openFile(t, filepath.Join(folder, "back.db"))
	restored(t, second, file).Sound()
	same(t, "and back", everything(t, file), want)

	_, err = archive.Backup(ctx, third, archive.Options{DB: file, Node: h.Addresses, Private: true, Config: []byte("url = \"x\"\n"), Now: nodetest.Begin})
	must(t, err)
	if !bytes.Equal(read(t, first), read(t, second)) || !bytes.Equal(read(t, first), read(t, third)) {
		t.Error("the same record gives other archives")
	}
}

func TestARestoredNodeGoesOn(t *testing.T) {
	h := begin(t)
	path := filepath.Join(t.TempDir(), "a.tributary")
	h.backup(path)
	db := openFile(t, filepath.Join(t.TempDir(), "b.db"))
	restored(t, path, db)
	there := node.New(node.Options{Base: nodetest.Base, Store: db}) // mints other ids than the node before
	thing, err := there.Get(ctx, node.Operator, h.garden)
	must(t, err)
	garden, err := thing.Resource()
	must(t, err)
	_, err = there.Submit(ctx, nodetest.Speaking(h.garden), node.Update(h.garden, vocab.New(garden.Class(), h.garden).With(vf.Note, vocab.Text("again"))))
	must(t, err)
	nodetest.Over(t, db).Sound()
}

func TestANodeMovesToAnotherURL(t *testing.T) {
	h := begin(t)
	must(t, h.eat("3"))
	path := filepath.Join(t.TempDir(), "a.tributary")
	h.backup(path)
	a, err := archive.Open(path, nil)
	must(t, err)
	defer a.Close()
	db := openFile(t, filepath.Join(t.TempDir(), "b.db"))
	must(t, a.Restore(ctx, db, "https://new.example", nil))
	there := node.New(node.Options{Base: "https://new.example", Store: db})
	faults, err := there.Verify(ctx, nil)
	must(t, err)
	if len(faults) > 0 {
		t.Error(faults)
	}
	for _, line := range everything(t, db) {
		if strings.Contains(line, nodetest.Base) {
			t.Errorf("it still speaks of the old address: %s", line)
		}
	}
	body, err := db.Parcel(ctx, "https://new.example/id/activity/1", "full")
	must(t, err)
	equal(t, "what waits to be sent", string(body), `{"actor":"https://new.example/groups/garden","id":"https://new.example/id/activity/1"}`)
}

func TestWhatIsNotAWholeArchiveIsRefusedAndLeavesNothing(t *testing.T) {
	h := begin(t)
	folder := t.TempDir()
	path := filepath.Join(folder, "a.tributary")
	h.backup(path)
	whole := read(t, path)
	broken := filepath.Join(folder, "broken.tributary")
	refuse := func(what string, content []byte) {
		t.Helper()
		must(t, os.WriteFile(broken, content, 0o600))
		a, err := archive.Open(broken, nil)
		if err == nil {
			a.Close()
			t.Errorf("%s: was taken", what)
			return
		}
		if k := node.KindOf(err); k != node.Unreadable {
			t.Errorf("%s: %s: %v", what, k, err)
		}
	}
	for cut := 0; cut < len(whole); cut += 1 + len(whole)/97 {
		refuse("cut off", whole[:cut])
	}
	for at := 0; at < len(whole); at += 1 + len(whole)/211 {
		refuse("one bit flipped", flipped(whole, at))
	}
	for at := len(whole) - 2048; at < len(whole); at += 13 {
		refuse("one bit of the end flipped", flipped(whole, at))
	}
	refuse("longer", append(slices.Clone(whole), 0))
	refuse("something else", []byte("url = 'https://node.example'\n"))
}

func flipped(whole []byte, at int) []byte {
	changed := slices.Clone(whole)
	changed[at] ^= 1 << (at % 8)
	return changed
}

func TestARestoreThatBreaksOffLeavesAnEmptyDatabase(t *testing.T) {
	h := begin(t)
	for range 50 {
		must(t, h.eat("0.1"))
	}
	path := filepath.Join(t.TempDir(), "a.tributary")
	h.backup(path)
	for _, name := range []string{"sqlite", "postgres"} {
		t.Run(name, func(t *testing.T) {
			target := openFile(t, filepath.Join(t.TempDir(), "b.db"))
			if name == "postgres" {
				target = openServer(t)
			}
			a, err := archive.Open(path, nil)
			must(t, err)
			defer a.Close()
			stopping, stop := context.WithCancel(ctx)
			err = a.Restore(stopping, target, a.Node, func(doing string, done, total int) {
				if doing == "derive" { // the very end
					stop()
				}
			})
			if !errors.Is(err, context.Canceled) {
				t.Fatalf("it was not stopped: %v", err)
			}
			if rest := everything(t, target); len(rest) > 0 {
				t.Errorf("left: %v", rest)
			}
			must(t, a.Restore(ctx, target, a.Node, nil))
			nodetest.Over(t, target).Sound()
			if err := a.Restore(ctx, target, a.Node, nil); node.KindOf(err) != node.Conflict {
				t.Errorf("a database in use is filled again: %v", err)
			}
		})
	}
}

func TestABackupOverwritesNothing(t *testing.T) {
	h := begin(t)
	path := filepath.Join(t.TempDir(), "a.tributary")
	must(t, os.WriteFile(path, []byte("mine"), 0o600))
	_, err := archive.Backup(ctx, path, archive.Options{DB: h.DB, Node: h.Addresses})
	equal(t, "kind", node.KindOf(err), node.Conflict)
	equal(t, "content", string(read(t, path)), "mine")

	other := filepath.Join(filepath.Dir(path), "b.tributary")
	must(t, os.WriteFile(other+".partial", []byte("theirs"), 0o600))
	_, err = archive.Backup(ctx, other, archive.Options{DB: h.DB, Node: h.Addresses})
	equal(t, "beside another that is under way", node.KindOf(err), node.Conflict)
	equal(t, "its content", string(read(t, other+".partial")), "theirs")
	must(t, os.Remove(other+".partial"))

	_, err = archive.Backup(ctx, other, archive.Options{DB: h.DB, Node: h.Addresses, Group: "https://node.example/groups/none"})
	equal(t, "kind", node.KindOf(err), node.NotFound)
	left, err := os.ReadDir(filepath.Dir(path))
	must(t, err)
	equal(t, "files", len(left), 1)
}

func read(t testing.TB, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	must(t, err)
	return content
}

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			t.Fatalf("%s: missing %s", what, want[i])
		case i >= len(want):
			t.Fatalf("%s: too much: %s", what, got[i])
		case got[i] != want[i]:
			t.Fatalf("%s:\ngot  %s\nwant %s", what, got[i], want[i])
		}
	}
}
