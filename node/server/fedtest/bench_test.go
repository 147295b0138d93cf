package fedtest_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tributary/federation"
	"tributary/federation/httpsig"
	"tributary/node"
	"tributary/node/server/fedtest"
	"tributary/vocab"
)

// crowd is hosts of other software with many actors, all with one key; they take whatever is sent.
type crowd struct {
	key    *rsa.PrivateKey
	public string
	hosts  []*httptest.Server
	got    atomic.Int64
	delay  time.Duration
}

func newCrowd(tb testing.TB, hosts int, delay time.Duration) *crowd {
	tb.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		tb.Fatal(err)
	}
	der, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		tb.Fatal(err)
	}
	c := &crowd{key: key, public: string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})), delay: delay}
	for range hosts {
		c.hosts = append(c.hosts, httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			io.Copy(io.Discard, r.Body)
			if c.delay > 0 {
				time.Sleep(c.delay)
			}
			c.got.Add(1)
			w.WriteHeader(http.StatusAccepted)
		})))
	}
	tb.Cleanup(func() {
		for _, h := range c.hosts {
			h.Close()
		}
	})
	return c
}

// actor makes the node know actor n at a host, as if it had been read.
func (c *crowd) actor(tb testing.TB, at *fedtest.Node, host string, n int) vocab.IRI {
	tb.Helper()
	id := vocab.IRI(fmt.Sprintf("%s/u/%d", host, n))
	doc, err := json.Marshal(map[string]any{
		"@context": []string{"https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"},
		"id":       id, "type": "Person", "preferredUsername": fmt.Sprint(n), "inbox": id + "/inbox", "outbox": id + "/outbox",
		"publicKey": map[string]any{"id": id + "#main-key", "owner": id, "publicKeyPem": c.public},
	})
	if err != nil {
		tb.Fatal(err)
	}
	if err := at.DB.PutDocument(context.Background(), node.Letter{
		ID: id, Actor: id, At: time.Now(), Body: doc, State: node.LetterDone, Proof: node.Evidence{Fetched: true},
	}); err != nil {
		tb.Fatal(err)
	}
	return id
}

// followedBy makes actors at all hosts follow a group.
func (c *crowd) followedBy(tb testing.TB, n *fedtest.Node, group vocab.IRI, followers int) {
	tb.Helper()
	var all []vocab.IRI
	for i := range followers {
		all = append(all, c.actor(tb, n, c.hosts[i%len(c.hosts)].URL, i))
	}
	if err := n.DB.Update(context.Background(), func(tx node.Tx) error {
		for _, id := range all {
			if err := tx.Relate(node.Relation{From: id, Kind: node.Follows, To: group, Since: time.Now()}, true); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		tb.Fatal(err)
	}
}

// letters are signed requests to an inbox, each with a Note of its own.
func (c *crowd) letters(tb testing.TB, inbox, sender string, n int) []*http.Request {
	tb.Helper()
	all := make([]*http.Request, n)
	var wait sync.WaitGroup
	for part := range 2 {
		wait.Go(func() {
			for i := part; i < n; i += 2 {
				all[i] = c.letter(tb, inbox, sender, i)
			}
		})
	}
	wait.Wait()
	return all
}

func (c *crowd) letter(tb testing.TB, inbox, sender string, i int) *http.Request {
	id := fmt.Sprintf("%s/notes/%d", sender, i)
	body := fmt.Appendf(nil, `{"@context":"https://www.w3.org/ns/activitystreams","id":%q,"type":"Create","actor":%q,`+
		`"to":["https://www.w3.org/ns/activitystreams#Public"],"published":"2026-03-21T09:00:00Z","object":{"id":%q,"type":"Note",`+
		`"attributedTo":%q,"content":"<p>Alpha gave 3 kg of apples to Beta, and so on, as people write it.</p>"}}`, id, sender, id+"/o", sender)
	r, err := http.NewRequest(http.MethodPost, inbox, bytes.NewReader(body))
	if err != nil {
		tb.Error(err)
	}
	r.Header.Set("Content-Type", "application/activity+json")
	if err := httpsig.Sign(r, body, httpsig.Key{ID: sender + "#main-key", Private: c.key}, httpsig.Cavage, time.Now()); err != nil {
		tb.Error(err)
	}
	return r
}

// post sends requests over some connections, and gives the times they took, sorted.
func post(tb testing.TB, requests []*http.Request, connections, want int) []time.Duration {
	tb.Helper()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: connections}}
	took := make([]time.Duration, len(requests))
	var next atomic.Int64
	var wait sync.WaitGroup
	for range connections {
		wait.Go(func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(requests) {
					return
				}
				begun := time.Now()
				answer, err := client.Do(requests[i])
				if err != nil {
					tb.Error(err)
					return
				}
				io.Copy(io.Discard, answer.Body)
				answer.Body.Close()
				took[i] = time.Since(begun)
				if answer.StatusCode != want {
					tb.Errorf("answered %s", answer.Status)
					return
				}
			}
		})
	}
	wait.Wait()
	slices.Sort(took)
	return took
}

