// Package server is a whole node put together: database, keys, accounts, documents and doors, from
// one configuration.
//
// The path of one request: [Server.Run] listens; the chain of middleware gives the request a number,
// bounds it, and finds out who asks; routes.go, the one file that knows the router, leads it to a
// handler of node/publish, federation or this package; when it ends, one line is logged and counted.
//
// Commands beside a running server use the same [Open] and never Run.
package server
