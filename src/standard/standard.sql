CREATE TABLE pack_version (hash TEXT PRIMARY KEY, pack TEXT NOT NULL, version TEXT NOT NULL, files TEXT NOT NULL, at BIGINT NOT NULL); -- files: JSON {path: text}
-- Years of the official calendar added after the pack was made; four eyes: it counts once another person confirmed it.
CREATE TABLE calendar_year (
    year BIGINT PRIMARY KEY, text TEXT NOT NULL, proposed_by TEXT NOT NULL, proposed_at BIGINT NOT NULL, confirmed_by TEXT, confirmed_at BIGINT
);
-- A year (new, or one that shall replace a loaded one) waiting for its second pair of eyes; the year in force stays in force till then.
CREATE TABLE calendar_proposal (year BIGINT PRIMARY KEY, text TEXT NOT NULL, proposed_by TEXT NOT NULL, proposed_at BIGINT NOT NULL);
