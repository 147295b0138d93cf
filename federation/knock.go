package federation

import (
	"context"
	"net/http"
	"slices"
	"time"

	"tributary/federation/dialect"
	"tributary/federation/fetch"
	"tributary/federation/httpsig"
	"tributary/federation/policy"
	"tributary/node"
	"tributary/vocab"
)

// Peers read signatures in different schemes, and some in one only. A host is spoken to in the manner that
// it understood last; when it refuses, in another one, until one is understood, and that is remembered.

// manner is how requests to a host are signed, as it is remembered ([node.Peer.Scheme]).
type manner string

const (
	cavage  = manner(httpsig.Cavage)    // with RSA: what everybody reads
	rfc9421 = manner(httpsig.RFC9421)   // with RSA
	edwards = manner("rfc9421-ed25519") // which costs a fiftieth of RSA to make
)

// scheme is the scheme of a manner; of one that is not known, the older.
func (m manner) scheme() httpsig.Scheme {
	if m == rfc9421 || m == edwards {
		return httpsig.RFC9421
	}
	return httpsig.Cavage
}

// others are what is tried after a manner was refused, in this order. Ed25519 is no guess: it is used where
// a peer says that it verifies it.
var others = []manner{rfc9421, cavage}

// asked are the manners that an answer asks for.
//
// Spec: RFC 9421, section 5.
func asked(h http.Header) (manners []manner) {
	for _, alg := range httpsig.Asked(h) {
		m := rfc9421
		if alg == "ed25519" {
			m = edwards
		}
		if !slices.Contains(manners, m) {
			manners = append(manners, m)
		}
	}
	return manners
}

// hinted is the manner that an actor's document says its node reads; empty when it says nothing of it.
//
// Spec: FEP-844e.
func hinted(features []vocab.IRI) manner {
	switch {
	case slices.Contains(features, dialect.FeatureEdwards):
		return edwards
	case slices.Contains(features, dialect.FeatureSignatures):
		return rfc9421
	}
	return ""
}

// manner is how a host is spoken to first: as it last understood or says, else in the older scheme.
func (f *Federation) manner(ctx context.Context, host string) manner {
	if p, err := f.store.Peer(ctx, host); err == nil && p.Scheme != "" {
		return manner(p.Scheme)
	}
	return cavage
}

// knock is one request on its way through the manners.
type knock struct {
	f     *Federation
	as    vocab.IRI // who asks
	host  string
	body  []byte // nil: the request has none
	first manner // as was remembered
	tried []manner
}

// knocking begins a request to an address, in somebody's name.
func (f *Federation) knocking(ctx context.Context, address string, as vocab.IRI, body []byte) (*knock, error) {
	host, err := policy.Host(address)
	if err != nil {
		return nil, err
	}
	return &knock{f: f, as: as, host: host, body: body, first: f.manner(ctx, host)}, nil
}

// sign signs the request in a manner.
func (k *knock) sign(r *http.Request, m manner) error {
	k.tried = append(k.tried, m)
	keys := k.f.keys.Load()
	key := keys.Transport(k.as)
	if m == edwards {
		var err error
		if key, err = keys.Edwards(k.as); err != nil {
			return err
		}
	}
	return httpsig.Sign(r, k.body, key, m.scheme(), k.f.now())
}

// refused says whether a status may be about the signature. To a message 403 is said for other reasons,
// and says that it will not be taken in any other form.
func (k *knock) refused(status int) bool {
	return status == http.StatusUnauthorized || status == http.StatusBadRequest || k.body == nil && status == http.StatusForbidden
}

// next is the manner to try after an answer: what it asks for, else what is left; empty: none.
func (k *knock) next(status int, h http.Header) manner {
	if !k.refused(status) {
		return ""
	}
	for _, m := range append(asked(h), others...) {
		if !slices.Contains(k.tried, m) {
			return m
		}
	}
	return ""
}

// understood remembers the manner that the last answer was good to. What anybody may read says nothing of
// the one that came first.
func (k *knock) understood(ctx context.Context, h http.Header) {
	m := k.tried[len(k.tried)-1]
	if len(k.tried) == 1 {
		if wanted := asked(h); len(wanted) > 0 && !slices.Contains(wanted, m) {
			m = wanted[0] // next time
		}
	}
	k.f.understood(ctx, k.host, m, len(k.tried) > 1 || k.body != nil)
}

// understood remembers the manner that a host takes, and now and then that it answered; sure: it has
// judged a signature.
func (f *Federation) understood(ctx context.Context, host string, m manner, sure bool) {
	if f.manner(ctx, host) == m && (!sure || !f.stats.due("ok "+host, f.now(), time.Hour)) {
		return
	}
	if err := f.store.ChangePeer(ctx, host, func(p *node.Peer) {
		p.Scheme = string(m)
		if sure {
			p.Answered(f.now())
		}
	}); err != nil {
		f.log.Warn("remember how a peer is spoken to", "host", host, "error", err)
	}
}

// reader signs requests to read in somebody's name.
func (f *Federation) reader(as vocab.IRI) fetch.Signer {
	return func(r *http.Request) (fetch.Answered, error) {
		ctx := r.Context()
		k, err := f.knocking(ctx, r.URL.String(), as, nil)
		if err != nil {
			return nil, err
		}
		return func(status int, h http.Header) (bool, error) {
			if m := k.next(status, h); m != "" {
				return true, k.sign(r, m)
			}
			if status == http.StatusOK {
				k.understood(ctx, h)
			}
			return false, nil
		}, k.sign(r, k.first)
	}
}
