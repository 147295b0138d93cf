// Package exchange holds the rules by which agents offer, request and agree: what may be said, by
// whom, when an offer fits a proposal, what comes of it, and which offers fit which requests. It is
// pure: values in, values out; nothing is fetched, stored or sent.
//
// The way of one exchange, between a proposer and an interested agent (FEP-0837):
//
//	d, err := exchange.ReadProposal(body)             // the peer's JSON, whatever its habits
//	proposal := d.Resource                            // a vf:Proposal, its intents inside
//	err = exchange.CheckOffer(proposal, offered, proposer, offerer, now)
//	agreement := exchange.Conclude(proposal, offered, proposer, offerer, id, now)
//	body, err = exchange.WriteAccept(offer, acceptID, agreement, proposal)
//	err = exchange.CheckAccept(offer, message, now)   // at the other end
//
// [ReadMessage] reads any activity of an exchange, [ReadProposal], [ReadAgreement], [ReadPlan],
// [ReadTodo] and [ReadEvent] the objects. They work on the keys as they stand, under any of the
// namespaces in use, and give ValueFlows 1.0 that passes vocab.Check. [WriteProposal] and its
// siblings write what plain peers read. Where intents are resources of their own, [Gather] brings
// them into their proposal, and [Spread] takes them out.
//
// What breaks a rule is answered with [Refusals]: the name of each rule (they are rows of [Rules]),
// where, and a sentence fit for the Reject.
//
// # Mapping to ValueFlows 1.0
//
// The proposer (attributedTo) is the provider of the primary intent of an offer and the receiver of
// that of a request; reciprocal intents the other way round. Intents and commitments are
// PROPOSAL#primary and #reciprocal, AGREEMENT#primary and #reciprocal; further ones -2, -3.
// content, published and location are note, created and eligibleLocation. An intent that names a
// unit and leaves the number to the responder has om2:hasUnit itself, since a vf:Measure has both.
//
// # Beyond FEP-0837
//
// A peer that knows none of the following loses nothing: each is a message it may ignore, or ends
// in a message it knows.
//
//   - Several intents: publishes, reciprocal, stipulates and stipulatesReciprocal may be arrays. All
//     intents are taken together, with one multiplier. [Split] makes proposals of one intent each.
//   - Free amounts: an intent without a number leaves the amount open, one with neither number nor
//     unit everything.
//   - Expiry: vf:hasBeginning and vf:hasEnd of a proposal (startTime and endTime on the wire) say
//     when it may be taken up; endTime of an Offer, until when it may be accepted.
//   - Withdrawal: a proposal ends by Delete, or by Update with finished intents; an open Offer by
//     Undo from its actor ([CheckUndo]).
//   - Counter-offer: the one to whom an Offer went answers with an Offer of an Agreement of its own,
//     inReplyTo the first, to the same proposal. The first offer is then answered, and the other
//     side accepts, rejects or counters ([CheckCounter]). Whoever accepts mints the ids.
//   - Addressees: vf:proposedTo, or a stated other side of an intent, says who may take it up.
//
// # Work
//
// Commitments of plans (FEP-3264) and to-dos (FEP-c5a1) are taken and declined by Accept and Reject
// of the commitment itself: [CheckTake], [CheckDecline], [CheckReport], [CheckFinish], [CheckAdd]. A
// commitment without action is vf:work; one without provider is open.
//
// # Matching
//
// [Matching.Match] finds offers for requests and requests for offers, with reasons and obstacles in words.
package exchange
