package main

import (
	"cmp"

	"tributary/federation/policy"
	"tributary/node/server"
	"tributary/vocab"
)

// peerRule is what the commands that decide about a peer have in common.
type peerRule struct {
	Who      string `arg:"" name:"who" help:"A domain, with all beneath it; *.domain, for all beneath it alone; host:port; an actor's address; or * for everyone."`
	Group    string `placeholder:"HANDLE" help:"The group or person whose decision it is. Default: the whole node's, which groups cannot open further."`
	Reason   string `placeholder:"TEXT" help:"Why. It is kept, and never published."`
	Decision string `placeholder:"IRI" help:"The decision that this carries out."`
	Draft    bool   `help:"Only propose it: it counts when it is approved."`
}

type (
	peerAllow struct{ peerRule }
	peerLimit struct{ peerRule }
	peerBlock struct{ peerRule }
	peerClear struct{ peerRule }
)

func (c *peerAllow) Run(a *app) error { return c.decide(a, policy.Allow) }
func (c *peerLimit) Run(a *app) error { return c.decide(a, policy.Limit) }
func (c *peerBlock) Run(a *app) error { return c.decide(a, policy.Block) }
func (c *peerClear) Run(a *app) error { return c.decide(a, policy.Clear) }

func (c *peerRule) decide(a *app, level policy.Level) error {
	subject, err := policy.Subject(c.Who)
	if err != nil {
		return usage(err)
	}
	return a.withPolicy(c.Group, func(s *server.Server, k *policy.Keeper, group vocab.IRI) error {
		before, err := k.Policy(a.ctx)
		if err != nil {
			return err
		}
		err = k.Record(a.ctx, policy.Rule{
			Subject: subject, Group: group, Level: level, Reason: c.Reason, Provenance: c.Decision,
			Author: s.Node.Node(), Draft: c.Draft,
		})
		if err != nil {
			return err
		}
		was, _ := before.Rule(subject, group)
		if c.Draft {
			a.say("%s %s (draft; now %s)", level, subject, cmp.Or(was.Level, "without a rule"))
			return nil
		}
		a.say("%s %s (was %s)", level, subject, cmp.Or(was.Level, "without a rule"))
		if whole, rule := before.Decide(subject, ""); group != "" && level == policy.Allow && whole != policy.Allow {
			a.note("The node has %s on %s, and a group is at most as open as its node.", whole, cmp.Or(rule.Subject, "all without a rule"))
		}
		return nil
	})
}

// peerApprove puts drafts into force.
type peerApprove struct {
	Who   []string `arg:"" optional:"" help:"Whom the drafts are about, as peer list shows them."`
	All   bool     `help:"All drafts of the node, or of the group."`
	Group string   `placeholder:"HANDLE" help:"The group whose drafts they are. Default: the whole node's."`
}

func (c *peerApprove) Run(a *app) error {
	if c.All == (len(c.Who) > 0) {
		return usagef("approve takes whom the drafts are about, or --all")
	}
	return a.withPolicy(c.Group, func(s *server.Server, k *policy.Keeper, group vocab.IRI) error {
		p, err := k.Policy(a.ctx)
		if err != nil {
			return err
		}
		for _, d := range p.Drafts() {
			if c.All && d.Group == group {
				c.Who = append(c.Who, d.Subject)
			}
		}
		for _, who := range c.Who {
			r, err := k.Approve(a.ctx, who, group, s.Node.Node())
			if err != nil {
				return err
			}
			a.say("%s %s", r.Level, r.Subject)
		}
		if len(c.Who) == 0 {
			a.note("Nothing waits for approval.")
		}
		return nil
	})
}

// peerMode tells the mode, or decides a group's.
type peerMode struct {
	Mode  string `arg:"" optional:"" help:"Of a group: open, or allow-list, for those alone that a rule of the group allows."`
	Group string `placeholder:"HANDLE" help:"The group. Default: the whole node, whose mode is in config.toml."`
}

func (c *peerMode) Run(a *app) error {
	switch {
	case c.Mode != "" && c.Group == "":
		return usagef("the node's mode is mode in [federation] of config.toml; --group decides a group's")
	case c.Mode != "":
		mode, err := policy.ParseMode(c.Mode)
		if err != nil {
			return usage(err)
		}
		rule := peerRule{Who: policy.Everyone, Group: c.Group, Reason: "the mode is " + c.Mode}
		return rule.decide(a, map[policy.Mode]policy.Level{policy.Open: policy.Clear, policy.AllowList: policy.Block}[mode])
	}
	return a.withPolicy(c.Group, func(_ *server.Server, k *policy.Keeper, group vocab.IRI) error {
		p, err := k.Policy(a.ctx)
		if err != nil {
			return err
		}
		mode := p.Mode()
		if r, ok := p.Rule(policy.Everyone, group); ok && r.Level == policy.Block {
			mode = policy.AllowList
		}
		a.say("%s", mode)
		return nil
	})
}
