-- A rectification comes from a finding, or from a row of an act of a record (record_id, act_id, act_row); what was wrong then stands in `what`.
CREATE TABLE rectification_wider (
    id TEXT PRIMARY KEY, finding_id TEXT UNIQUE REFERENCES finding (id), estate_id TEXT NOT NULL REFERENCES place (id), item TEXT NOT NULL, party_id TEXT NOT NULL REFERENCES party (id),
    state TEXT NOT NULL, -- open | fixed (reported) | confirmed | closed (its record was withdrawn)
    due TEXT NOT NULL, note TEXT NOT NULL, assigned_by TEXT NOT NULL, assigned_at BIGINT NOT NULL, fixed_by TEXT, fixed_by_name TEXT, fixed_at BIGINT, fix_note TEXT NOT NULL,
    confirmed_by TEXT, confirmed_by_name TEXT, confirmed_at BIGINT, reopened BIGINT NOT NULL, version BIGINT NOT NULL,
    what TEXT NOT NULL DEFAULT '', record_id TEXT, act_id TEXT, act_row BIGINT, closed_at BIGINT, closed_why TEXT NOT NULL DEFAULT '', UNIQUE (act_id, act_row)
);
INSERT INTO rectification_wider (id, finding_id, estate_id, item, party_id, state, due, note, assigned_by, assigned_at, fixed_by, fixed_by_name, fixed_at, fix_note, confirmed_by, confirmed_by_name, confirmed_at, reopened, version, what, closed_why)
    SELECT id, finding_id, estate_id, item, party_id, state, due, note, assigned_by, assigned_at, fixed_by, fixed_by_name, fixed_at, fix_note, confirmed_by, confirmed_by_name, confirmed_at, reopened, version, '', '' FROM rectification;
CREATE TABLE rectification_photo_wider (rectification_id TEXT NOT NULL REFERENCES rectification_wider (id), file_id TEXT NOT NULL REFERENCES file (id), at BIGINT NOT NULL, PRIMARY KEY (rectification_id, file_id));
INSERT INTO rectification_photo_wider (rectification_id, file_id, at) SELECT rectification_id, file_id, at FROM rectification_photo;
DROP TABLE rectification_photo;
DROP TABLE rectification;
ALTER TABLE rectification_wider RENAME TO rectification;
ALTER TABLE rectification_photo_wider RENAME TO rectification_photo;
CREATE INDEX rectification_state ON rectification (state, due, id);
CREATE INDEX rectification_estate ON rectification (estate_id, item);
CREATE INDEX rectification_record ON rectification (record_id);
