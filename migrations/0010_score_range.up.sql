-- The range of a score is checked once a statement, not once a row: a load of many scores costs
-- half as much.

DROP TRIGGER assessment_score_range ON public.assessment_dimension_scores;
DROP FUNCTION public.check_assessment_score();

CREATE FUNCTION public.check_assessment_scores() RETURNS TRIGGER
LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp
AS $check$
DECLARE
    wrong RECORD;
BEGIN
    SELECT n.score, n.dimension_id, d.min_score, d.max_score
    INTO wrong
    FROM new_rows n
    JOIN public.dimensions d ON d.dimension_id = n.dimension_id
    WHERE n.score < d.min_score
    OR n.score > d.max_score
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'score % of dimension ''%'' is out of range, expected % to %',
            wrong.score, wrong.dimension_id, wrong.min_score, wrong.max_score
            USING ERRCODE = 'check_violation', COLUMN = 'score',
            TABLE = 'assessment_dimension_scores', SCHEMA = 'public';
    END IF;
    RETURN NULL;
END
$check$;

CREATE TRIGGER assessment_score_range_insert
AFTER INSERT ON public.assessment_dimension_scores
REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT
EXECUTE FUNCTION public.check_assessment_scores();

CREATE TRIGGER assessment_score_range_update
AFTER UPDATE ON public.assessment_dimension_scores
REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT
EXECUTE FUNCTION public.check_assessment_scores();

ALTER FUNCTION public.check_assessment_scores() OWNER TO orgair_writer;
