package exchange

import (
	"fmt"
	"strings"

	"tributary/vocab"
)

// Rule names what a message of an exchange must meet. It is the machine-readable part of a refusal.
type Rule string

// The rules, in the order in which they are asked.
const (
	RuleLive       Rule = "live"
	RuleProposer   Rule = "proposer"
	RuleAddressee  Rule = "addressee"
	RuleTime       Rule = "time"
	RuleWhole      Rule = "whole"
	RuleSatisfies  Rule = "satisfies"
	RuleUnchanged  Rule = "unchanged"
	RuleUnit       Rule = "unit"
	RulePositive   Rule = "positive"
	RuleEqual      Rule = "equal"
	RuleMultiple   Rule = "multiple"
	RuleMultiplier Rule = "multiplier"
	RuleMinimum    Rule = "minimum"
	RuleAvailable  Rule = "available"

	RuleOffer    Rule = "offer"
	RuleActor    Rule = "actor"
	RuleOpen     Rule = "open"
	RuleResult   Rule = "result"
	RuleIdentity Rule = "identity"

	RuleTaker    Rule = "taker"
	RuleFinished Rule = "finished"
	RuleOwner    Rule = "owner"
)

// Rules says of each rule what it asks and where it comes from; "own" is this software's.
var Rules = []struct {
	Name Rule
	Asks string
	Spec string
}{
	{RuleLive, "the proposal is there, and was not withdrawn", "FEP-0837, Agreements; own: finished intents"},
	{RuleProposer, "the proposal is the proposer's, who does not offer to itself", "FEP-0837, Agreements"},
	{RuleAddressee, "the proposal is meant for whoever takes it up", "own: vf:proposedTo, the other side of an intent"},
	{RuleTime, "proposals and offers are taken up while they hold", "own: vf:hasBeginning, vf:hasEnd, endTime"},
	{RuleWhole, "there is one commitment to each intent, and the intents are at hand", "FEP-0837, Agreements"},
	{RuleSatisfies, "each commitment satisfies an intent of its side of the proposal", "FEP-0837, Agreements"},
	{RuleUnchanged, "a commitment says nothing else than its intent or the offer", "FEP-0837, Agreements; own for further terms"},
	{RuleUnit, "a commitment is counted in the unit of its intent", "FEP-0837, Agreements"},
	{RulePositive, "a commitment is of some amount", "own"},
	{RuleEqual, "amounts are those proposed or offered", "FEP-0837, Agreements"},
	{RuleMultiple, "amounts are whole multiples of those proposed by the unit", "FEP-0837, Agreements"},
	{RuleMultiplier, "all amounts are the same multiple", "own: the text leaves it open"},
	{RuleMinimum, "amounts reach the minimum", "FEP-0837, minimumQuantity"},
	{RuleAvailable, "amounts stay within what is available", "FEP-0837, availableQuantity"},

	{RuleOffer, "an answer names the offer it answers", "FEP-0837, Accepting"},
	{RuleActor, "the answer comes from whom the offer went to, and an undo from who made it", "FEP-0837, Accepting"},
	{RuleOpen, "an offer is answered once", "FEP-0837, Accepting; own for Undo"},
	{RuleResult, "an acceptance brings the agreement, attributed to who accepts", "FEP-0837, Accepting"},
	{RuleIdentity, "agreement and commitments have ids on the origin of who accepts", "FEP-0837, Accepting"},

	{RuleTaker, "a commitment is taken or declined by the one it is for; an open one is taken by anyone", "FEP-3264; FEP-c5a1"},
	{RuleFinished, "what is finished is no longer taken or declined", "own"},
	{RuleOwner, "a plan or to-do is changed, and closed, by the one who made it", "own: the texts leave it open"},
}

// Refusal is one broken rule: which, where, and a sentence for whoever sent the message.
type Refusal struct {
	Rule    Rule   `json:"rule"`
	Path    string `json:"path"` // "stipulates.resourceQuantity"; empty: the message itself
	Message string `json:"message"`
}

// Refusals are all rules that a message breaks. As an error it reads as one line.
type Refusals []Refusal

func (r Refusals) Error() string {
	lines := make([]string, len(r))
	for i, one := range r {
		lines[i] = one.Message
		if one.Path != "" {
			lines[i] = one.Path + ": " + one.Message
		}
	}
	return strings.Join(lines, "; ")
}

// Violations are the refusals as violations, for problem details; Term is the name of the rule.
func (r Refusals) Violations() vocab.Violations {
	found := make(vocab.Violations, len(r))
	for i, one := range r {
		found[i] = vocab.Violation{Path: one.Path, Term: string(one.Rule), Message: one.Message}
	}
	return found
}

// Breaks says whether the rule is among those broken.
func (r Refusals) Breaks(rule Rule) bool {
	for _, one := range r {
		if one.Rule == rule {
			return true
		}
	}
	return false
}

// err is the refusals as an error; none is nil.
func (r Refusals) err() error {
	if len(r) == 0 {
		return nil
	}
	return r
}

func (r *Refusals) say(rule Rule, path, format string, args ...any) {
	*r = append(*r, Refusal{Rule: rule, Path: path, Message: fmt.Sprintf(format, args...)})
}
