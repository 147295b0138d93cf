package policy

import (
	"maps"
	"slices"
	"strings"

	"tributary/node"
	"tributary/vocab"
)

// Mode says who is dealt with when there is no rule.
type Mode string

const (
	Open      Mode = "open"       // everyone
	AllowList Mode = "allow-list" // nobody
)

// ParseMode reads a mode's name.
func ParseMode(name string) (Mode, error) {
	if m := Mode(name); m == Open || m == AllowList {
		return m, nil
	}
	return "", node.Errorf(node.Invalid, "the mode is open or allow-list; not %q", name)
}

// Policy is what was decided, at one time. It is never changed.
type Policy struct {
	mode   Mode
	rules  map[about]Rule // in force
	drafts map[about]Rule // that wait for approval
}

// about is what at most one rule in force has.
type about struct {
	group   vocab.IRI
	subject string
}

// New makes a policy of decisions in the order they were taken.
func New(mode Mode, decisions []Rule) Policy {
	p := Policy{mode: mode, rules: map[about]Rule{}, drafts: map[about]Rule{}}
	for _, r := range decisions {
		a := about{r.Group, r.Subject}
		switch {
		case r.Draft:
			p.drafts[a] = r
			continue
		case r.Level == Clear:
			delete(p.rules, a)
		default:
			p.rules[a] = r
		}
		delete(p.drafts, a) // whatever is decided ends what was proposed before
	}
	return p
}

// Mode says who is dealt with when there is no rule.
func (p Policy) Mode() Mode { return p.mode }

// Decide says how far an actor, or a node by its origin or host, is dealt with: by the whole node when
// group is empty, else by that group. Of the rules about it the most specific wins: actor, then host
// with port, host, the domains above it, everyone. A group that has no rule follows its node, and one
// that has is at most as open. The rule is the one that decided; when none did, it has no subject.
//
// What cannot be read as an address is blocked. Rules are about others: whoever asks knows its own.
func (p Policy) Decide(who string, group vocab.IRI) (Level, Rule) {
	place, err := placeOf(who)
	if err != nil {
		return Block, Rule{Level: Block, Reason: node.MessageOf(err)}
	}
	subjects := place.subjects()
	whole := p.first(subjects, "")
	if whole.Level == "" {
		whole.Level = byMode[p.mode]
	}
	if group == "" {
		return whole.Level, whole
	}
	if own := p.first(subjects, group); strictness[own.Level] > strictness[whole.Level] {
		return own.Level, own
	}
	return whole.Level, whole
}

var byMode = map[Mode]Level{Open: Allow, AllowList: Block, "": Allow}

var strictness = map[Level]int{Allow: 1, Limit: 2, Block: 3}

// first is the rule about the first of subjects that has one, or none.
func (p Policy) first(subjects []string, group vocab.IRI) Rule {
	for _, s := range subjects {
		if r, ok := p.rules[about{group, s}]; ok {
			return r
		}
	}
	return Rule{}
}

// Rule is the rule in force about exactly a subject, and whether there is one.
func (p Policy) Rule(subject string, group vocab.IRI) (Rule, bool) {
	r, ok := p.rules[about{group, subject}]
	return r, ok
}

// Draft is what waits for approval about exactly a subject, and whether something does.
func (p Policy) Draft(subject string, group vocab.IRI) (Rule, bool) {
	r, ok := p.drafts[about{group, subject}]
	return r, ok
}

// Rules are the rules in force: the node's, then each group's, by subject.
func (p Policy) Rules() []Rule { return inOrder(p.rules) }

// Drafts are what waits for approval, in the same order.
func (p Policy) Drafts() []Rule { return inOrder(p.drafts) }

func inOrder(rules map[about]Rule) []Rule {
	return slices.SortedFunc(maps.Values(rules), func(a, b Rule) int {
		if by := strings.Compare(string(a.Group), string(b.Group)); by != 0 {
			return by
		}
		return strings.Compare(a.Subject, b.Subject)
	})
}
