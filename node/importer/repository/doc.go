// Package repository reads and writes governance repositories: folders of Markdown, usually a git
// clone, in which a group keeps its agreements, policies, proposals, lexicon and states.
//
// The path of one import: [Read] walks the folder, keeps every byte and notes what can be seen of
// each file (front matter, headings, links, drawings, left-over conflicts), with the versions that
// git knows. [Resources] says what that means as vocabulary resources, under ids that stay the same
// as long as the path does. What was not understood is a [Problem] with file and line.
//
// The path of one export: [Files] turns the resources back into files; [Write] puts them into a
// folder, touching only what differs; [Commit] records it. A resource that nobody changed gives its
// file byte for byte. A changed field changes its own span: front matter stays in its order, and
// values for which the file has no key come last, under the one key "pf".
//
// What makes this possible travels with the resources as statements of the namespace [Kept]: the
// path, the front matter as it stands, the text where no term holds it, keys of unknown meaning, and
// which values were derived, by which rule. Nothing is public that the repository does not mark so.
//
// YAML is read by go.yaml.in/yaml/v3. Markdown is read by a scanner of its own, because a document
// has to come back as it was written.
package repository
