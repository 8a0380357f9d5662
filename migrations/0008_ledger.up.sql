-- What was published, and when: a row a run, and a row for each organization whose score is not
-- the one recorded last. Rows are added and never changed. Organizations are named without a
-- foreign key: what was published of one stays known after it is gone.

CREATE TABLE orgair.runs (
    run_number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id VARCHAR(50) NOT NULL UNIQUE,
    started_at TIMESTAMP WITH TIME ZONE NOT NULL,
    finished_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT pg_catalog.clock_timestamp(),
    release_id VARCHAR(50) NOT NULL,
    is_published BOOLEAN NOT NULL,
    as_of DATE NOT NULL,
    exit_status INTEGER NOT NULL CHECK (exit_status IN (0, 3)),
    sectors INTEGER NOT NULL CHECK (sectors >= 0),
    organizations BIGINT NOT NULL CHECK (organizations >= 0),
    scored BIGINT NOT NULL CHECK (scored BETWEEN 0 AND organizations),
    files BIGINT NOT NULL CHECK (files >= 0),
    errors BIGINT NOT NULL CHECK (errors >= 0),
    warnings BIGINT NOT NULL CHECK (warnings >= 0),
    parameters JSONB NOT NULL,
    version VARCHAR(20) NOT NULL
);

CREATE TABLE orgair.published_scores (
    organization_id UUID NOT NULL,
    run_number BIGINT NOT NULL REFERENCES orgair.runs(run_number),
    focus_group_id VARCHAR(50) NOT NULL,
    assessed_on DATE,
    org_ai_r DECIMAL(9,6) CHECK (org_ai_r BETWEEN 0 AND 100),
    v_r DECIMAL(9,6) CHECK (v_r BETWEEN 0 AND 100),
    h_r DECIMAL(9,6) CHECK (h_r BETWEEN 0 AND 100),
    synergy DECIMAL(9,6) CHECK (synergy BETWEEN 0 AND 100),
    interval_low DECIMAL(9,6) CHECK (interval_low BETWEEN 0 AND 100),
    interval_high DECIMAL(9,6) CHECK (interval_high BETWEEN interval_low AND 100),
    band VARCHAR(20),
    governance_gate VARCHAR(20) CHECK (governance_gate IN ('none', 'passed', 'blocked')),
    review_reasons VARCHAR(20)[],
    PRIMARY KEY (organization_id, run_number),
    CHECK (pg_catalog.num_nulls(assessed_on, org_ai_r, v_r, h_r, synergy, interval_low,
                                interval_high, band, governance_gate, review_reasons) IN (0, 10))
);

CREATE INDEX idx_published_scores_run
ON orgair.published_scores(run_number);

ALTER TABLE orgair.runs OWNER TO orgair_writer;
ALTER TABLE orgair.published_scores OWNER TO orgair_writer;

GRANT SELECT
ON orgair.runs, orgair.published_scores
TO orgair_reader;

COMMENT ON TABLE orgair.runs
IS 'Runs: one row a run that recorded what it published';

COMMENT ON COLUMN orgair.runs.run_number
IS 'Number: in the order in which runs were recorded';

COMMENT ON COLUMN orgair.runs.run_id
IS 'Run id: as on every line of its log and in run.json';

COMMENT ON COLUMN orgair.runs.started_at
IS 'Started: when the run began';

COMMENT ON COLUMN orgair.runs.finished_at
IS 'Recorded: when the row was written, after the release was switched to';

COMMENT ON COLUMN orgair.runs.release_id
IS 'Release: the one that was current when the run ended';

COMMENT ON COLUMN orgair.runs.is_published
IS 'Published: false when nothing had changed and the release was an earlier run''s';

COMMENT ON COLUMN orgair.runs.as_of
IS 'As of: the day whose rows were in force';

COMMENT ON COLUMN orgair.runs.exit_status
IS 'Exit status: 0, or 3 with findings of severity error';

COMMENT ON COLUMN orgair.runs.sectors
IS 'Sectors: how many the release covers';

COMMENT ON COLUMN orgair.runs.organizations
IS 'Organizations: how many the release covers';

COMMENT ON COLUMN orgair.runs.scored
IS 'Scored: organizations of the sectors that this run built that have a score';

COMMENT ON COLUMN orgair.runs.files
IS 'Files: how many the release has, beside its manifest, sums and run.json';

COMMENT ON COLUMN orgair.runs.errors
IS 'Errors: findings of severity error';

COMMENT ON COLUMN orgair.runs.warnings
IS 'Warnings: findings of severity warning';

COMMENT ON COLUMN orgair.runs.parameters
IS 'Parameters: the settings that scores were made with';

COMMENT ON COLUMN orgair.runs.version
IS 'Version: of the program';

COMMENT ON TABLE orgair.published_scores
IS 'Published scores: a row where an organization''s score is not the one recorded last';

COMMENT ON COLUMN orgair.published_scores.organization_id
IS 'Organization id: whose score it is';

COMMENT ON COLUMN orgair.published_scores.run_number
IS 'Run: the first that published it';

COMMENT ON COLUMN orgair.published_scores.focus_group_id
IS 'Sector: the organization''s when it was published';

COMMENT ON COLUMN orgair.published_scores.assessed_on
IS 'Assessed on: first day of the assessment; open, like all that follow, when no score was published any more';

COMMENT ON COLUMN orgair.published_scores.org_ai_r
IS 'Org-AI-R [points]: the score, six digits of it';

COMMENT ON COLUMN orgair.published_scores.v_r
IS 'V^R [points]: idiosyncratic readiness';

COMMENT ON COLUMN orgair.published_scores.h_r
IS 'H^R [points]: systematic opportunity';

COMMENT ON COLUMN orgair.published_scores.synergy
IS 'Synergy [points]: of both';

COMMENT ON COLUMN orgair.published_scores.interval_low
IS 'Interval from [points]: lower end of the 95 % interval of Org-AI-R';

COMMENT ON COLUMN orgair.published_scores.interval_high
IS 'Interval to [points]: upper end of it';

COMMENT ON COLUMN orgair.published_scores.band
IS 'Band: Excellent, Good, Adequate, Developing or Nascent';

COMMENT ON COLUMN orgair.published_scores.governance_gate
IS 'Governance gate: none where the sector has no minimum, passed or blocked';

COMMENT ON COLUMN orgair.published_scores.review_reasons
IS 'Review: why one is asked for (high, low, change, ebitda, imputed); empty when none is';
