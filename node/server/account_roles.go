package server

import (
	"fmt"
	"strconv"

	"tributary/node"
	"tributary/node/account"
)

// mayAs is what a role may do, in words. Each may also do what stands before it.
var mayAs = map[node.Role]string{
	node.Reader:   "you may read what is for its members",
	node.Member:   "you may read what is for its members, propose, offer and ask, and record your own work",
	node.Editor:   "you may read, propose, record events and all else, and edit its state",
	node.Delegate: "you may do what editors do, and act for it in the bodies where you have its seat",
	node.Admin:    "you may do everything, roles and policy too",
}

// example is a request that whoever holds a token may make.
type example struct {
	URL  string
	Data string // to POST; empty: a GET
}

// example is the most telling request that a token of some scope is good for: recording where one of
// its holder's roles allows it, else reading.
func (s *door) example(seats []seatView, scope account.Scope) example {
	if len(seats) == 0 {
		return example{URL: s.Config.URL + "/groups"}
	}
	best := seats[0]
	for _, seat := range seats {
		if !best.Role.Includes(seat.Role) {
			best = seat
		}
	}
	group := s.Config.URL + best.Path
	switch {
	case scope == account.Read || !best.Role.Includes(node.Member):
		return example{URL: group + "/events"}
	case !best.Role.Includes(node.Editor):
		return example{group + "/outbox", fmt.Sprintf(
			`{"type": "Intent", "action": "transfer", "receiver": %s, "note": "We look for apples"}`, strconv.Quote(group))}
	}
	return example{group + "/outbox", `{"type": "ResourceSpecification", "name": "Apples"}`}
}
