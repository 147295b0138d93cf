package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"tributary/node"
	"tributary/vocab"
	"tributary/vocab/vf"
)

// load runs work on so many clients at once, for the time a measurement takes or until it says enough.
func (r *rig) load(clients int, work func(client, turn int) (enough bool, err error)) (rate, p50, p99 float64, err error) {
	var (
		wg     sync.WaitGroup
		mu     sync.Mutex
		took   []time.Duration
		failed atomic.Pointer[error]
	)
	begin := time.Now()
	deadline := begin.Add(time.Duration(r.Seconds) * time.Second)
	for client := range clients {
		wg.Go(func() {
			var mine []time.Duration
			for turn := 0; time.Now().Before(deadline) && failed.Load() == nil; turn++ {
				start := time.Now()
				enough, err := work(client, turn)
				if err != nil {
					failed.Store(&err)
					break
				}
				if enough {
					break
				}
				mine = append(mine, time.Since(start))
			}
			mu.Lock()
			took = append(took, mine...)
			mu.Unlock()
		})
	}
	wg.Wait()
	elapsed := time.Since(begin)
	if e := failed.Load(); e != nil {
		return 0, 0, 0, *e
	}
	slices.Sort(took)
	at := func(share float64) float64 {
		if len(took) == 0 {
			return 0
		}
		return float64(took[int(share*float64(len(took)-1))].Microseconds()) / 1000
	}
	return float64(len(took)) / elapsed.Seconds(), at(0.50), at(0.99), nil
}

// submit records events that change two resources each, without HTTP.
func (r *rig) submit() (figure, error) {
	who := speaking(r.garden)
	rate, p50, p99, err := r.load(r.Connections, func(client, _ int) (bool, error) {
		event := flowOf(vf.Move, r.garden, "1").
			With(vf.ResourceInventoriedAs, vocab.Ref(r.from[client])).
			With(vf.ToResourceInventoriedAs, vocab.Ref(r.to[client]))
		_, err := r.server.Node.Submit(context.Background(), who, node.Create(r.garden, event))
		return false, err
	})
	return figure{What: "record: Submit, two resources an event", Rate: rate, Unit: "events/s", P50: p50, P99: p99, Beside: fmt.Sprintf("%d callers, each durable", r.Connections)}, err
}

// record posts events that change two resources each.
func (r *rig) record() (figure, error) {
	var mu sync.Mutex
	rate, p50, p99, err := r.load(r.Connections, func(client, turn int) (bool, error) {
		body := fmt.Sprintf(`{"type":"EconomicEvent","action":"move","provider":%q,"receiver":%q,"resourceInventoriedAs":%q,"toResourceInventoriedAs":%q,"resourceQuantity":{"hasUnit":"kilogram","hasNumericalValue":"1"}}`,
			r.garden, r.garden, r.from[client], r.to[client])
		request, err := http.NewRequest(http.MethodPost, string(r.garden)+"/outbox", strings.NewReader(body))
		if err != nil {
			return false, err
		}
		request.Header.Set("Authorization", "Bearer "+r.token)
		request.Header.Set("Content-Type", "application/activity+json")
		answer, err := r.ask(request, http.StatusCreated)
		if err != nil {
			return false, err
		}
		if turn < 500 {
			mu.Lock()
			r.recorded = append(r.recorded, answer.location)
			mu.Unlock()
		}
		return false, nil
	})
	return figure{What: "record: POST outbox, two resources an event", Rate: rate, Unit: "events/s", P50: p50, P99: p99, Beside: fmt.Sprintf("%d connections, each durable", r.Connections)}, err
}

// readAgain asks for one document over and over, and then a bare handler for the same bytes.
func (r *rig) readAgain() (figure, error) {
	address := string(r.from[0])
	first, err := r.get(address)
	if err != nil {
		return figure{}, err
	}
	bare, err := bareHandler(first)
	if err != nil {
		return figure{}, err
	}
	defer bare.Close()
	read := func(address string) (rate, p50, p99 float64, err error) {
		return r.load(r.Connections, func(int, int) (bool, error) {
			_, err := r.get(address)
			return false, err
		})
	}
	rate, p50, p99, err := read(address)
	if err != nil {
		return figure{}, err
	}
	other, _, _, err := read(bare.address)
	return figure{What: "read: one document, cached", Rate: rate, Unit: "docs/s", P50: p50, P99: p99, Beside: fmt.Sprintf("a bare handler with the same bytes: %.0f/s; ratio %.2f", other, rate/other)}, err
}

// readOnce asks for documents that nobody has asked for yet, each once.
func (r *rig) readOnce() (figure, error) {
	var next atomic.Int64
	begin := time.Now()
	_, p50, p99, err := r.load(r.Connections, func(int, int) (bool, error) {
		i := int(next.Add(1)) - 1
		if i >= len(r.recorded) {
			return true, nil
		}
		_, err := r.get(r.recorded[i])
		return false, err
	})
	read := min(int(next.Load()), len(r.recorded))
	return figure{What: "read: documents, uncached", Rate: float64(read) / time.Since(begin).Seconds(), Unit: "docs/s", P50: p50, P99: p99, Beside: fmt.Sprintf("%d documents", read)}, err
}

// export writes everything as N-Quads, to nowhere.
func (r *rig) export() (figure, error) {
	var counted lineCounter
	begin := time.Now()
	err := writeQuads(context.Background(), r.server.Node, node.Query{}, &counted)
	return figure{What: "export: N-Quads", Rate: float64(counted) / time.Since(begin).Seconds(), Unit: "quads/s", Beside: fmt.Sprintf("%d quads", counted)}, err
}

// lineCounter counts what is written to it, and forgets it.
type lineCounter int

func (c *lineCounter) Write(b []byte) (int, error) {
	*c += lineCounter(bytes.Count(b, []byte{'\n'}))
	return len(b), nil
}

// answer is what came back.
type answer struct {
	header   http.Header
	body     []byte
	location string
}

func (r *rig) get(address string) (answer, error) {
	request, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		return answer{}, err
	}
	request.Header.Set("Accept", "text/turtle")
	return r.ask(request, http.StatusOK)
}

func (r *rig) ask(request *http.Request, want int) (answer, error) {
	response, err := r.client.Do(request)
	if err != nil {
		return answer{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err == nil && response.StatusCode != want {
		err = fmt.Errorf("%s %s answered %s: %s", request.Method, request.URL, response.Status, bytes.TrimSpace(body))
	}
	return answer{response.Header, body, response.Header.Get("Location")}, err
}

// bare is an HTTP server that does nothing but answer the same bytes.
type bare struct {
	*http.Server
	address string
}

func bareHandler(a answer) (*bare, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("find a free port: %w", err)
	}
	s := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for name, values := range a.header {
			w.Header()[name] = values
		}
		w.Write(a.body)
	})}
	go s.Serve(listener)
	return &bare{s, "http://" + listener.Addr().String()}, nil
}
