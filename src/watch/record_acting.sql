-- Records by the state of their process, newest first: what somebody could act on, without looking at the others.
CREATE INDEX record_acting ON record (register, state, changed_at, id, path) WHERE deleted = 0 AND state <> '';
