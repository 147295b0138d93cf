package repository

import (
	"errors"
	"time"
)

// Limits bound the reading of a folder. Fields that are 0 have the value of [DefaultLimits].
type Limits struct {
	Files       int           // files in the folder
	Depth       int           // folders below each other
	FileBytes   int64         // of one file; larger ones are refused
	TotalBytes  int64         // of all files together, and again of their older versions
	FrontMatter int           // bytes of one front matter
	Commits     int           // commits of the history, newest kept
	GitTime     time.Duration // for each question to git
}

// DefaultLimits suit a repository of a few thousand documents with years of history.
var DefaultLimits = Limits{
	Files: 20_000, Depth: 32, FileBytes: 4 << 20, TotalBytes: 256 << 20,
	FrontMatter: 64 << 10, Commits: 20_000, GitTime: time.Minute,
}

// ErrTooLarge is in the chain of errors about a folder that exceeds a limit as a whole.
var ErrTooLarge = errors.New("too large")

// ErrNotFolder is in the chain of errors about a path that leads to no folder.
var ErrNotFolder = errors.New("not a folder")

func (l Limits) filled() Limits {
	d := DefaultLimits
	return Limits{
		Files: or(l.Files, d.Files), Depth: or(l.Depth, d.Depth),
		FileBytes: or(l.FileBytes, d.FileBytes), TotalBytes: or(l.TotalBytes, d.TotalBytes),
		FrontMatter: or(l.FrontMatter, d.FrontMatter), Commits: or(l.Commits, d.Commits),
		GitTime: or(l.GitTime, d.GitTime),
	}
}

func or[T int | int64 | time.Duration](given, otherwise T) T {
	if given > 0 {
		return given
	}
	return otherwise
}
