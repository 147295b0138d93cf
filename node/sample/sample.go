package sample

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"tributary/node"
	"tributary/node/account"
	"tributary/node/importer"
	"tributary/vocab"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

//go:embed alder.jsonld
var alder []byte

// source is where the groups of alder.jsonld say they come from; by these names they are found again.
const source = "https://alder.example/groups/"

// Options say where to plant. Node and Accounts are needed.
type Options struct {
	Node     *node.Node
	Accounts *account.Accounts
	Now      time.Time // when the season has just ended; zero: now
}

// Sample is what there is to see, and how to get at it.
type Sample struct {
	Members []Member
	Tokens  []Token
	Pages   []Page
	Group   vocab.IRI // one to try things with
	Secret  string    // a token that records for it
	Event   string    // something to record, as JSON on one line
}

// Member is someone who may sign in.
type Member struct{ Name, May, Link string }

// Token lets programs in.
type Token struct{ Holder, Secret string }

// Page is an address worth opening.
type Page struct {
	What    string
	Address vocab.IRI
}

// Plant brings the sample network in, lets it have a season, and invites two members. A node that
// has the network already keeps it as it is; links and tokens are new each time.
func Plant(ctx context.Context, o Options) (Sample, error) {
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	p := planting{Options: o, ctx: ctx}
	if err := p.network(); err != nil {
		return Sample{}, err
	}
	if err := p.people(); err != nil {
		return Sample{}, err
	}
	return p.sample, p.addresses()
}

// planting is one call of Plant.
type planting struct {
	Options
	ctx    context.Context
	sample Sample

	alder, soil, water, tools vocab.IRI
}

// network imports the network, and the first time lets it have its season.
func (p *planting) network() error {
	err := p.groups()
	if err == nil {
		return nil
	}
	if node.KindOf(err) != node.NotFound {
		return err
	}
	report, err := importer.ImportBytes(p.ctx, "alder.jsonld", alder, importer.Options{Node: p.Node, Group: p.Node.Node()})
	if err != nil {
		return fmt.Errorf("import the network: %w", explained(err, report))
	}
	if err := p.groups(); err != nil {
		return err
	}
	s := season{
		ctx: p.ctx, node: p.Node, begin: p.Now.UTC().Truncate(24*time.Hour).AddDate(0, 0, -7*(weeks+1)),
		chance: rand.New(rand.NewPCG(1, 2)),
		alder:  p.alder, soil: p.soil, water: p.water, tools: p.tools,
		specs: map[string]vocab.IRI{}, stocks: map[string]vocab.IRI{}, people: map[string]vocab.IRI{},
	}
	return s.run()
}

// groups finds the groups that matter here. NotFound before the network is there.
func (p *planting) groups() error {
	for _, g := range []struct {
		at *vocab.IRI
		of string
	}{{&p.alder, "network"}, {&p.soil, "seed-and-soil"}, {&p.water, "watershed"}, {&p.tools, "tool-commons"}} {
		found, err := p.Node.Find(p.ctx, node.Operator, node.Query{
			Classes: p.Node.Kinds(pf.Group), Limit: 1,
			Refers: []node.Link{{Property: pf.AlternateOf.IRI, To: vocab.IRI(source + g.of)}},
		})
		if err != nil {
			return err
		}
		if len(found) == 0 {
			return node.Errorf(node.NotFound, "the group %s is not there yet", g.of)
		}
		*g.at = found[0].IRI
	}
	return nil
}

// people invites the members and makes tokens.
func (p *planting) people() error {
	for _, m := range []struct {
		name, may string
		seats     map[vocab.IRI]node.Role
	}{
		{"Ana", "admin of Alder River and Seed and Soil", map[vocab.IRI]node.Role{p.alder: node.Admin, p.soil: node.Admin}},
		{"Bram", "editor of Watershed", map[vocab.IRI]node.Role{p.water: node.Editor}},
	} {
		member := Member{Name: m.name, May: m.may}
		for group, role := range m.seats {
			link, _, err := p.Accounts.Invite(p.ctx, m.name+"@alder.example", group, role)
			if err != nil {
				return fmt.Errorf("invite %s: %w", m.name, err)
			}
			member.Link = link // the last one counts
		}
		p.sample.Members = append(p.sample.Members, member)
	}
	for _, group := range []vocab.IRI{p.soil, p.water} {
		secret, err := p.Accounts.Token(p.ctx, group, account.Write)
		if err != nil {
			return fmt.Errorf("make a token: %w", err)
		}
		p.sample.Tokens = append(p.sample.Tokens, Token{p.Node.Handle(group), secret})
	}
	p.sample.Group, p.sample.Secret = p.soil, p.sample.Tokens[0].Secret
	return nil
}

// addresses are what is worth opening.
func (p *planting) addresses() error {
	beds, err := p.named(vf.EconomicResource, "Nursery beds")
	if err != nil {
		return err
	}
	p.sample.Pages = []Page{
		{"a network of groups", p.alder},
		{"how its state changed", p.alder + "/state/timemap.html"},
		{"what one of its groups did", p.soil + "/events"},
	}
	if beds != "" {
		p.sample.Pages = append(p.sample.Pages, Page{"a stock and its history", beds})
	}
	compost, err := p.named(vf.EconomicResource, "Compost heap")
	if err != nil {
		return err
	}
	p.sample.Event = fmt.Sprintf(`{"type": "EconomicEvent", "action": "consume", "provider": %q, "receiver": %q, `+
		`"resourceInventoriedAs": %q, "resourceQuantity": {"hasNumericalValue": "2.5", "hasUnit": "kilogram"}}`, p.soil, p.soil, compost)
	return nil
}

// named finds a thing of Seed and Soil by its name.
func (p *planting) named(class *vocab.Class, name string) (found vocab.IRI, err error) {
	err = p.Node.Each(p.ctx, node.Operator, node.Query{Classes: p.Node.Kinds(class), Owner: p.soil}, func(v node.Version) error {
		r, err := v.Resource()
		if err == nil && r.Get(vf.Name).Text() == name && found == "" {
			found = v.IRI
		}
		return err
	})
	return found, err
}

// explained is why an import failed, with what the source breaks.
func explained(err error, report importer.Report) error {
	if len(report.Violations) > 0 {
		return errors.Join(err, report.Violations)
	}
	return err
}
