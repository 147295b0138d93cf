package jsonld

import (
	"slices"
	"sync"

	"tributary/vocab"
	"tributary/vocab/as"
)

const asBase vocab.IRI = "https://www.w3.org/ns/activitystreams#"

// asMessages are terms of the ActivityStreams context that only messages use: nothing is stored
// under them.
var asMessages = []term{
	{key: "orderedItems", iri: asBase + "items", coercion: refs, container: "@list"},
	{key: "contentMap", iri: asBase + "content", container: "@language"},
	{key: "nameMap", iri: asBase + "name", container: "@language"},
	{key: "summaryMap", iri: asBase + "summary", container: "@language"},
	{key: "source", iri: asBase + "source"},
	{key: "accuracy", iri: asBase + "accuracy", coercion: typed, datatype: vocab.XSD + "float"},
	{key: "altitude", iri: asBase + "altitude", coercion: typed, datatype: vocab.XSD + "float"},
	{key: "latitude", iri: asBase + "latitude", coercion: typed, datatype: vocab.XSD + "float"},
	{key: "longitude", iri: asBase + "longitude", coercion: typed, datatype: vocab.XSD + "float"},
	{key: "radius", iri: asBase + "radius", coercion: typed, datatype: vocab.XSD + "float"},
	{key: "units", iri: asBase + "units"},
	{key: "provideClientKey", iri: asBase + "provideClientKey", coercion: refs},
	{key: "signClientKey", iri: asBase + "signClientKey", coercion: refs},
	{key: "uploadMedia", iri: asBase + "uploadMedia", coercion: refs},
	{key: "Public", iri: asBase + "Public", coercion: refs},
	{key: "IsFollowing", iri: asBase + "IsFollowing"},
	{key: "IsFollowedBy", iri: asBase + "IsFollowedBy"},
	{key: "IsContact", iri: asBase + "IsContact"},
	{key: "IsMember", iri: asBase + "IsMember"},
}

// asUsage are terms of actors that the context of ActivityStreams does not define, though everybody uses
// them. Our extension defines them.
var asUsage = []string{"manuallyApprovesFollowers", "movedTo", "alsoKnownAs", "implements", "webfinger", "discoverable", "indexable"}

// activityStreams is a context with the effect of https://www.w3.org/ns/activitystreams, made from
// our rows of that vocabulary.
//
// Spec: Activity Streams 2.0, 2.1 JSON-LD; ActivityPub 3.
var activityStreams = sync.OnceValue(func() definition {
	d := definition{
		vocab: "_:", aliases: true,
		prefixes: []prefix{{"as", asBase}, {"ldp", "http://www.w3.org/ns/ldp#"}, {"vcard", "http://www.w3.org/2006/vcard/ns#"}, xsdPrefix},
	}
	for _, s := range []*vocab.Schema{as.Schema, as.Clashing} {
		for _, c := range s.Classes {
			d.terms = append(d.terms, classTerm(c))
		}
		for _, p := range s.Properties {
			if !slices.Contains(asUsage, p.Term) {
				d.terms = append(d.terms, termOf(p))
			}
		}
	}
	d.terms = append(d.terms, asMessages...)
	return d
})
