#include "db/synthetic.h"

#include "base/text.h"

/* roll(i, what, sides): 0 to sides - 1, the same for the same seed on every server. Temporary
 * functions and tables go with the session; the parameters stand in a table because a script
 * takes none. */
static const char tools_sql[] =
    "CREATE FUNCTION pg_temp.roll(key TEXT, what TEXT, sides BIGINT)\n"
    "RETURNS BIGINT\n"
    "LANGUAGE sql\n"
    "IMMUTABLE\n"
    "AS $$\n"
    "    SELECT ('x' || left(md5(key || ':' || what), 8))::bit(32)::bigint % sides\n"
    "$$;\n"
    "CREATE FUNCTION pg_temp.pick(key TEXT, what TEXT, choices TEXT[])\n"
    "RETURNS TEXT\n"
    "LANGUAGE sql\n"
    "IMMUTABLE\n"
    "AS $$\n"
    "    SELECT choices[1 + pg_temp.roll(key, what, cardinality(choices))]\n"
    "$$";

static const char parameters_sql[] =
    "CREATE TEMPORARY TABLE synthetic ON COMMIT DROP AS\n"
    "SELECT $1::bigint AS seed, $2::bigint AS rows, $3::numeric AS percent";

static const char load_sql[] =
    "CREATE TEMPORARY TABLE synthetic_sectors ON COMMIT DROP AS\n"
    "SELECT focus_group_id, row_number() OVER (ORDER BY display_order, focus_group_id) - 1 AS "
    "place,\n"
    "    count(*) OVER () AS sectors\n"
    "FROM public.focus_groups\n"
    "WHERE platform = 'pe_org_air'\n"
    "AND is_active;\n"
    "\n"
    "CREATE TEMPORARY TABLE synthetic_keys ON COMMIT DROP AS\n"
    "SELECT i, s.seed || ':' || i AS key, md5(s.seed || ':' || i || ':organization')::uuid AS id,\n"
    "    g.focus_group_id\n"
    "FROM pg_temp.synthetic AS s\n"
    "CROSS JOIN LATERAL generate_series(1, s.rows) AS i\n"
    "JOIN pg_temp.synthetic_sectors AS g ON g.place = i % g.sectors;\n"
    "\n"
    "CREATE TEMPORARY TABLE synthetic_new ON COMMIT DROP AS\n"
    "WITH added AS (\n"
    "    INSERT INTO public.organizations (organization_id, legal_name, display_name, "
    "ticker_symbol,\n"
    "        focus_group_id, employee_count, annual_revenue_usd, founding_year,\n"
    "        headquarters_country, headquarters_city, website_url, status, created_at, "
    "updated_at)\n"
    "    SELECT k.id,\n"
    "        pg_temp.pick(k.key, 'first', ARRAY['Nordwind', 'Alder', 'Meridian', 'Castellan',\n"
    "            'Harbour', 'Quill', 'Saffron', 'Tern', 'Økern', 'Żubr', 'Ελληνική', 'Северная',\n"
    "            '東洋', '한빛', 'الشرق', 'אלון', 'São Bento', 'Çınar', 'O''Hara', 'Smith & "
    "Sons'])\n"
    "        || ' ' || pg_temp.pick(k.key, 'second', ARRAY['Systems', 'Holdings', 'Works', "
    "'Partners',\n"
    "            'Logistics', 'Care', 'Capital', 'Energy', 'Foods', 'Analytics', 'Materials', "
    "'Group'])\n"
    "        || ' ' || k.i || ' '\n"
    "        || pg_temp.pick(k.key, 'form', ARRAY['Ltd', 'GmbH', 'Inc', 'S.A.', 'AB', 'LLC', "
    "'N.V.']),\n"
    "        NULL,\n"
    "        CASE WHEN pg_temp.roll(k.key, 'ticker', 5) = 0\n"
    "            THEN upper(left(md5(k.key), 4)) END,\n"
    "        k.focus_group_id,\n"
    "        CASE WHEN pg_temp.roll(k.key, 'employees', 12) > 0\n"
    "            THEN 20 + power(pg_temp.roll(k.key, 'headcount', 150), 2) END,\n"
    "        CASE WHEN pg_temp.roll(k.key, 'revenue', 12) > 0\n"
    "            THEN (1 + power(pg_temp.roll(k.key, 'amount', 1000), 2)) * 1000.25 END,\n"
    "        CASE WHEN pg_temp.roll(k.key, 'year', 6) > 0\n"
    "            THEN 1880 + pg_temp.roll(k.key, 'founded', 140) END,\n"
    "        pg_temp.pick(k.key, 'country', ARRAY['USA', 'DEU', 'GBR', 'FRA', 'JPN', 'GRC', 'BRA', "
    "NULL]),\n"
    "        pg_temp.pick(k.key, 'city', ARRAY['Boston', 'Essen', 'Leeds', 'Lyon', 'Ōsaka', "
    "'Αθήνα', NULL]),\n"
    "        CASE WHEN pg_temp.roll(k.key, 'web', 4) > 0 THEN 'https://example.com/' || k.i END,\n"
    "        pg_temp.pick(k.key, 'status', ARRAY['active', 'active', 'active', 'active', "
    "'inactive']),\n"
    "        TIMESTAMP '2025-01-01', TIMESTAMP '2025-01-01'\n"
    "    FROM pg_temp.synthetic_keys AS k\n"
    "    ORDER BY k.i\n"
    "    ON CONFLICT DO NOTHING\n"
    "    RETURNING organization_id\n"
    ")\n"
    "SELECT k.*\n"
    "FROM pg_temp.synthetic_keys AS k\n"
    "JOIN added AS a ON a.organization_id = k.id;\n"
    "ANALYZE pg_temp.synthetic_new;\n"
    "\n"
    "CREATE TEMPORARY TABLE synthetic_assessments ON COMMIT DROP AS\n"
    "SELECT md5(k.key || ':assessment:' || q)::uuid AS assessment_id, k.id, k.key, q, n.quarters,\n"
    "    30 + pg_temp.roll(k.key, 'level', 50) + q * pg_temp.roll(k.key, 'trend', 4) AS level\n"
    "FROM pg_temp.synthetic_new AS k\n"
    "CROSS JOIN LATERAL (SELECT pg_temp.roll(k.key, 'quarters', 4)) AS n(quarters)\n"
    "CROSS JOIN LATERAL generate_series(1, n.quarters) AS q;\n"
    "\n"
    "INSERT INTO public.organization_assessments (assessment_id, organization_id,\n"
    "    talent_concentration, market_cap_percentile, timing_factor, evidence_count,\n"
    "    enterprise_value_musd, target_score, effective_from, effective_to, is_current, "
    "created_at)\n"
    "SELECT a.assessment_id, a.id,\n"
    "    pg_temp.roll(a.key, 'concentration', 6000) / 10000.0,\n"
    "    pg_temp.roll(a.key, 'market', 10001) / 10000.0,\n"
    "    0.8 + pg_temp.roll(a.key, 'timing', 41) / 100.0,\n"
    "    1 + pg_temp.roll(a.key, 'evidence', 60),\n"
    "    CASE WHEN pg_temp.roll(a.key, 'ev', 5) > 0 THEN 10 + pg_temp.roll(a.key, 'value', 200000) "
    "/ 100.0 END,\n"
    "    CASE WHEN pg_temp.roll(a.key, 'aim', 3) > 0 THEN 50 + pg_temp.roll(a.key, 'target', 50) "
    "END,\n"
    "    DATE '2025-01-15' + (91 * a.q)::integer,\n"
    "    CASE WHEN a.q < a.quarters THEN DATE '2025-01-15' + (91 * (a.q + 1))::integer END,\n"
    "    a.q = a.quarters, TIMESTAMP '2025-01-01'\n"
    "FROM pg_temp.synthetic_assessments AS a;\n"
    "\n"
    "INSERT INTO public.assessment_dimension_scores (assessment_id, dimension_id, score)\n"
    "SELECT a.assessment_id, d.dimension_id,\n"
    "    least(100, greatest(0, a.level + pg_temp.roll(a.key, d.dimension_code, 2500) / 100.0 - "
    "10))\n"
    "FROM pg_temp.synthetic_assessments AS a\n"
    "CROSS JOIN public.dimensions AS d\n"
    "WHERE d.platform = 'pe_org_air'\n"
    "AND pg_temp.roll(a.key, 'missing ' || d.dimension_code, 400) > 0";

