#include "db/revisions.h"

#include "base/strbuf.h"
#include "base/text.h"

static const char purpose[] = "ask what changed";

/* Every relation that a build reads, also through views and as a partition. */
#define READ_RELATIONS                                                                             \
    "WITH RECURSIVE reached (relation) AS (\n"                                                     \
    "    SELECT c.oid\n"                                                                           \
    "    FROM pg_catalog.pg_class AS c\n"                                                          \
    "    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace\n"                            \
    "    WHERE n.nspname = 'public'\n"                                                             \
    "    AND c.relkind IN ('r', 'p', 'v', 'm', 'f')\n"                                             \
    "    AND (c.relname IN ('dimensions', 'focus_groups', 'focus_group_dimension_weights',\n"      \
    "            'focus_group_calibrations', 'organizations', 'vw_organizations_full',\n"          \
    "            'organization_assessments', 'assessment_dimension_scores')\n"                     \
    "        OR c.relname LIKE 'org\\_attributes\\_%')\n"                                          \
    "    UNION\n"                                                                                  \
    "    SELECT f.relation\n"                                                                      \
    "    FROM reached AS r\n"                                                                      \
    "    CROSS JOIN LATERAL (\n"                                                                   \
    "        SELECT d.refobjid AS relation\n"                                                      \
    "        FROM pg_catalog.pg_rewrite AS w\n"                                                    \
    "        JOIN pg_catalog.pg_depend AS d\n"                                                     \
    "          ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass\n"                      \
    "          AND d.objid = w.oid\n"                                                              \
    "          AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass\n"                    \
    "        WHERE w.ev_class = r.relation\n"                                                      \
    "        UNION ALL\n"                                                                          \
    "        SELECT i.inhrelid\n"                                                                  \
    "        FROM pg_catalog.pg_inherits AS i\n"                                                   \
    "        WHERE i.inhparent = r.relation\n"                                                     \
    "    ) AS f\n"                                                                                 \
    "), relations AS (\n"                                                                          \
    "    SELECT c.oid, c.relkind, n.nspname || '.' || c.relname AS name,\n"                        \
    "        pg_catalog.format('%I.%I', n.nspname, c.relname) AS quoted\n"                         \
    "    FROM reached AS r\n"                                                                      \
    "    JOIN pg_catalog.pg_class AS c ON c.oid = r.relation\n"                                    \
    "    JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace\n"                            \
    "    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')\n"                                           \
    ")"

/* tgtype & 60: fires on INSERT (4), DELETE (8), UPDATE (16), TRUNCATE (32). Statement triggers do
 * not fire where logical replication applies changes. The xmin of a row of the catalogue changes
 * with every DDL statement that touches it. */
