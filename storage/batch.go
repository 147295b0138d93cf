package storage

import (
	"cmp"
	"maps"
	"slices"

	"tributary/node"
	"tributary/vocab"
)

// batch is what closures wrote and the database has not got yet. It exists because a statement has a
// price of its own, on PostgreSQL a round trip: the versions of many closures go out together.
type batch struct {
	versions []*entry
	newest   map[vocab.IRI]int // index of the newest version of each thing; nil while there are few
	memories map[memoryKey]node.Memory
	letters  []letterRow
	ended    []endRow
	jobs     []node.Job
	bytes    int
}

// entry is a version on its way into the log, with the position of the version before it (0: it is the
// first), and of the whole body it builds on: its own, when it is whole.
type entry struct {
	node.Version
	prev  node.Position
	base  node.Position
	moved bool // its class or owner may not be what the database has
}

type memoryKey struct {
	actor vocab.IRI
	key   string
}

// A batch that grows beyond these is laid down before its closure ends.
const (
	maxVersions = 4096
	maxBytes    = 8 << 20
)

func (b *batch) full() bool { return len(b.versions) >= maxVersions || b.bytes >= maxBytes }

func (b *batch) empty() bool {
	return len(b.versions) == 0 && len(b.memories) == 0 && len(b.letters) == 0 && len(b.ended) == 0 && len(b.jobs) == 0
}

// few versions are searched one by one sooner than by name.
const few = 8

func (b *batch) append(e *entry) {
	if b.newest == nil && len(b.versions) == few {
		b.newest = make(map[vocab.IRI]int, 8*few)
		for i, earlier := range b.versions {
			b.newest[earlier.IRI] = i
		}
	}
	if b.newest != nil {
		b.newest[e.IRI] = len(b.versions)
	}
	b.versions = append(b.versions, e)
	b.bytes += len(e.Body)
}

func (b *batch) remember(k memoryKey, m node.Memory) {
	if b.memories == nil {
		b.memories = map[memoryKey]node.Memory{}
	}
	b.memories[k] = m
}

// latest is the newest version of a thing among those in the batch.
func (b *batch) latest(id vocab.IRI) (*entry, bool) {
	if b.newest != nil {
		if i, ok := b.newest[id]; ok {
			return b.versions[i], true
		}
		return nil, false
	}
	for _, e := range slices.Backward(b.versions) {
		if e.IRI == id {
			return e, true
		}
	}
	return nil, false
}

// take moves everything out of another batch.
func (b *batch) take(from *batch) {
	for _, e := range from.versions {
		b.append(e)
	}
	for k, m := range from.memories {
		b.remember(k, m)
	}
	for _, l := range from.letters {
		b.takeLetter(l)
	}
	b.ended = append(b.ended, from.ended...)
	b.enqueue(from.jobs)
	*from = batch{}
}

// layDown writes a batch and empties it.
func (v *view) layDown(g *group, b *batch) error {
	if b.empty() {
		return nil
	}
	if err := v.ready(); err != nil {
		return err
	}
	ids, err := v.intern(g, b.texts(), b.versions)
	if err != nil {
		return err
	}
	for _, write := range [...]func(*batch, map[string]int64) error{
		v.putLog, v.putNames, v.putLatest, v.putReferences, v.putMemories, v.putLetters, v.endLetters, v.putJobs,
	} {
		if err := write(b, ids); err != nil {
			return err
		}
	}
	*b = batch{}
	return nil
}

// texts are the names in a batch, each once, in order of mention.
func (b *batch) texts() []string {
	seen := make(map[string]bool, 8*len(b.versions))
	var all []string
	mention := func(text string) {
		if text != "" && !seen[text] {
			seen[text] = true
			all = append(all, text)
		}
	}
	for i := range b.versions {
		ver := &b.versions[i].Version
		for _, id := range [...]vocab.IRI{ver.IRI, ver.Activity, ver.Author, ver.Owner, vocab.IRI(ver.Class)} {
			mention(string(id))
		}
		for _, name := range ver.Audience.Names {
			mention(string(name))
		}
		for _, links := range [...][]node.Link{ver.Link, ver.Unlink} {
			for _, l := range links {
				mention(string(l.Property))
				mention(string(l.To))
			}
		}
	}
	for _, k := range slices.SortedFunc(maps.Keys(b.memories), func(a, b memoryKey) int {
		return cmp.Compare(a.actor, b.actor)
	}) {
		mention(string(k.actor))
	}
	return all
}

