package crashtest

import (
	"context"
	"regexp"
	"slices"
	"strconv"
	"testing"

	"tributary/node"
	"tributary/storage"
	"tributary/vocab"
	"tributary/vocab/as"
	"tributary/vocab/flow"
	"tributary/vocab/jsonld"
)

// record is a node's log, as far as it was read.
type record struct {
	end      node.Position
	versions map[vocab.IRI][]node.Version // by activity, in the order of the log
	marked   map[string][]vocab.IRI       // activities by the mark that they, or what they made, bear
	holds    stocks
}

var mark = regexp.MustCompile(`mark-[0-9a-z-]+-`)

func newRecord() *record {
	return &record{versions: map[vocab.IRI][]node.Version{}, marked: map[string][]vocab.IRI{}}
}

// read reads on in a database, from outside the node.
func (r *record) read(t testing.TB, db *storage.DB, on things) *record {
	t.Helper()
	err := db.View(context.Background(), func(view node.View) error {
		for v, err := range view.Log(r.end) {
			if err != nil {
				return err
			}
			r.end = v.Position
			r.versions[v.Activity] = append(r.versions[v.Activity], v)
			for _, m := range mark.FindAllString(string(v.Body), -1) {
				if !slices.Contains(r.marked[m], v.Activity) {
					r.marked[m] = append(r.marked[m], v.Activity)
				}
			}
		}
		for id, holds := range map[vocab.IRI]*int{on.apples: &r.holds.apples, on.store: &r.holds.store, on.jam: &r.holds.jam} {
			v, err := view.Latest(id)
			if err != nil {
				return err
			}
			if *holds, err = kilograms(v); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func kilograms(v node.Version) (int, error) {
	r, err := jsonld.ReadStored(v.Body)
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(flow.HoldingOf(r).Accounting.Value.String())
}

// agrees compares a node's record with what its clients know: everything answered is there and whole,
// nothing unanswered is there in part, nothing happened twice, and the balances are what all of that
// makes. setUp are the activities from before the clients came.
func (r *record) agrees(t testing.TB, l *ledger, setUp int) {
	t.Helper()
	holds, there := opening, 0
	for _, e := range l.entries {
		activities := r.marked[e.mark]
		switch {
		case len(activities) > 1:
			t.Errorf("%s happened %d times: %v", e.mark, len(activities), activities)
		case len(activities) == 0 && e.answered:
			t.Errorf("%s was answered with %s, and is lost", e.mark, e.location)
		case len(activities) == 0:
			continue
		case e.location != "" && e.location != activities[0]:
			t.Errorf("%s is %s, but was %s before", e.mark, activities[0], e.location)
		default:
			e.location = activities[0]
			r.whole(t, e)
		}
		there++
		holds = holds.plus(e.kind.changes)
	}
	if r.holds != holds {
		t.Errorf("the garden holds %+v; its activities make %+v", r.holds, holds)
	}
	if all := len(r.versions); all != setUp+there {
		t.Errorf("the log has %d activities; the clients know of %d", all, setUp+there)
	}
}

// whole finds out whether all of an activity is there, and who may read it.
func (r *record) whole(t testing.TB, e *entry) {
	t.Helper()
	versions := r.versions[e.location]
	if len(versions) != e.kind.versions || versions[0].IRI != e.location {
		t.Errorf("%s (%s) has %d versions, not %d", e.mark, e.kind.name, len(versions), e.kind.versions)
		return
	}
	activity, err := versions[0].Resource()
	if err != nil {
		t.Errorf("%s does not read: %v", e.mark, err)
		return
	}
	objects := []vocab.IRI{e.location}
	for _, o := range activity.All(as.HasObject) {
		objects = append(objects, o.IRI())
	}
	for _, id := range objects {
		i := slices.IndexFunc(versions, func(v node.Version) bool { return v.IRI == id })
		if i < 0 {
			t.Errorf("%s lacks its object %s", e.mark, id)
			continue
		}
		if a := versions[i].Audience; a.Level != e.kind.audience.Level || !slices.Equal(a.Names, e.kind.audience.Names) {
			t.Errorf("%s: %s is for %+v, not %+v", e.mark, id, a, e.kind.audience)
		}
	}
}
