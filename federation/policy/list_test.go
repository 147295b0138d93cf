package policy_test

import (
	"fmt"
	"strings"
	"testing"

	"tributary/federation/policy"
	"tributary/node"
)

// read reads a list and tells it in few words.
func read(t *testing.T, text string, o policy.ReadOptions) string {
	t.Helper()
	o.Name = "list.csv"
	l, err := policy.ReadList(strings.NewReader(text), o)
	if err != nil {
		t.Fatalf("%v %v", err, node.ViolationsOf(err))
	}
	var told []string
	for _, r := range l.Rules {
		told = append(told, fmt.Sprintf("%s %s (%s) from %s", r.Level, r.Subject, r.Reason, r.Provenance))
	}
	for _, s := range l.Skipped {
		told = append(told, fmt.Sprintf("%d: %s: %s", s.Line, s.Text, s.Why))
	}
	return strings.Join(told, "\n")
}

func TestTableOfTheFediverseIsRead(t *testing.T) {
	got := read(t, "\ufeff#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\r\n"+
		"Bad.example,suspend,true,true,\"spam, and\nworse\",false\r\n"+
		"loud.example,silence,false,false,,false\r\n"+
		"fine.example,noop,false,false,,false\r\n"+
		"hid***.example,suspend,false,false,,true\r\n"+
		"bad.example,suspend,false,false,,false\r\n"+
		"\r\n", policy.ReadOptions{})
	want := "block bad.example (spam, and\nworse) from list.csv line 2\n" +
		"limit loud.example () from list.csv line 4\n" +
		"5: fine.example: its severity noop asks for nothing\n" +
		"6: hid***.example: the name is hidden behind stars\n" +
		"7: bad.example: line 2 says so already"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestListsOfDomainsNeedALevel(t *testing.T) {
	want := "allow a.example () from list.csv line 2\nallow b.example (friends) from list.csv line 3"
	got := read(t, "# who is welcome\na.example\nb.example # friends\n\n", policy.ReadOptions{Level: policy.Allow})
	if got != want {
		t.Errorf("text: got\n%s", got)
	}
	got = read(t, "#domain,#public_comment\na.example,\nb.example,friends\n", policy.ReadOptions{Level: policy.Allow})
	if got != want {
		t.Errorf("table: got\n%s", got)
	}
	_, err := policy.ReadList(strings.NewReader("a.example\n"), policy.ReadOptions{})
	if v := node.ViolationsOf(err); len(v) != 1 || v[0].Path != "line 1" || !strings.Contains(v[0].Message, "allowed, limited or blocked") {
		t.Errorf("without a level: %v", v)
	}
}

func TestBadLinesAreNamed(t *testing.T) {
	_, err := policy.ReadList(strings.NewReader(
		"domain,severity\nok.example,suspend\nnot a host,suspend\nok.example,silence\nodd.example,shun\n"), policy.ReadOptions{})
	var told []string
	for _, v := range node.ViolationsOf(err) {
		told = append(told, v.Path+": "+v.Message)
	}
	want := []string{
		`line 3: a rule is about a domain, *.domain, host:port, an actor's address or *; not "not a host"`,
		`line 4: ok.example is limit here and block in line 2`,
		`line 5: the severity is suspend, silence or noop; not "shun"`,
	}
	if fmt.Sprint(told) != fmt.Sprint(want) || node.KindOf(err) != node.Invalid {
		t.Errorf("got\n%s", strings.Join(told, "\n"))
	}
	_, err = policy.ReadList(strings.NewReader("domain,severity\n\"open,suspend\n"), policy.ReadOptions{})
	if node.KindOf(err) != node.Unreadable || !strings.Contains(err.Error(), "line") {
		t.Errorf("an open quote: %v", err)
	}
}

func TestListsAreBounded(t *testing.T) {
	for name, text := range map[string]string{
		"bytes": strings.Repeat("a", 17<<20), "lines": strings.Repeat("\n", 300_000),
	} {
		if _, err := policy.ReadList(strings.NewReader(text), policy.ReadOptions{}); node.KindOf(err) != node.TooLarge {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := policy.ReadList(strings.NewReader(strings.Repeat("not a host\n", 1000)), policy.ReadOptions{Level: policy.Block})
	if v := node.ViolationsOf(err); len(v) != 20 {
		t.Errorf("%d faults are told", len(v))
	}
}

func TestOwnFormComesBackWhole(t *testing.T) {
	given := rules(t, "block bad.example", "limit *.loud.example", "allow https://peer.example/users/ana", "block * of garden", "allow peer.example:8443 of garden")
	given[0].Reason, given[0].Provenance = `spam & "worse"`, "list.csv line 3"
	var out strings.Builder
	if err := policy.WriteJSON(&out, given); err != nil {
		t.Fatal(err)
	}
	l, err := policy.ReadList(strings.NewReader(out.String()), policy.ReadOptions{Name: "own.json", Author: "https://node.example/actor"})
	if err != nil || len(l.Rules) != len(given) {
		t.Fatalf("%+v, %v", l, err)
	}
	if p := l.Rules[0].Provenance; p != "own.json line 8; list.csv line 3" {
		t.Errorf("provenance is %q", p)
	}
	for i, r := range l.Rules {
		r.Provenance, r.Author = given[i].Provenance, ""
		if r != given[i] {
			t.Errorf("got %+v, want %+v", r, given[i])
		}
	}
	for _, bad := range []string{
		`{"rules":[{"subject":"a.example","level":"block","lev":1}]}`, `{"rules":[{"subject":"a.example"}`, `{"rules":[]} {}`, `{"regeln":[]}`, `{}`, `{`,
	} {
		if _, err := policy.ReadList(strings.NewReader(bad), policy.ReadOptions{}); node.KindOf(err) != node.Unreadable {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

func TestExportIsWhatOthersImport(t *testing.T) {
	var out strings.Builder
	left, err := policy.WriteCSV(&out, rules(t,
		"block bad.example", "limit loud.example", "allow good.example", "block *.deep.example", "block port.example:8443", "block https://a.example/users/x", "block *"))
	want := "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\n" +
		"bad.example,suspend,true,true,,false\nloud.example,silence,true,false,,false\n"
	if err != nil || out.String() != want || left != 5 {
		t.Errorf("%d left, %v, got\n%s", left, err, out.String())
	}
	if got := read(t, out.String(), policy.ReadOptions{}); got != "block bad.example () from list.csv line 2\nlimit loud.example () from list.csv line 3" {
		t.Errorf("read again:\n%s", got)
	}
}

func TestImportSaysWhatItWouldChange(t *testing.T) {
	p := policy.New(policy.Open, rules(t, "block same.example", "limit other.example", "block kept.example", "block? waits.example"))
	c := p.Compare(rules(t, "block same.example", "block other.example", "allow new.example", "block same.example of garden"))
	if len(c.Unchanged) != 1 || len(c.Changed) != 1 || len(c.Added) != 2 || len(c.News()) != 3 ||
		c.Changed[0].From.Level != policy.Limit || c.Changed[0].To.Level != policy.Block {
		t.Errorf("%+v", c)
	}
	if c := p.Compare(rules(t, "block? waits.example", "limit? waits.example", "block waits.example")); len(c.Unchanged) != 1 || len(c.Added) != 2 {
		t.Errorf("%+v", c)
	}
}
