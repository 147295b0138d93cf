package pf

import "tributary/vocab"

// The starting lexicon of qualities, and how firmly each stands in the lexicon it was found in.
var (
	LexiconStatusScheme = Schema.Class(vocab.Class{Name: "LexiconStatusScheme", Kind: vocab.Scheme, Label: "Standing of a quality", Open: true,
		Doc: "How a word came to be listed as a quality."})
	QualityScheme = Schema.Class(vocab.Class{Name: "QualityScheme", Kind: vocab.Scheme, Label: "Starting lexicon of qualities", Open: true,
		Doc: "Qualities to start from, each with its standing in the lexicon it was found in; communities extend it."})
)

var _ = rows(LexiconStatusScheme,
	row("lex-formal", "formal", "Has a lexicon page that carries the tag \"qualities\" on the main branch (February 2026)."),
	row("lex-formal-branch", "formal on a branch", "Passes the rule only on the branch primitives-improvements."),
	row("lex-formerly-formal", "formerly formal", "Passed the rule at some time between October 2024 and April 2025 and does not now."),
	row("lex-value-tagged", "tagged as value", "Has a lexicon page that carries the tag \"values\" instead."),
	row("lex-used", "used in metadata", "Appears in the qualities field of a pattern, practice or link."),
	row("lex-named", "named in text", "Named as a quality or value in a guide."),
	row("lex-proposed", "proposed", "Not found; added because a trade-off needs both poles."),
)

var (
	TagQualities = concept(QualityScheme, "tag-qualities", "qualities", "The meta-tag itself: a lexicon tag that marks other lexicon tags as qualities.")
)

var _ = rows(QualityScheme,
	row("quality-distributed", "distributed", "Parts, work or control are spread over many places with no necessary centre.", formal(), standing("lex-formal"), page("distributed")),
	row("quality-emergence", "emergence", "Order arises from the interplay of the parts and cannot be read off any one of them.", formal(), standing("lex-formal"), page("emergence")),
	row("quality-fractal", "fractal", "The same form recurs at every size.", formal(), standing("lex-formal"), page("fractal")),
	row("quality-peer-to-peer", "peer-to-peer", "Participants deal with each other directly and as equals.", formal(), standing("lex-formal"), page("peer-to-peer")),
	row("quality-polycentric", "polycentric", "Several centres of decision, each with real autonomy, under shared rules.", formal(), standing("lex-formal"), page("polycentric")),
	row("quality-sustainability", "sustainability", "Can keep going without using up what it depends on.", formal(), standing("lex-formal", "lex-used", "lex-named"), page("sustainability")),
	row("quality-decentralization", "decentralization", "Authority and resources are spread out instead of gathered in one place.", of(Quality), standing("lex-formal-branch", "lex-formerly-formal", "lex-value-tagged", "lex-used", "lex-named"), page("decentralization")),
	row("quality-autonomy", "autonomy", "A person or group can govern its own affairs.", of(Quality), standing("lex-formerly-formal", "lex-value-tagged", "lex-used", "lex-named"), page("autonomy")),
	row("quality-privacy", "privacy", "People decide what is known about them and by whom.", of(Quality), standing("lex-formerly-formal", "lex-value-tagged", "lex-used", "lex-named"), page("privacy")),
	row("quality-capture-resistance", "capture resistance", "Hard for any one party to bend to its own ends.", of(Quality), standing("lex-used", "lex-named")),
	row("quality-decision-making", "decision-making", "Listed once as a quality; it is a function and belongs in the function list.", of(Quality), standing("lex-used")),
	row("quality-transparency", "transparency", "Processes, decisions and flows can be seen by those concerned.", of(Quality), standing("lex-value-tagged", "lex-named"), page("transparency")),
	row("quality-accountability", "accountability", "Those who act answer for it to those affected.", of(Quality), standing("lex-value-tagged"), page("accountability")),
	row("quality-data-sovereignty", "data sovereignty", "People and communities control the data about and from them.", of(Quality), standing("lex-value-tagged"), page("data-sovereignty")),
	row("quality-digital-rights", "digital rights", "Rights hold online as they do elsewhere.", of(Quality), standing("lex-value-tagged"), page("digital-rights")),
	row("quality-mutual-aid", "mutual aid", "Help is given and taken freely among equals.", of(Quality), standing("lex-value-tagged"), page("mutual-aid")),
	row("quality-mutualism", "mutualism", "Exchange leaves every side better off.", of(Quality), standing("lex-value-tagged"), page("mutualism")),
	row("quality-regeneration", "regeneration", "Leaves people and places more alive than before.", of(Quality), standing("lex-value-tagged"), page("regeneration")),
	row("quality-refi", "regenerative finance", "Finance that restores what it draws on.", of(Quality), standing("lex-value-tagged"), page("refi")),
	row("quality-solidarity", "solidarity", "Standing together across difference, at some cost to oneself.", of(Quality), standing("lex-value-tagged"), page("solidarity")),
	row("quality-solidarity-economics", "solidarity economics", "Economic life organised around need and cooperation.", of(Quality), standing("lex-value-tagged"), page("solidarity-economics")),
	row("quality-inclusivity", "inclusivity", "Different people can take part whatever their background or means.", of(Quality), standing("lex-named")),
	row("quality-adaptability", "adaptability", "Rules and structure can change as circumstances do.", of(Quality), standing("lex-named")),
	row("quality-expediency", "expediency", "Decisions are quick and cheap.", of(Quality), standing("lex-named")),
	row("quality-participation", "participation", "As many of those affected as possible take part.", of(Quality), standing("lex-named"), page("participation")),
	row("quality-immutability", "immutability", "What was agreed stays as it is and can be relied on.", of(Quality), standing("lex-named")),
	row("quality-determinism", "determinism", "Rules carry themselves out the same way every time.", of(Quality), standing("lex-named")),
	row("quality-discretion", "discretion", "People judge the case in hand.", of(Quality), standing("lex-named")),
	row("quality-alignment", "alignment", "Efforts pull in one direction.", of(Quality), standing("lex-named")),
	row("quality-momentum", "momentum", "Things keep moving.", of(Quality), standing("lex-named")),
	row("quality-perfection", "perfection", "Nothing goes out before it is right.", of(Quality), standing("lex-named")),
	row("quality-resilience", "resilience", "Recovers after a shock.", of(Quality), standing("lex-named")),
	row("quality-robustness", "robustness", "Keeps working under strain.", of(Quality), standing("lex-named")),
	row("quality-permissionlessness", "permissionlessness", "Anyone can start, join or propose without asking.", of(Quality), standing("lex-named")),
	row("quality-efficiency", "efficiency", "Much result for little effort.", of(Quality), standing("lex-named")),
	row("quality-flexibility", "flexibility", "Can be used in different ways.", of(Quality), standing("lex-named")),
	row("quality-creativity", "creativity", "Makes new things possible.", of(Quality), standing("lex-named")),
	row("quality-anti-dominance", "anti-dominance", "Arranged so that nobody can rule over the others.", of(Quality), standing("lex-named")),
	row("quality-voluntariness", "voluntariness", "Everything done is chosen by the one who does it.", of(Quality), standing("lex-named")),
)
