package account_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"tributary/node"
	"tributary/node/account"
	"tributary/storage"
	"tributary/storage/sqlite"
	"tributary/vocab"
	"tributary/vocab/jsonld"
	"tributary/vocab/vf"
)

const (
	garden = vocab.IRI("https://node.example/groups/garden")
	bakery = vocab.IRI("https://node.example/groups/bakery")
)

// office is a node with the groups garden and bakery, a clock that stands still, and its accounts.
type office struct {
	*testing.T
	*account.Accounts
	db  *storage.DB
	now time.Time
}

func open(t *testing.T) *office { return openAt(t, ":memory:") }

func openAt(t *testing.T, path string) *office {
	o := &office{T: t, now: time.Date(2026, 3, 1, 12, 30, 0, 0, time.UTC)}
	clock := func() time.Time { return o.now }
	db, err := sqlite.Open(t.Context(), path, storage.Options{Now: clock})
	o.must(err)
	t.Cleanup(func() { db.Close() })
	o.db = db
	o.Accounts = account.New(db, db, node.Addresses{Base: "https://node.example"}, account.Options{Now: clock})
	o.group(garden, 1, false)
	o.group(bakery, 1, false)
	return o
}

func (o *office) must(err error) {
	o.Helper()
	if err != nil {
		o.Fatal(err)
	}
}

func (o *office) refuses(want node.Kind, err error) {
	o.Helper()
	if node.KindOf(err) != want {
		o.Errorf("got %v, want a refusal of kind %s", err, want)
	}
}

// group records version n of a group.
func (o *office) group(id vocab.IRI, n int, deleted bool) {
	v := node.Version{IRI: id, N: n, Activity: id + "/a", Author: id, Owner: id, At: o.now, Class: "Organization", Deleted: deleted}
	if !deleted {
		v.Body = jsonld.Append(nil, vocab.New(vf.Organization, id))
	}
	o.must(o.db.Update(o.Context(), func(tx node.Tx) error {
		_, err := tx.Append(v)
		return err
	}))
}

// relate begins or ends a relation.
func (o *office) relate(from vocab.IRI, kind node.RelationKind, to vocab.IRI) {
	o.must(o.db.Update(o.Context(), func(tx node.Tx) error {
		return tx.Relate(node.Relation{From: from, Kind: kind, To: to, Since: o.now}, true)
	}))
}

// invite makes a member of the garden and returns the code of its link.
func (o *office) invite(email string, role node.Role) (code string, member vocab.IRI) {
	o.Helper()
	link, member, err := o.Invite(o.Context(), email, garden, role)
	o.must(err)
	u, err := url.Parse(link)
	o.must(err)
	if !strings.HasPrefix(link, "https://node.example"+account.SignInPath+"?") {
		o.Errorf("the link is %s", link)
	}
	return u.Query().Get(account.SignInParameter), member
}

func (o *office) token(agent vocab.IRI, scope account.Scope) string {
	o.Helper()
	secret, err := o.Token(o.Context(), agent, scope)
	o.must(err)
	return secret
}

func (o *office) caller(bearer string) node.Caller {
	o.Helper()
	who, err := o.Caller(o.Context(), bearer)
	o.must(err)
	return who
}
