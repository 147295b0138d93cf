package own

import (
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// Position is what one group says to a proposal of a body in which it takes part: a delegate says it in
// the group's name, from whichever node the group is on. A group has one; a later one takes its place.
var Position = Schema.Class(vocab.Class{Name: "Position", Status: "testing",
	Also: []vocab.IRI{"http://www.w3.org/ns/prov#Entity"},
	Doc:  "What one group says to a proposal of a body in which it takes part."})

// The terms of positions. What a position says is pf:stance, and why is vf:note.
var (
	OnProposal = Schema.Property(vocab.Property{
		Term: "onProposal", Range: vocab.On(pf.GovernanceProposal),
		On: vocab.On(Position), Must: vocab.On(Position),
		Status: "testing",
		Doc:    "The proposal that the position is on.",
	})
	TakenBy = Schema.Property(vocab.Property{
		Term: "takenBy", Range: vocab.On(vf.Agent),
		On: vocab.On(Position), Must: vocab.On(Position),
		Status: "testing",
		Doc:    "The group whose position it is, or the person: a delegate in a seat speaks for the group that the seat represents.",
	})
	ThroughSeat = Schema.Property(vocab.Property{
		Term: "throughSeat", Range: vocab.On(pf.DelegateSeat),
		On:     vocab.On(Position),
		Status: "testing",
		Doc:    "The seat by which the group takes part.",
	})
	NamesPositions = Schema.Property(vocab.Property{
		Term: "namesPositions", Label: "shows who took which position", Range: vocab.On(vocab.Boolean),
		On:     vocab.On(pf.Group),
		Status: "testing",
		Doc:    "Whether the counts that this body publishes say which group took which stance.",
	})
	CountsGroup = Schema.Property(vocab.Property{
		Term: "countsGroup", Range: vocab.On(pf.Group), Many: true,
		On:     vocab.On(pf.StanceCount),
		Status: "testing",
		Doc:    "A group that is counted with this stance, where the body names them.",
	})
)

// What a computed comparison of values says beside its figure.
var (
	ComparableTradeOffs = Schema.Property(vocab.Property{
		Term: "comparableTradeOffs", Range: vocab.On(vocab.NonNegativeInteger),
		On:     vocab.On(pf.ValueAlignment),
		Status: "testing", Derived: true, Label: "comparable trade-offs",
		Doc: "On how many trade-offs both groups take a position for a common matter.",
	})
	Contradicts = Schema.Property(vocab.Property{
		Term: "contradictory", Range: vocab.On(pf.ValueStatement), Many: true,
		On:     vocab.On(pf.ValueAlignment),
		Status: "testing", Derived: true,
		Doc: "A statement that another of the same group contradicts; neither took part in the comparison.",
	})
)

// The terms of reminders, which are notes.
var (
	Reminds = Schema.Property(vocab.Property{
		Term: "reminds", Range: vocab.On(vocab.Thing),
		On:     vocab.On(as.Note),
		Status: "testing",
		Doc:    "What the note reminds of: an assignment whose term ends.",
	})
	DaysBefore = Schema.Property(vocab.Property{
		Term: "daysBefore", Range: vocab.On(vocab.NonNegativeInteger),
		On:     vocab.On(as.Note),
		Status: "testing",
		Doc:    "Which of the reminders it is: that of so many days before, 0 for the one when the day has passed.",
	})
)

// Terms of the framework that are said here of further things: of a position its stance, of a proposal
// how the positions on it stand, of decisions and proposals what kind of decision they are.
var (
	_ = Schema.Extend(vf.Name, Position)
	_ = Schema.Extend(vf.Note, Position)
	_ = Schema.Extend(pf.Stance, Position)
	_ = Schema.Extend(pf.HasTally, pf.GovernanceProposal)
	_ = Schema.Extend(pf.AppliesToScope, pf.Decision, pf.GovernanceProposal)
)

var _ = Schema.Rule(Position, "stance", func(position *vocab.Resource) []vocab.Violation {
	if !position.Has(pf.Stance) {
		return refuse(pf.Stance, "is required: a position says how the group stands to the proposal")
	}
	return nil
})
