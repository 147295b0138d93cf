package main

import (
	"database/sql"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	_ "github.com/mattn/go-sqlite3"

	"tributary/storage/storagetest"
)

// The program is run as people run it: as a process of its own, by scripts in testdata/script.
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"tributary": main})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, params("testdata/script", nil))
}

// TestScriptsOnPostgres runs what differs when PostgreSQL keeps the data.
func TestScriptsOnPostgres(t *testing.T) {
	dsn, other := asURL(storagetest.Postgres(t)), asURL(storagetest.Postgres(t))
	testscript.Run(t, params("testdata/postgres", map[string]string{"DSN": dsn, "DSN2": other}))
}

// params are those of all scripts: they see few variables, and have the commands of this file.
func params(dir string, variables map[string]string) testscript.Params {
	return testscript.Params{
		Dir: dir, RequireExplicitExec: true, RequireUniqueNames: true,
		Setup: func(e *testscript.Env) error {
			for name, value := range variables {
				e.Setenv(name, value)
			}
			ports, err := freePorts()
			if err != nil {
				return err
			}
			for i, name := range []string{"PORT", "PORT2", "PORT3"} {
				e.Setenv(name, strconv.Itoa(ports+i))
			}
			readme, err := filepath.Abs("../../README.md")
			if err != nil {
				return err
			}
			e.Setenv("README", readme)
			e.Setenv("TMPDIR", e.WorkDir+"/.tmp")
			b := &background{running: map[string]*process{}}
			e.Values[backgroundKey{}] = b
			e.Defer(b.killAll)
			return os.MkdirAll(e.WorkDir+"/.tmp", 0o700)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "capture": capture, "sql": damage,
			"start": start, "quit": quit, "http": request, "until": until, "opens": opens, "types": types, "tour": tour,
		},
	}
}

// given are the ports that scripts have: they run side by side.
var given struct {
	sync.Mutex
	ports map[int]bool
}

// freePorts is the first of three in a row on which nothing listened a moment ago, for what cannot choose
// its own.
func freePorts() (int, error) {
	given.Lock()
	defer given.Unlock()
	if given.ports == nil {
		given.ports = map[int]bool{}
	}
	for {
		first, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return 0, err
		}
		port := first.Addr().(*net.TCPAddr).Port
		if err := first.Close(); err != nil {
			return 0, err
		}
		if isFree(port) && isFree(port+1) && isFree(port+2) {
			given.ports[port], given.ports[port+1], given.ports[port+2] = true, true, true
			return port, nil
		}
	}
}

func isFree(port int) bool {
	if given.ports[port] {
		return false
	}
	l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	return err == nil && l.Close() == nil
}

// exits CODE COMMAND ARGS… runs a command, which ends with the code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND ARGS…")
	}
	err := ts.Exec(args[1], args[2:]...)
	code := 0
	if failed, ok := err.(*exec.ExitError); ok {
		code = failed.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if strconv.Itoa(code) != args[0] {
		ts.Fatalf("%s ended with %d, not %s\n%s%s", args[1], code, args[0], ts.ReadFile("stdout"), ts.ReadFile("stderr"))
	}
}

// capture VARIABLE REGEXP keeps what the one group in the regexp matches in the last output.
func capture(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: capture VARIABLE REGEXP")
	}
	found := compile(ts, args[1]).FindStringSubmatch(ts.ReadFile("stdout"))
	if len(found) != 2 {
		ts.Fatalf("%s matches nothing in\n%s", args[1], ts.ReadFile("stdout"))
	}
	ts.Setenv(args[0], found[1])
}

// sql FILE STATEMENT changes a SQLite database behind the program's back.
func damage(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: sql FILE STATEMENT")
	}
	db, err := sql.Open("sqlite3", ts.MkAbs(args[0]))
	ts.Check(err)
	_, err = db.Exec(args[1])
	ts.Check(errors.Join(err, db.Close()))
}

// asURL writes a DSN of key=value pairs as the URL that the configuration takes.
func asURL(dsn string) string {
	if strings.Contains(dsn, "://") {
		return dsn
	}
	database, rest := "postgres", []string{}
	for _, pair := range strings.Fields(dsn) {
		if name, ok := strings.CutPrefix(pair, "dbname="); ok {
			database = name
			continue
		}
		rest = append(rest, pair)
	}
	return "postgres:///" + database + "?" + strings.Join(rest, "&")
}
