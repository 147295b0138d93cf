// Package as declares the ActivityStreams 2.0 terms that the node stores: activities, collections,
// a few kinds of text, and what an ActivityPub actor says about itself.
//
// ActivityStreams shares some names with ValueFlows and the Primitives Framework. [Schema] has the
// rest and is read together with them. [Clashing] has the shared ones; they keep their
// ActivityStreams meaning in the message encoding only, whose JSON-LD context is made from both.
// [Security] has the keys of actors.
//
// Activities of every kind live at /id/activity/ULID: take the path of [Activity] for each class
// that is one.
//
// Spec: W3C Activity Vocabulary; ActivityPub sections 4 and 5; FEP-521a for Multikeys.
package as
