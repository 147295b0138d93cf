// Package jobs does durable background work in lanes.
//
// A [node.Job] is kept in the transaction of what asked for it, and done when that is on disk: at
// least once, also when the program crashes on the way. Jobs queue in lanes, one for each destination
// of each kind, so that a destination that is slow or dead makes only its own lane wait.
//
// The way of a job: tx.Enqueue keeps it and wakes its lane; a [Runner] hears of the commit and leases
// the lane, for as long as it renews the lease; the [Handler] of the job's kind does it; what became
// of it is told to the [Queue] together with what became of others. A failure that may pass makes the
// lane pause, longer each time, and then try one job; another failure buries the job with its note,
// for the operator to see, and the lane goes on. A failure that concerns one party alone ([node.ErrParty]) has
// the jobs of that party wait in a lane of their own until it is empty again; those of others go on.
package jobs
