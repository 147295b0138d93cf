package main

import (
	"bufio"
	"fmt"
	"strings"

	"tributary/node"
	"tributary/node/archive"
	"tributary/node/server"
	"tributary/vocab"
)

// erase removes what is personal.
type erase struct {
	IRI  string `arg:"" name:"iri" help:"The address of a thing, of an agent in a group, of a person known by a handle, or of a member, here; or of a thing or person of another node, of which what is kept here is blanked."`
	Yes  bool   `help:"Do not ask."`
	JSON bool   `help:"Print what was blanked as JSON."`
}

func (c *erase) Run(a *app) error {
	return a.with(func(s *server.Server) error {
		e := archive.Erasing{DB: s.DB, Node: s.Node.Addresses, Accounts: s.Accounts, IRI: vocab.IRI(c.IRI), Close: s.Node.Close}
		things, member, err := e.Plan(a.ctx)
		if err != nil {
			return err
		}
		if !c.Yes && !c.agreed(a, things, member) {
			return node.Errorf(node.Conflict, "nothing was erased: --yes, or the answer yes, is needed")
		}
		done, err := archive.Erase(a.ctx, e)
		if err != nil {
			return err
		}
		return c.tell(a, done)
	})
}

// agreed tells what is about to happen, and asks.
func (c *erase) agreed(a *app, things []vocab.IRI, member bool) bool {
	a.note("This removes names, notes, pictures, places and all free text, for ever, from every version of:")
	for _, id := range things {
		a.note("  %s", id)
	}
	if member {
		a.note("and the account of the member %s, with its address, tokens and roles.", c.IRI)
	}
	a.note("A person known by a handle is closed: its followers are told that it is gone.")
	a.note("Figures, times and parties stay. Backups, and archives by which groups came here, keep what they hold: remove them too.")
	a.note("Whoever was sent it is told, and may keep what it had.")
	fmt.Fprint(a.stderr, "Erase? Answer yes or no: ")
	answer, _ := bufio.NewReader(a.stdin).ReadString('\n') // an end without an answer is none
	return strings.TrimSpace(answer) == "yes"
}

func (c *erase) tell(a *app, done archive.Erased) error {
	if c.JSON {
		return a.json(done)
	}
	for _, t := range done.Things {
		a.say("blanked %s in %s", t.IRI, count(t.Versions, "version", "versions"))
	}
	for _, id := range done.Letters {
		a.say("blanked what another node sent as %s", id)
	}
	if done.Parcels > 0 {
		a.say("blanked %s waiting to be sent", count(done.Parcels, "message", "messages"))
	}
	if done.Member {
		a.say("forgot the member %s", c.IRI)
	}
	if len(done.Things)+len(done.Letters)+done.Parcels == 0 && !done.Member {
		a.say("nothing personal was left")
	}
	if !done.Everywhere {
		a.note("Another program has the database open, so that freed space in its files may still hold what was erased: " +
			"stop the node and run tributary erase once more")
	}
	return nil
}
