package main

import (
	"io"
	"net/http"
	"os/exec"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// longest is how long a script waits for what other programs do at their own pace.
const longest = 90 * time.Second

// until REGEXP COMMAND ARGS… runs a command again and again, until what it prints matches. In place of a
// command an address may stand, with -H HEADER behind it, which is fetched.
func until(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: until REGEXP COMMAND|ADDRESS ARGS…")
	}
	re := compile(ts, args[0])
	var last string
	for end := time.Now().Add(longest); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if last = attempt(ts, args[1], args[2:]); re.MatchString(last) {
			io.WriteString(ts.Stdout(), last)
			return
		}
	}
	ts.Fatalf("%s does not appear; at last there was\n%s", args[0], last)
}

// attempt is what a command prints, or an address answers; empty when there is no answer yet.
func attempt(ts *testscript.TestScript, what string, args []string) string {
	if !strings.HasPrefix(what, "http://") {
		path, err := lookPath(ts, what)
		ts.Check(err)
		cmd := exec.Command(path, args...)
		cmd.Dir = ts.MkAbs(".")
		cmd.Env = []string{"PATH=" + ts.Getenv("PATH"), "HOME=" + ts.Getenv("HOME")}
		out, _ := cmd.CombinedOutput()
		return string(out)
	}
	r, err := http.NewRequest(http.MethodGet, what, nil)
	ts.Check(err)
	for i := 0; i+1 < len(args); i += 2 {
		set(ts, r, args[i], args[i+1])
	}
	answer, err := client.Do(r)
	if err != nil {
		return ""
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	ts.Check(err)
	return string(body)
}
