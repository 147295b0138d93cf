-- Whom this node deals with, and what it knows of others.

-- Every decision and draft, for ever; id is their order. party is the group whose decision it is,
-- empty for the whole node's. Of a subject and party the newest row that is no draft is in force.
CREATE TABLE policy_rule (
	id         {key},
	subject    {text} NOT NULL,
	party      {text} NOT NULL,
	level      {text} NOT NULL,
	reason     {text} NOT NULL,
	provenance {text} NOT NULL,
	author     {text} NOT NULL,
	at         bigint NOT NULL,
	draft      boolean NOT NULL
);

CREATE INDEX policy_rule_subject ON policy_rule (subject, party, id);

-- Observations, by host; times are 0 for never.
CREATE TABLE peer (
	host      {text} PRIMARY KEY,
	software  {text} NOT NULL,
	version   {text} NOT NULL,
	kind      {text} NOT NULL,
	scheme    {text} NOT NULL,
	seen_at   bigint NOT NULL,
	last_ok   bigint NOT NULL,
	last_fail bigint NOT NULL,
	failure   {text} NOT NULL,
	note      {text} NOT NULL
){clustered};
