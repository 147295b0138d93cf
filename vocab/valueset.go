package vocab

import (
	"hash/maphash"
	"slices"
)

// ValueSet gathers different values: of equal ones the first is kept. It begins empty, and takes as long for
// each of a hundred thousand values as for each of ten.
type ValueSet struct {
	values []Value
	places map[uint64][]int // in values, once there are many
	seed   maphash.Seed
}

// fewValues are compared one by one.
const fewValues = 16

// Add adds a value; false: it was there.
func (s *ValueSet) Add(v Value) bool {
	if len(s.values) < fewValues {
		if slices.ContainsFunc(s.values, v.Equal) {
			return false
		}
		s.values = append(s.values, v)
		return true
	}
	if s.places == nil {
		s.seed, s.places = maphash.MakeSeed(), make(map[uint64][]int, 4*fewValues)
		for i, w := range s.values {
			h := w.hash(s.seed)
			s.places[h] = append(s.places[h], i)
		}
	}
	h := v.hash(s.seed)
	for _, i := range s.places[h] {
		if s.values[i].Equal(v) {
			return false
		}
	}
	s.places[h] = append(s.places[h], len(s.values))
	s.values = append(s.values, v)
	return true
}

// Values are those that were added, in order. They are the set's own.
func (s *ValueSet) Values() []Value { return s.values }

// hash is the same for equal values.
func (v Value) hash(seed maphash.Seed) uint64 {
	if v.kind != Nested {
		return maphash.Comparable(seed, v)
	}
	return v.part.hash(seed)
}

// hash is the same for resources that are equal but for their ids. The order of values does not count.
func (r *Resource) hash(seed maphash.Seed) uint64 {
	h := maphash.Comparable(seed, r.class)
	for i, f := range r.fields {
		for _, v := range f.Values {
			h += v.hash(seed) * uint64(2*i+3)
		}
	}
	for _, s := range r.extra {
		h += s.hash(seed)
	}
	return h
}

func (s Statement) hash(seed maphash.Seed) uint64 {
	return maphash.Comparable(seed, s.Property) ^ s.Value.hash(seed)*31
}

// sameSet compares as multisets. hash is the same for equal ones.
func sameSet[T any](a, b []T, equal func(T, T) bool, hash func(T, maphash.Seed) uint64) bool {
	if len(a) != len(b) {
		return false
	}
	for len(a) > 0 && equal(a[0], b[0]) { // mostly they are in one order
		a, b = a[1:], b[1:]
	}
	if len(a) == 0 {
		return true
	}
	seed := maphash.MakeSeed()
	left := make(map[uint64][]T, len(b))
	for _, y := range b {
		h := hash(y, seed)
		left[h] = append(left[h], y)
	}
	for _, x := range a {
		h := hash(x, seed)
		i := slices.IndexFunc(left[h], func(y T) bool { return equal(x, y) })
		if i < 0 {
			return false
		}
		left[h] = slices.Delete(left[h], i, i+1)
	}
	return true
}
