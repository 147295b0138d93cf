package fedtest_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"tributary/node/config"
	"tributary/node/server/fedtest"
	"tributary/vocab"
)

// behind is a request that a proxy passes on for an address.
func behind(client string) func(*fedtest.Post) {
	return func(p *fedtest.Post) {
		p.Before = func(r *http.Request) { r.Header.Set("X-Forwarded-For", client) }
	}
}

// Who floods an inbox with letters that nobody signed is told to wait, and makes the node ask nobody meanwhile. Whose
// key is known is heard from the same address, everybody is from another one, and later everybody again.
func TestAttackAFloodWithBadSignaturesIsToldToWait(t *testing.T) {
	const allowed = 8
	var hours clock
	n := fedtest.StartAt(t, t.TempDir(), func(c *config.Config) {
		c.Limits.BadSignaturesPerMinute = allowed
		c.Proxy.Header = "X-Forwarded-For"
	}, hours.now)
	apples := n.Group("apples")
	mill, evil := fedtest.NewStranger(t), fedtest.NewStranger(t)
	ana, cem, mallory := mill.Persona("ana", 0), mill.Persona("cem", 2), evil.Persona("mallory", 1)
	n.Meet(ana)
	asked := len(mill.Hits())
	count := 0
	act := func(by *fedtest.Persona) fedtest.Doc {
		count++
		return by.Act(fmt.Sprint("act", count), "Like", apples, nil)
	}
	before := traceOf(t, n)

	codes, waits := map[int]int{}, map[string]bool{}
	for i := range 60 {
		forged := func(p *fedtest.Post) {
			p.Key.ID = ana.Key.ID
			p.Told = func(h http.Header) { waits[h.Get("Retry-After")] = true }
			switch i % 3 {
			case 1:
				p.Key.ID = fmt.Sprint(mill.IRI("/users/"), i, "#k")
			case 2:
				p.After = func(r *http.Request) { r.Header.Set("Digest", "SHA-256=nonsense") }
			}
		}
		codes[mallory.Send(n, act(ana), behind("192.0.2.1"), forged)]++
	}
	n.Settle()
	if codes[http.StatusTooManyRequests] != 60-allowed || codes[http.StatusUnauthorized] != allowed {
		t.Errorf("the flood is answered %v", codes)
	}
	for wait := range waits {
		if seconds, err := strconv.Atoi(wait); wait != "" && (err != nil || seconds < 1 || seconds > 60) {
			t.Errorf("it is told to wait for %q", wait)
		}
	}
	if len(waits) < 2 {
		t.Errorf("it is not told how long to wait: %v", waits)
	}
	if left := traceOf(t, n).since(before); left != "" {
		t.Errorf("the flood left\n%s", left)
	}
	if more := len(mill.Hits()) - asked; more > allowed {
		t.Errorf("%d documents were asked for", more)
	}
	if _, page := fedtest.Get(t, vocab.IRI(n.URL+"/metrics"), "text/plain"); !strings.Contains(page, fmt.Sprintf("tributary_inbox_refused_total{reason=\"address-limited\"} %d\n", 60-allowed)) {
		t.Errorf("the metrics say\n%s", grep(page, "inbox_refused"))
	}

	hits := len(mill.Hits())
	for _, row := range []struct {
		who    *fedtest.Persona
		client string
		want   int
	}{
		{ana, "192.0.2.1", http.StatusAccepted},        // known here
		{cem, "192.0.2.1", http.StatusTooManyRequests}, // whose key would have to be fetched
		{cem, "192.0.2.2", http.StatusAccepted},
		{cem, "192.0.2.1", http.StatusAccepted}, // known by now
	} {
		letter := act(row.who)
		if code := row.who.Send(n, letter, behind(row.client)); code != row.want {
			t.Errorf("%s is answered %d at %s, want %d", row.who.IRI, code, row.client, row.want)
		}
		n.Settle()
		if taken := n.Knows(vocab.IRI(fmt.Sprint(letter["id"]))); taken != (row.want == http.StatusAccepted) {
			t.Errorf("of %s at %s the letter is taken: %t", row.who.IRI, row.client, taken)
		}
	}
	if more := len(mill.Hits()) - hits; more != 1 {
		t.Errorf("%d more documents were asked for, want that of cem", more)
	}

	hours.pass(time.Minute)
	dan := mill.Persona("dan", 1)
	if code := dan.Send(n, act(dan), behind("192.0.2.1"), hours.signed); code != http.StatusAccepted {
		t.Errorf("a minute later a stranger is answered %d", code)
	}
}

// Whoever names keys at another node, from however many addresses, has it asked only so often.
func TestAttackNamingKeysOfAThirdNode(t *testing.T) {
	const allowed = 5
	var hours clock
	n := fedtest.StartAt(t, t.TempDir(), func(c *config.Config) {
		c.Limits.BadSignaturesPerMinute, c.Limits.KeyReadsPerMinute = 3, allowed
		c.Proxy.Header = "X-Forwarded-For"
	}, hours.now)
	apples := n.Group("apples")
	mill, evil, farm := fedtest.NewStranger(t), fedtest.NewStranger(t), fedtest.NewStranger(t)
	ana, mallory, eve := mill.Persona("ana", 0), evil.Persona("mallory", 1), farm.Persona("eve", 2)
	n.Meet(ana)
	asked := mill.Hits()

	codes, waits := map[int]int{}, map[string]bool{}
	for i := range 40 {
		codes[mallory.Send(n, mallory.Act(fmt.Sprint("forged", i), "Like", apples, nil), behind(fmt.Sprint("192.0.2.", i)), func(p *fedtest.Post) {
			p.Key.ID = fmt.Sprint(mill.IRI("/users/"), i, "#k")
			p.Told = func(h http.Header) { waits[h.Get("Retry-After")] = true }
		})]++
	}
	more := 0
	for path, times := range mill.Hits() {
		more += times - asked[path]
	}
	if more != allowed || codes[http.StatusTooManyRequests] != 40-allowed || !waits["12"] {
		t.Errorf("it was asked %d times, the flood is answered %v, to wait %v", more, codes, waits)
	}
	for _, p := range []*fedtest.Persona{ana, eve} {
		if code := p.Send(n, p.Act("honest", "Like", apples, nil), behind("198.51.100.1")); code != http.StatusAccepted {
			t.Errorf("%s is answered %d", p.IRI, code)
		}
	}
	cem := mill.Persona("cem", 2)
	if code := cem.Send(n, cem.Act("early", "Like", apples, nil), behind("198.51.100.1")); code != http.StatusTooManyRequests {
		t.Errorf("a stranger of the node that was named is answered %d", code)
	}
	hours.pass(time.Minute)
	if code := cem.Send(n, cem.Act("later", "Like", apples, nil), behind("198.51.100.1"), hours.signed); code != http.StatusAccepted {
		t.Errorf("a minute later a stranger of the node that was named is answered %d", code)
	}
}

// grep is the lines with a text in them.
func grep(page, text string) string {
	var some []string
	for line := range strings.Lines(page) {
		if strings.Contains(line, text) {
			some = append(some, line)
		}
	}
	return strings.Join(some, "")
}
