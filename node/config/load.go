package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"tributary/node"
	"tributary/vocab"
)

// FileName is the name of the file in a node's folder.
const FileName = "config.toml"

// maxBytes of the file, and of a file that a key names.
const maxBytes = 1 << 20

// Load reads config.toml in a folder, lets the environment override it, and checks the result.
//
// Errors: NotFound when there is no file; Unreadable when it is not TOML; Invalid, with a violation
// for each key that is unknown, of the wrong type or out of range.
func Load(dir string) (Config, error) {
	text, err := readSmall(filepath.Join(dir, FileName))
	if errors.Is(err, fs.ErrNotExist) {
		return Config{}, node.Errorf(node.NotFound, "there is no %s in %s: tributary init makes one", FileName, dir)
	}
	if err != nil {
		return Config{}, err
	}
	c := Default()
	c.dir = dir
	if err := decode(text, &c); err != nil {
		return Config{}, err
	}
	if err := c.override(os.LookupEnv); err != nil {
		return Config{}, err
	}
	if err := c.readDatabaseFile(); err != nil {
		return Config{}, err
	}
	return c.Settle()
}

// decode reads the text of a file over the defaults.
func decode(text []byte, c *Config) error {
	err := toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields().Decode(c)
	if err == nil {
		return nil
	}
	var unknown *toml.StrictMissingError
	if errors.As(err, &unknown) {
		var found vocab.Violations
		for _, one := range unknown.Errors {
			line, _ := one.Position()
			name := strings.Join(one.Key(), ".")
			found = append(found, vocab.Violation{
				Path: name, Term: name, Message: fmt.Sprintf("there is no such key (%s, line %d)", FileName, line),
			})
		}
		return node.Refuse(found)
	}
	var wrong *toml.DecodeError
	if !errors.As(err, &wrong) {
		return node.Errorf(node.Unreadable, "%s: %s", FileName, strings.TrimPrefix(err.Error(), "toml: "))
	}
	line, column := wrong.Position()
	what := strings.TrimPrefix(wrong.Error(), "toml: ")
	// A key is known where the text is TOML and only its value is wrong.
	if name := strings.Join(wrong.Key(), "."); name != "" {
		for k := range c.keys() {
			if k.path == name {
				what = "takes a " + k.kind()
			}
		}
		return node.Refuse(vocab.Violations{{
			Path: name, Term: name, Message: fmt.Sprintf("%s (%s, line %d)", what, FileName, line),
		}})
	}
	return node.Errorf(node.Unreadable, "%s, line %d, column %d: %s", FileName, line, column, what)
}

// override sets each key whose environment variable is set.
func (c *Config) override(lookup func(string) (string, bool)) error {
	var found vocab.Violations
	for k := range c.keys() {
		text, ok := lookup(k.env())
		if !ok || k.isSection() {
			continue
		}
		if err := k.set(text); err != nil {
			found = append(found, vocab.Violation{Path: k.path, Term: k.path, Message: fmt.Sprintf("%s takes a %s", k.env(), k.kind())})
		}
	}
	return node.Refuse(found)
}

// set reads a value from an environment variable. Lists are separated by commas.
func (k key) set(text string) error {
	switch k.value.Kind() {
	case reflect.Bool:
		on, err := strconv.ParseBool(text)
		k.value.SetBool(on)
		return err
	case reflect.Int:
		n, err := strconv.Atoi(text)
		k.value.SetInt(int64(n))
		return err
	case reflect.Slice:
		var list []string
		for one := range strings.SplitSeq(text, ",") {
			if one = strings.TrimSpace(one); one != "" {
				list = append(list, one)
			}
		}
		k.value.Set(reflect.ValueOf(list))
		return nil
	}
	k.value.SetString(text)
	return nil
}

// readDatabaseFile fetches the address that database_file keeps. The address goes where Write does
// not look.
func (c *Config) readDatabaseFile() error {
	if c.DatabaseFile == "" {
		return nil
	}
	path := c.DatabaseFile
	if !filepath.IsAbs(path) {
		path = filepath.Join(c.dir, path)
	}
	text, err := readSmall(path)
	if err != nil {
		return node.Errorf(node.Invalid, "database_file: %v", err)
	}
	c.dsn = strings.TrimSpace(string(text))
	if c.dsn == "" {
		return node.Errorf(node.Invalid, "database_file: %s is empty", path)
	}
	return nil
}

// readSmall reads a file of at most maxBytes.
func readSmall(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxBytes+1))
	if err != nil {
		return nil, err
	}
	if len(text) > maxBytes {
		return nil, node.Errorf(node.TooLarge, "%s is larger than %d bytes", path, maxBytes)
	}
	return text, nil
}
