package importer_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/importer"
	"tributary/node/nodetest"
	"tributary/node/problem"
	"tributary/node/publish"
	"tributary/storage"
	"tributary/storage/sqlite"
	"tributary/vocab"
	"tributary/vocab/pf"
	"tributary/vocab/vf"
)

const journal = `Date,Action,From,To,What,Resource,Quantity,Unit,Hours,Note,Weather
2026-03-01,produce,Ana,Ana,Flour,Mill stock,100,kg,,first milling,sunny
2026-03-02,work,Ben,,Milling,,,,2.5,,
2026-03-03,consume,Ana,,Flour,Mill stock,30,kg,,bread,rain
2026-03-04 14:30,transfer,Ana,Café Zum Fluß,Flour,Mill stock,1250.50,g,,"two
lines",
2026-03-05,transfer,Café Zum Fluß,Ana,,,45.00,€,,,
`

// sheet brings in a table, which has to work.
func sheet(t *testing.T, n *nodetest.Node, group vocab.IRI, name, text, mapping string) importer.Report {
	t.Helper()
	report, err := trySheet(n, group, name, text, mapping)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return report
}

func trySheet(n *nodetest.Node, group vocab.IRI, name, text, mapping string) (importer.Report, error) {
	opt := importer.Options{Node: n.Node, Group: group}
	if mapping != "" {
		m, err := importer.ParseMapping([]byte(mapping))
		if err != nil {
			return importer.Report{}, err
		}
		opt.Mapping = m
	}
	return importer.ImportBytes(context.Background(), name, []byte(text), opt)
}

