-- What changed since the last run, known without reading it: a token a scope, new after every
-- change. A scope is a sector, or '' for what all sectors share. Triggers keep them, one a
-- statement; DDL fires none and is seen in the catalogue by who asks.
--
-- A scope's token is all of its rows together. A writer renews a row that no other transaction
-- holds and adds one when there is none, so that nobody waits for, deadlocks with or fails to
-- serialize with somebody who writes the same sector.
--
-- Whose sector an organization's rows are is looked up when they change. If the organization is
-- moved meanwhile, by a transaction that does not see the other, the lookup may be wrong. So who
-- writes such rows and who moves organizations try the same lock, shared and exclusive, and never
-- wait for it: a writer who does not get it renews all scopes, and a mover who does not get it
-- leaves a row that says that the token of the new sector is that of all of them, until a mover
-- who gets it removes that row.

CREATE TABLE orgair.revisions (
    revision_id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    scope TEXT NOT NULL,
    is_of_all BOOLEAN NOT NULL DEFAULT FALSE,
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

-- What follows is called by the triggers' functions, which pin search_path for all of it.

-- Once in a transaction is enough: a setting of the transaction, undone with it and with its
-- savepoints, remembers what was renewed. Under REPEATABLE READ a row that somebody else renewed
-- could not be written any more, so there a row is added, and nothing read that would keep
-- transactions from being serialized; the next writer takes such rows away again.
CREATE FUNCTION orgair.renew(renewed TEXT) RETURNS VOID
LANGUAGE plpgsql
AS $renew$
DECLARE
    mine TEXT := pg_current_xact_id()::TEXT || ':';
    known TEXT := current_setting('orgair.renewed', TRUE);
    free BIGINT[];
BEGIN
    IF known IS NULL OR NOT starts_with(known, mine) THEN
        known := mine;
    ELSIF strpos(known, '|' || renewed || '|') > 0 THEN
        RETURN;
    END IF;
    PERFORM set_config('orgair.renewed', known || '|' || renewed || '|', TRUE);
    IF current_setting('transaction_isolation') = 'read committed' THEN
        SELECT array_agg(l.revision_id)
        INTO free
        FROM (
            SELECT r.revision_id
            FROM orgair.revisions r
            WHERE r.scope = renewed
            AND NOT r.is_of_all
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

CREATE FUNCTION orgair.every_scope() RETURNS TEXT[]
LANGUAGE sql
SET search_path = pg_catalog, pg_temp
AS $every$
    SELECT pg_catalog.array_agg(s.scope ORDER BY s.scope)
    FROM (
        SELECT ''::TEXT AS scope
        UNION ALL
        SELECT g.focus_group_id
        FROM public.focus_groups g
    ) s
$every$;

-- NULL among the scopes: it is not known whose rows were changed, so all are meant.
CREATE FUNCTION orgair.renew_all(scopes TEXT[]) RETURNS VOID
LANGUAGE plpgsql
AS $renew$
DECLARE
    each TEXT;
BEGIN
    IF scopes IS NULL THEN
        RETURN;
    END IF;
    IF array_position(scopes, NULL) IS NOT NULL THEN
        scopes := orgair.every_scope();
    END IF;
    FOREACH each IN ARRAY scopes LOOP
        PERFORM orgair.renew(each);
    END LOOP;
END
$renew$;

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

-- The scopes that a table has rows of.
CREATE FUNCTION orgair.scopes_of(relation REGCLASS) RETURNS TEXT[]
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $scopes$
DECLARE
    scopes TEXT[];
BEGIN
    IF NOT has_table_privilege(relation, 'SELECT')
    OR current_setting('transaction_isolation') <> 'read committed' THEN
        RETURN ARRAY[NULL];
    END IF;
    EXECUTE format(
        CASE orgair.owner_column(relation)
            WHEN 'focus_group_id' THEN
                'SELECT array_agg(DISTINCT t.focus_group_id::TEXT) FROM %s t'
            WHEN 'organization_id' THEN
                'SELECT array_agg(DISTINCT g.focus_group_id::TEXT) FROM %s t '
                'JOIN public.organizations g ON g.organization_id = t.organization_id'
            WHEN 'assessment_id' THEN
                'SELECT array_agg(DISTINCT g.focus_group_id::TEXT) FROM %s t '
                'JOIN public.organization_assessments a ON a.assessment_id = t.assessment_id '
                'JOIN public.organizations g ON g.organization_id = a.organization_id'
            ELSE
                'SELECT ARRAY['''']::TEXT[] WHERE EXISTS (SELECT 1 FROM %s)'
        END,
        relation)
    INTO scopes;
    RETURN scopes;
END
$scopes$;

-- Whether nobody moves an organization to another sector meanwhile, nor did since what this
-- transaction sees.
CREATE FUNCTION orgair.sectors_stand() RETURNS BOOLEAN
LANGUAGE plpgsql
AS $stand$
BEGIN
    RETURN current_setting('transaction_isolation') = 'read committed'
        AND pg_try_advisory_xact_lock_shared(122537151392118);
END
$stand$;

-- Organizations, or assessments with their scores, were moved to these sectors; NULL: to any.
CREATE FUNCTION orgair.note_move(sectors TEXT[]) RETURNS VOID
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $move$
BEGIN
    IF NOT pg_try_advisory_xact_lock(122537151392118) THEN
        INSERT INTO orgair.revisions (scope, is_of_all)
        SELECT s.scope, TRUE
        FROM unnest(CASE
            WHEN array_position(sectors, NULL) IS NULL THEN sectors
            ELSE orgair.every_scope()
        END) AS s(scope);
    ELSIF current_setting('transaction_isolation') = 'read committed' THEN
        DELETE FROM orgair.revisions r
        WHERE r.is_of_all;
    END IF;
END
$move$;

-- The triggers' functions. TRUNCATE has no table of rows: its trigger looks before it happens. An
-- UPDATE that leaves rows as they were changes nothing: the sum over old and new rows is zero.

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
    ELSIF TG_OP = 'DELETE' THEN
        changed := EXISTS (SELECT 1 FROM old_rows);
    ELSIF TG_OP = 'UPDATE' THEN
        SELECT sum(c.sign * c.image) <> 0
        INTO changed
        FROM (
            SELECT -1 AS sign, hashtextextended((o.*)::TEXT, 0) >> 1 AS image
            FROM old_rows o
            UNION ALL
            SELECT 1, hashtextextended((n.*)::TEXT, 0) >> 1
            FROM new_rows n
        ) c;
    ELSE
        PERFORM orgair.renew_all(orgair.scopes_of(TG_RELID));
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
    moved_to TEXT[];
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
        SELECT array_agg(c.scope ORDER BY c.scope)
        INTO scopes
        FROM (
            SELECT c.scope
            FROM (
                SELECT o.focus_group_id::TEXT AS scope, -1 AS sign,
                    hashtextextended((o.*)::TEXT, 0) >> 1 AS image
                FROM old_rows o
                UNION ALL
                SELECT n.focus_group_id::TEXT, 1, hashtextextended((n.*)::TEXT, 0) >> 1
                FROM new_rows n
            ) c
            GROUP BY c.scope
            HAVING sum(c.sign * c.image) <> 0
        ) c;
        IF cardinality(scopes) > 1 AND TG_RELID = 'public.organizations'::REGCLASS THEN
            SELECT array_agg(DISTINCT n.focus_group_id::TEXT)
            INTO moved_to
            FROM new_rows n
            LEFT JOIN old_rows o ON o.organization_id = n.organization_id
            WHERE o.focus_group_id IS DISTINCT FROM n.focus_group_id;
        END IF;
        IF moved_to IS NOT NULL THEN
            PERFORM orgair.note_move(moved_to);
        END IF;
    ELSE
        scopes := orgair.scopes_of(TG_RELID);
    END IF;
    PERFORM orgair.renew_all(scopes);
    RETURN NULL;
END
$revise$;

-- Rows of an organization. One that is not found gives NULL, and all scopes, but not when rows are
-- deleted: it went before its rows did, and renewed its sector's token then.
CREATE FUNCTION orgair.revise_organization() RETURNS TRIGGER
LANGUAGE plpgsql
SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $revise$
DECLARE
    scopes TEXT[];
    owners UUID[];
    moved BOOLEAN := FALSE;
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(DISTINCT n.organization_id)
        INTO owners
        FROM new_rows n;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(DISTINCT o.organization_id)
        INTO owners
        FROM old_rows o;
    ELSIF TG_OP = 'UPDATE' THEN
        SELECT array_agg(c.organization_id)
        INTO owners
        FROM (
            SELECT c.organization_id
            FROM (
                SELECT o.organization_id, -1 AS sign,
                    hashtextextended((o.*)::TEXT, 0) >> 1 AS image
                FROM old_rows o
                UNION ALL
                SELECT n.organization_id, 1, hashtextextended((n.*)::TEXT, 0) >> 1
                FROM new_rows n
            ) c
            GROUP BY c.organization_id
            HAVING sum(c.sign * c.image) <> 0
        ) c;
        IF cardinality(owners) > 1 AND TG_RELID = 'public.organization_assessments'::REGCLASS THEN
            moved := EXISTS (
                SELECT 1
                FROM new_rows n
                LEFT JOIN old_rows o ON o.assessment_id = n.assessment_id
                WHERE o.organization_id IS DISTINCT FROM n.organization_id
            );
        END IF;
    ELSE
        PERFORM orgair.renew_all(orgair.scopes_of(TG_RELID));
    END IF;
    IF owners IS NULL THEN
        RETURN NULL;
    END IF;
    IF orgair.sectors_stand() THEN
        SELECT array_agg(DISTINCT g.focus_group_id::TEXT)
        INTO scopes
        FROM unnest(owners) AS c(organization_id)
        LEFT JOIN public.organizations g ON g.organization_id = c.organization_id
        WHERE TG_OP <> 'DELETE'
        OR g.organization_id IS NOT NULL;
    ELSE
        scopes := ARRAY[NULL];
    END IF;
    IF moved THEN
        PERFORM orgair.note_move(scopes);
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
    owners UUID[];
BEGIN
    IF TG_OP = 'INSERT' THEN
        SELECT array_agg(DISTINCT n.assessment_id)
        INTO owners
        FROM new_rows n;
    ELSIF TG_OP = 'DELETE' THEN
        SELECT array_agg(DISTINCT o.assessment_id)
        INTO owners
        FROM old_rows o;
    ELSIF TG_OP = 'UPDATE' THEN
        SELECT array_agg(c.assessment_id)
        INTO owners
        FROM (
            SELECT c.assessment_id
            FROM (
                SELECT o.assessment_id, -1 AS sign,
                    hashtextextended((o.*)::TEXT, 0) >> 1 AS image
                FROM old_rows o
                UNION ALL
                SELECT n.assessment_id, 1, hashtextextended((n.*)::TEXT, 0) >> 1
                FROM new_rows n
            ) c
            GROUP BY c.assessment_id
            HAVING sum(c.sign * c.image) <> 0
        ) c;
    ELSE
        PERFORM orgair.renew_all(orgair.scopes_of(TG_RELID));
    END IF;
    IF owners IS NULL THEN
        RETURN NULL;
    END IF;
    IF orgair.sectors_stand() THEN
        SELECT array_agg(DISTINCT g.focus_group_id::TEXT)
        INTO scopes
        FROM unnest(owners) AS c(assessment_id)
        LEFT JOIN public.organization_assessments a ON a.assessment_id = c.assessment_id
        LEFT JOIN public.organizations g ON g.organization_id = a.organization_id
        WHERE TG_OP <> 'DELETE'
        OR g.organization_id IS NOT NULL;
    ELSE
        scopes := ARRAY[NULL];
    END IF;
    PERFORM orgair.renew_all(scopes);
    RETURN NULL;
END
$revise$;

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
        SELECT v.time, v.name, v.rows
        FROM (VALUES
            ('AFTER', 'INSERT', 'REFERENCING NEW TABLE AS new_rows'),
            ('AFTER', 'UPDATE', 'REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows'),
            ('AFTER', 'DELETE', 'REFERENCING OLD TABLE AS old_rows'),
            ('BEFORE', 'TRUNCATE', '')
        ) AS v(time, name, rows)
    LOOP
        EXECUTE format('CREATE OR REPLACE TRIGGER %I %s %s ON %s %s FOR EACH STATEMENT '
                       'EXECUTE FUNCTION orgair.%I()',
                       'revise_' || lower(event.name), event.time, event.name, relation,
                       event.rows, kind);
        EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I',
                       relation, 'revise_' || lower(event.name));
    END LOOP;
END
$watch$;

ALTER TABLE orgair.revisions OWNER TO orgair_writer;
ALTER FUNCTION orgair.renew(TEXT) OWNER TO orgair_writer;
ALTER FUNCTION orgair.every_scope() OWNER TO orgair_writer;
ALTER FUNCTION orgair.renew_all(TEXT[]) OWNER TO orgair_writer;
ALTER FUNCTION orgair.scopes_of(REGCLASS) OWNER TO orgair_writer;
ALTER FUNCTION orgair.sectors_stand() OWNER TO orgair_writer;
ALTER FUNCTION orgair.note_move(TEXT[]) OWNER TO orgair_writer;
ALTER FUNCTION orgair.revise_shared() OWNER TO orgair_writer;
ALTER FUNCTION orgair.revise_sector() OWNER TO orgair_writer;
ALTER FUNCTION orgair.revise_organization() OWNER TO orgair_writer;
ALTER FUNCTION orgair.revise_assessment() OWNER TO orgair_writer;
ALTER FUNCTION orgair.owner_column(REGCLASS) OWNER TO orgair_writer;
ALTER FUNCTION orgair.watch(REGCLASS) OWNER TO orgair_writer;

REVOKE ALL
ON FUNCTION orgair.renew(TEXT), orgair.renew_all(TEXT[]), orgair.every_scope(),
    orgair.scopes_of(REGCLASS), orgair.sectors_stand(), orgair.note_move(TEXT[])
FROM PUBLIC;

GRANT SELECT
ON orgair.revisions
TO orgair_reader;

DO $watch$
BEGIN
    PERFORM orgair.watch(c.oid::pg_catalog.regclass)
    FROM pg_catalog.pg_class c
    WHERE c.relnamespace = 'public'::pg_catalog.regnamespace
    AND c.relkind IN ('r', 'p')
    AND (c.relname IN ('focus_groups', 'dimensions', 'focus_group_dimension_weights',
                       'focus_group_calibrations', 'organizations', 'organization_assessments',
                       'assessment_dimension_scores')
        OR c.relname LIKE 'org\_attributes\_%');
END
$watch$;

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

COMMENT ON COLUMN orgair.revisions.is_of_all
IS 'Of all: the scope''s token is that of all scopes while such a row stands';

COMMENT ON COLUMN orgair.revisions.token
IS 'Token: never seen before, so that a restored or copied database differs too';

COMMENT ON COLUMN orgair.revisions.changed_at
IS 'Changed: when the token was renewed';
