CREATE TABLE edge (
	target   bigint NOT NULL,
	property bigint NOT NULL,
	created  bigint NOT NULL,
	PRIMARY KEY (target, property, created)
) WITHOUT ROWID;

CREATE TABLE edge_lately (
	created  bigint NOT NULL,
	property bigint NOT NULL,
	target   bigint NOT NULL,
	PRIMARY KEY (created, property, target)
) WITHOUT ROWID;

CREATE TABLE iri (
	id      INTEGER PRIMARY KEY,
	text    text NOT NULL UNIQUE,
	created bigint
);

CREATE TABLE job (
	id       INTEGER PRIMARY KEY,
	lane     text NOT NULL,
	key      text NOT NULL,
	ref      text NOT NULL,
	data     blob NOT NULL,
	due      bigint NOT NULL,
	made     bigint NOT NULL,
	attempts bigint NOT NULL DEFAULT 0,
	buried   bigint NOT NULL DEFAULT 0,
	note     text NOT NULL DEFAULT ''
, party text NOT NULL DEFAULT '');

CREATE INDEX job_buried ON job (buried) WHERE buried > 0;

CREATE INDEX job_lane ON job (lane, buried, due, id);

CREATE TABLE lane (
	name    text PRIMARY KEY,
	kind    text NOT NULL,
	next_at bigint NOT NULL,
	worker  text NOT NULL DEFAULT '',
	fails   bigint NOT NULL DEFAULT 0,
	since   bigint NOT NULL DEFAULT 0,
	held    text NOT NULL DEFAULT '',
	note    text NOT NULL DEFAULT ''
) WITHOUT ROWID;

CREATE INDEX lane_next ON lane (kind, next_at);

CREATE TABLE last_job (
	id bigint NOT NULL
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

CREATE TABLE letter (
	id     text PRIMARY KEY,
	actor  text NOT NULL,
	at     bigint NOT NULL,
	body   blob NOT NULL,
	proof  text NOT NULL,
	state  bigint NOT NULL,
	reason text NOT NULL
);

CREATE INDEX letter_at ON letter (at, id);

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
, prev bigint);

CREATE UNIQUE INDEX log_version ON log (created, n) WHERE n % 64 = 0;

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

CREATE TABLE parcel (
	activity text NOT NULL,
	form     text NOT NULL,
	body     blob NOT NULL,
	PRIMARY KEY (activity, form)
);

CREATE TABLE peer (
	host      text PRIMARY KEY,
	software  text NOT NULL,
	version   text NOT NULL,
	kind      text NOT NULL,
	scheme    text NOT NULL,
	seen_at   bigint NOT NULL,
	last_ok   bigint NOT NULL,
	last_fail bigint NOT NULL,
	failure   text NOT NULL,
	note      text NOT NULL
) WITHOUT ROWID;

CREATE TABLE policy_rule (
	id         INTEGER PRIMARY KEY,
	subject    text NOT NULL,
	party      text NOT NULL,
	level      text NOT NULL,
	reason     text NOT NULL,
	provenance text NOT NULL,
	author     text NOT NULL,
	at         bigint NOT NULL,
	draft      boolean NOT NULL
);

CREATE INDEX policy_rule_subject ON policy_rule (subject, party, id);

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

