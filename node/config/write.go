package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"

	"tributary/node"
)

// Init writes the commented config.toml of a new node and returns what Load will read from it.
//
// Errors: Invalid when the configuration is; Conflict when the folder has a config.toml already.
func Init(dir string, c Config) (Config, error) {
	c.dir = dir
	if err := c.readDatabaseFile(); err != nil {
		return Config{}, err
	}
	c, err := c.Settle()
	if err != nil {
		return Config{}, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return Config{}, fmt.Errorf("make the node's folder: %w", err)
	}
	path := filepath.Join(dir, FileName)
	// Only the operator reads it: the database's address may hold a password.
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return Config{}, node.Errorf(node.Conflict, "%s is there already, and is left as it is", path)
	}
	if err != nil {
		return Config{}, fmt.Errorf("make %s: %w", path, err)
	}
	err = errors.Join(Write(f, c), f.Sync(), f.Close())
	if err != nil {
		os.Remove(path) // half a file would refuse the next attempt
		return Config{}, fmt.Errorf("write %s: %w", path, err)
	}
	return c, nil
}

// Write writes a configuration as TOML, each key beneath a comment that says what it does.
func Write(w io.Writer, c Config) error {
	var b bytes.Buffer
	b.WriteString("# Configuration of a Tributary node.\n")
	b.WriteString("# An environment variable overrides a key: TRIBUTARY_URL, TRIBUTARY_LOG_LEVEL.\n")
	for k := range c.keys() {
		b.WriteByte('\n')
		for line := range wrapped(k.doc, 96) {
			fmt.Fprintf(&b, "# %s\n", line)
		}
		if k.isSection() {
			fmt.Fprintf(&b, "[%s]\n", k.path)
			continue
		}
		fmt.Fprintf(&b, "%s = %s\n", k.name(), literal(k.value))
	}
	_, err := w.Write(b.Bytes())
	return err
}

// wrapped breaks a sentence into lines of at most width bytes.
func wrapped(text string, width int) func(yield func(string) bool) {
	return func(yield func(string) bool) {
		line := ""
		for _, word := range strings.Fields(text) {
			if line != "" && len(line)+1+len(word) > width {
				if !yield(line) {
					return
				}
				line = ""
			}
			line = strings.TrimSpace(line + " " + word)
		}
		yield(line)
	}
}

// literal writes a value as TOML.
func literal(v reflect.Value) string {
	switch v.Kind() {
	case reflect.Slice:
		items := make([]string, v.Len())
		for i := range items {
			items[i] = literal(v.Index(i))
		}
		return "[" + strings.Join(items, ", ") + "]"
	case reflect.String:
		return quote(v.String())
	}
	return fmt.Sprint(v.Interface())
}

// quote writes a basic string. JSON's escapes are TOML's too; only DEL, which JSON leaves, is not
// allowed in TOML.
//
// Spec: TOML 1.0, "String".
func quote(text string) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	_ = e.Encode(text) // strings always encode
	return strings.ReplaceAll(strings.TrimSuffix(b.String(), "\n"), "\x7f", `\u007f`)
}

// WriteReference writes docs/config.md: every key with its default and what it does.
func WriteReference(w io.Writer) error {
	var b bytes.Buffer
	b.WriteString("# Configuration\n\n")
	b.WriteString("A node reads `config.toml` in its folder (`--dir`), once, when it starts. Every key has an environment\n" +
		"variable that overrides it; lists are separated by commas there. Unknown keys are refused.\n" +
		"This page is written from `node/config` by `go test ./node/config -update`.\n")
	c := Default()
	table := "\n| key | default | environment | what it does |\n|---|---|---|---|\n"
	open := false
	for k := range c.keys() {
		if k.isSection() {
			fmt.Fprintf(&b, "\n## [%s]\n\n%s\n%s", k.path, k.doc, table)
			open = true
			continue
		}
		if !open {
			b.WriteString(table)
			open = true
		}
		doc := strings.ReplaceAll(k.doc, "|", `\|`)
		fmt.Fprintf(&b, "| `%s` | `%s` | `%s` | %s |\n", k.name(), literal(k.value), k.env(), doc)
	}
	_, err := w.Write(b.Bytes())
	return err
}
