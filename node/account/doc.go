// Package account says who a [node.Caller] is: members, invitations, sign-in, tokens, pseudonyms.
//
// The path of one request: a door finds a bearer token or a session cookie and asks
// [Accounts.Caller] or [Accounts.Session]. The secret's SHA-256 is looked up; what stands there is
// an agent and a scope; the agent's roles come from the standing relations in the [node.Store]; the
// scope narrows them; the result is a Caller. No secret is kept, and none is shown twice.
//
// The path of one member: [Accounts.Invite] makes the member, gives it a role and returns a link;
// [Accounts.SignIn] trades the link's code, once, for a session; [Accounts.Token] makes tokens for
// programs, and [Accounts.Allow] those of apps; [Accounts.Pseudonym] is how the member appears inside a group.
package account
