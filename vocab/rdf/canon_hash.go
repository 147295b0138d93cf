package rdf

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// issuer gives nodes numbers in the order in which it is asked.
type issuer struct {
	order []int
	ids   map[int]int
}

func newIssuer() *issuer { return &issuer{ids: map[int]int{}} }

func (s *issuer) has(node int) bool {
	_, ok := s.ids[node]
	return ok
}

func (s *issuer) issue(node int) int {
	id, ok := s.ids[node]
	if !ok {
		id = len(s.order)
		s.ids[node] = id
		s.order = append(s.order, node)
	}
	return id
}

func (s *issuer) clone() *issuer { return &issuer{slices.Clone(s.order), maps.Clone(s.ids)} }

// path is a way through the neighbourhood of a node: its hash, and the numbers given on it.
type path struct {
	hash   string
	issuer *issuer
}

// spend takes steps off the budget.
func (c *canonicalizer) spend(steps int) error {
	c.stepsLeft -= steps
	if c.stepsLeft < 0 {
		return fmt.Errorf("canonicalize: %w", ErrBudget)
	}
	return nil
}

// sum returns the hash of text in hexadecimal.
func (c *canonicalizer) sum(text []byte) string {
	h := c.newHash()
	h.Write(text)
	return hex.EncodeToString(h.Sum(nil))
}

// hashFirstDegree hashes the quads of a node, in which it is called a and every other node z.
//
// Spec: section 4.6.3.
func (c *canonicalizer) hashFirstDegree(node int) string {
	c.buf = c.buf[:0]
	var ends []int
	for _, i := range c.nodes[node].quads {
		q := c.quads[i]
		for part, t := range [...]*Term{&q.S, &q.O, &q.G} {
			switch c.parts[i][part] {
			case -1:
			case node:
				t.Value = "a"
			default:
				t.Value = "z"
			}
		}
		c.buf = AppendQuad(c.buf, q)
		ends = append(ends, len(c.buf))
	}
	if len(ends) == 1 {
		return c.sum(c.buf)
	}
	lines := make([][]byte, len(ends))
	from := 0
	for i, end := range ends {
		lines[i], from = c.buf[from:end], end
	}
	slices.SortFunc(lines, bytes.Compare)
	return c.sum(bytes.Join(lines, nil))
}

// hashRelated hashes the way from a node to a related one: the position in which it stands (s, o
// or g), the predicate, and what is known of it.
//
// Spec: section 4.7.3.
func (c *canonicalizer) hashRelated(related int, quad Quad, position byte, numbers *issuer) string {
	c.buf = append(c.buf[:0], position)
	if position != 'g' {
		c.buf = appendIRI(c.buf, quad.P.Value)
	}
	switch {
	case c.canonical.has(related) || numbers.has(related):
		c.buf = c.appendNumber(c.buf, related, numbers)
	default:
		c.buf = append(c.buf, c.nodes[related].hash...)
	}
	return c.sum(c.buf)
}

// appendNumber appends the canonical identifier of a node, or else the one that numbers gives it.
func (c *canonicalizer) appendNumber(dst []byte, node int, numbers *issuer) []byte {
	if id, ok := c.canonical.ids[node]; ok {
		return strconv.AppendInt(append(dst, "_:c14n"...), int64(id), 10)
	}
	return strconv.AppendInt(append(dst, "_:b"...), int64(numbers.issue(node)), 10)
}

// hashNDegree hashes the neighbourhood of a node: for each kind of neighbour the best of the paths
// through all neighbours of that kind, in every order.
//
// Spec: section 4.8.3.
func (c *canonicalizer) hashNDegree(node int, numbers *issuer) (path, error) {
	neighbours, err := c.neighbours(node, numbers)
	if err != nil {
		return path{}, err
	}
	var data []byte
	for _, hash := range slices.Sorted(maps.Keys(neighbours)) {
		data = append(data, hash...)
		best, err := c.bestPath(neighbours[hash], numbers)
		if err != nil {
			return path{}, err
		}
		data, numbers = append(data, best.text...), best.issuer
	}
	return path{c.sum(data), numbers}, nil
}

// neighbours groups the nodes that share a quad with node by the way to them.
func (c *canonicalizer) neighbours(node int, numbers *issuer) (map[string][]int, error) {
	if err := c.spend(1 + len(c.nodes[node].quads)); err != nil {
		return nil, err
	}
	groups := map[string][]int{}
	for _, i := range c.nodes[node].quads {
		for part, related := range c.parts[i] {
			if related < 0 || related == node {
				continue
			}
			hash := c.hashRelated(related, c.quads[i], "sog"[part], numbers)
			groups[hash] = append(groups[hash], related)
		}
	}
	return groups, nil
}

// trail is a path while it is being made.
type trail struct {
	text   []byte
	issuer *issuer
}

// bestPath returns the least of the paths through nodes, over all orders of them. It may add to
// numbers, which the caller gives up in exchange for those of the path.
func (c *canonicalizer) bestPath(nodes []int, numbers *issuer) (best trail, err error) {
	if len(nodes) == 1 { // one order, so nothing to go back to: long chains need no copies
		if err := c.spend(1); err != nil {
			return best, err
		}
		return c.follow(nodes, numbers, nil)
	}
	nodes = slices.Clone(nodes)
	slices.Sort(nodes)
	for more := true; more; more = nextPermutation(nodes) {
		// Copying the numbers given so far is work too, though of a cheaper kind.
		if err := c.spend(len(nodes) + len(numbers.order)/8); err != nil {
			return best, err
		}
		next, err := c.follow(nodes, numbers.clone(), best.text)
		if err != nil {
			return best, err
		}
		if next.issuer != nil && (best.issuer == nil || bytes.Compare(next.text, best.text) < 0) {
			best = next
		}
	}
	return best, nil
}

// follow makes the path through nodes in the order given; it gives up, with no issuer, once the
// path cannot be less than best.
//
// Spec: section 4.8.3, steps 5.4.1 to 5.4.6.
func (c *canonicalizer) follow(nodes []int, numbers *issuer, best []byte) (t trail, err error) {
	var text []byte
	var unnumbered []int
	worse := func() bool {
		return len(best) > 0 && len(text) >= len(best) && bytes.Compare(text, best) > 0
	}
	for _, n := range nodes {
		if !c.canonical.has(n) && !numbers.has(n) {
			unnumbered = append(unnumbered, n)
		}
		text = c.appendNumber(text, n, numbers)
		if worse() {
			return trail{}, nil
		}
	}
	for _, n := range unnumbered {
		result, err := c.hashNDegree(n, numbers)
		if err != nil {
			return trail{}, err
		}
		text = c.appendNumber(text, n, numbers)
		text = append(append(append(text, '<'), result.hash...), '>')
		numbers = result.issuer
		if worse() {
			return trail{}, nil
		}
	}
	return trail{text, numbers}, nil
}

// nextPermutation brings sorted numbers into the next order, and tells whether there was one.
// Equal numbers are not told apart, so no order comes twice.
func nextPermutation(a []int) bool {
	i := len(a) - 2
	for i >= 0 && a[i] >= a[i+1] {
		i--
	}
	if i < 0 {
		return false
	}
	j := len(a) - 1
	for a[j] <= a[i] {
		j--
	}
	a[i], a[j] = a[j], a[i]
	slices.Reverse(a[i+1:])
	return true
}
