package importer_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/importer"
	"tributary/node/nodetest"
	"tributary/vocab"
	"tributary/vocab/own"
	"tributary/vocab/vf"
)

// flows is a document of ValueFlows, its things one a line.
func flows(things ...string) []byte {
	return []byte(`{"@context": ["../proposed-vf-context.jsonld", {"ex": "https://ex.example/"}], "@graph": [` + strings.Join(things, ",\n") + `]}`)
}

func stock(id string, amount int) string {
	return fmt.Sprintf(`{"@id": "ex:%s", "@type": "EconomicResource", "name": %q, "accountingQuantity": {"hasUnit": "one", "hasNumericalValue": "%d"}}`, id, id, amount)
}

func event(id, action, resource string, amount int, more string) string {
	return fmt.Sprintf(`{"@id": "ex:%s", "@type": "EconomicEvent", "action": %q, "provider": "https://bo.example/", "receiver": "https://bo.example/",
		"resourceInventoriedAs": "ex:%s", "resourceQuantity": {"hasUnit": "one", "hasNumericalValue": "%d"}%s}`, id, action, resource, amount, more)
}

func TestYAMLComesInAsItsJSONDoes(t *testing.T) {
	yaml := `
# what a cooperative wrote by hand
'@context':
  - ../proposed-vf-context.jsonld
  - farm: https://farm.example/
'@graph':
  - '@id': farm:carrots
    '@type': EconomicResource
    name: Carrots
    trackingIdentifier: 4574
    accountingQuantity: {hasUnit: kilogram, hasNumericalValue: 12.50}
    containedIn:
  - '@id': farm:sale
    '@type': EconomicEvent
    action: consume
    provider: https://farm.example/
    receiver: https://farm.example/
    resourceInventoriedAs: farm:carrots
    hasPointInTime: 2026-03-01T10:00:00Z
    resourceQuantity: {hasUnit: kilogram, hasNumericalValue: 2.25}
`
	json := `{"@context": ["../proposed-vf-context.jsonld", {"farm": "https://farm.example/"}], "@graph": [
	{"@id": "farm:carrots", "@type": "EconomicResource", "name": "Carrots", "trackingIdentifier": "4574",
	 "accountingQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "12.50"}},
	{"@id": "farm:sale", "@type": "EconomicEvent", "action": "consume", "provider": "https://farm.example/", "receiver": "https://farm.example/",
	 "resourceInventoriedAs": "farm:carrots", "hasPointInTime": "2026-03-01T10:00:00Z", "resourceQuantity": {"hasUnit": "kilogram", "hasNumericalValue": "2.25"}}]}`
	a, b := nodetest.New(t), nodetest.New(t)

	fromYAML, fromJSON := imported(t, a, "farm.yaml", []byte(yaml)), imported(t, b, "farm.jsonld", []byte(json))

	if fmt.Sprint(fromYAML) != fmt.Sprint(fromJSON) {
		t.Errorf("from YAML:\n%v\nfrom JSON:\n%v", fromYAML, fromJSON)
	}
	holding(t, a, map[string]string{"https://farm.example/carrots": "10.25 kg (10.25 kg on hand)"})
}

func TestCorrectionsTakeEffectWhateverTheirTime(t *testing.T) {
	n := nodetest.New(t)
	text := string(read(t, examples+"production--correcting-errors.jsonld"))
	text = strings.Replace(text, `"@graph": [`, `"@graph": [`+
		`{"@id": "mfg:3129ca8b-fcda-45be-bbda-294dc924d3b9", "@type": "EconomicResource", "accountingQuantity": {"hasUnit": "one", "hasNumericalValue": "10"}},`+
		`{"@id": "mfg:e1721a61-cd47-4556-84b9-8b1b81da15bf", "@type": "EconomicResource", "accountingQuantity": {"hasUnit": "one", "hasNumericalValue": "0"}},`, 1)

	bring(t, n, n.Group("factory"), "desk.jsonld", []byte(text))

	holding(t, n, map[string]string{
		"https://manufacturing.example/3129ca8b-fcda-45be-bbda-294dc924d3b9": "5 (5 on hand)",
		"https://manufacturing.example/e1721a61-cd47-4556-84b9-8b1b81da15bf": "1 (1 on hand)",
	})
	process := from(t, n, "https://manufacturing.example/02b39a30-3e04-4305-9656-7f261aa63c84").IRI
	found, err := n.Find(context.Background(), node.Operator, node.Query{Refers: []node.Link{{Property: vf.InputOf.IRI, To: process}}})
	if err != nil {
		t.Fatal(err)
	}
	var hours []string
	for _, v := range found {
		if r, _ := v.Resource(); r.Get(vf.HasAction).IRI() == vf.Work.IRI {
			hours = append(hours, r.Get(vf.EffortQuantity).Part().Get(vf.HasNumericalValue).Text())
		}
	}
	if fmt.Sprint(hours) != "[7 -1]" {
		t.Errorf("hours of work %v; want 7, corrected by -1", hours)
	}
}

