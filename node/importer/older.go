package importer

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"tributary/vocab"
	"tributary/vocab/vf"
)

// olderBase is where terms of older ValueFlows that have no equal in 1.0 are kept.
const olderBase = "https://w3id.org/tributary/older#"

// links are classes of older ValueFlows that stood between two things. In 1.0 the one says the other
// directly. What the link said itself, such as a quantity, has no place any more.
var links = []struct {
	class    string
	from, to string // keys of the two things
	says     string // property of the first that leads to the second
	since    string // version in which the class was removed
}{
	{"Fulfillment", "fulfilledBy", "fulfills", vf.Fulfills.Term, "0.9"},
	{"Satisfaction", "satisfiedBy", "satisfies", vf.Satisfies.Term, "0.9"},
	{"Settlement", "settledBy", "settles", vf.Settles.Term, "0.9"},
	{"ProposedIntent", "publishedIn", "publishes", vf.Publishes.Term, "0.8"},
	{"ProposedTo", "proposed", "proposedTo", vf.ProposedTo.Term, "0.8"},
	{"AgentRelationship", "subject", "object", "http://www.w3.org/ns/org#memberOf", "0.16"},
}

// removed are terms of older ValueFlows, and what says the same on a class now; none: nothing does.
var removed = map[string]map[string]*vocab.Property{
	"agreedIn":          {vf.EconomicEvent.Name: vf.RealizationOf, vf.Commitment.Name: vf.ClauseOf},
	"atLocation":        nil,
	"nestedIn":          nil,
	"refinementOf":      nil,
	"expiresOn":         nil,
	"uri":               nil,
	"rules":             nil,
	"definedAs":         nil,
	"appreciationOf":    nil,
	"appreciatedBy":     nil,
	"inScopeOf":         {vf.Process.Name: vf.InScopeOf},
	"mappedTo":          nil,
	"onCreationActions": nil,
}

// formerActions are actions that became modify with a state.
var formerActions = []string{"pass", "fail"}

// olderSign is found in every document that has any of these.
var olderSign = regexp.MustCompile(`[":/#](Fulfillment|Satisfaction|Settlement|ProposedIntent|ProposedTo|AgentRelationship|agreedIn|atLocation|nestedIn|refinementOf|expiresOn|uri|rules|definedAs|appreciationOf|appreciatedBy|inScopeOf|mappedTo|onCreationActions|pass|fail)"`)

