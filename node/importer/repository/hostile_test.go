package repository_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tributary/node/importer/repository"
	"tributary/vocab"
)

func link(t *testing.T, dir, at, to string) {
	t.Helper()
	if err := os.Symlink(to, filepath.Join(dir, at)); err != nil {
		t.Skip("this system makes no symbolic links")
	}
}

func TestLinksAreNotFollowed(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret.md")
	put(t, filepath.Dir(secret), map[string]string{"secret.md": "# Secret\n"})
	dir := folder(t, map[string]string{"agreements/a.md": "# A\n"})
	link(t, dir, "out.md", secret)
	link(t, dir, "up.md", "../../secret.md")
	link(t, dir, "agreements/round", "..")
	link(t, dir, "also.md", "agreements/a.md")
	link(t, dir, "settings", ".git/config")

	repo := read(t, dir)
	for _, path := range []string{"out.md", "up.md", "settings"} {
		needs(t, repo.Problems, path, 0, "leaves the folder")
	}
	if len(repo.Files) != 3 {
		t.Errorf("%d files were read", len(repo.Files))
	}
	files, _ := repository.Files(repository.Target{Group: group, Base: base}, resources(meaning(t, repo)))
	out := t.TempDir()
	if _, err := repository.Write(t.Context(), out, files); err != nil {
		t.Fatal(err)
	}
	to, err := os.Readlink(filepath.Join(out, "also.md"))
	if err != nil || to != "agreements/a.md" {
		t.Errorf("the link inside comes back as %q (%v)", to, err)
	}
}

