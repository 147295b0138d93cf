package vf

import "tributary/vocab"

// What a flow belongs to, and what it answers.
var (
	InputOf = Schema.Property(vocab.Property{
		Term: "inputOf", Label: "goes into", Range: vocab.On(Process),
		On:     vocab.On(EconomicEvent, Commitment, Intent),
		Status: "stable",
		Doc:    "The process the flow goes into.",
	})
	HasInput = Schema.Property(vocab.Property{
		Term: "hasInput", Label: "takes in", Range: vocab.On(EconomicEvent, Commitment, Intent), Many: true, Inverse: InputOf,
		On:     vocab.On(Process),
		Status: "stable",
		Doc:    "A flow that goes into the process.",
	})
	OutputOf = Schema.Property(vocab.Property{
		Term: "outputOf", Label: "comes out of", Range: vocab.On(Process),
		On:     vocab.On(EconomicEvent, Commitment, Intent),
		Status: "stable",
		Doc:    "The process the flow comes out of.",
	})
	HasOutput = Schema.Property(vocab.Property{
		Term: "hasOutput", Label: "brings forth", Range: vocab.On(EconomicEvent, Commitment, Intent), Many: true, Inverse: OutputOf,
		On:     vocab.On(Process),
		Status: "stable",
		Doc:    "A flow that comes out of the process.",
	})
	Fulfills = Schema.Property(vocab.Property{
		Term: "fulfills", Range: vocab.On(Commitment), Many: true,
		On:     vocab.On(EconomicEvent),
		Status: "stable",
		Doc:    "A commitment that the event carries out, wholly or in part.",
	})
	Satisfies = Schema.Property(vocab.Property{
		Term: "satisfies", Range: vocab.On(Intent), Many: true,
		On:     vocab.On(Commitment, EconomicEvent),
		Status: "stable",
		Doc:    "An intent that the commitment or event meets, wholly or in part.",
	})
	Settles = Schema.Property(vocab.Property{
		Term: "settles", Range: vocab.On(Claim), Many: true,
		On:     vocab.On(EconomicEvent),
		Status: "testing",
		Doc:    "A claim that the event pays off, wholly or in part.",
	})
	TriggeredBy = Schema.Property(vocab.Property{
		Term: "triggeredBy", Range: vocab.On(EconomicEvent),
		On:     vocab.On(Claim),
		Status: "testing",
		Doc:    "The event that gave rise to the claim.",
	})
	Corrects = Schema.Property(vocab.Property{
		Term: "corrects", Range: vocab.On(EconomicEvent),
		On:     vocab.On(EconomicEvent),
		Status: "testing",
		Doc:    "The earlier event whose figures this one puts right.",
	})
)
