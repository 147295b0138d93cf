package importer

import (
	"fmt"
	"strings"
	"sync"

	"tributary/vocab"
	"tributary/vocab/vf"
)

// The kinds of rows.
const (
	rowsEvents         = "events"
	rowsCommitments    = "commitments"
	rowsResources      = "resources"
	rowsAgents         = "agents"
	rowsSpecifications = "specifications"
)

// kind is what a row of a table is.
type kind struct {
	name  string
	class *vocab.Class
	words []string // in the name of a file
	needs []need   // columns that show it, in the order in which kinds are asked
}

// need is satisfied by any of its columns, unless there is one that speaks against it.
type need struct{ any []string }

// kinds are asked in this order; the first whose needs are all there is it.
var kinds = []kind{
	{rowsCommitments, vf.Commitment, []string{"commitment", "promise", "zusage", "engagement", "compromiso"},
		[]need{{[]string{"due"}}, {[]string{"provider", "receiver", "action"}}}},
	{rowsEvents, vf.EconomicEvent, []string{"event", "flow", "journal", "timesheet", "ereignis", "buchung", "stunden", "événement", "evento"},
		[]need{{[]string{"provider", "receiver", "action", "effort"}}}},
	{rowsResources, vf.EconomicResource, []string{"resource", "inventory", "stock", "bestand", "lager", "inventar", "inventaire", "inventario"},
		[]need{{[]string{"name", "resource"}}, {[]string{"quantity", "accountable", "onhand", "tracking"}}}},
	{rowsAgents, vf.Agent, []string{"agent", "member", "people", "person", "mitglied", "membre", "miembro"},
		[]need{{[]string{"name", "provider"}}, {[]string{"kind"}}}},
	{rowsSpecifications, vf.ResourceSpecification, []string{"specification", "product", "catalogue", "katalog", "catalogo"},
		[]need{{[]string{"name", "specification"}}, {[]string{"unit"}}}},
}

func rowKinds() (names []string) {
	for _, k := range kinds {
		names = append(names, k.name)
	}
	return names
}

func kindNamed(name string) *kind {
	for i := range kinds {
		if kinds[i].name == name {
			return &kinds[i]
		}
	}
	return nil
}

// role is what a column of a table means.
type role struct {
	name     string // in a mapping
	property *vocab.Property
	doc      string
	words    []string // headings that are recognised, folded; name and term are, too
}

// leftOut is the role of columns that a mapping passes over.
const leftOut = "-"