func TestSnapshotsAreCheckedAndNeverBelieved(t *testing.T) {
	n := nodetest.New(t)

	report := bring(t, n, n.Group("coop"), "flour.jsonld", flows(
		stock("flour", 10), event("e1", "consume", "flour", 3, ""), stock("flour", 7), event("e2", "consume", "flour", 2, ""), stock("flour", 6)))

	want := importer.Difference{Resource: "https://ex.example/flour", Field: "accountingQuantity", Stated: "6", Computed: "5", At: "@graph[4]"}
	if len(report.Differences) != 1 || report.Differences[0] != want {
		t.Errorf("differences %v, want %v", report.Differences, want)
	}
	holding(t, n, map[string]string{"https://ex.example/flour": "5 (5 on hand)"})
}

func TestSnapshotsAreComparedByPlaceThoughEventsFollowTheirTime(t *testing.T) {
	n := nodetest.New(t)

	report := bring(t, n, n.Group("coop"), "flour.jsonld", flows(
		stock("flour", 10), event("e1", "consume", "flour", 3, `, "hasPointInTime": "2026-03-02T10:00:00Z"`), stock("flour", 7),
		event("e2", "consume", "flour", 2, `, "hasPointInTime": "2026-03-01T10:00:00Z"`), stock("flour", 5)))

	if len(report.Differences) > 0 {
		t.Errorf("differences %v", report.Differences)
	}
	first := n.Thing(from(t, n, "https://ex.example/e1").IRI).Get(own.PreviousEvent).IRI()
	if first != from(t, n, "https://ex.example/e2").IRI {
		t.Errorf("before the event of the second of March comes %s", first)
	}
}

func TestBalanceThatIsNotKnownStaysUnknown(t *testing.T) {
	n := nodetest.New(t)

	report := bring(t, n, n.Group("coop"), "flour.jsonld", flows(
		event("e1", "consume", "flour", 3, ""), stock("flour", 7)))

	if report.Openings != 0 || len(report.Differences) > 0 || len(report.Warnings) == 0 || !strings.Contains(report.Warnings[0], "what it held before them is not known") {
		t.Errorf("%d openings, differences %v, warnings %v", report.Openings, report.Differences, report.Warnings)
	}
	if !n.Thing(from(t, n, "https://ex.example/flour").IRI).Get(own.UncheckedBalance).Bool() {
		t.Error("the balance counts as known")
	}
}

func TestMissingTimeStaysMissing(t *testing.T) {
	n := nodetest.New(t)

	bring(t, n, n.Group("coop"), "flour.jsonld", flows(stock("flour", 10), event("e1", "consume", "flour", 3, "")))

	r := n.Thing(from(t, n, "https://ex.example/e1").IRI)
	if r.Has(vf.HasPointInTime) || r.Has(vf.Created) {
		t.Error("a time was made up")
	}
}

func TestWhatTheSourceDoesNotDescribeStaysAsItIs(t *testing.T) {
	n := nodetest.New(t)

	bring(t, n, n.Group("coop"), "flour.jsonld", flows(stock("flour", 10), event("e1", "consume", "flour", 3, `, "inputOf": "https://elsewhere.example/process"`)))

	r := n.Thing(from(t, n, "https://ex.example/e1").IRI)
	if r.Get(vf.Provider).IRI() != "https://bo.example/" || r.Get(vf.InputOf).IRI() != "https://elsewhere.example/process" {
		t.Errorf("provider %s, process %s", r.Get(vf.Provider).IRI(), r.Get(vf.InputOf).IRI())
	}
	if !n.Owns(r.Get(vf.ResourceInventoriedAs).IRI()) {
		t.Error("the resource was described, and is still named as at the source")
	}
}

