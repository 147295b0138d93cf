package node

import (
	"slices"

	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/own"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// signs are the texts that say nothing of a person: codes by which goods, units and forms are known,
// and words that the node itself reads. All other text goes.
var signs = []*vocab.Property{
	vf.State, vf.Label, vf.Symbol, vf.OmUnitIdentifier, vf.TrackingIdentifier, vf.BatchLotCode,
	pf.ObservedValue, pf.Notation, pf.TagAlias, pf.StateVersion, pf.ContentDigest,
	as.MediaType, as.Rel, as.Hreflang, as.PublicKeyPem,
	own.OpeningState, own.ToResource, own.DefaultAudience,
}

// likenesses lead to what shows or tells of a thing.
var likenesses = []*vocab.Property{
	vf.Image, vf.ImageList, as.Icon, as.Attachment, as.URL, pf.SeeAlso,
}

// whereabouts lead from an agent to where it is found, and to what it is called elsewhere.
var whereabouts = []*vocab.Property{vf.PrimaryLocation, pf.AlternateOf, pf.ExactMatch}

// texts are the datatypes of what people write.
var texts = []vocab.IRI{vocab.XSD + "string", vocab.RDF + "langString", vocab.XSD + "anyURI"}

// Impersonal is a resource without what is personal, parts included. It counts as before.
func Impersonal(r *vocab.Resource) *vocab.Resource {
	next := r.WithExtra()
	agent := r.Class() != nil && r.Class().IsA(vf.Agent)
	group := agent && r.Class().IsA(pf.Group)
	for p, values := range r.Fields() {
		switch {
		case p.Personal, slices.Contains(likenesses, p), agent && slices.Contains(whereabouts, p):
			next = next.With(p)
		case slices.Contains(signs, p), group && p == as.PreferredUsername: // a handle is an address
		default:
			next = next.With(p, wordless(values)...)
		}
	}
	return next
}

// wordless are values without free text.
func wordless(values []vocab.Value) []vocab.Value {
	var left []vocab.Value
	for _, v := range values {
		switch {
		case v.Kind() == vocab.Nested:
			left = append(left, vocab.Inside(Impersonal(v.Part())))
		case v.Kind() == vocab.Literal && slices.Contains(texts, v.Datatype()):
		default:
			left = append(left, v)
		}
	}
	return left
}
