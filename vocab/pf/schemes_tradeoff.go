package pf

import "tributary/vocab"

// Pairs of qualities between which groups choose, and counterweights for strong preferences.
var (
	TradeOffScheme = Schema.Class(vocab.Class{Name: "TradeOffScheme", Kind: vocab.Scheme, Label: "Trade-offs", Open: true,
		Doc: "Pairs of qualities between which groups choose."})
	SafeguardScheme = Schema.Class(vocab.Class{Name: "SafeguardScheme", Kind: vocab.Scheme, Label: "Safeguards", Open: true,
		Doc: "Counterweights for strong preferences."})
)

var _ = rows(TradeOffScheme,
	row("tradeoff-expediency-participation", "expediency / participation", "Quick decisions by few against broad involvement at its own pace.", between("quality-expediency", "quality-participation")),
	row("tradeoff-immutability-adaptability", "immutability / adaptability", "Rules one can count on against rules that can follow events.", between("quality-immutability", "quality-adaptability")),
	row("tradeoff-determinism-discretion", "determinism / discretion", "Rules that execute themselves against people who judge.", between("quality-determinism", "quality-discretion")),
	row("tradeoff-transparency-privacy", "transparency / privacy", "Openness and accountability against protection of what is sensitive.", between("quality-transparency", "quality-privacy")),
	row("tradeoff-autonomy-alignment", "autonomy / alignment", "Acting on one's own against moving together.", between("quality-autonomy", "quality-alignment")),
)

var _ = rows(SafeguardScheme,
	row("sg-recall", "recall", "Holders can be removed before their term ends.", counters("quality-expediency")),
	row("sg-slashing", "slashing", "Misuse costs the holder a stake.", counters("quality-expediency")),
	row("sg-power-checks", "power checks", "A second body has to agree or can stop.", counters("quality-expediency")),
	row("sg-whitelisting", "whitelisting", "Named urgent proposals take a fast path.", counters("quality-participation")),
	row("sg-decay", "decay of unused power", "Influence fades when it is not used.", counters("quality-participation")),
	row("sg-exit", "exit", "Those who disagree can leave with what is theirs.", counters("quality-immutability")),
	row("sg-fork", "fork", "Those who disagree can carry on separately.", counters("quality-immutability")),
	row("sg-exception", "state of exception", "Rules can be suspended in a defined emergency.", counters("quality-immutability")),
	row("sg-constitution", "minimal constitution", "A few things are put beyond easy change.", counters("quality-adaptability")),
	row("sg-time-delay", "time delay", "Execution waits long enough for people to react.", counters("quality-determinism")),
	row("sg-kill-switch", "kill switch", "Automatic execution can be stopped.", counters("quality-determinism")),
	row("sg-automatic-distribution", "automatic distribution", "Part of the flow is fixed by rule.", counters("quality-discretion")),
)
