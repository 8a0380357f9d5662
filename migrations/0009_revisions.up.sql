-- What changed since the last run, known without reading it: a token a scope, new after every
-- change. A scope is a sector, or '' for what all sectors share. Triggers keep them, one a
-- statement; DDL fires none and is seen in the catalogue by who asks.
--
-- A scope's token is all of its rows together. A writer renews a row that no other transaction
-- holds and adds one when there is none, so that nobody waits for, deadlocks with or fails to
-- serialize with somebody who writes the same sector.

CREATE TABLE orgair.revisions (
    revision_id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    scope TEXT NOT NULL,
    token UUID NOT NULL DEFAULT pg_catalog.gen_random_uuid(),
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT pg_catalog.clock_timestamp()
);

CREATE INDEX idx_revisions_scope
ON orgair.revisions(scope);

-- The days on which assessments begin and end to count, without reading all of them.
CREATE INDEX idx_assessments_from
ON public.organization_assessments(effective_from);

CREATE INDEX idx_assessments_to
ON public.organization_assessments(effective_to)
WHERE effective_to IS NOT NULL;

-- Once in a transaction is enough. Under REPEATABLE READ a row that somebody else renewed could
-- not be written any more, so there a row is added; the next writer takes it away again.
CREATE FUNCTION orgair.renew(renewed TEXT) RETURNS VOID
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $renew$
DECLARE
    free BIGINT[];
BEGIN
    IF EXISTS (
        SELECT 1
        FROM orgair.revisions r
        WHERE r.scope = renewed
        AND r.xmin = pg_current_xact_id()::xid
    ) THEN
        RETURN;
    END IF;
    IF current_setting('transaction_isolation') = 'read committed' THEN
        SELECT array_agg(l.revision_id)
        INTO free
        FROM (
            SELECT r.revision_id
            FROM orgair.revisions r
            WHERE r.scope = renewed
            FOR UPDATE SKIP LOCKED
        ) l;
    END IF;
    IF free IS NULL THEN
        INSERT INTO orgair.revisions (scope)
        VALUES (renewed);
        RETURN;
    END IF;
    UPDATE orgair.revisions r
    SET token = gen_random_uuid(), changed_at = clock_timestamp()
    WHERE r.revision_id = free[1];
    IF cardinality(free) > 1 THEN
        DELETE FROM orgair.revisions r
        WHERE r.revision_id = ANY (free[2:]);
    END IF;
END
$renew$;

-- NULL among the scopes: it is not known whose rows were changed, so all are.
CREATE FUNCTION orgair.renew_all(scopes TEXT[]) RETURNS VOID
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $renew$
DECLARE
    each TEXT;
BEGIN
    IF array_position(scopes, NULL) IS NOT NULL THEN
        SELECT array_agg(s.scope)
        INTO scopes
        FROM (
            SELECT ''::TEXT AS scope
            UNION
            SELECT g.focus_group_id
            FROM public.focus_groups g
            UNION
            SELECT r.scope
            FROM orgair.revisions r
        ) s;
    END IF;
    FOREACH each IN ARRAY COALESCE(scopes, ARRAY[]::TEXT[]) LOOP
        PERFORM orgair.renew(each);
    END LOOP;
END
$renew$;

-- Rows that belong to all sectors.
CREATE FUNCTION orgair.revise_shared() RETURNS TRIGGER
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $revise$
DECLARE
    changed BOOLEAN;
BEGIN
    IF TG_OP = 'INSERT' THEN
        changed := EXISTS (SELECT 1 FROM new_rows);
    ELSIF TG_OP IN ('UPDATE', 'DELETE') THEN
        changed := EXISTS (SELECT 1 FROM old_rows);
    ELSE
        changed := TRUE;
    END IF;
    IF changed THEN
        PERFORM orgair.renew('');
    END IF;
    RETURN NULL;
END
$revise$;