/* One INSERT a sector that has an attribute table: a column gets a value by its type, or none. */
static const char attributes_sql[] =
    "DO $attributes$\n"
    "DECLARE\n"
    "    sector RECORD;\n"
    "    columns TEXT;\n"
    "    expressions TEXT;\n"
    "BEGIN\n"
    "    FOR sector IN\n"
    "        SELECT s.focus_group_id, c.oid\n"
    "        FROM pg_temp.synthetic_sectors AS s\n"
    "        JOIN pg_catalog.pg_class AS c\n"
    "          ON c.relname = 'org_attributes_' || substr(s.focus_group_id, 4)\n"
    "        WHERE c.relnamespace = 'public'::pg_catalog.regnamespace\n"
    "    LOOP\n"
    "        SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum),\n"
    "            string_agg(format('CASE WHEN pg_temp.roll(k.key, %L, 7) > 0 THEN %s END',\n"
    "                'has ' || a.attname,\n"
    "                CASE\n"
    "                    WHEN t.typcategory = 'B' THEN format('pg_temp.roll(k.key, %L, 2) = 1', "
    "a.attname)\n"
    "                    WHEN t.typcategory = 'A' THEN format('ARRAY[pg_temp.pick(k.key, %L, "
    "ARRAY[''Alpha'', ''Beta'', ''Gamma, Ltd'']), ''Δ'']', a.attname)\n"
    "                    WHEN t.typname = 'numeric' THEN format('pg_temp.roll(k.key, %L, 10000) / "
    "100.0', a.attname)\n"
    "                    WHEN t.typcategory = 'N' THEN format('pg_temp.roll(k.key, %L, 500)', "
    "a.attname)\n"
    "                    WHEN t.typcategory = 'D' THEN 'TIMESTAMP ''2025-01-01'''\n"
    "                    ELSE format('pg_temp.pick(k.key, %L, ARRAY[''Low'', ''Medium'', ''High'', "
    "''Pilot''])', a.attname)\n"
    "                END), ', ' ORDER BY a.attnum)\n"
    "        INTO columns, expressions\n"
    "        FROM pg_catalog.pg_attribute AS a\n"
    "        JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid\n"
    "        WHERE a.attrelid = sector.oid\n"
    "        AND a.attnum > 0\n"
    "        AND NOT a.attisdropped\n"
    "        AND a.attname <> 'organization_id';\n"
    "        EXECUTE format(\n"
    "            'INSERT INTO %s (organization_id%s) SELECT k.id%s FROM pg_temp.synthetic_new AS k "
    "'\n"
    "            'WHERE k.focus_group_id = %L AND pg_temp.roll(k.key, ''attributes'', 10) > 0',\n"
    "            sector.oid::pg_catalog.regclass, ', ' || columns, ', ' || expressions,\n"
    "            sector.focus_group_id);\n"
    "    END LOOP;\n"
    "END\n"
    "$attributes$";

