package repository

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Read reads a folder with everything that is known of its history.
//
// Symbolic links are not followed. Settings and waste bins of programs, files that git ignores and
// files that usually hold secrets are passed over. A file above its limit is refused; the others are
// read.
//
// Errors: ErrNotFolder, ErrTooLarge, those of ctx and of the file system. A history that cannot be
// read is a Problem, and every document then has one version.
func Read(ctx context.Context, dir string, lim Limits) (*Repository, error) {
	lim = lim.filled()
	full, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("find %s: %w", dir, err)
	}
	if info, err := os.Stat(full); err != nil {
		return nil, fmt.Errorf("open the folder: %w", err)
	} else if !info.IsDir() {
		return nil, fmt.Errorf("%s: %w", dir, ErrNotFolder)
	}
	root, err := os.OpenRoot(full)
	if err != nil {
		return nil, fmt.Errorf("open the folder: %w", err)
	}
	defer root.Close()

	r := &Repository{Name: filepath.Base(full)}
	g := r.openGit(ctx, root, full, lim)
	w := walk{ctx: ctx, root: root, lim: lim, repo: r}
	if g != nil {
		w.known, err = g.files()
		if err != nil {
			r.Problems.add("", 0, Warning, "git does not say which files it knows: %s", err)
			g = nil
		}
	}
	if err := w.folder(".", 0); err != nil {
		return nil, err
	}
	slices.SortFunc(r.Files, func(a, b *File) int { return strings.Compare(a.Path, b.Path) })
	if g != nil {
		if err := r.readHistory(g); err != nil {
			r.Problems.add("", 0, Warning, "the history was not read: %s", err)
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for _, f := range r.Files {
		f.look(lim, &r.Problems)
		if len(f.Versions) == 0 && !f.Deleted {
			f.Versions = []Version{{Data: f.Data}}
		}
	}
	r.index()
	r.sortKinds()
	r.Problems = r.Problems.sorted()
	return r, nil
}

// walk is one walk through a folder.
type walk struct {
	ctx   context.Context
	root  *os.Root
	lim   Limits
	repo  *Repository
	known map[string]bool // to git: tracked, or new and not ignored; nil: without git
	total int64
}

// passedOver are folders and files that are no part of what a group says: what programs keep for
// themselves, and what must not leave a machine.
var passedOver = map[string]bool{
	".git": true, ".trash": true, ".obsidian": true, ".vscode": true, ".idea": true, "node_modules": true,
	".ds_store": true, "thumbs.db": true,
	".env": true, ".netrc": true, ".npmrc": true, "id_rsa": true, "id_ed25519": true,
}

func isPassedOver(name string) bool {
	name = strings.ToLower(name)
	return passedOver[name] || strings.HasPrefix(name, ".env.") || slices.Contains([]string{".pem", ".key", ".p12"}, path.Ext(name))
}

func (w *walk) folder(at string, depth int) error {
	if err := w.ctx.Err(); err != nil {
		return err
	}
	if depth > w.lim.Depth {
		w.repo.Problems.add(at, 0, Refused, "is more than %d folders deep", w.lim.Depth)
		return nil
	}
	entries, err := w.list(at)
	if err != nil {
		w.repo.Problems.add(at, 0, Refused, "cannot be read: %s", reason(err))
		return nil
	}
	for _, e := range entries {
		here := path.Join(at, e.Name())
		switch {
		case isPassedOver(e.Name()):
		case e.IsDir():
			err = w.folder(here, depth+1)
		default:
			err = w.file(here, e)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// list reads one folder, no further than the limit allows.
func (w *walk) list(at string) ([]fs.DirEntry, error) {
	dir, err := w.root.Open(at)
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	entries, err := dir.ReadDir(w.lim.Files + 1)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, nil
}

func (w *walk) file(at string, e fs.DirEntry) error {
	if w.known != nil && !w.known[at] {
		return nil
	}
	if len(w.repo.Files) >= w.lim.Files {
		return fmt.Errorf("%w: the folder holds more than %d files", ErrTooLarge, w.lim.Files)
	}
	switch {
	case strings.ToValidUTF8(at, "") != at || strings.ContainsAny(at, "\x00\\"):
		w.repo.Problems.add(strings.ToValidUTF8(at, "�"), 0, Refused, "its name is not one that every system can keep")
		return nil
	case e.Type()&fs.ModeSymlink != 0:
		return w.link(at)
	case !e.Type().IsRegular():
		w.repo.Problems.add(at, 0, Refused, "is neither a file nor a folder")
		return nil
	}
	data, executable, err := w.bytes(at)
	if err != nil {
		w.repo.Problems.add(at, 0, Refused, "%s", reason(err))
		return nil
	}
	if w.total += int64(len(data)); w.total > w.lim.TotalBytes {
		return fmt.Errorf("%w: the folder holds more than %d bytes", ErrTooLarge, w.lim.TotalBytes)
	}
	w.repo.Files = append(w.repo.Files, &File{Path: at, Data: data, Executable: executable})
	return nil
}

func (w *walk) bytes(at string) (data []byte, executable bool, err error) {
	f, err := w.root.Open(at)
	if err != nil {
		return nil, false, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, false, err
	}
	if !info.Mode().IsRegular() {
		return nil, false, errors.New("is not a file any more")
	}
	data, err = io.ReadAll(io.LimitReader(f, w.lim.FileBytes+1))
	if err == nil && int64(len(data)) > w.lim.FileBytes {
		err = fmt.Errorf("is larger than %d bytes", w.lim.FileBytes)
	}
	return data, info.Mode()&0o111 != 0, err
}

// link keeps a symbolic link that stays inside the folder as what it is.
func (w *walk) link(at string) error {
	to, err := w.root.Readlink(at)
	if err != nil {
		w.repo.Problems.add(at, 0, Refused, "%s", reason(err))
		return nil
	}
	if !stays(at, to) {
		w.repo.Problems.add(at, 0, Refused, "is a symbolic link that leaves the folder")
		return nil
	}
	w.repo.Files = append(w.repo.Files, &File{Path: at, Link: to})
	return nil
}

// stays says whether a link at a path leads to something inside the folder that is not passed over.
func stays(at, to string) bool {
	if to == "" || path.IsAbs(to) || filepath.IsAbs(to) || strings.ContainsAny(to, "\x00\\") || strings.ToValidUTF8(to, "") != to {
		return false
	}
	target := path.Join(path.Dir(at), to)
	return target != ".." && !strings.HasPrefix(target, "../") &&
		!slices.ContainsFunc(strings.Split(target, "/"), isPassedOver)
}

// reason is an error of the file system without the path, which the problem has.
func reason(err error) string {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err.Error()
	}
	return err.Error()
}
