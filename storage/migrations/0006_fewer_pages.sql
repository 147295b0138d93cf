-- Each version names the position of the one before it, and the index has every 64th alone: a tree with
-- a place for each thing is written anew by every event about that thing.
ALTER TABLE log ADD COLUMN prev bigint;

UPDATE log SET prev = CASE n WHEN 2 THEN created ELSE (
	SELECT p.pos FROM log p WHERE p.created = log.created AND p.n = log.n - 1 AND p.n > 1) END
WHERE n > 1;

DROP INDEX log_version;

CREATE UNIQUE INDEX log_version ON log (created, n) WHERE n % 64 = 0;

-- Who has an event as its latest is asked by nobody.
DELETE FROM edge WHERE property = (SELECT id FROM iri WHERE text = 'https://w3id.org/tributary#latestEvent');

-- Derived: references that wait to be sorted into edge, in the order of the things that make them.
CREATE TABLE edge_lately (
	created  bigint NOT NULL,
	property bigint NOT NULL,
	target   bigint NOT NULL,
	PRIMARY KEY (created, property, target)
){clustered};