static const char loaded_sql[] =
    "SELECT (SELECT count(*) FROM pg_temp.synthetic_new),\n"
    "    (SELECT count(*) FROM pg_temp.synthetic_new AS k\n"
    "        WHERE pg_temp.roll(k.key, 'attributes', 10) > 0),\n"
    "    (SELECT count(*) FROM pg_temp.synthetic_assessments),\n"
    "    (SELECT count(*) FROM public.assessment_dimension_scores AS d\n"
    "        JOIN pg_temp.synthetic_assessments AS a ON a.assessment_id = d.assessment_id)";

static const char drift_sql[] =
    "CREATE TEMPORARY TABLE synthetic_moved ON COMMIT DROP AS\n"
    "SELECT o.organization_id AS id, s.seed || ':' || o.organization_id AS key\n"
    "FROM public.organizations AS o\n"
    "CROSS JOIN pg_temp.synthetic AS s\n"
    "WHERE pg_temp.roll(s.seed || ':' || o.organization_id, 'moved', 1000000) < s.percent * "
    "10000;\n"
    "\n"
    "UPDATE public.organizations AS o\n"
    "SET employee_count = greatest(1, o.employee_count * (95 + pg_temp.roll(m.key, 'staff', 12)) / "
    "100),\n"
    "    annual_revenue_usd = round(o.annual_revenue_usd * (95 + pg_temp.roll(m.key, 'sales', 13)) "
    "/ 100, 2)\n"
    "FROM pg_temp.synthetic_moved AS m\n"
    "WHERE o.organization_id = m.id;\n"
    "\n"
    "UPDATE public.assessment_dimension_scores AS d\n"
    "SET score = least(100, greatest(0, d.score + pg_temp.roll(m.key, 'trend', 5) - 1\n"
    "    + (pg_temp.roll(m.key, d.dimension_id, 401) - 200) / 100.0))\n"
    "FROM pg_temp.synthetic_moved AS m\n"
    "JOIN public.organization_assessments AS a\n"
    "  ON a.organization_id = m.id\n"
    " AND a.effective_to IS NULL\n"
    "WHERE d.assessment_id = a.assessment_id";

