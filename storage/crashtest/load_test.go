package crashtest

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptrace"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"tributary/vocab"
)

// clients is how many post at once.
const clients = 8

// entry is an activity as its client knows it.
type entry struct {
	mark     string // also its idempotency key
	kind     kind
	body     string
	answered bool
	location vocab.IRI // as answered, or as found in the log before
}

// ledger is what clients know, apart from the node: what they posted, and what was answered.
type ledger struct {
	mu      sync.Mutex
	entries []*entry

	unheard, lost int // activities that a kill left unanswered: those that were there, and those that were not
}

// open are those that were not answered, to be posted again under the same key.
func (l *ledger) open() (all []*entry) {
	for _, e := range l.entries {
		if !e.answered {
			all = append(all, e)
		}
	}
	return all
}

func (l *ledger) answer(e *entry, location vocab.IRI) {
	l.mu.Lock()
	defer l.mu.Unlock()
	e.answered, e.location = true, location
}

// copy is what clients know at this moment, while they go on.
func (l *ledger) copy() (all []*entry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, e := range l.entries {
		now := *e
		all = append(all, &now)
	}
	return all
}

func (l *ledger) add(e *entry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entries = append(l.entries, e)
}

// moment is when something happens during a load: when so many requests were sent, or answered, and
// then after a few turns of the scheduler.
type moment struct {
	sent  bool
	after int64
	turns int
}

func someMoment(r *rand.Rand, from, to int) moment {
	return moment{sent: r.IntN(2) == 0, after: int64(from + r.IntN(to-from)), turns: r.IntN(400)}
}

// happening is what happens at a moment, once, in a client's goroutine.
type happening struct {
	moment
	do func()
}

// load is clients who post to a node until it is gone.
type load struct {
	t      testing.TB
	name   string // begins the marks
	url    string
	token  string
	on     things
	ledger *ledger
	seed   uint64
	happen []happening
	most   int // a client posts no more new ones; 0: no limit

	// A node whose database went away may say so, with 503; clients then wait until it is back.
	away bool
	back chan struct{}

	sent, answered atomic.Int64
}

// run posts first what was not answered before, and returns when every client has found the node
// gone or has posted its most.
func (l *load) run() {
	open := l.ledger.open()
	var all sync.WaitGroup
	for c := range clients {
		var again []*entry
		for i, e := range open {
			if i%clients == c {
				again = append(again, e)
			}
		}
		all.Go(func() { l.client(c, again) })
	}
	all.Wait()
}

func (l *load) client(c int, again []*entry) {
	transport := &http.Transport{DisableCompression: true}
	defer transport.CloseIdleConnections()
	h := &http.Client{Transport: transport}
	for _, e := range again {
		if !l.post(h, e) {
			return
		}
	}
	r := rand.New(rand.NewPCG(l.seed, uint64(c)))
	for i := 0; l.most == 0 || i < l.most; i++ {
		k := kinds[r.IntN(len(kinds))]
		mark := fmt.Sprintf("mark-%s-%d-%d-", l.name, c, i)
		e := &entry{mark: mark, kind: k, body: k.write(mark, l.on)}
		l.ledger.add(e)
		if !l.post(h, e) {
			return
		}
	}
}

// post posts until there is an answer; false when the node is gone.
func (l *load) post(h *http.Client, e *entry) bool {
	for {
		status, location, body, err := l.request(h, e)
		switch {
		case err != nil:
			return false
		case status == http.StatusCreated:
			if e.location != "" && e.location != location {
				l.t.Errorf("%s was recorded as %s, and as %s when it was repeated", e.mark, e.location, location)
			}
			l.ledger.answer(e, location)
			l.count(&l.answered, false)
			return true
		case status == http.StatusServiceUnavailable && l.away:
			<-l.back
		default:
			l.t.Errorf("%s was answered with %d: %s", e.mark, status, body)
			return false
		}
	}
}

func (l *load) request(h *http.Client, e *entry) (status int, location vocab.IRI, body string, err error) {
	request, err := http.NewRequest(http.MethodPost, l.url+"/groups/garden/outbox", strings.NewReader(e.body))
	if err != nil {
		return 0, "", "", err
	}
	request.Host = strings.TrimPrefix(base, "http://")
	request.Header.Set("Authorization", "Bearer "+l.token)
	request.Header.Set("Content-Type", "application/activity+json")
	request.Header.Set("Idempotency-Key", e.mark)
	trace := httptrace.ClientTrace{WroteRequest: func(httptrace.WroteRequestInfo) { l.count(&l.sent, true) }}
	answer, err := h.Do(request.WithContext(httptrace.WithClientTrace(request.Context(), &trace)))
	if err != nil {
		return 0, "", "", err
	}
	defer answer.Body.Close()
	// Headers that came are an answer, even if what follows is cut off.
	text, _ := io.ReadAll(answer.Body)
	return answer.StatusCode, vocab.IRI(answer.Header.Get("Location")), string(text), nil
}

// count counts, and lets happen what is due.
func (l *load) count(n *atomic.Int64, sent bool) {
	at := n.Add(1)
	for _, h := range l.happen {
		if h.sent == sent && h.after == at {
			for range h.turns {
				runtime.Gosched()
			}
			h.do()
		}
	}
}
