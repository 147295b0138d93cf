// Package jsonld turns Resources into JSON-LD and JSON-LD into Resources.
//
// Writing goes straight from the vocabulary's rows, without a JSON-LD processor: [Append] writes
// the form in which resources are kept, [Document] linked data, [ActivityStreams] a message. The
// contexts under which these mean what they should are derived from the same rows
// ([NativeContext], [ASContext]) and published by package contexts.
//
// Reading begins with strict JSON and a guard against hostile documents. [Read] then takes one of
// two ways. Documents whose contexts are all built in are read by a term table. Any other document
// goes through json-gold's expansion algorithm, which on hostile input can crash the process,
// poison shared contexts, read files or burn minutes; so it gets no contexts but ours, decoded
// anew each time, in a worker with a time limit. Both ways end in package graph, which makes
// Resources of what was said. [ReadStored] reads our own kept form back, and checks nothing.
package jsonld
