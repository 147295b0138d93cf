package repository

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
)

// safePath says whether a path names a file inside a folder, and none that programs keep there.
func safePath(p string) bool {
	if p == "" || len(p) > 1024 || path.Clean(p) != p || !fs.ValidPath(p) || valid(p) != p || strings.ContainsAny(p, "\x00\\") {
		return false
	}
	parts := strings.Split(p, "/")
	return !slices.ContainsFunc(parts, func(part string) bool {
		// Some file systems take these for .git.
		lower := strings.TrimRight(strings.ToLower(part), ". ")
		return isPassedOver(part) || lower == ".git" || strings.HasPrefix(lower, "git~") || len(part) > 255
	})
}

// Write puts files into a folder, which is made where there is none, and answers the paths of those
// that differ from what was there. Other files stay.
//
// Nothing is written through a symbolic link, nor outside the folder.
//
// Errors: those of ctx and of the file system; files before the one that failed are written.
func Write(ctx context.Context, dir string, files []Output) (changed []string, err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("make the folder: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open the folder: %w", err)
	}
	defer root.Close()
	for _, o := range files {
		if err := ctx.Err(); err != nil {
			return changed, err
		}
		if !safePath(o.Path) || o.Link != "" && !stays(o.Path, o.Link) {
			return changed, fmt.Errorf("write %s: is no path inside a folder", clip(o.Path))
		}
		differs, err := writeOne(root, o)
		if err != nil {
			return changed, fmt.Errorf("write %s: %w", o.Path, err)
		}
		if differs {
			changed = append(changed, o.Path)
		}
	}
	return changed, nil
}

var errThroughLink = errors.New("a symbolic link is in its place")

func writeOne(root *os.Root, o Output) (differs bool, err error) {
	if err := folders(root, path.Dir(o.Path)); err != nil {
		return false, err
	}
	info, err := root.Lstat(o.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return false, err
	case info.Mode()&fs.ModeSymlink != 0:
		if to, err := root.Readlink(o.Path); err == nil && to == o.Link {
			return false, nil
		}
		return false, errThroughLink
	case !info.Mode().IsRegular():
		return false, errors.New("a folder or device is in its place")
	case o.Link == "" && info.Size() == int64(len(o.Data)) && (info.Mode()&0o111 != 0) == o.Executable && same(root, o):
		return false, nil
	}
	if o.Link != "" {
		return true, root.Symlink(o.Link, o.Path)
	}
	mode := fs.FileMode(0o644)
	if o.Executable {
		mode = 0o755
	}
	return true, replace(root, o, mode)
}

// folders makes the folders above a file; none of them may be a link.
func folders(root *os.Root, dir string) error {
	if dir == "." {
		return nil
	}
	for i := range len(dir) + 1 {
		if i < len(dir) && dir[i] != '/' {
			continue
		}
		info, err := root.Lstat(dir[:i])
		switch {
		case errors.Is(err, fs.ErrNotExist):
			err = root.Mkdir(dir[:i], 0o755)
		case err == nil && !info.IsDir():
			err = errThroughLink
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func same(root *os.Root, o Output) bool {
	f, err := root.Open(o.Path)
	if err != nil {
		return false
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, int64(len(o.Data))+1))
	return err == nil && bytes.Equal(data, o.Data)
}

// replace writes a file beside its place and moves it there, so that nobody reads half of it.
func replace(root *os.Root, o Output, mode fs.FileMode) error {
	beside := path.Join(path.Dir(o.Path), ".tributary-"+digest([]byte(o.Path))[:16])
	f, err := root.OpenFile(beside, os.O_WRONLY|os.O_CREATE|os.O_TRUNC|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = f.Write(o.Data)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = root.Chmod(beside, mode)
	}
	if err == nil {
		err = root.Rename(beside, o.Path)
	}
	if err != nil {
		_ = root.Remove(beside)
	}
	return err
}