static const char catalogue_sql[] = READ_RELATIONS
    ", watchers AS (\n"
    "    SELECT t.tgrelid, t.oid, t.xmin, t.tgenabled, t.tgtype\n"
    "    FROM pg_catalog.pg_trigger AS t\n"
    "    JOIN pg_catalog.pg_proc AS p ON p.oid = t.tgfoid\n"
    "    JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace\n"
    "    WHERE n.nspname = 'orgair'\n"
    "    AND p.proname LIKE 'revise\\_%'\n"
    "), unwatched AS (\n"
    "    SELECT r.name\n"
    "    FROM relations AS r\n"
    "    WHERE r.relkind <> 'v'\n"
    "    AND ((SELECT pg_catalog.bit_or(w.tgtype::pg_catalog.int4 & 60)\n"
    "          FROM watchers AS w\n"
    "          WHERE w.tgrelid = r.oid\n"
    "          AND w.tgenabled = 'A') IS DISTINCT FROM 60\n"
    "        OR EXISTS (\n"
    "            SELECT FROM pg_catalog.pg_subscription_rel AS s\n"
    "            WHERE s.srrelid = r.oid))\n"
    "), facts (fact) AS (\n"
    "    SELECT ROW('relation', c.oid, r.name, c.relkind, c.relrowsecurity,\n"
    "        c.relforcerowsecurity)::pg_catalog.text\n"
    "    FROM relations AS r\n"
    "    JOIN pg_catalog.pg_class AS c ON c.oid = r.oid\n"
    "    UNION ALL\n"
    "    SELECT ROW('column', a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod,\n"
    "        a.xmin)::pg_catalog.text\n"
    "    FROM relations AS r\n"
    "    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = r.oid\n"
    "    WHERE a.attnum > 0\n"
    "    UNION ALL\n"
    "    SELECT ROW('label', e.enumtypid, e.enumlabel)::pg_catalog.text\n"
    "    FROM relations AS r\n"
    "    JOIN pg_catalog.pg_attribute AS a ON a.attrelid = r.oid\n"
    "    JOIN pg_catalog.pg_enum AS e ON e.enumtypid = a.atttypid\n"
    "    UNION ALL\n"
    "    SELECT ROW('comment', d.objoid, d.objsubid, d.description)::pg_catalog.text\n"
    "    FROM relations AS r\n"
    "    JOIN pg_catalog.pg_description AS d\n"
    "      ON d.objoid = r.oid\n"
    "      AND d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass\n"
    "    UNION ALL\n"
    "    SELECT ROW('rule', w.oid, w.xmin)::pg_catalog.text\n"
    "    FROM relations AS r\n"
    "    JOIN pg_catalog.pg_rewrite AS w ON w.ev_class = r.oid\n"
    "    UNION ALL\n"
    "    SELECT ROW('function', p.oid, p.xmin)::pg_catalog.text\n"
    "    FROM relations AS r\n"
    "    JOIN pg_catalog.pg_rewrite AS w ON w.ev_class = r.oid\n"
    "    JOIN pg_catalog.pg_depend AS d\n"
    "      ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass\n"
    "      AND d.objid = w.oid\n"
    "      AND d.refclassid = 'pg_catalog.pg_proc'::pg_catalog.regclass\n"
    "    JOIN pg_catalog.pg_proc AS p ON p.oid = d.refobjid\n"
    "    UNION ALL\n"
    "    SELECT ROW('policy', p.oid, p.xmin)::pg_catalog.text\n"
    "    FROM relations AS r\n"
    "    JOIN pg_catalog.pg_policy AS p ON p.polrelid = r.oid\n"
    "    UNION ALL\n"
    "    SELECT ROW('trigger', w.oid, w.xmin, w.tgenabled)::pg_catalog.text\n"
    "    FROM relations AS r\n"
    "    JOIN watchers AS w ON w.tgrelid = r.oid\n"
    ")\n"
    "SELECT pg_catalog.to_char(CURRENT_DATE, 'YYYY-MM-DD'),\n"
    "    (SELECT pg_catalog.md5(\n"
    "        pg_catalog.string_agg(f.fact, E'\\n' ORDER BY f.fact COLLATE \"C\"))\n"
    "     FROM facts AS f),\n"
    "    CASE WHEN pg_catalog.to_regclass('orgair.revisions') IS NULL\n"
    "        THEN 'orgair.revisions'\n"
    "        ELSE (SELECT pg_catalog.min(u.name COLLATE \"C\") FROM unwatched AS u) END,\n"
    "    pg_catalog.to_regclass('orgair.revisions') IS NOT NULL";

/* Of a scope that was never changed there may be no row; see the migration for is_of_all. */
static const char tokens_sql[] =
    "SELECT s.scope, COALESCE(pg_catalog.md5(\n"
    "        pg_catalog.string_agg(r.token::pg_catalog.text, ' ' ORDER BY r.token)), 'none')\n"
    "FROM (\n"
    "    SELECT '' AS scope\n"
    "    UNION ALL\n"
    "    SELECT g.focus_group_id\n"
    "    FROM public.focus_groups AS g\n"
    "    WHERE g.platform = 'pe_org_air'\n"
    "    AND g.is_active\n"
    ") AS s\n"
    "LEFT JOIN orgair.revisions AS r\n"
    "  ON r.scope = s.scope\n"
    "  OR EXISTS (\n"
    "      SELECT FROM orgair.revisions AS a\n"
    "      WHERE a.scope = s.scope\n"
    "      AND a.is_of_all)\n"
    "GROUP BY s.scope\n"
    "ORDER BY s.scope COLLATE \"C\"";

