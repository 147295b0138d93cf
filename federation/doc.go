// Package federation speaks ActivityPub. What stands here now is the client's side of it: a member's
// program posts to an outbox, and discovery lets others find the actors.
//
// The path of one post: [Outbox] authenticates, bounds and reads the bytes; [ReadActivity] makes a
// node.Activity of them; node.Submit carries it out; the answer is 201 with the activity's address,
// and by then everything is on disk.
package federation
