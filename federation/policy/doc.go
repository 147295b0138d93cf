// Package policy decides whom this node deals with, and keeps why.
//
// A [Rule] says how far: allow, limit or block. Its subject is an actor, a host with a port, a domain
// with all beneath it, or everyone; it is the node's, or one group's. [Policy.Decide] is pure: the most
// specific rule wins, and a group may be stricter than its node, never laxer.
//
// The path of one decision: a [Keeper] has the rules of the database in memory and looks, when
// something was committed since, whether they are still all; the subject's possible rules are looked up
// from the most specific on. The path of one change: [Keeper.Record] writes a new row with author, time
// and reason. Nothing is ever deleted: undoing is one more row.
//
// Lists of other networks come in by [ReadList] and [Policy.Compare], which says what would change, and
// go out by [WriteCSV] and [WriteJSON].
package policy
