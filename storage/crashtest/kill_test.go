package crashtest

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"tributary/node"
	"tributary/storage"
	"tributary/storage/storagetest"
	"tributary/vocab"
)

const (
	ordinaryKills = 8  // for each engine, among the ordinary tests
	killsOfOne    = 25 // one node is killed so often, then there is a new one: its log stays short
)

// kills is how often to kill, for each engine.
func kills(t *testing.T) int {
	text := os.Getenv("CRASH_KILLS")
	switch {
	case text == "" && testing.Short():
		return ordinaryKills / 4
	case text == "":
		return ordinaryKills
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("CRASH_KILLS: %v", err)
	}
	return n
}

// seed decides what happens when. It is told when a test fails.
func seed(t *testing.T) uint64 {
	n := rand.Uint64()
	if text := os.Getenv("CRASH_SEED"); text != "" {
		var err error
		if n, err = strconv.ParseUint(text, 10, 64); err != nil {
			t.Fatalf("CRASH_SEED: %v", err)
		}
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("CRASH_SEED=%d takes the same decisions", n)
		}
	})
	return n
}

// victim is a node that is killed, with what its clients know of it.
type victim struct {
	folder
	on     things
	token  string
	ledger ledger
	setUp  int // activities from before the clients came
	open   opener
}

// newVictim makes a node with a group, three resources, a state and a recipe.
func newVictim(t testing.TB, dsn string) *victim {
	t.Helper()
	if err := build(); err != nil {
		t.Fatal(err)
	}
	v := &victim{folder: folder{t, t.TempDir()}}
	v.open = onServer(dsn).open
	if dsn == "" {
		v.open = in(v.dir).open
	}
	v.call("", "init", "--url", base, "--listen", "127.0.0.1:0", "--database="+dsn)
	v.configure(`requests_per_minute = 1200`, `requests_per_minute = 0`, `level = "info"`, `level = "error"`)
	v.call("", "group", "add", "garden", "--name", "Garden")
	v.token, _, _ = strings.Cut(v.call("", "token", "--group", "garden"), "\n")
	v.on = things{
		apples: v.submit(stock("Apples", opening.apples)),
		store:  v.submit(stock("Store", opening.store)),
		jam:    v.submit(stock("Jam", opening.jam)),
		recipe: v.submit(`{"type": "ResourceSpecification", "name": "Jam"}`),
	}
	v.submit(nextState.write("", v.on))
	v.setUp = len(v.record().versions)
	return v
}

// configure replaces lines of the configuration, given in pairs.
func (v *victim) configure(lines ...string) {
	v.t.Helper()
	path := filepath.Join(v.dir, "config.toml")
	text, err := os.ReadFile(path)
	if err != nil {
		v.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.NewReplacer(lines...).Replace(string(text))), 0o600); err != nil {
		v.t.Fatal(err)
	}
}

// submit records something as the garden, and gives the first thing made.
func (v *victim) submit(body string) vocab.IRI {
	v.t.Helper()
	var receipt node.Receipt
	if err := json.Unmarshal([]byte(v.call(body, "submit", "--as", "garden", "--json", "-")), &receipt); err != nil {
		v.t.Fatal(err)
	}
	return receipt.Objects[0]
}

// record reads the database while the node is down.
func (v *victim) record() *record {
	v.t.Helper()
	db, err := v.open(storage.Options{})
	if err != nil {
		v.t.Fatal(err)
	}
	r := newRecord().read(v.t, db, v.on)
	if err := db.Close(); err != nil {
		v.t.Fatal(err)
	}
	return r
}

// sound runs verify, which must find nothing, and compares the record with the clients' ledger.
func (v *victim) sound() {
	v.t.Helper()
	v.call("", "verify")
	v.record().agrees(v.t, &v.ledger, v.setUp)
	for _, e := range v.ledger.open() {
		if e.location != "" {
			v.ledger.unheard++
		} else {
			v.ledger.lost++
		}
	}
}

func (v *victim) load(p *process, name string, seed uint64) *load {
	back := make(chan struct{})
	close(back)
	return &load{t: v.t, name: name, url: p.url, token: v.token, on: v.on, ledger: &v.ledger, seed: seed, back: back}
}

// settle starts the node once more; now every client gets its answer, and nothing is open after.
func (v *victim) settle() {
	v.t.Helper()
	p := v.serve()
	l := v.load(p, "last", 0)
	l.most = 2
	l.run()
	p.kill()
	if open := v.ledger.open(); len(open) > 0 {
		v.t.Errorf("%d activities were never answered", len(open))
	}
	v.sound()
}

// rounds kills nodes that make gives, until it has killed enough. trouble is what else happens in a
// round, before the kill.
func rounds(t *testing.T, make func(nth int) *victim, trouble func(*victim, *load, *rand.Rand)) {
	seed, left := seed(t), kills(t)
	for nth := 0; left > 0; nth++ {
		v := make(nth)
		for round := range min(left, killsOfOne) {
			r := rand.New(rand.NewPCG(seed, uint64(nth*killsOfOne+round)))
			p := v.serve()
			l := v.load(p, strconv.Itoa(round), r.Uint64())
			trouble(v, l, r)
			l.happen = append(l.happen, happening{someMoment(r, 10, 100), p.strike})
			l.run()
			p.kill()
			if v.sound(); t.Failed() {
				t.Fatalf("in round %d of node %d; the node said %q", round, nth, p.errs.String())
			}
		}
		left -= killsOfOne
		v.settle()
		t.Logf("node %d recorded %d activities; when it was killed, %d were there unanswered and %d were not there",
			nth, len(v.ledger.entries), v.ledger.unheard, v.ledger.lost)
	}
}

func TestKilledOnSQLite(t *testing.T) {
	rounds(t, func(int) *victim { return newVictim(t, "") }, func(*victim, *load, *rand.Rand) {})
}

// On PostgreSQL, the server crashes in some rounds and cuts its connections in others, while the node
// goes on: it may refuse for a while, but what it answers has happened.
func TestKilledOnPostgres(t *testing.T) {
	server := storagetest.NewServer(t)
	database := ""
	rounds(t, func(nth int) *victim {
		database = fmt.Sprintf("node%d", nth)
		return newVictim(t, server.Create(database))
	}, func(v *victim, l *load, r *rand.Rand) {
		kind := r.IntN(4)
		if kind > 1 {
			return
		}
		l.away, l.back = true, make(chan struct{})
		l.happen = append(l.happen, happening{someMoment(r, 1, 10), func() {
			if kind == 0 {
				server.Crash()
				server.Start()
			} else if err := server.Disconnect(database); err != nil {
				v.t.Error(err)
			}
			close(l.back)
		}})
	})
}
