-- What was shown to the public: `notice` while the notice runs, `final` afterwards; never rewritten once final.
CREATE TABLE result (
    evaluation_id TEXT NOT NULL REFERENCES evaluation (id), estate_id TEXT NOT NULL REFERENCES place (id), stage TEXT NOT NULL, -- notice | final
    satisfaction BIGINT, civility BIGINT, total BIGINT NOT NULL, star BIGINT NOT NULL, outcome TEXT NOT NULL, grade TEXT NOT NULL, -- JSON text
    scorecard TEXT NOT NULL, -- JSON as answered, without ids of accounts
    at BIGINT NOT NULL, PRIMARY KEY (evaluation_id, estate_id, stage)
);
CREATE TABLE objection (
    id TEXT PRIMARY KEY, receipt TEXT NOT NULL UNIQUE, evaluation_id TEXT NOT NULL REFERENCES evaluation (id), estate_id TEXT NOT NULL REFERENCES place (id), item TEXT NOT NULL,
    finding_id TEXT, text TEXT NOT NULL, channel TEXT NOT NULL, -- party | public
    raised_by TEXT NOT NULL, raised_at BIGINT NOT NULL, state TEXT NOT NULL, -- received | upheld | partly | refused
    answer TEXT NOT NULL, decided_by TEXT, decided_at BIGINT, version BIGINT NOT NULL
);
CREATE INDEX objection_evaluation ON objection (evaluation_id, id);
CREATE TABLE plaque (
    id TEXT PRIMARY KEY, number TEXT NOT NULL UNIQUE, evaluation_id TEXT NOT NULL REFERENCES evaluation (id), estate_id TEXT NOT NULL REFERENCES place (id), star BIGINT NOT NULL,
    valid_from TEXT NOT NULL, valid_to TEXT NOT NULL, issued_by TEXT NOT NULL, issued_at BIGINT NOT NULL, withdrawn_at BIGINT, withdrawn_by TEXT, withdrawn_why TEXT NOT NULL,
    UNIQUE (evaluation_id, estate_id)
);
