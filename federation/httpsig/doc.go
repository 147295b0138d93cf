// Package httpsig signs HTTP requests and judges the signatures of others, in the two schemes the
// fediverse speaks: draft-cavage-http-signatures-12, which everybody reads, and RFC 9421, which
// replaces it.
//
// The path of one received request: [Read] finds its one signature, builds what was signed and
// applies the [Rules], all before any key is known, so that nothing is fetched for a request that
// would be refused anyway; the caller finds the key named [Signature.KeyID]; [Signature.Verify] tries
// it; [CheckDigest] ties the body to the signed digest. The way out is one call of [Sign], which may
// be repeated on the same request with the other scheme when a peer answers 401.
//
// # What is demanded
//
// One signature. Method, path, query, host and a time must be signed, and a digest of the body too
// unless the method is GET or HEAD. The host must be this node's own, as configured. Times lie
// between an hour ago and five minutes ahead; what has expired is refused. RSA keys have 2048 to 8192
// bits. What is repeated, unknown in a place that matters, or open to two readings is refused.
//
// # What is conceded
//
// Peers of draft-cavage leave the query out of (request-target) in GETs, so both readings are tried:
// the query of such a GET is not proven, and a door should give nothing for the sake of a query.
//
// Every refusal has kind node.Unauthenticated, a message that names the rule, and a [Reason].
//
// Spec: draft-cavage-http-signatures-12; RFC 9421; RFC 3230 and RFC 9530 for digests.
package httpsig
