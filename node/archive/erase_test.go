package archive_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/archive"
	"tributary/node/nodetest"
	"tributary/vocab"
)

func (h *here) erasing(id vocab.IRI) archive.Erasing {
	return archive.Erasing{DB: h.DB, Node: h.Addresses, Accounts: h.accounts, IRI: id}
}

// traces are the files of the database in which a text stands.
func (h *here) traces(text string) (found []string) {
	h.t.Helper()
	files, err := filepath.Glob(h.path + "*")
	must(h.t, err)
	for _, name := range files {
		content, err := os.ReadFile(name)
		must(h.t, err)
		if strings.Contains(string(content), text) {
			found = append(found, filepath.Base(name))
		}
	}
	return found
}

func TestErasingAnEventKeepsItsFigures(t *testing.T) {
	h := begin(t)
	must(t, h.eat("1"))
	if h.traces("Rosenblum") == nil {
		t.Fatal("the text is not in the files before: this test shows nothing")
	}
	before := h.Holds(h.apples)
	h.Thing(h.ate) // the writer and readers know it

	done, err := archive.Erase(ctx, h.erasing(h.ate))
	must(t, err)

	equal(t, "things blanked", fmt.Sprint(done.Things), fmt.Sprint([]archive.ErasedThing{{IRI: h.ate, Versions: 1}}))
	equal(t, "everywhere", done.Everywhere, true)
	equal(t, "files with the text", fmt.Sprint(h.traces("Rosenblum")), "[]")
	for _, line := range everything(t, h.DB) {
		if strings.Contains(line, "Rosenblum") {
			t.Errorf("still there: %s", line)
		}
	}
	equal(t, "figures", h.Holds(h.apples), before)
	event := h.Thing(h.ate)
	if !event.Has(h.Vocabulary().Property("resourceQuantity")) || event.Has(h.Vocabulary().Property("note")) {
		t.Errorf("the event is now %v", event)
	}
	h.Sound()

	end := h.Position()
	again, err := archive.Erase(ctx, h.erasing(h.ate))
	must(t, err)
	equal(t, "blanked again", len(again.Things), 0)
	equal(t, "end of the log", h.Position(), end)
}

func TestErasingAMemberForgetsWhoItWas(t *testing.T) {
	h := begin(t)
	must(t, h.rename(h.anaInGarden, "Ana Rosenblum of Alder Street"))
	must(t, h.rename(h.anaInGarden, "Ana R."))

	done, err := archive.Erase(ctx, h.erasing(h.ana))
	must(t, err)
	equal(t, "member", done.Member, true)
	for _, text := range []string{"Alder Street", "Ana R.", "ana@garden.example"} {
		equal(t, "files with "+text, fmt.Sprint(h.traces(text)), "[]")
	}
	h.Sound()
	if _, err := h.accounts.Email(ctx, h.ana); node.KindOf(err) != node.NotFound {
		t.Errorf("the member is still there: %v", err)
	}
	must(t, h.DB.View(ctx, func(v node.View) error {
		for r := range v.Relations(node.Relation{From: h.ana}) {
			t.Errorf("still tied: %v", r)
		}
		return nil
	}))
	history, err := h.History(ctx, node.Operator, h.anaInGarden)
	must(t, err)
	equal(t, "versions", len(history), 3)
	_, err = archive.Erase(ctx, h.erasing("https://node.example/people/nobody"))
	equal(t, "kind", node.KindOf(err), node.NotFound)
}

func TestTheWriterForgetsWhatWasErased(t *testing.T) {
	h := begin(t)
	must(t, h.rename(h.apples, "Apples of Ana Rosenblum"))
	_, err := archive.Erase(ctx, h.erasing(h.apples))
	must(t, err)
	must(t, h.eat("2")) // makes a further version of what the writer remembers
	equal(t, "files with the text", fmt.Sprint(h.traces("Rosenblum of")), "[]")
	must(t, h.DB.View(ctx, func(v node.View) error {
		latest, err := v.Latest(h.apples)
		if strings.Contains(string(latest.Body), "Rosenblum") {
			t.Errorf("it is back: %s", latest.Body)
		}
		return err
	}))
	h.Sound()
}

func TestErasingBesideAnotherProgramSaysWhatIsLeft(t *testing.T) {
	h := begin(t)
	other := openFile(t, h.path)
	done, err := archive.Erase(ctx, h.erasing(h.ate))
	must(t, err)
	equal(t, "everywhere", done.Everywhere, false)
	must(t, other.Close())
	done, err = archive.Erase(ctx, h.erasing(h.ate))
	must(t, err)
	equal(t, "everywhere", done.Everywhere, true)
}

func TestErasingInPostgreSQL(t *testing.T) {
	h := begin(t)
	path := filepath.Join(t.TempDir(), "a.tributary")
	h.backup(path)
	h.DB = openServer(t)
	h.Node = restored(t, path, h.DB)
	e := h.erasing(h.ate)
	done, err := archive.Erase(ctx, e)
	must(t, err)
	equal(t, "things blanked", len(done.Things), 1)
	equal(t, "everywhere", done.Everywhere, true)
	for _, line := range everything(t, h.DB) {
		if strings.Contains(line, "Rosenblum") {
			t.Errorf("still there: %s", line)
		}
	}
	h.Sound()
}

// rename gives a thing of the garden another name.
func (h *here) rename(id vocab.IRI, name string) error {
	_, err := h.Submit(ctx, nodetest.Speaking(h.garden), node.Update(h.garden,
		vocab.New(h.Thing(id).Class(), id).With(h.Vocabulary().Property("name"), vocab.Text(name))))
	return err
}
