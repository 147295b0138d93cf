package exchange

import (
	"fmt"
	"slices"
	"strings"

	"tributary/vocab"
	"tributary/vocab/model"
)

// Document is one object that a peer described.
type Document struct {
	// Resource is the object in ValueFlows 1.0: a Proposal with its intents inside, an Agreement
	// with its commitments inside, a Plan, a Commitment or an EconomicEvent. It passes vocab.Check.
	Resource *vocab.Resource
	// Others are the processes and flows that came with a Plan, in the order of the document.
	Others []*vocab.Resource
	// To is whom it is addressed to, Context what it belongs to.
	To, Context []vocab.IRI
	// Links are what url and attachment lead to.
	Links []Link
	// Missing are the intents or commitments that are only named: they are to be fetched.
	Missing []vocab.IRI
	// Finishes are the commitments with which, by an event's word, all is done.
	Finishes []vocab.IRI
	// Partial says that a change tells only what changes, as that of a to-do which is finished.
	Partial bool
	// Notices are the oddities that were read over, in words for a log.
	Notices []string
}

// Link is where a url or an attachment leads.
type Link struct {
	Href      string
	Rel       []string
	MediaType string
	Name      string
	Preview   string // what its preview is called: how peers report the state of a payment
}

// reader gathers what is wrong and what is odd about one document.
type reader struct {
	found   vocab.Violations
	notices []string
}

func (r *reader) refuse(path, term, format string, args ...any) {
	r.found = append(r.found, vocab.Violation{Path: path, Term: term, Message: fmt.Sprintf(format, args...)})
}

func (r *reader) notice(format string, args ...any) {
	const enough = 20
	if len(r.notices) < enough {
		r.notices = append(r.notices, fmt.Sprintf(format, args...))
	}
}

// object is an object of the document under the names of its members that are read here.
type object struct {
	*reader
	scope   *scope
	path    string
	members map[string]value
}

// open reads the outermost object of a document; expanded JSON-LD is an array of it.
func open(raw []byte) (object, error) {
	tree, err := parse(raw)
	if err != nil {
		return object{}, err
	}
	tree = tree.one()
	if tree.kind != '{' {
		return object{}, fmt.Errorf("%w: expected one object", ErrSyntax)
	}
	r := &reader{}
	return r.object(tree, nil, ""), nil
}

func (r *reader) object(v value, outer *scope, path string) object {
	o := object{reader: r, scope: outer, path: path, members: map[string]value{}}
	for _, m := range v.members {
		if m.key == "@context" {
			o.scope = outer.within(m.value)
		}
	}
	for _, m := range v.members {
		term := o.scope.term(m.key)
		if term == "" {
			continue
		}
		if o.scope.contradicts(m.key) {
			r.refuse(o.at(m.key), term, "is declared to be another term by the document's own context")
		}
		if _, twice := o.members[term]; twice {
			r.refuse(o.at(term), term, "is given twice, under two names")
			continue
		}
		o.members[term] = m.value
	}
	return o
}

func (o object) at(term string) string {
	if o.path == "" {
		return term
	}
	return o.path + "." + term
}

// has says whether there is anything under the term.
func (o object) has(term string) bool { return len(o.members[term].list()) > 0 }

// types are the names of the object's types.
func (o object) types() (types []string) {
	for _, v := range o.members["type"].list() {
		if v.kind == '"' {
			types = append(types, o.scope.word(v.text))
		}
	}
	return types
}

// text is the first string under the terms.
func (o object) text(terms ...string) string {
	for _, term := range terms {
		if v := o.literal(o.members[term]); v.kind == '"' && v.text != "" {
			return v.text
		}
	}
	return ""
}

// literal is a value without what linked data wraps around it: an array of one, and @value.
func (o object) literal(v value) value {
	v = v.one()
	for _, m := range v.members {
		if m.key == "@value" {
			return m.value
		}
	}
	return v
}

// name is what a string or the id of an object names, not yet understood; empty: nothing.
func (o object) name(v value) string {
	v = v.one()
	if v.kind == '"' {
		return v.text
	}
	for _, m := range v.members {
		if (m.key == "id" || m.key == "@id") && m.value.kind == '"' {
			return m.value.text
		}
	}
	return ""
}

// iri is the IRI under a term: a string, an object with an id, or an array of one such.
func (o object) iri(term string) vocab.IRI {
	return o.resolve(o.name(o.members[term]))
}

