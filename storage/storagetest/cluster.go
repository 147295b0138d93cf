package storagetest

import (
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// Postgres is the DSN of an empty schema, which goes when the test ends. It stands in the database
// that TEST_POSTGRES names, or else in a server of this process's own, started from
// /usr/lib/postgresql/*/bin or the PATH. Without either, the test is skipped.
func Postgres(t testing.TB) string {
	t.Helper()
	server := os.Getenv("TEST_POSTGRES")
	if server == "" {
		own, err := cluster()
		if err != nil {
			t.Skipf("SKIPPED: no PostgreSQL: %v", err)
		}
		server = own
	}
	schema := "test_" + strings.ToLower(rand.Text())
	statement(t, server, "CREATE SCHEMA "+schema)
	t.Cleanup(func() { statement(t, server, "DROP SCHEMA "+schema+" CASCADE") })
	return withSchema(server, schema)
}

func withSchema(dsn, schema string) string {
	u, err := url.Parse(dsn)
	if err != nil || u.Scheme == "" {
		return dsn + " search_path=" + schema
	}
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String()
}

func statement(t testing.TB, dsn, text string) {
	t.Helper()
	ctx := context.Background()
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		t.Fatalf("connect to PostgreSQL: %v", err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, text); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
}

// cluster starts the one server of this process and gives its DSN.
var cluster = sync.OnceValues(func() (string, error) {
	bin, err := binaries()
	if err != nil {
		return "", err
	}
	folder, err := os.MkdirTemp("", "pg-")
	if err != nil {
		return "", err
	}
	who, err := unprivileged(folder)
	if err != nil {
		return "", err
	}
	return start(bin, folder, who)
})

// binaries is the folder of the newest server installed.
func binaries() (string, error) {
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if err != nil {
		return "", err
	}
	if len(found) > 0 {
		newest := slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) })
		return filepath.Dir(newest), nil
	}
	path, err := exec.LookPath("postgres")
	if err != nil {
		return "", fmt.Errorf("neither in /usr/lib/postgresql/*/bin nor in the PATH")
	}
	return filepath.Dir(path), nil
}

func version(path string) int {
	n, _ := strconv.Atoi(strings.Split(path, "/")[4]) // not a number: the oldest
	return n
}

// unprivileged is who runs the server: it refuses to be root's. The folder becomes theirs.
func unprivileged(folder string) (*syscall.SysProcAttr, error) {
	own := &syscall.SysProcAttr{Setsid: true}
	if os.Geteuid() != 0 {
		return own, nil
	}
	for _, name := range [...]string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.Atoi(u.Uid)
		if err != nil {
			continue
		}
		gid, err := strconv.Atoi(u.Gid)
		if err != nil {
			continue
		}
		own.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		return own, os.Chown(folder, uid, gid)
	}
	return nil, fmt.Errorf("it refuses to run as root, and there is no user postgres or nobody")
}

// The shell outlives the test, however that ends: its standard input closes, and it stops the server
// and removes what was there.
const script = `
trap '' INT TERM HUP
"$1/initdb" -D data -A trust -U postgres -E UTF8 --no-locale --no-sync >log 2>&1 || exit 1
"$1/postgres" -D data -k "$PWD" -c listen_addresses= -c max_connections=200 >>log 2>&1 &
read -r _
kill -QUIT $!
wait
cd /
rm -rf "$2"`

func start(bin, folder string, who *syscall.SysProcAttr) (string, error) {
	shell := exec.Command("/bin/sh", "-c", script, "sh", bin, folder)
	shell.Dir = folder
	shell.SysProcAttr = who
	shell.Env = append(os.Environ(), "LC_ALL=C")
	if _, err := shell.StdinPipe(); err != nil { // open until this process ends
		return "", err
	}
	if err := shell.Start(); err != nil {
		return "", err
	}
	ended := make(chan error, 1)
	go func() { ended <- shell.Wait() }()
	dsn := fmt.Sprintf("host=%s user=postgres dbname=postgres sslmode=disable", folder)
	give := time.After(time.Minute)
	for {
		conn, err := pgx.Connect(context.Background(), dsn)
		if err == nil {
			return dsn, conn.Close(context.Background())
		}
		select {
		case <-ended:
			log, _ := os.ReadFile(filepath.Join(folder, "log"))
			return "", fmt.Errorf("it did not start: %s", log)
		case <-give:
			return "", fmt.Errorf("it did not answer in a minute: %w", err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}
