package node

import (
	"fmt"
	"math/big"
	"strconv"

	"tributary/vocab"
	"tributary/vocab/pf"
)

// Seats exist whether or not somebody fills them, and belong to the body they are in. A delegate seat also
// belongs to one constituent group, which is told of it and of who fills it, on whichever node it is.

// seats is the rule of seats.
func (d *Draft) seats(_ string, _, r *vocab.Resource) (*vocab.Resource, error) {
	if d.received() {
		return r, nil
	}
	return r, d.tell(r, r.Get(pf.RepresentsGroup).IRI())
}

// assigned is the rule of assignments: nobody holds a role or seat for more terms in a row than it allows.
func (d *Draft) assigned(path string, _, r *vocab.Resource) (*vocab.Resource, error) {
	if d.received() {
		return r, nil
	}
	nr, err := d.termNumber(r)
	if err != nil {
		return nil, err
	}
	for _, v := range append(r.All(pf.FillsSeat), r.All(pf.HasRole)...) {
		post, err := d.Current(v.IRI())
		if err != nil {
			continue // elsewhere: its own group says how long
		}
		if limit, ok := termLimit(post); ok && nr > limit {
			return nil, breaks(Conflict, path, pf.TermNumber, fmt.Sprintf(
				"this would be term %d in a row of %s; %s allows %d (pf:maxConsecutiveTerms)", nr, r.Get(pf.Member).IRI(), post.ID(), limit))
		}
		if group := post.Get(pf.RepresentsGroup).IRI(); group != "" {
			told := []vocab.IRI{group}
			if holder := r.Get(pf.Member).IRI(); !d.isPseudonym(holder) {
				told = append(told, holder)
			}
			if err := d.tell(r, told...); err != nil {
				return nil, err
			}
		}
	}
	return r, nil
}

// termNumber is which term in a row an assignment is: as it says, or counted along its predecessors, if
// that is more.
func (d *Draft) termNumber(r *vocab.Resource) (int, error) {
	said, _ := strconv.Atoi(r.Get(pf.TermNumber).Text())
	counted, seen := 1, map[vocab.IRI]bool{r.ID(): true}
	for earlier := r; ; counted++ {
		id := earlier.Get(pf.Predecessor).IRI()
		if id == "" || seen[id] {
			break
		}
		seen[id] = true
		var err error
		earlier, err = d.Current(id)
		if kind := KindOf(err); kind == NotFound || kind == Gone {
			break
		}
		if err != nil {
			return 0, err
		}
		if earlier.Get(pf.Member).IRI() != r.Get(pf.Member).IRI() {
			break
		}
		if said, _ := strconv.Atoi(earlier.Get(pf.TermNumber).Text()); said > 0 {
			counted += said
			break
		}
	}
	return max(said, counted), nil
}

// termLimit is how many terms in a row a role or seat allows; false when it sets no limit.
func termLimit(post *vocab.Resource) (int, bool) {
	n, ok := new(big.Int).SetString(post.Get(pf.MaxConsecutiveTerms).Text(), 10)
	if !ok || !n.IsInt64() {
		return 0, false
	}
	return int(n.Int64()), true
}