// quantile is reported beside the rate.
func quantile(b *testing.B, took []time.Duration) {
	b.ReportMetric(float64(len(took))/b.Elapsed().Seconds(), "letters/s")
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

// BenchmarkInbox is signed requests, durable before they are answered, at 16 connections. In the second
// half what arrives is carried out meanwhile.
func BenchmarkInbox(b *testing.B) {
	for _, working := range []bool{false, true} {
		b.Run(map[bool]string{false: "taking", true: "taking and carrying out"}[working], func(b *testing.B) {
			n := fedtest.Start(b, b.TempDir(), nil)
			group := n.Group("garden")
			c := newCrowd(b, 1, 0)
			sender := c.actor(b, n, c.hosts[0].URL, 1)
			ctx, stop := context.WithCancel(context.Background())
			defer stop()
			if working {
				go n.Runner().Run(ctx)
			}
			letters := c.letters(b, string(group)+"/inbox", string(sender), b.N)
			b.ResetTimer()
			took := post(b, letters, 16, http.StatusAccepted)
			b.StopTimer()
			quantile(b, took)
		})
	}
}

// BenchmarkRefused is requests whose signature was made with another key.
func BenchmarkRefused(b *testing.B) {
	n := fedtest.Start(b, b.TempDir(), nil)
	group := n.Group("garden")
	c, other := newCrowd(b, 1, 0), newCrowd(b, 1, 0)
	sender := c.actor(b, n, c.hosts[0].URL, 1)
	letters := other.letters(b, string(group)+"/inbox", string(sender), b.N)
	b.ResetTimer()
	took := post(b, letters, 16, http.StatusUnauthorized)
	b.StopTimer()
	quantile(b, took)
}

// BenchmarkFanOut is how long it takes until the last of many inboxes has what a group says.
func BenchmarkFanOut(b *testing.B) {
	for _, c := range []struct {
		name             string
		followers, hosts int
		delay            time.Duration
		dead             bool
	}{
		{"400 inboxes on 20 hosts", 400, 20, 0, false},
		{"200 inboxes on 20 hosts that take a second", 200, 20, time.Second, false},
		{"190 inboxes on 19 hosts beside a dead one", 200, 20, 0, true},
	} {
		b.Run(c.name, func(b *testing.B) {
			n := fedtest.Start(b, b.TempDir(), nil)
			group := n.Group("garden")
			crowd := newCrowd(b, c.hosts, c.delay)
			crowd.followedBy(b, n, group, c.followers)
			want := int64(c.followers)
			if c.dead {
				want -= int64(c.followers / c.hosts)
				crowd.hosts[0].Close()
				silent, err := net.Listen("tcp", crowd.hosts[0].Listener.Addr().String())
				if err != nil {
					b.Fatal(err)
				}
				defer silent.Close() // it takes connections, and never answers
			}
			ctx, stop := context.WithCancel(context.Background())
			defer stop()
			go n.Runner().Run(ctx)
			go n.Federation.Follow(ctx)
			b.ResetTimer()
			for i := range b.N {
				crowd.got.Store(0)
				n.Create(group, fmt.Sprintf(`{"type": "Plan", "name": "Plan %d"}`, i))
				for crowd.got.Load() < want {
					time.Sleep(time.Millisecond)
				}
			}
			b.StopTimer()
			b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s-to-last")
			b.ReportMetric(float64(want)*float64(b.N)/b.Elapsed().Seconds(), "deliveries/s")
		})
	}
}

// BenchmarkCarryingOut carries out Notes that one actor sent, in their order, from the disk to the record.
func BenchmarkCarryingOut(b *testing.B) {
	n := fedtest.New(b, 1).Nodes[0]
	n.Group("apples")
	s := fedtest.NewStranger(b)
	ana := s.Persona("ana", 0)
	n.Meet(ana)
	for i := range b.N {
		id := s.IRI(fmt.Sprint("/activities/", i))
		body, err := json.Marshal(ana.Act(fmt.Sprint(i), "Create", fedtest.Doc{
			"id": id + "/note", "type": "Note", "attributedTo": ana.IRI, "content": "<p>Alpha gave 3 kg of apples to Beta, as people write it.</p>",
		}, nil))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := n.DB.TakeLetter(b.Context(), node.Letter{ID: id, Actor: ana.IRI, At: time.Now(), Body: body}, node.Job{
			Lane: node.LaneOf(federation.Receiving, s.URL), Kind: federation.Receiving, Key: string(ana.IRI), Ref: id,
		}); err != nil {
			b.Fatal(err)
		}
	}
	b.ResetTimer()
	if err := n.Runner().Settle(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "letters/s")
	if got := n.Federation.Stats().Accepted.Load(); got != int64(b.N) {
		b.Errorf("%d of %d were carried out", got, b.N)
	}
}
