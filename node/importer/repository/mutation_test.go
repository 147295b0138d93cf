package repository_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestDamagedFilesStillComeBackAsTheyAre(t *testing.T) {
	seeds := read(t, garden).Files
	random := rand.New(rand.NewPCG(1, 2))
	pieces := []string{"---\n", "\r", "\n", "# ", "```", "<!--", "pf:", "[[", ": ", "\t", "\xff", "**", "- ", "'", "\"", "{", "<<<<<<< x\n", "title: x\n", "\ufeff"}
	texts := map[string]string{}
	for i := range 400 {
		seed := seeds[random.IntN(len(seeds))]
		text := string(seed.Data)
		for range 1 + random.IntN(4) {
			from := random.IntN(len(text) + 1)
			to := min(len(text), from+random.IntN(6))
			text = text[:from] + pieces[random.IntN(len(pieces))] + text[to:]
		}
		texts[fmt.Sprintf("%03d/%s", i, strings.ReplaceAll(seed.Path, "templates/", ""))] = text
	}
	got := back(t, resources(meaning(t, read(t, folder(t, texts)))))
	for path, want := range texts {
		if got[path] != want {
			t.Errorf("%s comes back changed:\n got %q\nwant %q", path, got[path], want)
		}
	}
}

func TestEndlessTextsAreRead(t *testing.T) {
	lines := func(text string) string { return strings.Repeat(text, 200_000/len(text)) }
	texts := map[string]string{
		"STATE.md":               lines("## Purpose\n\n- **Goals**: [x](https://x.example/)\n"),
		"agreements/values.md":   "# Values\n" + lines("- care over speed\n") + lines("We value a even over b.\n"),
		"agreements/drawings.md": lines("```mermaid\nx\n```\n"),
		"agreements/links.md":    "## Related\n" + lines("[a](b.md) [[c]]\n"),
		"agreements/long.md":     strings.Repeat("# A\n", 200_000),
		"agreements/quotes.md":   lines("> [!x]: "),
	}
	got := back(t, resources(meaning(t, read(t, folder(t, texts)))))
	for path, want := range texts {
		if got[path] != want {
			t.Errorf("%s comes back changed", path)
		}
	}
}
