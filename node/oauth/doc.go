// Package oauth lets members' apps act for a group or person: a small authorization server of OAuth 2 with one
// way through it, and none around.
//
//	an app      Register, or a document at its client id
//	a member    Read, consent (a page of node/server), Approve: a code, for a minute, once
//	an app      Token: the code and the verifier behind its challenge, against a bearer token
//	either      Revoke, or the member's account page
//
// Clients are public: they have no secret, and PKCE with S256 is required of all. Redirects match exactly, but for
// the port of a loopback address. Nothing is kept of a registration: the client id says it all, sealed by
// the node. Codes and tokens are kept by [account.Accounts], under their hashes, for all servers of the node.
//
// Spec: RFC 6749 as RFC 9700 narrows it, with RFC 7636 and 8252; RFC 7591, 7009, 8414, 9207; OAuth Client ID Metadata
// Document (a draft of the IETF) and FEP-d8c2.
package oauth
