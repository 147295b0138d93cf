-- On whose behalf a job is done. When its destination refuses one party alone, the jobs of that party wait in a lane
-- of their own, named after the lane and the party.
ALTER TABLE job ADD COLUMN party {text} NOT NULL DEFAULT '';
