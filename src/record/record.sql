-- One table for every register the pack declares: a typed envelope and a document. Indexes and the view register_<name> come from the
-- pack at start (record/tables.hpp).
CREATE TABLE record (
    id TEXT PRIMARY KEY, register TEXT NOT NULL, place_id TEXT NOT NULL REFERENCES place (id), path TEXT NOT NULL, -- of the place, for rights and lists
    name TEXT NOT NULL, -- value of the register's name field as shown; never a sensitive one
    state TEXT NOT NULL, -- of the register's process; '' without one
    doc JSON NOT NULL, -- field -> value; sensitive fields sealed
    search TEXT NOT NULL, -- lower case, of the fields marked `search`, sensitive ones as blind index words
    deleted BIGINT NOT NULL, import_id TEXT, created_by TEXT NOT NULL, created_by_name TEXT NOT NULL, created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL, version BIGINT NOT NULL
);
CREATE INDEX record_place ON record (register, place_id, deleted, id);
CREATE INDEX record_path ON record (register, deleted, path, id);
CREATE INDEX record_imported ON record (import_id) WHERE import_id IS NOT NULL;
-- What a record was before each change; kept with it and gone with it when its retention ends. The journal names fields, not values.
CREATE TABLE record_before (
    record_id TEXT NOT NULL REFERENCES record (id), version BIGINT NOT NULL, -- the version that ended
    doc JSON NOT NULL, state TEXT NOT NULL, act TEXT NOT NULL, -- change | delete | restore | a process act
    account_id TEXT NOT NULL, account_name TEXT NOT NULL, at BIGINT NOT NULL, why TEXT NOT NULL, PRIMARY KEY (record_id, version)
);
CREATE TABLE record_link (record_id TEXT NOT NULL REFERENCES record (id), field TEXT NOT NULL, target_id TEXT NOT NULL, PRIMARY KEY (record_id, field, target_id));
CREATE INDEX record_link_target ON record_link (target_id);
CREATE TABLE record_file (record_id TEXT NOT NULL REFERENCES record (id), field TEXT NOT NULL, file_id TEXT NOT NULL REFERENCES file (id), PRIMARY KEY (record_id, field, file_id));
CREATE INDEX record_file_file ON record_file (file_id);
CREATE TABLE record_number (register TEXT NOT NULL, year TEXT NOT NULL, last BIGINT NOT NULL, PRIMARY KEY (register, year)); -- reference numbers
CREATE TABLE register_known (register TEXT PRIMARY KEY, fields JSON NOT NULL, pack_hash TEXT NOT NULL); -- what the last pack declared
CREATE TABLE record_import (
    id TEXT PRIMARY KEY, register TEXT NOT NULL, place_id TEXT, file_name TEXT NOT NULL, records BIGINT NOT NULL, account_id TEXT NOT NULL, account_name TEXT NOT NULL,
    at BIGINT NOT NULL, undone_by TEXT, undone_at BIGINT
);
CREATE INDEX record_import_register ON record_import (register, id);
CREATE TABLE record_filter (id TEXT PRIMARY KEY, account_id TEXT NOT NULL, register TEXT NOT NULL, title TEXT NOT NULL, query TEXT NOT NULL, columns JSON NOT NULL, UNIQUE (account_id, register, title));
