-- Work to be done once what asked for it is on disk. No part of the record: it is state of its own.

-- A lane is one destination of one kind of work. next_at is when there is something to do in it: the
-- earliest of its jobs, the end of a pause after a failure, or, while a worker has it, the end of the
-- lease; the largest number for never. fails counts failures in a row, since is the first of them.
CREATE TABLE lane (
	name    {text} PRIMARY KEY,
	kind    {text} NOT NULL,
	next_at bigint NOT NULL,
	worker  {text} NOT NULL DEFAULT '',
	fails   bigint NOT NULL DEFAULT 0,
	since   bigint NOT NULL DEFAULT 0,
	held    {text} NOT NULL DEFAULT '',
	note    {text} NOT NULL DEFAULT ''
){clustered};

CREATE INDEX lane_next ON lane (kind, next_at);

-- due is 0 for at once, and buried 0 for jobs that are still to be done. Ids are never given twice.
CREATE TABLE job (
	id       {key},
	lane     {text} NOT NULL,
	key      {text} NOT NULL,
	ref      {text} NOT NULL,
	data     {blob} NOT NULL,
	due      bigint NOT NULL,
	made     bigint NOT NULL,
	attempts bigint NOT NULL DEFAULT 0,
	buried   bigint NOT NULL DEFAULT 0,
	note     {text} NOT NULL DEFAULT ''
);

CREATE INDEX job_lane ON job (lane, buried, due, id);

CREATE INDEX job_buried ON job (buried) WHERE buried > 0;

-- The last id given to a job: one row.
CREATE TABLE last_job (
	id bigint NOT NULL
);

INSERT INTO last_job (id) VALUES (0);
