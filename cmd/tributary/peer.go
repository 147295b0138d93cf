package main

import (
	"tributary/federation/policy"
	"tributary/node/server"
	"tributary/vocab"
)

type peer struct {
	List    peerList    `cmd:"" help:"List the rules, and the other nodes that are known."`
	Show    peerShow    `cmd:"" help:"Show how one is dealt with and why, all that was ever decided about it, and how it does."`
	Allow   peerAllow   `cmd:"" help:"Deal with a node or actor as with anyone."`
	Limit   peerLimit   `cmd:"" help:"Deal with a node or actor for followers only: hidden from strangers' lists, no media."`
	Block   peerBlock   `cmd:"" help:"Do not deal with a node or actor at all."`
	Clear   peerClear   `cmd:"" help:"Take back a rule: what is more general decides again."`
	Approve peerApprove `cmd:"" help:"Put drafts into force."`
	Import  peerImport  `cmd:"" help:"Bring in a list of nodes. What it does not name stays as it is."`
	Export  peerExport  `cmd:"" help:"Write the rules out, for other nodes."`
	Mode    peerMode    `cmd:"" help:"Tell who is dealt with when no rule says so, or decide that for a group."`
}

// keeper is the policy of the folder's node, and the group that a command is about, if it names one.
func (a *app) keeper(s *server.Server, handle string) (*policy.Keeper, vocab.IRI, error) {
	mode, err := policy.ParseMode(s.Config.Federation.Mode)
	if err != nil {
		return nil, "", err
	}
	k := policy.Keep(s.DB, mode, nil)
	if handle == "" {
		return k, "", nil
	}
	group, err := a.actor(s, handle)
	return k, group, err
}

// withPolicy opens the folder's node for a piece of work on its policy. A server may run beside: it
// notices.
func (a *app) withPolicy(handle string, work func(s *server.Server, k *policy.Keeper, group vocab.IRI) error) error {
	return a.with(func(s *server.Server) error {
		k, group, err := a.keeper(s, handle)
		if err != nil {
			return err
		}
		return work(s, k, group)
	})
}