// all are the things of a class, by the words that tell them.
func all(t *testing.T, n *nodetest.Node, c *vocab.Class) (found []*vocab.Resource) {
	t.Helper()
	err := n.Each(context.Background(), node.Operator, node.Query{Classes: n.Kinds(c)}, func(v node.Version) error {
		r, err := v.Resource()
		found = append(found, r)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func called(t *testing.T, n *nodetest.Node, c *vocab.Class, name string) *vocab.Resource {
	t.Helper()
	for _, r := range all(t, n, c) {
		if r.Get(vf.Name).Text() == name {
			return r
		}
	}
	t.Fatalf("there is no %s %q", c.Name, name)
	return nil
}

func TestAJournalBecomesEventsAgentsAndResources(t *testing.T) {
	n := nodetest.New(t)
	coop := n.Group("coop")

	report := sheet(t, n, coop, "journal.csv", journal, "")

	if report.Format != "CSV" || report.Totals().Made != 12 {
		t.Errorf("%s: %+v %v", report.Format, report.Totals(), report.Made)
	}
	events := all(t, n, vf.EconomicEvent)
	if len(events) != 5 {
		t.Fatalf("%d events", len(events))
	}
	if held := n.Holds(called(t, n, vf.EconomicResource, "Mill stock").ID()); held != "68.7495 kg (68.7495 kg on hand)" && held != "68.7495 (68.7495 on hand)" {
		t.Errorf("the mill holds %s", held)
	}
	if work := events[1]; work.Get(vf.Receiver).IRI() != coop || work.Get(vf.EffortQuantity).Part().Get(vf.HasNumericalValue).Text() != "2.5" {
		t.Errorf("work: %v", work)
	}
	if given := events[3]; given.Get(vf.HasPointInTime).Text() != "2026-03-04T14:30:00Z" || given.Get(vf.Note).Text() != "two\nlines" {
		t.Errorf("transfer at %s: %q", given.Get(vf.HasPointInTime).Text(), given.Get(vf.Note).Text())
	}
	euro := called(t, n, vf.ResourceSpecification, "EUR")
	if !euro.Get(vf.MediumOfExchange).Bool() || events[4].Get(vf.ResourceConformsTo).IRI() != euro.ID() {
		t.Error("money is no currency")
	}
	n.Sound()
}

func TestColumnsWithoutMeaningAndDerivedValuesAreKept(t *testing.T) {
	n := nodetest.New(t)

	report := sheet(t, n, n.Group("coop"), "journal.csv", journal, "")

	event := all(t, n, vf.EconomicEvent)[0]
	said := map[vocab.IRI][]string{}
	for _, s := range event.Extra() {
		said[s.Property] = append(said[s.Property], s.Value.Text())
	}
	if got := said["https://w3id.org/tributary/csv#Weather"]; !slices.Equal(got, []string{"sunny"}) {
		t.Errorf("the weather is %v", got)
	}
	if got := said["https://w3id.org/tributary/import#derived"]; len(got) != 1 || !strings.HasPrefix(got[0], "hasPointInTime: ") {
		t.Errorf("derived: %v", got)
	}
	if !slices.ContainsFunc(report.NotUnderstood, func(s string) bool { return strings.Contains(s, "Weather") }) {
		t.Errorf("the report does not tell of the column: %v", report.NotUnderstood)
	}
	if len(event.All(pf.AlternateOf)) != 1 {
		t.Error("it does not say where it comes from")
	}
}

func TestRowsAreForMembersUnlessTheyAreMarkedPublic(t *testing.T) {
	n := nodetest.New(t)
	coop := n.Group("coop")

	sheet(t, n, coop, "journal.csv", "date,action,provider,receiver,quantity,unit,what,public\n"+
		"2026-03-01,transfer,Ana,Ben,1,kg,flour,\n2026-03-01,transfer,Ana,Ben,2,kg,flour,yes\n", "")

	public, err := n.Find(context.Background(), node.Stranger, node.Query{Classes: []string{"EconomicEvent", "Agent"}})
	if err != nil || len(public) != 1 || public[0].Class != "EconomicEvent" {
		t.Errorf("strangers see %d things: %v", len(public), err)
	}
}

func TestImportingTwiceChangesNothingAndAGrownFileAddsItsNewRows(t *testing.T) {
	for what, text := range map[string]string{
		"without ids": journal,
		"with ids": "id,date,action,from,to,what,quantity,unit\n1,2026-03-01,transfer,Ana,Ben,Flour,3,kg\n" +
			"2,2026-03-01,transfer,Ana,Ben,Flour,3,kg\n",
	} {
		t.Run(what, func(t *testing.T) {
			n := nodetest.New(t)
			coop := n.Group("coop")
			first := sheet(t, n, coop, "a/journal.csv", text, "")
			before := n.Position()

			again := sheet(t, n, coop, "b/journal.csv", text, "")

			if n.Position() != before || again.Totals().Made+again.Totals().Changed != 0 || again.Totals().Same == 0 {
				t.Errorf("the second time: %+v", again.Totals())
			}
			row := strings.TrimSuffix(text[strings.LastIndex(strings.TrimSuffix(text, "\n"), "\n")+1:], "\n")
			grown := sheet(t, n, coop, "journal.csv", text+strings.Replace(row, "2,2026", "3,2026", 1)+"\n", "")
			if grown.Totals().Made != 1 {
				t.Errorf("a further row makes %+v of %+v", grown.Made, first.Totals())
			}
		})
	}
}

func TestDryRunTellsWhatWouldBeMade(t *testing.T) {
	n := nodetest.New(t)
	coop := n.Group("coop")
	before := n.Position()

	report, err := importer.ImportBytes(context.Background(), "journal.csv", []byte(journal), importer.Options{Node: n.Node, Group: coop, DryRun: true})

	if err != nil || n.Position() != before || report.Totals().Made != 12 {
		t.Errorf("%+v: %v", report.Totals(), err)
	}
}

// The same three rows as people keep them.
func TestTablesAreReadAsPeopleKeepThem(t *testing.T) {
	english := "Date,Action,From,To,What,Quantity,Unit\n21/3/2026,transfer,Ana,Ben,flour,1250.5,kg\n2/3/2026,transfer,Ana,Ben,flour,12,kg\n"
	for what, c := range map[string]struct{ text, mapping string }{
		"English, day first": {english, ""},
		"German":             {"\ufeffDatum;Aktion;Von;An;Was;Menge (kg)\r\n21.3.2026;transfer;Ana;Ben;flour;1.250,5\r\n02.03.2026;transfer;Ana;Ben;flour;12\r\n", ""},
		"French":             {"Date\tActe\tDe\tPour\tQuoi\tQuantité\tUnité\n2026-03-21\tdon\tAna\tBen\tflour\t1 250,5\tkg\n2026-03-02\tdon\tAna\tBen\tflour\t12\tkg\n", "columns: {Acte: action}"},
		"Spanish":            {"fecha|acción|proveedor|receptor|producto|cantidad|unidad\n21/03/2026|donación|Ana|Ben|flour|1.250,5|kg\n02/03/2026|donación|Ana|Ben|flour|12|kg\n", ""},
		"American":           {"Date,Action,From,To,What,Quantity,Unit\n3/21/2026,transfer,Ana,Ben,flour,\"1,250.5\",kg\n3/2/2026,transfer,Ana,Ben,flour,12,kg\n", ""},
		"sep=":               {"sep=;\nDate;Action;From;To;What;Quantity\n2026-03-21;transfer;Ana;Ben;flour;1250.5 kg\n2026-03-02;transfer;Ana;Ben;flour;12 kg\n", ""},
		"UTF-16":             {utf16(english), ""},
		"Windows-1252":       {strings.Replace(english, "Ana", "Ana\xa0", 1), "encoding: windows-1252"},
		"headings of its own": {"When?;Who?;Whom?;Thing;Much\n2026-03-21;Ana;Ben;flour;1250,5\n2026-03-02;Ana;Ben;flour;12\n",
			"rows: events\ncolumns: {'When?': time, 'Who?': provider, 'Whom?': receiver, Thing: specification, Much: quantity}\ndefaults: {action: transfer, unit: kg}"},
	} {
		t.Run(what, func(t *testing.T) {
			n := nodetest.New(t)

			sheet(t, n, n.Group("coop"), "flour.csv", c.text, c.mapping)

			var got []string
			for _, e := range all(t, n, vf.EconomicEvent) {
				q := e.Get(vf.ResourceQuantity).Part()
				got = append(got, e.Get(vf.HasPointInTime).Text()[:10]+" "+q.Get(vf.HasNumericalValue).Text()+" "+pathEnd(q.Get(vf.HasUnit).Text()))
			}
			slices.Sort(got)
			if want := []string{"2026-03-02 12 kilogram", "2026-03-21 1250.5 kilogram"}; !slices.Equal(got, want) {
				t.Errorf("got %v", got)
			}
		})
	}
}

func pathEnd(s string) string { return s[strings.LastIndex(s, "/")+1:] }

func utf16(s string) string {
	var b strings.Builder
	b.WriteString("\xff\xfe")
	for _, r := range s {
		b.WriteByte(byte(r))
		b.WriteByte(byte(r >> 8))
	}
	return b.String()
}

func TestBadTablesAreRefusedWithFileAndLine(t *testing.T) {
	n := nodetest.New(t)
	coop := n.Group("coop")
	head := "date,action,from,to,what,quantity,unit\n"
	good := "2026-03-01,transfer,Ana,Ben,flour,3,kg\n"
	for what, c := range map[string]struct{ text, mapping, want string }{
		"nothing":                    {"", "", "is empty"},
		"a heading alone":            {head, "", "no rows"},
		"a zero byte":                {head + good + "2026-03-01,transfer,A\x00na,Ben,flour,3,kg\n", "", "line 3: holds a zero byte"},
		"Latin-1":                    {head + good + "2026-03-01,transfer,Ren\xe9,Ben,flour,3,kg\n", "", "line 3: is not UTF-8"},
		"half of UTF-16":             {"\xff\xfed", "", "middle of a character"},
		"an unterminated quote":      {head + good + "2026-03-01,transfer,\"Ana,Ben,flour,3,kg\n" + good, "", "line 3: a quotation mark opens here and never closes"},
		"text after a quote":         {head + "2026-03-01,transfer,\"A\"na,Ben,flour,3,kg\n", "", "line 2: text follows"},
		"a cell of 10 MB":            {head + "2026-03-01,transfer," + strings.Repeat("a", 10<<20) + ",Ben,flour,3,kg\n", "", "line 2: is longer than"},
		"a quoted cell of 10 MB":     {head + "2026-03-01,transfer,\"" + strings.Repeat("a\n", 5<<20) + ",Ben,flour,3,kg\n", "", "line 2: a quotation mark opens a cell"},
		"too many cells":             {head + good + "2026-03-01,transfer,Ana,Ben,flour,3,kg,7\n", "", "line 3: has 8 cells"},
		"too many columns":           {strings.Repeat("a,", 2_000) + "\n", "", "more than 1000 columns"},
		"a day that is none":         {head + strings.Replace(good, "2026-03-01", "2026-02-30", 1), "", "line 2: date: \"2026-02-30\" is no day"},
		"a spreadsheet's day":        {head + strings.Replace(good, "2026-03-01", "46082", 1), "", "line 2: date: \"46082\" looks like a spreadsheet's number"},
		"day or month":               {head + strings.Replace(good, "2026-03-01", "3/4/2026", 1), "", "line 2: 3/4/2026 may be read with the day or the month first"},
		"day and month first":        {head + strings.Replace(good, "2026-03-01", "13/4/2026", 1) + strings.Replace(good, "2026-03-01", "4/13/2026", 1), "", "line 3: 4/13/2026 has the month first, and line 2"},
		"a comma that may be either": {strings.ReplaceAll(head+strings.Replace(good, ",3,", ",1.500,", 1), ",", ";"), "", "line 2: 1.500 may be read with"},
		"both decimal marks":         {strings.ReplaceAll(head, ",", ";") + "2026-03-01;transfer;Ana;Ben;flour;1,5;kg\n2026-03-01;transfer;Ana;Ben;flour;1.25;kg\n", "", "line 3: 1.25 has '.' as the decimal mark, and line 2 has ','"},
		"a formula for a quantity":   {head + strings.Replace(good, ",3,", ",=A1+2,", 1), "", "line 2: quantity: \"=A1+2\" is no number"},
		"a unit that is none":        {head + strings.Replace(good, "kg", "bags", 1), "", "line 2: quantity: \"bags\" is no unit"},
		"dollars of no country":      {head + strings.Replace(good, "kg", "$", 1), "", "units:"},
		"an action that is none":     {head + strings.Replace(good, "transfer", "frobnicate", 1), "", "line 2: action: \"frobnicate\" is no action"},
		"nobody":                     {head + strings.Replace(good, "Ana,Ben", ",", 1), "", "line 2: from: neither who gives nor who gets"},
		"an id twice":                {"id," + head + "1," + good + "1," + good, "", "line 3: describes what line 2 describes"},
		"a heading twice":            {"date,date\n2026-03-01,2026-03-01\n", "", "columns 1 and 2 are both called"},
		"two columns for one role":   {"date,when,from,to,quantity\n2026-03-01,2026-03-01,a,b,1\n", "", "both mean time"},
		"columns of nothing":         {"colour,shape\nred,round\n", "", "nothing tells what a row is"},
		"a mark and another mapping": {"\ufeff" + head + good, "encoding: windows-1252", "mapping says windows-1252"},
		"pictures":                   {"\x89PNG\r\n\x1a\n\x00\x00", "", "is a picture"},
		"workbooks":                  {"PK\x03\x04\x14\x00\x06\x00", "", "is a zip archive, or a document of an office program: unpack it, or save its tables as CSV"},
		"packed":                     {"\x1f\x8b\x08\x00", "", "is packed with gzip: unpack it"},
		"web pages":                  {"\n<!DOCTYPE html>\n<html>", "", "is a web page"},
		"UTF-16 without a mark":      {"d\x00a\x00t\x00e\x00", "", "is UTF-16 without a byte order mark: save it as UTF-8"},
	} {
		t.Run(what, func(t *testing.T) {
			before := n.Position()

			_, err := trySheet(n, coop, "my sheet.csv", c.text, c.mapping)

			if err == nil || !strings.Contains(node.MessageOf(err), c.want) || !strings.HasPrefix(node.MessageOf(err), "my sheet.csv") {
				t.Errorf("got %s: %v; want %q", node.KindOf(err), err, c.want)
			}
			if n.Position() != before {
				t.Error("something was stored")
			}
		})
	}
}

func TestFormulasInTextStayText(t *testing.T) {
	n := nodetest.New(t)

	sheet(t, n, n.Group("coop"), "flour.csv", "date,action,from,to,what,quantity,note\n2026-03-01,transfer,Ana,Ben,flour,3,\"=HYPERLINK(\"\"x\"\")\"\n", "")

	if note := all(t, n, vf.EconomicEvent)[0].Get(vf.Note).Text(); note != `=HYPERLINK("x")` {
		t.Errorf("the note is %q", note)
	}
}

// long is a journal of n rows with a stock that every row takes from.
func long(n int, bad int) string {
	var b strings.Builder
	b.WriteString("id,date,action,from,to,what,resource,quantity,unit,note\n")
	for i := range n {
		quantity := fmt.Sprint(1 + i%7)
		if i == bad {
			quantity = "much"
		}
		fmt.Fprintf(&b, "%d,2026-03-%02d,transfer,Agent %d,Agent %d,Good %d,Stock %d,%s,kg,row %d of the journal\n", i, 1+i%28, i%40, (i+1)%40, i%9, i%30, quantity, i)
	}
	return b.String()
}

func TestOneBadRowIsToldWithItsLineAndTheRepairedFileComesInWhole(t *testing.T) {
	n := nodetest.New(t)
	coop := n.Group("coop")
	before := n.Position()

	report, err := trySheet(n, coop, "long.csv", long(3_000, 1_717), "")

	if node.KindOf(err) != node.Invalid || !strings.Contains(node.MessageOf(err), "line 1719: quantity") || len(report.Violations) != 1 {
		t.Errorf("%v", err)
	}
	if n.Position() != before {
		t.Error("something was stored")
	}
	if report := sheet(t, n, coop, "long.csv", long(3_000, -1), ""); report.Totals().Made != 3_000+40+30+9 {
		t.Errorf("%+v", report.Totals())
	}
}

// What only the record shows to be wrong stops the group of rows in which it is; those before it
// are in, and the repaired table is finished.
func TestARowThatTheRecordRefusesStopsItsGroupOfRows(t *testing.T) {
	n := nodetest.New(t)
	coop := n.Group("coop")
	repaired := long(3_000, -1)
	row := fmt.Sprintf("\n1500,2026-03-%02d,transfer,Agent 20,Agent 21,Good 6,Stock 0,%d,kg,", 1+1500%28, 1+1500%7)
	broken := strings.Replace(repaired, row, strings.Replace(row, ",kg,", ",litre,", 1), 1)

	report, err := trySheet(n, coop, "long.csv", broken, "")

	if err == nil || !strings.Contains(node.MessageOf(err), "long.csv: the first 1000 rows are in, and nothing of lines 1002 to 2001 was imported") ||
		!strings.Contains(node.MessageOf(err), "line 1502") {
		t.Errorf("%v", err)
	}
	if got := len(all(t, n, vf.EconomicEvent)); got != 1_000 {
		t.Errorf("%d events are in, and the report has %+v", got, report.Totals())
	}
	if report := sheet(t, n, coop, "long.csv", repaired, ""); report.Totals().Same != 1_000 || len(all(t, n, vf.EconomicEvent)) != 3_000 {
		t.Errorf("after the repair: %+v", report.Totals())
	}
	n.Sound()
}

func TestAnInterruptedImportIsFinishedByTheNext(t *testing.T) {
	n := nodetest.New(t)
	coop := n.Group("coop")
	ctx, cancel := context.WithCancel(context.Background())
	opt := importer.Options{Node: n.Node, Group: coop, Progress: func(done, total int) {
		if total != 3_000 {
			t.Errorf("%d rows are expected", total)
		}
		if done >= 2_000 {
			cancel()
		}
	}}
	if _, err := importer.ImportBytes(ctx, "long.csv", []byte(long(3_000, -1)), opt); err == nil {
		t.Fatal("it went on")
	}
	if got := len(all(t, n, vf.EconomicEvent)); got != 2_000 {
		t.Fatalf("%d events came in; groups of rows are whole", got)
	}

	report := sheet(t, n, coop, "long.csv", long(3_000, -1), "")

	if got := len(all(t, n, vf.EconomicEvent)); got != 3_000 || report.Totals().Made != 1_000 {
		t.Errorf("%d events afterwards; %+v", got, report.Totals())
	}
	n.Sound()
}

func TestSheetsOfOneGroupShareTheirNames(t *testing.T) {
	n := nodetest.New(t)
	coop := n.Group("coop")
	sheet(t, n, coop, "agents.csv", "Name,Type\nAna,person\nRiver Oak,nature\n", "")
	sheet(t, n, coop, "products.csv", "Name,Unit,Note\nFlour,kg,type 550\n", "rows: specifications")
	sheet(t, n, coop, "inventory.csv", "Name,What,Quantity,Unit,Owner\nMill stock,Flour,100,kg,Ana\nTill,,20,€,us\n", "")
	sheet(t, n, coop, "commitments.csv", "id,due,from,to,action,what,quantity,unit\nC1,2026-04-01,Ana,Ben,transfer,Flour,5,kg\n", "")

	report := sheet(t, n, coop, "events.csv", "date,action,from,to,resource,quantity,unit,fulfils\n2026-04-01,transfer,ANA,Ben,Mill  stock,5,kg,c1\n", "")

	if report.Totals().Made != 1 || len(report.Warnings) > 0 {
		t.Errorf("made %v, warnings %v", report.Made, report.Warnings)
	}
	if held := n.Holds(called(t, n, vf.EconomicResource, "Mill stock").ID()); !strings.HasPrefix(held, "95") {
		t.Errorf("the mill holds %s", held)
	}
	event := all(t, n, vf.EconomicEvent)
	given := event[len(event)-1]
	if ana := called(t, n, vf.Person, "Ana"); given.Get(vf.Provider).IRI() != ana.ID() {
		t.Error("Ana is somebody else")
	}
	if promised := all(t, n, vf.Commitment)[0]; given.Get(vf.Fulfills).IRI() != promised.ID() || promised.Get(vf.Due).IsZero() {
		t.Error("it does not fulfil the commitment")
	}
	if n.Thing(called(t, n, vf.EconomicResource, "Till").ID()).Get(vf.PrimaryAccountable).IRI() != coop {
		t.Error("the till is not the group's")
	}
	again := sheet(t, n, coop, "inventory.csv", "Name,What,Quantity,Unit,Owner\nMill stock,Flour,100,kg,Ana\nTill,,20,€,us\n", "")
	if again.Totals().Made+again.Totals().Changed > 0 {
		t.Errorf("the inventory comes in twice: %v %v", again.Made, again.Changed)
	}
	n.Sound()
}

func TestMistakesInAMappingAreTold(t *testing.T) {
	for text, want := range map[string]string{
		"colums: {}":                      "line 1: field colums not found",
		"rows: things":                    `rows: "things" is none of`,
		"columns: {Wer: giver}":           `columns: wer: "giver" is no role`,
		"defaults: {colour: red}":         `defaults: "colour" is no role`,
		"actions: {Ernte: harvesting}":    "is no action",
		"units: {Kiste: crate}":           "neither a unit of OM 2",
		"timezone: Mars/Olympus":          "is no time zone",
		"separator: '##'":                 "separator",
		"rows: [1":                        "line 1",
		"columns: {a: {b: c}}":            "line 1",
		strings.Repeat("a: &a [*a]\n", 2): "line",
	} {
		if _, err := importer.ParseMapping([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
	file := filepath.Join(t.TempDir(), "map.yaml")
	if err := os.WriteFile(file, []byte("rows: agents\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if m, err := importer.ReadMapping(file); err != nil || m.Rows != "agents" {
		t.Errorf("%v %v", m, err)
	}
	if _, err := importer.ReadMapping(file + "x"); node.KindOf(err) != node.NotFound {
		t.Error(err)
	}
}

func TestAMappingIsForTablesOnly(t *testing.T) {
	n := nodetest.New(t)
	if _, err := trySheet(n, n.Group("coop"), "a.jsonld", "{}", "rows: agents"); node.KindOf(err) != node.Unsupported {
		t.Error(err)
	}
}

// Tables that this software writes of its collections are read back, on another node, too.
func TestPublishedTablesAreReadBack(t *testing.T) {
	here, there := nodetest.New(t), nodetest.New(t)
	coop := here.Group("coop")
	sheet(t, here, coop, "inventory.csv", "Name,What,Quantity,Unit,Owner\nMill stock,Flour,100.50,kg,Ana\n", "public: true")
	sheet(t, here, coop, "journal.csv", journal, "public: true")
	site := publish.New(publish.Options{Node: here.Node, Problems: problem.Writer{}, Changed: here.DB.Changed,
		Caller: func(*http.Request) (node.Caller, error) { return node.Stranger, nil }})
	copied := strings.NewReplacer("https://node.example/id/", "https://copy.example/id/", "https://node.example/groups/", "https://copy.example/groups/")
	other := there.Group("library")
	tables := map[string]string{}
	for _, collection := range []string{"agents", "resource-specifications", "economic-resources", "economic-events"} {
		w := httptest.NewRecorder()
		site.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/groups/coop/"+collection+".csv", nil))
		if w.Code != http.StatusOK {
			t.Fatalf("%s: %d %s", collection, w.Code, w.Body)
		}
		tables[collection] = copied.Replace(w.Body.String())

		report := sheet(t, there, other, collection+".csv", tables[collection], "")

		if report.Totals().Made == 0 {
			t.Errorf("%s: %+v of\n%s", collection, report.Totals(), tables[collection])
		}
	}
	was := all(t, here, vf.EconomicEvent)
	for i := range was {
		e := there.Thing(from(t, there, iri(copied.Replace(string(was[i].ID())))).IRI)
		for _, p := range []*vocab.Property{vf.HasAction, vf.HasPointInTime, vf.Note, vf.ResourceQuantity, vf.EffortQuantity} {
			if !e.Get(p).Equal(was[i].Get(p)) {
				t.Errorf("%s of event %d is %v, was %v", p.Term, i, e.Get(p), was[i].Get(p))
			}
		}
		if ana := called(t, there, vf.Agent, "Ana").ID(); was[i].Get(vf.Provider).IRI() == called(t, here, vf.Agent, "Ana").ID() && e.Get(vf.Provider).IRI() != ana {
			t.Errorf("event %d is not Ana's, but %s", i, e.Get(vf.Provider).IRI())
		}
	}
	// The table of resources says what there is; that of events tells how it came to be, once more.
	if got, want := there.Holds(called(t, there, vf.EconomicResource, "Mill stock").ID()), here.Holds(called(t, here, vf.EconomicResource, "Mill stock").ID()); got != want {
		t.Errorf("the mill holds %s there, and %s here", got, want)
	}
	before := there.Position()
	for _, collection := range []string{"agents", "economic-resources", "economic-events"} {
		again := sheet(t, there, other, collection+".csv", tables[collection], "")
		if there.Position() != before {
			t.Fatalf("%s: the second time made %v and changed %v", collection, again.Made, again.Changed)
		}
	}
	there.Sound()
}

// BenchmarkCSV brings in 100,000 events.
func BenchmarkCSV(b *testing.B) {
	const rows = 100_000
	text := []byte(long(rows, -1))
	for b.Loop() {
		db, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "t.db"), storage.Options{})
		if err != nil {
			b.Fatal(err)
		}
		n := nodetest.Over(b, db)
		report, err := importer.ImportBytes(b.Context(), "long.csv", text, importer.Options{Node: n.Node, Group: n.Group("coop")})
		if err != nil {
			b.Fatal(err)
		}
		if report.Totals().Made < rows {
			b.Fatal(report.WriteText(io.Discard))
		}
		db.Close()
	}
	b.ReportMetric(float64(rows)*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}
