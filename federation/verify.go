package federation

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"time"

	"tributary/federation/proof"
	"tributary/federation/wire"
	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
)

// Letters are what other nodes sent, as it is kept.
type Letters interface {
	Letters(ctx context.Context) iter.Seq2[node.Letter, error]
	// Letter is one of them. NotFound.
	Letter(ctx context.Context, id vocab.IRI) (node.Letter, error)
	// Foreign are the versions in the log that activities caused whose addresses do not begin with a prefix.
	Foreign(ctx context.Context, prefix string) iter.Seq2[node.Version, error]
}

// Verify checks again, without asking anybody, what other nodes sent: that what is kept as theirs says who
// did what as it is noted, that their own proofs still fit the bytes that came, with the keys that they
// showed then, and that nothing in the log claims to be another node's doing that no other node said. Nil
// faults: all is well. What only the connection proved, by an HTTP signature, cannot be checked again; nor can what was
// erased, which is counted.
//
// It reads each letter, and of the log what others did, once, and keeps the keys of some actors in memory.
//
// Spec: FEP-8b32; FEP-521a.
func Verify(ctx context.Context, letters Letters, n *node.Node) (faults []node.Fault, erased int, err error) {
	err = n.Store().View(ctx, func(v node.View) error {
		c := checks{ctx: ctx, node: n, view: v, letters: letters, keys: map[vocab.IRI]shown{}}
		for l, err := range letters.Letters(ctx) {
			if err != nil {
				return err
			}
			if l.State != node.LetterDone {
				continue // nothing rests on it yet, or at all
			}
			if err := c.letter(l); err != nil {
				return err
			}
		}
		for version, err := range letters.Foreign(ctx, n.Base+"/") {
			if err != nil {
				return err
			}
			if err := c.claimed(version); err != nil {
				return err
			}
		}
		faults, erased = c.faults, c.erased
		return nil
	})
	return faults, erased, err
}

type checks struct {
	ctx     context.Context
	node    *node.Node
	view    node.View
	letters Letters
	keys    map[vocab.IRI]shown
	last    node.Letter // met last, in the log; without Body when there is none
	faults  []node.Fault
	erased  int
}

func (c *checks) say(id vocab.IRI, n int, format string, args ...any) {
	c.faults = append(c.faults, node.Fault{IRI: id, N: n, Message: fmt.Sprintf(format, args...)})
}

// letter compares what came with what is noted of it, and checks its proofs.
func (c *checks) letter(l node.Letter) error {
	m, err := wire.Read(l.Body, wire.Limits{Bytes: max(len(l.Body), 1<<20)})
	switch {
	case err != nil:
		c.say(l.ID, 0, "was sent by another node, and what is kept of it does not read: %s", node.MessageOf(err))
		return nil
	case m.ID != l.ID:
		c.say(l.ID, 0, "was sent by another node, and what is kept calls itself %s", m.ID)
		return nil
	case !l.Proof.Erased.IsZero():
		c.erased++
		return nil // it says less than what came: what proved that fits no more
	case l.Proof.Fetched && (l.ID == l.Actor || c.node.Owns(l.Actor)):
		return nil // a document: its address vouched for it
	case m.Actor != l.Actor:
		c.say(l.ID, 0, "is noted as what %s did, and says that %s did it", l.Actor, m.Actor)
		return nil
	}
	if l.Proof.Proof != "" {
		if err := c.proof(l); err != nil {
			return err
		}
	}
	return c.embedded(l, m)
}

// proof checks the proof that a letter carries, with the key that was kept, and that the key was its actor's.
func (c *checks) proof(l node.Letter) error {
	if err := proof.Holds(l.Body, l.Proof.Proof, l.Proof.Multikey, l.At); err != nil {
		c.say(l.ID, 0, "carries a proof by %s that does not hold: %s", l.Proof.Proof, node.MessageOf(err))
		return nil
	}
	s, err := c.shown(l.Actor)
	if err != nil {
		return err
	}
	first, known := s.since[l.Proof.Multikey]
	switch {
	case s.now[l.Proof.Multikey], known && !first.After(l.At.Add(maxDelay)):
	case known:
		c.say(l.ID, 0, "came %s with a proof by a key that %s showed only %s later", l.At.Format(time.RFC3339), l.Actor, first.Sub(l.At).Round(time.Second))
	case len(s.since) == 0 && s.read.After(l.At):
		// Its versions are in words in which keys are not known here, and its document is of another day.
	default:
		c.say(l.ID, 0, "carries a proof by a key that %s is not known to have had", l.Actor)
	}
	return nil
}

