package fedtest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"tributary/federation"
	"tributary/federation/httpsig"
	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
)

// postbox is a host where actors have their inboxes, which refuses what it is told to and notes what it takes.
type postbox struct {
	*fedtest.Stranger
	refuse func(sender vocab.IRI, inbox string) int // 0: it is taken

	mu    sync.Mutex
	taken map[vocab.IRI][]string // verb and name of the thing, by sender
	tries map[vocab.IRI]int
}

func newPostbox(t *testing.T) *postbox {
	b := &postbox{Stranger: fedtest.NewStranger(t), taken: map[vocab.IRI][]string{}, tries: map[vocab.IRI]int{}}
	b.refuse = func(vocab.IRI, string) int { return 0 }
	return b
}

// follower is somebody at the host who follows a group of the node.
func (b *postbox) follower(t *testing.T, n *fedtest.Node, name string, group vocab.IRI) {
	t.Helper()
	p := b.Persona(name, 0)
	b.Handle("/users/"+name+"/inbox", func(w http.ResponseWriter, r *http.Request) { b.post(t, w, r) })
	n.Meet(p)
	if err := n.DB.Update(t.Context(), func(tx node.Tx) error {
		return tx.Relate(node.Relation{From: p.IRI, Kind: node.Follows, To: group, Since: time.Now()}, true)
	}); err != nil {
		t.Fatal(err)
	}
}

func (b *postbox) post(t *testing.T, w http.ResponseWriter, r *http.Request) {
	s, err := httpsig.Read(r, httpsig.Rules{Origin: b.URL, Age: 1000 * time.Hour, Skew: 1000 * time.Hour})
	if err != nil {
		t.Error(err)
		return
	}
	sender, _, _ := strings.Cut(s.KeyID, "#")
	body, _ := io.ReadAll(r.Body)
	var act struct {
		Type   string
		Object struct{ Name string }
	}
	_ = json.Unmarshal(body, &act)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.tries[vocab.IRI(sender)]++
	if code := b.refuse(vocab.IRI(sender), r.URL.Path); code != 0 {
		w.WriteHeader(code)
		return
	}
	b.taken[vocab.IRI(sender)] = append(b.taken[vocab.IRI(sender)], act.Type)
	w.WriteHeader(http.StatusAccepted)
}

// took is how many letters of a sender the host took since it was asked last.
func (b *postbox) took(sender vocab.IRI) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	n := len(b.taken[sender])
	delete(b.taken, sender)
	return n
}

func (b *postbox) told(refuse func(sender vocab.IRI, inbox string) int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.refuse = refuse
}

// laneOf is a lane of the node; the zero one when there is none.
func laneOf(t *testing.T, n *fedtest.Node, name string) node.Lane {
	t.Helper()
	l, _, err := n.DB.Lane(t.Context(), name, 100)
	if err != nil && node.KindOf(err) != node.NotFound {
		t.Fatal(err)
	}
	return l
}

// A host that takes no signature of one sender keeps that sender's letters waiting, and nobody else's; in the end
// they come, each thing's in order.
func TestAPeerThatRefusesOneSenderGetsTheLettersOfOthers(t *testing.T) {
	var hours clock
	n := fedtest.StartAt(t, t.TempDir(), nil, hours.now)
	apples, pears := n.Group("apples"), n.Group("pears")
	b := newPostbox(t)
	b.follower(t, n, "ana", apples)
	b.follower(t, n, "ben", pears)
	n.Settle()
	b.took(apples)
	b.told(func(sender vocab.IRI, _ string) int {
		if sender == apples {
			return http.StatusUnauthorized
		}
		return 0
	})

	plan := n.Create(apples, `{"type": "Plan", "name": "Plan of apples"}`)
	for i := range 10 {
		n.Create(apples, fmt.Sprintf(`{"type": "Plan", "name": "Apples %d"}`, i))
		n.Create(pears, fmt.Sprintf(`{"type": "Plan", "name": "Pears %d"}`, i))
	}
	n.Do(node.Delete(apples, plan))
	n.Settle()
	if got := b.took(pears); got != 10 {
		t.Errorf("%d of 10 letters of the other came", got)
	}
	if got := b.took(apples); got != 0 {
		t.Errorf("%d letters came of whom it refuses", got)
	}
	lane := node.LaneOf(federation.Delivering, b.URL)
	if l := laneOf(t, n, lane); l.Fails != 0 || l.Waiting != 0 {
		t.Errorf("the lane of the host has failed %d times, %d wait in it: %s", l.Fails, l.Waiting, l.Note)
	}
	own := laneOf(t, n, lane+" "+string(apples))
	if own.Waiting != 12 || own.Fails != 1 || !strings.Contains(own.Note, "takes no signature") {
		t.Errorf("of its own lane: %d wait, %d fails, %q", own.Waiting, own.Fails, own.Note)
	}

	// When it knows the sender's key again, all comes.
	b.told(func(vocab.IRI, string) int { return 0 })
	n.Create(pears, `{"type": "Plan", "name": "Pears at last"}`)
	n.Create(apples, `{"type": "Plan", "name": "Apples at last"}`)
	n.Settle()
	if got := b.took(pears); got != 1 {
		t.Errorf("%d letters of the other came", got)
	}
	if got := b.took(apples); got != 0 {
		t.Error("what was recorded later overtakes what waits")
	}
	hours.pass(time.Minute)
	n.Settle()
	b.mu.Lock()
	verbs := slices.Clone(b.taken[apples])
	b.mu.Unlock()
	if len(verbs) != 13 || slices.Index(verbs, "Create") > slices.Index(verbs, "Delete") {
		t.Errorf("in the end came %v", verbs)
	}
	if l := laneOf(t, n, lane+" "+string(apples)); l.Name != "" {
		t.Errorf("its own lane is still there: %+v", l)
	}
}

