package federation

import (
	"time"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
)

// maxShown bounds how many actors' keys are in memory.
const maxShown = 10_000

// shown are the keys with which an actor signs what it says: since when its versions show each, and those in
// the document read last.
type shown struct {
	since map[string]time.Time
	now   map[string]bool
	read  time.Time // the document; zero: none is kept
}

func (c *checks) shown(actor vocab.IRI) (shown, error) {
	if s, ok := c.keys[actor]; ok {
		return s, nil
	}
	s := shown{since: map[string]time.Time{}, now: map[string]bool{}}
	for v, err := range c.view.History(actor, 0) {
		if err != nil {
			return s, err
		}
		r, err := v.Resource()
		if err != nil || r == nil {
			continue
		}
		for _, method := range r.All(as.AssertionMethod) {
			if part := method.Part(); part != nil {
				key := part.Get(as.PublicKeyMultibase).Text()
				if _, known := s.since[key]; !known && key != "" {
					s.since[key] = v.At
				}
			}
		}
	}
	kept, err := c.letters.Letter(c.ctx, actor)
	switch node.KindOf(err) {
	case "":
		if a, err := parseActor(kept.Body); err == nil {
			s.read = kept.At
			for _, key := range a.multikeys {
				s.now[key] = true
			}
		}
	case node.NotFound:
	default:
		return s, err
	}
	if len(c.keys) >= maxShown {
		clear(c.keys)
	}
	c.keys[actor] = s
	return s, nil
}
