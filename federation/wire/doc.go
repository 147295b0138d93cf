// Package wire reads what arrives from another node before anything of it is believed: is it one
// strict JSON object of bearable size, what is it about, and which origin may speak of it.
//
// [Read] takes a body apart into a [Message] and keeps the bytes, because signatures, proofs and
// forwarding need them unchanged. [Members] is the strict scan beneath it. [OriginOf] and
// [SameOrigin] say who may speak for an address, and [IsActivityJSON] and [IsActivityPost] which
// media types are looked at in the first place.
//
// Nothing here fetches, verifies or stores; all of it may be called on hostile bytes.
package wire
