package main

import (
	"time"

	"tributary/node/server"
)

// keys shows the node's keys, and makes them anew.
type keys struct {
	Rotate bool `help:"Make new keys, which sign from now on. A server that runs takes them up by itself."`
	JSON   bool `help:"Print JSON."`
}

// keyView is one generation of keys as programs read it.
type keyView struct {
	Generation int       `json:"generation"` // from 1
	Made       time.Time `json:"made,omitzero"`
	Signs      bool      `json:"signs"` // what is sent now
}

func (c *keys) Run(a *app) error {
	return a.with(func(s *server.Server) error {
		if c.Rotate {
			if err := s.RotateKeys(a.ctx); err != nil {
				return err
			}
		}
		all := []keyView{}
		for i, made := range s.Keys().History() {
			all = append(all, keyView{Generation: i + 1, Made: made, Signs: i+1 == s.Keys().Generations()})
		}
		if c.JSON {
			return a.json(all)
		}
		for _, k := range all {
			state, made := "its proofs stay good", "at the node's first start"
			if k.Signs {
				state = "signs"
			}
			if !k.Made.IsZero() {
				made = stamp(k.Made)
			}
			a.say("generation %d  made %s  %s", k.Generation, made, state)
		}
		if c.Rotate {
			a.note("Every group and person shows the new keys from now on; their followers are told.")
		}
		return nil
	})
}