/* A partition's rows are read through its parent. */
static const char hashed_sql[] =
    READ_RELATIONS "SELECT r.name, r.quoted, (\n"
                   "    SELECT a.attname\n"
                   "    FROM pg_catalog.pg_attribute AS a\n"
                   "    WHERE a.attrelid = r.oid\n"
                   "    AND NOT a.attisdropped\n"
                   "    AND a.attname IN ('organization_id', 'assessment_id', 'focus_group_id')\n"
                   "    AND r.name <> 'public.focus_groups'\n"
                   "    AND (a.attname = 'focus_group_id' OR r.name <> 'public.organizations')\n"
                   "    ORDER BY a.attname = 'organization_id' DESC, a.attname\n"
                   "    LIMIT 1)\n"
                   "FROM relations AS r\n"
                   "WHERE r.relkind <> 'v'\n"
                   "AND NOT EXISTS (\n"
                   "    SELECT FROM pg_catalog.pg_inherits AS i\n"
                   "    WHERE i.inhrelid = r.oid)\n"
                   "ORDER BY r.name COLLATE \"C\"";

static const char horizon_sql[] = "SELECT pg_catalog.min(d.day)\n"
                                  "FROM (\n"
                                  "    SELECT pg_catalog.min(w.effective_from) AS day\n"
                                  "    FROM public.focus_group_dimension_weights AS w\n"
                                  "    WHERE w.effective_from > $1::pg_catalog.date\n"
                                  "    UNION ALL\n"
                                  "    SELECT pg_catalog.min(w.effective_to)\n"
                                  "    FROM public.focus_group_dimension_weights AS w\n"
                                  "    WHERE w.effective_to > $1::pg_catalog.date\n"
                                  "    UNION ALL\n"
                                  "    SELECT pg_catalog.min(c.effective_from)\n"
                                  "    FROM public.focus_group_calibrations AS c\n"
                                  "    WHERE c.effective_from > $1::pg_catalog.date\n"
                                  "    UNION ALL\n"
                                  "    SELECT pg_catalog.min(c.effective_to)\n"
                                  "    FROM public.focus_group_calibrations AS c\n"
                                  "    WHERE c.effective_to > $1::pg_catalog.date\n"
                                  "    UNION ALL\n"
                                  "    SELECT pg_catalog.min(a.effective_from)\n"
                                  "    FROM public.organization_assessments AS a\n"
                                  "    WHERE a.effective_from > $1::pg_catalog.date\n"
                                  "    UNION ALL\n"
                                  "    SELECT pg_catalog.min(a.effective_to)\n"
                                  "    FROM public.organization_assessments AS a\n"
                                  "    WHERE a.effective_to > $1::pg_catalog.date\n"
                                  ") AS d";

enum { TODAY, STRUCTURE, UNWATCHED, HAS_REVISIONS };
enum { HASHED_NAME, HASHED_QUOTED, HASHED_OWNER };

static bool ask(struct db *db, struct arena *arena, const char *sql, const char *parameter,
                struct db_result *result, struct error *err)
{
    struct db_statement statement = {.purpose = purpose,
                                     .sql = sql,
                                     .parameters = &parameter,
                                     .parameter_count = parameter ? 1 : 0};
    return db_query(db, arena, &statement, result, err);
}

static bool read_catalogue(struct db *db, struct arena *arena, struct revisions *out,
                           bool *has_revisions, struct error *err)
{
    struct db_result result;
    if (!ask(db, arena, catalogue_sql, NULL, &result, err))
        return false;
    *out = (struct revisions){
        .today = db_value(&result, 0, TODAY),
        .structure = db_value(&result, 0, STRUCTURE),
        .unwatched = db_value(&result, 0, UNWATCHED),
    };
    out->watched = out->unwatched == NULL;
    *has_revisions = text_equal(db_value(&result, 0, HAS_REVISIONS), "t");
    return true;
}

