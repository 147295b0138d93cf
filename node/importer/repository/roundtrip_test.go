package repository_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"tributary/node/importer/repository"
	"tributary/vocab"
	"tributary/vocab/pf"
)

const garden = "testdata/garden"

func TestEveryFileComesBackByteForByte(t *testing.T) {
	repo := read(t, garden)
	files, problems := repository.Files(repository.Target{Group: group, Base: base}, resources(meaning(t, repo)))
	if len(problems) > 0 {
		t.Errorf("export: %v", problems)
	}
	out := t.TempDir()
	changed, err := repository.Write(t.Context(), out, files)
	if err != nil {
		t.Fatal(err)
	}
	if len(changed) != len(repo.Files) || len(changed) < 18 {
		t.Errorf("%d files of %d were written", len(changed), len(repo.Files))
	}
	for _, f := range repo.Files {
		got, err := os.ReadFile(filepath.Join(out, f.Path))
		if err != nil || !bytes.Equal(got, f.Data) {
			t.Errorf("%s comes back as %q (%v)", f.Path, got, err)
		}
	}
	again, err := repository.Write(t.Context(), out, files)
	if err != nil || len(again) > 0 {
		t.Errorf("a second export changes %v (%v)", again, err)
	}
}

func TestLinesAndEndsComeBackAsTheyWere(t *testing.T) {
	texts := map[string]string{
		"agreements/crlf.md":      "---\r\ntitle: A\r\n---\r\n# A\r\ntext\r\n",
		"agreements/cr.md":        "---\rtitle: A\r---\r# A\r",
		"agreements/no-end.md":    "# A\n\ntext",
		"agreements/fence-end.md": "---\ntitle: A\n---",
		"agreements/dots.md":      "---\ntitle: A\n...\ntext\n\n\n",
		"agreements/half.md":      "---\ntitle: A\ntags: [x\n",
		"agreements/not-yaml.md":  "---\ntitle: A: B: C\n\tx\n---\ntext\n",
		"agreements/twice.md":     "---\ntitle: A\ntitle: B\n---\ntext\n",
		"agreements/rule.md":      "---\n\ntext after a rule\n",
		"agreements/empty.md":     "",
		"agreements/front.md":     "---\n---\n",
		"agreements/space .md":    "# Ends in a space\n",
		"agreements/🌱 seed.md":    "# 🌱 Seed\n",
		"agreements/a%20b.md":     "# Percent\n",
	}
	got := back(t, resources(meaning(t, read(t, folder(t, texts)))))
	for path, want := range texts {
		equal(t, path, got[path], want)
	}
}

func TestOtherAddressesComeBackToTheSameFiles(t *testing.T) {
	// A node keeps things under ids of its own, and notes the ids of the source.
	units := meaning(t, read(t, garden))
	moved := func(id vocab.IRI) vocab.IRI {
		if n := len(base); len(id) > n && id[:n] == base {
			return "https://node.example/id/" + vocab.IRI(repositoryDigest(string(id)))
		}
		return id
	}
	var kept []*vocab.Resource
	for _, r := range resources(units) {
		kept = append(kept, r.Rename(moved).With(pf.AlternateOf, vocab.Ref(r.ID())))
	}
	want := back(t, resources(units))
	for path, text := range back(t, kept) {
		equal(t, path, text, want[path])
	}
}

func repositoryDigest(s string) string {
	var b bytes.Buffer
	for _, c := range []byte(s) {
		b.WriteString(string("abcdefghijklmnop"[c>>4]) + string("abcdefghijklmnop"[c&15]))
	}
	return b.String()
}
