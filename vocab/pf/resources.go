package pf

import (
	"tributary/vocab"
	"tributary/vocab/vf"
)

// Allocations: the join between decisions and flows.
var (
	ResourceAllocation = Schema.Class(vocab.Class{Name: "ResourceAllocation", Label: "resource allocation record",
		Also: []vocab.IRI{prov + "Entity"},
		Doc:  "The record that a decision set resources aside for somebody, next to the flows that were planned and that happened."})
)

// The terms of allocations.
var (
	AllocatedTo = Schema.Property(vocab.Property{Term: "allocatedTo", Range: vocab.On(vf.Agent), Many: true,
		On: vocab.On(ResourceAllocation), Must: vocab.On(ResourceAllocation),
		Doc: "Who receives the resources."})
	AllocatedFrom = Schema.Property(vocab.Property{Term: "allocatedFrom", Range: vocab.On(vf.EconomicResource), Many: true,
		On:  vocab.On(ResourceAllocation),
		Doc: "The resource or budget it comes out of."})
	AllocatedQuantity = Schema.Property(vocab.Property{Term: "allocatedQuantity", Range: vocab.On(vf.Measure), Many: true,
		On: vocab.On(ResourceAllocation), Must: vocab.On(ResourceAllocation),
		Doc: "How much."})
	PlannedFlow = Schema.Property(vocab.Property{Term: "plannedFlow", Range: vocab.On(vf.Commitment, vf.Intent), Many: true,
		On:  vocab.On(ResourceAllocation),
		Doc: "The promised or intended flow."})
	ActualFlow = Schema.Property(vocab.Property{Term: "actualFlow", Range: vocab.On(vf.EconomicEvent), Many: true,
		On:  vocab.On(ResourceAllocation),
		Doc: "The flow that happened."})
	TrancheCondition = Schema.Property(vocab.Property{Term: "trancheCondition", Range: vocab.On(vocab.String), Many: true,
		On:  vocab.On(ResourceAllocation),
		Doc: "What must be true before the next part is released."})
)
