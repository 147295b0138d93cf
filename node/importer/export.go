package importer

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// exporters are the forms in which a group is written for other networks.
var exporters = []struct {
	format string
	write  func(context.Context, *node.Node, *vocab.Resource) (map[string]any, error)
}{
	{"daouri", writeDAO},
	{"murmurations", writeProfile},
}

// ExportFormats are the names that [Export] takes.
func ExportFormats() (names []string) {
	for _, e := range exporters {
		names = append(names, e.format)
	}
	return names
}

// Export writes a group as a JSON document of another network: "daouri" or "murmurations". It says
// what a stranger may read, and nothing else.
//
// Errors: node.NotFound for a group that is not there or not public; node.Unsupported for another
// format.
func Export(ctx context.Context, n *node.Node, group vocab.IRI, format string) ([]byte, error) {
	i := slices.Index(ExportFormats(), format)
	if i < 0 {
		return nil, node.Errorf(node.Unsupported, "%q is none of %v", format, ExportFormats())
	}
	v, err := n.Get(ctx, node.Stranger, group)
	if node.KindOf(err) == node.NotFound {
		return nil, node.Errorf(node.NotFound, "%s is not there, or not for everybody; only public groups are exported so", group)
	}
	if err != nil {
		return nil, fmt.Errorf("read the group: %w", err)
	}
	r, err := v.Resource()
	if err != nil {
		return nil, fmt.Errorf("read the group: %w", err)
	}
	written, err := exporters[i].write(ctx, n, r)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(written); err != nil {
		return nil, fmt.Errorf("write %s: %w", format, err)
	}
	return b.Bytes(), nil
}

// written are the fields of a resource under their keys.
func written(r *vocab.Resource, fields []field) map[string]any {
	o := map[string]any{}
	for _, f := range fields {
		if text := r.Get(f.property).Text(); text != "" {
			o[f.key] = text
		}
	}
	return o
}

// writeDAO writes a daoURI document: the group and its public proposals. Of its members nothing is
// said unless the document that it came from pointed to them.
//
// Spec: EIP-4824; DAOIP-2.
func writeDAO(ctx context.Context, n *node.Node, group *vocab.Resource) (map[string]any, error) {
	o := written(group, daoFields)
	o["@context"], o["type"] = string(daostarBase), "DAO"
	if source := group.Get(pf.AlternateOf).IRI(); source != "" && !isDerived(source) {
		o["id"] = string(source)
	} else {
		o["id"] = string(group.ID())
	}
	giveBack(o, group, daostarBase)
	var proposals []any
	public := node.Query{Classes: n.Kinds(pf.GovernanceProposal), Refers: []node.Link{{Property: pf.ProposedToBody.IRI, To: group.ID()}}}
	err := n.Each(ctx, node.Stranger, public, func(v node.Version) error {
		r, err := v.Resource()
		if err != nil {
			return err
		}
		proposals = append(proposals, proposalWritten(r))
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the proposals: %w", err)
	}
	if len(proposals) > 0 {
		o["proposals"] = proposals
		delete(o, "proposalsURI") // a key or its URI, not both
	}
	if _, said := o["governanceURI"]; !said {
		if _, err := n.Get(ctx, node.Stranger, n.State(group.ID())); err == nil {
			o["governanceURI"] = string(n.State(group.ID()))
		}
	}
	return o, nil
}

func proposalWritten(r *vocab.Resource) map[string]any {
	p := written(r, proposalFields)
	p["type"] = "proposal"
	p["id"] = orElse(r.Get(pf.ExternalId).Text(), string(r.ID()))
	giveBack(p, r, daostarBase)
	if _, said := p["status"]; !said && r.Has(pf.ProposalStatus) {
		for word, stands := range proposalWords {
			// Of the words for one status the longest is the plainest: "executed", "accepted".
			if best, _ := p["status"].(string); stands.IRI == r.Get(pf.ProposalStatus).IRI() && (len(word) > len(best) || len(word) == len(best) && word < best) {
				p["status"] = word
			}
		}
	}
	return p
}

// writeProfile writes the profile of an organisation.
//
// Spec: Murmurations library, organizations_schema-v1.0.0.
func writeProfile(_ context.Context, _ *node.Node, group *vocab.Resource) (map[string]any, error) {
	o := written(group, profileFields)
	o["linked_schemas"] = []string{organizationSchema}
	giveBack(o, group, murmurationsBase)
	if _, said := o["starts_at"]; !said && group.Has(pf.FoundingDate) {
		o["starts_at"] = group.Get(pf.FoundingDate).Time().Unix()
	}
	if _, said := o["primary_url"]; !said {
		o["primary_url"] = string(group.ID())
	}
	if _, said := o["name"]; !said {
		o["name"] = string(group.ID())
	}
	if text := group.Get(vf.Note).Text(); text != "" && o["description"] == nil {
		o["description"] = text
	}
	return o, nil
}

// isDerived says whether a name was made up by an importer.
func isDerived(id vocab.IRI) bool { return len(id) > len(derived) && id[:len(derived)] == derived }
