-- A percentage that a survey or a civility check will bring. Rows stay when the figure has come: it then is the figure of record.
CREATE TABLE announced_measure (
    evaluation_id TEXT NOT NULL, estate_id TEXT NOT NULL, item TEXT NOT NULL, PRIMARY KEY (evaluation_id, estate_id, item)
);
