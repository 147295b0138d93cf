package repository

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// git asks the git program about one folder. Its arguments are constants, object names and, after a
// separator, paths; nothing of what a repository says runs: hooks, filters, pagers, monitors and
// transports are off, whatever its configuration asks for.
type git struct {
	ctx  context.Context
	dir  string // absolute
	time time.Duration
	lim  Limits
	env  []string // beside what every question has
	work string   // the folder whose files git may look at; empty: dir
}

// tame are settings that outrank those of a repository.
var tame = []string{
	"core.hooksPath=/dev/null", "core.fsmonitor=false", "core.pager=cat", "core.quotePath=false",
	"core.attributesFile=/dev/null", "core.excludesFile=/dev/null", "core.askPass=", "core.editor=false", "credential.helper=",
	"diff.external=", "diff.renames=false", "diff.orderFile=/dev/null", "log.showSignature=false", "log.showRoot=true",
	"log.mailmap=false", "i18n.logOutputEncoding=UTF-8", "commit.gpgSign=false", "tag.gpgSign=false",
	"protocol.allow=never", "submodule.recurse=false", "gc.auto=0", "maintenance.auto=false",
}

var errOutput = fmt.Errorf("%w: git answers more than is read", ErrTooLarge)

// run asks one question. The answer is at most maxBytes long.
func (g *git) run(stdin []byte, maxBytes int64, args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(g.ctx, g.time)
	defer cancel()
	cmd := g.command(ctx, args...)
	cmd.Stdin = bytes.NewReader(stdin)
	out := &bounded{left: maxBytes}
	said := &bounded{left: 4 << 10}
	cmd.Stdout, cmd.Stderr = out, said
	err := cmd.Run()
	switch {
	case out.over:
		return nil, errOutput
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return nil, fmt.Errorf("git %s takes longer than %s", args[0], g.time)
	case err != nil:
		text := strings.TrimSpace(strings.ToValidUTF8(said.String(), "�"))
		return nil, fmt.Errorf("git %s: %w: %s", args[0], err, text)
	}
	return out.Bytes(), nil
}

func (g *git) command(ctx context.Context, args ...string) *exec.Cmd {
	work := g.work
	if work == "" {
		work = g.dir
	}
	all := []string{"--no-pager", "--no-replace-objects", "--literal-pathspecs",
		"--git-dir=" + filepath.Join(g.dir, ".git"), "--work-tree=" + work}
	for _, setting := range tame {
		all = append(all, "-c", setting)
	}
	all = append(all, "-c", "safe.directory="+g.dir)
	cmd := exec.CommandContext(ctx, "git", append(all, args...)...)
	cmd.Dir = work
	cmd.WaitDelay = time.Second
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "HOME=/nonexistent", "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=/dev/null",
		"GIT_ATTR_NOSYSTEM=1", "GIT_TERMINAL_PROMPT=0", "GIT_OPTIONAL_LOCKS=0", "GIT_NO_LAZY_FETCH=1", "GIT_PAGER=cat",
	}
	cmd.Env = append(cmd.Env, g.env...)
	return cmd
}

// bounded is what a program writes, up to a limit; then the program ends.
type bounded struct {
	bytes.Buffer
	left int64
	over bool
}

func (b *bounded) Write(p []byte) (int, error) {
	if b.left -= int64(len(p)); b.left < 0 {
		b.over = true
		return 0, io.ErrShortWrite
	}
	return b.Buffer.Write(p)
}

// openGit is nil when the folder has no history of its own that can be read; the reason is a problem
// where there is one.
func (r *Repository) openGit(ctx context.Context, root *os.Root, dir string, lim Limits) *git {
	info, err := root.Lstat(".git")
	switch {
	case err != nil:
		return nil
	case !info.IsDir():
		r.Problems.add(".git", 0, Warning, "keeps its history in another folder, which is not read; clone the repository")
		return nil
	}
	if _, err := root.Lstat(".git/shallow"); err == nil {
		r.Problems.add("", 0, Warning, "the clone is shallow: its history begins in the middle")
	}
	g := &git{ctx: ctx, dir: dir, time: lim.GitTime, lim: lim}
	if _, err := g.run(nil, 1<<10, "rev-parse", "--git-dir"); err != nil {
		r.Problems.add("", 0, Warning, "the history was not read: %s", err)
		return nil
	}
	return g
}

// files are the paths that git tracks, and new ones that it does not ignore.
func (g *git) files() (map[string]bool, error) {
	out, err := g.run(nil, 64<<20, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for path := range strings.SplitSeq(string(out), "\x00") {
		if path != "" {
			known[path] = true
		}
	}
	return known, nil
}
