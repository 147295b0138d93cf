// Package ontology describes vocabularies: for machines as OWL and SKOS ([Document]), for people as
// Markdown ([Markdown]). Both are read off the rows of the schemas; nothing is said twice.
//
// Where a property is carried by several classes, or leads to several, [Document] says so with
// schema:domainIncludes and schema:rangeIncludes: several rdfs:domain statements would mean that
// whatever carries the property is of all the classes at once.
package ontology
