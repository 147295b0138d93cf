package node

import (
	"slices"

	"tributary/vocab"
)

// Level says who may read a document.
type Level uint8

const (
	Public    Level = iota // everyone
	Followers              // followers and members of its owner
	Members                // members of its owner
	Named                  // its owner and those named
)

// Levels are the names of the levels, as the command line and documents write them.
var Levels = [...]string{"public", "followers", "members", "named"}

func (l Level) String() string { return Levels[l] }

// ParseLevel reads a level's name.
func ParseLevel(name string) (Level, error) {
	if i := slices.Index(Levels[:], name); i >= 0 {
		return Level(i), nil
	}
	return 0, Errorf(Invalid, "audience is one of public, followers, members, named; not %q", name)
}

// Audience is who may read one version. Names are agents; they may read whatever the level says.
type Audience struct {
	Level Level
	Names []vocab.IRI
}

// Sight is what a caller may see, as storage needs it to filter. The zero Sight sees what is public.
type Sight struct {
	All     bool        // the operator
	Members []vocab.IRI // owners whose members' documents are seen
	Follows []vocab.IRI // owners whose followers' documents are seen
	Names   []vocab.IRI // the caller and the groups it acts for
}

// Sees says whether a version is seen. Storage's query condition says the same; a conformance test
// compares the two.
func (s Sight) Sees(v Version) bool {
	switch {
	case s.All, v.Audience.Level == Public:
		return true
	case slices.Contains(s.Names, v.Owner):
		return true
	case slices.ContainsFunc(v.Audience.Names, func(n vocab.IRI) bool { return slices.Contains(s.Names, n) }):
		return true
	case v.Audience.Level == Followers:
		return slices.Contains(s.Follows, v.Owner) || slices.Contains(s.Members, v.Owner)
	case v.Audience.Level == Members:
		return slices.Contains(s.Members, v.Owner)
	}
	return false
}
