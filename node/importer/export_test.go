package importer

import (
	"fmt"
	"strings"
)

// Columns is the table of roles, as the page on imports has it.
func Columns() string {
	var b strings.Builder
	b.WriteString("| Role | Meaning | Headings that are recognised |\n|---|---|---|\n")
	for _, r := range roles {
		words := append([]string{r.name}, r.words...)
		if r.property != nil && fold(r.property.Term) != r.name {
			words = append([]string{r.name, r.property.Term}, r.words...)
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", r.name, r.doc, strings.Join(words, ", "))
	}
	return b.String()
}

// Formats is the list of forms that are read, as the page on imports has it.
func Formats() string { return formNames() }

// SetUnit makes activities smaller for a test, and gives what puts it back.
func SetUnit(n int) (restore func()) {
	before := unit
	unit = n
	return func() { unit = before }
}
