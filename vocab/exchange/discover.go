package exchange

import (
	"slices"
	"strings"

	"tributary/vocab"
	"tributary/vocab/vf"
)

const maxLinks = 64

// proposalRels are what says of a link that it leads to a proposal, today's name first. The others
// are read because older peers still write them.
var proposalRels = func() (rels []string) {
	for _, base := range append([]vocab.IRI{vf.Schema.Base}, vf.Schema.Aliases...) {
		rels = append(rels, string(base)+vf.Proposal.Name)
	}
	return rels
}()

// LeadsToProposal says whether a link is one to a proposal.
//
// Spec: FEP-0837, "Discovery"; FEP-0ea0, "rel".
func (l Link) LeadsToProposal() bool {
	return slices.ContainsFunc(l.Rel, func(rel string) bool { return slices.Contains(proposalRels, rel) })
}

// Attached are the proposals that an actor or an object has in its attachment: the addresses of
// those it links to, and those it carries whole. What else is attached, and a proposal that cannot be read,
// is passed over.
//
// Errors: ErrTooLarge, ErrTooDeep, ErrSyntax.
//
// Spec: FEP-0837, "Discovery".
func Attached(raw []byte) (addresses []vocab.IRI, carried []Document, err error) {
	o, err := open(raw)
	if err != nil {
		return nil, nil, err
	}
	for _, l := range o.links("attachment") {
		if l.LeadsToProposal() && len(addresses) < maxLinks {
			addresses = append(addresses, vocab.IRI(l.Href))
		}
	}
	for _, v := range o.members["attachment"].list() {
		if v.kind != '{' || len(carried) == maxLinks {
			continue
		}
		// Each stands for itself: what is wrong with one says nothing about the next.
		one := (&reader{}).object(v, o.scope, "attachment")
		if !slices.Contains(one.types(), vf.Proposal.Name) {
			continue
		}
		if d, err := one.proposal(); err == nil {
			carried = append(carried, d)
		}
	}
	return addresses, carried, nil
}

// links are what url or attachment lead to: IRIs, and objects with href.
func (o object) links(term string) (links []Link) {
	for _, v := range o.members[term].list() {
		if len(links) == maxLinks {
			return links
		}
		if v.kind == '"' {
			links = append(links, Link{Href: o.scope.expand(v.text)})
			continue
		}
		if v.kind != '{' {
			continue
		}
		l := (&reader{}).object(v, o.scope, "")
		link := Link{Href: l.text("href"), Name: l.text("name"), MediaType: l.text("mediaType")}
		if link.Href == "" {
			link.Href = l.name(l.members["href"])
		}
		if link.Href == "" {
			continue
		}
		for _, rel := range l.members["rel"].list() {
			if rel = l.literal(rel); rel.kind == '"' {
				link.Rel = append(link.Rel, strings.Fields(l.scope.expand(rel.text))...)
			}
		}
		if preview := l.members["preview"].one(); preview.kind == '{' {
			link.Preview = (&reader{}).object(preview, l.scope, "").text("name", "content")
		}
		links = append(links, link)
	}
	return links
}
