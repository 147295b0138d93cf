package storagetest

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
)

// Server is a PostgreSQL server that a test may crash. It goes when the test ends.
type Server struct {
	t      testing.TB
	bin    string
	folder string
	who    *syscall.SysProcAttr
	orders io.Writer // to the shell around the server that runs
	ended  chan error
}

// NewServer starts a server. Where there is none installed, the test is skipped.
func NewServer(t testing.TB) *Server {
	t.Helper()
	bin, err := binaries()
	if err != nil {
		t.Skipf("SKIPPED: no PostgreSQL: %v", err)
	}
	folder, err := os.MkdirTemp("", "pg-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(folder) })
	who, err := unprivileged(folder)
	if err != nil {
		t.Skipf("SKIPPED: no PostgreSQL: %v", err)
	}
	s := &Server{t: t, bin: bin, folder: folder, who: who}
	s.Start()
	t.Cleanup(s.Crash)
	return s
}

// As in script, the shell outlives the test, however that ends. Told to keep, it leaves the data.
const crashable = `
trap '' INT TERM HUP
[ -d data ] || "$1/initdb" -D data -A trust -U postgres -E UTF8 --no-locale --no-sync >log 2>&1 || { cat log; exit 1; }
"$1/postgres" -D data -k "$PWD" -c listen_addresses= -c max_connections=100 2>&1 &
read -r order
kill -QUIT $!
wait
[ "$order" = keep ] || { cd /; rm -rf "$2"; }`

// Start starts the server, at first or after a crash, and returns when it answers.
func (s *Server) Start() {
	s.t.Helper()
	shell := exec.Command("/bin/sh", "-c", crashable, "sh", s.bin, s.folder)
	shell.Dir, shell.SysProcAttr, shell.Env = s.folder, s.who, append(os.Environ(), "LC_ALL=C")
	orders, err := shell.StdinPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	says, err := shell.StdoutPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := shell.Start(); err != nil {
		s.t.Fatal(err)
	}
	s.orders, s.ended = orders, make(chan error, 1)
	ready := make(chan bool, 1)
	var said strings.Builder
	go func() {
		for lines := bufio.NewScanner(says); lines.Scan(); {
			if len(ready) == 0 {
				fmt.Fprintln(&said, lines.Text())
			}
			if strings.Contains(lines.Text(), "ready to accept connections") {
				ready <- true
			}
		}
		if len(ready) == 0 {
			ready <- false
		}
		s.ended <- shell.Wait()
	}()
	if !<-ready {
		s.t.Fatalf("PostgreSQL did not start: %s", said.String())
	}
}

// Crash ends the server at once, as pg_ctl stop -m immediate does: it has to recover when it starts.
func (s *Server) Crash() {
	if s.orders == nil {
		return
	}
	io.WriteString(s.orders, "keep\n") // when the shell has gone, so has the server
	<-s.ended
	s.orders = nil
}

// DSN is the address of one of the server's databases, as a URL.
func (s *Server) DSN(database string) string {
	return "postgres:///" + database + "?host=" + s.folder + "&user=postgres&sslmode=disable"
}

// Create makes an empty database and gives its DSN.
func (s *Server) Create(database string) string {
	s.t.Helper()
	statement(s.t, s.DSN("postgres"), "CREATE DATABASE "+database)
	return s.DSN(database)
}

const terminate = `
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()`

// Disconnect ends every connection to a database, and returns when they have ended.
func (s *Server) Disconnect(database string) error {
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, s.DSN("postgres"))
	if err != nil {
		return fmt.Errorf("connect to PostgreSQL: %w", err)
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, terminate, database)
	return err
}
