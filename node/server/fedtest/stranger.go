package fedtest

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"tributary/federation/httpsig"
	"tributary/federation/proof"
	"tributary/vocab"
)

// Stranger is a node made by hand: it serves what it is told to, counts what is fetched of it, and sends
// whatever a test writes, signed as well or as badly as the test wants.
type Stranger struct {
	URL string

	t     testing.TB
	front *httptest.Server
	mu    sync.Mutex
	pages map[string]http.HandlerFunc
	hits  map[string]int
	got   [][]byte // bodies that were posted to it
}

// ActivityJSON is the media type of ActivityPub documents.
const ActivityJSON = "application/activity+json"

// NewStranger starts a stranger at an address of its own.
func NewStranger(t testing.TB) *Stranger {
	t.Helper()
	s := &Stranger{t: t, pages: map[string]http.HandlerFunc{}, hits: map[string]int{}}
	s.front = httptest.NewServer(s)
	s.URL = s.front.URL
	t.Cleanup(s.front.Close)
	return s
}

// ServeHTTP answers with the page that was put at the path; 202 to whatever is posted elsewhere.
func (s *Stranger) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(io.LimitReader(r.Body, 4<<20))
	s.mu.Lock()
	s.hits[r.URL.Path]++
	page := s.pages[r.URL.Path]
	if r.Method == http.MethodPost {
		s.got = append(s.got, body)
	}
	s.mu.Unlock()
	switch {
	case page != nil:
		page(w, r)
	case r.Method == http.MethodPost:
		w.WriteHeader(http.StatusAccepted)
	default:
		http.NotFound(w, r)
	}
}

// IRI is an address of the stranger.
func (s *Stranger) IRI(path string) vocab.IRI { return vocab.IRI(s.URL + path) }

// Handle puts a page at a path.
func (s *Stranger) Handle(path string, page http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pages[path] = page
}

// Serve puts a document at a path: a string or bytes as they are, anything else as JSON.
func (s *Stranger) Serve(path, contentType string, document any) vocab.IRI {
	body := s.text(document)
	s.Handle(path, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.Write(body)
	})
	return s.IRI(path)
}

// Redirect sends whoever asks for a path elsewhere.
func (s *Stranger) Redirect(path string, to vocab.IRI) vocab.IRI {
	s.Handle(path, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, string(to), http.StatusFound) })
	return s.IRI(path)
}

// Hits is how often each path was asked for.
func (s *Stranger) Hits() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.hits)
}

// Got is everything that was posted to it, in order.
func (s *Stranger) Got() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []string
	for _, body := range s.got {
		all = append(all, string(body))
	}
	return all
}

func (s *Stranger) text(document any) []byte {
	switch d := document.(type) {
	case string:
		return []byte(d)
	case []byte:
		return d
	}
	body, err := json.Marshal(document)
	if err != nil {
		s.t.Fatal(err)
	}
	return body
}

// Doc is a JSON object.
type Doc map[string]any

// With is the document with some members replaced; nil removes one.
func (d Doc) With(more Doc) Doc {
	all := maps.Clone(d)
	for name, value := range more {
		if all[name] = value; value == nil {
			delete(all, name)
		}
	}
	return all
}

// Persona is an actor of a stranger, with its keys.
type Persona struct {
	IRI    vocab.IRI
	Key    httpsig.Key // signs its requests
	Prover proof.Key   // signs what it says
	Doc    Doc         // as it is served

	of   *Stranger
	path string
}

// rsaKeys are made once: making one takes longer than most tests.
var rsaKeys struct {
	mu   sync.Mutex
	made []*rsa.PrivateKey
}

func (s *Stranger) rsaKey(i int) *rsa.PrivateKey {
	rsaKeys.mu.Lock()
	defer rsaKeys.mu.Unlock()
	for len(rsaKeys.made) <= i {
		key, err := rsa.GenerateKey(rand.Reader, 2048)
		if err != nil {
			s.t.Fatal(err)
		}
		rsaKeys.made = append(rsaKeys.made, key)
	}
	return rsaKeys.made[i]
}

// Persona makes an actor and serves its document. Keys with different numbers differ.
func (s *Stranger) Persona(name string, key int) *Persona {
	s.t.Helper()
	p := &Persona{IRI: s.IRI("/users/" + name), of: s, path: "/users/" + name}
	p.Key = httpsig.Key{ID: string(p.IRI) + "#main-key", Private: s.rsaKey(key)}
	_, secret, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		s.t.Fatal(err)
	}
	p.Prover = proof.Key{ID: p.IRI + "#ed25519", Private: secret}
	p.Doc = Doc{
		"@context": []string{"https://www.w3.org/ns/activitystreams", "https://w3id.org/security/v1"},
		"id":       p.IRI, "type": "Person", "preferredUsername": name, "name": name,
		"inbox": p.IRI + "/inbox", "outbox": p.IRI + "/outbox", "followers": p.IRI + "/followers",
		"publicKey":       Doc{"id": p.Key.ID, "owner": p.IRI, "publicKeyPem": PEM(s.t, &s.rsaKey(key).PublicKey)},
		"assertionMethod": []any{Doc{"id": p.Prover.ID, "type": "Multikey", "controller": p.IRI, "publicKeyMultibase": proof.Multikey(secret.Public().(ed25519.PublicKey))}},
	}
	p.Publish(nil)
	return p
}

