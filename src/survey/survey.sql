-- THAT a dwelling answered (survey_draw, survey_contact) is kept apart from WHAT was answered (survey_answer): an answer has a random
-- id, no dwelling, no code, no day, no instant, and no journal line names one. Nobody, with the whole database in hand, can tell whose
-- answer it is (design: privacy of answers).
CREATE TABLE survey (
    id TEXT PRIMARY KEY, evaluation_id TEXT NOT NULL REFERENCES evaluation (id), estate_id TEXT NOT NULL REFERENCES place (id),
    state TEXT NOT NULL, -- draft | fieldwork | closed | recorded | replaced
    pack_hash TEXT NOT NULL, survey_index TEXT NOT NULL, half_width BIGINT NOT NULL, -- 1/10 000 percentage points
    level BIGINT NOT NULL, strata_by TEXT NOT NULL, -- none | building | household
    reserve_percent BIGINT NOT NULL, back_check_percent BIGINT NOT NULL, starts TEXT NOT NULL, ends TEXT NOT NULL, party_id TEXT NOT NULL REFERENCES party (id),
    seed TEXT, population BIGINT, sample BIGINT, -- set when the plan starts
    replaces TEXT REFERENCES survey (id), decision TEXT NOT NULL, -- why a newer plan replaces a started one
    letters_printed BIGINT NOT NULL, figure BIGINT, figure_fraction TEXT, recorded_by TEXT, recorded_at BIGINT,
    created_by TEXT NOT NULL, created_at BIGINT NOT NULL, version BIGINT NOT NULL
);
CREATE INDEX survey_evaluation ON survey (evaluation_id, estate_id, id);
CREATE UNIQUE INDEX survey_running ON survey (evaluation_id, estate_id) WHERE state <> 'replaced';
CREATE TABLE survey_stratum (
    survey_id TEXT NOT NULL REFERENCES survey (id), stratum TEXT NOT NULL, title TEXT NOT NULL, population BIGINT NOT NULL, sample BIGINT NOT NULL, reserve BIGINT NOT NULL,
    PRIMARY KEY (survey_id, stratum)
);
CREATE TABLE survey_draw (
    survey_id TEXT NOT NULL REFERENCES survey (id), position BIGINT NOT NULL, -- from 1 in the order drawn, stratum after stratum
    dwelling_id TEXT NOT NULL REFERENCES dwelling (id), stratum TEXT NOT NULL, reserve BIGINT NOT NULL, -- 1: a reserve
    state TEXT NOT NULL, -- waiting (a reserve not called) | open | answered | lost
    code_hash TEXT, outcome TEXT NOT NULL, channel TEXT NOT NULL, -- web | telephone | paper | visit, of the counted answer
    answered_on TEXT, receipt TEXT, interviewer TEXT, interviewer_name TEXT, replaced_by BIGINT, also_answered BIGINT NOT NULL, -- answers kept apart
    back_check TEXT NOT NULL, -- '' | wanted | confirmed | differs | not_interviewed | not_reached
    back_checked_by TEXT, back_checked_by_name TEXT, back_check_note TEXT NOT NULL, version BIGINT NOT NULL,
    PRIMARY KEY (survey_id, position), UNIQUE (survey_id, dwelling_id)
);
CREATE UNIQUE INDEX survey_draw_code ON survey_draw (code_hash);
CREATE TABLE survey_contact ( -- what interviewers did, and when: for the board and the signals; never what was answered
    id TEXT PRIMARY KEY, survey_id TEXT NOT NULL REFERENCES survey (id), position BIGINT NOT NULL, outcome TEXT NOT NULL, channel TEXT NOT NULL,
    interviewer TEXT NOT NULL, interviewer_name TEXT NOT NULL, at BIGINT NOT NULL, minutes BIGINT, note TEXT NOT NULL
);
CREATE INDEX survey_contact_survey ON survey_contact (survey_id, interviewer, at);
CREATE TABLE survey_answer (
    id TEXT PRIMARY KEY, -- random (UUID version 4): its order tells nothing
    survey_id TEXT NOT NULL REFERENCES survey (id), stratum TEXT NOT NULL, channel TEXT NOT NULL, interviewer TEXT NOT NULL, -- '' on the web
    answers TEXT NOT NULL, -- JSON: question -> level 1…5, or 0 for 不了解; all questions
    counted BIGINT NOT NULL, apart TEXT NOT NULL, -- '' | second | voided
    voided_by TEXT, voided_why TEXT NOT NULL
);
CREATE INDEX survey_answer_survey ON survey_answer (survey_id, counted);
