package repository

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Record is what a commit says beside its files.
type Record struct {
	Author  string // name
	Address string // of the author, as an e-mail address or IRI; empty: none is known
	When    time.Time
	Summary string   // one line: what changed
	Detail  string   // why; may be empty
	Links   []string // addresses of the decision or activity behind it, one a line at the end
}

// Commit records files of a folder in git, and begins a history where there is none. The bytes are
// recorded as they lie there, whatever filters and line ends the repository asks for. What others put
// into the index stays out of the commit.
//
// It answers the id of the commit; empty when the files are recorded already.
//
// Errors: those of ctx, of the file system and of git, with what git says.
func Commit(ctx context.Context, dir string, rec Record, paths []string) (hash string, err error) {
	full, err := filepath.Abs(dir)
	if err != nil {
		return "", fmt.Errorf("find %s: %w", dir, err)
	}
	g := &git{ctx: ctx, dir: full, time: DefaultLimits.GitTime, lim: DefaultLimits}
	if info, err := os.Lstat(filepath.Join(full, ".git")); errors.Is(err, os.ErrNotExist) {
		if _, err := g.run(nil, 1<<20, "init", "--quiet", "--template=", "--initial-branch=main"); err != nil {
			return "", err
		}
	} else if err != nil {
		return "", err
	} else if !info.IsDir() {
		return "", errors.New("the folder keeps its history in another one; commit there")
	}
	parent := ""
	if out, err := g.run(nil, 1<<10, "rev-parse", "--verify", "--quiet", "HEAD^{commit}"); err == nil {
		parent = strings.TrimSpace(string(out))
	}
	entries, err := g.staged(full, paths)
	if err != nil {
		return "", err
	}
	// An index that is written compares files with their filters applied. Where there are no files,
	// no filter runs.
	g.work, err = os.MkdirTemp("", "tributary-commit-")
	if err != nil {
		return "", err
	}
	defer os.Remove(g.work)
	tree, err := g.tree(parent, entries)
	if err != nil {
		return "", err
	}
	if parent != "" {
		if out, err := g.run(nil, 1<<10, "rev-parse", "--verify", "--quiet", parent+"^{tree}"); err == nil && strings.TrimSpace(string(out)) == tree {
			return "", nil
		}
	}
	return g.commit(rec, tree, parent, entries)
}

// staged writes files as objects, and answers the entries of an index.
func (g *git) staged(dir string, paths []string) ([]byte, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open the folder: %w", err)
	}
	defer root.Close()
	w := walk{ctx: g.ctx, root: root, lim: g.lim, repo: &Repository{}}
	var entries bytes.Buffer
	for _, path := range paths {
		if !safePath(path) {
			return nil, fmt.Errorf("commit %s: is no path inside the folder", clip(path))
		}
		mode := "100644"
		var data []byte
		if to, err := root.Readlink(path); err == nil {
			mode, data = "120000", []byte(to)
		} else {
			var executable bool
			data, executable, err = w.bytes(path)
			if errors.Is(err, os.ErrNotExist) {
				fmt.Fprintf(&entries, "0 %s\t%s\x00", strings.Repeat("0", 40), path)
				continue
			}
			if err != nil {
				return nil, fmt.Errorf("commit %s: %s", path, reason(err))
			}
			if executable {
				mode = "100755"
			}
		}
		out, err := g.run(data, 1<<10, "hash-object", "-w", "--no-filters", "--stdin")
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&entries, "%s %s\t%s\x00", mode, strings.TrimSpace(string(out)), path)
	}
	return entries.Bytes(), nil
}

// tree is the tree of the parent with the entries, made in an index of its own.
func (g *git) tree(parent string, entries []byte) (string, error) {
	index, err := os.CreateTemp(filepath.Join(g.dir, ".git"), "tributary-index-")
	if err != nil {
		return "", err
	}
	index.Close()
	_ = os.Remove(index.Name()) // git makes it; an empty file is no index
	defer os.Remove(index.Name())
	own := *g
	own.env = []string{"GIT_INDEX_FILE=" + index.Name()}
	if parent != "" {
		if _, err := own.run(nil, 1<<10, "read-tree", parent); err != nil {
			return "", err
		}
	}
	if _, err := own.run(entries, 1<<10, "update-index", "-z", "--index-info"); err != nil {
		return "", err
	}
	out, err := own.run(nil, 1<<10, "write-tree")
	return strings.TrimSpace(string(out)), err
}

func (g *git) commit(rec Record, tree, parent string, entries []byte) (string, error) {
	own := *g
	name, address := identity(rec.Author, "unknown"), identity(rec.Address, "unknown@invalid")
	when := rec.When.Format("2006-01-02T15:04:05-07:00")
	own.env = []string{"GIT_AUTHOR_NAME=" + name, "GIT_AUTHOR_EMAIL=" + address, "GIT_AUTHOR_DATE=" + when,
		"GIT_COMMITTER_NAME=" + name, "GIT_COMMITTER_EMAIL=" + address, "GIT_COMMITTER_DATE=" + when}
	args := []string{"commit-tree", tree, "-F", "-"}
	if parent != "" {
		args = append(args, "-p", parent)
	}
	out, err := own.run([]byte(rec.message()), 1<<10, args...)
	if err != nil {
		return "", err
	}
	hash := strings.TrimSpace(string(out))
	old := parent
	if old == "" {
		old = strings.Repeat("0", len(hash))
	}
	if _, err := g.run(nil, 1<<10, "update-ref", "-m", "commit: "+oneLineOf(rec.Summary), "HEAD", hash, old); err != nil {
		return "", err
	}
	// The index of whoever works in the folder learns of the new entries, so that they do not look undone.
	_, err = g.run(entries, 1<<10, "update-index", "-z", "--index-info")
	return hash, err
}

// identity is a name as git takes it: on one line, without the signs that end it.
func identity(text, otherwise string) string {
	text = strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r == '<' || r == '>' || r == 0xfffd {
			return -1
		}
		return r
	}, valid(text)))
	if strings.Trim(text, ".,:;\"'\\ ") == "" {
		return otherwise
	}
	return text
}

func oneLineOf(text string) string { return strings.Join(strings.Fields(valid(text)), " ") }

// message is what readers of a history see: what, why, and where it was decided.
func (rec Record) message() string {
	var b strings.Builder
	summary := oneLineOf(rec.Summary)
	if summary == "" {
		summary = "Change governance documents"
	}
	b.WriteString(summary + "\n")
	if detail := strings.TrimSpace(strings.ReplaceAll(valid(rec.Detail), "\x00", "")); detail != "" {
		b.WriteString("\n" + detail + "\n")
	}
	if len(rec.Links) > 0 {
		b.WriteString("\n")
		for _, link := range rec.Links {
			b.WriteString("Decision: " + oneLineOf(link) + "\n")
		}
	}
	return b.String()
}
