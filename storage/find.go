package storage

import (
	"database/sql"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"

	"tributary/node"
)

// Find is what matches now, or at q.At, in order of creation. Cost grows with what is handed out,
// not with what there is: each page is a range of an index.
//
// At a past record time the log is read instead, and things are seen only where both the version of
// then and the one of now allow it, since narrowing an audience hides older versions too.
func (v *view) Find(q node.Query) iter.Seq2[node.Version, error] {
	return func(yield func(node.Version, error) bool) {
		search, err := v.search(q)
		if err != nil {
			yield(node.Version{}, v.failed("find", err))
			return
		}
		left := q.Limit
		if left <= 0 {
			left = math.MaxInt
		}
		if search.nothing {
			return
		}
		for ver, err := range v.pages("find", search.start(), search.read) {
			if err == nil && !search.refers(ver) {
				continue
			}
			if !yield(ver, err) || err != nil {
				return
			}
			if left--; left == 0 {
				return
			}
		}
	}
}

// Count is how many match, paging apart.
func (v *view) Count(q node.Query) (int, error) {
	q.After, q.Limit, q.Descending = 0, 0, false
	search, err := v.search(q)
	if err != nil {
		return 0, v.failed("count", err)
	}
	if search.nothing {
		return 0, nil
	}
	n := 0
	if search.inBodies() {
		for _, err := range v.Find(q) {
			if err != nil {
				return 0, err
			}
			n++
		}
		return n, nil
	}
	query, args := search.positions(0, 0)
	if err := v.row("SELECT COUNT(*) FROM ("+query+") f", args, &n); err != nil {
		return 0, v.failed("count", err)
	}
	return n, nil
}

// search is a query with every name turned into its id.
type search struct {
	v       *view
	query   node.Query
	nothing bool // it names something that was never mentioned
	owner   int64
	classes []int64
	links   [][2]int64 // target, property
	sight   sight
}

func (v *view) search(q node.Query) (*search, error) {
	s := &search{v: v, query: q}
	texts := slices.Clone(q.Classes)
	if q.Owner != "" {
		texts = append(texts, string(q.Owner))
	}
	for _, l := range q.Refers {
		texts = append(texts, string(l.To), string(l.Property))
	}
	ids, err := v.lookup(texts)
	if err != nil {
		return nil, err
	}
	for _, class := range q.Classes {
		if id, ok := ids[class]; ok {
			s.classes = append(s.classes, id)
		}
	}
	s.owner = ids[string(q.Owner)]
	for _, l := range q.Refers {
		link := [2]int64{ids[string(l.To)], ids[string(l.Property)]}
		s.links = append(s.links, link)
		s.nothing = s.nothing || link[0] == 0 || link[1] == 0
	}
	s.nothing = s.nothing || len(s.classes) == 0 && len(q.Classes) > 0 || s.owner == 0 && q.Owner != ""
	if s.nothing {
		return s, nil
	}
	if s.sight, err = v.sight(q.Sight); err != nil {
		return nil, err
	}
	if s.owner != 0 && len(q.Classes) == 0 && len(q.Refers) == 0 && q.At == nil {
		s.classes, err = v.classesOf(s.owner)
		s.nothing = len(s.classes) == 0
	}
	slices.Sort(s.classes)
	s.classes = slices.Compact(s.classes)
	return s, err
}

// The index is by owner, then class: it is walked class by class.
const classesOfOwner = `
WITH RECURSIVE k (class) AS (
	SELECT MIN(class) FROM latest WHERE owner = ?1
	UNION ALL
	SELECT (SELECT MIN(class) FROM latest WHERE owner = ?1 AND class > k.class) FROM k
	WHERE k.class IS NOT NULL
) SELECT class FROM k WHERE class IS NOT NULL`

func (v *view) classesOf(owner int64) ([]int64, error) {
	var classes []int64
	err := v.each(classesOfOwner, []any{owner}, func(rows *sql.Rows) error {
		classes = append(classes, 0)
		return rows.Scan(&classes[len(classes)-1])
	})
	return classes, err
}

// start is the place before the first, in the direction of the query.
func (s *search) start() int64 {
	if s.query.Descending && s.query.After == 0 {
		return math.MaxInt64
	}
	return int64(s.query.After)
}

func (s *search) read(after int64, size int) ([]placed, error) {
	if s.query.Limit > 0 && !s.inBodies() {
		size = min(size, s.query.Limit)
	}
	query, args := s.positions(after, size)
	if s.query.Bodies && !s.inBodies() {
		return s.v.bodies(query, s.order(), args)
	}
	return s.v.versions(query, s.order(), args)
}

func (s *search) order() string {
	if s.query.Descending {
		return descending
	}
	return ascending
}

// inBodies says whether references have to be looked for in bodies: edges are those of now.
func (s *search) inBodies() bool { return s.query.At != nil && len(s.links) > 0 }

func (s *search) refers(ver node.Version) bool {
	if !s.inBodies() {
		return true
	}
	r, err := ver.Resource()
	if err != nil {
		return false
	}
	made := node.Links(r)
	return !slices.ContainsFunc(s.query.Refers, func(l node.Link) bool { return !slices.Contains(made, l) })
}

