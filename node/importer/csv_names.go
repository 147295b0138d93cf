package importer

import (
	"fmt"
	"hash/maphash"
	"net/url"
	"strings"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/pf"
	"tributary/vocab/quantity"
	"tributary/vocab/vf"
)

// csvBase begins the names at their source of what tables describe: csvBase SOURCE:KIND:NAME, and
// for rows csvBase SOURCE:row:FILE:ID.
const csvBase = "urn:tributary:csv:"

// maxNames bounds how many names are remembered; more are looked up again.
const maxNames = 100_000

// names are what a table calls things, and what they are here.
type names struct {
	here      map[vocab.IRI]vocab.IRI // name at the source -> IRI here; itself in a dry run
	described map[vocab.IRI]bool      // in the group of rows at hand
}

func newNames() names {
	return names{here: map[vocab.IRI]vocab.IRI{}, described: map[vocab.IRI]bool{}}
}

// name is the name at its source of what tables of one source call so.
func (t *table) name(kind, name string) vocab.IRI {
	return vocab.IRI(csvBase + url.PathEscape(t.source) + ":" + kind + ":" + url.PathEscape(fold(name)))
}

// rowName is the name at its source of a row with an id.
func (t *table) rowName(id string) vocab.IRI {
	if t.layout.kind != nil && t.layout.kind.name == rowsCommitments {
		return t.name("commitment", id)
	}
	return vocab.IRI(csvBase + url.PathEscape(t.source) + ":row:" + url.PathEscape(t.file) + ":" + url.PathEscape(fold(id)))
}

// agent is the agent of a name: the importing group under its own name, its handle or "us".
func (t *table) agent(name string) vocab.IRI {
	if t.ours[fold(name)] {
		return t.group
	}
	return t.named(vf.Agent, "agent", name)
}

// specification is the kind of thing of a name; empty for none. Currencies are known by their code.
func (t *table) specification(name string) vocab.IRI {
	if name == "" {
		return ""
	}
	code := currencyOf(name)
	if code == "" {
		return t.named(vf.ResourceSpecification, "specification", name)
	}
	return t.described(t.name("specification", code), vocab.New(vf.ResourceSpecification, "").
		With(vf.Name, vocab.Text(code)).With(vf.MediumOfExchange, vocab.Bool(true)).
		With(vf.DefaultUnitOfResource, vocab.Ref(quantity.OM2+"one")))
}

// stock is the resource of a name.
func (t *table) stock(name string, specification vocab.IRI) vocab.IRI {
	if id := t.meant(name); id != "" {
		return id
	}
	what := vocab.New(vf.EconomicResource, "").With(vf.Name, vocab.Text(name))
	if specification != "" {
		what = what.With(vf.ConformsTo, vocab.Ref(specification))
	}
	return t.described(t.name("resource", name), what)
}

// named is the thing of a class that a name means. What was not met before is described.
func (t *table) named(class *vocab.Class, kind, name string) vocab.IRI {
	if id := t.meant(name); id != "" {
		return id
	}
	return t.described(t.name(kind, name), vocab.New(class, "").With(vf.Name, vocab.Text(name)))
}

// meant is the IRI that a cell is or that the mapping has for it; else empty.
func (t *table) meant(name string) vocab.IRI {
	if id, ok := t.mapping.Names[fold(name)]; ok {
		return vocab.IRI(id)
	}
	for _, scheme := range []string{"http://", "https://", "urn:", "did:"} {
		if strings.HasPrefix(name, scheme) && !strings.ContainsAny(name, " \n\t") {
			return vocab.IRI(name)
		}
	}
	return ""
}

// described is what a name at the source is here; what is not known gets a description in the group
// of rows at hand.
func (t *table) described(source vocab.IRI, what *vocab.Resource) vocab.IRI {
	if here, ok := t.names.here[source]; ok {
		return here
	}
	if !t.names.described[source] && !t.trial {
		t.names.described[source] = true
		t.things = append(t.things, thing{resource: what.WithID(source), at: fmt.Sprintf("line %d", t.line), mention: true})
	}
	return source
}

// known is what a name at the source is here, without describing it.
func (t *table) known(source vocab.IRI) vocab.IRI {
	if here, ok := t.names.here[source]; ok {
		return here
	}
	if t.trial || t.names.described[source] {
		return source
	}
	found, err := t.opt.Node.Find(t.ctx, node.Operator, node.Query{Limit: 1, Refers: []node.Link{{Property: pf.AlternateOf.IRI, To: source}}})
	if err != nil || len(found) == 0 {
		t.report.warn("line %d: refers to %s, which was not brought in before; the reference is kept as it is", t.line, source)
		return source
	}
	t.remember(source, found[0].IRI)
	return found[0].IRI
}

func (t *table) remember(source, here vocab.IRI) {
	if len(t.names.here) >= maxNames {
		clear(t.names.here)
	}
	t.names.here[source] = here
}

// rowSeed keeps what a row is known by equal within one run; the names that are stored come from
// [derivedIRI].
var rowSeed = maphash.MakeSeed()

// identity is the id of a row: by its id, else by all its cells and how many equal rows stand
// before it. It remembers 16 bytes of each row, so that a repeated id is noticed.
func (t *table) identity(r *row) (vocab.IRI, error) {
	id := string(r.id)
	if id == "" {
		if said := r.get("id"); said != "" {
			id = string(t.rowName(said))
			if meant := t.meant(said); meant != "" {
				id = string(meant)
			}
		}
	}
	if id != "" {
		key := maphash.String(rowSeed, id)
		if first, twice := t.met[key]; twice {
			return "", badRow(r.line, "describes what line %d describes; each id or name stands once", first)
		}
		t.met[key] = uint32(r.line)
		return vocab.IRI(id), nil
	}
	content := strings.Join(r.cells, "\x1f")
	key := maphash.String(rowSeed, content)
	t.met[key]++
	return derivedIRI("row", t.source, t.file, content, fmt.Sprint(t.met[key])), nil
}
