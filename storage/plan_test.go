package storage_test

import (
	"context"
	"strings"
	"testing"

	"tributary/node"
	"tributary/storage"
	"tributary/storage/sqlite"
	"tributary/vocab"
)

// A page of results must cost what the page has, not what the database has: every table is entered
// by an index or by position, and nothing is sorted but the page itself.
func TestPagesAreRangesOfAnIndex(t *testing.T) {
	ctx := context.Background()
	db, err := sqlite.Open(ctx, ":memory:", storage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	ana, garden := vocab.IRI("https://n.example/ana"), vocab.IRI("https://n.example/garden")
	link := node.Link{Property: "https://n.example/provider", To: ana}
	other := node.Link{Property: "https://n.example/receiver", To: garden}
	err = db.Update(ctx, func(tx node.Tx) error {
		for _, class := range []string{"Process", "EconomicEvent"} {
			if _, err := tx.Append(node.Version{
				IRI: vocab.IRI("https://n.example/" + class), N: 1, Class: class, Owner: garden,
				Body: []byte("{}"), Link: []node.Link{link, other},
			}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	sight := node.Sight{Members: []vocab.IRI{garden}, Follows: []vocab.IRI{garden}, Names: []vocab.IRI{ana}}
	for name, c := range map[string]struct {
		q  node.Query
		by string
	}{
		"a class":              {node.Query{Classes: []string{"Process"}}, "SEARCH t USING INDEX latest_class (class=? AND created>?)"},
		"classes":              {node.Query{Classes: []string{"Process", "EconomicEvent"}}, "SEARCH t USING INDEX latest_class (class=? AND created>?)"},
		"an owner":             {node.Query{Owner: garden}, "SEARCH t USING INDEX latest_owner (owner=? AND class=? AND created>?)"},
		"class and owner":      {node.Query{Owner: garden, Classes: []string{"Process"}}, "SEARCH t USING INDEX latest_owner (owner=? AND class=? AND created>?)"},
		"all":                  {node.Query{}, "SEARCH t USING INTEGER PRIMARY KEY (rowid>?)"},
		"a reference":          {node.Query{Refers: []node.Link{link}}, "SEARCH e USING PRIMARY KEY (target=? AND property=? AND created>?)"},
		"references":           {node.Query{Refers: []node.Link{link, other}}, "SEARCH e USING PRIMARY KEY (target=? AND property=? AND created>?)"},
		"reference with class": {node.Query{Refers: []node.Link{link}, Owner: garden, Classes: []string{"Process"}}, "SEARCH e USING PRIMARY KEY (target=? AND property=? AND created>?)"},
	} {
		for _, c.q.Descending = range []bool{false, true} {
			c.q.Sight = sight
			plan, err := db.Plan(ctx, c.q)
			if err != nil {
				t.Fatal(err)
			}
			text := strings.Join(plan, "\n")
			by := c.by
			if c.q.Descending {
				by = strings.NewReplacer("created>", "created<", "rowid>", "rowid<").Replace(by)
			}
			if !strings.Contains(text, by) {
				t.Errorf("%s, descending %v: not by %s:\n%s", name, c.q.Descending, by, text)
			}
			inner, _, _ := strings.Cut(text, "SCAN f")
			if strings.Contains(text, "SCAN t") || strings.Contains(text, "SCAN l") || strings.Contains(inner, "TEMP B-TREE") {
				t.Errorf("%s, descending %v: scans or sorts:\n%s", name, c.q.Descending, text)
			}
		}
	}
}

func TestParametersAreNumberedForBothEngines(t *testing.T) {
	text := storage.Rows("INSERT INTO a VALUES ", "", " ON CONFLICT DO NOTHING", 2, 2)
	if want := "INSERT INTO a VALUES (?1, ?2), (?3, ?4) ON CONFLICT DO NOTHING"; storage.Text(false, text) != want {
		t.Errorf("got %s, want %s", text, want)
	}
	if got, want := storage.Text(true, text), "INSERT INTO a VALUES ($1, $2), ($3, $4) ON CONFLICT DO NOTHING"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
