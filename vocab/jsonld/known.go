package jsonld

import (
	"strings"

	"tributary/contexts"
	"tributary/vocab"
)

// contextKey tells the built-in contexts apart.
type contextKey string

const (
	nativeKey    contextKey = "native"
	extensionKey contextKey = "as"
	vfKey        contextKey = "vf"
	vfASKey      contextKey = "vf-as"
)

// keyOf is the built-in context that a name stands for, or empty. Ours are known by the hash in
// their name, at whatever origin they are served.
func keyOf(url string) contextKey {
	if d, ok := contexts.ByURL(url); ok {
		switch d.Name {
		case contexts.Native().Name:
			return nativeKey
		case contexts.ActivityStreams().Name:
			return extensionKey
		}
		return "" // an older one: its bytes say what it means
	}
	if _, ok := others[url]; ok {
		return contextKey(url)
	}
	// The examples of ValueFlows name their context by where it lies beside them.
	switch url[strings.LastIndexByte(url, '/')+1:] {
	case "proposed-vf-context.jsonld":
		return vfKey
	case "proposed-vf-as2-extension-context.jsonld":
		return vfASKey
	}
	return ""
}

// definition is the built-in context of that key.
func (t *tables) definition(key contextKey) definition {
	switch key {
	case nativeKey:
		return native(t.vocabulary)
	case extensionKey:
		return extension(t.vocabulary)
	case vfKey:
		return valueFlows(native(t.vocabulary))
	case vfASKey:
		return valueFlows(extension(t.vocabulary))
	}
	return others[string(key)]()
}

// maxLists bounds how many lists of contexts are kept compiled; further ones are compiled anew.
const maxLists = 64

// list is the table of a list of contexts.
func (t *tables) list(keys []contextKey) *table {
	var names strings.Builder
	for _, k := range keys {
		names.WriteString(string(k) + " ")
	}
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if known, ok := t.lists[names.String()]; ok {
		return known
	}
	definitions := make([]definition, len(keys))
	for i, k := range keys {
		definitions[i] = t.definition(k)
	}
	// Under our own context alone an unknown key is a mistake, not an extension.
	strict := len(keys) == 1 && keys[0] == nativeKey
	made := compile(t.vocabulary, strict, definitions...)
	if len(t.lists) < maxLists {
		t.lists[names.String()] = made
	}
	return made
}

// valueFlows is what a context says about ValueFlows alone.
func valueFlows(d definition) definition {
	const vf = "https://w3id.org/valueflows/ont/vf#"
	kept := definition{aliases: d.aliases, prefixes: d.prefixes}
	for _, t := range d.terms {
		if strings.HasPrefix(string(t.iri), vf) {
			kept.terms = append(kept.terms, t)
		}
	}
	return kept
}

// others are contexts of other people, as far as their terms concern us: each has the effect of
// the document that its address names.
var others = map[string]func() definition{
	asURL:                          activityStreams,
	asURL + ".jsonld":              activityStreams,
	"http" + asURL[len("https"):]:  activityStreams,
	"https://w3id.org/security/v1": security,
	"https://w3id.org/security/data-integrity/v1": integrity,
	"https://w3id.org/security/data-integrity/v2": integrity,
	"https://w3id.org/security/multikey/v1":       multikey,
	"https://www.w3.org/ns/cid/v1":                multikey,
	"https://www.w3.org/ns/did/v1":                multikey,
	"https://w3id.org/fep/0837":                   fep0837,
	"https://w3id.org/fep/0837/fep-0837.jsonld":   fep0837,
}

const (
	sec  vocab.IRI = "https://w3id.org/security#"
	vfNS vocab.IRI = "https://w3id.org/valueflows/ont/vf#"
	dct  vocab.IRI = "http://purl.org/dc/terms/"
)

// security has the public keys of actors.
func security() definition {
	return definition{aliases: true,
		prefixes: []prefix{{"sec", sec}, {"dc", dct}, xsdPrefix},
		terms: []term{
			{key: "Key", iri: sec + "Key"},
			{key: "owner", iri: sec + "owner", coercion: refs},
			{key: "publicKey", iri: sec + "publicKey", coercion: refs},
			{key: "publicKeyPem", iri: sec + "publicKeyPem"},
			{key: "signature", iri: sec + "signature"},
			{key: "signatureValue", iri: sec + "signatureValue"},
			{key: "creator", iri: dct + "creator", coercion: refs},
			{key: "created", iri: dct + "created", coercion: typed, datatype: vocab.XSD + "dateTime"},
		}}
}

// multikey has the keys of integrity proofs.
//
// Spec: Controlled Identifiers 1.0, 2.2.2 Multikey; FEP-521a.
func multikey() definition {
	return definition{aliases: true,
		prefixes: []prefix{xsdPrefix},
		terms: []term{
			{key: "Multikey", iri: sec + "Multikey"},
			{key: "alsoKnownAs", iri: asBase + "alsoKnownAs", coercion: refs},
			{key: "assertionMethod", iri: sec + "assertionMethod", coercion: refs},
			{key: "authentication", iri: sec + "authenticationMethod", coercion: refs},
			{key: "controller", iri: sec + "controller", coercion: refs},
			{key: "publicKeyMultibase", iri: sec + "publicKeyMultibase", coercion: typed, datatype: sec + "multibase"},
			{key: "verificationMethod", iri: sec + "verificationMethod", coercion: refs},
		}}
}

// integrity has proofs. They are checked over the bytes, before anything is read as JSON-LD; here
// their terms only need a meaning.
//
// Spec: Verifiable Credential Data Integrity 1.0, section 2.
func integrity() definition {
	return definition{aliases: true,
		prefixes: []prefix{xsdPrefix},
		terms: []term{
			{key: "DataIntegrityProof", iri: sec + "DataIntegrityProof"},
			{key: "challenge", iri: sec + "challenge"},
			{key: "cryptosuite", iri: sec + "cryptosuite", coercion: typed, datatype: sec + "cryptosuiteString"},
			{key: "domain", iri: sec + "domain"},
			{key: "proof", iri: sec + "proof", coercion: refs},
			{key: "proofPurpose", iri: sec + "proofPurpose", coercion: words, words: sec},
			{key: "proofValue", iri: sec + "proofValue", coercion: typed, datatype: sec + "multibase"},
			{key: "verificationMethod", iri: sec + "verificationMethod", coercion: refs},
		}}
}

// fep0837 is the context of federated marketplaces.
//
// Spec: FEP-0837, "JSON-LD context".
func fep0837() definition {
	d := definition{prefixes: []prefix{{"om2", om2}, {"vf", vfNS}}}
	for _, name := range []string{
		"Agreement", "Commitment", "Intent", "Proposal", "action", "availableQuantity", "minimumQuantity", "publishes", "purpose",
		"reciprocal", "resourceConformsTo", "resourceQuantity", "satisfies", "stipulates", "stipulatesReciprocal", "unitBased",
	} {
		d.terms = append(d.terms, term{key: name, iri: vfNS + vocab.IRI(name)})
	}
	for _, name := range []string{"hasUnit", "hasNumericalValue"} {
		d.terms = append(d.terms, term{key: name, iri: om2 + vocab.IRI(name)})
	}
	return d
}

// nativeName is the name of the current native context.
func nativeName() string { return contexts.Native().Name }
