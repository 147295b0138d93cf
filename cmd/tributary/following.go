package main

import (
	"fmt"
	"net/url"
	"strings"
	"text/tabwriter"
	"time"

	"tributary/node"
	"tributary/node/server"
	"tributary/vocab"
	"tributary/vocab/as"
)

// followers tells who follows a group, and answers who asks to.
type followers struct {
	Handle string   `arg:"" help:"The group or person."`
	Accept []string `placeholder:"ACTOR" sep:"none" help:"Let an agent follow that asks to. May be given several times."`
	Reject []string `placeholder:"ACTOR" sep:"none" help:"Refuse an agent that asks to follow, or end its following. May be given several times."`
	Ask    *bool    `negatable:"" help:"Have the group asked before anybody follows it; --no-ask lets everybody follow who wants to."`
	JSON   bool     `help:"Print JSON."`
}

func (c *followers) Run(a *app) error {
	return a.with(func(s *server.Server) error {
		group, err := a.actor(s, c.Handle)
		if err != nil {
			return err
		}
		if c.Ask != nil {
			if err := c.decide(a, s, group); err != nil {
				return err
			}
		}
		for verb, actors := range map[string][]string{"Accept": c.Accept, "Reject": c.Reject} {
			for _, actor := range actors {
				if err := c.answer(a, s, group, verb, actor); err != nil {
					return err
				}
			}
		}
		bonds, err := bonds(a, s, []row{
			{node.Relation{Kind: node.Follows, To: group}, "follows"},
			{node.Relation{Kind: node.AsksToFollow, To: group}, "asks"},
			{node.Relation{Kind: node.Blocks, From: group}, "blocked"},
		})
		if err != nil {
			return err
		}
		if err := tell(a, c.JSON, bonds, "nobody follows "+c.Handle); err != nil || c.JSON {
			return err
		}
		for _, b := range bonds {
			if b.State == "asks" {
				a.note("Answer with tributary followers %s --accept %s, or --reject.", c.Handle, b.name())
			}
		}
		return nil
	})
}

// decide has the group say whether it is asked.
func (c *followers) decide(a *app, s *server.Server, group vocab.IRI) error {
	kept, err := s.Node.Get(a.ctx, node.Operator, group)
	if err != nil {
		return err
	}
	r, err := kept.Resource()
	if err != nil || r.Get(as.ManuallyApprovesFollowers).Bool() == *c.Ask {
		return err
	}
	who := node.Caller{Agent: group, Roles: map[vocab.IRI]node.Role{group: node.Admin}}
	_, err = s.Node.Submit(a.ctx, who, node.Update(group,
		vocab.New(r.Class(), group).With(as.ManuallyApprovesFollowers, vocab.Bool(*c.Ask))))
	return err
}

// answer answers a Follow that waits.
func (c *followers) answer(a *app, s *server.Server, group vocab.IRI, verb, actor string) error {
	bond, err := a.bond(s, actor, func(other vocab.IRI) node.Relation { return node.Relation{From: other, To: group} })
	if err != nil {
		return err
	}
	switch {
	case bond.Kind == "":
		return node.Errorf(node.NotFound, "%s neither follows %s nor asks to", actor, c.Handle)
	case bond.Kind == node.Follows && verb == "Accept":
		return nil // it does already
	}
	asked, err := followOf(a, s, bond)
	if err != nil {
		return err
	}
	_, err = a.does(s, verb, group, asked)
	return err
}

// following tells whom a group follows.
type following struct {
	Handle string `arg:"" help:"The group or person."`
	JSON   bool   `help:"Print JSON."`
}

func (c *following) Run(a *app) error {
	return a.with(func(s *server.Server) error {
		group, err := a.actor(s, c.Handle)
		if err != nil {
			return err
		}
		bonds, err := bonds(a, s, []row{
			{node.Relation{Kind: node.Follows, From: group}, "follows"},
			{node.Relation{Kind: node.AsksToFollow, From: group}, "asked"},
			{node.Relation{Kind: node.Blocks, To: group}, "blocks us"},
		})
		if err != nil {
			return err
		}
		return tell(a, c.JSON, bonds, c.Handle+" follows nobody")
	})
}

// row is a kind of standing relation, and what a list calls it.
type row struct {
	like  node.Relation
	state string
}

// bond is how an agent stands to a group.
type bond struct {
	Actor    vocab.IRI `json:"actor"`
	Account  string    `json:"account,omitempty"` // @name@host, where it is known
	State    string    `json:"state"`
	Since    time.Time `json:"since"`
	Activity vocab.IRI `json:"activity,omitempty"` // the Follow, between nodes
}

func (b bond) name() string {
	if b.Account != "" {
		return b.Account
	}
	return string(b.Actor)
}

func bonds(a *app, s *server.Server, rows []row) ([]bond, error) {
	all := []bond{}
	for _, row := range rows {
		found, err := s.Node.Relations(a.ctx, row.like)
		if err != nil {
			return nil, err
		}
		for _, r := range found {
			b := bond{Actor: other(r, row.like), State: row.state, Since: r.Since, Activity: vocab.IRI(r.Value)}
			b.Account = accountOf(a, s, b.Actor)
			all = append(all, b)
		}
	}
	return all, nil
}

// tell lists bonds.
func tell(a *app, asJSON bool, bonds []bond, nobody string) error {
	if asJSON {
		return a.json(bonds)
	}
	w := tabwriter.NewWriter(a.stdout, 0, 8, 2, ' ', 0)
	for _, b := range bonds {
		fmt.Fprintf(w, "%s\tsince %s\t%s\t%s\n", b.State, stamp(b.Since), oneLine(b.Account), b.Actor)
	}
	if len(bonds) == 0 {
		a.note("%s", nobody)
	}
	return w.Flush()
}

// other is the end of a relation that was left open.
func other(r, like node.Relation) vocab.IRI {
	if like.From == "" {
		return r.From
	}
	return r.To
}

// accountOf is an agent's account as people write it, @name@host; empty when its name is not known.
func accountOf(a *app, s *server.Server, id vocab.IRI) string {
	u, err := url.Parse(string(id))
	if err != nil {
		return ""
	}
	v, err := s.Node.Get(a.ctx, node.Operator, id)
	if err != nil {
		return ""
	}
	r, err := v.Resource()
	if err != nil {
		return ""
	}
	name := r.Get(as.PreferredUsername).Text()
	if name == "" {
		return ""
	}
	return "@" + name + "@" + u.Host
}

func sameAccount(account, text string) bool {
	bare := strings.TrimPrefix(strings.TrimPrefix(text, "acct:"), "@")
	return account != "" && strings.EqualFold(account, "@"+bare)
}
