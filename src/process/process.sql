-- What was done to a record, by whom, with what: the acts of its process.
CREATE TABLE process_act (
    id TEXT PRIMARY KEY, record_id TEXT NOT NULL REFERENCES record (id) ON DELETE CASCADE, act TEXT NOT NULL, from_state TEXT NOT NULL, to_state TEXT NOT NULL,
    account_id TEXT NOT NULL, account_name TEXT NOT NULL, at BIGINT NOT NULL, -- when it was entered
    happened_at BIGINT NOT NULL, -- when it really happened; clocks judge by it
    reason TEXT NOT NULL, doc JSON NOT NULL -- fields of the act
);
CREATE INDEX process_act_record ON process_act (record_id, id);
-- One row each time a clock starts. A start is told apart by `run` and `started_at`.
CREATE TABLE process_clock (
    id TEXT PRIMARY KEY, record_id TEXT NOT NULL REFERENCES record (id) ON DELETE CASCADE, clock TEXT NOT NULL, place_id TEXT NOT NULL, path TEXT NOT NULL,
    run BIGINT NOT NULL, -- how many times its state has been entered; 0 for a clock that starts by fields
    started_at BIGINT NOT NULL, due TEXT NOT NULL, -- the last day, inclusive; '' while unknown
    due_at BIGINT NOT NULL, -- the instant after which it is missed; 0 while unknown
    remind_at BIGINT, escalate_at BIGINT, -- absent: nobody is told
    state TEXT NOT NULL, -- running | missed | met | late (ended after it was due) | stopped | unknown (calendar of that year not loaded)
    ended_at BIGINT, reminded BIGINT NOT NULL, missed BIGINT NOT NULL, escalated BIGINT NOT NULL, -- told already: 0 or 1
    ring_at BIGINT, -- when there is next something to tell or, while unknown, to look again
    UNIQUE (record_id, clock, run, started_at)
);
CREATE INDEX process_clock_ring ON process_clock (ring_at, id) WHERE ring_at IS NOT NULL;
CREATE INDEX process_clock_path ON process_clock (state, path, due_at);
