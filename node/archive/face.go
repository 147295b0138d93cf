package archive

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"tributary/node"
	"tributary/storage"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/jsonld"
)

// face keeps from the archive of a person under which pseudonyms groups of this node know their members: the
// person may be one of them. Who confirmed something as an editor of a group is, in the person's archive, the
// group. Only the pseudonyms that the person's document names now are there.
type face struct {
	node   node.Addresses
	linked []vocab.Value
}

// facing is how a person leaves; nil for a group, which knows its members under no other names.
func (s *source) facing() (*face, error) {
	if !s.opt.Node.IsPublicPerson(s.opt.Group) {
		return nil, nil
	}
	v, err := s.View().Latest(s.opt.Group)
	if err != nil {
		return nil, err
	}
	f := &face{node: s.opt.Node}
	if r, err := v.Resource(); err != nil {
		return nil, err
	} else if r != nil {
		f.linked = r.All(as.AlsoKnownAs)
	}
	return f, nil
}

// behind is the group in which something is a pseudonym; empty when it is none, or the person says itself
// that it is.
func (f *face) behind(id vocab.IRI) vocab.IRI {
	group, _, ok := strings.Cut(string(id), "/agents/")
	if !ok || !f.node.IsGroup(vocab.IRI(group)) || slices.ContainsFunc(f.linked, func(v vocab.Value) bool { return v.IRI() == id }) {
		return ""
	}
	return vocab.IRI(group)
}

// record is a record as it leaves with the person.
func (f *face) record(r storage.Record) (storage.Record, error) {
	if f == nil {
		return r, nil
	}
	r.Author = f.public(r.Author)
	hidden := func(id vocab.IRI) bool { return f.behind(id) != "" }
	r.Audience.Names = slices.DeleteFunc(slices.Clone(r.Audience.Names), hidden)
	if !bytes.Contains(r.Body, []byte("/agents/")) {
		return r, nil
	}
	content, err := jsonld.ReadStored(r.Body)
	if err != nil {
		return r, fmt.Errorf("read version %d of %s: %w", r.N, r.IRI, err)
	}
	names := slices.DeleteFunc(slices.Clone(content.All(as.AlsoKnownAs)), func(v vocab.Value) bool { return hidden(v.IRI()) })
	if content = content.With(as.AlsoKnownAs, names...); content.Class().IsA(as.Activity) {
		content = content.Rename(f.public) // to whom it was addressed; the parties of an event are its figures
	}
	r.Body = jsonld.Append(nil, content)
	return r, nil
}

func (f *face) public(id vocab.IRI) vocab.IRI {
	if group := f.behind(id); group != "" {
		return group
	}
	return id
}
