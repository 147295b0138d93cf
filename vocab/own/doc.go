// Package own declares the terms this software needs beyond the standards: what an event says about
// opening balances and one-record transfers, and what the node derives from the events.
//
// Spec: the namespace https://w3id.org/tributary# is served by every node at /ns/tributary.
package own
