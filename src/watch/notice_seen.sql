-- Notices an account has read one by one; those up to notice_read.up_to are read without a row here.
CREATE TABLE notice_seen (account_id TEXT NOT NULL, notice_id TEXT NOT NULL REFERENCES notice (id) ON DELETE CASCADE, PRIMARY KEY (account_id, notice_id));
