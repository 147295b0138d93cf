package importer

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"tributary/node"
	"tributary/node/importer/repository"
	"tributary/vocab"
	"tributary/vocab/pf"
)

// importFolder brings in a governance repository: a folder of Markdown, or a git clone of one. The
// first time, what git remembers comes in commit by commit, so that each document has its versions;
// later, what is new.
//
// What the repository does not mark as public is for the members, unless the operator says
// otherwise.
func importFolder(ctx context.Context, dir string, opt Options) (Report, error) {
	repo, err := repository.Read(ctx, dir, repository.Limits{})
	if err != nil {
		return Report{}, node.Errorf(node.Unreadable, "%v", err)
	}
	if opt.Name == "" {
		opt.Name = dir
	}
	report := Report{Source: opt.Name, Format: "governance repository", DryRun: opt.DryRun}
	target := repository.Target{
		Group: opt.Group, Base: repositoryBase(opt.Node, opt.Group, dir),
		Public: opt.Audience != nil && opt.Audience.Level == node.Public,
	}
	units := repository.Resources(repo, target)
	if len(units.All) == 0 {
		return report, node.Errorf(node.Invalid, "%s: holds no file that can be read", opt.Name)
	}
	known, everyones, err := knownFolder(ctx, opt.Node, units)
	if err != nil {
		return report, err
	}
	if opt.Audience == nil && everyones { // as it was asked the first time
		target.Public = true
		units = repository.Resources(repo, target)
	}
	for _, p := range units.Problems {
		switch {
		case p.Line > 0:
			report.warn("%s:%d: %s", p.Path, p.Line, p.Message)
		case p.Path != "":
			report.warn("%s: %s", p.Path, p.Message)
		default:
			report.warn("%s", p.Message)
		}
	}
	var steps []document
	if !known && !opt.DryRun {
		steps = history(units, opt)
	}
	for _, doc := range append(steps, newestOf(units, opt)) {
		part := Report{Source: opt.Name, DryRun: opt.DryRun}
		w := &work{ctx: ctx, opt: opt, vocab: opt.Node.Vocabulary(), doc: doc, report: &part}
		err := w.run()
		report.add(part)
		if err != nil {
			return report, err
		}
	}
	return report, nil
}

// bases is what the ids of all repositories begin with.
const bases = "urn:tributary:repository:"

// repositoryBase begins the ids of everything that comes from a repository: it goes by the group and
// the folder's name, so that another clone is the same repository, and another group's is not.
func repositoryBase(n *node.Node, group vocab.IRI, dir string) vocab.IRI {
	if absolute, err := filepath.Abs(dir); err == nil {
		dir = absolute
	}
	return repository.DefaultBase(n.Handle(group) + "-" + filepath.Base(dir))
}

// knownFolder says whether something of the repository was brought in before, and whether that was asked to be
// for everyone.
func knownFolder(ctx context.Context, n *node.Node, units repository.Units) (known, everyones bool, err error) {
	for _, u := range units.All {
		if u.Resource.ID() == "" {
			continue
		}
		found, err := n.Find(ctx, node.Operator, node.Query{Refers: []node.Link{{Property: pf.AlternateOf.IRI, To: u.Resource.ID()}}, Limit: 1})
		if err != nil {
			return known, everyones, fmt.Errorf("look for %s: %w", u.Resource.ID(), err)
		}
		for _, v := range found {
			r, err := v.Resource()
			if err != nil {
				return known, everyones, fmt.Errorf("read %s: %w", v.IRI, err)
			}
			known = true
			if repository.IsForEveryone(r) {
				return true, true, nil
			}
		}
	}
	return known, false, nil
}

// history is what the documents said, commit by commit, but for what they say now.
func history(units repository.Units, opt Options) []document {
	var commits []*repository.Step
	at := map[*repository.Step][]thing{}
	for _, u := range units.All {
		for i, r := range u.Revisions {
			if i == len(u.Revisions)-1 || r.Commit == nil {
				continue
			}
			if _, seen := at[r.Commit]; !seen {
				commits = append(commits, r.Commit)
			}
			at[r.Commit] = append(at[r.Commit], unitThing(u, r.Resource, opt))
		}
	}
	slices.SortStableFunc(commits, func(a, b *repository.Step) int { return a.Entered.Compare(b.Entered) })
	var docs []document
	for _, c := range commits {
		docs = append(docs, document{things: at[c], ordered: true})
	}
	return docs
}

