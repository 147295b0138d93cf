package as

import "tributary/vocab"

// What an activity is about.
var (
	Actor = Schema.Property(vocab.Property{
		Term: "actor", Range: vocab.On(vocab.Thing), Many: true,
		On:     vocab.On(Activity),
		Status: "stable",
		Doc:    "Who did it.",
	})
	HasObject = Schema.Property(vocab.Property{
		Term: "object", Range: vocab.On(vocab.Thing), Many: true,
		On:     vocab.On(Activity, Relationship),
		Status: "stable",
		Doc:    "What it was done to.",
	})
	Target = Schema.Property(vocab.Property{
		Term: "target", Range: vocab.On(vocab.Thing), Many: true,
		On:     vocab.On(Activity),
		Status: "stable",
		Doc:    "What it was directed at, such as the collection added to.",
	})
	Origin = Schema.Property(vocab.Property{
		Term: "origin", Range: vocab.On(vocab.Thing), Many: true,
		On:     vocab.On(Activity),
		Status: "stable",
		Doc:    "What it came from, such as the collection moved from.",
	})
	Result = Schema.Property(vocab.Property{
		Term: "result", Range: vocab.On(vocab.Thing), Many: true,
		On:     vocab.On(Activity),
		Status: "stable",
		Doc:    "What came of it.",
	})
	Instrument = Schema.Property(vocab.Property{
		Term: "instrument", Range: vocab.On(vocab.Thing), Many: true,
		On:     vocab.On(Activity),
		Status: "stable",
		Doc:    "What it was done with.",
	})
)

// Who is told, and by whom.
var (
	To = Schema.Property(vocab.Property{
		Term: "to", Range: vocab.On(vocab.Thing), Many: true,
		On:     vocab.On(Object),
		Status: "stable",
		Doc:    "Whom it is mainly for.",
	})
	CC = Schema.Property(vocab.Property{
		Term: "cc", Label: "copy to", Range: vocab.On(vocab.Thing), Many: true,
		On:     vocab.On(Object),
		Status: "stable",
		Doc:    "Who else is told.",
	})
	Bto = Schema.Property(vocab.Property{
		Term: "bto", Label: "blind to", Range: vocab.On(vocab.Thing), Many: true,
		On:     vocab.On(Object),
		Status: "stable",
		Doc:    "Whom it is mainly for, unseen by the others; never sent on.",
	})
	Bcc = Schema.Property(vocab.Property{
		Term: "bcc", Label: "blind copy to", Range: vocab.On(vocab.Thing), Many: true,
		On:     vocab.On(Object),
		Status: "stable",
		Doc:    "Who else is told, unseen by the others; never sent on.",
	})
	Audience = Schema.Property(vocab.Property{
		Term: "audience", Range: vocab.On(vocab.Thing), Many: true,
		On:     vocab.On(Object),
		Status: "stable",
		Doc:    "The circle it belongs to.",
	})
	AttributedTo = Schema.Property(vocab.Property{
		Term: "attributedTo", Range: vocab.On(vocab.Thing), Many: true,
		On:     vocab.On(Object),
		Status: "stable",
		Doc:    "Who answers for it.",
	})
	Generator = Schema.Property(vocab.Property{
		Term: "generator", Range: vocab.On(vocab.Thing), Many: true,
		On:     vocab.On(Object),
		Status: "stable",
		Doc:    "The program it was made with.",
	})
)

// When it was.
var (
	Published = Schema.Property(vocab.Property{
		Term: "published", Range: vocab.On(vocab.DateTime),
		On:     vocab.On(Object),
		Status: "stable",
		Doc:    "When it was published.",
	})
	Updated = Schema.Property(vocab.Property{
		Term: "updated", Range: vocab.On(vocab.DateTime),
		On:     vocab.On(Object),
		Status: "stable",
		Doc:    "When it was last changed.",
	})
	StartTime = Schema.Property(vocab.Property{
		Term: "startTime", Label: "begins", Range: vocab.On(vocab.DateTime),
		On:     vocab.On(Object),
		Status: "stable",
		Doc:    "When it begins.",
	})
	EndTime = Schema.Property(vocab.Property{
		Term: "endTime", Label: "ends", Range: vocab.On(vocab.DateTime),
		On:     vocab.On(Object),
		Status: "stable",
		Doc:    "When it ends.",
	})
	Deleted = Schema.Property(vocab.Property{
		Term: "deleted", Range: vocab.On(vocab.DateTime),
		On:     vocab.On(Tombstone),
		Status: "stable",
		Doc:    "When it was deleted.",
	})
	FormerType = Schema.Property(vocab.Property{
		Term: "formerType", Label: "was", Range: vocab.On(vocab.Thing), Many: true,
		On:     vocab.On(Tombstone),
		Status: "stable",
		Doc:    "What it was before.",
	})
)
