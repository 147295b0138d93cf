package server

import (
	"context"
	"net/http"
	"net/netip"

	"tributary/node"
)

// visit is what is known of one request beside itself. It lives in the request's context.
type visit struct {
	id     string     // told to the client and in the log
	client netip.Addr // who sent it, proxies aside
	area   string     // which part of the node it came to

	asked bool // who and err hold
	who   node.Caller
	err   error
}

type visitKey struct{}

// visitOf is the visit of a request that came through the middleware; an empty one otherwise.
func visitOf(r *http.Request) *visit {
	if v, ok := r.Context().Value(visitKey{}).(*visit); ok {
		return v
	}
	return &visit{}
}

func (v *visit) in(r *http.Request) *http.Request {
	return r.WithContext(context.WithValue(r.Context(), visitKey{}, v))
}
