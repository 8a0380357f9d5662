-- orgair_reader may only read: builds run as a member of it. orgair_writer owns the tables:
-- migrate and seed run as a member of it. Neither can log in; logins are granted membership.
-- Roles belong to the whole cluster, so another database may have made them, even just now.

DO $roles$
DECLARE
    wanted TEXT;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['orgair_reader', 'orgair_writer'] LOOP
        BEGIN
            IF pg_catalog.to_regrole(wanted) IS NULL THEN
                EXECUTE pg_catalog.format('CREATE ROLE %I NOLOGIN', wanted);
            END IF;
        EXCEPTION
            WHEN duplicate_object OR unique_violation THEN
                NULL;
        END;
    END LOOP;
    -- Who gives tables to orgair_writer must be a member; a superuser is one of every role.
    IF NOT pg_catalog.pg_has_role(CURRENT_USER, 'orgair_writer', 'MEMBER') THEN
        EXECUTE pg_catalog.format('GRANT orgair_writer TO %I', CURRENT_USER);
    END IF;
END
$roles$;

GRANT USAGE
ON SCHEMA public, orgair
TO orgair_reader;

GRANT USAGE, CREATE
ON SCHEMA public, orgair
TO orgair_writer;

DO $owners$
DECLARE
    relation RECORD;
BEGIN
    FOR relation IN
        SELECT c.oid::pg_catalog.regclass AS name
        FROM pg_catalog.pg_class c
        WHERE c.relnamespace = 'public'::pg_catalog.regnamespace
        AND c.relname = ANY (ARRAY[
            'focus_groups',
            'dimensions',
            'focus_group_dimension_weights',
            'focus_group_calibrations',
            'organizations',
            'org_attributes_manufacturing',
            'org_attributes_financial_services',
            'org_attributes_healthcare',
            'org_attributes_technology',
            'org_attributes_retail',
            'org_attributes_energy',
            'org_attributes_professional_services',
            'vw_organizations_full'
        ])
        OR c.oid = 'orgair.schema_migrations'::pg_catalog.regclass
    LOOP
        EXECUTE pg_catalog.format('ALTER TABLE %s OWNER TO orgair_writer', relation.name);
    END LOOP;
END
$owners$;

GRANT SELECT
ON ALL TABLES IN SCHEMA public, orgair
TO orgair_reader;

-- What comes later, such as the attribute table of one more sector, is readable as it appears.
ALTER DEFAULT PRIVILEGES IN SCHEMA public, orgair
GRANT SELECT
ON TABLES
TO orgair_reader;

ALTER DEFAULT PRIVILEGES IN SCHEMA public, orgair
GRANT SELECT, INSERT, UPDATE, DELETE
ON TABLES
TO orgair_writer;

ALTER DEFAULT PRIVILEGES IN SCHEMA public, orgair
GRANT USAGE, SELECT, UPDATE
ON SEQUENCES
TO orgair_writer;

ALTER DEFAULT PRIVILEGES FOR ROLE orgair_writer IN SCHEMA public, orgair
GRANT SELECT
ON TABLES
TO orgair_reader;
