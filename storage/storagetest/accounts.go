package storagetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"tributary/node"
	"tributary/node/account"
	"tributary/vocab"
)

var accountTests = map[string]func(*testing.T, Database){
	"members come and go":                members,
	"secrets are kept, touched, dropped": secrets,
	"ended secrets are swept":            sweeps,
}

func members(t *testing.T, d Database) {
	var db account.Store = d.open(t)
	ctx := context.Background()
	add := func(id vocab.IRI, email string, kind node.Kind) {
		t.Helper()
		wantKind(t, db.AddMember(ctx, id, email, noon), kind)
	}
	add(ana, "ana@n.example", "")
	add(ben, "ben@n.example", "")
	add(ana, "other@n.example", node.Conflict)
	add("https://n.example/people/cleo", "ben@n.example", node.Conflict)
	add("https://n.example/people/cleo", "zero\x00@n.example", node.Invalid)

	id, err := db.MemberByEmail(ctx, "ben@n.example")
	equal(t, "by address", fmt.Sprint(id, err), fmt.Sprint(ben, nil))
	email, err := db.EmailOf(ctx, ana)
	equal(t, "address", fmt.Sprint(email, " ", err), "ana@n.example <nil>")
	var all []vocab.IRI
	for id, err := range db.Members(ctx) {
		all = append(all, id)
		equal(t, "members", err, nil)
	}
	equal(t, "members", all, []vocab.IRI{ana, ben})

	wantKind(t, db.KeepSecret(ctx, "hash", ana, "read", noon, time.Time{}), "")
	wantKind(t, db.ForgetMember(ctx, ana), "")
	wantKind(t, db.ForgetMember(ctx, ana), node.NotFound)
	_, err = db.EmailOf(ctx, ana)
	wantKind(t, err, node.NotFound)
	_, err = db.MemberByEmail(ctx, "ana@n.example")
	wantKind(t, err, node.NotFound)
	_, _, _, _, err = db.Secret(ctx, "hash")
	wantKind(t, err, node.NotFound)
	add(ana, "ana@n.example", "")
}

func secrets(t *testing.T, d Database) {
	var db account.Store = d.open(t)
	ctx := context.Background()
	expires := noon.Add(time.Hour)
	wantKind(t, db.KeepSecret(ctx, "b", ana, "write", noon, expires), "")
	wantKind(t, db.KeepSecret(ctx, "a", ana, "read", noon, time.Time{}), "")
	wantKind(t, db.KeepSecret(ctx, "a", ben, "admin", noon, expires), node.Conflict)

	expect := func(hash, want string) {
		t.Helper()
		holder, scope, used, ends, err := db.Secret(ctx, hash)
		equal(t, hash, fmt.Sprint(last(holder), scope, used.IsZero(), used.Sub(noon), ends.IsZero(), ends.Equal(expires), err), want)
	}
	never := time.Time{}.Sub(noon)
	expect("a", fmt.Sprint("ana", "read", true, never, true, false, nil))
	expect("b", fmt.Sprint("ana", "write", true, never, false, true, nil))
	wantKind(t, db.TouchSecret(ctx, "b", noon.Add(time.Minute)), "")
	wantKind(t, db.TouchSecret(ctx, "none", noon), "")
	expect("b", fmt.Sprint("ana", "write", false, time.Minute, false, true, nil))

	hashes, err := db.SecretsOf(ctx, ana)
	equal(t, "in order of issue", fmt.Sprint(hashes, err), "[b a] <nil>")
	wantKind(t, db.DropSecret(ctx, "b"), "")
	wantKind(t, db.DropSecret(ctx, "b"), node.NotFound)
	_, _, _, _, err = db.Secret(ctx, "b")
	wantKind(t, err, node.NotFound)
}

func sweeps(t *testing.T, d Database) {
	var db account.Store = d.open(t)
	ctx := context.Background()
	for hash, expires := range map[string]time.Time{
		"ended": noon.Add(-time.Second), "ends now": noon, "lasts": noon.Add(time.Second), "never ends": {},
	} {
		wantKind(t, db.KeepSecret(ctx, hash, ana, "session", noon.Add(-time.Hour), expires), "")
	}
	n, err := db.SweepSecrets(ctx, noon)
	equal(t, "swept", fmt.Sprint(n, err), "2 <nil>")
	left, err := db.SecretsOf(ctx, ana)
	equal(t, "left", fmt.Sprint(len(left), err), "2 <nil>")
}