// PEM is a public key as actors show it.
func PEM(t testing.TB, public any) string {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}

// Publish changes the actor's document and serves it.
func (p *Persona) Publish(more Doc) {
	p.Doc = p.Doc.With(more)
	p.of.Serve(p.path, ActivityJSON, p.Doc)
}

// Serve puts a document under the persona's own address.
func (p *Persona) Serve(path, contentType string, document any) vocab.IRI {
	return p.of.Serve(p.path+path, contentType, document)
}

// Act is an activity of the persona that is addressed to everybody. Its id is of the stranger's origin.
func (p *Persona) Act(id, verb string, object any, more Doc) Doc {
	return Doc{
		"@context": []string{"https://www.w3.org/ns/activitystreams", string(proof.Context)},
		"id":       p.of.IRI("/activities/" + id), "type": verb, "actor": p.IRI, "object": object,
		"to": []string{"https://www.w3.org/ns/activitystreams#Public"}, "published": time.Now().UTC().Format(time.RFC3339Nano),
	}.With(more)
}

// Prove is a document with the persona's proof.
func (p *Persona) Prove(document any) []byte {
	p.of.t.Helper()
	signed, err := proof.Sign(p.of.text(document), p.Prover, time.Now())
	if err != nil {
		p.of.t.Fatal(err)
	}
	return signed
}

// Post is a request to an inbox before it is sent; each field may be bent.
type Post struct {
	To     string
	Body   []byte
	Key    httpsig.Key
	Scheme httpsig.Scheme
	At     time.Time
	Before func(*http.Request) // before it is signed
	After  func(*http.Request) // after
	Told   func(http.Header)   // of the answer
}

// Send posts a document to a node's shared inbox and gives the status; 0 where there was no answer.
func (p *Persona) Send(n *Node, document any, bend ...func(*Post)) int {
	p.of.t.Helper()
	post := Post{To: n.URL + "/inbox", Body: p.of.text(document), Key: p.Key, Scheme: httpsig.Cavage, At: time.Now()}
	for _, f := range bend {
		f(&post)
	}
	return post.do(p.of.t)
}

func (post Post) do(t testing.TB) int {
	t.Helper()
	r, err := http.NewRequest(http.MethodPost, post.To, bytes.NewReader(post.Body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", ActivityJSON)
	if post.Before != nil {
		post.Before(r)
	}
	if err := httpsig.Sign(r, post.Body, post.Key, post.Scheme, post.At); err != nil {
		t.Fatal(err)
	}
	if post.After != nil {
		post.After(r)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Logf("no answer: %v", err)
		return 0
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		t.Logf("the answer broke off: %v", err)
		return 0
	}
	if post.Told != nil {
		post.Told(answer.Header)
	}
	return answer.StatusCode
}

// Get reads an address in the persona's name.
func (p *Persona) Get(address vocab.IRI) (int, string) {
	t := p.of.t
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, string(address), nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", ActivityJSON)
	if err := httpsig.Sign(r, nil, p.Key, httpsig.Cavage, time.Now()); err != nil {
		t.Fatal(err)
	}
	return fetched(t, r)
}

// Get reads an address as anybody.
func Get(t testing.TB, address vocab.IRI, accept string) (int, string) {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, string(address), nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", accept)
	return fetched(t, r)
}

func fetched(t testing.TB, r *http.Request) (int, string) {
	t.Helper()
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Logf("no answer: %v", err)
		return 0, ""
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Logf("the answer broke off: %v", err)
		return 0, ""
	}
	return answer.StatusCode, string(body)
}

// Settle lets everything that is under way at the node come to its end.
func (n *Node) Settle() {
	n.t.Helper()
	(&Network{Nodes: []*Node{n}, t: n.t}).Settle()
}

// Meet has the node read the persona's document, so that what follows finds it known.
func (n *Node) Meet(all ...*Persona) {
	n.t.Helper()
	for _, p := range all {
		if _, err := n.Federation.Actor(context.Background(), p.IRI); err != nil {
			n.t.Fatal(err)
		}
		// A peer is noted when it first speaks.
		if code, _ := p.Get(vocab.IRI(n.URL + "/groups")); code != http.StatusOK {
			n.t.Fatalf("%s is not known: %d", p.IRI, code)
		}
	}
}

// IRIOf is an address of the persona's origin.
func (p *Persona) IRIOf(path string) string { return string(p.of.IRI(path)) }
