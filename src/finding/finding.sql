-- The one currency. `deduct` in 1/100 000 points. Rating reads this table and `measure` and knows no producer.
CREATE TABLE finding (
    id TEXT PRIMARY KEY, evaluation_id TEXT NOT NULL, estate_id TEXT NOT NULL, source TEXT NOT NULL, -- self_check | third_party | department | operation
    inspection_id TEXT, item TEXT NOT NULL, check_point BIGINT, deduct BIGINT NOT NULL,
    recorded_deduct BIGINT NOT NULL, -- what the recorder found; `deduct` is what counts, the panel may lower it
    reason TEXT NOT NULL, spot TEXT NOT NULL,
    state TEXT NOT NULL, -- draft (inspection still open) | submitted | accepted | rejected | merged | withdrawn
    merged_into TEXT, decided_by TEXT, decided_by_name TEXT, decided_at BIGINT, decision TEXT NOT NULL, -- reason in words of the panel
    created_by TEXT NOT NULL, created_at BIGINT NOT NULL, version BIGINT NOT NULL
);
CREATE INDEX finding_estate ON finding (evaluation_id, estate_id, source, state);
CREATE INDEX finding_list ON finding (evaluation_id, id);
CREATE INDEX finding_inspection ON finding (inspection_id, item);
CREATE INDEX finding_history ON finding (estate_id, item);
CREATE TABLE finding_photo (finding_id TEXT NOT NULL REFERENCES finding (id), file_id TEXT NOT NULL REFERENCES file (id), position BIGINT NOT NULL, PRIMARY KEY (finding_id, file_id));
CREATE TABLE opinion (
    id TEXT PRIMARY KEY, finding_id TEXT NOT NULL REFERENCES finding (id), stance TEXT NOT NULL, -- agree | dispute
    reason TEXT NOT NULL, account_id TEXT NOT NULL, account_name TEXT NOT NULL, party_id TEXT, at BIGINT NOT NULL
);
CREATE INDEX opinion_finding ON opinion (finding_id);
-- A percentage of record, in 1/10 000 percent.
CREATE TABLE measure (
    evaluation_id TEXT NOT NULL, estate_id TEXT NOT NULL, item TEXT NOT NULL, source TEXT NOT NULL, -- self_check | third_party | survey
    value BIGINT NOT NULL, note TEXT NOT NULL, recorded_by TEXT NOT NULL, recorded_at BIGINT NOT NULL, version BIGINT NOT NULL,
    PRIMARY KEY (evaluation_id, estate_id, item, source)
);
