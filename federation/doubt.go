package federation

import (
	"context"
	"errors"
	"time"

	"tributary/federation/httpsig"
	"tributary/node"
	"tributary/node/problem"
	"tributary/vocab"
)

// Whoever reaches an inbox can post letters without end that are well formed and that nobody signed: under a key that
// does not fit, or that is nowhere. Until it is known who sent a letter, it counts for the address that it came from.
// An address that has brought too many is not listened to closely for a while: what is signed with a key that is
// known here is still taken, since others may share the address and that costs little to find out; nothing else is
// read, and no key is fetched.

// Address is where requests come from, and how much may be refused of it. Its methods say how long it has to wait
// until more may be; 0: it may.
type Address interface {
	Wait() time.Duration
	// Refused counts a request.
	Refused() time.Duration
}

// poster is who posts to an inbox, as it gets known.
type poster struct {
	Address
	known bool // whose signature it is
}

// errByAddress is beneath refusals that are due to the address alone.
var errByAddress = errors.New("limited by address")

func tooMany(wait time.Duration) error {
	return problem.After(&node.Error{
		Kind: node.Limited, Message: "too much came from your address of which nobody knows who sent it", Err: errByAddress,
	}, wait)
}

// refused counts a refusal for the address, unless it is known who was refused or it counted already, and is what to
// answer. What is not signed at all counts as any other request.
func (p *poster) refused(err error) error {
	kind := node.KindOf(err)
	if p.known || kind == node.Limited || kind == node.Internal || httpsig.ReasonOf(err) == httpsig.Unsigned {
		return err
	}
	if wait := p.Refused(); wait > 0 {
		return tooMany(wait)
	}
	return err
}

// vouched says whether a signature is good by a key that is known here already: without asking anybody, and before
// the body is read.
func (f *Federation) vouched(ctx context.Context, s httpsig.Signature) bool {
	actor := f.remembered(ctx, f.ownerOf(vocab.IRI(s.KeyID)))
	return actor != nil && actor.signed(s) == nil
}
