package account

import (
	"context"
	"iter"
	"time"

	"tributary/vocab"
)

// Store is what accounts need of storage: who a member is by e-mail, and what a secret is good for
// by its hash. Each method is one transaction. Secrets themselves never reach it: a hash is the
// SHA-256 of the secret in lower-case hexadecimal, 64 characters. Times are UTC to the microsecond;
// the zero time stands for "never".
//
// Roles, follows and pseudonyms are standing relations, kept by node.Store.
type Store interface {
	// AddMember keeps a member under its e-mail address, in lower case. Conflict when the address,
	// or the IRI, is kept already.
	AddMember(ctx context.Context, member vocab.IRI, email string, since time.Time) error
	// MemberByEmail is the member with an address, in lower case. NotFound when there is none.
	MemberByEmail(ctx context.Context, email string) (vocab.IRI, error)
	// EmailOf is a member's address. NotFound when there is none.
	EmailOf(ctx context.Context, member vocab.IRI) (string, error)
	// Members are all members, in the order they came.
	Members(ctx context.Context) iter.Seq2[vocab.IRI, error]
	// ForgetMember removes a member's address and every secret it holds. NotFound when there is no
	// such member.
	ForgetMember(ctx context.Context, member vocab.IRI) error

	// KeepSecret keeps what a secret is good for: who holds it, its scope ("read", "write", "admin",
	// "session", "invite", "app" or "code" with a grant, or "spent"), and when it ends. Conflict when the hash is kept already.
	KeepSecret(ctx context.Context, hash string, holder vocab.IRI, scope string, issued, expires time.Time) error
	// Secret is what was kept of a secret, also when it has ended. used is when TouchSecret last
	// saw it. NotFound when the hash is not kept.
	Secret(ctx context.Context, hash string) (holder vocab.IRI, scope string, used, expires time.Time, err error)
	// SecretsOf are the hashes a holder's secrets are kept under, in order of issue.
	SecretsOf(ctx context.Context, holder vocab.IRI) ([]string, error)
	// TouchSecret notes when a secret was last used. A hash that is not kept is no error.
	TouchSecret(ctx context.Context, hash string, used time.Time) error
	// DropSecret removes a secret. NotFound when the hash is not kept: of two who drop the same
	// secret at once, exactly one gets nil.
	DropSecret(ctx context.Context, hash string) error
	// SweepSecrets removes the secrets that ended at or before a time, and says how many.
	SweepSecrets(ctx context.Context, ended time.Time) (int, error)
}
