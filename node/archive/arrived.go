package archive

import (
	"bytes"
	"context"
	"fmt"
	"regexp"

	"tributary/node"
	"tributary/storage"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/pf"
)

// digestText is how the activity that brought a group in names its archive.
var digestText = regexp.MustCompile(`archive with SHA-256 ([0-9a-f]{64})`)

// CameWith is the digest of the archive with which a group came to this node; empty when it did not come.
func CameWith(view node.View, group vocab.IRI) (digest string, err error) {
	query := node.Query{Owner: group, Classes: []string{as.Create.Name}, Sight: node.Sight{All: true},
		Refers: []node.Link{{Property: as.HasObject.IRI, To: group}}}
	for v, err := range view.Find(query) {
		if err != nil {
			return "", err
		}
		r, err := v.Resource()
		if err != nil {
			return "", err
		}
		if found := digestText.FindStringSubmatch(r.Get(as.Summary).Text()); found != nil {
			return found[1], nil
		}
	}
	return "", nil
}

// Compare says where the history that came here with the archive of a group is not any more what it was
// there. What was erased since is as it was but for what is personal, and is no fault; nor is that the group
// is not here.
//
// It reads the archive, and of the log what came with it, once.
func (a *Archive) Compare(ctx context.Context, view node.View, here node.Addresses) (faults []node.Fault, err error) {
	group, err := a.groupHere(view)
	if err != nil || group == "" {
		return nil, err
	}
	m := &move{Moving: Moving{Node: here, Handle: here.Handle(group)}, archive: a,
		there: node.Addresses{Base: a.Node}, has: map[vocab.IRI]bool{}, result: Moved{Group: group}}
	m.names = &rename{m.name}
	if err := a.Records(ctx, func(r storage.Record) error { m.has[r.IRI] = true; return nil }); err != nil {
		return nil, err
	}
	bases := map[vocab.IRI][]byte{} // the whole body of what has deltas
	err = a.Records(ctx, func(r storage.Record) error {
		if !m.there.Owns(r.IRI) {
			return nil // what was known here before stayed as it was
		}
		source := r.IRI
		r, err := m.names.record(r)
		if err != nil {
			return err
		}
		if r.Base != 0 {
			r.Body, _, err = node.Rebuild(bases[r.IRI], r.Delta)
		} else if !r.Deleted {
			r.Body, err = m.described(source, r.Body)
			bases[r.IRI] = r.Body
		}
		if err != nil {
			return fmt.Errorf("read version %d of %s: %w", r.N, source, err)
		}
		what, err := differsFrom(view, r.Version)
		if what != "" {
			faults = append(faults, node.Fault{IRI: r.IRI, N: r.N, Message: what + " in the archive " + a.Digest})
		}
		return err
	})
	return faults, err
}

// groupHere is the group as which the archive's came here; empty when it did not.
func (a *Archive) groupHere(view node.View) (vocab.IRI, error) {
	for v, err := range view.Find(node.Query{Refers: []node.Link{{Property: pf.AlternateOf.IRI, To: a.Group}}, Sight: node.Sight{All: true}, Limit: 1}) {
		return v.IRI, err
	}
	return "", nil
}

// differsFrom says what of a version is not as it ought to be.
func differsFrom(view node.View, ought node.Version) (string, error) {
	is, err := view.Version(ought.IRI, ought.N)
	switch {
	case node.KindOf(err) == node.NotFound:
		return "is missing, and is", nil
	case err != nil:
		return "", err
	case is.Author != ought.Author || is.Deleted != ought.Deleted || is.Class != ought.Class:
		return "is by another author or of another kind than", nil
	case ought.Deleted || bytes.Equal(is.Body, ought.Body):
		return "", nil
	}
	erased, err := blank(ought.Body)
	if err != nil || bytes.Equal(is.Body, erased) {
		return "", err
	}
	return "says something else than", nil
}

// Witness is where a version that came with an archive stands in it.
type Witness struct {
	Position node.Position // in the log there
	Hash     string        // SHA-256 of its record, which is one of those that were signed
}

// Witness finds a version in the archive. NotFound.
func (a *Archive) Witness(ctx context.Context, id vocab.IRI, n int) (w Witness, err error) {
	err = a.hashed(ctx, func(r storage.Record, hash [32]byte) error {
		if r.IRI == id && r.N == n {
			w = Witness{r.Position, fmt.Sprintf("%x", hash)}
		}
		return nil
	})
	if err == nil && w.Hash == "" {
		err = node.Errorf(node.NotFound, "the archive has no version %d of %s", n, id)
	}
	return w, err
}