// What a host refuses for good, of one sender or at one inbox, is set aside or forgotten; the rest goes on.
func TestAPeerThatRefusesForGoodGetsTheRest(t *testing.T) {
	for _, row := range []struct {
		name   string
		status int
		buried int
	}{
		{"403 to one sender", http.StatusForbidden, 3},
		{"410 at one inbox", http.StatusGone, 0}, // who is gone is told nothing more
	} {
		t.Run(row.name, func(t *testing.T) {
			n := fedtest.New(t, 1).Nodes[0]
			apples, pears := n.Group("apples"), n.Group("pears")
			b := newPostbox(t)
			b.follower(t, n, "ana", apples)
			b.follower(t, n, "ben", pears)
			b.follower(t, n, "cem", pears)
			n.Settle()
			b.told(func(_ vocab.IRI, inbox string) int {
				if inbox == "/users/ana/inbox" {
					return row.status
				}
				return 0
			})
			for i := range 3 {
				n.Create(apples, fmt.Sprintf(`{"type": "Plan", "name": "Apples %d"}`, i))
				n.Create(pears, fmt.Sprintf(`{"type": "Plan", "name": "Pears %d"}`, i))
			}
			n.Settle()
			if got := b.took(pears); got != 6 {
				t.Errorf("%d of 6 letters to the others came", got)
			}
			l := laneOf(t, n, node.LaneOf(federation.Delivering, b.URL))
			if l.Fails != 0 || l.Waiting != 0 || l.Buried != row.buried {
				t.Errorf("the lane: %d fails, %d wait, %d buried", l.Fails, l.Waiting, l.Buried)
			}
		})
	}
}

// Whoever does not show its document to this node now is no stranger for that: what is for it waits, and comes when it does.
func TestWhatIsForAnActorThatIsNotShownWaits(t *testing.T) {
	for _, row := range []struct {
		name         string
		status       int
		met          bool // its document was read before, longer ago than it is taken for new
		first, later int  // letters that come at once, and once it is shown
		buried       int
	}{
		{"401", http.StatusUnauthorized, false, 0, 1, 0},
		{"401, known from before", http.StatusUnauthorized, true, 1, 0, 0},
		{"403", http.StatusForbidden, false, 0, 0, 1},
		{"403, known from before", http.StatusForbidden, true, 1, 0, 0},
		{"404", http.StatusNotFound, false, 0, 0, 0}, // no actor: nobody's loss
	} {
		t.Run(row.name, func(t *testing.T) {
			var hours clock
			n := fedtest.StartAt(t, t.TempDir(), nil, hours.now)
			apples := n.Group("apples")
			b := newPostbox(t)
			ana := b.Persona("ana", 0)
			b.Handle("/users/ana/inbox", func(w http.ResponseWriter, r *http.Request) { b.post(t, w, r) })
			if row.met {
				n.Meet(ana)
				hours.pass(48 * time.Hour)
			}
			b.Handle("/users/ana", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(row.status) })

			act := node.Create(apples, n.Read(`{"type": "Plan", "name": "Spring"}`)...)
			act.To = []vocab.IRI{ana.IRI}
			n.Do(act)
			n.Settle()
			if got := b.took(apples); got != row.first {
				t.Errorf("%d letters came while it was not shown", got)
			}
			backlog, err := n.DB.Backlog(t.Context())
			if err != nil || backlog.Buried != row.buried {
				t.Errorf("%d letters are buried, %v", backlog.Buried, err)
			}

			ana.Publish(nil)
			hours.pass(time.Hour)
			n.Settle()
			if got := b.took(apples); got != row.later {
				t.Errorf("%d letters came once it was shown", got)
			}
		})
	}
}
