-- What was assessed of an organization, and when. Dated like weights: a row is in force from its
-- first day up to, but not on, the day it ends. What may be left open has its default in the rules.

CREATE TABLE public.organization_assessments (
    assessment_id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
    organization_id UUID NOT NULL REFERENCES public.organizations(organization_id),
    talent_concentration DECIMAL(5,4) CHECK (talent_concentration BETWEEN 0 AND 1),
    market_cap_percentile DECIMAL(5,4) CHECK (market_cap_percentile BETWEEN 0 AND 1),
    timing_factor DECIMAL(4,3) CHECK (timing_factor BETWEEN 0 AND 2),
    alignment DECIMAL(5,4) CHECK (alignment BETWEEN 0 AND 1),
    evidence_count INTEGER CHECK (evidence_count >= 1),
    enterprise_value_musd DECIMAL(14,2) CHECK (enterprise_value_musd >= 0),
    target_score DECIMAL(5,2) CHECK (target_score BETWEEN 0 AND 100),
    effective_from DATE NOT NULL DEFAULT CURRENT_DATE,
    effective_to DATE,
    is_current BOOLEAN DEFAULT TRUE,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    UNIQUE (organization_id, effective_from)
);

CREATE TABLE public.assessment_dimension_scores (
    assessment_id UUID NOT NULL REFERENCES public.organization_assessments(assessment_id),
    dimension_id VARCHAR(50) NOT NULL REFERENCES public.dimensions(dimension_id),
    score DECIMAL(5,2) NOT NULL CHECK (score BETWEEN 0 AND 100),
    PRIMARY KEY (assessment_id, dimension_id)
);

-- A CHECK sees one row only: that a score lies within its dimension's min_score and max_score is
-- held by a trigger.
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

ALTER TABLE public.organization_assessments OWNER TO orgair_writer;
ALTER TABLE public.assessment_dimension_scores OWNER TO orgair_writer;
ALTER FUNCTION public.check_assessment_score() OWNER TO orgair_writer;

GRANT SELECT
ON public.organization_assessments, public.assessment_dimension_scores
TO orgair_reader;

COMMENT ON TABLE public.organization_assessments
IS 'Assessments: what was assessed of an organization, and when';

COMMENT ON COLUMN public.organization_assessments.assessment_id
IS 'Assessment id: stable key of the assessment';

COMMENT ON COLUMN public.organization_assessments.organization_id
IS 'Organization id: whose assessment it is';

COMMENT ON COLUMN public.organization_assessments.talent_concentration
IS 'Talent concentration: share of AI work that hangs on a few people, 0 to 1; open counts as 0';

COMMENT ON COLUMN public.organization_assessments.market_cap_percentile
IS 'Market capitalisation percentile: position in the sector, 0 to 1; open counts as 0.5';

COMMENT ON COLUMN public.organization_assessments.timing_factor
IS 'Timing factor: used within 0.8 to 1.2; open counts as 1.0';

COMMENT ON COLUMN public.organization_assessments.alignment
IS 'Alignment: replaces the formula''s alignment, 0 to 1; open means by formula';

COMMENT ON COLUMN public.organization_assessments.evidence_count
IS 'Evidence: pieces of evidence behind the scores; open counts as 10';

COMMENT ON COLUMN public.organization_assessments.enterprise_value_musd
IS 'Enterprise value [USD m]: weight in the fund''s score; open counts as 100';

COMMENT ON COLUMN public.organization_assessments.target_score
IS 'Target score: Org-AI-R aimed at; open means no EBITDA projection';

COMMENT ON COLUMN public.organization_assessments.effective_from
IS 'In force from: the day of the assessment';

COMMENT ON COLUMN public.organization_assessments.effective_to
IS 'In force until: first day on which it no longer counts; open while it does';

COMMENT ON COLUMN public.organization_assessments.is_current
IS 'Current: in force today, kept for readers that do not look at the days';

COMMENT ON COLUMN public.organization_assessments.created_at
IS 'Created: when the row was written';

COMMENT ON TABLE public.assessment_dimension_scores
IS 'Dimension scores: one score a dimension of an assessment; a dimension without a row counts as 50';

COMMENT ON COLUMN public.assessment_dimension_scores.assessment_id
IS 'Assessment id: the assessment it belongs to';

COMMENT ON COLUMN public.assessment_dimension_scores.dimension_id
IS 'Dimension id: what was scored';

COMMENT ON COLUMN public.assessment_dimension_scores.score
IS 'Score [points]: within the dimension''s least and greatest score';
