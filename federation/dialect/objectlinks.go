package dialect

import (
	"slices"
	"strings"

	"tributary/vocab"
)

// objectType is the media type by which a tag is known for a link to a thing.
const objectType = `application/ld+json; profile="` + contextAS + `"`

// objectLinks are the tags of a Note: a link to each thing that it tells of, and to each of this
// node that these name and the addressees know. Agents are not among them: a tag that names an agent is a mention.
//
// Spec: FEP-e232.
func (c *composition) objectLinks(told []Part) (tags [][]byte) {
	var linked []vocab.IRI
	link := func(id vocab.IRI, name string) {
		if id == "" || slices.Contains(linked, id) || len(linked) == maxTags {
			return
		}
		linked = append(linked, id)
		tag := begin("")
		tag.text("type", "Link")
		tag.text("mediaType", objectType)
		tag.text("href", string(id))
		tag.text("name", name)
		tags = append(tags, tag.end())
	}
	told = told[:min(len(told), maxCarried)]
	for _, p := range told {
		link(p.IRI, c.called(p.IRI, label(p.Resource)))
	}
	for _, p := range told {
		for property, to := range p.Resource.Refs() {
			if property == nil || !strings.HasPrefix(string(to), c.Base+"/id/") {
				continue // an agent, a value, or of another node
			}
			if name := c.called(to, ""); name != "" {
				link(to, name)
			}
		}
	}
	return tags
}

// called is what a thing is called, as far as the addressees may know; else as given.
func (c *composition) called(id vocab.IRI, otherwise string) string {
	if c.Names == nil {
		return otherwise
	}
	if name := c.Names(id); name != "" {
		return name
	}
	return otherwise
}
