package federation_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"tributary/contexts"
	"tributary/federation"
	"tributary/node"
	"tributary/node/nodetest"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/vf"
)

// post reads a body as the outbox of a group would, and submits it.
func post(n *nodetest.Node, group vocab.IRI, body string) (node.Receipt, error) {
	act, err := federation.ReadActivity([]byte(body), group)
	if err != nil {
		return node.Receipt{}, err
	}
	return n.Submit(context.Background(), nodetest.Speaking(group), act)
}

func TestBodiesThatMeanTheSame(t *testing.T) {
	plan := `"type": "Plan", "name": "Spring", "due": "2026-05-01T00:00:00Z"`
	for name, body := range map[string]string{
		"a bare object":              `{` + plan + `}`,
		"an array of bare objects":   `[{` + plan + `}]`,
		"a Create":                   `{"type": "Create", "object": {` + plan + `}}`,
		"a Create of an array":       `{"type": "Create", "object": [{` + plan + `}]}`,
		"with the native context":    `{"@context": "https://elsewhere.example/contexts/` + contexts.Native().Name + `", ` + plan + `}`,
		"a message":                  `{"@context": ["https://www.w3.org/ns/activitystreams", "https://elsewhere.example/contexts/` + contexts.ActivityStreams().Name + `"], "type": "Create", "object": {` + plan + `}}`,
		"with prefixes of its own":   `{"@context": {"v": "https://w3id.org/valueflows/ont/vf#"}, "@type": "v:Plan", "v:name": "Spring", "v:due": {"@value": "2026-05-01T00:00:00Z", "@type": "http://www.w3.org/2001/XMLSchema#dateTimeStamp"}}`,
		"under an older namespace":   `{"@context": {"v": "https://w3id.org/valueflows#"}, "@type": "v:Plan", "v:name": "Spring", "v:due": "2026-05-01T00:00:00Z"}`,
		"an activity with its actor": `{"type": "Create", "actor": "` + nodetest.Base + `/groups/garden", "to": ["as:Public"], "object": {` + plan + `}}`,
	} {
		t.Run(name, func(t *testing.T) {
			n := nodetest.New(t)
			receipt, err := post(n, n.Group("garden"), body)
			if err != nil {
				t.Fatal(err)
			}
			r := n.Thing(receipt.Objects[0])
			if r.Class() != vf.Plan || r.Get(vf.Name).Text() != "Spring" || r.Get(vf.Due).Text() != "2026-05-01T00:00:00Z" {
				t.Errorf("got a %s named %q, due %q", r.Class(), r.Get(vf.Name).Text(), r.Get(vf.Due).Text())
			}
		})
	}
}

func TestWhatAPropertySetToNullMeans(t *testing.T) {
	n := nodetest.New(t)
	garden := n.Group("garden")
	plan := n.Create(garden, `{"type": "Plan", "name": "Spring", "note": "Rough"}`)

	if _, err := post(n, garden, fmt.Sprintf(`{"type": "Update", "object": {"id": %q, "type": "Plan", "note": null}}`, plan)); err != nil {
		t.Fatal(err)
	}
	if r := n.Thing(plan); r.Has(vf.Note) || r.Get(vf.Name).Text() != "Spring" {
		t.Errorf("note %q, name %q", r.Get(vf.Note).Text(), r.Get(vf.Name).Text())
	}
}

