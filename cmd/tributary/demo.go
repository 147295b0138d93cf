package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"tributary/node"
	"tributary/node/config"
	"tributary/node/sample"
	"tributary/node/server"
)

// demo runs three nodes that deal with each other.
type demo struct {
	Port int `default:"8080" help:"Where the first node listens on 127.0.0.1; the others take the next two ports. Default: ${default}."`
}

// towns are the nodes of the demo, in the order of their ports.
var towns = [...]string{"Alder River (demo)", "Three Ovens (demo)", "Mill Lane (demo)"}

func (c *demo) Run(a *app) error {
	if last := 65535 - len(towns) + 1; c.Port < 1 || c.Port > last {
		return usagef("--port is from 1 to %d; not %d", last, c.Port)
	}
	dir, err := c.folder(a)
	if err != nil {
		return err
	}
	if a.dir == "" {
		defer os.RemoveAll(dir)
	}
	show := &performance{app: a, root: dir, ready: make(chan struct{}, len(towns))}
	err = show.open(c.Port)
	if err == nil {
		err = show.prepare()
	}
	if err == nil {
		err = show.run()
	}
	return errors.Join(err, show.close())
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

// performance is a demo that runs.
type performance struct {
	*app
	root   string // holds a folder for each node
	nodes  []*server.Server
	ready  chan struct{} // gets one for each node that listens
	sample sample.Sample
	valley *sample.Valley
}

// open opens the nodes, each in a folder of its own, and makes those that are not there yet.
func (p *performance) open(port int) error {
	for i, name := range towns {
		cfg, err := p.config(filepath.Join(p.root, strconv.Itoa(i+1)), name, port+i)
		if err != nil {
			return err
		}
		s, err := server.Open(p.ctx, cfg, server.Options{
			Version: programVersion(), Log: logger(cfg, p.stderr),
			Ready: func(string) { p.ready <- struct{}{} },
		})
		if err != nil {
			return err
		}
		p.nodes = append(p.nodes, s)
	}
	return nil
}

// config is that of the folder, if it has one already.
func (p *performance) config(dir, name string, port int) (config.Config, error) {
	address := fmt.Sprintf("http://127.0.0.1:%d", port)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return config.Config{}, fmt.Errorf("make a folder for the demo: %w", err)
	}
	cfg, err := config.Load(dir)
	if err == nil && cfg.URL != address {
		p.note("%s has a node already, which keeps its address: %s", dir, cfg.URL)
	}
	if node.KindOf(err) != node.NotFound {
		return cfg, err
	}
	cfg = config.Default()
	cfg.URL, cfg.Name = address, name
	cfg.AllowPrivateAddresses = true
	cfg.Log.Level = "warn"
	return config.Init(dir, cfg)
}

// prepare plants the sample network on the first node, and founds the groups of the others.
func (p *performance) prepare() (err error) {
	p.note("preparing three nodes with a sample network in %s …", p.root)
	first := p.nodes[0]
	if p.sample, err = sample.Plant(p.ctx, sample.Options{Node: first.Node, Accounts: first.Accounts}); err != nil {
		return fmt.Errorf("plant the sample: %w", err)
	}
	if p.valley, err = sample.Found(p.ctx, first.Node, p.nodes[1].Node, p.nodes[2].Node, p.nodes[2].Accounts); err != nil {
		return err
	}
	for _, s := range p.nodes {
		// What is recorded from here on goes to whom it concerns.
		if err := s.Federation.Distribute(p.ctx); err != nil {
			return err
		}
	}
	return nil
}

// run serves all nodes until the program is told to stop, or one of them ends.
func (p *performance) run() error {
	ctx, stop := context.WithCancel(p.ctx)
	defer stop()
	ended := make(chan error, len(p.nodes)+1)
	for _, s := range p.nodes {
		go func() { ended <- s.Run(ctx) }()
	}
	go func() { ended <- p.live(ctx) }()
	err := <-ended
	stop()
	for range len(p.nodes) {
		err = errors.Join(err, <-ended)
	}
	return err
}

func (p *performance) close() (err error) {
	for _, s := range p.nodes {
		err = errors.Join(err, s.Close())
	}
	return err
}
