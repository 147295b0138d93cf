package fedtest_test

import (
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"tributary/federation/httpsig"
	"tributary/node/server/fedtest"
)

// clock is a time that a test moves.
type clock struct{ ahead atomic.Int64 }

func (c *clock) now() time.Time         { return time.Now().Add(time.Duration(c.ahead.Load())) }
func (c *clock) pass(d time.Duration)   { c.ahead.Add(int64(d)) }
func (c *clock) signed(p *fedtest.Post) { p.At = c.now() }

func TestAttackKeysThatWereReplacedOrWithdrawn(t *testing.T) {
	var hours clock
	n := fedtest.StartAt(t, t.TempDir(), nil, hours.now)
	apples := n.Group("apples")
	mill := fedtest.NewStranger(t)
	ana, second := mill.Persona("ana", 0), mill.Persona("second", 1)
	n.Meet(ana)
	stolen := ana.Key
	like := func(id string, key httpsig.Key) int {
		return ana.Send(n, ana.Act(id, "Like", apples, nil), hours.signed, func(p *fedtest.Post) { p.Key = key })
	}

	// The key is replaced under the same id.
	ana.Publish(fedtest.Doc{"publicKey": fedtest.Doc{"id": ana.Key.ID, "owner": ana.IRI, "publicKeyPem": fedtest.PEM(t, second.Key.Private.Public())}})
	ana.Key.Private = second.Key.Private
	hours.pass(10 * time.Minute)
	if code := like("new-key", ana.Key); code != http.StatusAccepted {
		t.Errorf("with its new key the actor is answered %d", code)
	}
	if code := like("old-key", stolen); code != http.StatusUnauthorized {
		t.Errorf("with the old key: %d", code)
	}
	asked := mill.Hits()[string(ana.IRI)[len(mill.URL):]]
	for range 20 {
		like("guess", stolen)
	}
	if again := mill.Hits()[string(ana.IRI)[len(mill.URL):]]; again > asked {
		t.Errorf("bad signatures made the node read the actor %d times", again-asked)
	}

	// The key is withdrawn, and nothing else happens.
	ana.Publish(fedtest.Doc{"publicKey": nil})
	hours.pass(25 * time.Hour)
	if code := like("withdrawn", ana.Key); code != http.StatusUnauthorized {
		t.Errorf("with a key that was withdrawn a day ago: %d", code)
	}
	if n.Knows(mill.IRI("/activities/withdrawn")) || n.Knows(mill.IRI("/activities/old-key")) {
		t.Error("a forged activity is on record")
	}
}
