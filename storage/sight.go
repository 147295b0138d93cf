package storage

import "tributary/node"

// sight is node.Sight with every name turned into its id. Who was never mentioned has nothing here
// that could be seen.
type sight struct {
	all     bool
	members []int64
	readers []int64 // members and followers
	names   []int64
}

func (v *view) sight(s node.Sight) (sight, error) {
	if s.All {
		return sight{all: true}, nil
	}
	members, err := v.idsOf(s.Members)
	if err != nil {
		return sight{}, err
	}
	follows, err := v.idsOf(s.Follows)
	if err != nil {
		return sight{}, err
	}
	names, err := v.idsOf(s.Names)
	if err != nil {
		return sight{}, err
	}
	return sight{members: members, readers: append(follows, members...), names: names}, nil
}

// condition is node.Sight.Sees in SQL, over a table with the columns pos, level and owner.
func (s sight) condition(f *filter, table string) {
	if s.all {
		return
	}
	f.add(" AND (%s.level = %d", table, node.Public)
	s.owned(f, table, node.Followers, s.readers)
	s.owned(f, table, node.Members, s.members)
	if len(s.names) > 0 {
		f.add(" OR +%s.owner IN (%s)", table, f.list(s.names))
		f.add(" OR EXISTS (SELECT 1 FROM named d WHERE d.pos = %s.pos AND d.agent IN (%s))", table, f.list(s.names))
	}
	f.add(")")
}

func (s sight) owned(f *filter, table string, level node.Level, owners []int64) {
	if len(owners) > 0 {
		f.add(" OR %s.level = %d AND +%s.owner IN (%s)", table, level, table, f.list(owners))
	}
}
