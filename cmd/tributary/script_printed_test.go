package main

import (
	"io"
	"net/http"
	"net/url"
	"os/exec"
	"regexp"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// address is one that is printed, up to where the line goes on.
var address = regexp.MustCompile(`http://127\.0\.0\.1:[0-9]+[^\s'",]*`)

// opens FILE opens each address that stands in a text, as who reads it would: a sign-in link is opened and its
// button pressed, and then there is an account; any other address shows a page to somebody who is not
// signed in. Commands to type are left to types.
func opens(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: opens FILE")
	}
	opened := 0
	for line := range strings.SplitSeq(ts.ReadFile(args[0]), "\n") {
		if isCommand(line) || strings.HasPrefix(line, "    -") {
			continue
		}
		for _, at := range address.FindAllString(line, -1) {
			opened++
			open(ts, http.MethodGet, at, nil, http.StatusOK)
			if u, err := url.Parse(at); err == nil && u.Query().Has("code") {
				signIn := open(ts, http.MethodPost, strings.TrimSuffix(at, "?"+u.RawQuery), u.Query(), http.StatusSeeOther)
				open(ts, http.MethodGet, "http://"+u.Host+"/account", nil, http.StatusOK, signIn.Cookies()...)
			}
		}
	}
	if opened == 0 {
		ts.Fatalf("no address stands in %s", args[0])
	}
}

func open(ts *testscript.TestScript, method, at string, form url.Values, want int, cookies ...*http.Cookie) *http.Response {
	r, err := http.NewRequest(method, at, strings.NewReader(form.Encode()))
	ts.Check(err)
	r.Header.Set("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for _, c := range cookies {
		r.AddCookie(c)
	}
	answer, err := client.Do(r)
	ts.Check(err)
	body, err := io.ReadAll(answer.Body)
	ts.Check(err)
	answer.Body.Close()
	if answer.StatusCode != want {
		ts.Fatalf("%s %s answers %d, not %d:\n%s", method, at, answer.StatusCode, want, body)
	}
	return answer
}

// types FILE types each command that stands in a text into a shell: all of them succeed.
func types(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: types FILE")
	}
	if _, err := exec.LookPath("curl"); err != nil {
		ts.Logf("SKIPPED: commands with curl are not typed, because it is not installed")
	}
	typed := 0
	text := strings.ReplaceAll(ts.ReadFile(args[0]), "\\\n", "")
	for line := range strings.SplitSeq(text, "\n") {
		if !isCommand(line) {
			continue
		}
		if _, err := exec.LookPath("curl"); err != nil && strings.HasPrefix(line, "  curl ") {
			continue
		}
		typed++
		shell := exec.Command("sh", "-c", `curl() { command curl --silent --show-error --fail "$@"; }; `+line)
		shell.Dir = ts.MkAbs(".")
		shell.Env = []string{"PATH=" + ts.Getenv("PATH"), "HOME=" + ts.Getenv("HOME")}
		if out, err := shell.CombinedOutput(); err != nil {
			ts.Fatalf("%s\nfails: %v\n%s", line, err, out)
		}
	}
	if typed == 0 {
		ts.Fatalf("no command stands in %s", args[0])
	}
}

// isCommand says whether a printed line is to be typed into a terminal.
func isCommand(line string) bool {
	command, _, _ := strings.Cut(strings.TrimPrefix(line, "  "), " ")
	return strings.HasPrefix(line, "  ") && (command == "curl" || strings.HasSuffix(command, "/tributary"))
}