func TestBodiesThatAreRefused(t *testing.T) {
	n := nodetest.New(t)
	garden := n.Group("garden")
	event := `{"type": "EconomicEvent", "action": "consume", "provider": %[1]q, "receiver": %[1]q, "resourceInventoriedAs": %[2]q, "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "1"}}`
	for name, c := range map[string]struct {
		kind node.Kind
		body string
		says string
	}{
		"no JSON":                {node.Unreadable, `{"type": `, "JSON"},
		"two values":             {node.Unreadable, `{} {}`, "JSON"},
		"a key twice":            {node.Unreadable, `{"type": "Plan", "name": "a", "name": "b"}`, "duplicate"},
		"bad UTF-8":              {node.Unreadable, "{\"type\": \"Plan\", \"name\": \"\xff\"}", "UTF-8"},
		"10,000 levels":          {node.Unreadable, strings.Repeat(`{"object":`, 10_000) + `1` + strings.Repeat(`}`, 10_000), ""},
		"an unknown key":         {node.Invalid, `{"type": "Plan", "title2": "x"}`, "title2"},
		"an unknown term":        {node.Invalid, `{"@context": {"v": "https://w3id.org/valueflows/ont/vf#"}, "@type": "v:Plan", "v:nonsense": "x"}`, "nonsense"},
		"an unknown type":        {node.Invalid, `{"type": "Unicorn"}`, "type"},
		"an empty reference":     {node.Invalid, fmt.Sprintf(event, garden, ""), "resourceInventoriedAs"},
		"a reference with space": {node.Invalid, fmt.Sprintf(event, garden, "https://a.example/b c"), "resourceInventoriedAs"},
		"somebody else's name":   {node.Forbidden, `{"type": "Create", "actor": "` + nodetest.Base + `/groups/bakery", "object": {"type": "Plan"}}`, "bakery"},
		"another's context":      {node.Unreadable, `{"@context": "https://elsewhere.example/context", "type": "Plan"}`, "elsewhere.example"},
		"a verb nobody knows":    {node.Invalid, `{"type": "Listen", "object": "https://a.example/song"}`, "Listen"},
		"nothing":                {node.Invalid, `{"type": "Create"}`, "object"},
	} {
		t.Run(name, func(t *testing.T) {
			before := n.Position()
			_, err := post(n, garden, c.body)
			if node.KindOf(err) != c.kind || !strings.Contains(err.Error(), c.says) {
				t.Errorf("got %s: %v; want %s that says %q", node.KindOf(err), err, c.kind, c.says)
			}
			if n.Position() != before {
				t.Error("something was stored")
			}
		})
	}
}

func TestAddresseesCountWhereverTheyStand(t *testing.T) {
	members := nodetest.Base + "/groups/garden/members"
	for name, body := range map[string]string{
		"on the activity":                    `{"type": "Create", "to": [%q], "object": {"type": "Plan", "name": "Quiet"}}`,
		"on the object":                      `{"type": "Create", "object": {"type": "Plan", "name": "Quiet", "to": [%q]}}`,
		"on a bare object":                   `{"type": "Plan", "name": "Quiet", "cc": %q}`,
		"on each of several":                 `[{"type": "Plan", "name": "Quiet", "to": [%[1]q]}, {"type": "Plan", "name": "Other", "to": [%[1]q]}]`,
		"blind":                              `{"type": "Create", "bto": [%q], "object": {"type": "Plan", "name": "Quiet"}}`,
		"as an audience":                     `{"type": "Create", "audience": %q, "object": {"type": "Plan", "name": "Quiet"}}`,
		"under a context of ActivityStreams": `{"@context": ["https://www.w3.org/ns/activitystreams", "https://a.example/contexts/` + contexts.ActivityStreams().Name + `"], "type": "Create", "bcc": [%q], "object": {"type": "Plan", "name": "Quiet"}}`,
	} {
		t.Run(name, func(t *testing.T) {
			n := nodetest.New(t)
			garden := n.Group("garden")
			receipt, err := post(n, garden, fmt.Sprintf(body, members))
			if err != nil {
				t.Fatal(err)
			}
			for _, id := range append(receipt.Objects, receipt.Activity) {
				if _, err := n.Get(context.Background(), node.Stranger, id); node.KindOf(err) != node.NotFound {
					t.Errorf("a stranger asked for %s and got %v", id, err)
				}
			}
			if r := n.Thing(receipt.Objects[0]); r.Has(as.To) || r.Has(as.CC) {
				t.Error("the thing itself says to whom it was sent")
			}
		})
	}
}

func TestManyObjectsAreReadInTheTimeOfTheirNumber(t *testing.T) {
	n := nodetest.New(t)
	garden := n.Group("garden")
	many := func(count int) string {
		return `{"type": "Update", "object": [` + strings.TrimSuffix(strings.Repeat(`{"type": "Plan", "name": null},`, count), ",") + `]}`
	}

	if act, err := federation.ReadActivity([]byte(many(10_000)), garden); err != nil || len(act.Objects) != 10_000 {
		t.Errorf("%d objects, %v", len(act.Objects), err)
	}
	if _, err := federation.ReadActivity([]byte(many(10_001)), garden); node.KindOf(err) != node.TooLarge {
		t.Errorf("one more: %v", err)
	}
}
