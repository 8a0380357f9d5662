DROP TABLE public.assessment_dimension_scores;
DROP FUNCTION public.check_assessment_score();
DROP TABLE public.organization_assessments;
