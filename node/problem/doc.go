// Package problem is the HTTP door's way to say no: from an error of any package to a status, and a
// body for programs (application/problem+json) or for people (a page).
//
// The path of one error: a handler returns it to [Writer.Write]; [Of] looks its [node.Kind] up in
// the one table of statuses; what may be shown is written, what may not goes to the log.
package problem
