// Package vocab is the model: what things mean, as data.
//
// A [Schema] declares classes and properties as rows. A [Vocabulary] is several schemas read
// together. A [Resource] is one described thing: a class and values by property, with statements
// nobody here declared kept in Extra. Everything else (contexts, RDF, shapes, forms, checks) is
// derived from the rows, so that a new term is one declaration.
//
// The path of one document: vocab/jsonld or vocab/rdf read bytes into Resources; [Vocabulary.Check]
// says what breaks the vocabulary; node decides and stores; the same packages write it out.
//
// Resources are values: nothing changes one after it was handed over. With and its siblings
// return changed copies.
package vocab
