package fetch

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"syscall"
	"time"

	"code.dny.dev/ssrf"

	"tributary/federation/wire"
	"tributary/node"
	"tributary/vocab"
)

// Options are what a client is made of. The zero Options work.
type Options struct {
	AllowPrivate bool                            // private and loopback addresses, any port and http: for trials on one machine
	AllowHTTP    bool                            // http as well as https
	UserAgent    string                          // empty: "tributary"
	Sign         Signer                          // signs each GET, also after a redirect; nil: unsigned
	May          func(*url.URL) error            // asked before each hop, for policy; nil: all
	Guard        func(net, address string) error // asked with the IP address before it is dialled; nil: the public internet
	Resolver     *net.Resolver                   // nil: the system's
	Transport    http.RoundTripper               // instead of the guarded one; for tests of what lies above
	MaxBytes     int                             // of a document, decompressed; 0: 1 MB
	Timeout      time.Duration                   // of a whole fetch, redirects and body included; 0: 10 s
	Redirects    int                             // followed at most; 0: 3
	Now          func() time.Time                // nil: time.Now
}

// Signer signs a request to read. It gives what is told of the answer, and signs the request in another
// way when that was a refusal which may be about the way: true has it sent again. A nil Answered is told
// nothing.
type Signer func(*http.Request) (Answered, error)

// Answered is told how a signed request was answered.
type Answered func(status int, header http.Header) (again bool, err error)

const (
	defaultBytes     = 1 << 20
	defaultTimeout   = 10 * time.Second
	defaultRedirects = 3
	maxHeaderBytes   = 64 << 10
	maxAddress       = 2048     // bytes; what is remembered of addresses stays small by it
	maxAnswerBytes   = 16 << 10 // of what a peer answers to a delivery
)

// Client fetches from and posts to other nodes. It is safe for concurrent use.
type Client struct {
	opt     Options
	http    *http.Client
	flights flights
	failed  failures
}

// New makes a client.
func New(o Options) *Client {
	if o.UserAgent == "" {
		o.UserAgent = "tributary"
	}
	if o.MaxBytes == 0 {
		o.MaxBytes = defaultBytes
	}
	if o.Timeout == 0 {
		o.Timeout = defaultTimeout
	}
	if o.Redirects == 0 {
		o.Redirects = defaultRedirects
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Transport == nil {
		o.Transport = transport(o)
	}
	return &Client{
		opt: o,
		http: &http.Client{
			Transport: o.Transport,
			// Redirects are followed by hand, so that each hop is checked and signed anew.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		failed: failures{now: o.Now},
	}
}

// HTTP is the guarded client beneath: no cookies, no proxy, no redirects. Whoever uses it bounds time
// and bodies.
func (c *Client) HTTP() *http.Client { return c.http }

// transport keeps some connections to many hosts. The guard sees every address that is dialled, so
// that no name, redirect or late change of DNS leads past it.
func transport(o Options) *http.Transport {
	dialer := &net.Dialer{Timeout: 5 * time.Second, KeepAlive: 30 * time.Second, Resolver: o.Resolver}
	if guard := guardOf(o); guard != nil {
		dialer.Control = func(network, address string, _ syscall.RawConn) error { return guard(network, address) }
	}
	return &http.Transport{
		Proxy:                  nil, // a proxy would dial for us, past the guard
		DialContext:            dialer.DialContext,
		ForceAttemptHTTP2:      true,
		TLSHandshakeTimeout:    5 * time.Second,
		ResponseHeaderTimeout:  o.Timeout,
		MaxResponseHeaderBytes: maxHeaderBytes,
		MaxIdleConns:           512,
		MaxIdleConnsPerHost:    4,
		MaxConnsPerHost:        16,
		IdleConnTimeout:        time.Minute,
	}
}

func guardOf(o Options) func(network, address string) error {
	switch {
	case o.Guard != nil:
		return o.Guard
	case o.AllowPrivate:
		return nil
	}
	public := ssrf.New()
	return func(network, address string) error { return public.Safe(network, address, nil) }
}

// check refuses addresses that no document of another node has: those in particular that two
// programs could read as two hosts.
//
// Errors: Invalid; those of May.
func (c *Client) check(u *url.URL) error {
	if len(u.String()) > maxAddress {
		return node.Errorf(node.Invalid, "an address of %s is longer than %d bytes", u.Host[:min(len(u.Host), 100)], maxAddress)
	}
	if _, err := wire.OriginOf(vocab.IRI(u.String())); err != nil {
		return node.Errorf(node.Invalid, "%s", node.MessageOf(err))
	}
	if u.Scheme != "https" && !c.mayHTTP() {
		return node.Errorf(node.Invalid, "%s is not https", short(u))
	}
	if c.opt.May != nil {
		return c.opt.May(u)
	}
	return nil
}

func (c *Client) mayHTTP() bool { return c.opt.AllowHTTP || c.opt.AllowPrivate }

// within gives a fetch its time.
func (c *Client) within(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, c.opt.Timeout)
}

// short is an address as a message may show it: not endless.
func short(u *url.URL) string {
	text := u.String()
	if len(text) > 200 {
		return text[:200] + "…"
	}
	return text
}
