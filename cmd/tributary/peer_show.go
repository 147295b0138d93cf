package main

import (
	"cmp"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"tributary/federation/policy"
	"tributary/node"
	"tributary/node/server"
	"tributary/vocab"
)

// peerLine is a rule, a draft, or a node that is known, without the other two.
type peerLine struct {
	Who   string       `json:"who"`
	Level policy.Level `json:"level"`
	Group vocab.IRI    `json:"group,omitempty"`
	Draft bool         `json:"draft,omitempty"`
	Peer  *node.Peer   `json:"peer,omitempty"`
}

// peerList lists rules and nodes.
type peerList struct {
	Group  string `placeholder:"HANDLE" help:"How this group or person deals with them. Default: the whole node, and the rules of all groups."`
	Drafts bool   `help:"Only what waits for approval."`
	JSON   bool   `help:"Print JSON."`
}

func (c *peerList) Run(a *app) error {
	return a.withPolicy(c.Group, func(s *server.Server, k *policy.Keeper, group vocab.IRI) error {
		p, err := k.Policy(a.ctx)
		if err != nil {
			return err
		}
		lines := []peerLine{}
		for _, r := range append(p.Rules(), p.Drafts()...) {
			if (group == "" || r.Group == group || r.Group == "") && (r.Draft || !c.Drafts) {
				lines = append(lines, peerLine{Who: r.Subject, Level: r.Level, Group: r.Group, Draft: r.Draft})
			}
		}
		for known, err := range s.DB.Peers(a.ctx) {
			if err != nil {
				return err
			}
			if level, _ := p.Decide(known.Host, group); !c.Drafts {
				lines = append(lines, peerLine{Who: known.Host, Level: level, Peer: &known})
			}
		}
		if c.JSON {
			return a.json(lines)
		}
		return tellPeers(a, s, lines)
	})
}

func tellPeers(a *app, s *server.Server, lines []peerLine) error {
	w := tabwriter.NewWriter(a.stdout, 0, 8, 2, ' ', 0)
	for _, l := range lines {
		level, more := string(l.Level), "rule"
		if l.Draft {
			more = "draft"
		}
		if l.Group != "" {
			more += " of " + cmp.Or(s.Node.Handle(l.Group), string(l.Group))
		}
		if l.Peer != nil {
			more = health(*l.Peer)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\n", level, l.Who, more)
	}
	return w.Flush()
}

// health says in a few words what runs at a peer and how it does.
func health(p node.Peer) string {
	words := strings.TrimSpace(p.Software + " " + p.Version)
	state := "not tried yet"
	switch {
	case p.Down():
		state = "failed " + p.LastFail.Format(time.RFC3339) + ": " + cmp.Or(oneLine(p.Failure), "it does not answer")
	case !p.LastOK.IsZero():
		state = "answered " + p.LastOK.Format(time.RFC3339)
	}
	if words == "" {
		return state
	}
	return words + ", " + state
}

// peerShow shows one node, actor or other subject of rules.
type peerShow struct {
	Who   string `arg:"" name:"who" help:"A host, or what else a rule is about."`
	Group string `placeholder:"HANDLE" help:"How this group deals with it. Default: the whole node."`
	JSON  bool   `help:"Print JSON."`
}

// peerShown is all that is known of one.
type peerShown struct {
	Who     string        `json:"who"`
	Level   policy.Level  `json:"level,omitempty"` // empty for what is a pattern
	Rule    *policy.Rule  `json:"rule,omitempty"`
	Peer    *node.Peer    `json:"peer,omitempty"`
	History []policy.Rule `json:"history"`
}

func (c *peerShow) Run(a *app) error {
	subject, err := policy.Subject(c.Who)
	if err != nil {
		return usage(err)
	}
	return a.withPolicy(c.Group, func(s *server.Server, k *policy.Keeper, group vocab.IRI) error {
		shown := peerShown{Who: subject}
		if !strings.HasPrefix(subject, "*") {
			level, rule, err := k.Decide(a.ctx, subject, group)
			if err != nil {
				return err
			}
			if shown.Level = level; rule.Subject != "" {
				shown.Rule = &rule
			}
			host, err := policy.Host(subject)
			if err != nil {
				return err
			}
			known, err := s.DB.Peer(a.ctx, host)
			if err != nil && node.KindOf(err) != node.NotFound {
				return err
			}
			if err == nil {
				shown.Peer = &known
			}
		}
		if shown.History, err = k.History(a.ctx, subject); err != nil {
			return err
		}
		if c.JSON {
			return a.json(shown)
		}
		shown.tell(a)
		return nil
	})
}

func (p peerShown) tell(a *app) {
	switch {
	case p.Rule != nil:
		a.say("%s: %s, by the rule about %s", p.Who, p.Level, p.Rule.Subject)
	case p.Level != "":
		a.say("%s: %s, by no rule", p.Who, p.Level)
	default:
		a.say("%s", p.Who)
	}
	if p.Peer != nil {
		a.say("%s", health(*p.Peer))
		for _, line := range [...]struct{ what, says string }{
			{"kind", string(p.Peer.Kind)}, {"signatures", p.Peer.Scheme}, {"failure", p.Peer.Failure}, {"note", p.Peer.Note},
		} {
			if line.says != "" {
				a.say("%s: %s", line.what, oneLine(line.says))
			}
		}
	}
	for _, r := range p.History {
		a.say("%s", decided(r))
	}
}

// decided is one decision as the history shows it.
func decided(r policy.Rule) string {
	text := fmt.Sprintf("%s  %s", r.At.Format(time.RFC3339), r.Level)
	if r.Draft {
		text += " (draft)"
	}
	if r.Group != "" {
		text += " for " + string(r.Group)
	}
	text += " by " + string(r.Author)
	if r.Provenance != "" {
		text += ", from " + oneLine(r.Provenance)
	}
	if r.Reason != "" {
		text += ": " + oneLine(r.Reason)
	}
	return text
}

// oneLine keeps what others wrote from looking like lines of ours, and from steering the terminal.
func oneLine(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || 0x80 <= r && r < 0xa0 {
			return ' '
		}
		return r
	}, text)
}
