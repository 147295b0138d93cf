package main

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

var update = flag.Bool("update", false, "write docs/cli.md")

// The page about the commands says what the program reads.
func TestCommandsAreDocumented(t *testing.T) {
	var line commands
	parser := newParser(&line, io.Discard, io.Discard)
	var b bytes.Buffer
	writeReference(&b, parser.Model)
	const path = "../../docs/cli.md"
	if *update {
		if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	kept, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(kept, b.Bytes()) {
		t.Errorf("docs/cli.md is stale (%v): go test ./cmd/tributary -update", err)
	}
}

func writeReference(w io.Writer, model *kong.Application) {
	fmt.Fprint(w, "# The program\n\n"+
		"One program, `tributary`. Results go to standard output, messages to standard error. It ends with 0 when\n"+
		"done, 1 when refused or failed, 2 when called wrongly. This page is written from the program by\n"+
		"`go test ./cmd/tributary -update`.\n\nEvery command takes:\n\n")
	writeFlags(w, model.Flags)
	for _, c := range model.Leaves(true) {
		fmt.Fprintf(w, "\n## tributary %s\n\n%s\n\n```\ntributary %s\n```\n", words(c), c.Help, synopsis(c))
		if len(c.Positional)+len(c.Flags) > 0 {
			fmt.Fprintln(w)
		}
		for _, p := range c.Positional {
			fmt.Fprintf(w, "- `%s`: %s\n", p.Summary(), p.Help)
		}
		writeFlags(w, c.Flags)
	}
}

func writeFlags(w io.Writer, flags []*kong.Flag) {
	for _, f := range flags {
		fmt.Fprintf(w, "- `%s`: %s\n", flagName(f), f.Help)
	}
}

// words are the names that lead to a command.
func words(c *kong.Command) string {
	if c.Parent == nil || c.Parent.Type == kong.ApplicationNode {
		return c.Name
	}
	return words(c.Parent) + " " + c.Name
}

func synopsis(c *kong.Command) string {
	parts := []string{words(c)}
	for _, p := range c.Positional {
		parts = append(parts, p.Summary())
	}
	for i, f := range c.Flags {
		switch {
		case len(f.Xor) > 0 && i > 0 && len(c.Flags[i-1].Xor) > 0:
			parts[len(parts)-1] = "(" + parts[len(parts)-1] + " | " + flagName(f) + ")"
		case f.Required:
			parts = append(parts, flagName(f))
		default:
			parts = append(parts, "["+flagName(f)+"]")
		}
	}
	return strings.Join(parts, " ")
}

func flagName(f *kong.Flag) string {
	if f.IsBool() {
		return "--" + f.Name
	}
	return "--" + f.Name + " " + cmp.Or(f.PlaceHolder, strings.ToUpper(f.Name))
}