func TestWhatIsNotUnderstoodIsSaid(t *testing.T) {
	n := nodetest.New(t)

	report := bring(t, n, n.Group("coop"), "mixed.ttl", []byte(`@prefix vf: <https://w3id.org/valueflows/ont/vf#> .
@prefix as: <https://www.w3.org/ns/activitystreams#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
<https://a.example/plan> a vf:Plan ; vf:name "A" ; foaf:mood "good" .
<https://a.example/act> a as:Create ; as:object <https://a.example/plan> .
<https://a.example/doc> a foaf:Document ; foaf:title "B" .
<https://a.example/x> foaf:title "C" .
`))

	want := []string{
		"1 activity that others recorded is not carried out again",
		"https://a.example/doc: a http://xmlns.com/foaf/0.1/Document is left out",
		"https://a.example/x: a thing without a type is left out",
		"http://xmlns.com/foaf/0.1/mood: kept, but means nothing here",
	}
	slices.Sort(want)
	slices.Sort(report.NotUnderstood)
	if !slices.Equal(report.NotUnderstood, want) || len(report.Made) != 1 {
		t.Errorf("made %v, not understood:\n%s", report.Made, strings.Join(report.NotUnderstood, "\n"))
	}
	if got := n.Thing(report.Made[0].IRI).Extra(); len(got) != 1 {
		t.Errorf("kept %v", got)
	}
}

func TestAudienceIsTheOneAskedForAndNarrowerWhereTheSourceSaysSo(t *testing.T) {
	document := []byte(`@prefix pf: <https://w3id.org/primitives-framework#> . @prefix dcterms: <http://purl.org/dc/terms/> .
<https://a.example/open> a pf:GroupAgreement ; dcterms:title "Open" .
<https://a.example/draft> a pf:GroupAgreement ; dcterms:title "Draft" ; pf:visibility pf:visible-members .
`)
	for _, c := range []struct {
		asked       *node.Audience
		open, draft node.Level
	}{
		{nil, node.Public, node.Members},
		{&node.Audience{Level: node.Followers}, node.Followers, node.Members},
		{&node.Audience{Level: node.Named, Names: []vocab.IRI{"https://ana.example/"}}, node.Named, node.Named},
	} {
		n := nodetest.New(t)
		opt := importer.Options{Node: n.Node, Group: n.Group("coop"), Audience: c.asked}
		if _, err := importer.ImportBytes(context.Background(), "agreements.ttl", document, opt); err != nil {
			t.Fatal(err)
		}
		if got := from(t, n, "https://a.example/open").Audience.Level; got != c.open {
			t.Errorf("asked for %v: the open one is for %s, want %s", c.asked, got, c.open)
		}
		if got := from(t, n, "https://a.example/draft").Audience.Level; got != c.draft {
			t.Errorf("asked for %v: the draft is for %s, want %s", c.asked, got, c.draft)
		}
	}
}

func TestTimesWithoutTheirZerosAreReadWithAWarning(t *testing.T) {
	n := nodetest.New(t)

	report := bring(t, n, n.Group("coop"), "flour.jsonld", flows(stock("flour", 10), event("e1", "consume", "flour", 3, `, "hasPointInTime": "2019-04-18T8:30:08-5:00"`)))

	if got := n.Thing(from(t, n, "https://ex.example/e1").IRI).Get(vf.HasPointInTime).Text(); got != "2019-04-18T08:30:08-05:00" || len(report.Warnings) != 1 {
		t.Errorf("it happened at %s; warnings %v", got, report.Warnings)
	}
}

func TestTimesThatAreUnclearAreRefused(t *testing.T) {
	n := nodetest.New(t)
	for _, time := range []string{"yesterday", "2019-04-18T08:30:08", "2019-04-18"} {
		_, err := importer.ImportBytes(context.Background(), "flour.jsonld",
			flows(event("e1", "consume", "flour", 3, fmt.Sprintf(`, "hasPointInTime": %q`, time))), importer.Options{Node: n.Node, Group: n.Node.Node()})
		if node.KindOf(err) != node.Invalid || !strings.Contains(node.MessageOf(err), "@graph[0] (https://ex.example/e1).hasPointInTime") {
			t.Errorf("%s: %v", time, err)
		}
	}
}

func TestDocumentThatSaysNothingIsSaidToSayNothing(t *testing.T) {
	n := nodetest.New(t)

	report := bring(t, n, n.Group("coop"), "plan.yaml", []byte("'@context': {\"h'@vocab'\": 'https://w3id.org/valueflows/ont/vf#'}\nname: A\n"))

	if len(report.Made) > 0 || len(report.NotUnderstood) == 0 {
		t.Errorf("made %v, not understood %v", report.Made, report.NotUnderstood)
	}
}

func TestProgressIsTold(t *testing.T) {
	n := nodetest.New(t)
	var told []int
	opt := importer.Options{Node: n.Node, Group: n.Group("coop"), Progress: func(done, total int) { told = append(told, done, total) }}

	if _, err := importer.ImportBytes(context.Background(), "a.jsonld", flows(stock("flour", 1)), opt); err != nil {
		t.Fatal(err)
	}

	if fmt.Sprint(told) != "[0 2 2 2]" {
		t.Errorf("told %v", told)
	}
}
