package pf

import (
	"slices"

	"tributary/vocab"
)

// Terms that many classes carry. They are declared last, so that in forms they come after what a
// class has of its own.
var (
	Content = Schema.Property(vocab.Property{Term: "content", Range: vocab.On(vocab.String), On: slices.Concat(entities, parts),
		Doc: "The text of an entry or document as its authors wrote it (Markdown unless dcterms:format says otherwise)."})
	PointsTo = Schema.Property(vocab.Property{Term: "pointsTo", Range: vocab.On(vocab.Thing), Many: true,
		Also: []vocab.IRI{dct + "references"},
		Doc:  "Where the authoritative information behind an entry lives: a repository, contract, ledger, register, document."})
	Rationale = Schema.Property(vocab.Property{Term: "rationale", Range: vocab.On(vocab.String), On: slices.Concat(entities, parts),
		Doc: "The reasons given."})
	Evidence = Schema.Property(vocab.Property{Term: "evidence", Range: vocab.On(vocab.Thing), Many: true,
		Doc: "Something that shows the claim is true: a report, decision, flow, record or page."})
	EnactedBy = Schema.Property(vocab.Property{Term: "enactedBy", Range: vocab.On(Decision),
		Doc: "The decision that put this into effect."})
	AuthorizedBy = Schema.Property(vocab.Property{Term: "authorizedBy", Range: vocab.On(Decision), Many: true, Inverse: Authorizes, Must: vocab.On(ResourceAllocation),
		Doc: "The decision that allows this flow, record or change."})
	ReviewDue = Schema.Property(vocab.Property{Term: "reviewDue", Range: vocab.On(vocab.Date),
		Doc: "Date by which this has to be looked at again."})
	ReviewInterval = Schema.Property(vocab.Property{Term: "reviewInterval", Range: vocab.On(vocab.Duration), On: entities,
		Doc: "How often this has to be looked at."})
	Visibility = Schema.Property(vocab.Property{Term: "visibility", Range: vocab.On(VisibilityScheme),
		Doc: "Who may see this."})
	ExternalId = Schema.Property(vocab.Property{Term: "externalId", Label: "number or name at the source", Range: vocab.On(vocab.String), Many: true,
		Doc: "Identifier in the system where the record was made."})
	Order = Schema.Property(vocab.Property{Term: "order", Label: "place in the order", Range: vocab.On(vocab.Integer),
		Doc: "Position in the usual order."})
)
