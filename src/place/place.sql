-- District, streets, communities and estates in one tree; `path` is "/id/id/…/" from the district down to the place itself.
CREATE TABLE place (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, -- district | street | community | estate
    code TEXT NOT NULL, name TEXT NOT NULL, parent_id TEXT REFERENCES place (id), path TEXT NOT NULL,
    stage TEXT, -- estates: pending | settled
    households BIGINT, address TEXT NOT NULL, valid_from TEXT, valid_to TEXT, version BIGINT NOT NULL, UNIQUE (kind, code)
);
CREATE INDEX place_parent ON place (parent_id);
CREATE INDEX place_path ON place (path);
CREATE TABLE estate_stage (estate_id TEXT NOT NULL REFERENCES place (id), from_day TEXT NOT NULL, stage TEXT NOT NULL, why TEXT NOT NULL, PRIMARY KEY (estate_id, from_day));
CREATE TABLE building (
    id TEXT PRIMARY KEY, estate_id TEXT NOT NULL REFERENCES place (id), name TEXT NOT NULL, sort_key TEXT NOT NULL, UNIQUE (estate_id, name)
);
CREATE TABLE dwelling (
    id TEXT PRIMARY KEY, estate_id TEXT NOT NULL REFERENCES place (id), building_id TEXT NOT NULL REFERENCES building (id), unit TEXT NOT NULL, floor TEXT NOT NULL,
    room TEXT NOT NULL, kind TEXT NOT NULL, -- dwelling | shop | parking | storeroom
    household TEXT NOT NULL, -- resettled | bought | rented | vacant | unknown
    area BIGINT, -- 1/100 m²
    sort_key TEXT NOT NULL, UNIQUE (building_id, unit, floor, room)
);
CREATE INDEX dwelling_estate ON dwelling (estate_id, sort_key, id);
