package publish_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/nodetest"
)

func TestAThingWithManyVersionsHasAListOfLists(t *testing.T) {
	s := newSite(t)
	garden := s.Group("garden")
	apples := string(s.Stock(garden, "Apples", "1", "kilogram"))
	raise := s.Read(fmt.Sprintf(`{"type": "EconomicEvent", "action": "raise", "provider": %q, "receiver": %q, "resourceInventoriedAs": %q,
		"resourceQuantity": {"hasNumericalValue": "1", "hasUnit": "kilogram"}}`, garden, garden, apples))
	s.Must(nodetest.Speaking(garden), node.Create(garden, slices.Repeat(raise, 449)...)) // 450 versions

	index := s.body(apples + "/timemap")
	for _, want := range []string{`/timemap>; rel="self"`, `/timemap?page=1>; rel="timemap"; type="application/link-format"; from="`,
		`/timemap?page=3>; rel="timemap"; type="application/link-format"; from="`, `until="`} {
		if !strings.Contains(index, want) {
			t.Errorf("the list of lists lacks %s:\n%s", want, index)
		}
	}
	if strings.Contains(index, "memento") || strings.Contains(index, "page=4") {
		t.Errorf("the list of lists has too much:\n%s", index)
	}
	count := 0
	for page, ends := range map[int][2]string{1: {`/v/1>; rel="first memento"`, `/v/200>; rel="memento"`}, 2: {`/v/201>; rel="memento"`, `/v/400>; rel="memento"`},
		3: {`/v/401>; rel="memento"`, `/v/450>; rel="last memento"`}} {
		list := s.body(fmt.Sprintf("%s/timemap?page=%d", apples, page))
		count += strings.Count(list, "memento\"")
		for _, want := range append(ends[:], fmt.Sprintf(`/timemap?page=%d>; rel="self"`, page)) {
			if !strings.Contains(list, want) {
				t.Errorf("page %d lacks %s", page, want)
			}
		}
	}
	if count != 450 {
		t.Errorf("the pages list %d versions", count)
	}
	var list struct {
		Index    []struct{ URI string } `json:"timemap_index"`
		Mementos *struct{}
	}
	if err := json.Unmarshal([]byte(s.body(apples+"/timemap", "Accept", "application/json")), &list); err != nil || len(list.Index) != 3 || list.Mementos != nil {
		t.Errorf("as JSON: %+v %v", list, err)
	}
	newest := s.body(apples + "/timemap.html")
	if !strings.Contains(newest, "/v/450") || strings.Contains(newest, "/v/200\"") || !strings.Contains(newest, "timemap.html?page=2") {
		t.Error("people are not shown the newest first")
	}
	if middle := s.body(apples + "/timemap.html?page=2"); !strings.Contains(middle, "page=1") || !strings.Contains(middle, "page=3") {
		t.Error("a page in the middle does not lead to both sides")
	}
	for _, page := range []string{"0", "4", "-1", "x", ""} {
		if w := s.get(apples + "/timemap?page=" + page); w.Code != http.StatusNotFound {
			t.Errorf("page %q: %d", page, w.Code)
		}
	}
}

func TestATimeBeforeAllVersionsLeadsToTheFirstThatIsSeen(t *testing.T) {
	s := newSite(t)
	state := string(s.stateOf(s.Group("garden")))
	w := s.get(state+"/timegate", "Accept-Datetime", "Thu, 01 Jan 1970 00:00:00 GMT")
	if w.Code != http.StatusFound || w.Header().Get("Location") != state+"/1" {
		t.Errorf("%d %s", w.Code, w.Header().Get("Location"))
	}
}
