package importer_test

import (
	"os"
	"strings"
	"testing"

	"tributary/node/importer"
)

const page = "../../docs/import.md"

// The page on imports has the table of columns as the code has it.
func TestThePageTellsEveryColumn(t *testing.T) {
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	const begin, end = "<!-- columns -->\n", "<!-- end of columns -->\n"
	before, rest, found := strings.Cut(string(text), begin)
	table, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatal("the page has no place for the columns")
	}
	if table == importer.Columns() {
		return
	}
	if !*update {
		t.Fatal("the table of columns is another one; -update writes it")
	}
	if err := os.WriteFile(page, []byte(before+begin+importer.Columns()+end+after), 0o644); err != nil {
		t.Fatal(err)
	}
}
