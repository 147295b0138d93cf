// Package dialect writes this node's own activities as each peer can read them.
//
// [Compose] makes the bytes to send of an activity and of what it left behind. Nodes of our kind get
// [Full]: the things themselves inside the activity, in the ActivityStreams form under the context of
// the same hash that they have built in. Everybody else gets [Carrier]: a Note in plain English with a
// link to each thing. Which of the two a peer reads, [KindOf] tells by the features that it publishes
// ([ReadCapabilities], [ReadNodeInfo]).
//
// A thing is written and proven once, and stands in both dialects byte for byte. In a carrier it is a
// JSON literal, under the one key payload that the inline context defines. So a peer that expands the
// carrier neither meets an undefined term nor fetches the context that the thing inside names (some
// answer 500 when they cannot), and the proof of the thing can still be checked, because no processor
// touches what is inside a literal. [Payloads] takes the things out again.
//
// What peers took, and in what form they showed it, was measured with GoToSocial 0.20 and Fedify 2.3:
// both refuse a type of which they have not heard as the object of a Create; the former also drops the
// connection on a list of types. Both take a Note with such a literal.
//
// The same activity, things, names and key give the same bytes, so that a delivery can be made again
// from the record. Nothing here reads the record: the caller gives what the addressees may see, and no
// more.
//
// Spec: ActivityPub 6, 7; FEP-8b32; FEP-844e.
package dialect
