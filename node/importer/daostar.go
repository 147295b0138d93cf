package importer

import (
	"errors"
	"fmt"
	"os"
	"path"
	"strings"

	"tributary/vocab"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

// daostarBase is the vocabulary of daoURI documents, in which their keys are kept.
const daostarBase vocab.IRI = "http://daostar.org/schemas/"

// The keys of daoURI documents and what says the same here.
var (
	daoFields = []field{{key: "name", property: vf.Name}, {key: "description", property: pf.Description}}
	// daoDocuments are pointers to documents. The pointer is kept under its key, too, and given back.
	daoDocuments = []struct {
		key, title string
		class      *vocab.Class
	}{
		{"governanceURI", "Governance", pf.GovernanceDocument},
		{"constitutionURI", "Constitution", pf.GovernanceCharter},
		{"contractsURI", "Contracts", pf.GovernanceDocument},
		{"legalURI", "Legal", pf.GovernanceDocument},
		{"taxURI", "Tax", pf.GovernanceDocument},
	}
	proposalFields = []field{
		{key: "name", property: pf.Title},
		{key: "description", property: pf.Description},
		{key: "contentURI", property: pf.PointsTo, link: true},
		{key: "discussionURI", property: pf.DiscussionAt, link: true},
	}
)

// proposalWords are the words in use for where a proposal stands.
var proposalWords = map[string]*vocab.Individual{
	"draft": pf.PropDraft, "discussion": pf.PropDiscussion, "in discussion": pf.PropDiscussion,
	"active": pf.PropOpen, "open": pf.PropOpen, "voting": pf.PropOpen, "pending": pf.PropPending,
	"passed": pf.PropAccepted, "accepted": pf.PropAccepted, "approved": pf.PropAccepted, "succeeded": pf.PropAccepted,
	"rejected": pf.PropRejected, "failed": pf.PropRejected, "defeated": pf.PropRejected,
	"cancelled": pf.PropWithdrawn, "canceled": pf.PropWithdrawn, "withdrawn": pf.PropWithdrawn,
	"expired": pf.PropExpired, "queued": pf.PropQueued, "executed": pf.PropExecuted,
}

// looksLikeDAO knows a daoURI document by its context, or by two of its keys.
func looksLikeDAO(text string) bool {
	if !strings.HasPrefix(strings.TrimSpace(text), "{") {
		return false
	}
	head := text[:min(len(text), sniffed)]
	keys := 0
	for _, key := range []string{"membersURI", "proposalsURI", "activityLogURI", "governanceURI", "contractsURI"} {
		if strings.Contains(head, `"`+key+`"`) {
			keys++
		}
	}
	return keys >= 2 || keys == 1 && strings.Contains(head, "daostar.org/schemas")
}

// readDAO reads a daoURI document: a network, its proposals, its members, and pointers to the rest.
// What it points to is read where it is a file in the same folder; nothing is fetched.
//
// Spec: EIP-4824; DAOIP-2.
func readDAO(s source) (document, error) {
	o, err := objectOf(s.data)
	if err != nil {
		return document{}, err
	}
	if o.text("name") == "" {
		return document{}, errors.New("name: is required of a DAO")
	}
	doc := document{private: true}
	id := vocab.IRI(o.text("id"))
	if id == "" {
		id = vocab.IRI(o.text("@id"))
	}
	if !isAddress(string(id)) {
		id = derivedIRI("dao", o.text("name"))
	}
	dao := filled(vocab.New(pf.DAO, id), o, daoFields)
	own := takes(o, daoFields)
	inline := map[string]bool{"@context": true, "type": true, "id": true, "@id": true, "@type": true}
	for _, key := range []string{"members", "proposals"} {
		if inline[key] = len(o.objects(key)) > 0; inline[key] {
			continue
		}
		beside, err := doc.beside(s, o, key)
		if err != nil {
			return document{}, err
		}
		if beside != nil {
			o[key], inline[key] = beside[key], true
		}
	}
	dao = dao.WithExtra(o.kept(daostarBase, func(key string) bool { return own(key) || inline[key] })...)
	doc.things = append(doc.things, thing{resource: dao, at: "the DAO"})
	for _, d := range daoDocuments {
		if at := o.text(d.key); isAddress(at) {
			doc.things = append(doc.things, thing{at: d.key, resource: vocab.New(d.class, derivedIRI("dao", string(id), d.key)).
				With(pf.Title, vocab.Text(d.title+" of "+o.text("name"))).
				With(pf.Governs, vocab.Ref(id)).With(pf.PointsTo, vocab.Ref(vocab.IRI(at)))})
		}
	}
	for i, p := range o.objects("proposals") {
		doc.things = append(doc.things, thing{at: fmt.Sprintf("proposals[%d]", i), resource: proposalOf(p, id)})
	}
	for i, m := range o.objects("members") {
		doc.things = append(doc.things, thing{at: fmt.Sprintf("members[%d]", i), resource: memberOf(m, id)})
	}
	return doc, nil
}

// beside reads what a key followed by URI points to, where that lies in the folder of the source.
func (d *document) beside(s source, o object, key string) (object, error) {
	at := o.text(key + "URI")
	if at == "" || s.sibling == nil {
		return nil, nil
	}
	name := path.Base(strings.SplitN(at, "?", 2)[0])
	data, err := s.sibling(name)
	if errors.Is(err, os.ErrNotExist) {
		d.notes = append(d.notes, fmt.Sprintf("%sURI: %s is not in the folder of the document, and nothing is fetched; only the address is kept", key, at))
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("%sURI: read %s: %w", key, name, err)
	}
	if data, err = decoded(data); err != nil {
		return nil, fmt.Errorf("%sURI: %s: %w", key, name, err)
	}
	found, err := objectOf(data)
	if err != nil {
		return nil, fmt.Errorf("%sURI: %s: %w", key, name, err)
	}
	if len(found.objects(key)) == 0 {
		d.notes = append(d.notes, fmt.Sprintf("%sURI: %s has no %s", key, name, key))
		return nil, nil
	}
	return found, nil
}

// proposalOf is a proposal of a DAO. Its id is seldom an address and is kept as it is.
func proposalOf(o object, dao vocab.IRI) *vocab.Resource {
	id := o.text("id")
	p := filled(vocab.New(pf.GovernanceProposal, derivedIRI("dao", string(dao), "proposal", id)), o, proposalFields).
		With(pf.ProposedToBody, vocab.Ref(dao))
	if id == "" {
		p = p.WithID(derivedIRI("dao", string(dao), "proposal", keptValue(map[string]any(o)).Text()))
	} else {
		p = p.With(pf.ExternalId, vocab.Text(id))
	}
	if !p.Has(pf.Title) {
		p = p.With(pf.Title, vocab.Text(orElse(id, "proposal")))
	}
	own := takes(o, proposalFields)
	extra := o.kept(daostarBase, func(key string) bool { return own(key) || key == "id" || key == "type" })
	if stands := proposalWords[fold(o.text("status"))]; stands != nil {
		p = p.With(pf.ProposalStatus, vocab.Ref(stands.IRI))
		extra = append(extra, vocab.Statement{Property: derivedProperty, Value: vocab.Text("proposalStatus: from the word " + o.text("status"))})
	}
	return p.WithExtra(extra...)
}

// memberOf is a member of a DAO, known by its account or address.
func memberOf(o object, dao vocab.IRI) *vocab.Resource {
	id := o.text("id")
	name := orElse(o.text("name"), orElse(id, "member"))
	m := vocab.New(vf.Agent, derivedIRI("dao", string(dao), "member", orElse(id, name))).With(vf.Name, vocab.Text(name))
	if id != "" {
		m = m.With(pf.ExternalId, vocab.Text(id))
	}
	return m.WithExtra(o.kept(daostarBase, func(key string) bool { return key == "id" || key == "name" })...)
}