static const char drifted_sql[] =
    "SELECT count(*), 0, count(a.assessment_id), coalesce(sum(n.scores), 0)\n"
    "FROM pg_temp.synthetic_moved AS m\n"
    "LEFT JOIN public.organization_assessments AS a\n"
    "  ON a.organization_id = m.id\n"
    " AND a.effective_to IS NULL\n"
    "LEFT JOIN LATERAL (\n"
    "    SELECT count(*) AS scores\n"
    "    FROM public.assessment_dimension_scores AS d\n"
    "    WHERE d.assessment_id = a.assessment_id\n"
    ") AS n ON TRUE";

static bool count_rows(struct db *db, struct arena *arena, const char *sql,
                       struct synthetic_report *report, struct error *err)
{
    struct db_result result;
    struct db_statement statement = {.purpose = "count what was made", .sql = sql};
    long long *counts[] = {&report->organizations, &report->attributes, &report->assessments,
                           &report->scores};
    if (!db_query(db, arena, &statement, &result, err))
        return false;
    for (size_t i = 0; i < 4; i++)
        text_to_integer(db_value(&result, 0, i), 0, INT64_MAX, counts[i]);
    return true;
}

/* A transaction with the tools and the parameters in it; no limit of time. */
static bool begin(struct db *db, struct arena *arena, const char *const parameters[3],
                  struct error *err)
{
    static const char purpose[] = "prepare a synthetic load";
    struct db_statement statement = {
        .purpose = purpose, .sql = parameters_sql, .parameters = parameters, .parameter_count = 3};
    return db_script(db, "begin a synthetic load", "BEGIN; SET LOCAL statement_timeout = 0", err) &&
           db_script(db, purpose, tools_sql, err) && db_query(db, arena, &statement, NULL, err);
}

bool synthetic_load(struct db *db, struct arena *arena, long long count, long long seed,
                    struct synthetic_report *report, struct error *err)
{
    const char *parameters[3] = {arena_printf(arena, "%lld", seed),
                                 arena_printf(arena, "%lld", count), NULL};
    *report = (struct synthetic_report){0};
    return begin(db, arena, parameters, err) &&
           db_script(db, "add synthetic organizations", load_sql, err) &&
           db_script(db, "add synthetic attributes", attributes_sql, err) &&
           count_rows(db, arena, loaded_sql, report, err) &&
           db_script(db, "end a synthetic load", "COMMIT; ANALYZE", err);
}

bool synthetic_drift(struct db *db, struct arena *arena, const char *percent, long long seed,
                     struct synthetic_report *report, struct error *err)
{
    const char *parameters[3] = {arena_printf(arena, "%lld", seed), NULL, percent};
    *report = (struct synthetic_report){0};
    return begin(db, arena, parameters, err) &&
           db_script(db, "let the organizations drift", drift_sql, err) &&
           count_rows(db, arena, drifted_sql, report, err) &&
           db_script(db, "end the drift", "COMMIT; ANALYZE", err);
}
