package importer_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"tributary/contexts"
	"tributary/node"
	"tributary/node/importer"
	"tributary/node/nodetest"
	"tributary/vocab"
	"tributary/vocab/graph"
	"tributary/vocab/jsonld"
	"tributary/vocab/model"
	"tributary/vocab/own"
	"tributary/vocab/rdf"
	"tributary/vocab/vf"
)

// syntaxes are the forms in which a node writes its whole record.
var syntaxes = []struct {
	file  string
	write func(*testing.T, []*vocab.Resource) []byte
}{
	{"export.nq", inRDF(rdf.NQuads)},
	{"export.ttl", inRDF(rdf.Turtle)},
	{"export.trig", inRDF(rdf.TriG)},
	{"export.jsonld", func(_ *testing.T, all []*vocab.Resource) []byte {
		return jsonld.Documents(all, nodetest.Base+"/contexts/"+contexts.Native().Name)
	}},
}

func inRDF(f *rdf.Format) func(*testing.T, []*vocab.Resource) []byte {
	return func(t *testing.T, all []*vocab.Resource) []byte {
		t.Helper()
		var quads []rdf.Quad
		for _, r := range all {
			quads = graph.Append(quads, r)
		}
		var text bytes.Buffer
		if err := rdf.Write(&text, f, quads, model.Prefixes()); err != nil {
			t.Fatal(err)
		}
		return text.Bytes()
	}
}