func TestLimitsHold(t *testing.T) {
	dir := folder(t, map[string]string{"a.md": "# A\n", "b.md": strings.Repeat("x", 2000), "d/e/f/g.md": "# G\n"})

	repo, err := repository.Read(t.Context(), dir, repository.Limits{FileBytes: 1000, Depth: 2})
	if err != nil {
		t.Fatal(err)
	}
	needs(t, repo.Problems, "b.md", 0, "is larger than 1000 bytes")
	needs(t, repo.Problems, "d/e/f", 0, "more than 2 folders deep")
	for _, lim := range []repository.Limits{{Files: 2}, {TotalBytes: 1500}} {
		if _, err := repository.Read(t.Context(), dir, lim); !errors.Is(err, repository.ErrTooLarge) {
			t.Errorf("%+v: %v", lim, err)
		}
	}
	if _, err := repository.Read(t.Context(), filepath.Join(dir, "a.md"), repository.Limits{}); !errors.Is(err, repository.ErrNotFolder) {
		t.Errorf("a file: %v", err)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if _, err := repository.Read(stopped, dir, repository.Limits{}); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}

func TestDamagedTextsAreKeptAndTold(t *testing.T) {
	bomb := "---\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b]\n---\ntext\n"
	deep := "---\na: " + strings.Repeat("[", 40) + strings.Repeat("]", 40) + "\n---\n"
	texts := map[string]string{
		"agreements/bomb.md": bomb, "agreements/deep.md": deep,
		"agreements/wide.md":  "---\n" + strings.Repeat("- x\n", 3000) + "---\n",
		"agreements/half.md":  "---\ntitle: A\n\n# text that goes on",
		"agreements/tabs.md":  "---\ntitle:\tA\n\tb: c\n---\n",
		"agreements/latin.md": "# Caf\xe9\n", "agreements/utf16.md": "\xfe\xff\x00#", "agreements/zero.md": "a\nb\x00",
		"agreements/links.md": strings.Repeat("[[", 20000) + strings.Repeat("[a](", 20000),
		"agreements/marks.md": strings.Repeat("*_`~", 20000) + strings.Repeat("<!--", 20000),
		"agreements/fence.md": "```mermaid\nnever closed",
		"policies/\u202e.md":  "# x\n",
	}
	repo := read(t, folder(t, texts))
	for path, at := range map[string]struct {
		line int
		part string
	}{
		"agreements/bomb.md": {2, "anchors"}, "agreements/deep.md": {2, "levels deep"}, "agreements/wide.md": {2, "no keys"},
		"agreements/half.md": {1, "does not end"}, "agreements/latin.md": {1, "not UTF-8"},
		"agreements/utf16.md": {1, "UTF-16"}, "agreements/zero.md": {2, "zero byte"},
	} {
		needs(t, repo.Problems, path, at.line, at.part)
	}
	got := back(t, resources(meaning(t, repo)))
	for path, want := range texts {
		if got[path] != want {
			t.Errorf("%s comes back changed", path)
		}
	}
}

func TestNothingOfARepositoryRuns(t *testing.T) {
	dir := gardenHistory(t)
	touched := filepath.Join(t.TempDir(), "touched")
	script := filepath.Join(t.TempDir(), "run")
	if err := os.WriteFile(script, []byte("#!/bin/sh\necho \"$0 $*\" >> "+touched+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	put(t, dir, map[string]string{".gitattributes": "*.md filter=f diff=d\n", "agreements/new.md": "# New\n"})
	for _, setting := range []string{"core.fsmonitor", "core.pager", "gpg.program", "diff.external", "filter.f.clean", "filter.f.smudge",
		"diff.d.textconv", "core.editor", "core.sshCommand", "credential.helper", "core.askPass"} {
		gitAs(t, dir, "Ana", "2025-03-01", "config", setting, script)
	}
	gitAs(t, dir, "Ana", "2025-03-01", "config", "log.showSignature", "true")
	gitAs(t, dir, "Ana", "2025-03-01", "config", "commit.gpgSign", "true")
	for _, hook := range []string{"pre-commit", "post-commit", "commit-msg", "reference-transaction", "post-index-change"} {
		at := filepath.Join(dir, ".git", "hooks", hook)
		_ = os.MkdirAll(filepath.Dir(at), 0o755)
		text, _ := os.ReadFile(script)
		if err := os.WriteFile(at, text, 0o755); err != nil {
			t.Fatal(err)
		}
	}

	repo := read(t, dir)
	if len(repo.History) != 4 {
		t.Errorf("the history has %d steps: %v", len(repo.History), repo.Problems)
	}
	if _, err := repository.Commit(t.Context(), dir, repository.Record{Author: "Ana", Summary: "New"}, []string{"agreements/new.md"}); err != nil {
		t.Error(err)
	}
	if text, err := os.ReadFile(touched); err == nil {
		t.Errorf("a program of the repository ran: %s", text)
	}
}

func TestAHistoryElsewhereIsNotRead(t *testing.T) {
	dir := folder(t, map[string]string{"agreements/a.md": "# A\n", ".git": "gitdir: /somewhere/else\n"})
	repo := read(t, dir)
	needs(t, repo.Problems, ".git", 0, "in another folder")
	if len(repo.Files) != 1 || len(repo.Files[0].Versions) != 1 {
		t.Errorf("%d files", len(repo.Files))
	}
	broken := folder(t, map[string]string{"agreements/a.md": "# A\n", ".git/HEAD": "nonsense"})
	if repo := read(t, broken); len(repo.Files) != 1 || len(repo.Problems) == 0 {
		t.Errorf("a broken history: %d files, %v", len(repo.Files), repo.Problems)
	}
}

func TestAnExportStaysInItsFolder(t *testing.T) {
	outside := t.TempDir()
	for _, path := range []string{"../x.md", "/x.md", "a/../../x.md", ".git/config", "a/.GIT/hooks/x", "git~1/x", "", "a//b.md", "a\x00b"} {
		dir := filepath.Join(outside, "in")
		if _, err := repository.Write(t.Context(), dir, []repository.Output{{Path: path, Data: []byte("x")}}); err == nil {
			t.Errorf("%q was written", path)
		}
		r := vocab.New(nil, base+"x").WithExtra(
			vocab.Statement{Property: repository.KeptPath, Value: vocab.Text(path)}, vocab.Statement{Property: repository.KeptBytes, Value: vocab.Text("0:eA==")})
		if files, _ := repository.Files(repository.Target{Group: group, Base: base}, []*vocab.Resource{r}); len(files) > 0 {
			t.Errorf("%q is a file of the export", path)
		}
	}
	dir := filepath.Join(outside, "in")
	put(t, dir, map[string]string{"a.md": "old"})
	link(t, dir, "sub", outside)
	link(t, dir, "one.md", "a.md")
	for _, o := range []repository.Output{{Path: "sub/x.md"}, {Path: "one.md"}, {Path: "l.md", Link: "../../secret"}} {
		if _, err := repository.Write(t.Context(), dir, []repository.Output{o}); err == nil {
			t.Errorf("%+v was written", o)
		}
	}
}
