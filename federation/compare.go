package federation

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"tributary/federation/fetch"
	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// Comparing is the work of asking the node of an agent what it has on record between that agent and a group
// of ours, and of keeping what it says.
const Comparing = "dealings"

// Bounds of one comparison.
const (
	maxStatements = 500              // parts of one that are asked for
	maxRestarts   = 3                // when something is recorded there while it is read
	maxStale      = time.Hour        // how old a statement may be that was asked for just now
	maxAhead      = 10 * time.Minute // how far another's clock may be ahead
)

// comparing is what a job of [Comparing] carries.
type comparing struct {
	As vocab.IRI `json:"as"` // the group
}

// Compared is what the node of an agent says stands between it and a group of this node, held against what
// is on record here.
type Compared struct {
	Group     vocab.IRI           `json:"group"`
	With      vocab.IRI           `json:"with"`
	Heard     time.Time           `json:"heard"`     // when it was read, by our clock
	Published time.Time           `json:"published"` // when it was made, by theirs
	Key       vocab.IRI           `json:"key"`       // that proves who said it
	Count     int                 `json:"count"`     // events and commitments that they list
	Later     int                 `json:"later"`     // that changed here since: no difference
	Found     []node.Disagreement `json:"differences"`
}

// AskDealings asks the node of an agent what stands between it and a group of this node, in the name of the
// group, compares it with what is on record here, and keeps it with the proof of who said it.
//
// Errors: Unsupported where that node does not tell; Unauthenticated for what its agent does not prove;
// Conflict for a statement that is older than it could be, or than the one before; Invalid, Unreadable and
// TooLarge for what is no statement of this; those of [fetch.Client.JSON].
func (f *Federation) AskDealings(ctx context.Context, group, agent vocab.IRI) (Compared, error) {
	if err := f.policy.Refuse(ctx, string(agent), group); err != nil {
		return Compared{}, err
	}
	actor, err := f.Actor(ctx, agent)
	if err == nil && !actor.Dealings {
		actor, _ = f.refreshed(ctx, actor) // it may have learned to since
	}
	if err != nil {
		return Compared{}, err
	}
	if !actor.Dealings {
		return Compared{}, node.Errorf(node.Unsupported, "the node of %s does not tell what stands between two", agent)
	}
	client := f.readingAs(group)
	var read []node.Letter
	var asked Compared
	for range maxRestarts {
		read = nil
		asked, err = f.compare(ctx, group, agent, func(in string) (Statement, node.Letter, error) {
			s, l, err := f.askStatement(ctx, client, group, agent, in)
			if err == nil {
				read = append(read, l)
			}
			return s, l, err
		})
		if !errors.Is(err, errMoved) {
			break
		}
	}
	if err != nil && !errors.Is(err, errMoved) {
		return Compared{}, err
	}
	for _, l := range read {
		if err := f.store.PutDocument(ctx, l); err != nil {
			return Compared{}, err
		}
	}
	return asked, nil
}

// askStatement reads one statement of another node, and checks who made it and when.
func (f *Federation) askStatement(ctx context.Context, client *fetch.Client, group, agent vocab.IRI, in string) (s Statement, l node.Letter, err error) {
	address := statementAt(agent, group, in)
	body, err := client.JSON(ctx, string(address))
	if err != nil {
		return s, l, err
	}
	if s, err = readStatement(body, agent, group, in); err != nil {
		return s, l, err
	}
	evidence, err := f.proven(ctx, body, agent)
	if err != nil {
		return s, l, err
	}
	if evidence.Proof == "" {
		return s, l, node.Errorf(node.Unauthenticated, "%s carries no proof of %s", address, agent)
	}
	now := f.now().UTC().Truncate(time.Microsecond)
	if s.Published.After(now.Add(maxAhead)) || s.Published.Before(now.Add(-maxStale)) {
		return s, l, node.Errorf(node.Conflict, "%s was asked for now, and is of %s", address, s.Published.UTC().Format(time.RFC3339))
	}
	if kept, err := f.store.Letter(ctx, address); err == nil {
		if before, err := readStatement(kept.Body, agent, group, in); err == nil && s.Published.Before(before.Published) {
			return s, l, node.Errorf(node.Conflict, "%s is older than what %s said before, on %s", address, agent, before.Published.UTC().Format(time.RFC3339))
		}
	}
	evidence.Fetched = true
	return s, node.Letter{ID: address, Actor: agent, At: now, Body: body, State: node.LetterDone, Proof: evidence}, nil
}

// HeardDealings compares what the node of an agent said last with what is on record here, without asking
// anybody.
//
// Errors: NotFound when it never said.
func (f *Federation) HeardDealings(ctx context.Context, group, agent vocab.IRI) (Compared, error) {
	heard, err := f.compare(ctx, group, agent, func(in string) (s Statement, l node.Letter, err error) {
		if l, err = f.store.Letter(ctx, statementAt(agent, group, in)); err == nil {
			s, err = readStatement(l.Body, agent, group, in)
		}
		return s, l, err
	})
	if errors.Is(err, errMoved) {
		err = nil // parts of an earlier statement
	}
	return heard, err
}

// Compare does a job of [Comparing].
//
// Errors: Unreachable and Busy while the peer does not answer; Internal.
func (f *Federation) Compare(ctx context.Context, job node.Job) error {
	var c comparing
	if err := json.Unmarshal(job.Data, &c); err != nil {
		return fmt.Errorf("read what is to be compared: %w", err)
	}
	asked, err := f.AskDealings(ctx, c.As, job.Ref)
	switch node.KindOf(err) {
	case "":
	case node.Internal, node.Busy, node.Unreachable:
		return err
	default:
		f.log.Info("what stands between two cannot be compared", "group", c.As, "agent", job.Ref, "error", err)
		return nil
	}
	if len(asked.Found) > 0 {
		f.log.Warn("another node has other dealings on record", "group", c.As, "agent", job.Ref, "differences", len(asked.Found))
	}
	return nil
}

// Partners are the pairs of a group or person of this node and an agent of another that have dealings, and whose node
// tells of them; only those of a group, or with an agent, where one is given.
func (f *Federation) Partners(ctx context.Context, group, with vocab.IRI) (pairs [][2]vocab.IRI, err error) {
	groups := []vocab.IRI{group}
	if group == "" {
		groups = nil
		found, err := f.node.Find(ctx, node.Operator, node.Query{Classes: append(f.node.Kinds(pf.Group), f.node.Kinds(vf.Person)...)})
		if err != nil {
			return nil, err
		}
		for _, g := range found {
			if f.node.Handle(g.IRI) != "" {
				groups = append(groups, g.IRI)
			}
		}
	}
	agents := []vocab.IRI{with}
	if with == "" {
		agents = nil
		for _, class := range []*vocab.Class{vf.Agent, as.Group, as.Organization} {
			err := f.node.Each(ctx, node.Operator, node.Query{Classes: f.node.Kinds(class)}, func(a node.Version) error {
				if !f.node.Owns(a.IRI) && !slices.Contains(agents, a.IRI) {
					agents = append(agents, a.IRI)
				}
				return nil
			})
			if err != nil {
				return nil, err
			}
		}
	}
	for _, a := range agents {
		if known := f.remembered(ctx, a); known == nil || !known.Dealings {
			continue
		}
		for _, g := range groups {
			deal, err := f.node.Deal(ctx, g, a)
			if err != nil {
				return nil, err
			}
			if deal {
				pairs = append(pairs, [2]vocab.IRI{g, a})
			}
		}
	}
	return pairs, nil
}