// modern rewrites a JSON-LD document that says things as older ValueFlows did, and notes what was
// lost by it. Any other document is given back as it is.
//
// Spec: ValueFlows 1.0, change log 0.5 to 1.0.
func modern(data []byte) (text []byte, notes []string) {
	if !bytes.Contains(bytes.ToLower(data), []byte("valueflows")) || !olderSign.Match(data) || tooDeep(data) >= 0 {
		return data, nil
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var root any
	if d.Decode(&root) != nil || d.More() {
		return data, nil // the reader says what is wrong
	}
	m := modernizer{targets: map[string]any{}}
	m.collect(root)
	root = m.rewrite(root, "")
	if !m.changed {
		return data, nil
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if e.Encode(root) != nil {
		return data, nil
	}
	return b.Bytes(), m.notes
}

type modernizer struct {
	targets map[string]any // id of a link -> what it leads to
	notes   []string
	changed bool
}

func (m *modernizer) note(format string, args ...any) {
	m.changed = true
	m.notes = once(m.notes, fmt.Sprintf(format, args...))
}

// local is the local name of a key or type of ValueFlows, in whichever namespace.
func local(key string) string { return key[strings.LastIndexAny(key, "#/:")+1:] }

// member is the value of a key by its local name.
func member(o map[string]any, name string) (any, bool) {
	for _, key := range sortedKeys(o) {
		if local(key) == name && key != "@"+name {
			return o[key], true
		}
	}
	return nil, false
}

func idOf(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case map[string]any:
		for _, key := range []string{"@id", "id"} {
			if id, ok := v[key].(string); ok {
				return id
			}
		}
	}
	return ""
}

// classOf is the local name of an object's first type.
func classOf(o map[string]any) string {
	for _, key := range []string{"@type", "type"} {
		switch t := o[key].(type) {
		case string:
			return local(t)
		case []any:
			if len(t) > 0 {
				s, _ := t[0].(string)
				return local(s)
			}
		}
	}
	return ""
}

// collect notes where the links of a document lead.
func (m *modernizer) collect(v any) {
	switch v := v.(type) {
	case []any:
		for _, one := range v {
			m.collect(one)
		}
	case map[string]any:
		for _, l := range links {
			if classOf(v) == l.class {
				if to, ok := member(v, l.to); ok && idOf(v) != "" {
					m.targets[idOf(v)] = to
				}
			}
		}
		for _, one := range v {
			m.collect(one)
		}
	}
}

// rewrite is a value as 1.0 says it. under is the key it stands under.
func (m *modernizer) rewrite(v any, under string) any {
	switch v := v.(type) {
	case []any:
		all := make([]any, len(v))
		for i, one := range v {
			all[i] = m.rewrite(one, under)
		}
		return all
	case string:
		if to, ok := m.targets[v]; ok && under != "@id" && under != "id" {
			m.changed = true
			return m.rewrite(to, under)
		}
		return v
	case map[string]any:
		if under == "@context" {
			return v
		}
		if to, ok := m.targets[idOf(v)]; ok && len(v) == 1 {
			m.changed = true
			return m.rewrite(to, under)
		}
		for _, l := range links {
			if classOf(v) == l.class {
				return m.link(v, l.class, l.from, l.to, l.says, l.since, under)
			}
		}
		return m.object(v)
	}
	return v
}

// link puts the direct property in place of a link: standing alone, it becomes a statement about the
// first thing; inside the first thing, it becomes the second.
func (m *modernizer) link(o map[string]any, class, from, to, says, since, under string) any {
	first, _ := member(o, from)
	second, there := member(o, to)
	lost := []string{}
	for _, key := range sortedKeys(o) {
		if name := local(key); name != from && name != to && !slices.Contains([]string{"id", "@id", "type", "@type", "reciprocal", "@context"}, name) && !strings.HasPrefix(key, "@") {
			lost = append(lost, name)
		}
	}
	what := class + " " + idOf(o)
	if len(lost) > 0 {
		m.note("%s: the class was removed in ValueFlows %s; the two things now say it themselves, and its %s is lost", strings.TrimSpace(what), since, strings.Join(lost, ", "))
	} else {
		m.note("%s: the class was removed in ValueFlows %s; the two things now say it themselves", strings.TrimSpace(what), since)
	}
	if !there {
		return map[string]any{}
	}
	if back, _ := member(o, "reciprocal"); back == true {
		says = vf.Reciprocal.Term
	}
	property := string(vf.Schema.Base) + says
	if strings.Contains(says, "://") {
		property = says
	}
	second = m.rewrite(second, to)
	if text, ok := second.(string); ok {
		second = map[string]any{"@id": text}
	}
	if idOf(first) == "" {
		return second
	}
	// A context of the document goes with the statement that takes its place.
	node := map[string]any{"@id": idOf(first), property: second}
	if context, ok := o["@context"]; ok {
		node["@context"] = context
	}
	return node
}

// object renames the terms of an object that were removed.
func (m *modernizer) object(o map[string]any) map[string]any {
	next := make(map[string]any, len(o))
	class := classOf(o)
	for _, key := range sortedKeys(o) {
		value := m.rewrite(o[key], key)
		now, gone := removed[local(key)]
		// A term is removed only for what is a thing of ValueFlows.
		if !gone || class == "" || vfClass(class) == nil || strings.HasPrefix(key, "@") {
			next[key] = value
			continue
		}
		switch p := now[class]; {
		case p != nil && p.Term == local(key):
			next[key] = value
			continue
		case p != nil:
			m.note("%s: %s is called %s since ValueFlows 1.0", idOf(o), local(key), p.Term)
			if id := idOf(value); id != "" {
				value = map[string]any{"@id": id}
			}
			next[string(p.IRI)] = value
		default:
			m.note("%s: %s has no equal in ValueFlows 1.0 and is kept as %s", idOf(o), local(key), olderBase+local(key))
			next[olderBase+local(key)] = value
		}
	}
	for _, key := range sortedKeys(next) {
		was := local(idOf(next[key]))
		if local(key) == "action" && slices.Contains(formerActions, was) {
			m.note("%s: the action %s is modify with the state %q since ValueFlows 0.5", idOf(o), was, was)
			next[key] = map[string]any{"@id": string(vf.Modify.IRI)}
			next[string(vf.State.IRI)] = was
		}
	}
	return next
}

func vfClass(name string) *vocab.Class {
	for _, c := range vf.Schema.Classes {
		if c.Name == name {
			return c
		}
	}
	return nil
}
