package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"code.dny.dev/ssrf"

	"tributary/federation/wire"
	"tributary/node"
	"tributary/vocab"
)

// Status is what lies beneath an error that a peer answered with.
type Status struct {
	Code       int
	RetryAfter time.Duration // what the peer asked for; 0: nothing
	Tombstone  []byte        // of what is gone, where one stands there and is small; shared: not to be changed
	At         string        // where it stands
}

func (s *Status) Error() string { return fmt.Sprintf("HTTP status %d", s.Code) }

// RetryAfter is how long a peer asked to be left alone, at most a day; 0 when it did not.
//
// Spec: RFC 9110, section 10.2.3.
func RetryAfter(err error) time.Duration {
	var s *Status
	if errors.As(err, &s) {
		return s.RetryAfter
	}
	return 0
}

// StatusOf is the status a peer answered with; 0 when the error is not its answer.
func StatusOf(err error) int {
	var s *Status
	if errors.As(err, &s) {
		return s.Code
	}
	return 0
}

// TombstoneOf is what stands in place of an IRI that is gone, as its own origin says; nil for none.
//
// Spec: ActivityStreams 2.0 Vocabulary, Tombstone; FEP-fe34.
func TombstoneOf(err error, iri vocab.IRI) []byte {
	var s *Status
	if !errors.As(err, &s) || s.Tombstone == nil || !wire.SameOrigin(iri, vocab.IRI(s.At)) {
		return nil
	}
	return s.Tombstone
}

// refusals are what statuses mean to the one who asked. Those not listed say that the peer does not
// work as a peer: Unreachable.
var refusals = map[int]struct {
	kind node.Kind
	says string
}{
	http.StatusUnauthorized:          {node.Forbidden, "takes no signature of this node for"},
	http.StatusForbidden:             {node.Forbidden, "refuses this node at"},
	http.StatusNotFound:              {node.NotFound, "does not have"},
	http.StatusGone:                  {node.Gone, "has deleted"},
	http.StatusNotAcceptable:         {node.Unsupported, "has no fitting form of"},
	http.StatusRequestEntityTooLarge: {node.TooLarge, "finds too large what went to"},
	http.StatusUnsupportedMediaType:  {node.Unsupported, "does not take what went to"},
	http.StatusRequestTimeout:        {node.Busy, "is too busy for"},
	http.StatusTooManyRequests:       {node.Busy, "is too busy for"},
	http.StatusServiceUnavailable:    {node.Busy, "is too busy for"},
}

// answered makes an error of a status that is no success.
func answered(u *url.URL, code int, header http.Header, now time.Time) error {
	beneath := &Status{Code: code, RetryAfter: retryAfter(header.Get("Retry-After"), now)}
	if r, ok := refusals[code]; ok {
		return &node.Error{Kind: r.kind, Message: fmt.Sprintf("%s %s %s", u.Host, r.says, short(u)), Err: beneath}
	}
	return &node.Error{Kind: node.Unreachable, Message: fmt.Sprintf("%s answered %d for %s", u.Host, code, short(u)), Err: beneath}
}

// longestWait bounds what a peer may ask for.
const longestWait = 24 * time.Hour

func retryAfter(text string, now time.Time) time.Duration {
	text = strings.TrimSpace(text)
	if seconds, err := strconv.ParseUint(text, 10, 64); err == nil {
		return time.Duration(min(seconds, uint64(longestWait/time.Second))) * time.Second
	}
	at, err := http.ParseTime(text)
	if err != nil {
		return 0
	}
	return min(max(at.Sub(now), 0), longestWait)
}

// unreached makes an error of a request that got no answer. The message says no more than that: what
// DNS or the network said would tell strangers about the machines around us.
func unreached(ctx context.Context, u *url.URL, err error) error {
	var own *node.Error
	if errors.As(err, &own) {
		return err
	}
	for _, prohibited := range [...]error{ssrf.ErrProhibitedIP, ssrf.ErrProhibitedPort, ssrf.ErrProhibitedNetwork, ssrf.ErrInvalidHostPort} {
		if errors.Is(err, prohibited) {
			return &node.Error{Kind: node.Forbidden, Message: u.Host + " is no public web server", Err: err}
		}
	}
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return &node.Error{Kind: node.Unreachable, Message: u.Host + " took too long to answer", Err: err}
	}
	return &node.Error{Kind: node.Unreachable, Message: u.Host + " does not answer", Err: err}
}
