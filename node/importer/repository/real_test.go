package repository_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"tributary/node/importer/repository"
	"tributary/vocab"
	"tributary/vocab/model"
)

// TestRealRepositoriesComeBackAsTheyWere runs on the folders of a directory that TRIBUTARY_INPUTS
// names; nothing of their text is kept here.
func TestRealRepositoriesComeBackAsTheyWere(t *testing.T) {
	inputs := os.Getenv("TRIBUTARY_INPUTS")
	if inputs == "" {
		t.Skip("TRIBUTARY_INPUTS names no folder with repositories")
	}
	folders, err := os.ReadDir(inputs)
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		if !folder.IsDir() {
			continue
		}
		t.Run(folder.Name(), func(t *testing.T) {
			dir := filepath.Join(inputs, folder.Name())
			repo, err := repository.Read(t.Context(), dir, repository.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			units := meaning(t, repo)
			out := t.TempDir()
			files, problems := repository.Files(repository.Target{Group: group, Base: base}, resources(units))
			for _, p := range problems {
				t.Errorf("export: %+v", p)
			}
			if _, err := repository.Write(t.Context(), out, files); err != nil {
				t.Fatal(err)
			}
			for _, f := range repo.Files {
				if f.Deleted {
					continue
				}
				got, err := os.ReadFile(filepath.Join(out, f.Path))
				if err != nil {
					t.Errorf("%s: %v", f.Path, err)
				} else if !bytes.Equal(got, f.Data) {
					t.Errorf("%s comes back changed", f.Path)
				}
			}
			t.Logf("%d files, %d things", len(repo.Files), len(units.All))
			for _, u := range units.All {
				t.Logf("%-24s %s %v", u.Resource.Class(), u.Resource.ID(), u.Suggested)
			}
			for _, p := range units.Problems {
				t.Logf("%s: %+v", p.Weight, p)
			}
		})
	}
}

const (
	base  vocab.IRI = "urn:tributary:repository:garden/"
	group vocab.IRI = "https://node.example/groups/garden"
)

// meaning reads what a repository means, and holds it against the vocabulary.
func meaning(t *testing.T, repo *repository.Repository) repository.Units {
	t.Helper()
	units := repository.Resources(repo, repository.Target{Group: group, Base: base})
	seen := map[vocab.IRI]bool{}
	for _, u := range units.All {
		for _, v := range model.Vocabulary.Check(u.Resource) {
			t.Errorf("%s: %s", u.Resource.ID(), v)
		}
		if seen[u.Resource.ID()] {
			t.Errorf("%s is made twice", u.Resource.ID())
		}
		seen[u.Resource.ID()] = true
	}
	return units
}

func resources(units repository.Units) (all []*vocab.Resource) {
	for _, u := range units.All {
		all = append(all, u.Resource)
	}
	return all
}
