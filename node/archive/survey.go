package archive

import (
	"fmt"
	"maps"
	"slices"

	"tributary/node"
	"tributary/storage"
	"tributary/vocab"
	"tributary/vocab/jsonld"
	"tributary/vocab/own"
	"tributary/vocab/vf"
)

// survey finds out what belongs to a group, and what of others its history rests on: the events that
// changed its resources, what counted into its promises, and the activities that changed anything of
// it. Those leave with it, so that its figures can be recomputed for ever, but without their texts,
// which are for others to pass on.
func (s *source) survey() error {
	s.has, s.witness = map[vocab.IRI]bool{}, map[vocab.IRI]bool{}
	var promises []vocab.IRI
	err := s.Records(s.opt.Group, func(r storage.Record) error {
		s.has[r.IRI] = true
		s.witness[r.Activity] = true
		switch {
		case r.Deleted:
			return nil
		case slices.Contains(promised, r.Class) && r.N == 1:
			promises = append(promises, r.IRI)
			return nil
		case r.Class != vf.EconomicResource.Name:
			return nil
		}
		body := r.Body
		if r.Base != 0 {
			body = r.Delta
		}
		resource, err := jsonld.ReadStored(body)
		if err != nil {
			return fmt.Errorf("read version %d of %s: %w", r.N, r.IRI, err)
		}
		s.witness[resource.Get(own.LatestEvent).IRI()] = true
		return nil
	})
	if err != nil {
		return err
	}
	for _, id := range promises {
		if err := s.counted(id, vf.Fulfills, vf.Satisfies, vf.Settles); err != nil {
			return err
		}
	}
	if err := s.causes(); err != nil {
		return err
	}
	return s.correspondents()
}

// causes calls to witness the activities that made what is called to witness.
func (s *source) causes() error {
	for _, id := range slices.Collect(maps.Keys(s.witness)) {
		if s.has[id] || id == "" {
			continue
		}
		for v, err := range s.View().History(id, 0) {
			if err != nil {
				return err
			}
			s.witness[v.Activity] = true
		}
	}
	return nil
}

// promised are the classes of things into which events count.
var promised = []string{vf.Commitment.Name, vf.Intent.Name, vf.Claim.Name}

// counted calls to witness what refers to a promise, and the corrections of that.
func (s *source) counted(id vocab.IRI, by ...*vocab.Property) error {
	for _, p := range by {
		for v, err := range s.View().Find(node.Query{Refers: []node.Link{{Property: p.IRI, To: id}}, Sight: node.Sight{All: true}}) {
			if err != nil {
				return err
			}
			s.witness[v.IRI], s.witness[v.Activity] = true, true
			if p == vf.Corrects || v.Class != vf.EconomicEvent.Name {
				continue
			}
			if err := s.counted(v.IRI, vf.Corrects); err != nil {
				return err
			}
		}
	}
	return nil
}
