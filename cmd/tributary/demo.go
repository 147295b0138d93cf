package main

import (
	"cmp"
	"errors"
	"fmt"
	"os"

	"tributary/node"
	"tributary/node/config"
	"tributary/node/sample"
	"tributary/node/server"
)

// demo runs a node with a sample network.
type demo struct {
	Port int `default:"8080" help:"Where to listen on 127.0.0.1. Default: ${default}."`
}

func (c *demo) Run(a *app) error {
	if c.Port < 1 || c.Port > 65535 {
		return usagef("--port is from 1 to 65535; not %d", c.Port)
	}
	dir, err := c.folder(a)
	if err != nil {
		return err
	}
	if a.dir == "" {
		defer os.RemoveAll(dir)
	}
	cfg, err := c.config(a, dir)
	if err != nil {
		return err
	}
	var planted sample.Sample
	s, err := server.Open(a.ctx, cfg, server.Options{
		Version: programVersion(), Log: logger(cfg, a.stderr),
		Ready: func(address string) { welcome(a, cfg.URL, planted) },
	})
	if err != nil {
		return err
	}
	a.note("preparing the sample network in %s …", dir)
	if planted, err = sample.Plant(a.ctx, sample.Options{Node: s.Node, Accounts: s.Accounts}); err != nil {
		return errors.Join(fmt.Errorf("plant the sample: %w", err), s.Close())
	}
	return errors.Join(s.Run(a.ctx), s.Close())
}

// folder is where the demo lives: a temporary one unless --dir names it.
func (c *demo) folder(a *app) (string, error) {
	if a.dir != "" {
		return a.dir, nil
	}
	dir, err := os.MkdirTemp("", "tributary-demo-")
	if err != nil {
		return "", fmt.Errorf("make a folder for the demo: %w", err)
	}
	return dir, nil
}

// config is that of the folder, if it has one already.
func (c *demo) config(a *app, dir string) (config.Config, error) {
	cfg, err := config.Load(dir)
	address := fmt.Sprintf("http://127.0.0.1:%d", c.Port)
	if err == nil && cfg.URL != address {
		a.note("%s has a node already, which keeps its address: %s", dir, cfg.URL)
	}
	if node.KindOf(err) != node.NotFound {
		return cfg, err
	}
	cfg = config.Default()
	cfg.URL = address
	cfg.Name = "Alder River (demo)"
	cfg.AllowPrivateAddresses = true
	cfg.Log.Level = "warn"
	return config.Init(dir, cfg)
}

// welcome prints what there is to see and to try.
func welcome(a *app, address string, s sample.Sample) {
	a.say("listening on %s", address)
	a.say("")
	a.say("A node with a sample network runs at %s", address)
	a.say("")
	a.say("Sign in (each link works once):")
	for _, m := range s.Members {
		a.say("  %-5s %-55s %s", m.Name, m.May, m.Link)
	}
	a.say("")
	a.say("Open in a browser:")
	for _, p := range s.Pages {
		a.say("  %-38s %s", p.What, p.Address)
	}
	a.say("")
	a.say("Tokens for programs:")
	for _, t := range s.Tokens {
		a.say("  %-15s %s", t.Holder, t.Secret)
	}
	a.say("")
	a.say("Try in another terminal:")
	a.say("  curl -H 'Accept: text/turtle' %s", s.Group)
	a.say("  curl '%s/events.csv'", s.Group)
	a.say("  curl -i '%s/outbox' \\", s.Group)
	a.say("    -H 'Authorization: Bearer %s' \\", cmp.Or(s.Secret, "TOKEN"))
	a.say("    -H 'Content-Type: application/activity+json' -H 'Prefer: return=representation' \\")
	a.say("    -d '%s'", s.Event)
	a.say("")
	a.say("^C stops it.")
}
