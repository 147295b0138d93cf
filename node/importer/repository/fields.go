package repository

import (
	"tributary/vocab"
	"tributary/vocab/pf"
)

// field is a row: which keys of front matter hold a property, of which kinds of document, and how
// they are read. read gives back the words it does not know.
type field struct {
	keys     []string
	kinds    []Kind // none: all
	property *vocab.Property
	read     func(*maker, *vocab.Property, *Entry) (values []vocab.Value, unknown []string)
}

var (
	documents = []Kind{Charter, Agreement, Policy, Guidelines, Document}
	proposals = []Kind{Proposal}
	inForce   = []Kind{Charter, Agreement, Policy, Guidelines, Document, Role}
	named     = []Kind{Term, Pattern, Role} // have a preferred label
	titled    = []Kind{Charter, Agreement, Policy, Guidelines, Document, Proposal, State, Page, Help, Template}
	described = []Kind{Charter, Agreement, Policy, Guidelines, Document, Proposal, State, Page, Help, Template, Pattern, Role}
)

// fields are asked in this order; the first that has one of the keys takes it.
var fields = []field{
	{titleKeys, titled, pf.Title, (*maker).asText},
	{titleKeys, named, pf.PrefLabel, (*maker).asText},
	{descriptionKeys, described, pf.Description, (*maker).asText},
	{append([]string{"definition"}, descriptionKeys...), []Kind{Term}, pf.Definition, (*maker).asText},
	{[]string{"status", "document-status"}, documents, pf.DocumentStatus, (*maker).asConcepts},
	{[]string{"proposal-status", "status", "final-decision"}, proposals, pf.ProposalStatus, (*maker).asConcepts},
	{[]string{"proposal-type", "proposal-kind", "type"}, proposals, pf.ProposalKind, (*maker).asConcepts},
	{[]string{"proposal-author", "proposal-authors", "authors", "author"}, nil, pf.Creator, (*maker).asAgents},
	{[]string{"proposal-url", "voting", "voting-url", "url"}, proposals, pf.VotingAt, (*maker).asAddresses},
	{[]string{"discussion", "discussion-url"}, proposals, pf.DiscussionAt, (*maker).asAddresses},
	{[]string{"submission-date", "submitted"}, proposals, pf.DateSubmitted, (*maker).asDate},
	{[]string{"date", "created", "date-of-creation"}, nil, pf.DateCreated, (*maker).asDate},
	{[]string{"effective-from", "valid-from"}, inForce, pf.ValidFrom, (*maker).asDate},
	{[]string{"effective-to", "valid-through", "valid-until"}, inForce, pf.ValidThrough, (*maker).asDate},
	{[]string{"review-due", "review-date", "review"}, nil, pf.ReviewDue, (*maker).asDate},
	{[]string{"policy-domain", "domain"}, []Kind{Policy}, pf.PolicyDomain, (*maker).asConcepts},
	{[]string{"agreement-kind"}, []Kind{Agreement, Charter}, pf.AgreementKind, (*maker).asConcepts},
	{[]string{"source", "sourceurl", "source-url"}, nil, pf.DerivedSource, (*maker).asAnything},
	{[]string{"phase", "group-phase"}, []Kind{State}, pf.Phase, (*maker).asConcepts},
	{[]string{"scale", "group-scale"}, []Kind{State}, pf.Scale, (*maker).asConcepts},
	{[]string{"phase"}, []Kind{Pattern}, pf.SuitsPhase, (*maker).asConcepts},
	{[]string{"scale"}, []Kind{Pattern}, pf.SuitsScale, (*maker).asConcepts},
	{[]string{"functions", "function"}, []Kind{Pattern}, pf.ServesFunction, (*maker).asConcepts},
	{[]string{"qualities", "quality"}, []Kind{Pattern}, pf.ExpressesQuality, (*maker).asQualities},
	{[]string{"language", "lang"}, nil, pf.Language, (*maker).asText},
	{[]string{"license", "licence"}, nil, pf.License, (*maker).asText},
	{[]string{"tags"}, nil, pf.Subject, (*maker).asTags},
}

func (m *maker) asText(p *vocab.Property, e *Entry) ([]vocab.Value, []string) {
	if t := e.text(); t != "" {
		return []vocab.Value{vocab.Text(t)}, nil
	}
	return nil, nil
}

func (m *maker) asConcepts(p *vocab.Property, e *Entry) ([]vocab.Value, []string) {
	values, unknown := concepts(p, e.words())
	values = distinct(values)
	if !p.Many && len(values) > 1 {
		return nil, e.words()
	}
	return values, unknown
}

// asAgents reads names; those that the import was told are agents become references.
func (m *maker) asAgents(p *vocab.Property, e *Entry) (values []vocab.Value, _ []string) {
	for _, name := range e.words() {
		if id := m.at.Agents[name]; id != "" {
			values = append(values, vocab.Ref(id))
		} else {
			values = append(values, vocab.Text(name))
		}
	}
	return distinct(values), nil
}

func (m *maker) asAddresses(p *vocab.Property, e *Entry) (values []vocab.Value, unknown []string) {
	for _, text := range e.Values {
		if text == "" {
			continue
		}
		if v, ok := address(text); ok {
			values = append(values, v)
		} else {
			unknown = append(unknown, text)
		}
	}
	return distinct(values), unknown
}

func (m *maker) asAnything(p *vocab.Property, e *Entry) (values []vocab.Value, _ []string) {
	for _, text := range e.Values {
		if v, ok := address(text); ok {
			values = append(values, v)
		} else if text != "" {
			values = append(values, vocab.Text(text))
		}
	}
	return distinct(values), nil
}

func (m *maker) asDate(p *vocab.Property, e *Entry) ([]vocab.Value, []string) {
	if e.text() == "" {
		return nil, nil
	}
	v, ok := date(e.text())
	if !ok {
		return nil, []string{e.text()}
	}
	return []vocab.Value{v}, nil
}

func (m *maker) asQualities(p *vocab.Property, e *Entry) (values []vocab.Value, unknown []string) {
	for _, word := range e.words() {
		if i := conceptOf(pf.QualityScheme, word); i != nil {
			values = append(values, vocab.Ref(i.IRI))
		} else {
			unknown = append(unknown, word)
		}
	}
	return distinct(values), unknown
}

func (m *maker) asTags(p *vocab.Property, e *Entry) (values []vocab.Value, _ []string) {
	for _, word := range e.words() {
		values = append(values, vocab.Text(word))
	}
	return distinct(values), nil
}

func distinct(values []vocab.Value) (once []vocab.Value) {
	for _, v := range values {
		if !contains(once, v) {
			once = append(once, v)
		}
	}
	return once
}

func contains(values []vocab.Value, v vocab.Value) bool {
	for _, o := range values {
		if o.Equal(v) {
			return true
		}
	}
	return false
}
