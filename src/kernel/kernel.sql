-- Tables that know no word of any standard.
CREATE TABLE journal (
    id TEXT PRIMARY KEY, at BIGINT NOT NULL, actor_id TEXT NOT NULL, actor_name TEXT NOT NULL, act TEXT NOT NULL,
    thing_kind TEXT NOT NULL, thing_id TEXT NOT NULL, place_id TEXT NOT NULL, before TEXT, after TEXT, why TEXT NOT NULL,
    request_id TEXT NOT NULL
);
CREATE INDEX journal_thing ON journal (thing_kind, thing_id, id);
CREATE INDEX journal_place ON journal (place_id, id);
CREATE INDEX journal_actor ON journal (actor_id, id);

CREATE TABLE session (
    hash TEXT PRIMARY KEY, account_id TEXT NOT NULL, csrf_token TEXT NOT NULL, opened_at BIGINT NOT NULL, seen_at BIGINT NOT NULL
);
CREATE INDEX session_account ON session (account_id);

CREATE TABLE idempotency (
    account_id TEXT NOT NULL, key TEXT NOT NULL, request_hash TEXT NOT NULL, status BIGINT NOT NULL, type TEXT NOT NULL,
    headers TEXT NOT NULL, body TEXT NOT NULL, at BIGINT NOT NULL, PRIMARY KEY (account_id, key)
);
CREATE INDEX idempotency_at ON idempotency (at);

CREATE TABLE file (
    id TEXT PRIMARY KEY, sm3 TEXT NOT NULL, type TEXT NOT NULL, size BIGINT NOT NULL, width BIGINT NOT NULL, height BIGINT NOT NULL,
    account_id TEXT NOT NULL, at BIGINT NOT NULL
);

CREATE TABLE job (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, state TEXT NOT NULL, account_id TEXT NOT NULL, input TEXT NOT NULL, done BIGINT NOT NULL,
    total BIGINT NOT NULL, result TEXT, asked_at BIGINT NOT NULL, taken_at BIGINT, taken_by TEXT, ended_at BIGINT, cancel BIGINT NOT NULL
);
CREATE INDEX job_state ON job (state, id);

CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL, version BIGINT NOT NULL);
