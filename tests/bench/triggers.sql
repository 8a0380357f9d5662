-- What following changes costs: CPU of the server's process for statements with the triggers of
-- orgair.watch and without. Everything is rolled back. One row a statement: what, ms without, ms with.
\set QUIET on
\pset format unaligned
\pset tuples_only on
\pset fieldsep '\t'

CREATE FUNCTION pg_temp.cpu_ms(statement TEXT, times INTEGER)
RETURNS NUMERIC
LANGUAGE plpgsql
AS $$
DECLARE
    before BIGINT := split_part(pg_read_file('/proc/self/schedstat'), ' ', 1);
BEGIN
    FOR i IN 1..times LOOP
        EXECUTE statement;
    END LOOP;
    RETURN (split_part(pg_read_file('/proc/self/schedstat'), ' ', 1)::BIGINT - before) / 1e6 / times;
END
$$;

CREATE FUNCTION pg_temp.follow(yes BOOLEAN)
RETURNS VOID
LANGUAGE plpgsql
AS $$
DECLARE
    command TEXT;
BEGIN
    FOR command IN
        SELECT format('ALTER TABLE %s %s TRIGGER %I', t.tgrelid::regclass,
                      CASE WHEN yes THEN 'ENABLE ALWAYS' ELSE 'DISABLE' END, t.tgname)
        FROM pg_catalog.pg_trigger AS t
        WHERE t.tgname LIKE 'revise\_%'
          AND t.tgrelid IN ('public.organizations'::regclass,
                            'public.assessment_dimension_scores'::regclass)
    LOOP
        EXECUTE command;
    END LOOP;
END
$$;

CREATE TEMPORARY TABLE sector_scores AS
SELECT s.*
FROM public.assessment_dimension_scores AS s
JOIN public.organization_assessments AS a ON a.assessment_id = s.assessment_id
JOIN public.organizations AS o ON o.organization_id = a.organization_id
WHERE o.focus_group_id = 'pe_energy';
ANALYZE sector_scores;

CREATE TEMPORARY TABLE statements (
    place INTEGER,
    what TEXT,
    prepare TEXT,
    statement TEXT,
    times INTEGER,
    without NUMERIC,
    followed NUMERIC
);
INSERT INTO statements
VALUES (1, 'UPDATE of one organization', NULL,
        $$UPDATE public.organizations SET employee_count = COALESCE(employee_count, 0) + 1
          WHERE organization_id = (SELECT organization_id FROM public.organizations
                                   ORDER BY organization_id LIMIT 1)$$, 500),
       (2, (SELECT format('UPDATE of a sector, %s organizations', count(*))
            FROM public.organizations WHERE focus_group_id = 'pe_energy'), NULL,
        $$UPDATE public.organizations SET employee_count = COALESCE(employee_count, 0) + 1
          WHERE focus_group_id = 'pe_energy'$$, 1),
       (3, (SELECT format('UPDATE of its %s scores', count(*)) FROM sector_scores), NULL,
        $$UPDATE public.assessment_dimension_scores AS s SET score = 100 - s.score
          FROM sector_scores AS t
          WHERE s.assessment_id = t.assessment_id AND s.dimension_id = t.dimension_id$$, 1),
       (4, (SELECT format('INSERT of its %s scores', count(*)) FROM sector_scores),
        $$DELETE FROM public.assessment_dimension_scores AS s
          USING sector_scores AS t
          WHERE s.assessment_id = t.assessment_id AND s.dimension_id = t.dimension_id$$,
        $$INSERT INTO public.assessment_dimension_scores SELECT * FROM sector_scores$$, 1);

-- Rolled back by an exception each, and twice, for the rows that are left dead make the second dearer.
DO $$
DECLARE
    row statements;
    took NUMERIC;
    yes BOOLEAN;
BEGIN
    FOREACH yes IN ARRAY ARRAY[FALSE, TRUE, FALSE, TRUE] LOOP
        FOR row IN SELECT * FROM statements ORDER BY place LOOP
            BEGIN
                PERFORM pg_temp.follow(yes);
                IF row.prepare IS NOT NULL THEN
                    EXECUTE row.prepare;
                END IF;
                took := pg_temp.cpu_ms(row.statement, row.times);
                RAISE EXCEPTION 'measured' USING ERRCODE = 'OR001';
            EXCEPTION WHEN SQLSTATE 'OR001' THEN
                NULL;
            END;
            IF yes THEN
                UPDATE statements SET followed = LEAST(followed, took) WHERE place = row.place;
            ELSE
                UPDATE statements SET without = LEAST(without, took) WHERE place = row.place;
            END IF;
        END LOOP;
    END LOOP;
END
$$;

SELECT what, round(without, 3), round(followed, 3)
FROM statements
ORDER BY place;
