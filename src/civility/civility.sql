CREATE TABLE civility (
    id TEXT PRIMARY KEY, evaluation_id TEXT NOT NULL REFERENCES evaluation (id), estate_id TEXT NOT NULL REFERENCES place (id),
    state TEXT NOT NULL, -- draft | fieldwork | closed | recorded | replaced
    pack_hash TEXT NOT NULL, observations BIGINT NOT NULL, second_percent BIGINT NOT NULL, starts TEXT NOT NULL, ends TEXT NOT NULL,
    party_id TEXT NOT NULL REFERENCES party (id), seed TEXT, imported BIGINT NOT NULL, -- 1: the third party's own sheet
    replaces TEXT REFERENCES civility (id), decision TEXT NOT NULL, figure BIGINT, recorded_by TEXT, recorded_at BIGINT,
    created_by TEXT NOT NULL, created_at BIGINT NOT NULL, version BIGINT NOT NULL
);
CREATE INDEX civility_evaluation ON civility (evaluation_id, estate_id, id);
CREATE UNIQUE INDEX civility_running ON civility (evaluation_id, estate_id) WHERE state <> 'replaced';
-- One observation: a point at a moment, by a first and, on a drawn share, a second observer.
CREATE TABLE civility_observation (
    civility_id TEXT NOT NULL REFERENCES civility (id), position BIGINT NOT NULL, point TEXT NOT NULL, moment TEXT NOT NULL, second_wanted BIGINT NOT NULL, version BIGINT NOT NULL,
    PRIMARY KEY (civility_id, position)
);
CREATE TABLE civility_sheet (
    civility_id TEXT NOT NULL, position BIGINT NOT NULL, observer BIGINT NOT NULL, -- 1 | 2
    account_id TEXT NOT NULL, account_name TEXT NOT NULL, observed_on TEXT NOT NULL, at BIGINT NOT NULL,
    PRIMARY KEY (civility_id, position, observer), FOREIGN KEY (civility_id, position) REFERENCES civility_observation (civility_id, position)
);
CREATE TABLE civility_mark (
    civility_id TEXT NOT NULL, position BIGINT NOT NULL, observer BIGINT NOT NULL, check_point TEXT NOT NULL, mark TEXT NOT NULL, -- passed | failed | not_there
    note TEXT NOT NULL, file_id TEXT REFERENCES file (id),
    PRIMARY KEY (civility_id, position, observer, check_point)
);
