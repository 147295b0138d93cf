package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"sync"
	"syscall"

	"github.com/rogpeppe/go-internal/testscript"
)

// background are the programs a script has started, by name.
type background struct{ running map[string]*process }

type backgroundKey struct{}

type process struct {
	cmd     *exec.Cmd
	address string        // where it listens, "127.0.0.1:4711"
	ended   chan struct{} // closed when it has
	err     error         // how it ended
	out     buffer
	errs    buffer
}

// buffer is written by a process while the script reads.
type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

func (b *background) killAll() {
	for _, p := range b.running {
		p.cmd.Process.Kill()
		<-p.ended
	}
}

func backgroundOf(ts *testscript.TestScript) *background {
	return ts.Value(backgroundKey{}).(*background)
}

// start NAME REGEXP COMMAND ARGS… starts a command, and waits until a line it prints matches. What it
// printed until then is the output.
func start(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: start NAME REGEXP COMMAND ARGS…")
	}
	path, err := lookPath(ts, args[2])
	ts.Check(err)
	p := &process{cmd: exec.Command(path, args[3:]...), ended: make(chan struct{})}
	p.cmd.Dir = ts.MkAbs(".")
	p.cmd.Env = []string{"PATH=" + ts.Getenv("PATH"), "HOME=" + ts.Getenv("HOME"), "TMPDIR=" + ts.MkAbs(".tmp")}
	p.cmd.Stderr = &p.errs
	out, err := p.cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(p.cmd.Start())
	backgroundOf(ts).running[args[0]] = p
	ready := make(chan bool, 1)
	go p.watch(out, compile(ts, args[1]), ready)
	if !<-ready {
		<-p.ended
		ts.Fatalf("%s ended before it was ready: %v\n%s%s", args[0], p.err, &p.out, &p.errs)
	}
	io.WriteString(ts.Stdout(), p.out.String())
	if found := listening.FindStringSubmatch(p.out.String()); found != nil {
		p.address = found[1]
	}
}

var listening = regexp.MustCompile(`(?m)^listening on http://(\S+)$`)

// watch reads what a process prints until it ends.
func (p *process) watch(out io.Reader, line *regexp.Regexp, ready chan<- bool) {
	told := false
	for lines := bufio.NewScanner(out); lines.Scan(); {
		fmt.Fprintln(&p.out, lines.Text())
		if !told && line.MatchString(lines.Text()) {
			told = true
			ready <- true
		}
	}
	p.err = p.cmd.Wait()
	close(p.ended)
	if !told {
		ready <- false
	}
}

// quit NAME [SIGNAL] ends a started command politely, which it then does without complaint.
func quit(ts *testscript.TestScript, neg bool, args []string) {
	signals := map[string]os.Signal{"SIGTERM": syscall.SIGTERM, "SIGINT": syscall.SIGINT}
	signal := os.Signal(syscall.SIGTERM)
	if len(args) == 2 {
		signal = signals[args[1]]
	}
	p := backgroundOf(ts).running[args[0]]
	if neg || p == nil || signal == nil {
		ts.Fatalf("usage: quit NAME [SIGTERM|SIGINT]")
	}
	ts.Check(p.cmd.Process.Signal(signal))
	<-p.ended
	delete(backgroundOf(ts).running, args[0])
	if p.err != nil {
		ts.Fatalf("%s did not end well: %v\n%s", args[0], p.err, &p.errs)
	}
	io.WriteString(ts.Stderr(), p.errs.String())
}

// http STATUS METHOD [NAME]/PATH [-H HEADER]… [-d BODY|@FILE] asks a started program
// (node, unless named) and expects a status. The output is what it answers: status, headers in
// order, body; the body alone is in the file body.
func request(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 3 {
		ts.Fatalf("usage: http STATUS METHOD [NAME]/PATH [-H HEADER]… [-d BODY|@FILE]")
	}
	name, path, _ := strings.Cut(args[2], "/")
	if name == "" {
		name = "node"
	}
	p := backgroundOf(ts).running[name]
	if p == nil || p.address == "" {
		ts.Fatalf("%s was not started, or does not listen", name)
	}
	r, err := http.NewRequest(args[1], "http://"+p.address+"/"+path, nil)
	ts.Check(err)
	for i := 3; i+1 < len(args); i += 2 {
		set(ts, r, args[i], args[i+1])
	}
	answer, err := client.Do(r)
	ts.Check(err)
	body, err := io.ReadAll(answer.Body)
	ts.Check(err)
	answer.Body.Close()
	ts.Check(os.WriteFile(ts.MkAbs("body"), body, 0o600))
	fmt.Fprintf(ts.Stdout(), "%d\n", answer.StatusCode)
	var headers []string
	for name, values := range answer.Header {
		for _, v := range values {
			headers = append(headers, name+": "+v)
		}
	}
	sort.Strings(headers)
	fmt.Fprintf(ts.Stdout(), "%s\n\n%s\n", strings.Join(headers, "\n"), body)
	if strconv.Itoa(answer.StatusCode) != args[0] {
		ts.Fatalf("%s %s answered %d, not %s:\n%s\n%s", args[1], args[2], answer.StatusCode, args[0], strings.Join(headers, "\n"), body)
	}
}

// client does what it is told and nothing more: no redirects, no compression.
var client = &http.Client{
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	Transport:     &http.Transport{DisableCompression: true, DisableKeepAlives: true},
}

// set adds a header (-H) or a body (-d). Variables are filled in, also inside single quotes.
func set(ts *testscript.TestScript, r *http.Request, option, value string) {
	if file, ok := strings.CutPrefix(value, "@"); ok && option == "-d" {
		value = ts.ReadFile(file)
	}
	value = os.Expand(value, ts.Getenv)
	switch option {
	case "-H":
		name, text, _ := strings.Cut(value, ":")
		if strings.TrimSpace(name) == "Host" {
			r.Host = strings.TrimSpace(text)
		}
		r.Header.Add(name, strings.TrimSpace(text))
	case "-d":
		r.Body = io.NopCloser(strings.NewReader(value))
		r.ContentLength = int64(len(value))
	default:
		ts.Fatalf("http takes -H and -d, not %s", option)
	}
}

func lookPath(ts *testscript.TestScript, name string) (string, error) {
	for dir := range strings.SplitSeq(ts.Getenv("PATH"), string(os.PathListSeparator)) {
		path := dir + "/" + name
		if info, err := os.Stat(path); err == nil && !info.IsDir() {
			return path, nil
		}
	}
	return "", fmt.Errorf("%s is not in the PATH", name)
}

func compile(ts *testscript.TestScript, text string) *regexp.Regexp {
	re, err := regexp.Compile(`(?m)` + text)
	ts.Check(err)
	return re
}
