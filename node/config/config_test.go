package config_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/config"
)

var update = flag.Bool("update", false, "write config.example.toml and docs/config.md")

// folder makes a node's folder with the given config.toml.
func folder(t *testing.T, text string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, config.FileName), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func load(t *testing.T, text string) config.Config {
	t.Helper()
	c, err := config.Load(folder(t, text))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestDocumentsAreWrittenFromTheStruct(t *testing.T) {
	example := config.Default()
	example.URL = "https://node.example"
	for path, write := range map[string]func(*bytes.Buffer) error{
		"../../config.example.toml": func(b *bytes.Buffer) error { return config.Write(b, example) },
		"../../docs/config.md":      func(b *bytes.Buffer) error { return config.WriteReference(b) },
	} {
		var now bytes.Buffer
		if err := write(&now); err != nil {
			t.Fatal(err)
		}
		if *update {
			if err := os.WriteFile(path, now.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		kept, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(kept, now.Bytes()) {
			t.Errorf("%s is stale: go test ./node/config -update", path)
		}
	}
}

// Load of what Write wrote is the same, whatever the keys hold.
func TestEveryKeySurvivesWritingAndLoading(t *testing.T) {
	want := config.Default()
	fill(reflect.ValueOf(&want).Elem())
	want.URL, want.Listen, want.Database = "https://node.example", "[::1]:81", "postgres://u:p@h/n"
	want.DatabaseFile, want.DefaultAudience = "", "members"
	want.Federation.Mode = "allow-list"
	want.Proxy.Header, want.Proxy.Trusted = "Forwarded", []string{"10.0.0.0/8", "::1"}
	want.Log = config.Log{Level: "debug", Format: "json"}
	want.Name = `Ana's "garden" \ ü <&> #`
	want.Limits.BodyBytes = 2000

	var text bytes.Buffer
	if err := config.Write(&text, want); err != nil {
		t.Fatal(err)
	}
	var again bytes.Buffer
	if err := config.Write(&again, load(t, text.String())); err != nil {
		t.Fatal(err)
	}
	if text.String() != again.String() {
		t.Errorf("wrote\n%s\nbut loaded\n%s", text.String(), again.String())
	}
}

// fill sets each key to something that is not its default.
func fill(v reflect.Value) {
	for i := range v.NumField() {
		f := v.Field(i)
		switch {
		case !f.CanSet():
		case f.Kind() == reflect.Struct:
			fill(f)
		case f.Kind() == reflect.Bool:
			f.SetBool(!f.Bool())
		case f.Kind() == reflect.Int:
			f.SetInt(f.Int() + 1)
		case f.Kind() == reflect.String:
			f.SetString("other")
		}
	}
}

func TestEveryKeyIsDocumented(t *testing.T) {
	var check func(reflect.Type)
	check = func(s reflect.Type) {
		for i := range s.NumField() {
			f := s.Field(i)
			if f.IsExported() && (f.Tag.Get("toml") == "" || !strings.HasSuffix(f.Tag.Get("doc"), ".")) {
				t.Errorf("%s.%s needs a toml tag and a doc tag that ends in a full stop", s.Name(), f.Name)
			}
			if f.Type.Kind() == reflect.Struct {
				check(f.Type)
			}
		}
	}
	check(reflect.TypeFor[config.Config]())
}

func TestMistakesAreNamedByKey(t *testing.T) {
	for _, row := range []struct{ text, want string }{
		{"", "url: is needed"},
		{`url = "ftp://x"`, "url: begins with http"},
		{`url = "https://x/y"`, "url: has a scheme, a host"},
		{`url = "https://x?"`, "url: has a scheme, a host"},
		{`url = "https://a:b@x"`, "url: has a scheme, a host"},
		{`url = "https://x:99999"`, "url: has a port"},
		{`url = "https://bücher.example"`, "url: writes its host in ASCII"},
		{"url = 'https://x'\nlisten = 'here'", "listen: is host:port"},
		{"url = 'https://x'\nname = \"a\\nb\"", "name: has no line breaks"},
		{"url = 'https://x'\ndatabase = 'mysql://root:hush@h'", "database: is empty, or"},
		{"url = 'https://x'\ndatabase = 'postgres://h'\ndatabase_file = 'f'", "database_file: "},
		{"url = 'https://x'\ndefault_audience = 'named'", "default_audience: is one of public, followers, members"},
		{"url = 'https://x'\n[limits]\nbody_bytes = 3", "limits.body_bytes: is from 1024"},
		{"url = 'https://x'\n[federation]\nmode = 'closed'", "federation.mode: is one of open, allow-list"},
		{"url = 'https://x'\n[proxy]\nheader = 'X-Client'", "proxy.header: is one of X-Forwarded-For"},
		{"url = 'https://x'\n[proxy]\ntrusted = ['all']", "proxy.trusted: lists addresses"},
		{"url = 'https://x'\n[log]\nlevel = 'loud'", "log.level: is one of debug"},
		{"url = 'https://x'\n\nurll = 'y'", "urll: there is no such key (config.toml, line 3)"},
		{"url = 'https://x'\n[log]\ncolour = 1", "log.colour: there is no such key (config.toml, line 3)"},
		{"url = 'https://x'\n[limits]\nbody_bytes = 'much'", "limits.body_bytes: takes a whole number (config.toml, line 3)"},
		{"url = https", "config.toml, line 1"},
	} {
		_, err := config.Load(folder(t, row.text))
		if err == nil || !strings.Contains(err.Error(), row.want) {
			t.Errorf("%q: got %v, want %q in it", row.text, err, row.want)
		}
		if kind := node.KindOf(err); kind != node.Invalid && kind != node.Unreadable {
			t.Errorf("%q: kind %s", row.text, kind)
		}
		if err != nil && strings.Contains(err.Error(), "hush") {
			t.Errorf("%q: the message repeats a password", row.text)
		}
	}
}

func TestListenFollowsTheURL(t *testing.T) {
	for url, want := range map[string]string{
		"https://node.example":      "127.0.0.1:8080",
		"https://node.example:8443": "127.0.0.1:8080",
		"http://node.example":       "127.0.0.1:8080",
		"http://node.example:9000":  ":9000",
		"http://127.0.0.1:9001":     "127.0.0.1:9001",
		"http://localhost:9002":     "localhost:9002",
		"http://[::1]:9003":         "[::1]:9003",
	} {
		if got := load(t, "url = '"+url+"'").Listen; got != want {
			t.Errorf("%s: listens at %s, want %s", url, got, want)
		}
	}
}

func TestURLHasOneSpelling(t *testing.T) {
	for given, want := range map[string]string{
		"HTTPS://Node.Example/":    "https://node.example",
		"https://node.example:443": "https://node.example",
		"http://node.example:80":   "http://node.example",
		"http://node.example:443":  "http://node.example:443",
	} {
		if got := load(t, "url = '"+given+"'").URL; got != want {
			t.Errorf("%s is written %s, want %s", given, got, want)
		}
	}
}

func TestEnvironmentOverridesTheFile(t *testing.T) {
	t.Setenv("TRIBUTARY_URL", "https://other.example")
	t.Setenv("TRIBUTARY_LIMITS_REQUEST_BURST", "7")
	t.Setenv("TRIBUTARY_PROXY_TRUSTED", "10.0.0.1, 10.1.0.0/16")
	t.Setenv("TRIBUTARY_PROXY_HEADER", "Forwarded")
	t.Setenv("TRIBUTARY_ALLOW_PRIVATE_ADDRESSES", "true")

	c := load(t, "url = 'https://node.example'\n[limits]\nrequest_burst = 5")

	networks, err := c.Proxy.Networks()
	if err != nil || len(networks) != 2 || networks[0].String() != "10.0.0.1/32" || networks[1].String() != "10.1.0.0/16" {
		t.Errorf("networks are %v, %v", networks, err)
	}
	if c.URL != "https://other.example" || c.Limits.RequestBurst != 7 || !c.AllowPrivateAddresses {
		t.Errorf("got %+v", c)
	}
}

func TestEnvironmentOfTheWrongTypeIsNamed(t *testing.T) {
	t.Setenv("TRIBUTARY_CACHE_MEGABYTES", "plenty")
	_, err := config.Load(folder(t, "url = 'https://node.example'"))
	if err == nil || !strings.Contains(err.Error(), "cache_megabytes: TRIBUTARY_CACHE_MEGABYTES takes a whole number") {
		t.Errorf("got %v", err)
	}
}

func TestDatabaseIsSQLiteInTheFolderUnlessNamed(t *testing.T) {
	dir := folder(t, "url = 'https://node.example'")
	c, err := config.Load(dir)
	if err != nil || c.SQLite() != filepath.Join(dir, "tributary.db") || c.Postgres() != "" {
		t.Errorf("got %q, %q, %v", c.SQLite(), c.Postgres(), err)
	}
	c = load(t, "url = 'https://node.example'\ndatabase = 'postgres://h/n'")
	if c.SQLite() != "" || c.Postgres() != "postgres://h/n" {
		t.Errorf("got %q, %q", c.SQLite(), c.Postgres())
	}
}

func TestDatabaseAddressMayStandInAFileOfItsOwn(t *testing.T) {
	dir := folder(t, "url = 'https://node.example'\ndatabase_file = 'secret'")
	if _, err := config.Load(dir); err == nil || !strings.HasPrefix(err.Error(), "database_file: ") {
		t.Errorf("without the file: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "secret"), []byte("postgres://u:hush@h/n\n"), 0o600); err != nil {
		t.Fatal(err)
	}

	c, err := config.Load(dir)

	if err != nil || c.Postgres() != "postgres://u:hush@h/n" {
		t.Fatalf("got %q, %v", c.Postgres(), err)
	}
	var text bytes.Buffer
	if config.Write(&text, c); strings.Contains(text.String(), "hush") {
		t.Error("Write shows the password")
	}
}

func TestInitMakesWhatLoadReads(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "node")
	c := config.Default()
	c.URL, c.Name = "http://127.0.0.1:9000/", "Garden"

	made, err := config.Init(dir, c)
	if err != nil {
		t.Fatal(err)
	}
	read, err := config.Load(dir)
	if err != nil || !reflect.DeepEqual(made, read) || read.Listen != "127.0.0.1:9000" {
		t.Errorf("made %+v, read %+v, %v", made, read, err)
	}
	if info, err := os.Stat(filepath.Join(dir, config.FileName)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file's mode is %v, %v", info.Mode(), err)
	}
}

func TestInitRefusesToOverwrite(t *testing.T) {
	dir := folder(t, "mine")
	c := config.Default()
	c.URL = "https://node.example"

	_, err := config.Init(dir, c)

	if node.KindOf(err) != node.Conflict {
		t.Errorf("got %v", err)
	}
	if kept, _ := os.ReadFile(filepath.Join(dir, config.FileName)); string(kept) != "mine" {
		t.Errorf("the file now holds %q", kept)
	}
}

func TestLoadWithoutAFileSaysHowToMakeOne(t *testing.T) {
	_, err := config.Load(t.TempDir())
	if node.KindOf(err) != node.NotFound || !strings.Contains(err.Error(), "tributary init") {
		t.Errorf("got %v", err)
	}
}