// whole is everything that a node has, in order of creation.
func whole(t *testing.T, n *node.Node) (all []*vocab.Resource) {
	t.Helper()
	err := n.Each(context.Background(), node.Operator, node.Query{}, func(v node.Version) error {
		r, err := v.Resource()
		all = append(all, r)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// traded is a node on which two groups made, used, gave, corrected, lent, packed and promised things.
// Its events are not in the order in which they took effect.
func traded(t *testing.T) *nodetest.Node {
	n := nodetest.New(t)
	garden, bakery := n.Group("garden"), n.Group("bakery")
	both := nodetest.Speaking(garden, bakery)
	record := func(actor vocab.IRI, provider, receiver vocab.IRI, action, resource, amount, more string) vocab.IRI {
		unit := "kilogram"
		if amount == "1" {
			unit = "one"
		}
		return n.Must(both, node.Create(actor, n.Read(fmt.Sprintf(`{"type": "EconomicEvent", "action": %q, "provider": %q, "receiver": %q,
			"resourceInventoriedAs": %q, "resourceQuantity": {"hasUnit": %q, "hasNumericalValue": %q}%s}`,
			action, provider, receiver, resource, unit, amount, more))...)).Objects[0]
	}
	apples := n.Stock(garden, "Apples", "10", "kilogram")
	larder := n.Create(bakery, fmt.Sprintf(`[{"id": "_:l", "type": "EconomicResource", "name": "Larder"},
		{"type": "SpatialThing", "id": "_:cellar", "name": "Cellar", "lat": "52.1"},
		{"type": "EconomicEvent", "action": "raise", "provider": %q, "receiver": %q, "resourceInventoriedAs": "_:l", "opening": true,
		 "openingLocation": "_:cellar", "openingState": "fresh", "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "2"}}]`, bakery, bakery))
	record(garden, garden, garden, "consume", string(apples), "4", "")
	crate := n.Stock(bakery, "Crate", "2", "kilogram")
	basket := n.Must(both, node.Create(bakery, n.Read(fmt.Sprintf(`[{"id": "_:b", "type": "EconomicResource", "name": "Basket"},
		{"type": "EconomicEvent", "action": "transfer", "provider": %q, "receiver": %q, "resourceInventoriedAs": %q, "toResourceInventoriedAs": "_:b",
		 "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "2"}}]`, garden, bakery, apples))...)).Objects[0]
	record(bakery, bakery, bakery, "consume", string(basket), "0.5", "")
	record(bakery, bakery, bakery, "consume", string(larder), "0.25", "")

	press := n.Create(garden, `[{"id": "_:p", "type": "Process", "name": "Pressing", "basedOn": "_:pressing"},
		{"id": "_:pressing", "type": "ProcessSpecification", "name": "Press"}]`)
	n.Create(garden, fmt.Sprintf(`[{"id": "_:j", "type": "EconomicResource", "name": "Juice"},
		{"type": "EconomicEvent", "action": "produce", "provider": %q, "receiver": %q, "outputOf": %q, "resourceInventoriedAs": "_:j",
		 "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "3"}}]`, garden, garden, press))

	pledge := n.Create(garden, fmt.Sprintf(`{"type": "Commitment", "action": "transfer", "provider": %q, "receiver": %q, "due": "2026-06-01T00:00:00Z",
		"resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "4"}}`, garden, bakery))
	waits := n.Create(garden, fmt.Sprintf(`{"type": "EconomicEvent", "action": "transfer", "provider": %q, "receiver": %q, "fulfills": %q,
		"resourceInventoriedAs": %q, "toResourceInventoriedAs": %q, "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "3"}}`,
		garden, bakery, pledge, apples, crate))
	spent := record(bakery, bakery, bakery, "consume", string(crate), "1.5", `, "hasPointInTime": "2026-03-01T00:00:00Z"`)
	record(bakery, bakery, bakery, "consume", string(crate), "-0.5", fmt.Sprintf(`, "corrects": %q`, spent))
	n.Must(nodetest.Speaking(bakery), node.Activity{Verb: "Accept", Actor: bakery, Objects: []node.Object{{IRI: waits}}})

	barrow, ladder, shed := n.Stock(garden, "Barrow", "1", "one"), n.Stock(garden, "Ladder", "1", "one"), n.Stock(garden, "Shed", "1", "one")
	record(garden, garden, bakery, "transferCustody", string(barrow), "1", "")
	record(garden, bakery, garden, "transferCustody", string(barrow), "1", "")
	record(garden, garden, bakery, "transferCustody", string(ladder), "1", "")
	spade := n.Stock(garden, "Spade", "1", "one")
	packing := n.Create(garden, `{"type": "Process", "name": "Packing"}`)
	record(garden, garden, garden, "combine", string(spade), "1", fmt.Sprintf(`, "inputOf": %q, "toResourceInventoriedAs": %q`, packing, shed))
	n.Sound()
	return n
}

// stocks tells of each resource, and each promise, all that events made of it.
func stocks(all []*vocab.Resource) map[string]string {
	names := map[vocab.IRI]string{}
	for _, r := range all {
		names[r.ID()] = r.Get(vf.Name).Text()
	}
	found := map[string]string{}
	for _, r := range all {
		name := names[r.ID()]
		if r.Class().IsA(vf.Commitment) {
			name = "promise"
		} else if !r.Class().IsA(vf.EconomicResource) {
			continue
		}
		line := ""
		for _, p := range []*vocab.Property{
			vf.AccountingQuantity, vf.OnhandQuantity, vf.CurrentLocation, vf.Stage, vf.State, vf.PrimaryAccountable, own.Custodian, vf.ContainedIn,
			own.UncheckedBalance, own.FulfilledQuantity, own.OutstandingQuantity,
		} {
			for _, v := range r.All(p) {
				text := v.Text()
				if v.Part() != nil {
					text = v.Part().Get(vf.HasNumericalValue).Text() + " " + string(v.Part().Get(vf.HasUnit).IRI())
				}
				if called, ok := names[v.IRI()]; ok {
					text = called
				}
				line += p.Term + "=" + text + "; "
			}
		}
		found[name] = line
	}
	return found
}

func TestWholeExportComesIntoAnotherNodeWithTheSameStocksInEverySyntax(t *testing.T) {
	a := traded(t)
	all := whole(t, a.Node)
	want := stocks(all)
	if len(want) != 10 {
		t.Fatalf("%d stocks and promises: %v", len(want), want)
	}
	for name, holds := range map[string]string{
		"Apples": "onhandQuantity=1 ", "Larder": "accountingQuantity=1.75 ", "Crate": "accountingQuantity=4.0 ", "Basket": "accountingQuantity=1.5 ", "Juice": "stage=Press", "Ladder": "custodian=bakery", "Spade": "containedIn=Shed", "promise": "fulfilledQuantity=3 ",
	} {
		if !strings.Contains(want[name], holds) {
			t.Errorf("%s is %q, which does not say %s", name, want[name], holds)
		}
	}
	for _, s := range syntaxes {
		t.Run(s.file, func(t *testing.T) {
			db := nodetest.New(t).DB
			begin := nodetest.Begin.Add(24 * time.Hour)
			n := node.New(node.Options{Base: "https://other.example", Store: db, Now: func() time.Time { return begin }})
			text, opt := s.write(t, all), importer.Options{Node: n, Group: "https://other.example/actor"}

			report, err := importer.ImportBytes(context.Background(), s.file, text, opt)

			if err != nil {
				t.Fatal(err)
			}
			if report.Openings != 0 || len(report.Differences) > 0 || len(report.Warnings) > 0 || len(report.NotUnderstood) > 1 {
				t.Errorf("openings %d, differences %v, warnings %q, not understood %q", report.Openings, report.Differences, report.Warnings, report.NotUnderstood)
			}
			got := stocks(whole(t, n))
			for name := range want {
				if got[name] != want[name] {
					t.Errorf("%s\n here %s\n there %s", name, got[name], want[name])
				}
			}
			for _, handle := range []string{"garden", "bakery"} {
				if v, err := n.Get(context.Background(), node.Operator, n.Group(handle)); err != nil || v.IRI == "" {
					t.Errorf("%s is no group here: %v", handle, err)
				}
			}
			again, err := importer.ImportBytes(context.Background(), s.file, text, opt)
			if err != nil || len(again.Made)+len(again.Changed)+len(again.Differences)+len(again.Activities) > 0 {
				t.Errorf("again: made %v, changed %v, differences %v, %v", again.Made, again.Changed, again.Differences, err)
			}
			faults, err := n.Verify(context.Background(), nil)
			if err != nil || len(faults) > 0 {
				t.Errorf("faults %v, %v", faults, err)
			}
		})
	}
}
