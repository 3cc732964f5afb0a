-- What a watch holds open. With an item it stands in `finding` too (evaluation_id 'live'); without one it only tells.
CREATE TABLE watch_finding (
    id TEXT PRIMARY KEY, finding_id TEXT REFERENCES finding (id), register TEXT NOT NULL, watch TEXT NOT NULL,
    estate_id TEXT NOT NULL, -- the place; an estate whenever there is a finding
    record_id TEXT NOT NULL, -- '' when about the place as a whole
    opened_at BIGINT NOT NULL, closed_at BIGINT, evidence JSON NOT NULL -- {zh, en, due}
);
CREATE UNIQUE INDEX watch_finding_open ON watch_finding (register, watch, estate_id, record_id) WHERE closed_at IS NULL;
CREATE INDEX watch_finding_estate ON watch_finding (estate_id, closed_at);
CREATE INDEX watch_finding_record ON watch_finding (record_id, closed_at);
CREATE INDEX watch_finding_finding ON watch_finding (finding_id);
-- From when records of a register could be expected in a place without any.
CREATE TABLE watch_since (register TEXT NOT NULL, place_id TEXT NOT NULL, day TEXT NOT NULL, PRIMARY KEY (register, place_id));
-- The live operational scorecard: worked out again for the estate a finding touched, and for no other.
CREATE TABLE live_score (
    estate_id TEXT PRIMARY KEY REFERENCES place (id), total BIGINT NOT NULL, star BIGINT NOT NULL, -- 0: none
    findings BIGINT NOT NULL, card JSON NOT NULL, -- {grade, outcome, year, assumed}
    pack_hash TEXT NOT NULL, at BIGINT NOT NULL
);
CREATE INDEX live_score_rank ON live_score (total, estate_id);
CREATE TABLE live_day (estate_id TEXT NOT NULL REFERENCES place (id), day TEXT NOT NULL, total BIGINT NOT NULL, star BIGINT NOT NULL, findings BIGINT NOT NULL, PRIMARY KEY (estate_id, day));
-- The nightly round: how far it is, and the nights it was finished.
CREATE TABLE watch_round (place_id TEXT PRIMARY KEY REFERENCES place (id), day TEXT NOT NULL, opened BIGINT NOT NULL, closed BIGINT NOT NULL);
CREATE TABLE watch_night (day TEXT PRIMARY KEY, at BIGINT NOT NULL, places BIGINT NOT NULL, opened BIGINT NOT NULL, closed BIGINT NOT NULL);
-- A word to people in a role over a place; read marks are each account's own.
CREATE TABLE notice (
    id TEXT PRIMARY KEY, role TEXT NOT NULL, path TEXT NOT NULL, estate_id TEXT, record_id TEXT, kind TEXT NOT NULL, -- expiring | missed | reminder | escalated | finding | cured
    text JSON NOT NULL, at BIGINT NOT NULL
);
CREATE INDEX notice_role ON notice (role, path, id);
CREATE INDEX notice_at ON notice (at);
CREATE TABLE notice_read (account_id TEXT PRIMARY KEY, up_to TEXT NOT NULL); -- id of the last one read
CREATE TABLE webhook (
    id TEXT PRIMARY KEY, title TEXT NOT NULL, url TEXT NOT NULL, secret TEXT NOT NULL, -- sealed
    kinds JSON NOT NULL, place_id TEXT NOT NULL REFERENCES place (id), path TEXT NOT NULL, active BIGINT NOT NULL, created_by TEXT NOT NULL, created_at BIGINT NOT NULL, version BIGINT NOT NULL
);
CREATE TABLE webhook_delivery (
    id TEXT PRIMARY KEY, webhook_id TEXT NOT NULL REFERENCES webhook (id), kind TEXT NOT NULL, body TEXT NOT NULL, at BIGINT NOT NULL, tries BIGINT NOT NULL, next_at BIGINT NOT NULL,
    state TEXT NOT NULL, -- waiting | sent | given_up
    last_status BIGINT, last_problem TEXT NOT NULL
);
CREATE INDEX webhook_delivery_due ON webhook_delivery (state, next_at);
CREATE INDEX webhook_delivery_list ON webhook_delivery (webhook_id, id);