// embedded checks the proofs of what a letter brought along that is somebody else's. Only what came to be
// believed by such a proof counts: what its own address said, whoever passed it on, rests on that.
func (c *checks) embedded(l node.Letter, m wire.Message) error {
	for _, item := range m.Objects() {
		if item.Raw == nil || item.ID == "" || wire.SameOrigin(item.ID, l.Actor) || c.node.Owns(item.ID) {
			continue
		}
		owners, err := item.AttributedTo(wire.Limits{})
		if err != nil || len(owners) != 1 || !wire.SameOrigin(owners[0], item.ID) {
			continue
		}
		proofs, err := proof.Read(item.Raw)
		if err != nil || len(proofs) == 0 {
			continue
		}
		fits, err := c.fits(proofs, owners[0], l.At)
		if err != nil || fits {
			return err
		}
		took, err := c.took(l, m, item)
		if err != nil {
			return err
		}
		if took {
			c.say(item.ID, 0, "was believed when %s passed it on, and its proof fits no key of %s", l.ID, owners[0])
		}
	}
	return nil
}

// fits says whether one of the proofs of a document holds with a key that its owner ever showed, or is of a
// kind that nothing can be said of. An owner who showed none cannot be asked here.
func (c *checks) fits(proofs []proof.Proof, owner vocab.IRI, at time.Time) (bool, error) {
	s, err := c.shown(owner)
	if err != nil || len(s.since)+len(s.now) == 0 {
		return true, err
	}
	for _, keys := range []iter.Seq[string]{maps.Keys(s.since), maps.Keys(s.now)} {
		for text := range keys {
			public, err := proof.ParseMultikey(text)
			if err != nil {
				continue
			}
			for _, p := range proofs {
				err := p.VerifyAt(public, at.Add(maxDelay))
				if err == nil || node.KindOf(err) == node.Unsupported {
					return true, nil
				}
			}
		}
	}
	return false, nil
}

// took says whether the log has what a letter embeds, just as it is embedded, by that letter.
func (c *checks) took(l node.Letter, m wire.Message, item wire.Item) (bool, error) {
	things, err := readThings(c.ctx, item.Raw, m.Context, m.ID)
	if err != nil || len(things) == 0 {
		return false, nil // nothing could be taken from it
	}
	for v, err := range c.view.History(item.ID, 0) {
		if err != nil {
			return false, err
		}
		if v.Activity != l.ID {
			continue
		}
		r, err := v.Resource()
		if err != nil {
			return false, nil // said by those who verify the log
		}
		return r != nil && r.Equal(things[0]), nil
	}
	return false, nil
}

// claimed finds versions that claim to be another node's doing which no other node said.
func (c *checks) claimed(v node.Version) error {
	if c.node.Owns(v.Activity) || v.Activity == v.IRI && !c.isActivity(v.Class) {
		return nil // our own, or a document that was read at its address
	}
	if c.last.ID != v.Activity {
		l, err := c.letters.Letter(c.ctx, v.Activity)
		switch node.KindOf(err) {
		case "":
			l.Body = l.Body[:0] // nothing more is asked of it
		case node.NotFound:
			l = node.Letter{ID: v.Activity}
		default:
			return err
		}
		c.last = l
	}
	switch {
	case c.last.Actor == "":
		c.say(v.IRI, v.N, "claims to be what another node said in %s, and no such letter is kept", v.Activity)
	case c.last.Actor != v.Author:
		c.say(v.IRI, v.N, "is recorded as what %s did, and %s did what it rests on, %s", v.Author, c.last.Actor, v.Activity)
	}
	return nil
}

func (c *checks) isActivity(class string) bool {
	known := c.node.Vocabulary().Class(class)
	return known != nil && known.IsA(as.Activity)
}

// maxDelay is how much later than a letter the keys that prove it may be on record: they are read when it
// comes.
const maxDelay = 10 * time.Minute
