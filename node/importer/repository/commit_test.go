package repository_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tributary/node/importer/repository"
)

func TestAnExportIsACommitThatSaysWhy(t *testing.T) {
	dir := gardenHistory(t)
	put(t, dir, map[string]string{".gitattributes": "* text=auto\n", "agreements/watering.md": "# Watering\r\n", "agreements/ours.md": "# Ours\n", "draft.md": "# Mine\n"})
	gitAs(t, dir, "Ana", "2025-03-01", "add", "draft.md")

	hash, err := repository.Commit(t.Context(), dir, repository.Record{
		Author: "Ana <x>\n", Address: "https://node.example/people/ana", When: time.Date(2025, 3, 2, 8, 0, 0, 0, time.UTC),
		Summary: "Water less\nthan before", Detail: "It rains.", Links: []string{"https://node.example/id/decision/7"},
	}, []string{"agreements/watering.md", "agreements/ours.md", "notes.txt"})
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "head", gitAs(t, dir, "x", "2025-03-01", "rev-parse", "HEAD"), hash)
	equal(t, "commit", gitAs(t, dir, "x", "2025-03-01", "log", "-1", "--format=%an|%ae|%aI|%B"),
		"Ana x|https://node.example/people/ana|2025-03-02T08:00:00+00:00|Water less than before\n\nIt rains.\n\nDecision: https://node.example/id/decision/7")
	equal(t, "paths", strings.ReplaceAll(gitAs(t, dir, "x", "2025-03-01", "show", "--format=", "--name-only", "HEAD"), "\n", " "), "agreements/ours.md agreements/watering.md")
	equal(t, "bytes", gitAs(t, dir, "x", "2025-03-01", "cat-file", "-s", "HEAD:agreements/watering.md"), "12")
	equal(t, "what others prepared", gitAs(t, dir, "x", "2025-03-01", "diff", "--cached", "--name-only"), "draft.md")

	again, err := repository.Commit(t.Context(), dir, repository.Record{Author: "Ana", Summary: "Again"}, []string{"agreements/ours.md"})
	if err != nil || again != "" {
		t.Errorf("the same files were committed again as %q (%v)", again, err)
	}
	if repo := read(t, dir); len(repo.File("agreements/watering.md").Versions) != 3 {
		t.Error("the commit is no version of the document")
	}
}

func TestACommitBeginsAHistoryAndRecordsDeletions(t *testing.T) {
	dir := folder(t, map[string]string{"a.md": "# A\n", "b.md": "# B\n"})
	if _, err := repository.Commit(t.Context(), dir, repository.Record{Summary: "Begin"}, []string{"a.md", "b.md"}); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(dir, "b.md")); err != nil {
		t.Fatal(err)
	}
	if _, err := repository.Commit(t.Context(), dir, repository.Record{Summary: "Less"}, []string{"b.md"}); err != nil {
		t.Fatal(err)
	}
	equal(t, "files", gitAs(t, dir, "x", "2025-01-01", "ls-tree", "-r", "--name-only", "HEAD"), "a.md")
	for _, path := range []string{"../x", ".git/config"} {
		if _, err := repository.Commit(t.Context(), dir, repository.Record{}, []string{path}); err == nil {
			t.Errorf("%s was committed", path)
		}
	}
}
