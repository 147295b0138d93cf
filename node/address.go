package node

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"time"

	"tributary/vocab"
)

// Addresses are the IRIs of a node, all under its URL.
type Addresses struct {
	Base string // "https://node.example", without a slash at the end
}

// Owns says whether the IRI is of this node's origin.
func (a Addresses) Owns(id vocab.IRI) bool {
	rest, ok := strings.CutPrefix(string(id), a.Base)
	return ok && (rest == "" || strings.HasPrefix(rest, "/") || strings.HasPrefix(rest, "#"))
}

func (a Addresses) Node() vocab.IRI               { return vocab.IRI(a.Base + "/actor") }
func (a Addresses) Group(handle string) vocab.IRI { return vocab.IRI(a.Base + "/groups/" + handle) }
func (a Addresses) Person(id string) vocab.IRI    { return vocab.IRI(a.Base + people + id) }
func (a Addresses) Agent(group vocab.IRI, id string) vocab.IRI {
	return group + vocab.IRI("/agents/"+id)
}
func (a Addresses) State(group vocab.IRI) vocab.IRI { return group + "/state" }
func (a Addresses) Thing(c *vocab.Class, id string) vocab.IRI {
	return vocab.IRI(a.Base + "/id/" + c.Path() + "/" + id)
}

// people is what the addresses of people begin with: /people/ULID is a member, for its own eyes;
// /people/HANDLE the person as whom a member chose to be known.
const people = "/people/"

// Handle is the handle in the IRI of a group or of a person who is known by one, or empty.
func (a Addresses) Handle(actor vocab.IRI) string {
	if handle, ok := strings.CutPrefix(string(actor), a.Base+"/groups/"); ok && !strings.Contains(handle, "/") {
		return handle
	}
	if handle, ok := strings.CutPrefix(string(actor), a.Base+people); ok && handleForm.MatchString(handle) {
		return handle
	}
	return ""
}

// IsGroup says whether the IRI has the form of a group's.
func (a Addresses) IsGroup(id vocab.IRI) bool { return a.Handle(id) != "" && !a.underPeople(id) }

// IsPublicPerson says whether the IRI has the form of that of a person known by a handle.
func (a Addresses) IsPublicPerson(id vocab.IRI) bool { return a.Handle(id) != "" && a.underPeople(id) }

// IsMember says whether the IRI has the form of a member's, which nobody but the member and the operator
// is told. A ULID has letters, all of them capitals; a handle has none.
func (a Addresses) IsMember(id vocab.IRI) bool { return a.Handle(id) == "" && a.underPeople(id) }

func (a Addresses) underPeople(id vocab.IRI) bool {
	rest, ok := strings.CutPrefix(string(id), a.Base+people)
	return ok && rest != "" && !strings.Contains(rest, "/")
}

var handleForm = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$`)

// CheckHandle refuses what cannot be a handle.
func CheckHandle(handle string) error {
	if handleForm.MatchString(handle) {
		return nil
	}
	return Errorf(Invalid, "a handle has 1 to 64 of a-z, 0-9 and -, and neither begins nor ends with -; not %q", handle)
}

// MementoIRI is the address of version n of a thing. A state's versions stand right under it.
func MementoIRI(id vocab.IRI, n int) vocab.IRI {
	if strings.HasSuffix(string(id), "/state") && strings.Contains(string(id), "/groups/") {
		return vocab.IRI(fmt.Sprintf("%s/%d", id, n))
	}
	return vocab.IRI(fmt.Sprintf("%s/v/%d", id, n))
}

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// Mint makes ULIDs that grow, also within one millisecond.
//
// Spec: github.com/ulid/spec, "Monotonicity".
func Mint() func(time.Time) string {
	var mu sync.Mutex
	var last uint64
	var high uint16
	var low uint64
	return func(now time.Time) string {
		mu.Lock()
		defer mu.Unlock()
		ms := uint64(now.UnixMilli())
		if ms > last {
			var seed [10]byte
			rand.Read(seed[:])
			last, high, low = ms, binary.BigEndian.Uint16(seed[:2])>>1, binary.BigEndian.Uint64(seed[2:])
		} else if low++; low == 0 {
			high++
		}
		return ulid(last, high, low)
	}
}

// MintAt is the least id of a time: those that were minted before sort before it.
func MintAt(at time.Time) string { return ulid(uint64(at.UnixMilli()), 0, 0) }

// ulid writes 48 bits of time and 80 of chance as 26 characters.
func ulid(ms uint64, high uint16, low uint64) string {
	var text [26]byte
	for i := 9; i >= 0; i-- {
		text[i] = crockford[ms&31]
		ms >>= 5
	}
	for i := 25; i >= 10; i-- {
		text[i] = crockford[low&31]
		low = low>>5 | uint64(high&31)<<59
		high >>= 5
	}
	return string(text[:])
}