// roles are what columns mean. A heading that two roles claim in two kinds of tables is told apart
// by forKind.
var roles = []role{
	{"id", nil, "what the row is called for ever; without one, a row is known by all its cells",
		[]string{"nr", "no", "no.", "number", "nummer", "key", "ref", "reference", "belegnr", "numéro", "número", "uuid"}},
	{"time", vf.HasPointInTime, "when it happened: a day, or a day and time",
		[]string{"date", "datum", "day", "when", "timestamp", "date time", "datetime", "zeit", "tag", "fecha", "jour", "quand"}},
	{"beginning", vf.HasBeginning, "when it began", []string{"start", "begin", "started", "von datum", "beginn", "début", "inicio", "start date"}},
	{"end", vf.HasEnd, "when it ended", []string{"ended", "finish", "bis datum", "ende", "fin", "end date"}},
	{"due", vf.Due, "when it is promised for", []string{"due date", "deadline", "fällig", "frist", "échéance", "vencimiento", "promised for"}},
	{"action", vf.HasAction, "what was done, as an action of ValueFlows or a word for one",
		[]string{"type", "event", "activity", "verb", "aktion", "art", "tätigkeit", "acción", "acto"}},
	{"provider", vf.Provider, "who gives", []string{"from", "giver", "by", "who", "supplier", "seller", "worker", "von", "wer", "geber", "lieferant", "de", "qui", "fournisseur", "proveedor", "quién", "member"}},
	{"receiver", vf.Receiver, "who gets", []string{"to", "recipient", "for", "buyer", "customer", "an", "für", "empfänger", "kunde", "à", "pour", "destinataire", "a", "para", "receptor", "cliente"}},
	{"specification", vf.ResourceConformsTo, "what kind of thing it is",
		[]string{"what", "item", "product", "article", "resource type", "spec", "kind of resource", "was", "artikel", "produkt", "ware", "quoi", "produit", "qué", "producto", "artículo", "currency", "währung", "devise", "moneda"}},
	{"resource", vf.ResourceInventoriedAs, "which stock, account or thing of the record it is",
		[]string{"from resource", "inventory", "stock", "account", "lager", "bestand", "konto", "ressource", "stock de", "recurso", "cuenta"}},
	{"toresource", vf.ToResourceInventoriedAs, "which one it is at the receiver's",
		[]string{"to resource", "to stock", "to account", "to inventory", "nach lager", "auf konto", "vers stock", "a recurso"}},
	{"quantity", vf.ResourceQuantity, "how much, a unit may follow in the cell",
		[]string{"qty", "amount", "how much", "sum", "balance", "menge", "anzahl", "betrag", "quantité", "montant", "cantidad", "importe"}},
	{"unit", vf.HasUnit, "the unit of the quantity, or a currency", []string{"units", "uom", "measure", "einheit", "unité", "unidad"}},
	{"effort", vf.EffortQuantity, "how long it took: hours, or with its unit in the cell",
		[]string{"hours", "hrs", "h", "time spent", "duration", "stunden", "std", "std.", "dauer", "heures", "durée", "horas", "duración"}},
	{"effortunit", vf.UnitOfEffort, "the unit of the effort; without one, hours", []string{"effort unit", "unit of effort"}},
	{"note", vf.Note, "any text", []string{"notes", "comment", "comments", "description", "memo", "remark", "bemerkung", "notiz", "beschreibung", "kommentar", "remarque", "commentaire", "nota", "comentario", "descripción"}},
	{"process", nil, "the process it goes into or comes out of, as the action has it", []string{"project", "prozess", "projekt", "processus", "projet", "proceso", "proyecto"}},
	{"inputof", vf.InputOf, "the process it goes into", []string{"input of", "input to"}},
	{"outputof", vf.OutputOf, "the process it comes out of", []string{"output of", "output from"}},
	{"fulfills", vf.Fulfills, "the id of the commitment that it fulfils", []string{"fulfils", "commitment", "erfüllt", "zusage", "remplit", "cumple"}},
	{"plan", vf.PlannedWithin, "the plan it belongs to", []string{"planned within", "plano"}},
	{"corrects", vf.Corrects, "the id of the event that it corrects, in the same table", []string{"correction of", "korrigiert", "corrige"}},
	{"name", vf.Name, "what it is called", []string{"title", "label", "bezeichnung", "nom", "nombre", "titel"}},
	{"kind", nil, "of agents: person, organization or nature", []string{"agent type", "member type", "agententyp"}},
	{"accountable", vf.PrimaryAccountable, "whose it is", []string{"primary accountable", "owner", "eigentümer", "besitzer", "propriétaire", "propietario"}},
	{"onhand", vf.OnhandQuantity, "how much is at hand, where that is not the quantity", []string{"on hand", "on hand quantity", "onhand quantity"}},
	{"tracking", vf.TrackingIdentifier, "serial number or mark", []string{"tracking identifier", "serial", "serial number", "lot", "seriennummer", "charge"}},
	{"visibility", nil, "public: this row is for everybody", []string{"public", "visible", "audience", "öffentlich", "sichtbarkeit", "público"}},
}

// forKind are headings that mean something else in tables of one kind.
var forKind = map[string]map[string]string{
	rowsAgents:         {"type": "kind", "who": "name", "member": "name", "provider": "name", "art": "kind", "agent": "name", "wer": "name"},
	rowsResources:      {"resource": "name", "item": "name", "stock": "name", "account": "name", "type": "specification", "number": "tracking", "konto": "name", "lager": "name", "art": "specification"},
	rowsSpecifications: {"specification": "name", "product": "name", "item": "name", "type": "name", "artikel": "name"},
	rowsCommitments:    {"date": "due", "datum": "due"},
}

// rolesByWord are the roles by each heading, folded.
var rolesByWord = sync.OnceValue(func() map[string]*role {
	all := map[string]*role{}
	for i := range roles {
		r := &roles[i]
		words := append([]string{r.name}, r.words...)
		if r.property != nil {
			words = append(words, r.property.Term)
		}
		for _, w := range words {
			if all[fold(w)] == nil {
				all[fold(w)] = r
			}
		}
	}
	return all
})

