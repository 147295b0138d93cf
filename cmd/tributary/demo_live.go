package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"tributary/node"
	"tributary/node/account"
	"tributary/node/sample"
)

// How long the demo rests between what its groups do.
const (
	calm = 20 * time.Second
	soon = time.Second // at first, and while something is on its way
)

// live lets the nodes meet when all listen, and then their groups do things, one at a time, until ctx
// ends.
func (p *performance) live(ctx context.Context) error {
	for range p.nodes {
		select {
		case <-ctx.Done():
			return nil
		case <-p.ready:
		}
	}
	if err := p.valley.Meet(ctx); err != nil {
		return unlessOver(ctx, err)
	}
	if err := p.welcome(); err != nil {
		return unlessOver(ctx, err)
	}
	for told := 0; ; {
		pause := calm
		if told < sample.Opening {
			pause = soon
		}
		step, err := p.valley.Next(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case err == sample.ErrWaits:
			pause = soon
		case err != nil:
			p.note("%s  %v", clock(), err) // such as a group that somebody deleted: the others go on
		case step.Says != "":
			p.note("%s  %s\n          %s", clock(), step.Says, step.About)
			told++
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(pause):
		}
	}
}

func clock() string { return time.Now().Format(time.TimeOnly) }

// unlessOver is the error, unless it comes of being told to stop.
func unlessOver(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// welcome prints what there is to see and to try: first what a newcomer opens first.
func (p *performance) welcome() error {
	network, ovens, mill := p.nodes[0], p.nodes[1].Node.Group("ovens"), p.nodes[2].Node.Group("mill")
	for _, s := range p.nodes {
		p.say("listening on %s", s.Config.URL)
	}
	p.say("")
	p.say("Open this first, in a browser:  %s/", network.Config.URL)
	p.say("It is the first of three nodes. They follow each other, and every 20 seconds one of their groups,")
	p.say("or a beekeeper, does something, which is told below with an address to open.")
	p.say("")
	p.say("Then look at:")
	for _, page := range append(p.sample.Pages,
		sample.Page{What: "a bakery, on the second node", Address: ovens},
		sample.Page{What: "what it agrees with others", Address: ovens + "/agreements"},
		sample.Page{What: "a mill, on the third node", Address: mill},
		sample.Page{What: "what it handed over", Address: mill + "/events"},
		sample.Page{What: "a beekeeper, on the same node", Address: p.nodes[2].Node.PublicPerson("dora")},
	) {
		p.say("  %-30s %s", page.What, page.Address)
	}
	p.say("")
	p.say("Sign in, to see what members see (each link works once):")
	members, err := p.members()
	if err != nil {
		return err
	}
	for _, m := range members {
		p.say("  %-5s %-51s %s", m.Name, m.May, m.Link)
	}
	p.say("")
	tokens, err := p.tokens()
	if err != nil {
		return err
	}
	p.say("Tokens, for programs that record:")
	for _, t := range tokens {
		p.say("  %-14s %s", t.Holder, t.Secret)
	}
	p.say("")
	p.suggest()
	return nil
}

// members are those of the sample, and one for each of the other nodes.
func (p *performance) members() ([]sample.Member, error) {
	members := p.sample.Members
	for i, m := range []struct{ name, email, handle, may string }{
		{"Cleo", "cleo@ovens.example", "ovens", "admin of Three Ovens, on the second node"},
		{"Dora", sample.BeekeeperEmail, "mill", "admin of Mill Lane, on the third, and the beekeeper"},
	} {
		s := p.nodes[i+1]
		link, _, err := s.Accounts.Invite(p.ctx, m.email, s.Node.Group(m.handle), node.Admin)
		if err != nil {
			return nil, fmt.Errorf("invite %s: %w", m.name, err)
		}
		members = append(members, sample.Member{Name: m.name, May: m.may, Link: link})
	}
	return members, nil
}

// tokens are those of the sample, and one for each group of the other nodes.
func (p *performance) tokens() ([]sample.Token, error) {
	tokens := p.sample.Tokens
	for i, handle := range []string{"ovens", "mill"} {
		s := p.nodes[i+1]
		secret, err := s.Accounts.Token(p.ctx, s.Node.Group(handle), account.Write)
		if err != nil {
			return nil, fmt.Errorf("make a token: %w", err)
		}
		tokens = append(tokens, sample.Token{Holder: handle, Secret: secret})
	}
	return tokens, nil
}

// suggest prints what to type.
func (p *performance) suggest() {
	mill, first, second := p.nodes[2], filepath.Join(p.root, "1"), filepath.Join(p.root, "2")
	p.say("Try in another terminal: a group as linked data, what it did as a table, and recording something")
	p.say("  curl %s", p.sample.Group)
	p.say("  curl %s/events.csv", p.sample.Group)
	p.say("  curl -i %s/outbox \\", p.sample.Group)
	p.say("    -H 'Authorization: Bearer %s' \\", p.sample.Secret)
	p.say("    -H 'Content-Type: application/activity+json' -H 'Prefer: return=representation' \\")
	p.say("    -d '%s'", p.sample.Event)
	p.say("How groups stand with those of other nodes, what a node knows of another's, and one more that follows:")
	p.say("  %s --dir %s dealings", program(), second)
	p.say("  %s --dir %s show %s", program(), second, mill.Node.Group("mill"))
	p.say("  %s --dir %s follow watershed @mill@%s", program(), first, strings.TrimPrefix(mill.Config.URL, "http://"))
	p.say("")
	p.say("^C stops it.")
}

// program is how this program is called, as people typed it.
func program() string {
	if strings.Contains(os.Args[0], "go-build") {
		return "go run ./cmd/tributary"
	}
	return os.Args[0]
}
