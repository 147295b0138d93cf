package main

import (
	"strings"
	"time"

	"tributary/federation/proof"
	"tributary/node"
	"tributary/node/server"
	"tributary/vocab"
)

// arrival is how something of another node came here, and what proved it.
type arrival struct {
	Version int       `json:"version,omitempty"` // of the thing, that it made; 0: none
	At      time.Time `json:"at"`
	From    vocab.IRI `json:"from"`     // who said it
	In      vocab.IRI `json:"activity"` // as the other node calls it
	State   string    `json:"state"`    // waiting, done, refused
	Reason  string    `json:"reason,omitempty"`
	Fetched bool      `json:"fetched,omitempty"` // read at its own address
	Scheme  string    `json:"scheme,omitempty"`  // of the HTTP signature that brought it
	Key     vocab.IRI `json:"key,omitempty"`     // that made it
	Proof   vocab.IRI `json:"proof,omitempty"`   // the key of its own proof
	Erased  time.Time `json:"erased,omitzero"`   // when what is personal was blanked in it
	Holds   string    `json:"holds,omitempty"`   // what a check of that proof says now: yes, or why not
}

// maxArrivals are told of on a terminal.
const maxArrivals = 10

// arrivals are how the versions of a thing came here: of another node's thing all of them, of an own one the
// newest, when another node's agent caused it, as who confirms an event does. What this node's own agents
// said of another's thing did not arrive: it was recorded here.
func arrivals(a *app, s *server.Server, v node.Version) (all []arrival, err error) {
	versions := []node.Version{v}
	switch {
	case !s.Node.Owns(v.IRI):
		if versions, err = s.Node.History(a.ctx, node.Operator, v.IRI); err != nil && node.KindOf(err) != node.NotFound {
			return nil, err
		}
	case s.Node.Owns(v.Activity):
		return nil, nil
	}
	for _, v := range versions {
		if s.Node.Owns(v.Activity) {
			all = append(all, arrival{Version: v.N, At: v.At, From: v.Author, In: v.Activity, State: "recorded"})
			continue
		}
		l, err := s.DB.Letter(a.ctx, v.Activity)
		if node.KindOf(err) == node.NotFound {
			continue // erased
		}
		if err != nil {
			return nil, err
		}
		came := arrivalOf(l)
		came.Version = v.N
		all = append(all, came)
	}
	return all, nil
}

func arrivalOf(l node.Letter) arrival {
	came := arrival{
		At: l.At, From: l.Actor, In: l.ID, State: l.State.String(), Reason: strings.TrimSpace(l.Reason),
		Fetched: l.Proof.Fetched, Scheme: l.Proof.Scheme, Key: l.Proof.KeyID, Proof: l.Proof.Proof,
	}
	came.Erased = l.Proof.Erased
	if came.Proof != "" && came.Erased.IsZero() {
		came.Holds = "yes"
		if err := proof.Holds(l.Body, l.Proof.Proof, l.Proof.Multikey, l.At); err != nil {
			came.Holds = node.MessageOf(err)
		}
	}
	return came
}

// lines say it in words.
func (c arrival) lines() (lines []string) {
	from := oneLine(string(c.From))
	switch {
	case c.State == "recorded":
		return []string{"recorded here " + stamp(c.At) + ", by " + from + ", in " + string(c.In)}
	case c.Fetched:
		lines = append(lines, "read at its own address "+stamp(c.At)+", which vouches for it")
	default:
		lines = append(lines, "received "+stamp(c.At)+" from "+from+", in "+oneLine(string(c.In)))
	}
	switch c.State {
	case node.LetterWaiting.String():
		lines = append(lines, "not looked at yet")
	case node.LetterRefused.String():
		lines = append(lines, "refused: "+oneLine(c.Reason))
	default:
		for warning := range strings.SplitSeq(c.Reason, "\n") {
			if warning != "" {
				lines = append(lines, "but: "+oneLine(warning))
			}
		}
	}
	if c.Scheme != "" {
		lines = append(lines, "proof: HTTP signature ("+c.Scheme+") by "+oneLine(string(c.Key)))
	}
	if c.Proof != "" {
		line := "proof: its own (" + proof.Cryptosuite + ") by " + oneLine(string(c.Proof))
		if !c.Erased.IsZero() {
			line += ", which fitted what came"
		} else if c.Holds == "yes" {
			line += ", which holds, checked just now"
		} else {
			line += ", which DOES NOT HOLD: " + oneLine(c.Holds)
		}
		lines = append(lines, line)
	}
	if !c.Erased.IsZero() {
		lines = append(lines, "erased "+stamp(c.Erased)+": what was personal in it is gone, and no proof fits it any more")
	}
	return lines
}

// told shows what came of an address under which nothing is kept but what somebody sent: it was refused,
// is of a kind not known here, or waits.
func (c *show) told(a *app, s *server.Server, missing error) error {
	l, err := s.DB.Letter(a.ctx, vocab.IRI(c.IRI))
	if node.KindOf(err) == node.NotFound {
		return missing
	}
	if err != nil {
		return err
	}
	came := arrivalOf(l)
	if c.JSON {
		return a.json(came)
	}
	for _, line := range came.lines() {
		a.say("# %s", line)
	}
	a.say("")
	a.say("%s", l.Body)
	return nil
}
