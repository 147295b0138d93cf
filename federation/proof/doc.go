// Package proof makes a document stand for itself: signed by a key of its author, it can be
// forwarded, stored and checked again years later without asking who delivered it.
//
// [Sign] adds a proof to a document of ours, [SignEmbedded] also to the object within it. [Read]
// takes the proofs of a foreign document apart, and [Proof.Verify] checks one with the key that its
// verification method names; fetching that key, and asking whether its owner is the author, is the
// caller's. [Multikey] and [ParseMultikey] are keys as text.
//
// One suite is spoken, eddsa-jcs-2022: the JSON Canonicalization Scheme, SHA-256, Ed25519. It signs
// numbers as float64. Documents with numbers that a float64 does not hold exactly are therefore
// neither signed nor verified: their digits could be changed without breaking the proof.
//
// Spec: FEP-8b32; Data Integrity EdDSA Cryptosuites 1.0, section 3.3; RFC 8785.
package proof
