// Package federation speaks ActivityPub, with members' programs and with other nodes.
//
// A program's post: [Outbox] authenticates, bounds and reads the bytes; [ReadActivity] makes a node.Activity of
// them; node.Submit carries it out; the answer is 201 with the activity's address, and by then everything
// is on disk.
//
// What goes out: [Federation.Distribute] follows the log, composes what concerns others in the form that each reads
// (package dialect), proves it, and queues it; [Federation.Deliver] signs and posts one errand.
//
// What comes in: [Federation.Inbox] judges the request and keeps the letter before it answers 202;
// [Federation.Receive] reads it, believing only what its sender may say or what proves itself, and hands it
// to node.Receive; what breaks a rule is answered by a Reject.
//
// [Federation.Actor] finds out who others are and with which keys they sign; [Federation.Backfill],
// [Federation.Repair] and the followers' synchronization keep what two nodes know of each other the same;
// [Verify] checks again, offline, what others sent.
package federation
