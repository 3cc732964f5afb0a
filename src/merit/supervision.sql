CREATE TABLE visit (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, -- supervision | mutual
    estate_id TEXT NOT NULL REFERENCES place (id), planned_on TEXT NOT NULL, by_whom TEXT NOT NULL, -- the unit that visits, never a person
    purpose TEXT NOT NULL, state TEXT NOT NULL, -- planned | visited | reported
    visited_on TEXT, observed TEXT NOT NULL, report TEXT NOT NULL, created_by TEXT NOT NULL, created_at BIGINT NOT NULL, version BIGINT NOT NULL
);
CREATE INDEX visit_estate ON visit (estate_id, id);
CREATE TABLE model_case (
    id TEXT PRIMARY KEY, estate_id TEXT NOT NULL REFERENCES place (id), title TEXT NOT NULL, story TEXT NOT NULL, state TEXT NOT NULL, -- draft | published
    created_by TEXT NOT NULL, created_at BIGINT NOT NULL, version BIGINT NOT NULL
);
CREATE INDEX model_case_state ON model_case (state, id);
-- year and star: those of the published result the proposal rests on.
CREATE TABLE merit (
    id TEXT PRIMARY KEY, estate_id TEXT NOT NULL REFERENCES place (id), year BIGINT NOT NULL, title TEXT NOT NULL, state TEXT NOT NULL, -- proposed | confirmed
    star BIGINT NOT NULL, created_by TEXT NOT NULL, created_at BIGINT NOT NULL, decided_by TEXT, version BIGINT NOT NULL, UNIQUE (estate_id, year, title)
);
