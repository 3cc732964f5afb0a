CREATE TABLE rectification (
    id TEXT PRIMARY KEY, finding_id TEXT NOT NULL UNIQUE REFERENCES finding (id), estate_id TEXT NOT NULL REFERENCES place (id), item TEXT NOT NULL, party_id TEXT NOT NULL REFERENCES party (id),
    state TEXT NOT NULL, -- open | fixed (reported) | confirmed
    due TEXT NOT NULL, note TEXT NOT NULL, assigned_by TEXT NOT NULL, assigned_at BIGINT NOT NULL, fixed_by TEXT, fixed_by_name TEXT, fixed_at BIGINT, fix_note TEXT NOT NULL,
    confirmed_by TEXT, confirmed_by_name TEXT, confirmed_at BIGINT, reopened BIGINT NOT NULL, version BIGINT NOT NULL
);
CREATE INDEX rectification_state ON rectification (state, due, id);
CREATE INDEX rectification_estate ON rectification (estate_id, item);
CREATE TABLE rectification_photo (rectification_id TEXT NOT NULL REFERENCES rectification (id), file_id TEXT NOT NULL REFERENCES file (id), at BIGINT NOT NULL, PRIMARY KEY (rectification_id, file_id));
