package fetch

import (
	"io"
	"net/http"
	"net/url"
	"time"
)

// Answer is what a peer said to a delivery.
type Answer struct {
	Status int
	Header http.Header
	Body   []byte // its beginning, for people: why it refuses, for example

	url *url.URL
	at  time.Time
}

// Err is nil when the peer took the delivery; else the error its status means.
//
// Errors: those of [Client.JSON] that statuses cause. A redirect is Unreachable: deliveries follow none.
func (a Answer) Err() error {
	if a.Status >= 200 && a.Status <= 299 {
		return nil
	}
	return answered(a.url, a.Status, a.Header, a.at)
}

// Post sends a request that is ready: signed, and with its body. It is sent once and where it says.
//
// Errors: Invalid, Forbidden or Unreachable when there is no answer. Any status is an answer.
func (c *Client) Post(r *http.Request) (Answer, error) {
	if err := c.check(r.URL); err != nil {
		return Answer{}, err
	}
	ctx, cancel := c.within(r.Context())
	defer cancel()
	r = r.WithContext(ctx)
	if r.Header.Get("User-Agent") == "" {
		r.Header.Set("User-Agent", c.opt.UserAgent)
	}
	answer, err := c.http.Do(r)
	if err != nil {
		return Answer{}, unreached(ctx, r.URL, err)
	}
	defer answer.Body.Close()
	// The status is what counts: a body that breaks off or does not end changes nothing.
	body, _ := io.ReadAll(io.LimitReader(answer.Body, maxAnswerBytes))
	return Answer{Status: answer.StatusCode, Header: answer.Header, Body: body, url: r.URL, at: c.opt.Now()}, nil
}
