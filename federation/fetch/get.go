package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"tributary/federation/wire"
	"tributary/node"
)

// found is what was at an address.
type found struct {
	url         *url.URL // after redirects, without fragment
	contentType string
	body        []byte
}

// get fetches an address, from the memory of failures, a flight under way, or the network.
func (c *Client) get(ctx context.Context, address, accept string) (found, error) {
	u, err := url.Parse(address)
	if err != nil {
		return found{}, node.Errorf(node.Invalid, "%.200q is no address", address)
	}
	if err := c.check(u); err != nil {
		return found{}, err
	}
	u.Fragment, u.RawFragment = "", ""
	key := accept + " " + u.String()
	if err := c.failed.get(key); err != nil {
		return found{}, err
	}
	return c.flights.do(ctx, key, func(ctx context.Context) (found, error) {
		ctx, cancel := c.within(ctx)
		defer cancel()
		f, err := c.follow(ctx, u, accept)
		if err != nil {
			c.failed.put(key, err)
		}
		return f, err
	})
}

// redirections are the statuses that lead on.
var redirections = map[int]bool{
	http.StatusMovedPermanently: true, http.StatusFound: true, http.StatusSeeOther: true,
	http.StatusTemporaryRedirect: true, http.StatusPermanentRedirect: true,
}

// follow fetches, and goes where it is sent. Each hop is a request of its own: nothing is carried over.
func (c *Client) follow(ctx context.Context, u *url.URL, accept string) (found, error) {
	for range c.opt.Redirects + 1 {
		f, next, err := c.hop(ctx, u, accept)
		if err != nil || next == nil {
			return f, err
		}
		if err := c.check(next); err != nil {
			return found{}, fmt.Errorf("follow a redirect of %s: %w", u.Host, err)
		}
		u = next
	}
	return found{}, node.Errorf(node.Unreachable, "%s redirects more than %d times", u.Host, c.opt.Redirects)
}

// hop asks one address. next is where it sends us, or nil.
func (c *Client) hop(ctx context.Context, u *url.URL, accept string) (_ found, next *url.URL, _ error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return found{}, nil, node.Errorf(node.Invalid, "%s is no address", short(u))
	}
	r.Header.Set("Accept", accept)
	r.Header.Set("User-Agent", c.opt.UserAgent)
	answer, err := c.ask(ctx, r)
	if err != nil {
		return found{}, nil, err
	}
	defer answer.Body.Close()
	switch {
	case redirections[answer.StatusCode]:
		next, err := u.Parse(answer.Header.Get("Location"))
		if err != nil || answer.Header.Get("Location") == "" {
			return found{}, nil, node.Errorf(node.Unreachable, "%s redirects to no address", u.Host)
		}
		next.Fragment, next.RawFragment = "", ""
		return found{}, next, nil
	case answer.StatusCode == http.StatusGone:
		return found{}, nil, c.gone(u, answer)
	case answer.StatusCode != http.StatusOK:
		return found{}, nil, answered(u, answer.StatusCode, answer.Header, c.opt.Now())
	}
	body, err := c.read(ctx, u, answer)
	return found{url: u, contentType: answer.Header.Get("Content-Type"), body: body}, nil, err
}

// maxTombstone bounds what is kept of the answer for what is gone.
const maxTombstone = 8 << 10

// gone is the error of an answer for what is gone, with the tombstone that stands there.
func (c *Client) gone(u *url.URL, answer *http.Response) error {
	err := answered(u, answer.StatusCode, answer.Header, c.opt.Now())
	var status *Status
	if !errors.As(err, &status) || !wire.IsActivityJSON(answer.Header.Get("Content-Type")) {
		return err
	}
	if body, broken := io.ReadAll(io.LimitReader(answer.Body, maxTombstone+1)); broken == nil && len(body) <= maxTombstone {
		status.Tombstone, status.At = body, u.String()
	}
	return err
}

// maxKnocks bounds in how many ways a request is signed before its answer counts.
const maxKnocks = 4

// ask sends a request, signed, and once more in each other way of signing while it is refused for that.
func (c *Client) ask(ctx context.Context, r *http.Request) (*http.Response, error) {
	var told Answered
	if c.opt.Sign != nil {
		var err error
		if told, err = c.opt.Sign(r); err != nil {
			return nil, fmt.Errorf("sign a request to %s: %w", r.URL.Host, err)
		}
	}
	for knocks := 1; ; knocks++ {
		answer, err := c.http.Do(r)
		if err != nil {
			return nil, unreached(ctx, r.URL, err)
		}
		if told == nil {
			return answer, nil
		}
		again, err := told(answer.StatusCode, answer.Header)
		if err != nil {
			answer.Body.Close()
			return nil, fmt.Errorf("sign a request to %s: %w", r.URL.Host, err)
		}
		if !again || knocks == maxKnocks {
			return answer, nil
		}
		// Read to its end the connection serves again; a refusal that is long is cut off with it.
		_, _ = io.CopyN(io.Discard, answer.Body, maxAnswerBytes)
		answer.Body.Close()
	}
}

// read reads a body of at most MaxBytes, counted as decompressed.
func (c *Client) read(ctx context.Context, u *url.URL, answer *http.Response) ([]byte, error) {
	tooLarge := node.Errorf(node.TooLarge, "%s is larger than %d bytes", short(u), c.opt.MaxBytes)
	if answer.ContentLength > int64(c.opt.MaxBytes) {
		return nil, tooLarge
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, int64(c.opt.MaxBytes)+1))
	switch {
	case err != nil:
		return nil, unreached(ctx, u, err)
	case len(body) > c.opt.MaxBytes:
		return nil, tooLarge
	}
	return body, nil
}

// JSON fetches a document of one of some media types, parameters aside; application/json when none is
// named.
//
// Errors: Invalid for an address that cannot be another node's; Forbidden for one that must not be
// reached, and where the peer refuses; NotFound, Gone; Unsupported for another type; TooLarge; Busy,
// with RetryAfter; Unreachable.
func (c *Client) JSON(ctx context.Context, address string, types ...string) ([]byte, error) {
	f, err := c.json(ctx, address, types...)
	return f.body, err
}

func (c *Client) json(ctx context.Context, address string, types ...string) (found, error) {
	if len(types) == 0 {
		types = []string{"application/json"}
	}
	f, err := c.get(ctx, address, strings.Join(types, ", "))
	if err != nil {
		return found{}, err
	}
	is, _, err := mime.ParseMediaType(f.contentType)
	for _, t := range types {
		if essence, _, _ := strings.Cut(t, ";"); strings.TrimSpace(essence) == is && (err == nil || errors.Is(err, mime.ErrInvalidMediaParameter)) {
			return f, nil
		}
	}
	return found{}, node.Errorf(node.Unsupported, "%s is of type %.100q; needed is %s", short(f.url), f.contentType, strings.Join(types, " or "))
}
