package main

import (
	"tributary/node"
	"tributary/node/server"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/exchange"
)

// groupPayments says where a group or person is paid.
type groupPayments struct {
	Handle string   `arg:"" help:"The group or person."`
	Links  []string `arg:"" optional:"" help:"Where it is paid from now on, in place of what it said before: https://, payto:// or caip:10: addresses. Default: list them."`
	None   bool     `help:"Say nowhere."`
}

func (c *groupPayments) Run(a *app) error {
	if c.None && len(c.Links) > 0 {
		return usagef("group payments takes links or --none, not both")
	}
	for _, link := range c.Links {
		if !as.Payable(vocab.IRI(link)) {
			return usagef("a link for payments begins https://, payto:// or caip:10: and has no spaces and no user; not %q", link)
		}
	}
	return a.with(func(s *server.Server) error {
		group, err := a.actor(s, c.Handle)
		if err != nil {
			return err
		}
		v, err := s.Node.Get(a.ctx, node.Operator, group)
		if err != nil {
			return err
		}
		kept, err := v.Resource()
		if err != nil {
			return err
		}
		if len(c.Links) > 0 || c.None {
			if kept, err = c.change(a, s, kept); err != nil {
				return err
			}
		}
		for _, address := range exchange.Payments(kept) {
			a.say("%s", address)
		}
		return nil
	})
}

// change puts the links in place of those that were there; what else is attached stays.
func (c *groupPayments) change(a *app, s *server.Server, kept *vocab.Resource) (*vocab.Resource, error) {
	var attached []vocab.Value
	for _, v := range kept.All(as.Attachment) {
		if link := v.Part(); link == nil || link.Class() != as.Link || !as.HasRole(link, as.RelPayment) {
			attached = append(attached, v)
		}
	}
	for _, link := range c.Links {
		attached = append(attached, vocab.Inside(exchange.PaymentLink(vocab.IRI(link))))
	}
	next := kept.With(as.Attachment, attached...)
	o := node.Object{Resource: vocab.New(kept.Class(), kept.ID()).With(as.Attachment, attached...)}
	if len(attached) == 0 {
		o.Clear = []*vocab.Property{as.Attachment}
	}
	who := node.Caller{Agent: kept.ID(), Roles: map[vocab.IRI]node.Role{kept.ID(): node.Admin}}
	_, err := s.Node.Submit(a.ctx, who, node.Activity{Verb: "Update", Actor: kept.ID(), Objects: []node.Object{o}})
	return next, err
}
