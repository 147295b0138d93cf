package crashtest

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// base is the address of the nodes that are killed. Clients reach them where they listen.
const base = "http://crash.example"

var program string // the real one, built once

func TestMain(m *testing.M) { os.Exit(runAll(m)) }

func runAll(m *testing.M) int {
	folder, err := os.MkdirTemp("", "crash-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(folder)
	program = filepath.Join(folder, "tributary")
	return m.Run()
}

var build = sync.OnceValue(func() error {
	out, err := exec.Command("go", "build", "-o", program, "tributary/cmd/tributary").CombinedOutput()
	if err != nil {
		return fmt.Errorf("build the program: %w\n%s", err, out)
	}
	return nil
})

// folder is a node on disk.
type folder struct {
	t   testing.TB
	dir string
}

// call runs a command of the program beside the node, to its end, and gives what it prints.
func (f folder) call(stdin string, args ...string) string {
	f.t.Helper()
	cmd := exec.Command(program, append([]string{"--dir", f.dir}, args...)...)
	cmd.Stdin = strings.NewReader(stdin)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		f.t.Fatalf("tributary %s: %v\n%s%s", strings.Join(args, " "), err, &out, &errs)
	}
	return strings.TrimSpace(out.String())
}

// process is a node that serves.
type process struct {
	url   string
	pid   int
	ended chan struct{} // closed when it has
	errs  bytes.Buffer  // to be read then
}

var listening = regexp.MustCompile(`^listening on (http://\S+)$`)

// serve starts the node and returns when it listens.
func (f folder) serve() *process {
	f.t.Helper()
	p := &process{ended: make(chan struct{})}
	cmd := exec.Command(program, "--dir", f.dir, "serve")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Stderr = &p.errs
	out, err := cmd.StdoutPipe()
	if err != nil {
		f.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		f.t.Fatal(err)
	}
	p.pid = cmd.Process.Pid
	url := make(chan string, 1)
	go func() {
		defer close(p.ended)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if found := listening.FindStringSubmatch(lines.Text()); found != nil {
				url <- found[1]
			}
		}
		cmd.Wait()
		close(url)
	}()
	p.url = <-url
	if p.url == "" {
		<-p.ended
		f.t.Fatalf("the node does not start: %s", &p.errs)
	}
	f.t.Cleanup(p.kill)
	return p
}

// strike sends kill -9 to the process and whatever it started.
func (p *process) strike() {
	select {
	case <-p.ended: // its number may be another's by now
	default:
		syscall.Kill(-p.pid, syscall.SIGKILL)
	}
}

// kill returns when the process has ended.
func (p *process) kill() {
	p.strike()
	<-p.ended
}
