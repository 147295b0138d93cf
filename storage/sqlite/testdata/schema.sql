CREATE TABLE edge (
	target   bigint NOT NULL,
	property bigint NOT NULL,
	created  bigint NOT NULL,
	PRIMARY KEY (target, property, created)
) WITHOUT ROWID;

CREATE TABLE iri (
	id      INTEGER PRIMARY KEY,
	text    text NOT NULL UNIQUE,
	created bigint
);

CREATE TABLE latest (
	created INTEGER PRIMARY KEY,
	pos     bigint NOT NULL,
	n       bigint NOT NULL,
	base    bigint NOT NULL,
	class   bigint NOT NULL,
	owner   bigint NOT NULL,
	level   smallint NOT NULL,
	deleted boolean NOT NULL
);

CREATE INDEX latest_class ON latest (class, created);

CREATE INDEX latest_owner ON latest (owner, class, created);

CREATE TABLE log (
	pos      INTEGER PRIMARY KEY,
	created  bigint NOT NULL,
	iri      bigint NOT NULL,
	n        bigint NOT NULL,
	activity bigint NOT NULL,
	author   bigint NOT NULL,
	owner    bigint NOT NULL,
	at       bigint NOT NULL,
	class    bigint NOT NULL,
	level    smallint NOT NULL,
	names    bigint NOT NULL,
	deleted  boolean NOT NULL,
	base     bigint,
	body     blob
);

CREATE UNIQUE INDEX log_version ON log (created, n) WHERE n > 1;

CREATE TABLE member (
	id    INTEGER PRIMARY KEY,
	iri   text NOT NULL UNIQUE,
	email text NOT NULL UNIQUE,
	since bigint NOT NULL
);

CREATE TABLE memory (
	actor    bigint NOT NULL,
	key      text NOT NULL,
	digest   text NOT NULL,
	activity text NOT NULL,
	at       bigint NOT NULL,
	PRIMARY KEY (actor, key)
) WITHOUT ROWID;

CREATE INDEX memory_at ON memory (at);

CREATE TABLE meta (
	key   text PRIMARY KEY,
	value blob NOT NULL
) WITHOUT ROWID;

CREATE TABLE migration (
	number bigint PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, at bigint NOT NULL
);

CREATE TABLE named (
	pos   bigint NOT NULL,
	agent bigint NOT NULL,
	PRIMARY KEY (pos, agent)
) WITHOUT ROWID;

CREATE TABLE relation (
	id     INTEGER PRIMARY KEY,
	source bigint NOT NULL,
	kind   text NOT NULL,
	target bigint NOT NULL,
	value  text NOT NULL,
	since  bigint NOT NULL
);

CREATE UNIQUE INDEX relation_source ON relation (source, kind, target, value);

CREATE INDEX relation_target ON relation (target, kind, id);

CREATE TABLE secret (
	id      INTEGER PRIMARY KEY,
	hash    text NOT NULL UNIQUE,
	holder  text NOT NULL,
	scope   text NOT NULL,
	issued  bigint NOT NULL,
	expires bigint NOT NULL,
	used    bigint NOT NULL
);

CREATE INDEX secret_expires ON secret (expires);

CREATE INDEX secret_holder ON secret (holder, id);