// newestOf is what the repository says now.
func newestOf(units repository.Units, opt Options) document {
	doc := document{ordered: true}
	for _, u := range units.All {
		doc.things = append(doc.things, unitThing(u, u.Resource, opt))
	}
	return doc
}

func unitThing(u repository.Unit, r *vocab.Resource, opt Options) thing {
	t := thing{resource: r, at: u.Path}
	if u.Line > 0 {
		t.at = fmt.Sprintf("%s:%d", u.Path, u.Line)
	}
	if opt.Audience == nil {
		t.audience = &node.Audience{Level: node.Members}
		if u.Public {
			t.audience = &node.Audience{Level: node.Public}
		}
	}
	return t
}

// Written is what an export of a repository did.
type Written struct {
	Paths    []string `json:"changed"` // that are not what they were
	Commit   string   `json:"commit"`  // in git; empty when nothing changed or dir is no clone
	Problems []string `json:"problems"`
}

// ExportRepository writes a group's repository to dir: byte for byte as the import brought it in,
// but for what was changed since. Where dir is a git clone, the changes become one commit.
//
// Errors: NotFound when the group's record holds no repository; Conflict when it holds several and
// none of them has the folder's name.
func ExportRepository(ctx context.Context, n *node.Node, group vocab.IRI, dir string, now time.Time) (Written, error) {
	var resources []*vocab.Resource
	found := map[vocab.IRI]bool{}
	err := n.Each(ctx, node.Operator, node.Query{Owner: group}, func(v node.Version) error {
		r, err := v.Resource()
		if err != nil {
			return err
		}
		resources = append(resources, r)
		for _, source := range r.All(pf.AlternateOf) {
			if name, ok := strings.CutPrefix(string(source.IRI()), bases); ok {
				name, _, _ = strings.Cut(name, "/")
				found[vocab.IRI(bases+name+"/")] = true
			}
		}
		return nil
	})
	if err != nil {
		return Written{}, err
	}
	base, err := oneOf(found, repositoryBase(n, group, dir))
	if err != nil {
		return Written{}, err
	}
	resources = slices.DeleteFunc(resources, func(r *vocab.Resource) bool { return !cameFrom(r, base) })
	files, problems := repository.Files(repository.Target{Group: group, Base: base}, resources)
	var out Written
	for _, p := range problems {
		out.Problems = append(out.Problems, p.Path+": "+p.Message)
	}
	if out.Paths, err = repository.Write(ctx, dir, files); err != nil || len(out.Paths) == 0 {
		return out, err
	}
	if _, err := os.Stat(filepath.Join(dir, ".git")); err != nil {
		return out, nil
	}
	out.Commit, err = repository.Commit(ctx, dir, repository.Record{
		Author: n.Handle(group), Address: string(group), When: now,
		Summary: summary(out.Paths), Links: []string{string(group)},
	}, out.Paths)
	return out, err
}

// oneOf picks the repository that is meant.
func oneOf(found map[vocab.IRI]bool, likely vocab.IRI) (vocab.IRI, error) {
	if found[likely] {
		return likely, nil
	}
	switch len(found) {
	case 0:
		return "", node.Errorf(node.NotFound, "there is no repository in the group's record; import one first")
	case 1:
		for base := range found {
			return base, nil
		}
	}
	return "", node.Errorf(node.Conflict, "the group's record holds %d repositories; name the folder as the one that is meant", len(found))
}

// cameFrom says whether a thing came from the repository whose ids begin with base.
func cameFrom(r *vocab.Resource, base vocab.IRI) bool {
	return slices.ContainsFunc(r.All(pf.AlternateOf), func(v vocab.Value) bool {
		return strings.HasPrefix(string(v.IRI()), string(base))
	})
}

// summary is the first line of a commit.
func summary(paths []string) string {
	if len(paths) == 1 {
		return "Update " + paths[0]
	}
	return fmt.Sprintf("Update %s and %d more", paths[0], len(paths)-1)
}
