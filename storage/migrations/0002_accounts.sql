-- Who may sign in, and what secrets are good for. Secrets themselves are never kept.

CREATE TABLE member (
	id    {key},
	iri   {text} NOT NULL UNIQUE,
	email {text} NOT NULL UNIQUE,
	since bigint NOT NULL
);

-- id is the order of issue. expires and used are 0 for never.
CREATE TABLE secret (
	id      {key},
	hash    {text} NOT NULL UNIQUE,
	holder  {text} NOT NULL,
	scope   {text} NOT NULL,
	issued  bigint NOT NULL,
	expires bigint NOT NULL,
	used    bigint NOT NULL
);

CREATE INDEX secret_holder ON secret (holder, id);

CREATE INDEX secret_expires ON secret (expires);
