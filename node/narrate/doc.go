// Package narrate tells in plain English what activities did: for feed readers, and for peers whose
// people read sentences and whose programs know no ValueFlows.
//
// [Title] is the headline of an activity, [Sentences] what became of one of its objects: an event as
// who gave what to whom, a change by meaning, anything else by its kind and name. What things are
// called comes from the caller as [Names], which decides what its reader may know. Texts are plain;
// whoever puts them into HTML escapes them.
package narrate
