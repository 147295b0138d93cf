package repository_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tributary/node/importer/repository"
	"tributary/vocab"
)

// folder makes a folder of files.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "garden")
	put(t, dir, files)
	return dir
}

func put(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for path, text := range files {
		at := filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func read(t *testing.T, dir string) *repository.Repository {
	t.Helper()
	repo, err := repository.Read(t.Context(), dir, repository.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return repo
}

// of finds the thing with an id below the base.
func of(t *testing.T, units repository.Units, path string) *vocab.Resource {
	t.Helper()
	for _, u := range units.All {
		if u.Resource.ID() == base+vocab.IRI(path) {
			return u.Resource
		}
	}
	t.Fatalf("nothing has the id %s", path)
	return nil
}

// words are the values of a property, concepts by their names.
func words(r *vocab.Resource, p *vocab.Property) string {
	var all []string
	for _, v := range r.All(p) {
		text := v.Text()
		if v.Kind() == vocab.Reference {
			text = text[strings.LastIndexAny(text, "#/")+1:]
		}
		all = append(all, text)
	}
	return strings.Join(all, ", ")
}

func equal(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s:\n got %q\nwant %q", what, got, want)
	}
}

// told says whether a problem is among those of a file.
func told(problems repository.Problems, path string, line int, part string) bool {
	return slices.ContainsFunc(problems, func(p repository.Problem) bool {
		return p.Path == path && p.Line == line && strings.Contains(p.Message, part)
	})
}

func needs(t *testing.T, problems repository.Problems, path string, line int, part string) {
	t.Helper()
	if !told(problems, path, line, part) {
		t.Errorf("no problem %s:%d says %q; there are: %v", path, line, part, problems)
	}
}

// gitAs runs git as somebody on a day.
func gitAs(t *testing.T, dir, who, day string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=/nonexistent", "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=" + who, "GIT_AUTHOR_EMAIL=" + strings.ToLower(who) + "@example.org", "GIT_AUTHOR_DATE=" + day + "T12:00:00Z",
		"GIT_COMMITTER_NAME=" + who, "GIT_COMMITTER_EMAIL=" + strings.ToLower(who) + "@example.org", "GIT_COMMITTER_DATE=" + day + "T12:00:00Z"}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %v: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

func commit(t *testing.T, dir, who, day, message string) {
	t.Helper()
	gitAs(t, dir, who, day, "add", "-A")
	gitAs(t, dir, who, day, "commit", "-q", "-m", message)
}

// back exports things and gives the files.
func back(t *testing.T, all []*vocab.Resource) map[string]string {
	t.Helper()
	files, problems := repository.Files(repository.Target{Group: group, Base: base}, all)
	for _, p := range problems {
		t.Errorf("export: %+v", p)
	}
	texts := map[string]string{}
	for _, f := range files {
		texts[f.Path] = string(f.Data)
	}
	return texts
}
