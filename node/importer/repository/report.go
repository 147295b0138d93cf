package repository

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Weight says what became of what a problem is about.
type Weight string

const (
	// Refused was not read, and is not part of an export.
	Refused Weight = "refused"
	// KeptAsText comes back in an export, and means nothing here.
	KeptAsText Weight = "kept as text"
	// NotUnderstood is a word or link that leads nowhere; it is kept.
	NotUnderstood Weight = "not understood"
	// Warning was read, and somebody should look at it.
	Warning Weight = "warning"
)

// Problem is one thing that was not understood, or that somebody should look at.
type Problem struct {
	Path    string `json:"path"`           // inside the folder; empty: the folder itself
	Line    int    `json:"line,omitempty"` // from 1; 0: the whole file
	Weight  Weight `json:"weight"`
	Message string `json:"message"`
}

// Problems are in the order of the files, then of their lines.
type Problems []Problem

func (p *Problems) add(path string, line int, weight Weight, format string, args ...any) {
	one := Problem{Path: path, Line: line, Weight: weight, Message: fmt.Sprintf(format, args...)}
	if !slices.Contains(*p, one) {
		*p = append(*p, one)
	}
}

func (p Problems) sorted() Problems {
	slices.SortStableFunc(p, func(a, b Problem) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), a.Line-b.Line)
	})
	return p
}
