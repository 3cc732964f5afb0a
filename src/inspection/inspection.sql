CREATE TABLE inspection (
    id TEXT PRIMARY KEY, evaluation_id TEXT NOT NULL, estate_id TEXT NOT NULL REFERENCES place (id), source TEXT NOT NULL, -- self_check | third_party | department
    party_id TEXT NOT NULL, -- assessor or department; empty for a self-check
    state TEXT NOT NULL, -- open | handed_in
    planned_from TEXT, planned_to TEXT, visited_on TEXT, summary TEXT NOT NULL, opened_by TEXT NOT NULL, opened_at BIGINT NOT NULL,
    handed_in_by TEXT, handed_in_at BIGINT, version BIGINT NOT NULL, UNIQUE (evaluation_id, estate_id, source, party_id)
);
CREATE INDEX inspection_estate ON inspection (estate_id);
CREATE TABLE inspection_item (
    inspection_id TEXT NOT NULL REFERENCES inspection (id), item TEXT NOT NULL, state TEXT NOT NULL, -- unseen | fine | deducted | not_applicable
    note TEXT NOT NULL, -- for not_applicable: the reason
    marked_by TEXT NOT NULL, marked_by_name TEXT NOT NULL, marked_at BIGINT NOT NULL,
    confirmed_by TEXT, confirmed_by_name TEXT, confirmed_at BIGINT, PRIMARY KEY (inspection_id, item)
);
-- After hand-in an inspection changes only by a correction, with what was and why.
CREATE TABLE correction (
    id TEXT PRIMARY KEY, finding_id TEXT NOT NULL REFERENCES finding (id), before TEXT NOT NULL, after TEXT NOT NULL, why TEXT NOT NULL, by_account TEXT NOT NULL, at BIGINT NOT NULL
);
CREATE INDEX correction_finding ON correction (finding_id);
