CREATE TABLE party (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, credit_code TEXT NOT NULL, department TEXT NOT NULL, place_id TEXT REFERENCES place (id),
    state TEXT NOT NULL, -- active | ended
    version BIGINT NOT NULL, UNIQUE (kind, name)
);
-- Which party stands in which part to an estate; an assessor is assigned for one evaluation.
CREATE TABLE estate_party (
    id TEXT PRIMARY KEY, estate_id TEXT NOT NULL REFERENCES place (id), party_id TEXT NOT NULL REFERENCES party (id),
    part TEXT NOT NULL, -- a party kind of the pack: street community cooperative property_company owners_committee builder assessor
    evaluation_id TEXT, from_day TEXT NOT NULL, to_day TEXT
);
CREATE INDEX estate_party_estate ON estate_party (estate_id, part);
CREATE INDEX estate_party_party ON estate_party (party_id);
-- Leading groups: district (place_id of the district), its office, and one for each street.
CREATE TABLE group_post (
    id TEXT PRIMARY KEY, group_kind TEXT NOT NULL, -- district | office | street
    place_id TEXT NOT NULL REFERENCES place (id), post TEXT NOT NULL, unit TEXT NOT NULL, name TEXT NOT NULL, from_day TEXT NOT NULL, to_day TEXT
);
CREATE INDEX group_post_place ON group_post (place_id, group_kind);