static bool read_tokens(struct db *db, struct arena *arena, const char *sql, struct revisions *out,
                        struct error *err)
{
    struct db_result result;
    if (!ask(db, arena, sql, NULL, &result, err))
        return false;
    out->count = result.row_count;
    out->rows = arena_array(arena, result.row_count, sizeof *out->rows);
    for (size_t i = 0; i < result.row_count; i++)
        out->rows[i] =
            (struct revision){.scope = db_value(&result, i, 0), .token = db_value(&result, i, 1)};
    return true;
}

bool snapshot_revisions(struct db *db, struct arena *arena, struct revisions *out,
                        struct error *err)
{
    bool has_revisions;
    return read_catalogue(db, arena, out, &has_revisions, err) &&
           (!has_revisions || read_tokens(db, arena, tokens_sql, out, err));
}

/* The relations that lead from a row to its sector. */
static const char *sector_path(const char *owner)
{
    if (text_equal(owner, "organization_id"))
        return "JOIN public.organizations AS o ON o.organization_id = hashed.organization_id\n";
    if (text_equal(owner, "assessment_id"))
        return "JOIN public.organization_assessments AS a ON a.assessment_id = "
               "hashed.assessment_id\n"
               "JOIN public.organizations AS o ON o.organization_id = a.organization_id\n";
    return "";
}

static const char *sector_column(const char *owner)
{
    if (!owner)
        return "''";
    return text_equal(owner, "focus_group_id") ? "hashed.focus_group_id" : "o.focus_group_id";
}

/* A part a relation and scope: whatever order the rows come in, and as text, which keeps apart
 * what is shown in two ways but compares equal. */
static const char *compose_hash(struct db *db, struct arena *arena,
                                const struct db_result *relations)
{
    struct strbuf sql;
    strbuf_init(&sql);
    strbuf_addstr(&sql, "SELECT s.scope, COALESCE(pg_catalog.md5(\n"
                        "        pg_catalog.string_agg(p.part, E'\\n' ORDER BY p.part)), 'empty')\n"
                        "FROM (\n"
                        "    SELECT ''::pg_catalog.text AS scope\n"
                        "    UNION ALL\n"
                        "    SELECT g.focus_group_id\n"
                        "    FROM public.focus_groups AS g\n"
                        "    WHERE g.platform = 'pe_org_air'\n"
                        "    AND g.is_active\n"
                        ") AS s\n"
                        "LEFT JOIN (\n");
    for (size_t i = 0; i < relations->row_count; i++) {
        const char *owner = db_value(relations, i, HASHED_OWNER);
        strbuf_addf(&sql,
                    "%sSELECT %s::pg_catalog.text AS scope,\n"
                    "    %s || ' ' || pg_catalog.count(*) || ' ' ||\n"
                    "    pg_catalog.sum(pg_catalog.hashtextextended(\n"
                    "        (hashed.*)::pg_catalog.text, 0)) AS part\n"
                    "FROM %s AS hashed\n"
                    "%sGROUP BY 1\n",
                    i > 0 ? "UNION ALL\n" : "", sector_column(owner),
                    db_quote_literal(db, arena, db_value(relations, i, HASHED_NAME)),
                    db_value(relations, i, HASHED_QUOTED), sector_path(owner));
    }
    strbuf_addstr(&sql, ") AS p ON p.scope = s.scope\n"
                        "GROUP BY s.scope\n"
                        "ORDER BY s.scope COLLATE \"C\"");
    const char *text = arena_strndup(arena, sql.text, sql.length);
    strbuf_release(&sql);
    return text;
}

bool snapshot_content_hash(struct db *db, struct arena *arena, struct revisions *out,
                           struct error *err)
{
    bool has_revisions;
    struct db_result relations;
    return read_catalogue(db, arena, out, &has_revisions, err) &&
           ask(db, arena, hashed_sql, NULL, &relations, err) &&
           read_tokens(db, arena, compose_hash(db, arena, &relations), out, err);
}

bool snapshot_horizon(struct db *db, struct arena *arena, const char *as_of, const char **day,
                      struct error *err)
{
    struct db_result result;
    if (!ask(db, arena, horizon_sql, as_of, &result, err))
        return false;
    *day = db_value(&result, 0, 0);
    return true;
}
