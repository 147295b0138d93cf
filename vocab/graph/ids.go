package graph

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"tributary/vocab"
)

// PartIDs gives the parts of one resource their IRIs: OWNER#term, then OWNER#term-2 and so on;
// OWNER-term where the owner's IRI has a fragment already.
// Ask in the order of writing: fields in order of declaration, then [Extra], depth first. A part
// that says of which kind it is among its siblings (see kindTerms) is named for the kind, so that
// its IRI stays the same while others come and go; so is one to which others refer by its IRI, such as
// a key, after a digest of what it says.
type PartIDs struct {
	owner vocab.IRI
	given []given
}

type given struct {
	name  string
	times int
}

// NewPartIDs begins the naming of the parts of owner, which has an absolute IRI, or is a blank
// node ("_:x"); the parts of a blank node are blank nodes.
func NewPartIDs(owner vocab.IRI) *PartIDs { return &PartIDs{owner: owner} }

// kindTerms are the properties by whose value a part is named.
var kindTerms = []string{"elementKind"}

// Next is the IRI of the next part, which stands under the property with that IRI.
func (ids *PartIDs) Next(property vocab.IRI, part *vocab.Resource) vocab.IRI {
	name := nameOf(property, part)
	times := ids.count(name)
	id := ids.owner + vocab.IRI(separator(ids.owner)+name)
	if times == 1 {
		return id
	}
	return id + vocab.IRI("-"+strconv.Itoa(times))
}

// separator stands between an owner's IRI and the name of a part. An IRI has one fragment, and a
// blank node none.
func separator(owner vocab.IRI) string {
	if isBlank(owner) || strings.Contains(string(owner), "#") {
		return "-"
	}
	return "#"
}

func (ids *PartIDs) count(name string) int {
	i := slices.IndexFunc(ids.given, func(g given) bool { return g.name == name })
	if i < 0 {
		ids.given = append(ids.given, given{name, 1})
		return 1
	}
	ids.given[i].times++
	return ids.given[i].times
}

func nameOf(property vocab.IRI, part *vocab.Resource) string {
	if c := part.Class(); c != nil && c.Named {
		return digestName(c, part)
	}
	for p, values := range part.Fields() {
		if slices.Contains(kindTerms, p.Term) && values[0].Kind() == vocab.Reference {
			return local(values[0].IRI())
		}
	}
	return local(property)
}

// digestName is the name of a part that others refer to: its class and 80 bits of a digest of its
// literals, so that another key never takes the place of one.
func digestName(c *vocab.Class, part *vocab.Resource) string {
	h := sha256.New()
	for _, values := range part.Fields() {
		for _, v := range values {
			if v.Kind() == vocab.Literal {
				h.Write([]byte(v.Text()))
			}
		}
	}
	return strings.ToLower(c.Name) + "-" + hex.EncodeToString(h.Sum(nil)[:10])
}

// local is the last name in an IRI, with whatever cannot stand in a fragment replaced.
func local(id vocab.IRI) string {
	s := string(id)
	if i := strings.LastIndexAny(s, "/#:"); i >= 0 && i+1 < len(s) {
		s = s[i+1:]
	}
	clean := func(r rune) rune {
		if r == '-' || r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			return r
		}
		return '-'
	}
	return strings.Map(clean, s)
}

// Extra are the undeclared statements of r in the order of writing: by property, values of one
// property as they came.
func Extra(r *vocab.Resource) []vocab.Statement {
	extra := r.Extra()
	byProperty := func(a, b vocab.Statement) int { return strings.Compare(string(a.Property), string(b.Property)) }
	if slices.IsSortedFunc(extra, byProperty) {
		return extra
	}
	sorted := slices.Clone(extra)
	slices.SortStableFunc(sorted, byProperty)
	return sorted
}
