package repository

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// readHistory reads the steps of the default branch and gives each document its versions.
//
// The default branch is the one that is checked out, and only its first parents are followed: each
// step is then what the branch said at a time, and a merge is the step at which its work took effect.
func (r *Repository) readHistory(g *git) error {
	if _, err := g.run(nil, 1<<10, "rev-parse", "--verify", "--quiet", "HEAD^{commit}"); err != nil {
		return nil // nothing was committed yet
	}
	if err := r.readCommits(g); err != nil {
		return err
	}
	if err := r.readChanges(g); err != nil {
		return err
	}
	r.readContributors(g)
	r.readTags(g)
	return r.readVersions(g)
}

// commitFields are what is asked of each commit. No field can hold the zero byte between them.
const commitFields = "tformat:%H%x00%an%x00%ae%x00%aI%x00%cI%x00%B"

const maxLog = 64 << 20 // bytes of an answer about the whole history

func (g *git) log(format string, more ...string) ([]string, error) {
	args := append([]string{"log", "-z", "--first-parent", "--no-ext-diff", "--no-textconv", "--no-color", "--no-decorate",
		"--no-notes", "--format=" + format}, more...)
	out, err := g.run(nil, maxLog, append(args, "HEAD", "--")...)
	return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00"), err
}

func (r *Repository) readCommits(g *git) error {
	fields, err := g.log(commitFields, "--max-count="+strconv.Itoa(g.lim.Commits))
	if err != nil {
		return err
	}
	for ; len(fields) >= 6; fields = fields[6:] {
		c := Step{Hash: fields[0], Author: valid(fields[1]), AuthorID: hashed(fields[2]), Message: strings.TrimRight(valid(fields[5]), "\n")}
		c.Written, _ = time.Parse(time.RFC3339, fields[3])
		c.Entered, _ = time.Parse(time.RFC3339, fields[4])
		c.Contributors = []string{c.Author}
		r.History = append(r.History, c)
	}
	slices.Reverse(r.History)
	for i := range r.History {
		r.History[i].place = i
	}
	return nil
}

// hashed keeps authors of one name apart without keeping how to reach them.
func hashed(address string) string {
	sum := sha256.Sum256([]byte(strings.ToLower(strings.TrimSpace(address))))
	return "sha256:" + hex.EncodeToString(sum[:])
}

func valid(s string) string { return strings.ToValidUTF8(s, "�") }

func (r *Repository) commits() map[string]*Step {
	all := map[string]*Step{}
	for i := range r.History {
		all[r.History[i].Hash] = &r.History[i]
	}
	return all
}

// readChanges reads what each commit did. An entry is ":mode mode blob blob status", then the path.
func (r *Repository) readChanges(g *git) error {
	tokens, err := g.log("tformat:%H", "-m", "--raw", "--no-abbrev", "--no-renames")
	if err != nil {
		return err
	}
	commits := r.commits()
	var current *Step
	for i := 0; i < len(tokens); i++ {
		entry, isEntry := strings.CutPrefix(strings.TrimPrefix(tokens[i], "\n"), ":")
		if !isEntry {
			if tokens[i] != "" {
				current = commits[tokens[i]]
			}
			continue
		}
		columns := strings.Fields(entry)
		if i++; i >= len(tokens) || len(columns) != 5 || current == nil {
			continue
		}
		const submodule, link = "160000", "120000"
		if columns[1] == submodule || columns[1] == link {
			continue
		}
		current.Changes = append(current.Changes, Change{Path: tokens[i], blob: columns[3], Deleted: columns[4] == "D"})
	}
	return nil
}

// readContributors finds who wrote what merges brought in. Without an answer, the merges' own
// authors stay.
func (r *Repository) readContributors(g *git) {
	if len(r.History) == 0 {
		return
	}
	out, err := g.run(nil, maxLog, "log", "-z", "--no-decorate", "--no-notes", "--format=tformat:%H%x00%P%x00%an", "HEAD", "--")
	if err != nil {
		return
	}
	type step struct {
		parents []string
		author  string
	}
	steps := map[string]step{}
	fields := strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
	for ; len(fields) >= 3; fields = fields[3:] {
		steps[fields[0]] = step{strings.Fields(fields[1]), valid(fields[2])}
	}
	reached := map[string]bool{}
	for i := range r.History {
		c := &r.History[i]
		// What a step brings in is what it reaches and no step before it does.
		for todo := []string{c.Hash}; len(todo) > 0; {
			hash := todo[0]
			todo = todo[1:]
			s, known := steps[hash]
			if reached[hash] || !known {
				continue
			}
			reached[hash] = true
			if !slices.Contains(c.Contributors, s.author) {
				c.Contributors = append(c.Contributors, s.author)
			}
			todo = append(todo, s.parents...)
		}
	}
}

