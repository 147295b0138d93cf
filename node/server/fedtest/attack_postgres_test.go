package fedtest_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"tributary/node"
	"tributary/node/config"
	"tributary/node/server/fedtest"
	"tributary/storage/storagetest"
)

// The other engine refuses no less, and keeps no less: it knows text in which a character may not stand.
func TestAttackStrangeBytesOnPostgres(t *testing.T) {
	dsn := storagetest.Postgres(t)
	if !strings.HasPrefix(dsn, "postgres") { // in words: the configuration takes an address
		q := url.Values{}
		for _, word := range strings.Fields(dsn) {
			name, value, _ := strings.Cut(word, "=")
			q.Set(name, strings.Trim(value, "'"))
		}
		dsn = "postgres:///?" + q.Encode()
	}
	n := fedtest.Start(t, t.TempDir(), func(c *config.Config) { c.Database = dsn })
	apples := n.Group("apples")
	mill := fedtest.NewStranger(t)
	ana := mill.Persona("ana", 0)
	n.Meet(ana)
	for i, member := range []string{
		`"content": "a\u0000b"`, `"url": "https://a.example/\u0000"`, `"name\u0000": "x"`, `"published": "\u0000"`,
		`"@context": {"x\u0000": "https://a.example/x"}`, `"tag": [{"type": "Mention", "href": "https://a.example/\u0000"}]`,
	} {
		act := fmt.Sprintf(`{"@context": "https://www.w3.org/ns/activitystreams", "id": %q, "type": "Create", "actor": %q, "to": "as:Public", "object": {"id": %q, "type": "Note", %s}}`,
			mill.IRI(fmt.Sprint("/a/", i)), ana.IRI, mill.IRI(fmt.Sprint("/notes/", i)), member)
		if code := ana.Send(n, act); code != http.StatusBadRequest {
			t.Errorf("%s is answered with %d", member, code)
		}
	}
	for id, more := range map[string]fedtest.Doc{
		"emoji":   {"summary": "\U0001F34E", "name": "\u202e"},
		"control": {"summary": "\x01\x02\x7f"},
		"context": {"context": "https://a.example/%00", "target": "urn:x:%00"},
		"far":     {"published": "9999-12-31T23:59:59.999999999Z"},
		"ancient": {"published": "0000-01-01T00:00:00Z"},
	} {
		if code := ana.Send(n, ana.Act(id, "Like", apples, more)); code != http.StatusAccepted {
			t.Errorf("%s is answered with %d", id, code)
		}
		n.Settle()
		if l := n.Letter(mill.IRI("/activities/" + id)); l.State == node.LetterWaiting {
			t.Errorf("%s still waits", id)
		}
	}
	n.Sound()
}
