DROP TRIGGER assessment_score_range_update ON public.assessment_dimension_scores;
DROP TRIGGER assessment_score_range_insert ON public.assessment_dimension_scores;
DROP FUNCTION public.check_assessment_scores();

CREATE FUNCTION public.check_assessment_score() RETURNS TRIGGER
LANGUAGE plpgsql
SET search_path = pg_catalog
AS $check$
DECLARE
    least NUMERIC;
    most NUMERIC;
BEGIN
    SELECT d.min_score, d.max_score
    INTO least, most
    FROM public.dimensions d
    WHERE d.dimension_id = NEW.dimension_id;
    IF NEW.score < least OR NEW.score > most THEN
        RAISE EXCEPTION 'score % of dimension ''%'' is out of range, expected % to %',
            NEW.score, NEW.dimension_id, least, most
            USING ERRCODE = 'check_violation', COLUMN = 'score',
            TABLE = 'assessment_dimension_scores', SCHEMA = 'public';
    END IF;
    RETURN NEW;
END
$check$;

CREATE TRIGGER assessment_score_range
BEFORE INSERT OR UPDATE ON public.assessment_dimension_scores
FOR EACH ROW
EXECUTE FUNCTION public.check_assessment_score();

ALTER FUNCTION public.check_assessment_score() OWNER TO orgair_writer;
