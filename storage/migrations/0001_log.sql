-- The log is the truth of the shared record. Tables marked "derived" are rebuilt from it.

CREATE TABLE meta (
	key   {text} PRIMARY KEY,
	value {blob} NOT NULL
){clustered};

-- Every IRI once, and every class name: names have no colon, so that the two never meet.
-- created, derived, is the position of the first version of the thing so named.
CREATE TABLE iri (
	id      {key},
	text    {text} NOT NULL UNIQUE,
	created bigint
);

-- body is the whole resource, or, when base is set, a delta on the whole body at that position.
-- Version 1 stands at its own created; only later versions need an index.
CREATE TABLE log (
	pos      {key},
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
	body     {blob}
);

CREATE UNIQUE INDEX log_version ON log (created, n) WHERE n > 1;

-- The agents an audience names, for the versions that name any.
CREATE TABLE named (
	pos   bigint NOT NULL,
	agent bigint NOT NULL,
	PRIMARY KEY (pos, agent)
){clustered};

-- Derived: where the newest version of each thing stands, and what it is found by.
CREATE TABLE latest (
	created {key},
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

-- Derived: who refers to what, in the order the referring things were created. One tree, no table
-- beside it: it is read from the end that is referred to.
CREATE TABLE edge (
	target   bigint NOT NULL,
	property bigint NOT NULL,
	created  bigint NOT NULL,
	PRIMARY KEY (target, property, created)
){clustered};

-- Facts of this node about two agents. id is the order in which they began.
CREATE TABLE relation (
	id     {key},
	source bigint NOT NULL,
	kind   {text} NOT NULL,
	target bigint NOT NULL,
	value  {text} NOT NULL,
	since  bigint NOT NULL
);

CREATE UNIQUE INDEX relation_source ON relation (source, kind, target, value);

CREATE INDEX relation_target ON relation (target, kind, id);

-- What idempotency keys were used for, seven days long.
CREATE TABLE memory (
	actor    bigint NOT NULL,
	key      {text} NOT NULL,
	digest   {text} NOT NULL,
	activity {text} NOT NULL,
	at       bigint NOT NULL,
	PRIMARY KEY (actor, key)
){clustered};

CREATE INDEX memory_at ON memory (at);