// iris are all IRIs under a term.
func (o object) iris(term string) (all []vocab.IRI) {
	for _, v := range o.members[term].list() {
		if id := o.resolve(o.name(v)); id != "" && !slices.Contains(all, id) {
			all = append(all, id)
		}
	}
	return all
}

func (o object) resolve(name string) vocab.IRI { return vocab.IRI(o.scope.expand(name)) }

// refs are the IRIs under a term as values; those that look like none are told.
func (o object) refs(term string) (refs []vocab.Value) {
	for i, v := range o.members[term].list() {
		name := o.name(v)
		if name == "" {
			o.refuse(fmt.Sprintf("%s[%d]", o.at(term), i), term, "takes an IRI or an object with an id")
			continue
		}
		refs = append(refs, vocab.Ref(o.resolve(name)))
	}
	return refs
}

// tags are words or IRIs.
func (o object) tags(term string) (tags []vocab.Value) {
	for _, v := range o.members[term].list() {
		if name := o.name(v); name != "" {
			tags = append(tags, tag(o.scope.expand(name)))
		} else if text := o.literal(v); text.kind == '"' {
			tags = append(tags, vocab.Text(text.text))
		}
	}
	return tags
}

func tag(text string) vocab.Value {
	if strings.Contains(text, "://") || strings.HasPrefix(text, "urn:") {
		return vocab.Ref(vocab.IRI(text))
	}
	return vocab.Text(text)
}

// time is the first date and time under the terms. What is none is left out and noted: peers send
// local times, and nothing rests on them.
func (o object) time(terms ...string) vocab.Value {
	for _, term := range terms {
		text := o.text(term)
		if text == "" {
			continue
		}
		v := vocab.Typed(text, vocab.XSD+"dateTimeStamp")
		if !strings.Contains(text, "T") || !stamped(text) || v.Time().IsZero() {
			o.notice("%s: %q is no date and time with a time zone", o.at(term), text)
			continue
		}
		return v
	}
	return vocab.Value{}
}

// stamped says whether a date and time ends in a time zone.
func stamped(text string) bool {
	return strings.HasSuffix(text, "Z") || len(text) > 6 && strings.ContainsRune("+-", rune(text[len(text)-6]))
}

// deadline is a time on which rights rest: one that cannot be read is refused.
func (o object) deadline(terms ...string) vocab.Value {
	v := o.time(terms...)
	if v.IsZero() {
		for _, term := range terms {
			if o.has(term) {
				o.refuse(o.at(term), term, "is not a date and time with a time zone, such as 2026-03-21T09:30:00Z")
			}
		}
	}
	return v
}

// flag is a boolean, or the word for one.
func (o object) flag(term string) bool {
	v := o.literal(o.members[term])
	switch {
	case v.kind == 't' || v.kind == '"' && v.text == "true":
		return true
	case v.kind == 'f' || v.kind == 0 || v.kind == 'n' || v.kind == '"' && v.text == "false":
		return false
	}
	o.refuse(o.at(term), term, "takes true or false")
	return false
}

// children are the objects under a term, and the IRIs of those that are only named.
func (o object) children(term string) (described []object, named []vocab.IRI) {
	list := o.members[term].list()
	if len(list) > maxFlows {
		o.refuse(o.at(term), term, "takes no more than %d", maxFlows)
		return nil, nil
	}
	for i, v := range list {
		at := o.at(term)
		if len(list) > 1 {
			at = fmt.Sprintf("%s[%d]", at, i)
		}
		name := o.name(v)
		switch {
		case v.kind == '{' && !(name != "" && len(v.members) == 1):
			described = append(described, o.object(v, o.scope, at))
		case name != "":
			named = append(named, o.resolve(name))
		default:
			o.refuse(at, term, "takes an object or its IRI")
		}
	}
	return described, named
}

// finish checks what was read against the vocabulary and hands it out, or says all that is wrong.
func (o object) finish(d Document) (Document, error) {
	found := o.found
	if len(found) == 0 {
		for _, r := range append([]*vocab.Resource{d.Resource}, d.Others...) {
			found = append(found, model.Vocabulary.Check(r)...)
		}
	}
	if len(found) > 0 {
		return Document{}, found
	}
	d.To, d.Context = o.iris("to"), append(o.iris("context"), o.iris("about")...)
	d.Links = append(o.links("url"), o.links("attachment")...)
	d.Notices = o.notices
	return d, nil
}
