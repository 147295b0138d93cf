package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

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

// welcome prints what there is to see and to try.
func (p *performance) welcome() error {
	network, ovens, mill := p.nodes[0], p.nodes[1], p.nodes[2]
	for _, s := range p.nodes {
		p.say("listening on %s", s.Config.URL)
	}
	p.say("")
	p.say("Three nodes run. They follow each other, and every 20 seconds one of their groups does something:")
	for _, s := range []struct{ who, what, address string }{
		{"Alder River", "a network with a season of work", network.Config.URL + "/"},
		{"Three Ovens", "bakes bread of the mill's flour", string(ovens.Node.Group("ovens"))},
		{"Mill Lane", "grinds the network's wheat", string(mill.Node.Group("mill"))},
	} {
		p.say("  %-12s %-34s %s", s.who, s.what, s.address)
	}
	p.say("")
	p.say("Sign in to the first node (each link works once):")
	for _, m := range p.sample.Members {
		p.say("  %-5s %-55s %s", m.Name, m.May, m.Link)
	}
	p.say("")
	p.say("Open in a browser:")
	for _, page := range p.sample.Pages {
		p.say("  %-38s %s", page.What, page.Address)
	}
	p.say("  %-38s %s", "what the mill hands over", mill.Node.Group("mill")+"/events")
	p.say("  %-38s %s", "what the bakery's state was", ovens.Node.Group("ovens")+"/state/timemap.html")
	p.say("")
	tokens, err := p.tokens()
	if err != nil {
		return err
	}
	p.say("Tokens for programs:")
	for _, t := range tokens {
		p.say("  %-15s %s", t.Holder, t.Secret)
	}
	p.say("")
	p.suggest()
	return nil
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
	mill, folder := p.nodes[2], filepath.Join(p.root, "2")
	p.say("Try in another terminal:")
	p.say("  curl -H 'Accept: text/turtle' %s", p.sample.Group)
	p.say("  curl '%s/events.csv'", p.sample.Group)
	p.say("  curl '%s/.well-known/webfinger?resource=acct:mill@%s'", mill.Config.URL, strings.TrimPrefix(mill.Config.URL, "http://"))
	p.say("  curl -i '%s/outbox' \\", p.sample.Group)
	p.say("    -H 'Authorization: Bearer %s' \\", p.sample.Secret)
	p.say("    -H 'Content-Type: application/activity+json' -H 'Prefer: return=representation' \\")
	p.say("    -d '%s'", p.sample.Event)
	p.say("What a node knows of another's, and how that was proven:")
	p.say("  %s --dir %s show %s", program(), folder, mill.Node.Group("mill"))
	p.say("  %s --dir %s followers ovens", program(), folder)
	p.say("  %s --dir %s follow ovens %s", program(), folder, p.nodes[0].Node.Group("watershed"))
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
