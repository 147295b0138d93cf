package pf

import "tributary/vocab"

// Values: qualities, the trade-offs between them, and what groups put first.
var (
	LexiconTerm = Schema.Class(vocab.Class{Name: "LexiconTerm",
		Also: []vocab.IRI{skos + "Concept", schemaOrg + "DefinedTerm"},
		Doc:  "A term that a community has defined in its shared lexicon."})
	Quality = Schema.Class(vocab.Class{Name: "Quality", Words: Schema.Base,
		Also: []vocab.IRI{skos + "Concept", schemaOrg + "DefinedTerm"},
		Doc:  "A non-exclusive label for something a practice, tool or group may have more or less of."})
	FormalQuality = Schema.Class(vocab.Class{Name: "FormalQuality", Is: vocab.On(Quality, LexiconTerm),
		Doc: "A quality that passes the meta-tag rule: it is a lexicon term and it carries the tag \"qualities\" itself."})
	TradeOff = Schema.Class(vocab.Class{Name: "TradeOff", Label: "trade-off", Words: Schema.Base,
		Also: []vocab.IRI{skos + "Concept"},
		Doc:  "Two qualities that cannot both be had at full strength, so that preferring one costs some of the other."})
	ValueStatement = Schema.Class(vocab.Class{Name: "ValueStatement",
		Also: []vocab.IRI{prov + "Entity"},
		Doc:  "Something a group says it holds dear, adopted by the group and valid for a time."})
	EvenOverStatement = Schema.Class(vocab.Class{Name: "EvenOverStatement", Label: "even-over statement", Is: vocab.On(ValueStatement),
		Doc: "A value statement that ranks one wanted quality above another wanted quality: this one, even over that one."})
	ValueAlignment = Schema.Class(vocab.Class{Name: "ValueAlignment",
		Also: []vocab.IRI{prov + "Entity"},
		Doc:  "A computed comparison of the value statements of two groups at one moment."})
	Safeguard = Schema.Class(vocab.Class{Name: "Safeguard", Words: Schema.Base,
		Also: []vocab.IRI{skos + "Concept"},
		Doc:  "A protective measure that keeps a strong preference from doing harm by adding some of the opposite quality."})
)

// The terms of qualities and values.
var (
	TaggedWith = Schema.Property(vocab.Property{Term: "taggedWith", Range: vocab.On(QualityScheme, LexiconTerm), Many: true,
		On:  vocab.On(LexiconTerm, Quality),
		Doc: "A lexicon tag that the page of this term carries."})
	TagAlias = Schema.Property(vocab.Property{Term: "tagAlias", Range: vocab.On(vocab.String), Many: true,
		On: vocab.On(LexiconTerm, Quality), Must: vocab.On(FormalQuality),
		Doc: "The tag (with its # sign) under which the term is used."})
	LexiconEntry = Schema.Property(vocab.Property{Term: "lexiconEntry", Range: vocab.On(vocab.Thing),
		On: vocab.On(LexiconTerm, Quality), Must: vocab.On(FormalQuality),
		Also: []vocab.IRI{schemaOrg + "url"},
		Doc:  "The page that defines the term."})
	LexiconStatus = Schema.Property(vocab.Property{Term: "lexiconStatus", Range: vocab.On(LexiconStatusScheme), Many: true,
		On:  vocab.On(Quality),
		Doc: "How firmly the term stands as a quality in the lexicon it was found in."})
	Pole = Schema.Property(vocab.Property{Term: "pole", Range: vocab.On(Quality), Many: true,
		On: vocab.On(TradeOff), Must: vocab.On(TradeOff),
		Doc: "One of the two qualities of a trade-off."})
	HasValueStatement = Schema.Property(vocab.Property{Term: "hasValueStatement", Label: "value statements", Range: vocab.On(ValueStatement), Many: true,
		On:  vocab.On(Group, State),
		Doc: "A value statement the group has adopted."})
	StatedBy = Schema.Property(vocab.Property{Term: "statedBy", Range: vocab.On(Group),
		On:   vocab.On(ValueStatement),
		Also: []vocab.IRI{prov + "wasAttributedTo"},
		Doc:  "The group that adopted the statement."})
	Prefers = Schema.Property(vocab.Property{Term: "prefers", Range: vocab.On(Quality),
		On: vocab.On(EvenOverStatement), Must: vocab.On(EvenOverStatement),
		Doc: "The quality put first."})
	Over = Schema.Property(vocab.Property{Term: "over", Range: vocab.On(Quality),
		On: vocab.On(EvenOverStatement), Must: vocab.On(EvenOverStatement), Label: "even over",
		Doc: "The quality that gives way when the two collide; it is still wanted."})
	OnTradeOff = Schema.Property(vocab.Property{Term: "onTradeOff", Range: vocab.On(TradeOff),
		On: vocab.On(EvenOverStatement), Label: "on trade-off",
		Doc: "The trade-off the statement takes a position on."})
	StatementText = Schema.Property(vocab.Property{Term: "statementText", Label: "statement", Range: vocab.On(vocab.String),
		On:  vocab.On(ValueStatement),
		Doc: "The sentence as the group wrote it."})
	AppliesWhen = Schema.Property(vocab.Property{Term: "appliesWhen", Range: vocab.On(vocab.String),
		On:  vocab.On(ValueStatement),
		Doc: "The situations in which the statement is meant to decide."})
	AppliesToScope = Schema.Property(vocab.Property{Term: "appliesToScope", Range: vocab.On(DecisionScopeScheme), Many: true,
		On:  vocab.On(ValueStatement),
		Doc: "The kinds of decision the statement is meant for."})
	Weight = Schema.Property(vocab.Property{Term: "weight", Range: vocab.On(vocab.Decimal),
		On:  vocab.On(ValueStatement, StanceCount),
		Doc: "How strongly the preference is held, from 0 to 1 (absent means 1), or what the counted voices weigh together."})
	ValuesQuality = Schema.Property(vocab.Property{Term: "valuesQuality", Range: vocab.On(Quality), Many: true,
		On:  vocab.On(Group, ValueStatement),
		Doc: "A quality the group values, without ranking it against another."})
	GuidedBy = Schema.Property(vocab.Property{Term: "guidedBy", Range: vocab.On(ValueStatement), Many: true,
		On:  vocab.On(Decision, Selection),
		Doc: "A value statement that tipped this decision or choice."})
	Counterbalances = Schema.Property(vocab.Property{Term: "counterbalances", Range: vocab.On(Quality), Many: true,
		On:  vocab.On(Safeguard),
		Doc: "The quality whose excess the safeguard keeps in check."})
	ComparesGroup = Schema.Property(vocab.Property{Term: "comparesGroup", Range: vocab.On(Group), Many: true,
		On: vocab.On(ValueAlignment), Must: vocab.On(ValueAlignment),
		Doc: "A group in the comparison."})
	AgreesOn = Schema.Property(vocab.Property{Term: "agreesOn", Range: vocab.On(TradeOff), Many: true,
		On:  vocab.On(ValueAlignment),
		Doc: "A trade-off on which both prefer the same side."})
	DiffersOn = Schema.Property(vocab.Property{Term: "differsOn", Range: vocab.On(TradeOff), Many: true,
		On:  vocab.On(ValueAlignment),
		Doc: "A trade-off on which they prefer opposite sides."})
	AlignmentScore = Schema.Property(vocab.Property{Term: "alignmentScore", Range: vocab.On(vocab.Decimal),
		On:  vocab.On(ValueAlignment),
		Doc: "From -1 (opposed on every shared trade-off) to 1 (agreed on every one)."})
)
