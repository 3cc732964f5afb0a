CREATE TABLE account (
    id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, display_name TEXT NOT NULL, password_hash TEXT NOT NULL, state TEXT NOT NULL, -- active | disabled
    must_change BIGINT NOT NULL, failed BIGINT NOT NULL, locked_until BIGINT, password_at BIGINT NOT NULL, signed_in_at BIGINT,
    created_at BIGINT NOT NULL, version BIGINT NOT NULL
);
CREATE TABLE account_password (account_id TEXT NOT NULL, password_hash TEXT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (account_id, at));
CREATE TABLE account_role (
    id TEXT PRIMARY KEY, account_id TEXT NOT NULL REFERENCES account (id), role TEXT NOT NULL, place_id TEXT, party_id TEXT
);
CREATE INDEX account_role_account ON account_role (account_id);
