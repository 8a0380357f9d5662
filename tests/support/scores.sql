-- Every organization's score on a day, computed here once more in exact decimals, by the published
-- formulas and without a line of the program: for comparing with what the program says.
--   psql -v as_of=2025-06-30 -v alpha=0.60 -v beta=0.12 -v lambda=0.25 -v delta=0.15 -f scores.sql
-- One row an organization that has an assessment in force, by id. Weights are the sector's own
-- (parameters v2.0).
WITH given AS (
    SELECT :'as_of'::DATE AS day,
           :'alpha'::NUMERIC AS alpha,
           :'beta'::NUMERIC AS beta,
           :'lambda'::NUMERIC AS lambda,
           :'delta'::NUMERIC AS delta
),
-- Of several rows in force the latest counts.
weight AS (
    SELECT DISTINCT ON (w.focus_group_id, w.dimension_id)
           w.focus_group_id, w.dimension_id, w.weight
    FROM public.focus_group_dimension_weights w
    JOIN public.dimensions d ON d.dimension_id = w.dimension_id
    CROSS JOIN given g
    WHERE d.platform = 'pe_org_air'
    AND w.effective_from <= g.day
    AND (w.effective_to IS NULL OR w.effective_to > g.day)
    ORDER BY w.focus_group_id, w.dimension_id, w.effective_from DESC
),
calibration AS (
    SELECT DISTINCT ON (c.focus_group_id, c.parameter_name)
           c.focus_group_id, c.parameter_name, c.parameter_value AS value
    FROM public.focus_group_calibrations c
    CROSS JOIN given g
    WHERE c.effective_from <= g.day
    AND (c.effective_to IS NULL OR c.effective_to > g.day)
    ORDER BY c.focus_group_id, c.parameter_name, c.effective_from DESC
),
sector AS (
    SELECT f.focus_group_id,
           coalesce(max(c.value) FILTER (WHERE c.parameter_name = 'h_r_baseline'), 75) AS baseline,
           coalesce(max(c.value) FILTER (WHERE c.parameter_name = 'position_factor_delta'),
                    g.delta) AS delta,
           coalesce(max(c.value) FILTER (
               WHERE c.parameter_name = 'talent_concentration_threshold'), 0.25) AS theta,
           coalesce(max(c.value) FILTER (WHERE c.parameter_name = 'sector_average_v_r'),
                    50) AS average
    FROM public.focus_groups f
    CROSS JOIN given g
    LEFT JOIN calibration c ON c.focus_group_id = f.focus_group_id
    WHERE f.platform = 'pe_org_air'
    AND f.is_active
    GROUP BY f.focus_group_id, g.delta
),
assessment AS (
    SELECT DISTINCT ON (a.organization_id)
           a.organization_id,
           a.assessment_id,
           o.focus_group_id,
           coalesce(a.talent_concentration, 0) AS concentration,
           coalesce(a.market_cap_percentile, 0.5) AS percentile,
           coalesce(a.timing_factor, 1) AS timing,
           a.alignment,
           coalesce(a.evidence_count, 10)::NUMERIC AS evidence
    FROM public.organization_assessments a
    JOIN public.organizations o ON o.organization_id = a.organization_id
    CROSS JOIN given g
    WHERE a.effective_from <= g.day
    AND (a.effective_to IS NULL OR a.effective_to > g.day)
    ORDER BY a.organization_id, a.effective_from DESC
),
scored AS (
    SELECT a.assessment_id, w.weight, coalesce(s.score, 50) AS score
    FROM assessment a
    JOIN weight w ON w.focus_group_id = a.focus_group_id
    LEFT JOIN public.assessment_dimension_scores s
    ON s.assessment_id = a.assessment_id
    AND s.dimension_id = w.dimension_id
),
mean AS (
    SELECT s.assessment_id, sum(s.weight * s.score) / sum(s.weight) AS weighted_mean
    FROM scored s
    GROUP BY s.assessment_id
),
spread AS (
    SELECT m.assessment_id,
           m.weighted_mean,
           sqrt(sum(s.weight * (s.score - m.weighted_mean) ^ 2) / sum(s.weight)) AS sigma
    FROM mean m
    JOIN scored s ON s.assessment_id = m.assessment_id
    GROUP BY m.assessment_id, m.weighted_mean
),
readiness AS (
    SELECT a.*,
           x.weighted_mean,
           x.sigma,
           least(100, greatest(0,
               x.weighted_mean
               * CASE
                     WHEN x.weighted_mean = 0 THEN 1
                     ELSE greatest(0, 1 - g.lambda * x.sigma / x.weighted_mean)
                 END
               * greatest(0, 1 - 0.15 * greatest(0, a.concentration - c.theta)))) AS v_r
    FROM assessment a
    JOIN spread x ON x.assessment_id = a.assessment_id
    JOIN sector c ON c.focus_group_id = a.focus_group_id
    CROSS JOIN given g
),
opportunity AS (
    SELECT r.*,
           least(1, greatest(-1,
               0.6 * least(1, greatest(-1, (r.v_r - c.average) / 50))
               + 0.4 * 2 * (r.percentile - 0.5))) AS position_factor,
           c.baseline,
           c.delta
    FROM readiness r
    JOIN sector c ON c.focus_group_id = r.focus_group_id
),
both_parts AS (
    SELECT o.*,
           least(100, greatest(0, o.baseline * (1 + o.delta * o.position_factor))) AS h_r
    FROM opportunity o
),
synergies AS (
    SELECT b.*,
           least(100, greatest(0,
               b.v_r * b.h_r / 100
               * coalesce(b.alignment, 1 - abs(b.v_r - b.h_r) / 100)
               * least(1.2, greatest(0.8, b.timing)))) AS synergy
    FROM both_parts b
),
score AS (
    SELECT s.*,
           least(100, greatest(0,
               (1 - g.beta) * (g.alpha * s.v_r + (1 - g.alpha) * s.h_r)
               + g.beta * s.synergy)) AS org_ai_r,
           1.959963985 * 14 * sqrt(1 - least(0.99,
               s.evidence * 0.30 / (1 + (s.evidence - 1) * 0.30))) AS margin
    FROM synergies s
    CROSS JOIN given g
)
SELECT s.organization_id,
       round(s.weighted_mean, 6) AS weighted_mean,
       round(s.sigma, 6) AS sigma,
       round(s.v_r, 6) AS v_r,
       round(s.position_factor, 6) AS position_factor,
       round(s.h_r, 6) AS h_r,
       round(s.synergy, 6) AS synergy,
       round(s.org_ai_r, 6) AS org_ai_r,
       round(greatest(0, s.org_ai_r - s.margin), 6) AS interval_low,
       round(least(100, s.org_ai_r + s.margin), 6) AS interval_high
FROM score s
ORDER BY s.organization_id;
