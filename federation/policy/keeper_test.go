package policy_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tributary/federation/policy"
	"tributary/node"
	"tributary/storage"
	"tributary/storage/sqlite"
	"tributary/vocab"
)

const operator vocab.IRI = "https://node.example/actor"

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// counted counts how often all rules are read.
type counted struct {
	*storage.DB
	readings int
}

func (c *counted) PolicyRules(ctx context.Context) ([]policy.Rule, error) {
	c.readings++
	return c.DB.PolicyRules(ctx)
}

var _ interface {
	policy.Store
	policy.Peers
} = (*storage.DB)(nil)

func open(t *testing.T, path string) *counted {
	t.Helper()
	db, err := sqlite.Open(t.Context(), path, storage.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return &counted{DB: db}
}

func keep(store policy.Store) *policy.Keeper {
	return policy.Keep(store, policy.Open, func() time.Time { return noon })
}

func record(t *testing.T, k *policy.Keeper, lines ...string) {
	t.Helper()
	all := rules(t, lines...)
	for i := range all {
		all[i].Author = operator
	}
	if err := k.Record(t.Context(), all...); err != nil {
		t.Fatal(err)
	}
}

func decided(t *testing.T, k *policy.Keeper, who string) policy.Level {
	t.Helper()
	level, _, err := k.Decide(t.Context(), who, "")
	if err != nil {
		t.Fatal(err)
	}
	return level
}

func TestDecisionsCountAtOnce(t *testing.T) {
	k := keep(open(t, ":memory:"))
	if level := decided(t, k, "bad.example"); level != policy.Allow {
		t.Fatal(level)
	}
	record(t, k, "block Bad.example.")
	if level := decided(t, k, "https://bad.example/users/x"); level != policy.Block {
		t.Error(level)
	}
	if err := k.Refuse(t.Context(), "https://bad.example/users/x", ""); node.KindOf(err) != node.Forbidden {
		t.Error(err)
	}
	if err := k.Refuse(t.Context(), "https://good.example/users/x", ""); err != nil {
		t.Error(err)
	}
	record(t, k, "clear bad.example")
	if level := decided(t, k, "bad.example"); level != policy.Allow {
		t.Error(level)
	}
}

func TestDecisionsOfAnotherProgramAreNoticed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "node.db")
	server, command := open(t, path), open(t, path)
	k := keep(server)
	decided(t, k, "bad.example")
	changed := server.Changed()
	record(t, keep(command), "block bad.example")
	<-changed
	if level := decided(t, k, "bad.example"); level != policy.Block {
		t.Error(level)
	}
}

func TestRulesAreReadAnewOnlyWhenTheyChanged(t *testing.T) {
	db := open(t, ":memory:")
	k := keep(db)
	for range 3 {
		decided(t, k, "a.example")
		if err := db.SetMeta(t.Context(), "x", []byte("y")); err != nil { // a commit that is no policy
			t.Fatal(err)
		}
	}
	if db.readings != 1 {
		t.Errorf("read %d times", db.readings)
	}
	record(t, k, "block a.example")
	decided(t, k, "a.example")
	if db.readings != 2 {
		t.Errorf("read %d times", db.readings)
	}
}

func TestDraftCountsWhenApproved(t *testing.T) {
	k := keep(open(t, ":memory:"))
	record(t, k, "block? bad.example")
	if level := decided(t, k, "bad.example"); level != policy.Allow {
		t.Error(level)
	}
	r, err := k.Approve(t.Context(), "BAD.example", "", "https://node.example/people/ana")
	if err != nil || r.Level != policy.Block || decided(t, k, "bad.example") != policy.Block {
		t.Errorf("%+v, %v", r, err)
	}
	if _, err := k.Approve(t.Context(), "bad.example", "", operator); node.KindOf(err) != node.NotFound {
		t.Errorf("twice: %v", err)
	}
	if _, err := k.Approve(t.Context(), "bad.example", garden, operator); node.KindOf(err) != node.NotFound {
		t.Errorf("a group's: %v", err)
	}
}

func TestNothingDecidedIsForgotten(t *testing.T) {
	k := keep(open(t, ":memory:"))
	record(t, k, "limit bad.example")
	record(t, k, "block? bad.example", "block bad.example of garden")
	record(t, k, "clear bad.example")
	history, err := k.History(t.Context(), "Bad.example")
	var told []string
	for _, r := range history {
		told = append(told, fmt.Sprintf("%s %t %t %t %t", r.Level, r.Draft, r.Group == garden, r.Author == operator, r.At.Equal(noon)))
	}
	if got := strings.Join(told, ", "); err != nil || got != "limit false false true true, block true false true true, block false true true true, clear false false true true" {
		t.Errorf("%s, %v", got, err)
	}
}

func TestWhatIsNoRuleIsRefused(t *testing.T) {
	k := keep(open(t, ":memory:"))
	good := policy.Rule{Subject: "a.example", Level: policy.Block, Author: operator}
	for name, spoil := range map[string]func(*policy.Rule){
		"subject": func(r *policy.Rule) { r.Subject = "no host" }, "level": func(r *policy.Rule) { r.Level = "shun" },
		"author": func(r *policy.Rule) { r.Author = "" }, "reason": func(r *policy.Rule) { r.Reason = strings.Repeat("x", 3000) },
		"text": func(r *policy.Rule) { r.Reason = "\x00" },
	} {
		bad := good
		spoil(&bad)
		if err := k.Record(t.Context(), good, bad); node.KindOf(err) != node.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
	if p, err := k.Policy(t.Context()); err != nil || len(p.Rules()) > 0 {
		t.Errorf("left %v, %v", p.Rules(), err)
	}
}
