package node

import (
	"slices"
	"time"

	"tributary/vocab"
	"tributary/vocab/jsonld"
	"tributary/vocab/own"
	"tributary/vocab/vf"
)

// Position is a place in the log. It grows with every version and is never reused.
type Position int64

// Version is one state of one thing, for ever: what it was, who made it so, and with which activity.
type Version struct {
	IRI      vocab.IRI
	N        int       // counts from 1
	Position Position  // place in the log; Append assigns it
	Created  Position  // place of version 1; Append assigns it
	Activity vocab.IRI // what caused it
	Author   vocab.IRI // who did it
	Owner    vocab.IRI // the group, or person, whose record it belongs to
	At       time.Time // record time, UTC, to the microsecond
	Class    string    // name of the class, e.g. "EconomicEvent"
	Audience Audience
	Deleted  bool            // a tombstone: Body is nil, Class is what it was
	Body     []byte          // the whole resource in the stored form (jsonld.Append)
	Content  *vocab.Resource // Body read, where somebody has; else nil
	Delta    []byte          // set when only economic fields changed: those fields in the stored form
	Link     []Link          // references this version makes and the one before did not
	Unlink   []Link          // references the one before made and this one does not
}

// Link is a reference a resource makes, by property IRI. It is derived from the body.
type Link struct {
	Property vocab.IRI
	To       vocab.IRI
}

// Resource is the version's content; nil for a tombstone.
func (v Version) Resource() (*vocab.Resource, error) {
	if v.Deleted || v.Content != nil {
		return v.Content, nil
	}
	return jsonld.ReadStored(v.Body)
}

// with is the version with another content, as a caller is shown it.
func (v Version) with(r *vocab.Resource) Version {
	v.Body, v.Content = jsonld.Append(nil, r), r
	return v
}

// Memento is the address under which this version is kept for ever.
//
// Spec: RFC 7089, section 2.1.
func (v Version) Memento() vocab.IRI { return MementoIRI(v.IRI, v.N) }

// Economic are the fields of an EconomicResource that only events change. A version that changes
// nothing else is logged as these fields alone.
var Economic = []*vocab.Property{
	vf.AccountingQuantity, vf.OnhandQuantity, vf.CurrentLocation, vf.PrimaryAccountable,
	vf.Stage, vf.State, vf.ContainedIn, own.Custodian, own.LatestEvent,
}

// Delta is the stored form of a resource's economic fields alone.
func Delta(r *vocab.Resource) []byte { return stored(economicPart(r)) }

// economicPart is a resource with nothing but the fields that only events change.
func economicPart(r *vocab.Resource) *vocab.Resource {
	return vocab.Make(r.Class(), r.ID(), nil, economicFields(r), nil)
}

func economicFields(r *vocab.Resource) []vocab.Field {
	fields := make([]vocab.Field, 0, len(Economic))
	for _, p := range Economic {
		if values := r.All(p); len(values) > 0 {
			fields = append(fields, vocab.Field{Property: p, Values: values})
		}
	}
	return fields
}

// Rebuild is the body of a version that was logged as a delta: the nearest whole body before it,
// with the economic fields replaced. content is what is in it.
func Rebuild(whole, delta []byte) (body []byte, content *vocab.Resource, err error) {
	r, err := jsonld.ReadStored(whole)
	if err != nil {
		return nil, nil, err
	}
	d, err := jsonld.ReadStored(delta)
	if err != nil {
		return nil, nil, err
	}
	changes := make([]vocab.Field, len(Economic))
	for i, p := range Economic {
		changes[i] = vocab.Field{Property: p, Values: slices.Clone(d.All(p))}
	}
	content = r.WithAll(changes...)
	return jsonld.Append(nil, content), content, nil
}

// Links are the references a resource and its parts make, each once. A resource's latest event is none of
// them: it names the resource itself, nobody asks the other way, and every event would move that reference.
func Links(r *vocab.Resource) []Link {
	if r == nil {
		return nil
	}
	var links []Link
	for p, to := range r.Refs() {
		if p != nil && p != own.LatestEvent && (p.Refers() || len(p.Range) == 0) {
			links = append(links, Link{p.IRI, to})
		}
	}
	return unique(links)
}

// unique drops repeats and keeps the order. Most resources make few references.
func unique(links []Link) []Link {
	if len(links) > 32 {
		seen := make(map[Link]bool, len(links))
		return slices.DeleteFunc(links, func(l Link) bool {
			repeated := seen[l]
			seen[l] = true
			return repeated
		})
	}
	kept := links[:0]
	for _, l := range links {
		if !slices.Contains(kept, l) {
			kept = append(kept, l)
		}
	}
	return kept
}
