package wire

import "cmp"

// Limits bound the work that foreign bytes can cause. A zero field stands for its default.
type Limits struct {
	Bytes    int // of the whole text; 1 MiB
	Depth    int // of objects and arrays within each other; 32
	Array    int // elements of one array; 10,000
	Keys     int // members of all objects together; 10,000
	IDLength int // bytes of an address; 2,048
}

func (l Limits) orDefault() Limits {
	return Limits{
		Bytes:    cmp.Or(l.Bytes, 1<<20),
		Depth:    cmp.Or(l.Depth, 32),
		Array:    cmp.Or(l.Array, 10_000),
		Keys:     cmp.Or(l.Keys, 10_000),
		IDLength: cmp.Or(l.IDLength, 2048),
	}
}