-- Rows that name their sector.
CREATE FUNCTION orgair.revise_sector() RETURNS TRIGGER
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $revise$
DECLARE
    scopes TEXT[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(DISTINCT n.focus_group_id::TEXT)
        INTO scopes
        FROM new_rows n;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(DISTINCT o.focus_group_id::TEXT)
        INTO scopes
        FROM old_rows o;
    ELSIF TG_OP = 'UPDATE' THEN
        SELECT array_agg(DISTINCT c.scope)
        INTO scopes
        FROM (
            SELECT o.focus_group_id::TEXT AS scope
            FROM old_rows o
            UNION
            SELECT n.focus_group_id::TEXT
            FROM new_rows n
        ) c;
    ELSE
        scopes := ARRAY[NULL];
    END IF;
    PERFORM orgair.renew_all(scopes);
    RETURN NULL;
END
$revise$;

-- Rows of an organization. One that is not found gives NULL, and all scopes, but not when rows are
-- deleted: it went before its rows did, and took its sector's token with it.
CREATE FUNCTION orgair.revise_organization() RETURNS TRIGGER
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $revise$
DECLARE
    scopes TEXT[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(DISTINCT g.focus_group_id::TEXT)
        INTO scopes
        FROM new_rows n
        LEFT JOIN public.organizations g ON g.organization_id = n.organization_id;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(DISTINCT g.focus_group_id::TEXT)
        INTO scopes
        FROM old_rows o
        JOIN public.organizations g ON g.organization_id = o.organization_id;
    ELSIF TG_OP = 'UPDATE' THEN
        SELECT array_agg(DISTINCT g.focus_group_id::TEXT)
        INTO scopes
        FROM (
            SELECT o.organization_id
            FROM old_rows o
            UNION
            SELECT n.organization_id
            FROM new_rows n
        ) c
        LEFT JOIN public.organizations g ON g.organization_id = c.organization_id;
    ELSE
        scopes := ARRAY[NULL];
    END IF;
    PERFORM orgair.renew_all(scopes);
    RETURN NULL;
END
$revise$;

-- Rows of an assessment, in the same way.
CREATE FUNCTION orgair.revise_assessment() RETURNS TRIGGER
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $revise$
DECLARE
    scopes TEXT[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(DISTINCT g.focus_group_id::TEXT)
        INTO scopes
        FROM (SELECT DISTINCT n.assessment_id FROM new_rows n) c
        LEFT JOIN public.organization_assessments a ON a.assessment_id = c.assessment_id
        LEFT JOIN public.organizations g ON g.organization_id = a.organization_id;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(DISTINCT g.focus_group_id::TEXT)
        INTO scopes
        FROM (SELECT DISTINCT o.assessment_id FROM old_rows o) c
        JOIN public.organization_assessments a ON a.assessment_id = c.assessment_id
        JOIN public.organizations g ON g.organization_id = a.organization_id;
    ELSIF TG_OP = 'UPDATE' THEN
        SELECT array_agg(DISTINCT g.focus_group_id::TEXT)
        INTO scopes
        FROM (
            SELECT o.assessment_id
            FROM old_rows o
            UNION
            SELECT n.assessment_id
            FROM new_rows n
        ) c
        LEFT JOIN public.organization_assessments a ON a.assessment_id = c.assessment_id
        LEFT JOIN public.organizations g ON g.organization_id = a.organization_id;
    ELSE
        scopes := ARRAY[NULL];
    END IF;
    PERFORM orgair.renew_all(scopes);
    RETURN NULL;
END
$revise$;

-- How the sector of a table's rows is found, by the columns it has; NULL for a table of its own
-- kind, whose rows belong to all sectors.
CREATE FUNCTION orgair.owner_column(relation REGCLASS) RETURNS TEXT
LANGUAGE sql
STABLE
SET search_path = pg_catalog, pg_temp
AS $owner$
    SELECT a.attname::TEXT
    FROM pg_catalog.pg_attribute a
    WHERE a.attrelid = relation
    AND NOT a.attisdropped
    AND a.attname IN ('organization_id', 'assessment_id', 'focus_group_id')
    AND relation IS DISTINCT FROM pg_catalog.to_regclass('public.focus_groups')
    AND (a.attname = 'focus_group_id'
        OR relation IS DISTINCT FROM pg_catalog.to_regclass('public.organizations'))
    ORDER BY a.attname = 'organization_id' DESC, a.attname
    LIMIT 1
$owner$;

-- Has the revisions follow a table, such as one more sector's attributes; again does no harm.
CREATE FUNCTION orgair.watch(relation REGCLASS) RETURNS VOID
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $watch$
DECLARE
    kind TEXT := CASE orgair.owner_column(relation)
        WHEN 'focus_group_id' THEN 'revise_sector'
        WHEN 'organization_id' THEN 'revise_organization'
        WHEN 'assessment_id' THEN 'revise_assessment'
        ELSE 'revise_shared'
    END;
    event RECORD;
BEGIN
    FOR event IN
        SELECT v.name, v.rows
        FROM (VALUES
            ('INSERT', 'REFERENCING NEW TABLE AS new_rows'),
            ('UPDATE', 'REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows'),
            ('DELETE', 'REFERENCING OLD TABLE AS old_rows'),
            ('TRUNCATE', '')
        ) AS v(name, rows)
    LOOP
        EXECUTE format('CREATE OR REPLACE TRIGGER %I AFTER %s ON %s %s FOR EACH STATEMENT '
                       'EXECUTE FUNCTION orgair.%I()',
                       'revise_' || lower(event.name), event.name, relation, event.rows, kind);
        EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I',
                       relation, 'revise_' || lower(event.name));
    END LOOP;
END
$watch$;

ALTER TABLE orgair.revisions OWNER TO orgair_writer;
ALTER FUNCTION orgair.renew(TEXT) OWNER TO orgair_writer;
ALTER FUNCTION orgair.renew_all(TEXT[]) OWNER TO orgair_writer;
ALTER FUNCTION orgair.revise_shared() OWNER TO orgair_writer;
ALTER FUNCTION orgair.revise_sector() OWNER TO orgair_writer;
ALTER FUNCTION orgair.revise_organization() OWNER TO orgair_writer;
ALTER FUNCTION orgair.revise_assessment() OWNER TO orgair_writer;
ALTER FUNCTION orgair.owner_column(REGCLASS) OWNER TO orgair_writer;
ALTER FUNCTION orgair.watch(REGCLASS) OWNER TO orgair_writer;

REVOKE ALL
ON FUNCTION orgair.renew(TEXT), orgair.renew_all(TEXT[])
FROM PUBLIC;

GRANT SELECT
ON orgair.revisions
TO orgair_reader;

SELECT orgair.watch(c.oid::pg_catalog.regclass)
FROM pg_catalog.pg_class c
WHERE c.relnamespace = 'public'::pg_catalog.regnamespace
AND c.relkind IN ('r', 'p')
AND (c.relname IN ('focus_groups', 'dimensions', 'focus_group_dimension_weights',
                   'focus_group_calibrations', 'organizations', 'organization_assessments',
                   'assessment_dimension_scores')
    OR c.relname LIKE 'org\_attributes\_%');

INSERT INTO orgair.revisions (scope)
SELECT ''
UNION ALL
SELECT g.focus_group_id
FROM public.focus_groups g;

COMMENT ON TABLE orgair.revisions
IS 'Revisions: what was changed since it was last read; see orgair.watch';

COMMENT ON COLUMN orgair.revisions.revision_id
IS 'Number: key of the row';

COMMENT ON COLUMN orgair.revisions.scope
IS 'Scope: the sector whose rows were changed, empty for what all sectors share';

COMMENT ON COLUMN orgair.revisions.token
IS 'Token: never seen before, so that a restored or copied database differs too';

COMMENT ON COLUMN orgair.revisions.changed_at
IS 'Changed: when the token was renewed';
