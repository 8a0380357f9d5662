ALTER DEFAULT PRIVILEGES FOR ROLE orgair_writer IN SCHEMA public, orgair
REVOKE ALL
ON TABLES
FROM orgair_reader;

ALTER DEFAULT PRIVILEGES IN SCHEMA public, orgair
REVOKE ALL
ON SEQUENCES
FROM orgair_writer;

ALTER DEFAULT PRIVILEGES IN SCHEMA public, orgair
REVOKE ALL
ON TABLES
FROM orgair_reader, orgair_writer;

DO $owners$
DECLARE
    relation RECORD;
BEGIN
    FOR relation IN
        SELECT c.oid::pg_catalog.regclass AS name
        FROM pg_catalog.pg_class c
        WHERE c.relnamespace IN (
            'public'::pg_catalog.regnamespace,
            'orgair'::pg_catalog.regnamespace
        )
        AND c.relkind IN ('r', 'v')
        AND c.relowner = 'orgair_writer'::pg_catalog.regrole
    LOOP
        EXECUTE pg_catalog.format('ALTER TABLE %s OWNER TO %I', relation.name, CURRENT_USER);
    END LOOP;
END
$owners$;

REVOKE ALL
ON ALL TABLES IN SCHEMA public, orgair
FROM orgair_reader, orgair_writer;

REVOKE ALL
ON ALL SEQUENCES IN SCHEMA public, orgair
FROM orgair_reader, orgair_writer;

REVOKE ALL
ON SCHEMA public, orgair
FROM orgair_reader, orgair_writer;

-- A role goes only when nothing else needs it: no login is a member of it and no other database
-- of the cluster has a table or a privilege of it.
DO $roles$
DECLARE
    unwanted TEXT;
BEGIN
    FOREACH unwanted IN ARRAY ARRAY['orgair_reader', 'orgair_writer'] LOOP
        BEGIN
            IF NOT EXISTS (
                SELECT 1
                FROM pg_catalog.pg_auth_members m
                WHERE m.roleid = pg_catalog.to_regrole(unwanted)
                AND m.member <> CURRENT_USER::pg_catalog.regrole
            ) THEN
                EXECUTE pg_catalog.format('DROP ROLE IF EXISTS %I', unwanted);
            END IF;
        EXCEPTION
            WHEN dependent_objects_still_exist OR insufficient_privilege THEN
                RAISE NOTICE 'role % is still in use and stays', unwanted;
        END;
    END LOOP;
END
$roles$;
