package model

import (
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// ShortNames are the names of collections that are asked for most, where they are not the plural of
// the class: /groups/HANDLE/events.
var ShortNames = map[string]*vocab.Class{
	"resources": vf.EconomicResource,
	"events":    vf.EconomicEvent,
	"values":    pf.ValueStatement,
}

// Path is the place of a class in addresses, /id/PATH/ULID: one for activities of every kind, and
// the name of any other class.
func Path(c *vocab.Class) string {
	if c.IsA(as.Activity) {
		c = as.Activity
	}
	return c.Path()
}

// Collection finds the class whose members a collection has, by the plural of the class or its
// short name; nil when there is none.
func Collection(name string) *vocab.Class {
	if c := Vocabulary.ClassByPlural(name); c != nil {
		return c
	}
	return ShortNames[name]
}
