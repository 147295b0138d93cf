package main

import (
	"time"

	"tributary/node"
	"tributary/node/server"
)

// reindex rebuilds what is derived from the log.
type reindex struct{}

func (reindex) Run(a *app) error {
	// It must have the database alone. A server beside it will not go away by waiting.
	return a.waiting(time.Second, func(s *server.Server) error {
		bar := a.bar("reindex")
		total := 0
		err := s.DB.Reindex(a.ctx, references, func(at, end int) {
			total = end
			bar.at(at, end)
		})
		bar.end()
		if err != nil {
			return err
		}
		a.say("rebuilt what is derived of %d things", total)
		return nil
	})
}

// references are what a version refers to.
func references(v node.Version) ([]node.Link, error) {
	r, err := v.Resource()
	return node.Links(r), err
}