func roleNamed(name string) *role {
	for i := range roles {
		if roles[i].name == name {
			return &roles[i]
		}
	}
	return nil
}

func roleNames() (names []string) {
	for _, r := range roles {
		names = append(names, r.name)
	}
	return names
}

// actionsByWord are the rows of the actions by each word for one, folded.
var actionsByWord = sync.OnceValue(func() map[string]*actionRow {
	all, byName := map[string]*actionRow{}, map[string]*actionRow{}
	for i := range vf.Behaviours {
		row := &vf.Behaviours[i]
		byName[row.Action.Name] = row
		for _, w := range append([]string{row.Action.Name}, row.Action.Aliases...) {
			all[fold(w)] = row
		}
	}
	for word, name := range actionWords {
		if all[fold(word)] == nil {
			all[fold(word)] = byName[name]
		}
	}
	return all
})

// layout is what the columns of one table are.
type layout struct {
	kind    *kind
	native  bool             // written by this software: the headings are terms, a column says the class
	at      map[string][]int // role -> columns
	unknown []int            // columns that are kept as they are
	heading []string         // as the table has them
}

// columnBase begins the properties under which columns without a role are kept: the heading
// follows, percent-encoded.
const columnBase vocab.IRI = "https://w3id.org/tributary/csv#"

// layoutOf is the layout of a table by its headings, its mapping and its name.
func layoutOf(name string, heading []string, m *Mapping) (*layout, error) {
	l := &layout{at: map[string][]int{}, heading: heading}
	seen := map[string]int{}
	for i, h := range heading {
		word := fold(h)
		if word == "" {
			continue
		}
		if first, twice := seen[word]; twice {
			return nil, fmt.Errorf("columns %d and %d are both called %q", first+1, i+1, h)
		}
		seen[word] = i
	}
	if _, typed := seen["type"]; typed && isNative(heading) && m.Rows == "" {
		l.native = true
		return l, nil
	}
	if m.Rows != "" {
		l.kind = kindNamed(m.Rows)
	} else if l.kind = kindOf(name, heading, m); l.kind == nil {
		return nil, fmt.Errorf("nothing tells what a row is; a mapping with \"rows:\" does, one of %s. Columns: %s",
			strings.Join(rowKinds(), ", "), shortened(strings.Join(heading, ", "), 400))
	}
	for i, h := range heading {
		said, mapped := m.Columns[fold(h)]
		r := roleNamed(said)
		if !mapped {
			r = recognised(h, l.kind)
		}
		switch {
		case said == leftOut:
		case r == nil:
			l.unknown = append(l.unknown, i)
		default:
			l.at[r.name] = append(l.at[r.name], i)
		}
	}
	for r, columns := range l.at {
		if len(columns) > 1 && r != "note" {
			return nil, fmt.Errorf("columns %q and %q both mean %s; a mapping with \"columns:\" settles which does",
				heading[columns[0]], heading[columns[1]], r)
		}
	}
	return l, nil
}

// recognised is the role of a heading in a table of a kind; nil: none.
func recognised(heading string, k *kind) *role {
	word := fold(heading)
	if other, ok := forKind[k.name][word]; ok {
		return roleNamed(other)
	}
	if r := rolesByWord()[word]; r != nil {
		return r
	}
	// "Menge (kg)" is a quantity; the unit is taken from the heading.
	if before, _, ok := strings.Cut(word, "("); ok && before != "" {
		return rolesByWord()[strings.TrimSpace(before)]
	}
	return nil
}

// kindOf is what the rows of a table are by its name, else by its columns; nil: not known.
func kindOf(name string, heading []string, m *Mapping) *kind {
	base := strings.ToLower(name[strings.LastIndexAny(name, `/\`)+1:])
	for i := range kinds {
		for _, w := range kinds[i].words {
			if strings.Contains(base, w) {
				return &kinds[i]
			}
		}
	}
	has := map[string]bool{}
	for _, h := range heading {
		if said, ok := m.Columns[fold(h)]; ok {
			has[said] = true
		} else if r := recognised(h, &kind{}); r != nil {
			has[r.name] = true
		}
	}
	for r := range m.Defaults {
		has[r] = true
	}
	for i := range kinds {
		all := true
		for _, n := range kinds[i].needs {
			one := false
			for _, r := range n.any {
				one = one || has[r]
			}
			all = all && one
		}
		if all {
			return &kinds[i]
		}
	}
	return nil
}
