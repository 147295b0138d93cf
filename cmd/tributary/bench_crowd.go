package main

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
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"tributary/federation/dialect"
	"tributary/federation/httpsig"
	"tributary/node"
	"tributary/node/server"
	"tributary/vocab"
)

// crowd is other nodes on loopback: hosts with many actors, all with one RSA key, that take whatever is
// sent to them.
type crowd struct {
	key     *rsa.PrivateKey
	public  string // the key as an actor's document has it
	hosts   []string
	delay   time.Duration // before a host answers
	ours    bool          // its actors say that their nodes are of this kind
	arrived chan struct{} // one for each activity that was taken
	servers []*http.Server
}

func newCrowd(hosts int, delay time.Duration) (*crowd, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, fmt.Errorf("make a key for other nodes: %w", err)
	}
	der, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		return nil, fmt.Errorf("write the key of other nodes: %w", err)
	}
	c := &crowd{
		key: key, public: string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})),
		delay: delay, arrived: make(chan struct{}, 1024),
	}
	for range hosts {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			c.close()
			return nil, fmt.Errorf("find a free port: %w", err)
		}
		s := &http.Server{Handler: c}
		c.servers = append(c.servers, s)
		c.hosts = append(c.hosts, "http://"+listener.Addr().String())
		go s.Serve(listener)
	}
	return c, nil
}

func (c *crowd) close() {
	for _, s := range c.servers {
		s.Close()
	}
}

// ServeHTTP takes activities, and shows actors.
func (c *crowd) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Content-Type", "application/activity+json")
		w.Write(c.document("http://" + r.Host + r.URL.Path))
		return
	}
	if _, err := io.Copy(io.Discard, r.Body); err != nil {
		return
	}
	if c.delay > 0 {
		time.Sleep(c.delay)
	}
	w.WriteHeader(http.StatusAccepted)
	select {
	case c.arrived <- struct{}{}:
	case <-r.Context().Done():
	}
}

// document is an actor as its node shows it.
func (c *crowd) document(id string) []byte {
	implements := []any{}
	if c.ours {
		for _, f := range dialect.Features {
			implements = append(implements, map[string]any{"type": "Link", "href": f.Href})
		}
	}
	doc, _ := json.Marshal(map[string]any{ // text alone, which never fails
		"implements": implements,
		"@context":   []string{"https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"},
		"id":         id, "type": "Person", "preferredUsername": "someone", "inbox": id + "/inbox", "outbox": id + "/outbox",
		"publicKey": map[string]any{"id": id + "#main-key", "owner": id, "publicKeyPem": c.public},
	})
	return doc
}

// met makes actors known to a node, as if it had read them, and gives their addresses, spread over hosts.
func (c *crowd) met(ctx context.Context, s *server.Server, hosts []string, actors int) ([]vocab.IRI, error) {
	all := make([]vocab.IRI, actors)
	for i := range all {
		id := fmt.Sprintf("%s/u/%d", hosts[i%len(hosts)], i)
		all[i] = vocab.IRI(id)
		if err := s.DB.PutDocument(ctx, node.Letter{
			ID: all[i], Actor: all[i], At: time.Now(), Body: c.document(id), State: node.LetterDone, Proof: node.Evidence{Fetched: true},
		}); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// message is a signed request, ready to be sent.
type message struct {
	header http.Header
	body   []byte
}

func (m message) request(inbox string) (*http.Request, error) {
	r, err := http.NewRequest(http.MethodPost, inbox, bytes.NewReader(m.body))
	if err != nil {
		return nil, err
	}
	r.Header = m.header
	return r, nil
}

// messages are signed by a sender with the crowd's key, each with a Note of its own. Signing is what
// takes long: at tells how far it is.
func (c *crowd) messages(inbox string, sender vocab.IRI, n int, at func(done, total int)) ([]message, error) {
	all := make([]message, n)
	var (
		wg     sync.WaitGroup
		next   atomic.Int64
		failed atomic.Pointer[error]
	)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < n && failed.Load() == nil; i = int(next.Add(1)) - 1 {
				m, err := c.message(inbox, sender, i)
				if err != nil {
					failed.Store(&err)
				}
				all[i] = m
				at(i+1, n)
			}
		})
	}
	wg.Wait()
	if err := failed.Load(); err != nil {
		return nil, *err
	}
	return all, nil
}

func (c *crowd) message(inbox string, sender vocab.IRI, i int) (message, error) {
	id := fmt.Sprintf("%s/notes/%d", sender, i)
	m := message{body: fmt.Appendf(nil, `{"@context":"https://www.w3.org/ns/activitystreams","id":%q,"type":"Create","actor":%q,`+
		`"to":["https://www.w3.org/ns/activitystreams#Public"],"published":"2026-03-21T09:00:00Z","object":{"id":%q,"type":"Note",`+
		`"attributedTo":%q,"content":"<p>Alpha gave 3 kg of apples to Beta, and so on, as people write it.</p>"}}`, id, sender, id+"/o", sender)}
	r, err := http.NewRequest(http.MethodPost, inbox, bytes.NewReader(m.body))
	if err != nil {
		return m, err
	}
	r.Header.Set("Content-Type", "application/activity+json")
	err = httpsig.Sign(r, m.body, httpsig.Key{ID: string(sender) + "#main-key", Private: c.key}, httpsig.Cavage, time.Now())
	m.header = r.Header
	return m, err
}
