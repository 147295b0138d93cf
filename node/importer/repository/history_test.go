package repository_test

import (
	"strings"
	"testing"

	"tributary/vocab/pf"
)

// gardenHistory is a repository that three people changed.
func gardenHistory(t *testing.T) string {
	dir := folder(t, map[string]string{
		"agreements/watering.md":       "# Watering\n\nWe water in the evening.\n",
		"policies/operations/tools.md": "# Tools\n\nTools go back to the shed.\n",
		"notes.txt":                    "one\n",
	})
	gitAs(t, dir, "Ana", "2025-01-01", "init", "-q", "-b", "main")
	commit(t, dir, "Ana", "2025-01-01", "Begin\n\nWith two documents.")
	gitAs(t, dir, "Ben", "2025-01-02", "checkout", "-q", "-b", "morning")
	put(t, dir, map[string]string{"agreements/watering.md": "# Watering\n\nWe water in the morning.\n"})
	commit(t, dir, "Ben", "2025-01-03", "Water earlier")
	gitAs(t, dir, "Ana", "2025-01-04", "checkout", "-q", "main")
	put(t, dir, map[string]string{"notes.txt": "two\n"})
	commit(t, dir, "Ana", "2025-01-05", "Notes")
	gitAs(t, dir, "Cleo", "2025-01-06", "merge", "-q", "--no-ff", "-m", "Merge morning", "morning")
	gitAs(t, dir, "Cleo", "2025-02-01", "rm", "-q", "policies/operations/tools.md")
	gitAs(t, dir, "Cleo", "2025-02-01", "commit", "-q", "-m", "No more rules for tools")
	return dir
}

func TestHistoryBecomesVersionsOfTheDefaultBranch(t *testing.T) {
	repo := read(t, gardenHistory(t))

	var told []string
	for _, s := range repo.History {
		told = append(told, s.Author+" "+s.Entered.UTC().Format("01-02")+" "+strings.Split(s.Message, "\n")[0]+" ["+strings.Join(s.Contributors, " ")+"]")
	}
	equal(t, "history", strings.Join(told, "; "),
		"Ana 01-01 Begin [Ana]; Ana 01-05 Notes [Ana]; Cleo 01-06 Merge morning [Cleo Ben]; Cleo 02-01 No more rules for tools [Cleo]")
	equal(t, "message", repo.History[0].Message, "Begin\n\nWith two documents.")
	if a, c := repo.History[0].AuthorID, repo.History[2].AuthorID; a == c || a != repo.History[1].AuthorID || strings.Contains(a, "@") {
		t.Errorf("authors are told apart by %q and %q", a, c)
	}
	versions := repo.File("agreements/watering.md").Versions
	if len(versions) != 2 {
		t.Fatalf("watering has %d versions", len(versions))
	}
	equal(t, "first version", string(versions[0].Data), "# Watering\n\nWe water in the evening.\n")
	equal(t, "second version", string(versions[1].Data), "# Watering\n\nWe water in the morning.\n")
}

func TestDocumentsSayWhoWroteThemAndWhen(t *testing.T) {
	units := meaning(t, read(t, gardenHistory(t)))

	watering := of(t, units, "agreements/watering.md")
	equal(t, "creator", words(watering, pf.Creator), "Ana")
	equal(t, "contributors", words(watering, pf.Contributor), "Cleo, Ben")
	equal(t, "valid from", words(watering, pf.ValidFrom), "2025-01-01")
	equal(t, "modified", words(watering, pf.Modified), "2025-01-06T12:00:00Z")
	equal(t, "status", words(watering, pf.DocumentStatus), "doc-active")
	equal(t, "status of what was deleted", words(of(t, units, "policies/operations/tools.md"), pf.DocumentStatus), "doc-retired")
	for _, u := range units.All {
		if u.Resource != watering {
			continue
		}
		if len(u.Revisions) != 2 {
			t.Fatalf("watering has %d revisions", len(u.Revisions))
		}
		equal(t, "content then", u.Revisions[0].Resource.Get(pf.Content).Text(), "# Watering\n\nWe water in the evening.\n")
		if !u.Revisions[1].Resource.Equal(watering) {
			t.Error("the last revision is not what the document says now")
		}
	}
	if _, there := back(t, resources(units))["policies/operations/tools.md"]; there {
		t.Error("a deleted document is written again")
	}
}

func TestTheStateOfTheGroupFollowsTheHistory(t *testing.T) {
	dir := gardenHistory(t)

	var chain []string
	for _, u := range meaning(t, read(t, dir)).All {
		if u.Resource.Class() != pf.State {
			continue
		}
		section := u.Resource.Get(pf.HasPracticeSection).Part()
		line := words(u.Resource, pf.GeneratedAtTime)[:10]
		for _, e := range section.All(pf.HasElement) {
			line += " " + words(e.Part(), pf.ElementKind) + ":" + words(e.Part(), pf.PointsTo)
		}
		if len(chain) > 0 != u.Resource.Has(pf.WasRevisionOf) {
			t.Errorf("%s does not name the state before", line)
		}
		chain = append(chain, line)
	}
	equal(t, "states", strings.Join(chain, "; "), "2025-01-01 el-agreements:watering.md el-policies:tools.md; "+
		"2025-01-06 el-agreements:watering.md el-policies:tools.md; 2025-02-01 el-agreements:watering.md")

	gitAs(t, dir, "Ana", "2025-01-06", "tag", "spring", "HEAD~1")
	chain = nil
	for _, u := range meaning(t, read(t, dir)).All {
		if u.Resource.Class() == pf.State {
			chain = append(chain, words(u.Resource, pf.StateVersion))
		}
	}
	equal(t, "states with tags", strings.Join(chain, "; "), "spring")
}

func TestWhatIsNotCommittedIsReadAsItLies(t *testing.T) {
	dir := gardenHistory(t)
	put(t, dir, map[string]string{"agreements/watering.md": "# Watering\n\nRain is enough.\n", "agreements/new.md": "# New\n\nHello.\n",
		".gitignore": "secret*\n", "secret-plan.md": "# Secret\n"})

	repo := read(t, dir)
	needs(t, repo.Problems, "agreements/watering.md", 0, "differs from what was committed last")
	equal(t, "watering", string(repo.File("agreements/watering.md").Data), "# Watering\n\nRain is enough.\n")
	if repo.File("agreements/new.md") == nil {
		t.Error("a new file is not read")
	}
	if repo.File("secret-plan.md") != nil {
		t.Error("a file that git ignores is read")
	}
}

func TestTheSameFolderGivesTheSameThings(t *testing.T) {
	dir := gardenHistory(t)
	once, twice := meaning(t, read(t, dir)), meaning(t, read(t, dir))
	if len(once.All) != len(twice.All) {
		t.Fatalf("%d things, then %d", len(once.All), len(twice.All))
	}
	for i, u := range once.All {
		if !u.Resource.Equal(twice.All[i].Resource) {
			t.Errorf("%s is another thing the second time", u.Resource.ID())
		}
	}
}