const (
	putIRI = `INSERT INTO iri (id, text, created) VALUES `
	setIRI = `UPDATE iri SET created = ?2 WHERE id = ?1 AND created IS NULL`
)

// intern gives every text an id, and notes at which position the things begin that are new.
func (v *view) intern(g *group, texts []string, versions []*entry) (map[string]int64, error) {
	ids, err := v.lookup(texts)
	if err != nil {
		return nil, err
	}
	begins := map[string]node.Position{}
	for i := range versions {
		if ver := &versions[i].Version; ver.N == 1 {
			begins[string(ver.IRI)] = ver.Position
		}
	}
	var args []any
	for _, text := range texts {
		begin, begun := begins[text]
		if id, known := ids[text]; known {
			if !begun {
				continue
			}
			n, err := v.exec(setIRI, id, int64(begin))
			if err != nil {
				return nil, err
			}
			if n == 0 {
				g.stale = true // a closure was told that the thing is new, and it is not
				return nil, errStale
			}
			continue
		}
		g.lastID++
		ids[text], v.fresh[text] = g.lastID, g.lastID
		var created any
		if begun {
			created = int64(begin)
		}
		args = append(args, g.lastID, text, created)
	}
	return ids, v.insert(putIRI, 3, "", args)
}

const putVersion = `
INSERT INTO log (pos, created, iri, n, activity, author, owner, at, class, level, names, deleted, base, body, prev)
VALUES `

func (v *view) putLog(b *batch, ids map[string]int64) error {
	args := make([]any, 0, 15*len(b.versions))
	for i := range b.versions {
		e := b.versions[i]
		var base, prev any
		body := e.Body
		if e.base != e.Position {
			base, body = int64(e.base), e.Delta
		}
		if e.N > 1 {
			prev = int64(e.prev)
		}
		args = append(args, int64(e.Position), int64(e.Created), ids[string(e.IRI)], int64(e.N),
			ids[string(e.Activity)], ids[string(e.Author)], ids[string(e.Owner)], micros(e.At),
			ids[e.Class], int64(e.Audience.Level), int64(len(e.Audience.Names)), e.Deleted, base, body, prev)
	}
	return v.insert(putVersion, 15, "", args)
}

const (
	putNamed  = `INSERT INTO named (pos, agent) VALUES `
	keepNamed = ` ON CONFLICT (pos, agent) DO NOTHING`
)

func (v *view) putNames(b *batch, ids map[string]int64) error {
	var args []any
	for i := range b.versions {
		for _, name := range b.versions[i].Audience.Names {
			args = append(args, int64(b.versions[i].Position), ids[string(name)])
		}
	}
	return v.insert(putNamed, 2, keepNamed, args)
}

const (
	putLatest = `
INSERT INTO latest (created, pos, n, base, class, owner, level, deleted) VALUES `
	setLatest = `
ON CONFLICT (created) DO UPDATE SET pos = excluded.pos, n = excluded.n, base = excluded.base,
	level = excluded.level, deleted = excluded.deleted`
	setLatestIndexed = setLatest + `, class = excluded.class, owner = excluded.owner`
)

// putLatest leaves the indexes alone for those things whose class and owner stayed.
func (v *view) putLatest(b *batch, ids map[string]int64) error {
	stayed, moved := make([]any, 0, 8*len(b.versions)), make([]any, 0, 8*len(b.versions))
	for _, e := range b.versions {
		if newest, _ := b.latest(e.IRI); newest != e {
			continue
		}
		rows := &stayed
		if e.moved {
			rows = &moved
		}
		*rows = append(*rows, int64(e.Created), int64(e.Position), int64(e.N), int64(e.base), ids[e.Class],
			ids[string(e.Owner)], int64(e.Audience.Level), e.Deleted)
	}
	if err := v.insert(putLatest, 8, setLatest, stayed); err != nil {
		return err
	}
	return v.insert(putLatest, 8, setLatestIndexed, moved)
}
