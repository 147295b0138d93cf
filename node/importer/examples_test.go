package importer_test

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/importer"
	"tributary/node/nodetest"
)

var update = flag.Bool("update", false, "write the golden files anew")

const examples = "../../vocab/vf/testdata/valueflows/"

// outcomes are what becomes of the examples of the specification: how many things are made,
// openings counted, and how many figures differ from what the events make. Each difference is one
// that the text of the example has wrong; why says how.
var outcomes = map[string]struct {
	made, differences int
	why               string
}{
	"agent--agent-examples":                                             {made: 4},
	"exchange--car-rental":                                              {9, 2, "the car that is picked up has the id of the library's book; and two commitments share an id"},
	"exchange--checkout-book":                                           {made: 6},
	"exchange--claim-for-income":                                        {made: 3},
	"exchange--crypto-currency-transfer":                                {made: 5},
	"exchange--exchange-agreement":                                      {made: 3},
	"exchange--moving-crypto-currency":                                  {7, 0, "the wallet has another id afterwards, so it comes in as a third one: a warning says so"},
	"exchange--retail-exchange":                                         {made: 3},
	"exchange--transportation-with-transfer":                            {17, 1, "no event says where Bob's apples are"},
	"exchange--transportation-with-transfer--alt2":                      {made: 7},
	"exchange--transportation-with-transfer--alt3":                      {19, 1, "no event says where Bob's apples are"},
	"planning--building-recipes":                                        {why: "refused: effort of actions that have none"},
	"planning--plan-from-recipe-with-production-and-exchange":           {why: "refused: a process where an agreement belongs"},
	"planning--simple-plan":                                             {made: 11},
	"planning--simple-plan-from-recipe":                                 {made: 10},
	"production--combine-and-separate-with-ongoing-containing-resource": {made: 16},
	"production--combine-and-separate-with-packing-container":           {23, 4, "the event that produces the package does not name it, so nothing is known to go into it"},
	"production--combine-and-separate-with-packing-container--alt2":     {made: 12},
	"production--correcting-errors":                                     {made: 7},
	"production--manufacturing":                                         {made: 14},
	"production--manufacturing--alt2":                                   {made: 6},
	"production--manufacturing-and-workflow-with-recipe-and-plan":       {why: "refused: three ids name two kinds of thing, and processes have no duration"},
	"production--service":                                               {made: 14},
	"production--service--alt2":                                         {made: 7},
	"production--stage-and-state":                                       {why: "refused: a stage that is a process"},
	"production--stage-and-state--alt2":                                 {made: 8},
	"production--workflow-production":                                   {made: 5},
	"production--workflow-production--alt2":                             {made: 3},
	"proposals--fulfillment-and-satisfaction":                           {made: 4},
	"proposals--proposal-for-barter":                                    {made: 3},
	"proposals--proposal-for-work-commitment":                           {made: 4},
	"proposals--proposal-in-timebank":                                   {made: 2},
	"proposals--proposals-for-price-list":                               {made: 7},
	"proposals--proposals-to-sell-and-give-away":                        {made: 4},
	"resource--economic-resource-examples":                              {made: 9},
}

func TestExamplesOfTheSpecification(t *testing.T) {
	files, err := filepath.Glob(examples + "*.jsonld")
	if err != nil || len(files) != len(outcomes) {
		t.Fatalf("%d examples, %v; want %d", len(files), err, len(outcomes))
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".jsonld")
		t.Run(name, func(t *testing.T) {
			want := outcomes[name]
			n := nodetest.New(t)
			opt := importer.Options{Node: n.Node, Group: n.Group("library"), Name: filepath.Base(file)}
			before := n.Position()

			dry := opt
			dry.DryRun = true
			tried, _ := importer.Import(context.Background(), file, dry)
			if n.Position() != before {
				t.Error("a dry run stored something")
			}
			report, err := importer.Import(context.Background(), file, opt)

			if refused := node.KindOf(err) == node.Invalid; refused != (want.made == 0) || err != nil && !refused {
				t.Errorf("refused with %v", err)
			}
			if err != nil && n.Position() != before {
				t.Error("it was refused and left something")
			}
			if len(report.Made) != want.made || len(report.Differences) != want.differences {
				t.Errorf("made %d with %d differences; want %d with %d", len(report.Made), len(report.Differences), want.made, want.differences)
			}
			if len(tried.Made) != len(report.Made) || len(tried.Differences) != len(report.Differences) || len(tried.Violations) != len(report.Violations) {
				t.Errorf("the dry run told of %d made, %d differences, %d violations", len(tried.Made), len(tried.Differences), len(tried.Violations))
			}
			n.Sound()
			var text bytes.Buffer
			if err := report.WriteText(&text); err != nil {
				t.Fatal(err)
			}
			golden(t, "testdata/reports/"+name+".txt", text.Bytes())

			again, err := importer.Import(context.Background(), file, opt)
			if want.made > 0 && (err != nil || len(again.Made)+len(again.Changed) > 0 || len(again.Same) != want.made || len(again.Differences) != want.differences) {
				t.Errorf("a second time: made %v, changed %v, left alone %d, differences %v, %v", again.Made, again.Changed, len(again.Same), again.Differences, err)
			}
		})
	}
}

