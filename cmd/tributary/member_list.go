package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"tributary/node"
	"tributary/node/server"
	"tributary/vocab"
)

// memberList tells who belongs to a group, and who is to.
type memberList struct {
	Handle string `arg:"" help:"The group."`
	JSON   bool   `help:"Print JSON."`
}

// membership is how somebody stands to a group: a member of this node, whom the operator knows by its e-mail address
// and the group by a pseudonym, or a group or person known by a handle, here or elsewhere.
type membership struct {
	Status  string    `json:"status"` // member; invited: it has not answered; asks: the group has not
	Role    node.Role `json:"role,omitempty"`
	Since   time.Time `json:"since"`
	Email   string    `json:"email,omitempty"`
	Account string    `json:"account,omitempty"` // @name@host
	Agent   vocab.IRI `json:"agent,omitempty"`   // as whom it appears there; none: it has done nothing yet
}

func (c *memberList) Run(a *app) error {
	return a.with(func(s *server.Server) error {
		group, err := a.group(s, c.Handle)
		if err != nil {
			return err
		}
		all := []membership{}
		for _, status := range []node.RelationKind{node.MemberOf, node.InvitedTo, node.AsksToJoin} {
			found, err := s.Node.Relations(a.ctx, node.Relation{Kind: status, To: group})
			if err != nil {
				return err
			}
			for _, r := range found {
				m, err := membershipOf(a, s, r)
				if err != nil {
					return err
				}
				all = append(all, m)
			}
		}
		slices.SortStableFunc(all, func(x, y membership) int { return cmp.Compare(statusOrder[x.Status], statusOrder[y.Status]) })
		if c.JSON {
			return a.json(all)
		}
		if len(all) == 0 {
			a.note("nobody belongs to %s: tributary member add EMAIL --group %s", c.Handle, c.Handle)
			return nil
		}
		w := tabwriter.NewWriter(a.stdout, 0, 8, 2, ' ', 0)
		for _, m := range all {
			fmt.Fprintf(w, "%s\t%s\tsince %s\t%s\t%s\n", m.Status, cmp.Or(m.Role, "-"), stamp(m.Since), oneLine(cmp.Or(m.Email, m.Account, "-")), cmp.Or(m.Agent, "-"))
		}
		return w.Flush()
	})
}

var statusOrder = map[string]int{"member": 0, "invited": 1, "asks": 2}

func membershipOf(a *app, s *server.Server, r node.Relation) (m membership, err error) {
	m = membership{Since: r.Since, Agent: r.From}
	switch r.Kind {
	case node.MemberOf:
		m.Status, m.Role = "member", node.Role(r.Value)
	case node.InvitedTo:
		_, role, _ := strings.Cut(r.Value, " ")
		m.Status, m.Role = "invited", node.Role(role)
	default:
		m.Status = "asks"
	}
	if !s.Node.IsMember(r.From) {
		m.Account = accountOf(a, s, r.From)
		return m, nil
	}
	if m.Email, err = s.Accounts.Email(a.ctx, r.From); err != nil && node.KindOf(err) != node.NotFound {
		return m, err
	}
	m.Agent = ""
	faces, err := s.Node.Relations(a.ctx, node.Relation{From: r.From, Kind: node.AppearsAs, Value: string(r.To)})
	if len(faces) > 0 {
		m.Agent = faces[0].To
	}
	return m, err
}
