package node

import (
	"slices"

	"tributary/vocab"
)

// Role is what an agent may do in a group. Each includes what stands before it, but delegate, which
// adds the duties of a seat to those of an editor.
type Role string

const (
	Reader   Role = "reader"   // reads members' data
	Member   Role = "member"   // also proposes and records own work
	Editor   Role = "editor"   // also records events and edits state
	Delegate Role = "delegate" // also acts for the group in the bodies its seat names
	Admin    Role = "admin"    // also roles, policy, tokens
)

// Roles are all roles, weakest first.
var Roles = []Role{Reader, Member, Editor, Delegate, Admin}

// ParseRole reads a role's name.
func ParseRole(name string) (Role, error) {
	if r := Role(name); slices.Contains(Roles, r) {
		return r, nil
	}
	return "", Errorf(Invalid, "role is one of reader, member, editor, delegate, admin; not %q", name)
}

// Includes says whether r may do what s may. No role includes nothing.
func (r Role) Includes(s Role) bool {
	return slices.Index(Roles, r) >= slices.Index(Roles, s) && slices.Contains(Roles, s)
}

// Caller is who asks: an agent with what it may do where. The zero Caller is a stranger.
type Caller struct {
	Agent    vocab.IRI          // person or group; the author of what it does
	Roles    map[vocab.IRI]Role // per group: role narrowed by the token's scope
	Follows  []vocab.IRI        // groups it follows
	ReadOnly bool               // its token only reads
	Operator bool               // the command line beside the database
	// Known is the same human being as a person known by a handle; nil: a member without one. It acts and
	// has rights for itself alone, so that nothing that is done tells that the two are one.
	Known *Caller
	// For is the one actor for whom an app of a member may act; empty: whoever Roles say.
	For vocab.IRI
}

// Stranger sees what is public and may do nothing.
var Stranger = Caller{}

// Operator is whoever holds the node's folder.
var Operator = Caller{Operator: true}

// facing is the caller as whom one acts for an actor: as the person known by a handle for that person and
// for the groups which only that person belongs to, else as the member.
func (c Caller) facing(actor vocab.IRI) Caller {
	known := c.Known
	c.Known = nil
	if known != nil && (actor == known.Agent || c.Roles[actor] == "" && known.Roles[actor] != "") {
		return *known
	}
	return c
}

// May says whether the caller has at least the role in a group.
func (c Caller) May(group vocab.IRI, role Role) bool {
	if c.Operator {
		return true
	}
	return c.Roles[group].Includes(role) || c.Known != nil && c.Known.May(group, role)
}

// Sight is what the caller may see.
func (c Caller) Sight() Sight {
	s := Sight{All: c.Operator, Follows: c.Follows}
	for _, agent := range c.Follows {
		s.Names = append(s.Names, agent+"/followers") // what others say to those who follow it
	}
	if c.Agent != "" && (c.For == "" || c.For == c.Agent) { // what is the member's own is none of an app's business
		s.Names = append(s.Names, c.Agent)
	}
	for group, role := range c.Roles {
		if !role.Includes(Reader) {
			continue
		}
		s.Members = append(s.Members, group)
		s.Names = append(s.Names, group+"/followers")
		if role.Includes(Editor) && group != c.Agent {
			s.Names = append(s.Names, group)
		}
	}
	if c.Known != nil { // who reads, reads as both
		known := c.Known.Sight()
		s.Members, s.Names = append(s.Members, known.Members...), append(s.Names, known.Names...)
		s.Follows = slices.Concat(s.Follows, known.Follows)
	}
	slices.Sort(s.Members)
	slices.Sort(s.Names)
	s.Names = slices.Compact(s.Names)
	return s
}
