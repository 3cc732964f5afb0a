CREATE TABLE evaluation (
    id TEXT PRIMARY KEY, year BIGINT NOT NULL UNIQUE, step TEXT NOT NULL, -- self_check inspection opinions panel notice final publication closed
    pack_hash TEXT NOT NULL, cut_off TEXT NOT NULL, survey_method TEXT NOT NULL, note TEXT NOT NULL, opened_at BIGINT NOT NULL, opened_by TEXT NOT NULL,
    notice_from TEXT, notice_to TEXT, published_at BIGINT, version BIGINT NOT NULL
);
CREATE TABLE evaluation_step (
    evaluation_id TEXT NOT NULL REFERENCES evaluation (id), step TEXT NOT NULL, started_at BIGINT, due TEXT, done_at BIGINT, done_by TEXT, done_by_name TEXT, why TEXT NOT NULL,
    PRIMARY KEY (evaluation_id, step)
);
CREATE TABLE evaluation_estate (
    evaluation_id TEXT NOT NULL REFERENCES evaluation (id), estate_id TEXT NOT NULL REFERENCES place (id), stage TEXT NOT NULL,
    PRIMARY KEY (evaluation_id, estate_id)
);
CREATE INDEX evaluation_estate_estate ON evaluation_estate (estate_id);
