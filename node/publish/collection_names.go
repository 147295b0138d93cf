package publish

import (
	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
)

// shortNames are the collections of a group that have a short name beside the plural of their class.
var shortNames = map[string]string{
	"resources":   "economic-resources",
	"events":      "economic-events",
	"values":      "value-statements",
	"documents":   "governance-documents",
	"mechanisms":  "decision-mechanisms",
	"allocations": "resource-allocations",
	"outbox":      "activities",
}

// related are the collections of a group that hold agents it is related to, not records of its own.
var related = map[string]relatedAgents{
	"followers": {title: "Followers", like: func(group vocab.IRI) node.Relation {
		return node.Relation{Kind: node.Follows, To: group}
	}, other: func(r node.Relation) vocab.IRI { return r.From }},
	"following": {title: "Following", like: func(group vocab.IRI) node.Relation {
		return node.Relation{Kind: node.Follows, From: group}
	}, other: func(r node.Relation) vocab.IRI { return r.To }},
	"members": {title: "Members", like: func(group vocab.IRI) node.Relation {
		return node.Relation{Kind: node.MemberOf, To: group}
	}, other: func(r node.Relation) vocab.IRI { return r.From }, inside: true},
	"awaiting": {title: "Events that await the group's word", like: func(group vocab.IRI) node.Relation {
		return node.Relation{Kind: node.Awaits, To: group}
	}, other: func(r node.Relation) vocab.IRI { return r.From }, inside: true},
	"asked": {title: "Tasks that the group is asked to do", like: func(group vocab.IRI) node.Relation {
		return node.Relation{Kind: node.AsksToDo, To: group}
	}, other: func(r node.Relation) vocab.IRI { return r.From }, inside: true},
	"taken": {title: "Tasks that the group said it does", like: func(group vocab.IRI) node.Relation {
		return node.Relation{Kind: node.Took, To: group}
	}, other: func(r node.Relation) vocab.IRI { return r.From }, inside: true},
}

type relatedAgents struct {
	title  string
	like   func(group vocab.IRI) node.Relation
	other  func(node.Relation) vocab.IRI
	inside bool // who they are is the business of members
}

// collected is the class whose members a group's collection holds, or nil when there is none of
// that name.
func (d *Documents) collected(name string) *vocab.Class {
	if plural, ok := shortNames[name]; ok {
		name = plural
	}
	if c := d.node.Vocabulary().ClassByPlural(name); c != nil && !c.IsAny(structural) {
		return c
	}
	return nil
}

// structural classes have members only while a page is made.
var structural = vocab.On(as.Collection, as.Tombstone)
