-- How far the rounds are that seal again after a new key or after a field became sensitive or stopped being so.
CREATE TABLE seal_round (
    register TEXT PRIMARY KEY, wanted TEXT NOT NULL, -- under which key, and which fields are sealed
    up_to TEXT NOT NULL, -- the last record looked at: deleted (0 or 1) / id
    looked BIGINT NOT NULL, changed BIGINT NOT NULL, unopened BIGINT NOT NULL, -- values whose key is not there
    finished_at BIGINT -- absent while the round runs
);
