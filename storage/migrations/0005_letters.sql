-- What came from other nodes, as it came, and what goes to them, as it goes.

-- state is 0 waiting, 1 done, 2 refused.
CREATE TABLE letter (
	id     {text} PRIMARY KEY,
	actor  {text} NOT NULL,
	at     bigint NOT NULL,
	body   {blob} NOT NULL,
	proof  {text} NOT NULL,
	state  bigint NOT NULL,
	reason {text} NOT NULL
);

CREATE INDEX letter_at ON letter (at, id);

CREATE TABLE parcel (
	activity {text} NOT NULL,
	form     {text} NOT NULL,
	body     {blob} NOT NULL,
	PRIMARY KEY (activity, form)
);
