package federation

import (
	"context"
	"fmt"
	"slices"
	"time"

	"tributary/node"
	"tributary/vocab"
)

// errMoved says that a part of a statement does not fit the whole: something was recorded between the two,
// or somebody lies.
var errMoved = &node.Error{Kind: node.Conflict, Message: "a part of the list is another than the whole says"}

// comparison holds statements of another node against what is on record here: the whole, and such parts as
// differ.
type comparison struct {
	read      func(in string) (Statement, node.Letter, error)
	now, then listing // ours, and what it was when theirs was read
	theirs    []node.Dealing
	found     []node.Disagreement
	asked     int
	partly    bool // not all of theirs is known
	moved     error
}

// compare compares what the node of an agent says, by statements that read gives, with what is on record
// here. A part that is not there is a disagreement of its own.
//
// Errors: those of read; errMoved, with what could be compared, when parts do not fit the whole.
func (f *Federation) compare(ctx context.Context, group, agent vocab.IRI, read func(in string) (Statement, node.Letter, error)) (Compared, error) {
	whole, letter, err := read("")
	if err != nil {
		return Compared{}, err
	}
	done := Compared{
		Group: group, With: agent, Heard: letter.At, Published: whole.Published, Key: letter.Proof.Proof, Count: whole.Count, Found: []node.Disagreement{},
	}
	c := comparison{read: read}
	if c.now, err = f.listing(ctx, group, agent, time.Time{}); err != nil {
		return done, err
	}
	c.then = c.now
	if len(c.now) != whole.Count || c.now.hash() != whole.Hash {
		if c.then, err = f.listing(ctx, group, agent, letter.At); err != nil {
			return done, err
		}
	}
	if err := c.take(whole); err != nil {
		return done, err
	}
	if c.partly { // what is not known of theirs is no difference of each thing in it
		done.Found = append(done.Found, c.found...)
		return done, c.moved
	}
	found, later := node.Compare(c.now.dealings(), c.then.dealings(), c.theirs)
	done.Later = later
	done.Found = append(done.Found, found...)
	done.Found = append(done.Found, c.sums(whole, group, agent)...)
	return done, nil
}

// take reads what a statement lists: what is as ours need not be asked for.
func (c *comparison) take(s Statement) error {
	if c.alike(s.In, s.Count, s.Hash) {
		return nil
	}
	if len(s.Parts) == 0 {
		c.theirs = append(c.theirs, s.Dealings...)
		return nil
	}
	for _, p := range s.Parts {
		if c.alike(p.In, p.Count, p.Hash) {
			continue
		}
		if c.asked++; c.asked > maxStatements {
			if c.asked == maxStatements+1 {
				c.found = append(c.found, node.Disagreement{Why: node.TooManyWays})
			}
			c.partly = true
			return nil
		}
		part, _, err := c.read(p.In)
		switch kind := node.KindOf(err); {
		case kind == node.NotFound, err == nil && (part.Count != p.Count || part.Hash != p.Hash):
			c.partly, c.moved = true, errMoved
			c.found = append(c.found, node.Disagreement{Why: node.NotPinned, Here: fmt.Sprint(len(c.now.in(p.In))), There: fmt.Sprint(p.Count)})
		case err != nil:
			return err
		default:
			if err := c.take(part); err != nil {
				return err
			}
		}
	}
	return nil
}

// alike says whether a part of theirs is as ours is now, or was then, and if so takes ours for it.
func (c *comparison) alike(in string, count int, hash string) bool {
	for _, ours := range []listing{c.now, c.then} {
		if part := ours.in(in); len(part) == count && part.hash() == hash {
			c.theirs = append(c.theirs, part.dealings()...)
			return true
		}
	}
	return false
}

// sums compares the sums that were told with those of the list that was told, and with ours.
func (c *comparison) sums(whole Statement, group, agent vocab.IRI) (found []node.Disagreement) {
	done, owed := node.Sums(group, c.theirs)
	for _, wrong := range slices.Concat(node.CompareSums(node.SumsOf, done, whole.Totals), node.CompareSums(node.OwedOf, owed, whole.Owed)) {
		found = append(found, node.Disagreement{Why: node.NotItsOwn, Here: wrong.Here, There: wrong.There})
	}
	if len(found) > 0 {
		return found
	}
	for _, ours := range []listing{c.now, c.then} {
		done, owed := node.Sums(group, ours.dealings())
		found = slices.Concat(node.CompareSums(node.SumsOf, done, whole.Totals), node.CompareSums(node.OwedOf, owed, whole.Owed))
		if len(found) == 0 {
			return nil
		}
	}
	return found
}