func (r *Repository) readTags(g *git) {
	out, err := g.run(nil, 4<<20, "for-each-ref", "--format=%(refname:strip=2)%00%(objectname)%00%(*objectname)", "refs/tags")
	if err != nil {
		return
	}
	named := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		columns := strings.Split(strings.TrimSuffix(line, "\n"), "\x00")
		if len(columns) != 3 {
			continue
		}
		hash := columns[1]
		if columns[2] != "" {
			hash = columns[2]
		}
		named[hash] = append(named[hash], valid(columns[0]))
	}
	for i := range r.History {
		for _, name := range named[r.History[i].Hash] {
			r.Tags = append(r.Tags, Tag{Name: name, Commit: &r.History[i]})
		}
	}
}

// readVersions gives every Markdown file the bytes of its versions, and notes files that are gone.
func (r *Repository) readVersions(g *git) error {
	blobs, err := r.readBlobs(g)
	if err != nil {
		return err
	}
	files := map[string]*File{}
	for _, f := range r.Files {
		files[f.Path] = f
	}
	var gone []*File
	for i := range r.History {
		for _, change := range r.History[i].Changes {
			if !isMarkdown(change.Path) || skipped(change.Path) {
				continue
			}
			f := files[change.Path]
			if f == nil {
				f = &File{Path: change.Path, Deleted: true}
				files[change.Path] = f
				gone = append(gone, f)
			}
			f.Versions = append(f.Versions, Version{Commit: &r.History[i], Data: blobs[change.blob], Deleted: change.Deleted})
		}
	}
	for _, f := range r.Files {
		f.current(&r.Problems)
	}
	slices.SortFunc(gone, func(a, b *File) int { return strings.Compare(a.Path, b.Path) })
	for _, f := range gone {
		for _, v := range f.Versions {
			if v.Data != nil {
				f.Data = v.Data
			}
		}
		if f.Data != nil && f.Versions[len(f.Versions)-1].Deleted {
			r.Files = append(r.Files, f)
		}
	}
	return nil
}

// current makes the last version what lies in the folder.
func (f *File) current(problems *Problems) {
	if len(f.Versions) == 0 {
		return
	}
	last := &f.Versions[len(f.Versions)-1]
	if !last.Deleted && last.Data != nil && bytes.Equal(last.Data, f.Data) {
		return
	}
	problems.add(f.Path, 0, Warning, "differs from what was committed last; it is read as it lies in the folder")
	f.Versions = append(f.Versions, Version{Data: f.Data})
}

func skipped(path string) bool {
	return slices.ContainsFunc(strings.Split(path, "/"), isPassedOver) || valid(path) != path
}

// readBlobs reads the bytes of all versions of Markdown files at once.
func (r *Repository) readBlobs(g *git) (map[string][]byte, error) {
	blobs := map[string][]byte{}
	var asked bytes.Buffer
	for _, c := range r.History {
		for _, change := range c.Changes {
			if _, known := blobs[change.blob]; known || change.Deleted || !isMarkdown(change.Path) || skipped(change.Path) {
				continue
			}
			blobs[change.blob] = nil
			fmt.Fprintln(&asked, change.blob)
		}
	}
	if asked.Len() == 0 {
		return blobs, nil
	}
	sizes, err := g.run(asked.Bytes(), maxLog, "cat-file", "--batch-check=%(objectname) %(objecttype) %(objectsize)")
	if err != nil {
		return nil, err
	}
	var wanted bytes.Buffer
	var total int64
	for line := range strings.Lines(string(sizes)) {
		columns := strings.Fields(line)
		if len(columns) != 3 || columns[1] != "blob" {
			continue
		}
		size, err := strconv.ParseInt(columns[2], 10, 64)
		if err != nil || size > g.lim.FileBytes || total+size > g.lim.TotalBytes {
			r.Problems.add("", 0, Warning, "an older version of %s bytes is too large, and left out", columns[2])
			continue
		}
		total += size
		fmt.Fprintln(&wanted, columns[0])
	}
	if wanted.Len() == 0 {
		return blobs, nil
	}
	out, err := g.run(wanted.Bytes(), total+int64(wanted.Len())*3+1<<20, "cat-file", "--batch=%(objectname) %(objectsize)")
	if err != nil {
		return nil, err
	}
	for len(out) > 0 {
		head, rest, _ := bytes.Cut(out, []byte("\n"))
		hash, length, _ := strings.Cut(string(head), " ")
		size, err := strconv.Atoi(length)
		if err != nil || size < 0 || size+1 > len(rest) {
			return nil, fmt.Errorf("git cat-file: unexpected answer")
		}
		blobs[hash] = rest[:size:size]
		out = rest[size+1:]
	}
	return blobs, nil
}