// positions is the query for the positions of what matches after a place, with the place of each;
// size 0 is all of them.
func (s *search) positions(after int64, size int) (string, []any) {
	f := &filter{}
	switch {
	case s.query.At != nil:
		s.asOf(f, after)
	case len(s.links) > 0:
		s.byEdge(f, after)
	case len(s.classes) > 0:
		s.byClass(f, after)
	default:
		f.add(`SELECT t.pos, t.created AS place FROM latest t WHERE `)
		s.beyond(f, "t", after)
		s.admitted(f, "t")
	}
	if size > 0 {
		f.add(" ORDER BY place%s LIMIT %s", s.order(), f.arg(size))
	}
	return f.b.String(), f.args
}

// byClass joins one index range for each class, so that all come in order and few are read.
func (s *search) byClass(f *filter, after int64) {
	for i, class := range s.classes {
		if i > 0 {
			f.add(" UNION ALL ")
		}
		f.add(`SELECT t.pos, t.created AS place FROM latest t WHERE t.class = %s AND `, f.arg(class))
		if s.owner != 0 {
			f.add("t.owner = %s AND ", f.arg(s.owner))
		}
		s.beyond(f, "t", after)
		s.admitted(f, "t")
	}
}

// byEdge walks the references to one thing in the order their makers were created: those that are sorted in,
// and those that wait. The plus signs keep SQLite from starting with another index; CROSS JOIN keeps the
// order of the walk.
func (s *search) byEdge(f *filter, after int64) {
	target, property := s.links[0][0], s.links[0][1]
	f.add(`SELECT t.pos, e.created AS place FROM edge e CROSS JOIN latest t WHERE `)
	f.add("t.created = e.created AND e.target = %s AND e.property = %s AND ", f.arg(target), f.arg(property))
	s.amongEdges(f, after)
	if s.v.db.engine.Lately == 0 {
		return
	}
	f.add(` UNION ALL SELECT t.pos, e.created AS place FROM edge_lately e CROSS JOIN latest t WHERE `)
	f.add("t.created = e.created AND +e.target = %s AND +e.property = %s AND ", f.arg(target), f.arg(property))
	f.add("NOT EXISTS (SELECT 1 FROM edge x WHERE x.target = e.target AND x.property = e.property AND x.created = e.created) AND ")
	s.amongEdges(f, after)
}

// amongEdges is what else is asked of a reference and its maker.
func (s *search) amongEdges(f *filter, after int64) {
	s.beyond(f, "e", after)
	for _, link := range s.links[1:] {
		target, property := f.arg(link[0]), f.arg(link[1])
		f.add(` AND (EXISTS (SELECT 1 FROM edge x
			WHERE x.target = %s AND x.property = %s AND x.created = e.created)`, target, property)
		if s.v.db.engine.Lately > 0 {
			f.add(` OR EXISTS (SELECT 1 FROM edge_lately x
				WHERE x.created = e.created AND x.property = %s AND x.target = %s)`, property, target)
		}
		f.add(")")
	}
	s.restrict(f, "t")
	s.admitted(f, "t")
}

// asOf walks all things and takes of each the version in force at the record time, walking back from the
// first mark after it.
func (s *search) asOf(f *filter, after int64) {
	at := f.arg(s.query.At.UnixMicro())
	f.add(`SELECT l.pos, t.created AS place FROM latest t CROSS JOIN log l WHERE `)
	s.beyond(f, "t", after)
	f.add(` AND l.pos = (
		WITH RECURSIVE walk (pos, prev, at) AS (
			SELECT h.pos, h.prev, h.at FROM log h WHERE h.pos = COALESCE((
				SELECT m.pos FROM log m WHERE m.created = t.created AND m.n %% 64 = 0 AND m.at > %s ORDER BY m.n LIMIT 1), t.pos)
			UNION ALL
			SELECT h.pos, h.prev, h.at FROM walk w JOIN log h ON h.pos = w.prev WHERE w.at > %s
		) SELECT pos FROM walk WHERE at <= %s)`, at, at, at)
	s.restrict(f, "l")
	s.admitted(f, "l")
	s.sight.condition(f, "t")
}

// beyond is the condition that a thing comes after the last one seen.
func (s *search) beyond(f *filter, table string, place int64) {
	if s.query.Descending {
		f.add("%s.created < %s", table, f.arg(place))
		return
	}
	f.add("%s.created > %s", table, f.arg(place))
}

// restrict asks for class and owner where no index does.
func (s *search) restrict(f *filter, table string) {
	if len(s.classes) > 0 {
		f.add(" AND +%s.class IN (%s)", table, f.list(s.classes))
	}
	if s.owner != 0 {
		f.add(" AND +%s.owner = %s", table, f.arg(s.owner))
	}
}

// admitted asks that it be no tombstone, and that the caller may see it.
func (s *search) admitted(f *filter, table string) {
	if !s.query.Deleted {
		f.add(" AND NOT %s.deleted", table)
	}
	s.sight.condition(f, table)
}

// filter is a statement in the making, with its arguments.
type filter struct {
	b    strings.Builder
	args []any
}

func (f *filter) add(format string, args ...any) { fmt.Fprintf(&f.b, format, args...) }

// arg is the sign of a further argument.
func (f *filter) arg(value any) string {
	f.args = append(f.args, value)
	return fmt.Sprintf("?%d", len(f.args))
}

// list is the signs of further arguments. Lists are filled up to a power of two with their last id,
// so that lists of many lengths share few statements.
func (f *filter) list(ids []int64) string {
	size := 1
	for size < len(ids) {
		size *= 2
	}
	signs := list(len(f.args)+1, size)
	for i := range size {
		f.args = append(f.args, ids[min(i, len(ids)-1)])
	}
	return signs
}
