package publish_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/nodetest"
)

type collectionPage struct {
	ID, Type, Next, Prev, PartOf, First, Last string
	TotalItems                                json.RawMessage
	Items                                     []struct{ ID, Name string } `json:"orderedItems"`
}

func (s *site) page(address string) (p collectionPage) {
	s.t.Helper()
	if err := json.Unmarshal([]byte(s.body(address, "Accept", "application/activity+json")), &p); err != nil {
		s.t.Fatal(err)
	}
	return p
}

// walk follows the links of one direction and gives the names met.
func (s *site) walk(address string, step func(collectionPage) string) (names []string) {
	for address != "" {
		p := s.page(address)
		for _, item := range p.Items {
			names = append(names, item.Name)
		}
		address = step(p)
	}
	return names
}

func TestPagesHoldEachMemberOnceWhileOthersAreAdded(t *testing.T) {
	s := newSite(t)
	group := s.Group("garden")
	add := func(n int) {
		s.Create(group, fmt.Sprintf(`{"type": "ResourceSpecification", "name": "%03d"}`, n))
	}
	var want []string
	for n := range 120 {
		add(n)
		want = append(want, fmt.Sprintf("%03d", n))
	}
	slices.Reverse(want)
	more := 1000
	got := s.walk(string(group)+"/resource-specifications?page=true", func(p collectionPage) string {
		add(more) // while somebody reads
		more++
		if len(p.Items) > 50 || p.PartOf != string(group)+"/resource-specifications" {
			t.Errorf("%s has %d members of %s", p.ID, len(p.Items), p.PartOf)
		}
		return p.Next
	})
	if !slices.Equal(got, want) {
		t.Errorf("reading older pages: got %v", got)
	}
	last := s.page(string(group) + "/resource-specifications?before=0")
	if last.Items[len(last.Items)-1].Name != "000" {
		t.Errorf("the last page ends with %s", last.Items[len(last.Items)-1].Name)
	}
	back := s.walk(last.ID, func(p collectionPage) string { return p.Prev })
	slices.Sort(back)
	if len(back) != 123 || len(slices.Compact(back)) != 123 {
		t.Errorf("reading newer pages: got %d members", len(back))
	}
}

func TestCollectionHasItsFirstPageInside(t *testing.T) {
	s := newSite(t)
	group, _, event := s.event()
	var c struct {
		Type       string
		TotalItems int
		First      collectionPage
	}
	if err := json.Unmarshal([]byte(s.body(string(group)+"/events", "Accept", "application/activity+json")), &c); err != nil {
		t.Fatal(err)
	}
	if c.Type != "OrderedCollection" || c.TotalItems != 1 || c.First.Type != "OrderedCollectionPage" || len(c.First.Items) != 1 || c.First.Items[0].ID != string(event) {
		t.Errorf("got %+v", c)
	}
}

func TestCollectionsGoByPluralAndShortName(t *testing.T) {
	s := newSite(t)
	group, _, _ := s.event()
	for _, name := range []string{
		"economic-resources", "resources", "economic-events", "events", "plans", "proposals", "agreements", "values",
		"roles", "tasks", "decisions", "commitments", "intents", "processes", "outbox", "followers", "following",
	} {
		if w := s.get(string(group) + "/" + name); w.Code != http.StatusOK {
			t.Errorf("%s: got %d %s", name, w.Code, w.Body)
		}
	}
	for _, name := range []string{"nonsense", "ordered-collections", "events/events"} {
		if w := s.get(string(group) + "/" + name); w.Code != http.StatusNotFound {
			t.Errorf("%s: got %d", name, w.Code)
		}
	}
	if w := s.get("/groups/nobody/events"); w.Code != http.StatusNotFound {
		t.Errorf("events of no group: got %d", w.Code)
	}
	for _, query := range []string{"after=x", "before=-1", "after=1&before=2", "after=99999999999999999999"} {
		if w := s.get(string(group) + "/events?" + query); w.Code != http.StatusBadRequest {
			t.Errorf("?%s: got %d", query, w.Code)
		}
	}
}

func TestFollowersAreListed(t *testing.T) {
	s := newSite(t)
	garden, bakery := s.Group("garden"), s.Group("bakery")
	s.Must(nodetest.Speaking(bakery), node.Activity{Verb: "Follow", Actor: bakery, Objects: []node.Object{{IRI: garden}}})
	var found struct {
		First struct{ OrderedItems []string }
	}
	for address, want := range map[string]string{string(garden) + "/followers": string(bakery), string(bakery) + "/following": string(garden)} {
		if err := json.Unmarshal([]byte(s.body(address, "Accept", "application/activity+json")), &found); err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(found.First.OrderedItems, []string{want}) {
			t.Errorf("%s: got %v", address, found)
		}
	}
	if w := s.get(string(garden) + "/members"); w.Code != http.StatusNotFound {
		t.Errorf("a stranger asks for members: got %d", w.Code)
	}
	if w := s.get(string(garden)+"/members", "Authorization", "Bearer garden"); w.Code != http.StatusOK {
		t.Errorf("a member asks for members: got %d", w.Code)
	}
}

func TestTableHasQuantitiesInTwoColumnsAndNoFormulas(t *testing.T) {
	s := newSite(t)
	group := s.Group("garden")
	s.Stock(group, `=HYPERLINK("https://evil.example","x")`, "10.50", "kilogram")
	s.Stock(group, "with \"quotes\", and\na line", "3", "one")
	w := s.get(string(group) + "/resources.csv")
	if w.Header().Get("Content-Type") != "text/csv; charset=utf-8; header=present" || !strings.Contains(w.Body.String(), "\r\n") {
		t.Errorf("got %v", w.Header())
	}
	rows, err := csv.NewReader(w.Body).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatalf("got %v %v", rows, err)
	}
	column := func(row []string, name string) string {
		i := slices.Index(rows[0], name)
		if i < 0 {
			t.Fatalf("no column %s in %v", name, rows[0])
		}
		return row[i]
	}
	apples := rows[2]
	if got := column(apples, "name"); got != `'=HYPERLINK("https://evil.example","x")` {
		t.Errorf("a formula came through: %s", got)
	}
	if column(apples, "accountingQuantity.number") != "10.50" || !strings.HasSuffix(column(apples, "accountingQuantity.unit"), "kilogram") || column(apples, "type") != "EconomicResource" {
		t.Errorf("got %v", apples)
	}
	if got := column(rows[1], "name"); got != "with \"quotes\", and\na line" {
		t.Errorf("text was changed: %q", got)
	}
}
