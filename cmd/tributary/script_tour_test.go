package main

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// stage is one command of a document, with what it is said to print.
type stage struct {
	command string
	prints  []string
}

// tour FILE FROM TO types the commands that a document shows between two headings, as somebody does who
// follows it, and compares what they print with what it shows. "…" stands for anything, and so do times, keys
// and numbers of versions; an address of the document stands for the same address all along. The
// document's ports 8095 and 8096 become $PORT and $PORT2, and what it lets rest (sleep) is tried until it is so.
func tour(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: tour FILE FROM TO")
	}
	if _, err := exec.LookPath("curl"); err != nil {
		ts.Logf("SKIPPED: the tour of the README is not taken, because curl is not installed")
		return
	}
	text, err := os.ReadFile(args[0])
	ts.Check(err)
	_, part, found := strings.Cut(string(text), "\n"+args[1]+"\n")
	part, _, ends := strings.Cut(part, "\n"+args[2]+"\n")
	if !found || !ends {
		ts.Fatalf("%s has no %s followed by %s", args[0], args[1], args[2])
	}
	part = strings.NewReplacer("localhost:8095", "localhost:"+ts.Getenv("PORT"), "localhost:8096", "localhost:"+ts.Getenv("PORT2"),
		"127.0.0.1:8095", "127.0.0.1:"+ts.Getenv("PORT"), "127.0.0.1:8096", "127.0.0.1:"+ts.Getenv("PORT2"), "./tributary", "tributary").Replace(part)
	t := tourist{ts: ts, ids: map[string]string{}, env: []string{"PATH=" + ts.Getenv("PATH"), "HOME=" + ts.Getenv("HOME")}}
	for _, s := range stages(part) {
		t.take(s)
	}
	if len(t.ids) == 0 {
		ts.Fatalf("%s shows no commands that make anything", args[0])
	}
}

// stages are the commands in a text: lines that are indented and begin with $.
func stages(text string) (all []stage) {
	for _, block := range strings.Split(text, "\n\n") {
		lines := strings.Split(block, "\n")
		for i := 0; i < len(lines); i++ {
			line, code := strings.CutPrefix(lines[i], "    ")
			command, prompt := strings.CutPrefix(line, "$ ")
			if !code {
				continue
			}
			if !prompt {
				if len(all) > 0 {
					last := &all[len(all)-1]
					last.prints = append(last.prints, line)
				}
				continue
			}
			for goesOn(command) && i+1 < len(lines) {
				i++
				command += "\n" + strings.TrimPrefix(lines[i], "    ")
			}
			all = append(all, stage{command: command})
		}
	}
	return all
}

// goesOn says whether a command has another line.
func goesOn(command string) bool {
	if strings.Contains(command, "<<'END'") {
		return !strings.HasSuffix(command, "\nEND")
	}
	return strings.HasSuffix(command, "\\") || strings.Count(command, "'")%2 == 1
}

// tourist is somebody who follows a document.
type tourist struct {
	ts  *testscript.TestScript
	ids map[string]string // of the document, and what stands for them here
	env []string
}

var (
	ulid   = regexp.MustCompile(`\b01[0-9A-HJKMNP-TV-Z]{24}\b`)
	fickle = regexp.MustCompile(`\d{4}-\d\d-\d\dT[0-9:]+Z|#(?:multi)?key-[0-9a-f]+|\d+ versions|…`)
	sets   = regexp.MustCompile(`^([A-Z]+)=`)
)

func (t *tourist) take(s stage) {
	command := ulid.ReplaceAllStringFunc(s.command, func(id string) string {
		if here := t.ids[id]; here != "" {
			return here
		}
		return id
	})
	if strings.HasPrefix(command, "go build ") {
		return
	}
	if served, background := strings.CutSuffix(command, " &"); background {
		name := "at" + strings.ReplaceAll(served, " ", "-")
		start(t.ts, false, append([]string{name, "^listening on "}, strings.Fields(served)...))
		return
	}
	resting := strings.HasPrefix(command, "sleep 2; ")
	command = strings.TrimPrefix(command, "sleep 2; ")
	if set := sets.FindStringSubmatch(command); set != nil {
		out, err := t.shell(command + `; printf %s "$` + set[1] + `"`)
		t.ts.Check(err)
		t.env = append(t.env, set[1]+"="+out[strings.LastIndexAny(out, "\n")+1:])
		return
	}
	for end := time.Now().Add(longest); ; time.Sleep(50 * time.Millisecond) {
		out, err := t.shell(command)
		missing := t.missing(s.prints, out)
		if err == nil && missing == "" {
			return
		}
		if !resting || time.Now().After(end) {
			t.ts.Fatalf("$ %s\n%v; it does not print\n%s\nbut\n%s", command, err, missing, out)
		}
	}
}

func (t *tourist) shell(command string) (string, error) {
	c := exec.Command("sh", "-c", command)
	c.Dir, c.Env = t.ts.MkAbs("."), t.env
	out, err := c.CombinedOutput()
	return string(out), err
}

// missing is the first of the lines that a command is said to print and does not, in that order; empty when
// there is none. Addresses that are new are taken down.
func (t *tourist) missing(lines []string, out string) string {
	printed, found := strings.Split(out, "\n"), map[string]string{}
next:
	for _, line := range lines {
		if strings.TrimSpace(line) == "…" {
			continue
		}
		pattern, ids := t.pattern(line)
		for i, p := range printed {
			if got := pattern.FindStringSubmatch(strings.TrimSpace(p)); got != nil {
				for n, id := range ids {
					found[id] = got[n+1]
				}
				printed = printed[i+1:]
				continue next
			}
		}
		return line
	}
	for id, here := range found {
		t.ids[id] = here
	}
	return ""
}

// pattern matches a line of the document; its groups are the addresses that are new.
func (t *tourist) pattern(line string) (*regexp.Regexp, []string) {
	var ids []string
	text := regexp.QuoteMeta(strings.TrimSpace(line))
	text = fickle.ReplaceAllString(text, `.*`)
	text = ulid.ReplaceAllStringFunc(text, func(id string) string {
		if here := t.ids[id]; here != "" {
			return here
		}
		ids = append(ids, id)
		return `(01[0-9A-Z]{24})`
	})
	return regexp.MustCompile(`^` + text + `$`), ids
}
