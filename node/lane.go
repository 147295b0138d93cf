package node

import "time"

// Lane is where the jobs of one kind for one destination queue. A destination that fails makes only
// its own lane wait.
type Lane struct {
	Name    string
	Kind    string
	Next    time.Time // when there is something to do; zero: never
	Worker  string    // who is at it until Next; empty: nobody
	Fails   int       // in a row
	Since   time.Time // the first of them
	Held    Hold
	Note    string // of the last failure
	Waiting int    // jobs, those being done included
	Buried  int
	Oldest  time.Time // when the oldest waiting job was asked for
	Jobs    []Job     // some of them, where it says so
}

// Hold is why a lane is not worked as usual.
type Hold string

const (
	// Dead lanes have failed for so long that they are tried only once a day.
	Dead Hold = "dead"
	// ByOperator means not tried at all.
	ByOperator Hold = "operator"
)

// Turn is what a worker tells of the lanes it leased, and what it wants next: all in one transaction.
type Turn struct {
	Worker   string
	Now      time.Time
	Until    time.Time // the leases end, of the lanes it keeps and of those it wants
	Done     []int64   // jobs: they go
	Setbacks []Setback
	Aside    []Aside
	Left     []Leaving
	Keep     []string // lanes it still works on and whose leases go on
	Wants    []Want
	Jobs     int // how many jobs it wants at most
}

// Setback is a job that failed.
type Setback struct {
	Job  int64
	Note string
	Bury bool // set aside for the operator; else it stays where it is
}

// Aside is a party that the destination of a leased lane refuses, while it takes what others bring: the party's
// jobs go on in a lane of their own ([Job.Apart]), and so do its new ones until that lane is empty.
type Aside struct {
	Lane  string // out of which they go
	Party string
	Since time.Time
	Next  time.Time
	Note  string
}

// Leaving is a lane that a worker gives back. A lane whose work went well is free for its next job.
type Leaving struct {
	Lane  string
	Fails int // 0: all is well, and the other fields say nothing
	Since time.Time
	Next  time.Time
	Held  Hold
	Note  string
}

// Want is how many lanes of a kind a worker has room for, and jobs of each.
type Want struct {
	Kind  string
	Lanes int
	Jobs  int
}

// Turned is the answer to a Turn.
type Turned struct {
	// Leased lanes have jobs that are due, by due time and id; a lane that failed before has one, to
	// try it with, which is another each time.
	Leased []Lane
	Lost   []string // of those to keep: another worker may have them
}

// Backlog is the work that waits.
type Backlog struct {
	Lanes   int
	Failing int // of them
	Dead    int // of them
	Held    int // of them, by the operator
	Waiting int // jobs
	Buried  int // jobs
	Oldest  time.Time
}

// Burial is a job that was set aside.
type Burial struct {
	Job  Job
	At   time.Time
	Note string
}