func TestFiguresOfTheSpecificationComeOut(t *testing.T) {
	for _, c := range []struct {
		example string
		holds   map[string]string // source -> figures
	}{
		{"exchange--transportation-with-transfer", map[string]string{
			"https://alice.example/21f361a6-2375-46bb-b192-c21b5ba833bf":   "200 kg (200 kg on hand)",
			"https://bob.example/9bd19194-a36d-4a1f-896b-8082887962cb":     "30 kg (30 kg on hand)",
			"https://claudia.example/27be5cab-d740-4194-9298-1661a69d9d95": "0 kg (0 kg on hand)",
		}},
		{"exchange--transportation-with-transfer--alt3", map[string]string{
			"https://alice.example/21f361a6-2375-46bb-b192-c21b5ba833bf":   "200 kg (200 kg on hand)",
			"https://bob.example/9bd19194-a36d-4a1f-896b-8082887962cb":     "30 kg (30 kg on hand)",
			"https://claudia.example/27be5cab-d740-4194-9298-1661a69d9d95": "0 kg (0 kg on hand)",
		}},
		{"exchange--checkout-book", map[string]string{
			"https://library.example/2402b57c-1c45-423a-acb2-f50961c97d65": "1 (1 on hand)",
		}},
		{"production--manufacturing", map[string]string{
			"https://manufacturing.example/e1721a61-cd47-4556-84b9-8b1b81da15bf": "9 (9 on hand)",
			"https://manufacturing.example/3129ca8b-fcda-45be-bbda-294dc924d3b9": "127 (127 on hand)",
		}},
		{"exchange--crypto-currency-transfer", map[string]string{
			"https://faircoin.example/b75d8f6a-e2df-4e52-b36d-1a22a66f4ead": "440 (440 on hand)",
			"https://faircoin.example/3be5259d-10f0-431c-9fec-9c0c15a461d3": "580 (580 on hand)",
		}},
	} {
		t.Run(c.example, func(t *testing.T) {
			n := nodetest.New(t)
			bring(t, n, n.Group("library"), c.example+".jsonld", read(t, examples+c.example+".jsonld"))
			holding(t, n, c.holds)
		})
	}
}

// The car comes and goes as in the example, once the pick-up names the car.
func TestCarIsRentedAndComesBack(t *testing.T) {
	n := nodetest.New(t)
	text := strings.ReplaceAll(string(read(t, examples+"exchange--car-rental.jsonld")), "f50961c97d65", "f50961c9df89")

	report := bring(t, n, n.Group("library"), "car.jsonld", []byte(text))

	if len(report.Differences) > 0 {
		t.Errorf("differences %v; on hand it goes from 1 to 0 to 1", report.Differences)
	}
	holding(t, n, map[string]string{"https://car-rental.example/2402b57c-1c45-423a-acb2-f50961c9df89": "1 (1 on hand)"})
}

// The example of buckets with its faults put right: ids that named two things, and durations of
// processes. Its accounting figure then contradicts the table of actions, which is followed.
func TestBucketsAreProducedTestedAndScrapped(t *testing.T) {
	n := nodetest.New(t)
	text := string(read(t, examples+"production--manufacturing-and-workflow-with-recipe-and-plan.jsonld"))
	events := strings.LastIndex(text, `"@id": "mfg:8baa8ff7-9c1e-4586-ae7b-79d620a3cac9"`)
	plan, happened := text[:events], text[events:]
	for _, id := range []string{"a8236bbb-81e0-422d-9861-56d2417db0fb", "52f0e212-3c4f-4d27-b345-5e964c135824", "e1721a61-cd47-4556-84b9-8b1b81da15bf"} {
		happened = strings.ReplaceAll(happened, `"@id": "mfg:`+id, `"@id": "mfg:event-`+id)
	}
	text = durations.ReplaceAllString(plan+happened, "")

	report := bring(t, n, n.Group("factory"), "buckets.jsonld", []byte(text))

	if len(report.Differences) != 1 || report.Differences[0].Field != "accountingQuantity" ||
		report.Differences[0].Stated != "1318" || report.Differences[0].Computed != "1320" {
		t.Errorf("differences %v; want accounting stated 1318, computed 1320, alone", report.Differences)
	}
	holding(t, n, map[string]string{
		"https://manufacturing.example/3129ca8b-fcda-45be-bbda-294dc924d3b9": "1320 (1318 on hand)",
		"https://manufacturing.example/6b5bc786-b9ed-4189-b34f-5ef7d10f1f86": "1531.8 kg (1531.8 kg on hand)",
	})
}

func holding(t *testing.T, n *nodetest.Node, want map[string]string) {
	t.Helper()
	for source, figures := range want {
		if got := n.Holds(from(t, n, iri(source)).IRI); got != figures {
			t.Errorf("%s holds %s, want %s", source, got, figures)
		}
	}
}

func golden(t *testing.T, path string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if want := read(t, path); !bytes.Equal(got, want) {
		t.Errorf("%s differs; got:\n%s", path, got)
	}
}
