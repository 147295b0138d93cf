// Package model joins the vocabularies of the node into one, under which everything is read,
// checked and written: ValueFlows, the Primitives Framework with what it borrows, ActivityStreams,
// and the node's own terms.
package model
