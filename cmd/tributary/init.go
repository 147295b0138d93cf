package main

import (
	"errors"
	"os"
	"path/filepath"

	"tributary/node/config"
	"tributary/node/server"
)

// setUp makes a new node in a folder.
type setUp struct {
	URL                   string `required:"" placeholder:"URL" help:"The node's address as others see it, such as https://node.example. It can never change."`
	Name                  string `placeholder:"NAME" help:"What the node is called. Default: the host of the URL."`
	Listen                string `placeholder:"HOST:PORT" help:"Where the server listens. Default: what the URL implies."`
	Database              string `placeholder:"DSN" help:"postgres://… keeps the data in PostgreSQL. Default: a SQLite file in the folder."`
	AllowPrivateAddresses bool   `help:"Talk to nodes at private and loopback addresses: for trials on one machine."`
}

func (c *setUp) Run(a *app) error {
	wanted := config.Default()
	wanted.URL, wanted.Name, wanted.Listen, wanted.Database = c.URL, c.Name, c.Listen, c.Database
	wanted.AllowPrivateAddresses = c.AllowPrivateAddresses
	made, err := config.Init(a.folder(), wanted)
	if err != nil {
		return err
	}
	path := filepath.Join(a.folder(), config.FileName)
	s, err := server.Open(a.ctx, made, server.Options{Version: programVersion()})
	if err != nil {
		// Without its database this is no node yet: the next attempt may say it better.
		return errors.Join(err, os.Remove(path))
	}
	// From here on what is recorded goes to whom it concerns, also what is recorded before the first start.
	if err := errors.Join(s.Federation.Distribute(a.ctx), s.Close()); err != nil {
		return err
	}
	a.say("made %s for the node %s", path, made.URL)
	a.note("Next: tributary group add HANDLE --name NAME, then tributary serve")
	return nil
}
