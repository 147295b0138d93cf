package pf

import (
	"slices"
	"strings"

	"tributary/vocab"
)

// lexicon is where the starting lexicon's pages are.
const lexicon = "https://github.com/superbenefit/knowledge-base/blob/main/data/concepts/"

// standing says how firmly a word stands as a quality in the lexicon it was found in.
func standing(names ...string) detail { return fact(LexiconStatus, names...) }

// page gives the lexicon page of a term and the tag under which it is used.
func page(slug string) detail {
	return func(i *vocab.Individual) {
		i.Facts = append(i.Facts,
			vocab.Fact{Property: LexiconEntry, Value: vocab.Ref(vocab.IRI(lexicon + slug + ".md"))},
			vocab.Fact{Property: TagAlias, Value: vocab.Text("#" + slug)})
	}
}

// formal marks a quality that passes the meta-tag rule in the starting lexicon.
func formal() detail {
	return func(i *vocab.Individual) {
		of(FormalQuality)(i)
		fact(TaggedWith, "tag-qualities")(i)
	}
}

// between makes a trade-off of two qualities; counters makes a safeguard against too much of some.
func between(first, second string) detail {
	return func(i *vocab.Individual) {
		of(TradeOff)(i)
		fact(Pole, first, second)(i)
	}
}

func counters(qualities ...string) detail {
	return func(i *vocab.Individual) {
		of(Safeguard)(i)
		fact(Counterbalances, qualities...)(i)
	}
}

// LexiconPage is one page of a community's lexicon, as its front matter says. Tags may also come
// as one text with commas.
type LexiconPage struct {
	Title         string
	Aliases, Tags []string
}

// IsFormalQuality says whether a tag is a formal quality by the meta-tag rule: a page of the lexicon
// has the tag, with its #, among its aliases, and is itself tagged "qualities".
//
// The tag is compared as written there: "#qualities" being an alias of another page does not make
// that page's tag count.
func IsFormalQuality(tag string, pages []LexiconPage) bool {
	alias := "#" + slug(tag)
	return slices.ContainsFunc(pages, func(p LexiconPage) bool {
		return slices.Contains(cleaned(p.Aliases), alias) && slices.Contains(bare(p.Tags), "qualities")
	})
}

// slug is a tag as it stands behind #: "Peer to peer" is "peer-to-peer".
func slug(tag string) string {
	tag = strings.TrimPrefix(strings.ToLower(strings.TrimSpace(tag)), "#")
	return strings.Join(strings.Fields(tag), "-")
}

// cleaned splits lists written as one text, and lowers case.
func cleaned(list []string) (all []string) {
	for _, text := range list {
		for one := range strings.SplitSeq(text, ",") {
			all = append(all, strings.ToLower(strings.TrimSpace(one)))
		}
	}
	return all
}

// bare is a cleaned list without one leading # each.
func bare(list []string) []string {
	all := cleaned(list)
	for i, one := range all {
		all[i] = strings.TrimSpace(strings.TrimPrefix(one, "#"))
	}
	return all
}
