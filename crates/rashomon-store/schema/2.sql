-- Version 2: what reports tell of when events happened, and when reports without a date were written.

-- One row for each report that puts an event in time, as JSON.
CREATE TABLE moments (
    report INTEGER PRIMARY KEY REFERENCES reports,
    told   TEXT NOT NULL
);

-- The days by which a report without a date was read, estimated from the others of the case.
CREATE TABLE datings (
    report   INTEGER PRIMARY KEY REFERENCES reports,
    from_day TEXT NOT NULL,
    to_day   TEXT NOT NULL,
    reason   TEXT NOT NULL
);
