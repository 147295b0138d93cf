package fetch

import (
	"context"
	"net/url"
	"strings"

	"github.com/go-json-experiment/json"

	"tributary/federation/wire"
	"tributary/node"
	"tributary/vocab"
)

// WebFinger finds the actor of an account: "@name@host", "name@host:port" or "acct:name@host". Whether
// the actor calls itself so is the caller's to check.
//
// Errors: Invalid for what is no account, and for an answer about somebody else; NotFound when the
// account has no actor; those of JSON.
//
// Spec: RFC 7033; ActivityPub and WebFinger (SWICG report).
func (c *Client) WebFinger(ctx context.Context, account string) (vocab.IRI, error) {
	name, err := readAccount(account)
	if err != nil {
		return "", err
	}
	actor, subject, err := c.finger(ctx, name)
	if err != nil || subject == name || subject.is(actor) {
		return actor, err
	}
	// The host leads to an account at another: only that one says whose the actor is.
	named, confirmed, err := c.finger(ctx, subject)
	if err != nil {
		return "", err
	}
	if confirmed != subject || named != actor {
		return "", node.Errorf(node.Invalid, "%s leads to %s, which does not lead to the same actor", name, subject)
	}
	return actor, nil
}

// acct is an account: who, at which host, in lower case.
type acct struct{ name, host string }

func (a acct) String() string { return a.name + "@" + a.host }

// is says whether the subject was not an account but the actor itself.
func (a acct) is(actor vocab.IRI) bool { return a.host == "" && a.name == string(actor) }

// maxAccount bounds an account, in bytes.
const maxAccount = 320

func readAccount(text string) (acct, error) {
	bare := strings.TrimPrefix(strings.TrimPrefix(text, "acct:"), "@")
	name, host, _ := strings.Cut(bare, "@")
	u, err := url.Parse("https://" + host)
	if err != nil || name == "" || host == "" || u.Host != host || u.Hostname() == "" || len(text) > maxAccount ||
		strings.ContainsAny(name, "/?# :\t\r\n") {
		return acct{}, node.Errorf(node.Invalid, "an account looks like @name@host; not %.100q", text)
	}
	return acct{strings.ToLower(name), strings.ToLower(host)}, nil
}

// jrd is what counts of a JSON resource descriptor.
//
// Spec: RFC 7033, section 4.4.
type jrd struct {
	Subject string `json:"subject"`
	Links   []struct {
		Rel  string `json:"rel"`
		Type string `json:"type"`
		Href string `json:"href"`
	} `json:"links"`
}

// finger asks the host of an account.
func (c *Client) finger(ctx context.Context, a acct) (actor vocab.IRI, subject acct, err error) {
	query := "/.well-known/webfinger?resource=" + url.QueryEscape("acct:"+a.String())
	body, err := c.wellKnown(ctx, a.host, query, "application/jrd+json", "application/json")
	if err != nil {
		return "", acct{}, err
	}
	var d jrd
	if err := json.Unmarshal(body, &d); err != nil {
		return "", acct{}, &node.Error{Kind: node.Unreadable, Message: a.host + " describes " + a.String() + " in a way that cannot be read", Err: err}
	}
	for _, l := range d.Links {
		if l.Rel == "self" && wire.IsActivityJSON(l.Type) && actor == "" {
			actor = vocab.IRI(l.Href)
		}
	}
	if actor == "" {
		return "", acct{}, node.Errorf(node.NotFound, "%s is no account of an actor", a)
	}
	if d.Subject == string(actor) {
		return actor, acct{name: d.Subject}, nil
	}
	subject, err = readAccount(d.Subject)
	if err != nil || !strings.HasPrefix(d.Subject, "acct:") {
		return "", acct{}, node.Errorf(node.Invalid, "%s does not say whom it describes as %s", a.host, a)
	}
	return actor, subject, nil
}

// wellKnown asks a host for something, by https; where http may be, by that when https is not there.
func (c *Client) wellKnown(ctx context.Context, host, path string, types ...string) ([]byte, error) {
	body, err := c.JSON(ctx, "https://"+host+path, types...)
	if node.KindOf(err) == node.Unreachable && StatusOf(err) == 0 && c.mayHTTP() {
		return c.JSON(ctx, "http://"+host+path, types...)
	}
	return body, err
}
