-- Version 1 of the case. docs/case-format.md says what the columns mean.

CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

-- What came in. `text` stands last, so that a listing never has to read it.
CREATE TABLE reports (
    report       INTEGER PRIMARY KEY,
    id           BLOB NOT NULL UNIQUE,
    name         TEXT NOT NULL,
    title        TEXT,
    outlet       TEXT,
    author       TEXT,
    url          TEXT,
    published    TEXT,
    published_by TEXT,
    recorded_at  TEXT NOT NULL,
    reader       TEXT NOT NULL,
    reading      INTEGER NOT NULL,
    text         TEXT NOT NULL
);
CREATE INDEX reports_by_name ON reports (name, id);

CREATE TABLE names (
    report INTEGER NOT NULL REFERENCES reports,
    name   TEXT NOT NULL,
    PRIMARY KEY (report, name)
) WITHOUT ROWID;
CREATE INDEX names_by_name ON names (name);

-- One row each time that a version of the program read a report and found other claims than before.
CREATE TABLE readings (
    reading     INTEGER PRIMARY KEY,
    report      INTEGER NOT NULL REFERENCES reports,
    reader      TEXT NOT NULL,
    recorded_at TEXT NOT NULL
);

-- The ledger: rows are added, never changed and never removed.
CREATE TABLE claims (
    claim           INTEGER PRIMARY KEY,
    reading         INTEGER NOT NULL REFERENCES readings,
    report          INTEGER NOT NULL REFERENCES reports,
    id              BLOB NOT NULL,
    sentence_start  INTEGER NOT NULL,
    sentence_end    INTEGER NOT NULL,
    figure_start    INTEGER,
    figure_end      INTEGER,
    low             REAL,
    high            REAL,
    approximate     INTEGER,
    unit            TEXT,
    measure         TEXT NOT NULL,
    what            TEXT,
    side            TEXT,
    place           TEXT,
    country         TEXT,
    place_precision TEXT,
    latitude        REAL,
    longitude       REAL,
    as_of_from      TEXT,
    as_of_to        TEXT,
    claimant_kind   TEXT NOT NULL,
    claimant        TEXT,
    stance          TEXT NOT NULL,
    checked         TEXT NOT NULL,
    detail          TEXT NOT NULL
);
CREATE INDEX claims_by_reading ON claims (reading);
CREATE INDEX claims_by_id ON claims (id);
CREATE TRIGGER claims_stay_as_they_are BEFORE UPDATE ON claims
BEGIN SELECT RAISE(ABORT, 'claims are never changed'); END;
CREATE TRIGGER claims_stay BEFORE DELETE ON claims
BEGIN SELECT RAISE(ABORT, 'claims are never removed'); END;

-- From here on everything is derived and can be made again from the tables above.
CREATE TABLE blocks (
    block INTEGER PRIMARY KEY,
    key   TEXT NOT NULL UNIQUE,
    dirty INTEGER NOT NULL
);
CREATE INDEX dirty_blocks ON blocks (block) WHERE dirty;

CREATE TABLE answers (
    claim    INTEGER PRIMARY KEY REFERENCES claims,
    block    INTEGER NOT NULL REFERENCES blocks,
    question INTEGER REFERENCES questions,
    origin   INTEGER REFERENCES origins
);
CREATE INDEX answers_by_block ON answers (block);

CREATE TABLE questions (
    question INTEGER PRIMARY KEY,
    block    INTEGER NOT NULL REFERENCES blocks,
    id       TEXT NOT NULL,
    title    TEXT NOT NULL,
    disputed INTEGER NOT NULL,
    origins  INTEGER NOT NULL,
    reports  INTEGER NOT NULL,
    claims   INTEGER NOT NULL,
    from_day TEXT,
    to_day   TEXT
);
CREATE INDEX questions_by_block ON questions (block);
CREATE INDEX questions_by_id ON questions (id);

CREATE TABLE origins (
    origin    INTEGER PRIMARY KEY,
    block     INTEGER NOT NULL REFERENCES blocks,
    id        TEXT NOT NULL,
    speaker   TEXT NOT NULL,
    kind      TEXT NOT NULL,
    said_from TEXT,
    said_to   TEXT
);
CREATE INDEX origins_by_block ON origins (block);
CREATE INDEX origins_by_id ON origins (id);

CREATE TABLE relations (
    block      INTEGER NOT NULL REFERENCES blocks,
    from_claim INTEGER NOT NULL REFERENCES claims,
    to_claim   INTEGER NOT NULL REFERENCES claims,
    kind       TEXT NOT NULL,
    reason     TEXT NOT NULL
);
CREATE INDEX relations_by_block ON relations (block);

-- The claims that hold: those of each report's latest reading.
CREATE VIEW standing AS
    SELECT claims.* FROM reports JOIN claims ON claims.reading = reports.reading;

-- What a claim can be found by; sentences are cut out of the reports, not stored again.
CREATE VIEW claim_words AS
    SELECT claims.claim,
           coalesce(claimant || ' ', '') || coalesce(side || ' ', '') || coalesce(place || ' ', '')
               || coalesce(what || ' ', '') || measure AS subject,
           CAST(substr(CAST(reports.text AS BLOB), sentence_start + 1, sentence_end - sentence_start) AS TEXT) AS sentence
    FROM claims JOIN reports USING (report);

CREATE VIRTUAL TABLE report_search USING fts5 (
    title, text, content = 'reports', content_rowid = 'report', tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE claim_search USING fts5 (
    subject, sentence, content = 'claim_words', content_rowid = 'claim', tokenize = 'unicode61 remove_diacritics 2'
);

-- One readable line for each claim that holds.
CREATE VIEW ledger AS
    SELECT lower(hex(claims.id)) AS id,
           reports.name AS report,
           reports.outlet,
           reports.published,
           CAST(substr(CAST(reports.text AS BLOB), figure_start + 1, figure_end - figure_start) AS TEXT) AS figure,
           low, high, approximate, unit, measure, what, side, place, country, as_of_from, as_of_to,
           claimant_kind, claimant, stance, checked,
           questions.title AS question,
           origins.speaker AS origin,
           readings.recorded_at,
           CAST(substr(CAST(reports.text AS BLOB), sentence_start + 1, sentence_end - sentence_start) AS TEXT) AS sentence
    FROM reports
    JOIN claims ON claims.reading = reports.reading
    JOIN readings ON readings.reading = claims.reading
    LEFT JOIN answers USING (claim)
    LEFT JOIN questions USING (question)
    LEFT JOIN origins USING (origin);
